import t from 'tap'
import { makeApp } from '../support/app.ts'
import { type Ask, Attack, faultOf, overSocket } from '../support/attack.ts'
import { rounds, seeded } from '../support/fault.ts'
import { makeCase } from '../support/make.ts'

const REQUESTS = rounds(3_000, 400)
const SEED = Number(process.env.FAULT_SEED ?? 20_261_121)

t.setTimeout(900_000)

/** A PNG of one point, and what calls itself a picture and is none. */
const FILES: readonly Buffer[] = [
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  ),
  Buffer.from(''),
  Buffer.from('\u0000'),
  Buffer.from('89504e470d0a1a0a', 'hex'),
  Buffer.from('ffd8ff', 'hex'),
  Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex'),
  Buffer.from('GIF89a'),
  Buffer.from('RIFF\u0000\u0000\u0000\u0000WEBP'),
  Buffer.from('%PDF-1.7\n'),
  Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
  Buffer.from('MZ\u0090\u0000'),
  Buffer.alloc(300_000, 0xff),
]

const NAMES: readonly string[] = [
  'a.png',
  '',
  '../../etc/passwd',
  '..\\..\\windows',
  'a\u0000.png',
  '%00.png',
  'ә'.repeat(300),
  '😀.png',
  '\ud800.png',
  'a"b.png',
  'a\r\nx-evil: 1.png',
  'CON',
  '.',
  '.htaccess',
  '\u202egnp.exe',
]

t.test('uploads that are no uploads: never our fault, and nothing is kept of them', async (t) => {
  const it = await makeApp(t)
  const made = await makeCase(it)
  const random = seeded(SEED + 3)
  const any = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const asks = Array.from({ length: REQUESTS }, (): Ask => {
    const boundary = any(['x', 'x', 'x', 'boundary with spaces', 'x'.repeat(70), '--'])
    const parts = Array.from({ length: any([0, 1, 1, 1, 2, 12]) }, () => {
      const disposition = any([
        `form-data; name="file"; filename="${any(NAMES)}"`,
        `form-data; name="file"; filename*=UTF-8''${encodeURIComponent(any(NAMES).toWellFormed())}`,
        `form-data; name="file"; filename*=UTF-8''%ff%zz`,
        `form-data; name="${any(['public', '__proto__', 'constructor', ''])}"`,
        'form-data',
        'attachment; filename=a',
        '',
      ])
      const type = any([
        'image/png',
        'image/jpeg',
        'application/pdf',
        'text/html',
        'image/svg+xml',
        'multipart/mixed',
        '',
        ';;;',
        'image/png\u0000',
      ])
      return Buffer.concat([
        Buffer.from(
          `--${boundary}\r\ncontent-disposition: ${disposition}\r\ncontent-type: ${type}\r\n${any(['', 'content-transfer-encoding: base64\r\n', `x: ${'y'.repeat(20_000)}\r\n`])}\r\n`,
        ),
        any(FILES),
        Buffer.from(any(['\r\n', '\r\n', '\n', ''])),
      ])
    })
    const whole = Buffer.concat([
      ...parts,
      Buffer.from(any([`--${boundary}--\r\n`, `--${boundary}--`, `--${boundary}`, ''])),
    ])
    const payload = random() < 0.2 ? whole.subarray(0, Math.floor(random() * whole.length)) : whole
    const headers: Record<string, string> = {
      'content-type': `multipart/form-data; boundary=${any([boundary, boundary, `"${boundary}"`, 'other'])}`,
    }
    if (random() < 0.9) headers.authorization = `Bearer ${made.trackingToken}`
    return { method: 'POST', url: `/api/v1/cases/${made.number}/attachments`, headers, payload }
  })
  const attack = new Attack(it, faultOf, await overSocket(it))
  await attack.run(asks)
  t.comment(JSON.stringify(attack.counts))
  t.strictSame(attack.found, [])
  const [row] = await it.database.sql`select count(*)::int as kept from attachments`
  t.equal(row!.kept, attack.counts[201] ?? 0, 'only what was accepted is kept')
  const names = await it.database.sql<{ name: string }[]>`select name from attachments`
  t.ok(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
    names.every(({ name }) => name.isWellFormed() && !/[\u0000-\u001f/\\]/.test(name)),
    'and no name leads anywhere',
  )
})
