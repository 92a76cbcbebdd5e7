import t from 'tap'
import { makeClock } from '../../server/skew.ts'
import { makeApp, testConfig } from '../support/app.ts'
import { makeDatabase } from '../support/database.ts'
import { makeCase, makePerson } from '../support/make.ts'
import { foldAll } from '../support/settle.ts'

const at = (time: string) => Date.parse(`2026-11-22T${time}:00+05:00`)

t.test('/healthz: the process lives', async (t) => {
  const { app } = await makeApp(t)
  const answer = await app.inject('/healthz')
  t.equal(answer.statusCode, 200)
  t.same(answer.json(), { status: 'ok' })
})

t.test('/readyz: database, migrations, engine and clock, each by name', async (t) => {
  const test = await makeApp(t, { at: at('05:00') })
  const ready = () => test.app.inject('/readyz')
  t.match((await ready()).json(), { ready: false, checks: { engine: { ok: false, detail: 'no pass yet' } } })
  await test.passAt(at('05:01'))
  const well = await ready()
  t.equal(well.statusCode, 200, well.body)
  t.match(well.json(), {
    ready: true,
    checks: { database: { ok: true }, migrations: { ok: true }, engine: { ok: true }, clock: { ok: true } },
  })
  test.setTime(at('05:03') + 59_000)
  t.equal((await ready()).statusCode, 200, 'two missed passes and a slow one are borne')
  test.setTime(at('05:04'))
  const silent = await ready()
  t.equal(silent.statusCode, 503)
  t.match(silent.json().checks.engine, { ok: false, detail: /180 s ago/ })
  test.setTime(at('05:01'))
  await test.database
    .sql`delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations)`
  t.match((await ready()).json(), { ready: false, checks: { migrations: { ok: false, detail: /npm run migrate/ } } })
})

t.test('/readyz on an instance without the engine asks only what there is', async (t) => {
  const database = await makeDatabase(t)
  const test = await makeApp(t, { database, config: { ...testConfig(database.url), engine: false } })
  t.equal((await test.app.inject('/readyz')).statusCode, 200)
})

t.test('/readyz, /pulse and /metrics without a database', async (t) => {
  const test = await makeApp(t)
  await test.database.sql.end({ timeout: 1 })
  const ready = await test.app.inject('/readyz')
  t.equal(ready.statusCode, 503)
  t.match(ready.json(), { ready: false, checks: { database: { ok: false, detail: 'unavailable' } } })
  t.equal((await test.app.inject('/healthz')).statusCode, 200)
  t.equal((await test.app.inject('/pulse')).statusCode, 503)
  const metrics = await test.app.inject('/metrics')
  t.equal(metrics.statusCode, 200)
  t.match(metrics.body, /^daybreak_database_up 0$/m)
})

t.test('a skew over five seconds shows', async (t) => {
  const database = await makeDatabase(t)
  const behind = await makeClock(database.sql, () => Date.now() - 60_000)
  t.ok(Math.abs(behind.skewMs() - 60_000) < 1_000, `${behind.skewMs()}`)
  t.ok(Math.abs(behind.now() - Date.now()) < 1_000, 'and what is promised is counted by the right clock')
  let error = 0
  const drifting = await makeClock(database.sql, () => Date.now() - error)
  t.ok(Math.abs(drifting.skewMs()) < 1_000)
  error = -7_000
  await drifting.refresh()
  t.ok(Math.abs(drifting.skewMs() + 7_000) < 1_000, `${drifting.skewMs()}`)

  const test = await makeApp(t, { database, clock: drifting })
  await test.passAt(test.deps.now())
  const answer = await test.app.inject('/readyz')
  t.equal(answer.statusCode, 503)
  t.match(answer.json().checks, { engine: { ok: true }, clock: { ok: false, detail: /off by -\d+ ms/ } })
})

t.test('/pulse: what is due and not done, for anybody to see', async (t) => {
  const test = await makeApp(t, { at: at('05:00') })
  await makePerson(test, { roles: ['responder'], branch: 'KZ-39' })
  await makeCase(test, { reporter: { email: 'somebody@people.example' } })
  await test.passAt(at('05:01'))
  await foldAll(test)
  const pulse = async () => (await test.app.inject('/pulse')).json()
  t.match(await pulse(), {
    engine: { at: '2026-11-22T05:01:00+05:00', ok: true, ageSeconds: 0 },
    deadlines: { due: 0, oldest: null, behindSeconds: 0, setAside: 0 },
    mail: { queued: 0, failed: 0 },
    figures: { behindSeconds: 0 },
    audit: { ok: true, broken: [] },
  })
  test.setTime(at('09:10'))
  const late = await pulse()
  t.match(late, {
    engine: { ageSeconds: 4 * 3600 + 9 * 60 },
    deadlines: { due: 1, oldest: '2026-11-22T06:00:00+05:00' },
  })
  t.equal(late.deadlines.behindSeconds, 3 * 3600 + 600)
  t.notMatch(JSON.stringify(late), 'people.example')
})

t.test('/metrics: counted by route, without anything of a request', async (t) => {
  const test = await makeApp(t, { at: at('05:00') })
  const made = await makeCase(test, { reporter: { email: 'somebody@people.example', name: 'Нұрлан' } })
  await test.app.inject(`/api/v1/cases/${made.number}`)
  await test.app.inject('/nowhere/secret')
  await test.passAt(at('05:01'))
  const { body, headers } = await test.app.inject('/metrics')
  t.match(headers['content-type'], /text\/plain/)
  t.match(body, /^daybreak_reports_total 1$/m)
  t.match(body, /^daybreak_http_requests_total\{method="GET",route="\/api\/v1\/cases\/:number",status="200"\} 1$/m)
  t.match(body, /^daybreak_http_requests_total\{method="GET",route="none",status="404"\} 1$/m)
  for (const name of [
    'engine_ok',
    'engine_pass_seconds',
    'engine_rungs_late',
    'rungs_due',
    'outbox',
    'sockets',
    'database_up',
    'audit_ok',
    'nodejs_eventloop_lag_seconds',
  ])
    t.match(body, new RegExp(`^daybreak_${name}[ {]`, 'm'), name)
  for (const secret of [made.number, made.trackingToken, 'people.example', 'Нұрлан', 'secret']) t.notMatch(body, secret)
})
