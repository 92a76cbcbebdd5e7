import t, { type Test } from 'tap'
import { applyMoves } from '../../db/apply/index.ts'
import { findContactFacts } from '../../db/facts.ts'
import { auditAll } from '../../server/audit/run.ts'
import { contactView, opinionView } from '../../shared/contract/contact.ts'
import { decideReply, type ReplyInput } from '../../shared/domain/letter.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { type Desk, makeDesk, REACTION } from '../support/desk.ts'

t.setTimeout(120_000)

const MONDAY_10 = '2026-11-23T10:00:00+05:00'
const LETTER = { body: 'kostanay-roads', channel: 'post', subject: 'Яма у школы', text: 'Просим заделать яму' }
/** Its end is the end of Monday 14 December. */
const DUE = '2026-12-15T00:00:00+05:00'

async function begin(t: Parameters<typeof makeApp>[0]): Promise<TestApp & Desk> {
  const test = await makeApp(t, { at: MONDAY_10 })
  return { ...test, ...(await makeDesk(test)) }
}

/** A reply that comes by itself at the instant, as mail and form bring it. */
async function arrives(
  { deps, database, setTime }: TestApp,
  contact: number,
  at: string,
  more: Partial<ReplyInput> = {},
) {
  setTime(at)
  const now = Date.parse(at)
  const [found, world, ids] = [
    (await findContactFacts(database.sql, contact))!,
    await deps.world.at(now),
    await deps.ids.reserve(100),
  ]
  const input: ReplyInput = { receivedAt: now, text: 'Отвечаем', grade: null, source: 'form', ...more }
  const by = { kind: 'body', name: 'Отдел дорог' } as const
  const change = decideReply(found.cases, found.contact, input, by, world, ids, now)
  const { applied } = await applyMoves(database.sql, [{ change }], world.stamp)
  if (!applied.has(0)) throw new Error('the reply was not written')
  return change.replies![0]!.id
}

async function letter({ as, responder, report }: Desk) {
  const made = await report()
  await as(responder).post(`${made.url}/reaction`, { ...REACTION, nextActionOn: '2026-11-24' })
  return { ...made, id: (await as(responder).post(`${made.url}/contacts`, LETTER)).body.id as number }
}

const verdict = async ({ database }: TestApp) =>
  (
    await database.sql`select v.verdict, c.verdict as corrected from verdicts v left join verdict_corrections c using (deadline_id)
      where v.kind = 'reply'`
  ).map((v) => ({ ...v }))
const sound = async (t: Test, { database, deps }: TestApp) =>
  t.same((await auditAll(database.sql, deps.now())).broken, [], 'every invariant holds')

t.test('a reply that came by itself stops no clock, and nothing lets its owner forget it', async (t) => {
  const test = await begin(t)
  const { as, responder, centre, passAt } = test
  const { id, url } = await letter(test)
  await arrives(test, id, '2026-11-25T12:00:00+05:00')
  const seen = (await as(responder).get(`/contacts/${id}`)).body
  contactView.parse(seen)
  t.match(seen, { state: 'open', replyDueAt: DUE, replies: [{ grade: null, source: 'form', gradedBy: null }] })
  const owed = async () =>
    (await as(responder).get(url)).body.deadlines.filter((d: { kind: string }) => d.kind === 'action')
  t.match(await owed(), [{ dueAt: '2026-11-27T00:00:00+05:00', because: { ru: /нужно прочитать и оценить/ } }])
  t.match(
    await test.database.sql`select staff from outbox where kind = 'reply-to-grade'`,
    [{ staff: Number(responder.id) }].slice(0, 1).map(() => ({})),
  )
  await as(responder).post(`${url}/updates`, { text: 'Ждём', public: true, nextActionOn: '2026-12-20' })
  t.match(await owed(), [{ dueAt: '2026-11-27T00:00:00+05:00' }, {}], 'another step does not grade it')
  const brief = (await as(responder).get('/brief?branch=KZ-39')).body
  t.match(brief.ungraded, { total: 1, items: [{ outgoingNumber: '39-26/000001', dueAt: '2026-11-27T00:00:00+05:00' }] })
  await sound(t, test)
  await passAt('2026-11-27T00:00:00+05:00')
  t.match(await test.database.sql`select kind from outbox where kind = 'overdue' and data->>'deadline' = 'action'`, [
    {},
    {},
  ])
  await passAt('2026-11-28T13:00:00+05:00')
  t.match((await as(centre).get(url)).body, { level: 'central' }, 'forgotten, it goes up')
  await sound(t, test)
})

t.test('what a body does by itself keeps no promise of the branch; the grade of a person does', async (t) => {
  const test = await begin(t)
  const { as, responder } = test
  const { id, url } = await letter(test)
  await as(responder).post(`${url}/updates`, { text: 'Проверим', public: true, nextActionOn: '2026-12-01' })
  const reply = await arrives(test, id, '2026-11-25T12:00:00+05:00')
  const owed = async () =>
    (await as(responder).get(url)).body.deadlines
      .filter((d: { kind: string }) => d.kind === 'action')
      .map((d: { dueAt: string }) => d.dueAt)
  t.same(await owed(), ['2026-11-27T00:00:00+05:00', '2026-12-02T00:00:00+05:00'], 'the grade and the promise')
  await as(responder).put(`/contacts/${id}/replies/${reply}/grade`, { grade: 'holding' })
  t.same((await owed()).includes('2026-12-02T00:00:00+05:00'), false)
  await sound(t, test)
})

t.test(
  'in time stays in time, however late it is graded; the verdict written meanwhile gets its correction',
  async (t) => {
    const test = await begin(t)
    const { as, responder, passAt } = test
    const { id, url, reporter } = await letter(test)
    const reply = await arrives(test, id, '2026-12-14T23:59:59+05:00')
    await passAt('2026-12-15T01:00:00+05:00')
    t.same(await verdict(test), [{ verdict: 'missed', corrected: null }], 'nobody has read it yet')
    const grade = (to: string, who = responder) =>
      as(who).put(`/contacts/${id}/replies/${reply}/grade`, { grade: to, note: 'Для своих' })
    const graded = await grade('substantive')
    t.equal(graded.status, 200, graded.text)
    contactView.parse(graded.body)
    t.match(graded.body, {
      state: 'answered',
      replyDueAt: null,
      answeredAt: '2026-12-14T23:59:59+05:00',
      replies: [{ grade: 'substantive', gradedBy: { name: 'Айгүл Серікова' } }],
    })
    t.same((await as(responder).get(`/contacts/${id}`)).body, graded.body, 'read as it was answered')
    t.same(await verdict(test), [{ verdict: 'missed', corrected: 'met' }])
    const event = (await as().get(`${url}/events`)).body.items.find((e: { kind: string }) => e.kind === 'graded')
    t.match(event, { grade: 'substantive', body: LETTER.body, reply })
    t.notOk('note' in event, 'the note is for colleagues')
    t.same((await as(responder).get(url)).body.deadlines.map((d: { kind: string }) => d.kind).includes('reply'), false)
    t.ok((await test.database.sql`select from outbox where reporter_of is not null and kind = 'replied'`).length <= 1)
    t.match(await as(reporter).put(`/contacts/${id}/replies/${reply}/grade`, { grade: 'holding' }), { status: 403 })
    await sound(t, test)
  },
)

t.test('late is late: graded as an answer, the verdict stands', async (t) => {
  const test = await begin(t)
  const { as, responder } = test
  const { id } = await letter(test)
  const reply = await arrives(test, id, '2026-12-15T00:00:00+05:00')
  await as(responder).put(`/contacts/${id}/replies/${reply}/grade`, { grade: 'refusal' })
  t.same(await verdict(test), [{ verdict: 'missed', corrected: null }])
  await sound(t, test)
})

t.test('a brush-off, a holding and a forwarding answer do not stop it; an answer stays one', async (t) => {
  const test = await begin(t)
  const { as, responder, colleague, setTime } = test
  const { id } = await letter(test)
  const reply = await arrives(test, id, '2026-11-25T12:00:00+05:00')
  const put = (grade: string, who = responder) => as(who).put(`/contacts/${id}/replies/${reply}/grade`, { grade })
  for (const grade of ['brush-off', 'holding', 'forwarded'])
    t.match(await put(grade), { status: 200, body: { state: 'open', replyDueAt: DUE, replies: [{ grade }] } }, grade)
  t.match(await put('forwarded'), { status: 409, body: { code: 'nothing_to_change' } })
  setTime('2026-12-01T09:00:00+05:00')
  t.match(await put('substantive', colleague), { status: 200, body: { state: 'answered' } })
  t.same(await verdict(test), [{ verdict: 'met', corrected: null }])
  t.match(await put('brush-off'), {
    status: 409,
    body: { code: 'grade_stands', detail: /мәні бойынша|по существу|substantive/ },
  })
  t.match(await put('refusal'), { status: 200 }, 'from one answer to another')
  t.match(await as(responder).put(`/contacts/${id}/replies/999999/grade`, { grade: 'holding' }), { status: 404 })
  t.match(await put('good'), { status: 400 })
  await sound(t, test)
})

t.test('one letter about many cases: graded once, it stops the clock of each', async (t) => {
  const test = await begin(t)
  const { as, responder, report } = test
  const [one, two] = [await report(), await report()]
  const { id } = (await as(responder).post(`${one.url}/contacts`, { ...LETTER, alsoCases: [two.number] })).body
  const reply = await arrives(test, id, '2026-11-25T12:00:00+05:00')
  await as(responder).put(`/contacts/${id}/replies/${reply}/grade`, { grade: 'substantive' })
  t.equal((await verdict(test)).filter((v) => (v as { verdict?: string }).verdict === 'met').length, 2)
  await sound(t, test)
})

t.test("the reporter's opinion stands beside the grade, of a reply that somebody has read", async (t) => {
  const test = await begin(t)
  const { as, responder, report } = test
  const { id, url, reporter, number } = await letter(test)
  const reply = await arrives(test, id, '2026-11-25T12:00:00+05:00')
  const say = (who: { headers: Readonly<Record<string, string>> } | undefined, body: object, of = url) =>
    as(who).post(`${of}/replies/${reply}/opinion`, body)
  t.match(await say(reporter, { opinion: 'not' }), { status: 404 }, 'not read yet: it may belong to another case')
  await as(responder).put(`/contacts/${id}/replies/${reply}/grade`, { grade: 'substantive' })
  const said = await say(reporter, { opinion: 'not', text: 'Яма на месте, звоните Асель' })
  t.equal(said.status, 201, said.text)
  opinionView.parse(said.body)
  const beside = async () => (await as(responder).get(`/contacts/${id}`)).body.replies[0]
  t.match(await beside(), {
    grade: 'substantive',
    opinions: [{ case: number, opinion: 'not', text: 'Яма на месте, звоните Асель' }],
  })
  await say(reporter, { opinion: 'partly' })
  t.match((await beside()).opinions, [{ opinion: 'partly', text: null }], 'the last word counts')
  await say(reporter, { opinion: 'not', text: 'Звоните Асель' })
  t.notOk((await as().get(`${url}/events`)).body.items.some((e: { kind: string }) => e.kind === 'rated'))
  t.match(await say(undefined, { opinion: 'not' }), { status: 401 })
  t.match(await say(responder, { opinion: 'not' }), { status: 403 })
  const other = await report()
  t.match(await say(other.reporter, { opinion: 'not' }), { status: 403 })
  t.match(await say(other.reporter, { opinion: 'not' }, other.url), { status: 404 }, 'a reply about another case')
  t.match(await say(reporter, { opinion: 'bad' }), { status: 400 })

  await as(test.centre).post(`${url}/erasure`, { reason: 'Просьба заявителя' })
  t.match((await beside()).opinions, [{ opinion: 'not', text: null }], 'words go with an erasure')
  await sound(t, test)
})

t.test('an answer that comes when the case is closed is kept, and its last owner is told to read it', async (t) => {
  const test = await begin(t)
  const { as, responder, centre, database } = test
  const { url, id } = await letter(test)
  await as(responder).post(`${url}/resolution`, { text: 'Отдел заделал яму' })
  t.equal((await as(centre).post(`${url}/closure`, { text: 'Проверено' })).body.status, 'closed')
  await arrives(test, id, '2026-11-26T10:00:00+05:00')
  t.equal((await as(responder).get(`/contacts/${id}`)).body.replies.length, 1)
  const told = await database.sql`select staff, data from outbox where kind = 'reply-after-end'`
  t.match(told, [{ staff: responder.id, data: { body: LETTER.body } }])
  await sound(t, test)
})
