import { once } from 'node:events'
import { createTransport } from 'nodemailer'
import t from 'tap'
import { InboundListener } from '../../server/inbound/listener.ts'
import { Reader } from '../../server/inbound/reader.ts'
import { receive } from '../../server/inbound/receive.ts'
import { kill, rounds, startChild, until } from '../support/fault.ts'
import { mailOf } from '../support/inbound.ts'
import { makeCorresponding } from '../support/inbound-desk.ts'

t.setTimeout(600_000)

t.test('kill -9 while mail comes in: what was answered with 250 is there, whole, and is placed once', async (t) => {
  // The processes live in the present: the letter left before it.
  const test = await makeCorresponding(t, { at: '2026-11-20T10:00:00+05:00' })
  const sent = await test.letter()
  const { databaseUrl, dataDir, mailDomain, secretKey } = test.deps.config
  const env = {
    DATABASE_URL: databaseUrl!,
    DATA_DIR: dataDir,
    MAIL_DOMAIN: mailDomain,
    SECRET_KEY: secretKey.toString('hex'),
    LOG_LEVEL: 'silent',
  }
  const answered = new Set<string>()
  let tried = 0
  const ROUNDS = rounds(100, 5)
  for (let round = 0; round < ROUNDS; round++) {
    const child = startChild('inbound-child', [], env)
    t.teardown(() => kill(child))
    const [port] = (await once(child, 'message')) as [number]
    const transport = createTransport({
      host: '127.0.0.1',
      port,
      ignoreTLS: true,
      pool: true,
      maxConnections: 4,
    } as never)
    let stop = false
    const send = async (): Promise<void> => {
      while (!stop) {
        const id = `<k${++tried}@roads.example>`
        // Some in one piece, some in several.
        const text = tried % 7 === 0 ? 'large '.repeat(300_000) : `mail ${tried}`
        try {
          await transport.sendMail({
            envelope: { from: 'kanc@roads.example', to: sent.replyTo },
            raw: mailOf({ messageId: id, text }),
          })
          answered.add(id.slice(1, -1))
        } catch {
          return
        }
      }
    }
    const senders = [1, 2, 3, 4].map(send)
    const before = answered.size
    await until(() => answered.size > before + 1, 30_000)
    await new Promise((resolve) => setTimeout(resolve, (round * 37) % 150))
    await kill(child)
    stop = true
    transport.close()
    await Promise.all(senders)
  }
  t.ok(answered.size > ROUNDS, `${answered.size} of ${tried} were answered`)

  // What was in hand waits for its lease.
  const reader = new Reader()
  t.teardown(() => reader.close())
  await test.database.sql`update inbound_mails set read_after = received_at where state = 'received'`
  const deps = { ...test.deps, now: () => Date.now() }
  await receive(deps, reader, { at: deps.now(), alive: async () => true })
  const mails = await test.database.sql<{ id: string; state: string; whole: boolean; replies: number }[]>`
    select m.message_id as id, m.state, (select count(*)::int from replies r where r.mail = m.id) as replies,
      (select sha256(string_agg(r.bytes, ''::bytea order by r.piece)) from inbound_raws r where r.raw = m.raw) = m.sha256 as whole
    from inbound_mails m`
  const there = new Map(mails.map((m) => [m.id, m]))
  t.same(
    [...answered].filter((id) => !there.has(id)),
    [],
    'none is lost',
  )
  t.same(
    mails.filter((m) => !m.whole || m.state !== 'placed' || m.replies !== 1),
    [],
    'each is whole and one reply',
  )
})

t.test('a listener that closes lets the mail under way end', async (t) => {
  const test = await makeCorresponding(t)
  const listener = new InboundListener(test.deps)
  const port = await listener.listen(0, '127.0.0.1')
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true } as never)
  const sending = transport.sendMail({
    envelope: { from: 'a@b.example', to: 'x@daybreak.example' },
    raw: mailOf({ text: 'x'.repeat(3_000_000) }),
  })
  await new Promise((resolve) => setTimeout(resolve, 30))
  await Promise.all([listener.close(), sending.catch(() => undefined)])
  const [row] = await test.database.sql`
    select count(*)::int as mails, (select count(distinct raw)::int from inbound_raws) as raws from inbound_mails`
  t.equal(row!.mails, row!.raws, 'whole or not at all')
})
