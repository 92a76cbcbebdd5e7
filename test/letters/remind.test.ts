import t, { type Test } from 'tap'
import { auditAll } from '../../server/audit/run.ts'
import { REACTION } from '../support/desk.ts'
import { ADDRESS, LETTER, onMonday, openLetters, statesOf } from '../support/letters.ts'
import { bodiesOf } from '../support/mime.ts'

t.setTimeout(120_000)

/** The letter of 23 November is to be answered by the end of 14 December. */
const day = (d: number, time = '10:00') => `2026-12-${String(d).padStart(2, '0')}T${time}:00+05:00`

async function begin(t: Test, more: Record<string, unknown> = {}) {
  const test = await openLetters(t)
  await test.as(test.responder).post(`${test.url}/reaction`, { ...REACTION, nextActionOn: '2026-12-31' })
  const { id } = (await test.write(more)).body as { id: number }
  await test.passAt(onMonday('10:01'))
  const kinds = async () =>
    (await test.as(test.responder).get(`${test.url}/events?limit=200`)).body.items as { kind: string; at: string }[]
  return { ...test, id, kinds }
}

t.test('a body is reminded 3 and 1 working days before the term and, sharper, the day after', async (t) => {
  const test = await begin(t)
  const { passAt, letters, seen, id, kinds, database } = test
  await passAt(day(9, '09:59'))
  t.equal(letters().length, 1)
  await passAt(day(9))
  await passAt(day(9, '10:05'))
  t.equal(letters().length, 2, 'Wednesday 9 December: three working days before Monday the 14th')
  const [first, reminder] = letters()
  t.equal(reminder?.header('subject'), 'Напоминание. Исх. № 39-26/000001: Яма у школы')
  t.equal(reminder?.header('in-reply-to'), first?.header('message-id'))
  t.equal(reminder?.header('references'), first?.header('message-id'))
  t.not(reminder?.header('message-id'), first?.header('message-id'))
  t.equal(reminder?.header('reply-to'), first?.header('reply-to'), 'the same thread, the same address')
  t.not(reminder?.from, first?.from, 'a bounce knows which of them came back')
  t.equal(reminder?.header('auto-submitted'), 'auto-generated')
  t.same(reminder?.to, [ADDRESS])
  const text = async (n: number) => (await bodiesOf(letters()[n]!.raw))[0]!.text
  t.match(await text(1), 'осталось 3 рабочих дня')
  t.match(await text(1), 'от 23 ноября 2026 г. № 39-26/000001 — 14 декабря 2026 г.')
  await passAt(day(11))
  t.match(await text(2), 'остался 1 рабочий день')
  await passAt(day(15, '00:00'))
  t.equal(letters().length, 3)
  await passAt(day(15))
  t.equal(letters().length, 4, 'the first working day after')
  t.match(letters()[3]?.header('subject'), 'Срок ответа прошёл')
  t.match(await text(3), 'часть 2 статьи 91 АППК РК')
  for (const d of [17, 18, 22, 30]) await passAt(day(d))
  t.equal(letters().length, 4, 'and no more')
  const events = await kinds()
  t.equal(events.filter((e) => e.kind === 'reminded-body').length, 3)
  const now = await seen(id)
  t.same(
    now.letters.map((l: { purpose: string; state: string }) => [l.purpose, l.state]),
    [
      ['first', 'sent'],
      ['reminder', 'sent'],
      ['reminder', 'sent'],
      ['overdue', 'sent'],
    ],
  )
  t.match(now, { delivery: 'sent', outgoingNumber: '39-26/000001' })
  // The ladder of the reply runs up to the centre, and at its top proposes the next instance.
  const rungs =
    await database.sql`select rung from rungs join deadlines d on d.id = deadline_id where d.kind = 'reply' order by position`
  t.same(
    rungs.map((r) => r.rung),
    ['reminder-3', 'reminder-1', 'due', 'overdue', 'central', 'head'],
  )
  t.match((await test.as(test.centre).get(test.url)).body, { level: 'central' })
  const [proposal] = await database.sql`select staff, data from outbox where kind = 'next-instance'`
  t.match(proposal, { staff: test.centre.id, data: { outgoingNumber: '39-26/000001' } })
  t.match((await auditAll(database.sql, Date.parse(day(30)))).broken, [])
})

t.test('an answer ends it; a brush-off does not', async (t) => {
  const { passAt, letters, as, responder, id, setTime } = await begin(t)
  await passAt(day(9))
  const reply = (grade: string) =>
    as(responder).post(`/contacts/${id}/replies`, { receivedAt: day(10), text: 'Ответ', grade })
  setTime(day(10, '12:00'))
  t.equal((await reply('brush-off')).status, 201)
  await passAt(day(11))
  t.equal(letters().length, 3)
  t.equal((await reply('substantive')).status, 201)
  await passAt(day(16))
  t.equal(letters().length, 3)
})

t.test('answered between the decision and the mail: the reminder stays at home', async (t) => {
  const test = await begin(t)
  const { passAt, letters, database, box } = test
  box.manner = () => ({ code: 451, on: 'data' })
  await passAt(day(9))
  t.match((await statesOf(test)).at(-1), { state: 'queued' })
  await database.sql`update contacts set state = 'answered'`
  box.manner = () => 'take'
  await passAt(day(10))
  t.equal(letters().length, 1)
  t.match((await statesOf(test)).at(-1), { state: 'withdrawn', fault: 'answered', told: 'withdrawn' })
})

t.test('more time, or another body, while the sharper reminder waited: it stays at home', async (t) => {
  for (const [path, body] of [
    ['extension', { until: '2027-01-20', reason: 'Ждут смету' }],
    ['redirect', { body: 'akimat-kostanay', receivedOn: '2026-12-15' }],
  ] as const) {
    const test = await begin(t)
    const { passAt, letters, box, as, responder, id } = test
    box.manner = () => ({ code: 451, on: 'data' })
    await passAt(day(15))
    t.match((await statesOf(test)).at(-1), { state: 'queued' })
    const done = await as(responder).post(`/contacts/${id}/${path}`, body)
    t.ok(done.status < 300, done.text)
    box.manner = () => 'take'
    const before = letters().length
    await passAt(day(16))
    t.match((await statesOf(test)).at(-1), { state: 'withdrawn' }, path)
    t.equal(letters().length, before, 'no body is told of a term that has not passed')
  }
})

t.test('after an outage only the latest reminder leaves, and none before a term that has passed', async (t) => {
  const { passAt, letters, kinds } = await begin(t)
  await passAt(day(11, '12:00'))
  t.equal(letters().length, 2, 'one for both days')
  t.equal((await kinds()).filter((e) => e.kind === 'reminded-body').length, 1)
  const other = await begin(t)
  await other.passAt(day(15, '12:00'))
  t.equal(other.letters().length, 2)
  t.match(other.letters()[1]?.header('subject'), 'Срок ответа прошёл')
})

t.test('one letter about three cases is reminded of once', async (t) => {
  const test = await openLetters(t)
  const others = [await test.report(), await test.report()]
  await test.write({ alsoCases: others.map((o) => o.number) })
  await test.passAt(onMonday('10:01'))
  await test.passAt(day(9))
  t.equal(test.letters().length, 2)
  t.equal((await test.database.sql`select from events where kind = 'reminded-body'`).length, 3, 'told on each')
})

t.test('a letter that went by hand: its owner is told to remind', async (t) => {
  const { passAt, letters, database, kinds } = await begin(t, { channel: 'post' })
  await passAt(day(9))
  t.equal(letters().length, 0)
  const told = await database.sql`select data from outbox where kind = 'remind-body'`
  t.match(told, [{ data: { outgoingNumber: '39-26/000001', body: LETTER.body } }])
  t.notOk((await kinds()).some((e) => e.kind === 'reminded-body'))
})

t.test('a letter that was lost is not reminded of', async (t) => {
  const test = await openLetters(t)
  test.box.manner = (to) => (to === ADDRESS ? { code: 550, on: 'rcpt' } : 'take')
  await test.write()
  await test.passAt(onMonday('10:01'))
  test.box.manner = () => 'take'
  for (const d of [9, 11, 15]) await test.passAt(day(d))
  t.equal(test.letters().length, 0)
})
