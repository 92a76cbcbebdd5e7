import { type AddressInfo, connect } from 'node:net'
import t from 'tap'
import { isProblemCode } from '../../shared/i18n/problem.ts'
import { makeApp } from '../support/app.ts'
import { seeded } from '../support/fault.ts'

t.test('what is not even HTTP is answered with a problem, and the instance serves on', async (t) => {
  const it = await makeApp(t)
  await it.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = it.app.server.address() as AddressInfo
  const random = seeded(3)
  const get = (more: string, line = 'GET /api/v1/regions HTTP/1.1') => `${line}\r\nhost: a\r\n${more}\r\n`
  const post = (more: string, body = '') =>
    `POST /api/v1/cases HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n${more}\r\n${body}`
  const broken: Record<string, string | Buffer> = {
    'no words': '\r\n\r\n\r\nnonsense\r\n\r\n',
    'random bytes': Buffer.from(Array.from({ length: 500 }, () => Math.floor(random() * 256))),
    'a TLS greeting': Buffer.from('16030100c5010000c10303', 'hex'),
    'HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'an unknown version': get('', 'GET / HTTP/9.9'),
    'an unknown method': get('', 'FROBNICATE / HTTP/1.1'),
    'a method in small letters': get('', 'get / HTTP/1.1'),
    'no path': get('', 'GET HTTP/1.1'),
    'a space in the path': get('', 'GET /a b HTTP/1.1'),
    'raw bytes in the path': Buffer.concat([
      Buffer.from('GET /api/v1/cases/'),
      Buffer.from([0xff, 0x00, 0xed, 0xa0, 0x80]),
      Buffer.from(' HTTP/1.1\r\nhost: a\r\n\r\n'),
    ]),
    'no host': 'GET /api/v1/regions HTTP/1.1\r\n\r\n',
    'a header without a colon': get('nonsense\r\n'),
    'a header with NUL': get('x-a: b\0c\r\n'),
    'a header with a space before the colon': get('x-a : b\r\n'),
    'a folded header': get('x-a: b\r\n c\r\n'),
    'headers beyond every measure': get(`x-a: ${'a'.repeat(100_000)}\r\n`),
    'thousands of headers': get(Array.from({ length: 3_000 }, (_, i) => `x-${i}: a\r\n`).join('')),
    'a path beyond every measure': get('', `GET /${'a'.repeat(100_000)} HTTP/1.1`),
    'two lengths': post('content-length: 2\r\ncontent-length: 3\r\n', '{}'),
    'a negative length': post('content-length: -1\r\n', '{}'),
    'a length beyond numbers': post('content-length: 99999999999999999999\r\n', '{}'),
    'a length in letters': post('content-length: abc\r\n', '{}'),
    'a length too large': post('content-length: 99999999\r\n', '{}'),
    'length and chunks': post('content-length: 2\r\ntransfer-encoding: chunked\r\n', '0\r\n\r\n'),
    'chunks and something else': post('transfer-encoding: chunked, identity\r\n', '0\r\n\r\n'),
    'a bad chunk': post('transfer-encoding: chunked\r\n', 'zz\r\n{}\r\n0\r\n\r\n'),
    'a chunk beyond numbers': post('transfer-encoding: chunked\r\n', 'ffffffffffffffffff\r\n{}'),
    'a chunk with endless extensions': post(
      'transfer-encoding: chunked\r\n',
      `2;${'a'.repeat(100_000)}\r\n{}\r\n0\r\n\r\n`,
    ),
    'an unknown expectation': post('expect: 200-miracle\r\ncontent-length: 2\r\n', '{}'),
    'a proxy request': get('', 'CONNECT a.example:443 HTTP/1.1'),
    'an upgrade where none is': get(
      'connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\nsec-websocket-version: 13\r\n',
      'GET /api/v1/nothing HTTP/1.1',
    ),
    'an upgrade with a bad key': get(
      'connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: x\r\nsec-websocket-version: 99\r\n',
      'GET /api/v1/live HTTP/1.1',
    ),
    'an upgrade by POST': post('connection: upgrade\r\nupgrade: websocket\r\ncontent-length: 2\r\n', '{}'),
  }
  for (const [what, bytes] of Object.entries(broken)) {
    const { head, body } = await speak(port, bytes)
    t.match(head, /^HTTP\/1\.1 4\d\d /, what)
    t.match(head, /content-type: application\/problem\+json/i, what)
    let problem: { code?: string; status?: number } = {}
    t.doesNotThrow(() => {
      problem = JSON.parse(body)
    }, what)
    t.ok(isProblemCode(`${problem.code}`) && head.startsWith(`HTTP/1.1 ${problem.status} `), `${what}: ${problem.code}`)
  }

  const right = JSON.stringify({ category: 'roads.pothole', region: 'KZ-39', text: 'Яма' })
  const length = `content-length: ${Buffer.byteLength(right)}\r\n`
  t.match((await speak(port, post(length, right))).head, /^HTTP\/1\.1 201 /, 'a right one')
  t.match(
    (await speak(port, post(`${length}expect: 100-continue\r\n`, right))).head,
    /^HTTP\/1\.1 (100|201) /,
    'one that asks first',
  )
  const h2c =
    'connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n'
  t.match(
    (await speak(port, post(`${length}${h2c}`, right))).head,
    /^HTTP\/1\.1 201 /,
    "one that offers HTTP/2, as Java's client does",
  )
  t.match((await speak(port, get(h2c))).head, /^HTTP\/1\.1 200 /)
  const [row] = await it.database.sql`select count(*)::int as cases from cases`
  t.equal(row!.cases, 3)
})

/** Sends bytes as they are; what comes back until the server ends the connection or falls silent. */
function speak(port: number, bytes: string | Buffer): Promise<{ head: string; body: string }> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    const end = () => {
      socket.destroy()
      const text = Buffer.concat(parts).toString('utf8')
      const middle = text.indexOf('\r\n\r\n')
      resolve({ head: text.slice(0, Math.max(0, middle)), body: text.slice(middle + 4) })
    }
    socket.setTimeout(700, end)
    socket.on('data', (part: Buffer) => parts.push(part))
    socket.on('error', () => undefined)
    socket.on('close', end)
  })
}
