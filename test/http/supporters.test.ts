import t from 'tap'
import { supporterAnswer } from '../../shared/contract/case.ts'
import { makeApp } from '../support/app.ts'
import { makeDesk, REACTION } from '../support/desk.ts'

t.test('"I have this too" is counted once per person, whoever is asked again', async (t) => {
  const test = await makeApp(t)
  const { as, report, responder } = await makeDesk(test)
  const { url, number } = await report()
  const support = (body: object = {}, userAgent = 'phone', key?: string) =>
    as().post(`${url}/supporters`, body, { 'user-agent': userAgent, ...(key ? { 'idempotency-key': key } : {}) })
  const first = await support()
  t.match(first, { status: 201, body: { number, supporters: 1, counted: true } })
  supporterAnswer.parse(first.body)
  t.match((await support()).body, { supporters: 1, counted: false })
  t.match((await support({}, 'another phone')).body, { supporters: 2, counted: true })
  t.match((await support({ email: 'a@example.com' })).body, { supporters: 3, counted: true })
  t.match((await support({ email: 'A@EXAMPLE.com' }, 'elsewhere')).body, { supporters: 3, counted: false })
  const twins = await Promise.all(
    Array.from({ length: 5 }, () => support({ email: 'b@example.com' }, 'x', 'a-key-of-twenty-letters')),
  )
  for (const twin of twins) t.match(twin, { status: 201, body: { supporters: 4, counted: true } })
  const crowd = await Promise.all(Array.from({ length: 20 }, (_, n) => support({}, `phone ${n}`)))
  t.ok(crowd.every((c) => c.status === 201))
  const seen = (await as().get(url)).body
  t.match(seen, { supporters: 24, version: 1 }, 'whoever works on the case is not disturbed')
  t.equal((await as(responder).post(`${url}/reaction`, REACTION)).status, 201)
  const events = (await as().get(`${url}/events?limit=200`)).body.items
  t.equal(events.filter((e: { kind: string }) => e.kind === 'supported').length, 24)
  const rows = await test.database.sql`select s::text as row from supporters s`
  t.notMatch(rows.map((r) => r.row).join(), /example|phone|127\.0/, 'no address in clear')
})

t.test('a case that has ended takes no more supporters; one that does not exist is not found', async (t) => {
  const test = await makeApp(t)
  const { as, report, responder } = await makeDesk(test)
  const { url } = await report()
  await as(responder).post(`${url}/rejection`, { reason: 'Не наше', text: 'Не в нашем ведении' })
  t.match(await as().post(`${url}/supporters`), { status: 409, body: { code: 'not_in_status' } })
  t.match(await as().post('/cases/1/supporters'), { status: 400, body: { code: 'invalid_number' } })
  t.match(await as().post(`${url}/supporters`, { email: 'x' }), { status: 400 })
})
