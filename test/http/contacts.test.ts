import t from 'tap'
import { contactPage, contactView } from '../../shared/contract/contact.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { type Desk, makeDesk, REACTION } from '../support/desk.ts'
import { foldAll } from '../support/settle.ts'
import { makeSigned } from '../support/signed.ts'

const MONDAY_10 = '2026-11-23T10:00:00+05:00'
const LETTER = { body: 'kostanay-roads', channel: 'post', subject: 'Яма у школы', text: 'Просим заделать яму' }
/** Fifteen working days from Monday 23 November, counted from the next: the end of Monday 14 December. */
const TERM = '2026-12-15T00:00:00+05:00'

async function begin(t: Parameters<typeof makeApp>[0]): Promise<TestApp & Desk> {
  const test = await makeApp(t, { at: MONDAY_10 })
  return { ...test, ...(await makeDesk(test)) }
}

const replyVerdicts = ({ database }: TestApp) =>
  database.sql`select v.verdict, v.body, c.verdict as corrected from verdicts v left join verdict_corrections c using (deadline_id) where v.kind = 'reply'`

t.test('a letter gets a number without gaps, a term of law, and opens the second stage', async (t) => {
  const { as, responder, report } = await begin(t)
  const { url, number } = await report()
  await as(responder).post(`${url}/reaction`, REACTION)
  const sent = await as(responder).post(`${url}/contacts`, LETTER)
  t.equal(sent.status, 201, sent.text)
  contactView.parse(sent.body)
  t.match(sent.body, {
    outgoingNumber: '39-26/000001',
    delivery: 'by-hand',
    replyDueAt: TERM,
    state: 'open',
    cases: [number],
    language: 'kk',
  })
  t.match(sent.body.replyDueBecause, { ru: /15 рабочих дней/, en: /calendar v/ })
  t.same((await as(responder).get(`/contacts/${sent.body.id}`)).body, sent.body, 'read as it was answered')
  t.match((await as(responder).get(url)).body, { status: 'in_progress', stage: 2 })
  const second = await as(responder).post(`${url}/contacts`, { ...LETTER, replyDueOn: '2026-12-01' })
  t.match(second.body, { outgoingNumber: '39-26/000002', replyDueAt: '2026-12-02T00:00:00+05:00' })
  const page = (await as(responder).get(`${url}/contacts?limit=1`)).body
  contactPage.parse(page)
  t.equal(page.items[0].outgoingNumber, '39-26/000001')
  t.match((await as(responder).get(`${url}/contacts?cursor=${page.nextCursor}`)).body, {
    items: [{ outgoingNumber: '39-26/000002' }],
    nextCursor: null,
  })
  const seen = (await as().get(`${url}/events`)).body.items.find((e: { kind: string }) => e.kind === 'contacted')
  t.match(seen, { body: LETTER.body, outgoingNumber: '39-26/000001', replyDueAt: TERM })
  t.notOk('subject' in seen)
})

t.test('letters written at once get different numbers, and the same key the same number', async (t) => {
  const { as, responder, colleague, report } = await begin(t)
  const urls = await Promise.all(Array.from({ length: 6 }, async () => (await report()).url))
  const sent = await Promise.all(
    urls.map((url, i) => as(i % 2 ? responder : colleague).post(`${url}/contacts`, LETTER)),
  )
  t.same(
    sent.map((s) => s.body.outgoingNumber).sort(),
    ['1', '2', '3', '4', '5', '6'].map((n) => `39-26/00000${n}`),
  )
  const key = { 'idempotency-key': 'letter-key' }
  const twins = await Promise.all([1, 2, 3].map(() => as(responder).post(`${urls[0]}/contacts`, LETTER, key)))
  t.same(
    twins.map((a) => a.body.outgoingNumber),
    ['39-26/000007', '39-26/000007', '39-26/000007'],
  )
  t.match(await as(responder).post(`${urls[0]}/contacts`, { ...LETTER, body: 'none' }), {
    status: 400,
    body: { code: 'unknown_body' },
  })
  t.equal(
    (await as(responder).post(`${urls[0]}/contacts`, LETTER)).body.outgoingNumber,
    '39-26/000008',
    'a refusal takes no number',
  )
})

t.test('one letter covers many cases: one answer stops the clock of each', async (t) => {
  const test = await begin(t)
  const { as, responder, report } = test
  const [one, two, three] = [await report(), await report(), await report()]
  const sent = await as(responder).post(`${one.url}/contacts`, {
    ...LETTER,
    alsoCases: [two.number, three.number, one.number],
  })
  t.equal(sent.status, 201, sent.text)
  t.same(sent.body.cases, [one.number, two.number, three.number])
  const answered = await as(responder).post(`/contacts/${sent.body.id}/replies`, {
    receivedAt: MONDAY_10,
    text: 'Заделаем',
    grade: 'substantive',
  })
  t.match(answered, { status: 201, body: { state: 'answered', replyDueAt: null, replies: [{ grade: 'substantive' }] } })
  t.equal((await replyVerdicts(test)).length, 3)
  for (const { url } of [one, two, three])
    t.ok((await as(responder).get(`${url}/events`)).body.items.some((e: { kind: string }) => e.kind === 'replied'))
  const strangers = await report({ region: 'KZ-75' })
  t.match(await as(responder).post(`${one.url}/contacts`, { ...LETTER, alsoCases: [strangers.number] }), {
    status: 403,
    body: { code: 'forbidden', errors: [{ path: '/alsoCases' }] },
  })
  t.match(await as(responder).post(`${one.url}/contacts`, { ...LETTER, alsoCases: ['1'] }), {
    status: 400,
    body: { code: 'invalid_number' },
  })
})

t.test('registration re-dates the term; a day to come is refused', async (t) => {
  const { as, responder, report, setTime } = await begin(t)
  const { url } = await report()
  const { id } = (await as(responder).post(`${url}/contacts`, LETTER)).body
  setTime('2026-11-25T10:00:00+05:00')
  const put = (registeredOn: string) =>
    as(responder).put(`/contacts/${id}/registration`, { registeredOn, incomingNumber: 'ЗТ-17' })
  t.match(await put('2026-11-26'), { status: 400, body: { code: 'date_in_future' } })
  t.match(await as(responder).post(`${url}/contacts`, { ...LETTER, registeredOn: '2020-01-09', incomingNumber: '1' }), {
    status: 400,
    body: { code: 'date_too_old', detail: /2025/ },
  })
  t.match(await put('2026-11-22'), { status: 400, body: { code: 'date_in_past' } })
  const registered = await put('2026-11-25')
  t.match(
    registered,
    {
      status: 200,
      body: { registeredOn: '2026-11-25', incomingNumber: 'ЗТ-17', replyDueAt: '2026-12-18T00:00:00+05:00' },
    },
    '16 December is a holiday',
  )
  t.same((await as(responder).get(`/contacts/${id}`)).body, registered.body)
  const redated = (await as().get(`${url}/events`)).body.items.find((e: { kind: string }) => e.kind === 're-dated')
  t.match(redated, { deadline: 'reply', from: TERM, to: '2026-12-18T00:00:00+05:00', because: { ru: /рабочих дней/ } })
})

t.test('a brush-off, a holding and a forwarding reply do not stop the clock; a refusal does', async (t) => {
  const test = await begin(t)
  const { as, responder, report } = test
  const { url } = await report()
  const { id } = (await as(responder).post(`${url}/contacts`, LETTER)).body
  const reply = (grade: string) =>
    as(responder).post(`/contacts/${id}/replies`, { receivedAt: MONDAY_10, text: 'Ваше письмо получено', grade })
  for (const grade of ['brush-off', 'holding', 'forwarded'])
    t.match(await reply(grade), { status: 201, body: { state: 'open', replyDueAt: TERM, answeredAt: null } }, grade)
  t.equal((await replyVerdicts(test)).length, 0)
  t.match(await reply('refusal'), { status: 201, body: { state: 'answered', replyDueAt: null } })
  t.match(await replyVerdicts(test), [{ verdict: 'met', body: LETTER.body }])
  t.match(
    await as(responder).post(`/contacts/${id}/replies`, {
      receivedAt: '2026-11-24T10:00:00+05:00',
      text: 'Рано',
      grade: 'refusal',
    }),
    { status: 400, body: { code: 'date_in_future' } },
  )
})

t.test(
  'a reply received in time and written down late counts as in time; the verdict stays and is corrected',
  async (t) => {
    const test = await begin(t)
    const { as, responder, report, passAt } = test
    const [noticed, unnoticed] = [await report(), await report()]
    const letter = async (url: string) => (await as(responder).post(`${url}/contacts`, LETTER)).body.id
    const ids = [await letter(noticed.url), await letter(unnoticed.url)]
    for (const { url } of [noticed, unnoticed])
      await as(responder).post(`${url}/reaction`, { ...REACTION, nextActionOn: '2026-12-31' })
    await passAt('2026-12-15T00:00:00+05:00')
    t.match(
      await replyVerdicts(test),
      [
        { verdict: 'missed', body: LETTER.body, corrected: null },
        { verdict: 'missed', body: LETTER.body, corrected: null },
      ],
      'the body is named',
    )
    const reply = (id: number, receivedAt: string) =>
      as(responder).post(`/contacts/${id}/replies`, { receivedAt, text: 'Сделано', grade: 'substantive' })
    t.equal((await reply(ids[0], '2026-12-14T23:59:59.999+05:00')).status, 201)
    t.equal((await reply(ids[1], '2026-12-15T00:00:00+05:00')).status, 201)
    const verdicts = await replyVerdicts(test)
    t.same(
      verdicts.map((v) => v.verdict),
      ['missed', 'missed'],
      'a verdict is for ever',
    )
    t.same(verdicts.map((v) => v.corrected).sort(), ['met', null].sort(), 'only the one that came in time')
    await foldAll(test)
    const figures = await test.database.sql`
      select metric, value from figures where scope = ${`body:${LETTER.body}`} and day = '2026-12' and metric in ('met', 'missed') order by metric`
    t.same(
      figures.map((f) => [f.metric, f.value]),
      [
        ['met', 1],
        ['missed', 1],
      ],
      'and whoever counts takes the correction’s word',
    )
  },
)

t.test('an extension has a reason and ends within two months', async (t) => {
  const { as, responder, report } = await begin(t)
  const { url } = await report()
  const { id } = (await as(responder).post(`${url}/contacts`, LETTER)).body
  const extend = (until: string, reason = 'Нужна экспертиза') =>
    as(responder).post(`/contacts/${id}/extension`, { until, reason })
  t.match(await extend('2027-01-24'), { status: 400, body: { code: 'extension_too_long', detail: /23/ } })
  t.match(await extend('2026-11-22'), { status: 400, body: { code: 'date_in_past' } })
  t.match(await extend('2027-01-23', ''), { status: 400, body: { code: 'validation_failed' } })
  t.match(await extend('2027-01-23'), {
    status: 201,
    body: { replyDueAt: '2027-01-24T00:00:00+05:00', extendedUntil: '2027-01-23' },
  })
})

t.test('passed on to another body: the old clock ends, a new one begins', async (t) => {
  const test = await begin(t)
  const { as, responder, report, setTime } = test
  const { url } = await report()
  const { id } = (await as(responder).post(`${url}/contacts`, LETTER)).body
  setTime('2026-11-26T10:00:00+05:00')
  const pass = (body: string, receivedOn: string) =>
    as(responder).post(`/contacts/${id}/redirect`, { body, receivedOn })
  t.match(await pass('none', '2026-11-25'), { status: 400, body: { code: 'unknown_body' } })
  t.match(await pass('kostanay-u-water', '2026-11-27'), { status: 400, body: { code: 'date_in_future' } })
  const passed = await pass('akimat-kostanay-city', '2026-11-25')
  t.match(passed, {
    status: 201,
    body: { body: { code: 'akimat-kostanay-city' }, state: 'open', replyDueAt: '2026-12-18T00:00:00+05:00' },
  })
  t.same((await as(responder).get(`/contacts/${id}`)).body, passed.body)
  t.same(await replyVerdicts(test), [], 'a redirect in time is no breach')
  t.equal((await as(responder).get(url)).body.needsSecondSignature, true, 'it is the akimat of the own region now')
})

t.test('whoever lost a letter says so, with a note, and the public does not read it', async (t) => {
  const { as, responder, report } = await begin(t)
  const { url } = await report()
  const { id } = (await as(responder).post(`${url}/contacts`, LETTER)).body
  t.match(await as(responder).post(`/contacts/${id}/delivery`, { delivery: 'sending', note: 'Нельзя знать' }), {
    status: 400,
  })
  t.match(await as(responder).post(`/contacts/${id}/delivery`, { delivery: 'failed', note: 'Письмо вернулось' }), {
    status: 201,
    body: { delivery: 'failed', deliveryNote: 'Письмо вернулось' },
  })
  t.match(await as(responder).post(`/contacts/${id}/delivery`, { delivery: 'failed', note: 'Снова' }), {
    status: 409,
    body: { code: 'nothing_to_change' },
  })
  t.notMatch((await as().get(`${url}/events`)).text, /вернулось/)
})

t.test('a branch cannot alone close a case in which the akimat of its own region was written to', async (t) => {
  const { as, responder, head, centre, report, passAt } = await begin(t)
  const { url, reporter } = await report()
  await as(responder).post(`${url}/reaction`, REACTION)
  await as(responder).post(`${url}/contacts`, { ...LETTER, body: 'akimat-kostanay' })
  await as(responder).post(`${url}/resolution`, { text: 'Акимат заделал яму' })
  t.match(await as(head).post(`${url}/closure`, {}), { status: 403, body: { code: 'second_signature_needed' } })
  await passAt('2026-11-30T10:00:00+05:00')
  t.match(
    (await as(head).get(url)).body,
    { status: 'resolved', level: 'central' },
    'seven days of silence do not close it either',
  )
  t.match(await as(centre).post(`${url}/closure`, { text: 'Проверено' }), { status: 201, body: { status: 'closed' } })
  t.match(await as(reporter).post(`${url}/confirmation`, { solved: true }), { status: 409 })

  const other = await report()
  await as(responder).post(`${other.url}/reaction`, { ...REACTION, nextActionOn: '2026-12-05' })
  await as(responder).post(`${other.url}/resolution`, { text: 'Заделано' })
  t.match(await as(responder).post(`${other.url}/closure`, {}), { status: 403 }, 'not by a responder')
  t.match(
    await as(head).post(`${other.url}/closure`, {}),
    { status: 201, body: { status: 'closed' } },
    'no akimat, another person',
  )
})

t.test('nobody signs the own solution', async (t) => {
  const { as, head, report } = await begin(t)
  const { url } = await report()
  await as(head).post(`${url}/reaction`, REACTION)
  await as(head).post(`${url}/resolution`, { text: 'Сам решил' })
  t.match(await as(head).post(`${url}/closure`, {}), { status: 403, body: { code: 'needs_other_person' } })
})

t.test('letters are for those who work on their cases', async (t) => {
  const test = await begin(t)
  const { as, responder, report } = test
  const { url, reporter } = await report()
  const { id } = (await as(responder).post(`${url}/contacts`, LETTER)).body
  const stranger = await makeSigned(test, { roles: ['responder'], branch: 'KZ-75' })
  const auditor = await makeSigned(test, { roles: ['auditor'], branch: 'KZ' })
  const admin = await makeSigned(test, { roles: ['admin'], branch: 'KZ' })
  for (const path of [`/contacts/${id}`, `${url}/contacts`]) {
    t.equal((await as().get(path)).status, 401)
    for (const who of [stranger, admin, reporter]) t.equal((await as(who).get(path)).status, 403)
    t.equal((await as(auditor).get(path)).status, 200, 'an auditor reads')
  }
  t.equal(
    (await as(auditor).post(`/contacts/${id}/extension`, { until: '2026-12-20', reason: 'Нет' })).status,
    403,
    'and does not write',
  )
  t.equal((await as(responder).get('/contacts/999999999')).status, 404)
  t.equal((await as(responder).get('/contacts/x')).status, 400)
})
