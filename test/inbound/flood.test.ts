import t from 'tap'
import { rounds, seeded } from '../support/fault.ts'
import { mailOf, type SentLetter } from '../support/inbound.ts'
import { makeCorresponding } from '../support/inbound-desk.ts'

t.setTimeout(1_800_000)

/** What a mail of the flood must become. */
type Fate = 'placed' | 'held' | 'auto-reply' | 'bounce' | 'duplicate' | 'quarantined' | 'own'

t.test('a flood of mails of all kinds: none lost, none doubled, none on a wrong case, nothing sent', async (t) => {
  const test = await makeCorresponding(t)
  const { inbound, database } = test
  const letters: SentLetter[] = []
  for (let n = 0; n < 12; n++) letters.push(await test.letter())
  const told = async () => (await database.sql`select count(*)::int as n from outbox where staff is null`)[0]!.n
  const before = await told()
  const random = seeded(26)
  const MAILS = rounds(10_000, 200)
  const want: Record<string, { fate: Fate; contact: number | null }> = {}
  const made: { raw: string; to: string; from: string }[] = []
  for (let n = 0; n < MAILS; n++) {
    const letter = letters[Math.floor(random() * letters.length)]!
    const id = `flood${n}@roads.example`
    const base = { messageId: `<${id}>`, text: `Ответ ${n}`, subject: `Ответ ${n}` }
    const kind = random()
    const add = (fate: Fate, raw: string, to: string, contact: number | null, from = 'kanc@roads.example') => {
      want[id] = { fate, contact }
      made.push({ raw, to, from })
    }
    if (kind < 0.6) add('placed', mailOf(base), letter.replyTo, letter.contact)
    else if (kind < 0.66) {
      const headers = `In-Reply-To: ${letter.messageId}`
      add('placed', mailOf({ ...base, headers }), 'office@daybreak.example', letter.contact)
    } else if (kind < 0.76) {
      const from = 'x@stranger.example'
      add(
        'held',
        mailOf({ ...base, from, text: `На № ${letter.outgoingNumber}` }),
        'office@daybreak.example',
        null,
        from,
      )
    } else if (kind < 0.86) {
      const headers = 'Auto-Submitted: auto-replied'
      add('auto-reply', mailOf({ ...base, headers }), letter.replyTo, letter.contact, '')
    } else if (kind < 0.92) {
      const from = 'MAILER-DAEMON@roads.example'
      add('bounce', mailOf({ ...base, from, subject: 'Undelivered Mail' }), letter.replyTo, letter.contact, '')
    } else if (kind < 0.96) {
      add('placed', mailOf(base), letter.replyTo, letter.contact)
      made.push(made.at(-1)!)
    } else if (kind < 0.98) add('own', mailOf({ ...base, from: 'daybreak@daybreak.example' }), letter.replyTo, null)
    else {
      const boundary = Array.from({ length: 80 }, (_, d) => `Content-Type: multipart/mixed; boundary=b${d}\n\n--b${d}`)
      add('quarantined', `Message-ID: <${id}>\n${boundary.join('\n')}\n`, letter.replyTo, null)
    }
  }
  const begun = performance.now()
  const lanes = Array.from({ length: 8 }, async (_, lane) => {
    for (let n = lane; n < made.length; n += 8)
      await inbound.send(made[n]!.raw, { from: made[n]!.from, to: made[n]!.to })
  })
  await Promise.all(lanes)
  const taken = performance.now()
  const heap = process.memoryUsage().heapUsed
  const did = await inbound.read()
  const ended = performance.now()
  t.comment(
    `${made.length} mails: taken ${Math.round((made.length * 1000) / (taken - begun))}/s, read ${Math.round((made.length * 1000) / (ended - taken))}/s`,
    did,
  )
  const rows = await database.sql<{ id: string | null; state: Fate; contact: number | null; replies: number }[]>`
    select m.message_id as id, m.state, m.contact,
      (select count(*)::int from replies r where r.mail = m.id and r.contact = m.contact) as replies
    from inbound_mails m`
  t.equal(rows.length, made.length, 'every mail is there')
  const wrong: unknown[] = []
  let copies = 0
  for (const row of rows) {
    if (row.state === 'duplicate') {
      copies++
      continue
    }
    const wanted = row.id === null ? undefined : want[row.id]
    if (row.state === 'quarantined') continue
    if (!wanted || wanted.fate !== row.state || (wanted.contact !== null && wanted.contact !== row.contact))
      wrong.push(row)
    if (row.replies !== (row.state === 'placed' ? 1 : 0)) wrong.push({ ...row, why: 'replies' })
  }
  t.same(wrong, [])
  const count = (fate: Fate) => Object.values(want).filter((w) => w.fate === fate).length
  t.equal(rows.filter((r) => r.state === 'quarantined').length, count('quarantined'))
  t.equal(copies, made.length - MAILS)
  t.equal((await database.sql`select count(*)::int as n from replies`)[0]!.n, count('placed'))
  t.equal(await told(), before, 'no word went to anybody outside')
  t.same(await inbound.read(), {}, 'nothing goes round')
  global.gc?.()
  const grown = (process.memoryUsage().heapUsed - heap) / 1_048_576
  t.ok(grown < 150, `${Math.round(grown)} MB more on the heap`)
})
