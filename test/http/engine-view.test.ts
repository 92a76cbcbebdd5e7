import t from 'tap'
import { setAside } from '../../db/engine.ts'
import { makeApp, SATURDAY_14 } from '../support/app.ts'
import { makeCase } from '../support/make.ts'
import { makeSigned } from '../support/signed.ts'

t.test('those who keep the system running see what the timed jobs did, and what was set aside', async (t) => {
  const test = await makeApp(t)
  const { app, database } = test
  const { number } = await makeCase(test)
  await test.passAt('2026-11-21T14:05:00+05:00')
  const [row] = await database.sql<{ id: number }[]>`select id from cases where number = ${number}`
  await database.sql`update deadlines set wake_at = ${SATURDAY_14}`
  await setAside(database.sql, row!.id, SATURDAY_14, 'RangeError: test')
  const auditor = await makeSigned(test, { roles: ['auditor'], branch: 'KZ' })
  const answer = await app.inject({ url: '/api/v1/engine', headers: auditor.headers })
  t.equal(answer.statusCode, 200, answer.body)
  const { jobs, faults } = answer.json()
  t.match(
    jobs.find((j: { job: string }) => j.job === 'engine'),
    { at: '2026-11-21T14:05:00+05:00', ok: true, fault: null },
  )
  t.ok(faults.length > 0)
  t.match(faults[0], { case: number, failures: 1, fault: 'RangeError: test', retryAt: /\+05:00$/ })
})
