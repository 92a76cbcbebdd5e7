import t from 'tap'
import { abuseAnswer } from '../../shared/contract/abuse.ts'
import { makeApp } from '../support/app.ts'
import { makeDesk } from '../support/desk.ts'

t.test(
  'a complaint about a page is kept once of a person, for the moderators, and says nothing of who complained',
  async (t) => {
    const test = await makeApp(t)
    const { as, report } = await makeDesk(test)
    const { url, number } = await report()
    const complain = (body: object, userAgent = 'phone', key?: string) =>
      as().post(`${url}/abuse-reports`, body, { 'user-agent': userAgent, ...(key ? { 'idempotency-key': key } : {}) })
    const first = await complain({ reason: 'personal-data', text: 'Здесь моя фамилия' })
    t.match(first, { status: 201, body: { number, reason: 'personal-data' } })
    abuseAnswer.parse(first.body)
    t.equal((await complain({ reason: 'other' })).status, 201, 'thanked again, kept once')
    const twins = await Promise.all(
      Array.from({ length: 5 }, () => complain({ reason: 'insult' }, 'other phone', 'a-key-of-twenty-letters')),
    )
    for (const twin of twins) t.match(twin, { status: 201, body: { number, reason: 'insult' } })
    const rows = await test.database.sql<{ reason: string; text: string | null; row: string }[]>`
    select reason, text, a::text as row from abuse_reports a order by id`
    t.same(
      rows.map((r) => [r.reason, r.text]),
      [
        ['personal-data', 'Здесь моя фамилия'],
        ['insult', null],
      ],
    )
    t.notMatch(rows.map((r) => r.row).join(), /phone|127\.0/)
  },
)

t.test('a complaint needs a reason from the list, a case that exists and a photo that is shown', async (t) => {
  const test = await makeApp(t)
  const { as, report } = await makeDesk(test)
  const { url } = await report()
  t.match(await as().post(`${url}/abuse-reports`, { reason: 'because' }), { status: 400 })
  t.match(await as().post(`${url}/abuse-reports`, {}), { status: 400 })
  t.match(await as().post(`${url}/abuse-reports`, { reason: 'false', text: 'x'.repeat(1_001) }), { status: 400 })
  t.match(await as().post(`${url}/abuse-reports`, { reason: 'false', file: 77 }), { status: 404 })
  t.match(await as().post('/cases/1/abuse-reports', { reason: 'false' }), { status: 400 })
})

t.test('one address cannot bury the moderators', async (t) => {
  const test = await makeApp(t, { config: { rateLimit: true } })
  const { as, report } = await makeDesk(test)
  const { url } = await report()
  const answers = []
  for (let n = 0; n < 12; n++) answers.push(await as().post(`${url}/abuse-reports`, { reason: 'false' }))
  t.same(answers.map((a) => a.status).slice(-2), [429, 429])
  t.equal(answers[9]?.status, 201)
})

t.test('of an erased case the words of complaints go too', async (t) => {
  const test = await makeApp(t)
  const { as, report, centre } = await makeDesk(test)
  const { url } = await report()
  await as().post(`${url}/abuse-reports`, { reason: 'personal-data', text: 'Пишут о соседе Ахмете' })
  t.equal((await as(centre).post(`${url}/erasure`, { reason: 'просьба заявителя' })).status, 201)
  t.same(await test.database.sql`select reason, text from abuse_reports`, [{ reason: 'personal-data', text: null }])
})
