import t from 'tap'
import { markLetter, sweepLetters } from '../../db/letters.ts'
import { auditAll } from '../../server/audit/run.ts'
import { tellNews } from '../../server/engine/letter-news.ts'
import { sendLetters } from '../../server/engine/letters.ts'
import { REACTION } from '../support/desk.ts'
import { ADDRESS, onMonday, openLetters, setAddress, statesOf } from '../support/letters.ts'

t.test(
  'a server that is away or says “later”: the same bytes leave when it is back, the term counts from then',
  async (t) => {
    const test = await openLetters(t)
    const { write, box, letters, passAt, seen, as, url } = test
    const { id } = (await write()).body
    box.manner = () => ({ code: 451, on: 'data' })
    t.match((await passAt(onMonday('10:01'))).letters, { sent: 0, later: 1 })
    t.match(await statesOf(test), [{ state: 'queued', attempts: 1, fault: '451 DATA' }])
    t.match(await seen(id), { delivery: 'sending', sentAt: null })
    t.match((await passAt(onMonday('10:01'))).letters ?? { later: 0 }, { later: 0 }, 'it waits its time')
    const [{ raw: first }] = (await test.database.sql`select raw from letters`) as unknown as [{ raw: Buffer }]
    box.manner = () => 'take'
    await passAt('2026-11-24T09:00:00+05:00')
    t.equal(letters().length, 1)
    t.equal(Buffer.from(letters()[0]!.raw, 'latin1').compare(first), 0, 'the very same letter')
    t.match(
      await seen(id),
      { delivery: 'sent', sentAt: '2026-11-24T09:00:00+05:00', replyDueAt: '2026-12-16T00:00:00+05:00' },
      'a day later than written',
    )
    const redated = (await as().get(`${url}/events`)).body.items.find((e: { kind: string }) => e.kind === 're-dated')
    t.match(redated, { deadline: 'reply', from: '2026-12-15T00:00:00+05:00', to: '2026-12-16T00:00:00+05:00' })
  },
)

t.test(
  'nothing listens: the letter waits, and is given up on after three days, with a word to its author',
  async (t) => {
    const test = await openLetters(t)
    const { write, box, passAt, seen, database } = test
    const { id } = (await write()).body
    await box.close()
    t.match((await passAt(onMonday('10:01'))).letters, { later: 1, unreachable: 1 })
    t.match((await passAt('2026-11-26T10:02:00+05:00')).letters, { failed: 1, told: 1 })
    t.match(await seen(id), { delivery: 'failed' })
    const told = await database.sql`select kind, staff from outbox where kind = 'letter-lost'`
    t.ok(
      told.some((n) => n.staff === test.responder.id),
      'the author knows',
    )
  },
)

t.test('refused for good: the author is told and owes the next step; the body owes nothing', async (t) => {
  const test = await openLetters(t)
  const { write, box, passAt, seen, as, responder, url, database, letters } = test
  await as(responder).post(`${url}/reaction`, REACTION)
  const { id } = (await write()).body
  box.manner = (to) => (to === ADDRESS ? { code: 550, on: 'rcpt' } : 'take')
  t.match((await passAt(onMonday('10:01'))).letters, { failed: 1, told: 1 })
  t.match(await seen(id), {
    delivery: 'failed',
    replyDueAt: null,
    letters: [{ state: 'failed', fault: '550 RCPT TO' }],
  })
  const open =
    await database.sql`select kind, because->>'key' as why from deadlines where closed_at is null and kind in ('action','reply')`
  t.match(open, [{ kind: 'action', why: 'letterLost' }])
  t.ok(
    box.mails.some((m) => m.to[0] !== ADDRESS && m.text.includes('39-26/000001')),
    'the author has a mail',
  )
  t.match(await auditAll(database.sql, Date.parse(onMonday('10:03'))), { broken: [] })

  // The address is put right, and the letter is sent once more, by a person.
  await setAddress(test, 'new@kostanay-roads.example')
  test.setTime('2026-11-25T10:00:00+05:00')
  const again = await as(responder).post(`/contacts/${id}/delivery`, { delivery: 'sending', note: 'Новый адрес' })
  t.match(again, { status: 201, body: { delivery: 'sending', replyDueAt: '2026-12-18T00:00:00+05:00' } })
  t.same(await seen(id), again.body)
  box.manner = () => 'take'
  await passAt('2026-11-25T10:01:00+05:00')
  t.same(letters().at(-1)?.to, ['new@kostanay-roads.example'])
  t.equal(letters().length, 1)
  t.match(await seen(id), { delivery: 'sent', replyDueAt: '2026-12-18T00:00:00+05:00', outgoingNumber: '39-26/000001' })
})

t.test('no answer after the last byte: unknown, never sent again by itself, settled by a person', async (t) => {
  const test = await openLetters(t)
  const { write, box, passAt, seen, as, responder, letters, database } = test
  const { id } = (await write()).body
  box.manner = (to) => (to === ADDRESS ? 'drop' : 'take')
  t.match((await passAt(onMonday('10:01'))).letters, { unknown: 1, told: 1 })
  t.match(await seen(id), { delivery: 'unknown', replyDueAt: '2026-12-15T00:00:00+05:00' })
  box.manner = () => 'take'
  for (const day of ['24', '25', '30']) await passAt(`2026-11-${day}T10:00:00+05:00`)
  t.equal(letters().length, 1, 'what the server has is all there is')
  const settle = (delivery: string) => as(responder).post(`/contacts/${id}/delivery`, { delivery, note: 'Звонили' })
  t.match(await settle('delivered'), {
    status: 201,
    body: { delivery: 'delivered', letters: [{ state: 'delivered' }] },
  })
  t.match(await settle('sending'), { status: 409 }, 'what has arrived is not sent once more')
  t.match(await statesOf(test), [{ state: 'delivered', told: 'delivered' }])
  t.match((await auditAll(database.sql, Date.parse('2026-11-30T10:00:00+05:00'))).broken, [])
})

t.test('an unknown letter that a person sends once more goes under the same Message-ID', async (t) => {
  const test = await openLetters(t)
  const { write, box, passAt, as, responder, letters, seen } = test
  const { id } = (await write()).body
  box.manner = (to) => (to === ADDRESS ? 'drop' : 'take')
  await passAt(onMonday('10:01'))
  box.manner = () => 'take'
  t.match(await as(responder).post(`/contacts/${id}/delivery`, { delivery: 'sending', note: 'Не дошло' }), {
    status: 201,
  })
  await passAt(onMonday('10:05'))
  t.equal(letters().length, 2)
  t.equal(letters()[0]!.raw, letters()[1]!.raw)
  t.match((await seen(id)).letters[0].history, [{ state: 'unknown' }, { state: 'queued', by: /./ }, { state: 'sent' }])
})

t.test('a sender that dies: before the conversation it leaves later, in it nobody knows', async (t) => {
  const test = await openLetters(t)
  const { write, passAt, letters, database } = test
  await write()
  await database.sql`update letters set attempts = 1, lease_until = ${Date.parse(onMonday('10:06'))}`
  await passAt(onMonday('10:02'))
  t.equal(letters().length, 0, 'it is in the hands of another')
  await passAt(onMonday('10:06'))
  t.equal(letters().length, 1, 'whose hands were empty')
  await write()
  await database.sql`update letters set state = 'sending', attempts = 1, message_id = '<x>', lease_until = ${Date.parse(onMonday('10:10'))}
    where state = 'queued'`
  await passAt(onMonday('10:09'))
  t.match(await statesOf(test), [{ state: 'sent' }, { state: 'sending' }])
  await passAt(onMonday('10:10'))
  t.match(await statesOf(test), [{ state: 'sent' }, { state: 'unknown', fault: 'interrupted', told: 'unknown' }])
  t.equal(letters().length, 1)
})

t.test(
  'a person settles a bounced letter while its cases are being told of the bounce: what they said holds',
  async (t) => {
    const test = await openLetters(t)
    const { write, passAt, seen, as, responder, database, deps } = test
    const { id } = (await write()).body
    await passAt(onMonday('10:01'))
    const [letter] = await database.sql<{ id: number }[]>`select id from letters`
    await markLetter(database.sql, letter!.id, { state: 'failed', at: deps.now(), fault: '550' })
    let settled: { status: number } | undefined
    const alive = async () => {
      settled ??= await as(responder).post(`/contacts/${id}/delivery`, { delivery: 'delivered', note: 'Подтвердили' })
      return true
    }
    t.equal(await tellNews(deps, { now: deps.now, alive }), 0, 'nothing is left to tell')
    t.match(settled, { status: 201 })
    const { replyDueAt } = (await seen(id)) as { replyDueAt: string | null }
    t.match(await seen(id), { delivery: 'delivered', letters: [{ state: 'delivered' }] })
    t.ok(replyDueAt, 'and the term of the body runs on')
    t.match(await statesOf(test), [{ state: 'delivered', told: 'delivered' }])
  },
)

t.test(
  'a letter about two cases bounces after the first was closed by a merge: its author is told all the same',
  async (t) => {
    const test = await openLetters(t)
    const { write, passAt, as, report, responder, database, deps, number, url } = test
    const other = await report({ category: 'roads.pothole' })
    await write({ alsoCases: [other.number] })
    await passAt(onMonday('10:01'))
    const target = await report({ category: 'roads.pothole' })
    t.equal((await as(responder).post(`${url}/merge`, { into: target.number, reason: 'то же самое' })).status, 201)
    const [letter] = await database.sql<{ id: number }[]>`select id from letters`
    await markLetter(database.sql, letter!.id, { state: 'failed', at: deps.now(), fault: '550' })
    t.equal(await tellNews(deps, { now: deps.now, alive: async () => true }), 1)
    const told = await database.sql`
    select c.number from outbox o join cases c on c.id = o.case_id where o.kind = 'letter-lost' and o.staff = ${responder.id}`
    t.match(told, [{ number: other.number }], `${number} has ended, and is not what they are told of`)
  },
)

t.test('a sender that slept in the middle of the conversation still says what it knows', async (t) => {
  const test = await openLetters(t)
  const { write, seen, deps, database } = test
  const { id } = (await write()).body
  const now = Date.parse(onMonday('10:01'))
  const asleep = {
    async send() {
      t.equal(await sweepLetters(database.sql, now + 10 * 60_000), 1)
      t.match(await seen(id), { delivery: 'unknown' })
      return { state: 'sent' as const }
    },
    close: async () => undefined,
  }
  await sendLetters(deps, asleep as never, { now: () => now, alive: async () => true })
  t.match(await statesOf(test), [{ state: 'sent', told: 'sent', fault: null }])
  t.match(await seen(id), { delivery: 'sent' })
})
