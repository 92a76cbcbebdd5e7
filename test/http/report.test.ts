import t from 'tap'
import { makeApp } from '../support/app.ts'

const report = { category: 'heat.no-heat', region: 'KZ-39', text: 'Үш күннен бері жылу жоқ.' }

t.test('a report filed on Saturday afternoon is answered by Sunday 09:00, and says why', async (t) => {
  const { app, passAt, database } = await makeApp(t)
  const answer = await app.inject({ method: 'POST', url: '/api/v1/cases', payload: report })
  t.equal(answer.statusCode, 201, answer.body)
  const body = answer.json()
  t.match(body.number, /^39-26-\d{7}-\d$/)
  t.equal(body.respondBy, '2026-11-22T09:00:00+05:00')
  t.match(body.respondByBecause.ru, /09:00/)
  const did = await passAt('2026-11-22T09:00:00+05:00')
  t.match(did.escalate, { cases: 1, verdicts: 1, setAside: 0 })
  const rungs = await database.sql`
    select r.rung, r.late from rungs r join deadlines d on d.id = r.deadline_id where d.kind = 'response' order by r.rung_due_at`
  t.same(
    rungs.map((r) => [r.rung, r.late]),
    [
      ['report', false],
      ['reminder', true],
      ['due', false],
    ],
  )
})

t.test(
  'a repeated report gets its first answer, word for word, and what was written is not kept a second time',
  async (t) => {
    const { app, database } = await makeApp(t)
    const ask = {
      method: 'POST' as const,
      url: '/api/v1/cases',
      headers: { 'idempotency-key': 'a-phone-on-a-bad-network' },
      payload: { ...report, title: 'Тақырып', address: 'Абай 1', location: { lat: 53.21, lon: 63.63 } },
    }
    const [first, second] = await Promise.all([app.inject(ask), app.inject(ask)])
    const third = await app.inject(ask)
    t.equal(first.statusCode, 201, first.body)
    t.strictSame(second.json(), first.json())
    t.strictSame(third.json(), first.json())
    t.equal(third.json().address, 'Абай 1')
    const [kept] = await database.sql`select body::text as body from idempotency`
    t.notMatch(kept!.body, /Абай|Тақырып|жылу жоқ|53\.21/)
  },
)
