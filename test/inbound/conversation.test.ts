import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import t from 'tap'
import { savePiece } from '../../db/pieces.ts'
import { LARGEST_MAIL } from '../../server/inbound/keep.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { rounds, until } from '../support/fault.ts'
import { mailOf, openInbound } from '../support/inbound.ts'
import { makeCorresponding, storedMails } from '../support/inbound-desk.ts'

t.setTimeout(120_000)

/** A conversation by hand: sends lines, returns what was answered to each. */
async function talk(
  port: number,
  lines: readonly (string | Buffer)[],
  then?: (socket: Socket) => Promise<void>,
): Promise<string[]> {
  const socket = connect(port, '127.0.0.1')
  socket.setEncoding('utf8')
  const answers: string[] = []
  let waiting = ''
  const next = async () => {
    while (!/^\d{3} .*\r\n/m.test(waiting)) {
      const [chunk] = (await once(socket, 'data')) as [string]
      waiting += chunk
    }
    answers.push(waiting.trim())
    waiting = ''
  }
  await next()
  for (const line of lines) {
    socket.write(typeof line === 'string' ? `${line}\r\n` : line)
    await next()
  }
  await then?.(socket)
  socket.destroy()
  return answers
}

const kept = ({ database }: Pick<TestApp, 'database'>) =>
  database.sql`select m.id, m.via, m.envelope_from as from, m.envelope_to as to, m.size, encode(m.sha256, 'hex') as sha256,
    (select encode(sha256(string_agg(r.bytes, ''::bytea order by r.piece)), 'hex') from inbound_raws r where r.raw = m.raw) as kept,
    (select count(*)::int from inbound_raws r where r.raw = m.raw) as pieces
    from inbound_mails m order by m.id`

t.test('mail for our domain is taken as it came; nobody is relayed for', async (t) => {
  const test = await makeApp(t)
  const { port } = await openInbound(t, test)
  const answers = await talk(port, [
    'EHLO mx.roads.example',
    'MAIL FROM:<kanc@roads.example>',
    'RCPT TO:<someone@elsewhere.example>',
    'RCPT TO:<"x@daybreak.example"@elsewhere.example>',
    'RCPT TO:<x%elsewhere.example@daybreak.example>',
    'RCPT TO:<x@DAYBREAK.example>',
    'RCPT TO:<x@notdaybreak.example>',
    'VRFY root',
    'DATA',
    Buffer.from('Subject: dots\r\n\r\n..two\r\n...three\r\n.\r\n'),
  ])
  t.match(answers[0], /^220 daybreak\.example ESMTP/)
  t.notMatch(answers[1], /AUTH|STARTTLS/)
  t.match(answers[1], `SIZE ${LARGEST_MAIL}`)
  t.same(
    answers.slice(3, 8).map((a) => a.slice(0, 3)),
    ['550', '501', '250', '250', '550'],
  )
  t.match(answers.at(-1), /^250 /)
  const [mail] = await kept(test)
  t.match(mail, { via: 'smtp', from: 'kanc@roads.example' })
  t.same(mail!.to, ['x%elsewhere.example@daybreak.example', 'x@DAYBREAK.example'], 'ours, and read nowhere else')
  t.equal(mail!.sha256, mail!.kept)
  const [raw] = await test.database.sql`select convert_from(bytes, 'UTF8') as text from inbound_raws`
  t.equal(raw!.text, 'Subject: dots\r\n\r\n.two\r\n..three\r\n')
})

t.test('an empty sender is a bounce and is taken; LMTP answers for each', async (t) => {
  const test = await makeApp(t, { config: { inboundLmtp: true } })
  const { port } = await openInbound(t, test)
  const answers = await talk(port, [
    'LHLO mx',
    'MAIL FROM:<>',
    'RCPT TO:<a@daybreak.example>',
    'RCPT TO:<b@daybreak.example>',
    'DATA',
    Buffer.from('Subject: x\r\n\r\ny\r\n.\r\n'),
  ])
  t.match(answers[0], 'LMTP')
  t.match(answers.at(-1), /^250 .*\r\n250 /)
  t.match(await kept(test), [{ via: 'lmtp', from: '' }])
})

t.test('half a mail is no mail: a line that drops leaves nothing to be read', async (t) => {
  const test = await makeApp(t)
  const { port } = await openInbound(t, test)
  const begin = ['EHLO x', 'MAIL FROM:<a@b.example>', 'RCPT TO:<x@daybreak.example>', 'DATA']
  const pieces = async () => (await test.database.sql`select 1 from inbound_raws`).length
  await talk(port, begin, async (socket) => {
    socket.write(Buffer.concat([Buffer.from('Subject: half\r\n\r\n'), Buffer.alloc(2_600_000, 'half a mail\r\n')]))
    await until(async () => (await pieces()) === 2, 5_000)
  })
  await until(async () => (await pieces()) === 0, 5_000)
  t.same(await kept(test), [])
})

t.test('pieces of a process that died over a mail are taken away a day later, those of a mail never', async (t) => {
  const test = await makeApp(t)
  const inbound = await openInbound(t, test)
  await inbound.send(mailOf(), { to: 'x@daybreak.example' })
  const at = test.deps.now()
  for (const piece of [0, 1]) await savePiece(test.deps.sql, { raw: 5, piece, bytes: Buffer.from('x'), at })
  const left = async () =>
    (await test.database.sql`select distinct raw <> 5 as mail from inbound_raws`).map((r) => r.mail)
  await test.passAt(at + 60_000)
  t.same((await left()).sort(), [false, true])
  const did = await test.passAt(at + 2 * 86_400_000)
  test.setTime(at + 2 * 86_400_000)
  t.match(did.forget, { pieces: 1 })
  t.same(await left(), [true])
})

t.test('a large mail is taken in pieces and read; a larger one is refused, declared or not', async (t) => {
  const test = await makeCorresponding(t)
  const sent = await test.letter()
  const line = `${'A'.repeat(76)}\r\n`
  const body = (bytes: number) =>
    Buffer.concat([
      Buffer.from(
        'From: kanc@roads.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=p\r\n\r\n--p\r\n\r\nОтвет в файле.\r\n--p\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="a.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n',
      ),
      Buffer.alloc(bytes, line),
      Buffer.from('\r\n--p--\r\n'),
    ])
  const size = rounds(50, 10) * 1024 * 1024 - 1_000
  await test.inbound.send(body(size), { to: sent.replyTo })
  const [mail] = await kept(test)
  t.equal(mail!.sha256, mail!.kept, 'every byte')
  t.ok(mail!.pieces >= size / 1_200_000, `${mail!.pieces} pieces`)
  const begun = performance.now()
  t.same(await test.inbound.read(), { placed: 1 })
  t.comment(`read in ${Math.round(performance.now() - begun)} ms`)
  t.match((await storedMails(test))[0], { parsed: { text: 'Ответ в файле.' } })
  const envelope = ['EHLO x', `MAIL FROM:<a@b.example> SIZE=${LARGEST_MAIL + 1}`]
  t.match((await talk(test.inbound.port, envelope)).at(-1), /^552 /)
  const undeclared = ['EHLO x', 'MAIL FROM:<a@b.example>', 'RCPT TO:<x@daybreak.example>', 'DATA']
  const data = Buffer.concat([Buffer.alloc(LARGEST_MAIL + 1_000, line), Buffer.from('\r\n.\r\n')])
  t.match((await talk(test.inbound.port, [...undeclared, data])).at(-1), /^552 /)
  t.equal((await kept(test)).length, 1)
  await test.inbound.send(mailOf(), { to: sent.replyTo })
  t.equal((await kept(test)).length, 2, 'the next is taken')
})

t.test('while the database is away the sender is asked to come again', async (t) => {
  const test = await makeApp(t)
  const inbound = await openInbound(t, { deps: { ...test.deps, sql: brokenSql(test) } })
  const refused = await inbound.send(mailOf(), { to: 'x@daybreak.example' }).catch((error) => error)
  t.equal(refused.responseCode, 451)
  t.same(await kept(test), [])
})

/** A pool whose server has gone. */
function brokenSql({ deps }: TestApp): TestApp['deps']['sql'] {
  return new Proxy(deps.sql, {
    apply: () => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })),
  })
}
