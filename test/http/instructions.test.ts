import t from 'tap'
import { instructionPage, instructionView } from '../../shared/contract/instruction.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { type Desk, makeDesk } from '../support/desk.ts'
import { makeSigned } from '../support/signed.ts'

const DUE = '2026-11-30'

async function begin(t: Parameters<typeof makeApp>[0]): Promise<TestApp & Desk & { url: string; number: string }> {
  const test = await makeApp(t, { at: '2026-11-23T10:00:00+05:00' })
  const desk = await makeDesk(test)
  const { url, number } = await desk.report()
  return { ...test, ...desk, url, number }
}

const order = ({ as, centre, responder, url }: Desk & { url: string }, more: object = {}) =>
  as(centre).post(`${url}/instructions`, {
    text: 'Проверить все дворы',
    responsible: responder.id,
    dueOn: DUE,
    ...more,
  })

t.test('an instruction stays on control until its report is accepted by another person', async (t) => {
  const test = await begin(t)
  const { as, centre, centralHead, responder, number, url } = test
  const made = await order(test)
  t.equal(made.status, 201, made.text)
  instructionView.parse(made.body)
  t.match(made.body, {
    case: number,
    state: 'open',
    dueAt: '2026-12-01T00:00:00+05:00',
    responsible: { id: responder.id, name: responder.name },
  })
  const path = `/instructions/${made.body.id}`
  t.same((await as(responder).get(path)).body, made.body)
  t.match(
    await as(centre).post(`${path}/acceptance`),
    { status: 409, body: { code: 'not_in_status' } },
    'nothing to accept yet',
  )
  t.match(await as(responder).post(`${path}/reports`, { text: 'Половина проверена', final: false }), {
    status: 201,
    body: { state: 'open', reports: [{ final: false }] },
  })
  t.match(await as(responder).post(`${path}/reports`, { text: 'Всё проверено', final: true }), {
    status: 201,
    body: { state: 'reported' },
  })
  t.match(await as(centre).post(`${path}/return`, { reason: 'Нет фотографий' }), {
    status: 201,
    body: { state: 'open' },
  })
  t.equal((await as(responder).post(`${path}/reports`, { text: 'С фотографиями', final: true })).status, 201)
  t.match(await as(responder).post(`${path}/acceptance`), { status: 403 })
  const accepted = await as(centralHead).post(`${path}/acceptance`)
  t.match(accepted, { status: 201, body: { state: 'accepted', dueAt: null, reports: { length: 3 } } })
  t.same((await as(responder).get(path)).body, accepted.body)
  t.match(await test.database.sql`select verdict from verdicts where kind = 'instruction'`, [{ verdict: 'met' }])
  instructionPage.parse((await as(responder).get(`${url}/instructions`)).body)
  t.notMatch(
    (await as().get(`${url}/events`)).text,
    /Проверить все дворы|фотограф/,
    'what is ordered inside is not published',
  )
})

t.test('only the responsible and the co-executors report; whoever reports does not accept', async (t) => {
  const test = await begin(t)
  const { as, centre, centralHead, colleague, head } = test
  const { id } = (await order(test, { responsible: centre.id, coExecutors: [colleague.id] })).body
  const path = `/instructions/${id}`
  t.match(await as(head).post(`${path}/reports`, { text: 'Чужой отчёт', final: true }), {
    status: 403,
    body: { code: 'forbidden' },
  })
  t.equal((await as(colleague).post(`${path}/reports`, { text: 'Соисполнитель', final: false })).status, 201)
  t.equal((await as(centre).post(`${path}/reports`, { text: 'Готово', final: true })).status, 201)
  t.match(await as(centre).post(`${path}/acceptance`), { status: 403, body: { code: 'needs_other_person' } })
  t.equal((await as(centralHead).post(`${path}/acceptance`)).status, 201)
})

t.test('more time is asked for before the term, and granted by its author or the centre', async (t) => {
  const test = await begin(t)
  const { as, centre, colleague, head, responder, passAt } = test
  const { id } = (await order(test)).body
  const path = `/instructions/${id}/extension`
  const more = { until: '2026-12-10', reason: 'Много дворов' }
  for (const who of [colleague, head])
    t.match(await as(who).post(path, more), { status: 403, body: { code: 'forbidden' } })
  t.match(
    await as(responder).post(path, more),
    { status: 201, body: { dueOn: DUE, extension: { until: '2026-12-10', askedBy: { id: responder.id } } } },
    'asking moves nothing',
  )
  t.match(await as(centre).post(path, more), {
    status: 201,
    body: { dueOn: '2026-12-10', dueAt: '2026-12-11T00:00:00+05:00', extension: null },
  })
  await passAt('2026-12-11T00:00:00+05:00')
  t.match(
    await as(responder).post(path, { ...more, until: '2026-12-20' }),
    { status: 409 },
    'after the term it is too late to ask',
  )
  t.match(await test.database.sql`select verdict from verdicts where kind = 'instruction'`, [{ verdict: 'missed' }])
})

t.test('the centre orders, nobody else, and only people who exist', async (t) => {
  const test = await begin(t)
  const { as, head, responder, url } = test
  const body = { text: 'Сделать', responsible: responder.id, dueOn: DUE }
  t.match(await as(head).post(`${url}/instructions`, body), { status: 403 })
  t.match(await as(responder).post(`${url}/instructions`, body), { status: 403 })
  t.match(await order(test, { responsible: 1 }), { status: 400, body: { code: 'unknown_staff' } }, 'not the desk')
  t.match(await order(test, { responsible: 999_999 }), { status: 400, body: { code: 'unknown_staff' } })
  t.match(await order(test, { dueOn: '2026-11-22' }), { status: 400, body: { code: 'date_in_past' } })
})

t.test('someone of another branch who is responsible reads and reports, and no one else from there', async (t) => {
  const test = await begin(t)
  const { as } = test
  const far = await makeSigned(test, { roles: ['responder'], branch: 'KZ-75' })
  const other = await makeSigned(test, { roles: ['responder'], branch: 'KZ-75' })
  const { id } = (await order(test, { responsible: far.id })).body
  t.equal((await as(far).get(`/instructions/${id}`)).status, 200)
  t.equal((await as(far).post(`/instructions/${id}/reports`, { text: 'Готово', final: true })).status, 201)
  t.equal((await as(other).get(`/instructions/${id}`)).status, 403)
})
