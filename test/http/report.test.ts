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
