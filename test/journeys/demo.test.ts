// npm run demo, with fewer cases of the past: everything there is to show is there, and the clock goes on through it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { auditAll } from '../../server/audit/run.ts'
import { DemoClock } from '../../server/demo/clock.ts'
import { fillDemo } from '../../server/demo/fill.ts'
import { moveClock } from '../../server/demo/move.ts'
import { DEMO_PASSWORD } from '../../server/demo/people.ts'
import { makeApp, SATURDAY_14 } from '../support/app.ts'

const PAST = 200
t.setTimeout(300_000)

t.test(
  'the demo: staff everywhere, cases in every state and region, a clock that is moved to the morning',
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'daybreak-demo-'))
    t.teardown(() => rmSync(folder, { recursive: true, force: true }))
    const evening = SATURDAY_14 + 8 * 3_600_000
    const base = { now: () => evening, refresh: () => Promise.resolve(), skewMs: () => 0 }
    const clock = new DemoClock(base, join(folder, 'clock.json'))
    const { app, deps, database } = await makeApp(t, { demo: clock })
    let [total, done] = [0, 0]
    const progress = { start: (all: number) => (total = all), add: (more: number) => (done += more) }
    t.equal(await fillDemo(deps, app, clock, PAST, progress), true)
    t.equal(done, total, 'the progress bar ends at its end')
    t.equal(clock.now(), evening, 'the clock stands where it stood')
    t.equal(await fillDemo(deps, app, clock, PAST, progress), false, 'what is filled stays as it is')

    const { sql } = database
    const [has] = await sql`
    select count(*)::int as cases, count(distinct region)::int as regions, array_agg(distinct status order by status) as statuses,
      count(*) filter (where status = 'received' and respond_by > ${evening})::int as waiting,
      (select count(*)::int from contacts) as contacts, (select count(*)::int from instructions) as instructions,
      (select count(*)::int from help_requests) as help, (select count(*)::int from commitments) as promises,
      (select count(*)::int from replies) as replies, (select count(*)::int from verdicts where verdict = 'met' and kind = 'response') as met,
      (select count(*)::int from verdicts where verdict = 'missed' and kind = 'response') as missed from cases`
    t.ok(has!.cases > PAST + 150, `${has!.cases} cases`)
    t.equal(has!.regions, 20)
    for (const status of ['received', 'responded', 'in_progress', 'resolved', 'closed', 'rejected'])
      t.ok(has!.statuses.includes(status), status)
    for (const what of ['waiting', 'contacts', 'instructions', 'help', 'promises', 'replies', 'met', 'missed'])
      t.ok(has![what] > 0, `${what}: ${has![what]}`)
    t.ok(has!.met > 5 * has!.missed, 'most is answered in time')
    t.same((await auditAll(sql, clock.now())).broken, [], 'and every invariant holds')

    const page = await app.inject('/ru/demo')
    t.equal(page.statusCode, 200)
    t.match(page.body, DEMO_PASSWORD)
    const chosen = page.body.match(/name="staff" value="(\d+)"/)![1]!
    const origin = 'http://127.0.0.1:3000'
    const entered = await app.inject({
      method: 'POST',
      url: '/ru/demo/role',
      headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
      payload: `staff=${chosen}`,
    })
    t.equal(entered.statusCode, 303, entered.body)
    const cookie = [entered.headers['set-cookie']]
      .flat()
      .map((c) => `${c}`.split(';')[0])
      .join('; ')

    const morning = Date.parse('2026-11-22T09:05:00+05:00')
    await moveClock(deps, clock, morning, 0)
    t.equal(clock.now(), morning)
    const [after] = await sql`
    select count(*)::int as missed from verdicts where kind = 'response' and verdict = 'missed' and due_at = ${Date.parse('2026-11-22T09:00:00+05:00')}`
    t.ok(after!.missed > 0, `${after!.missed} went unanswered, and it is said`)
    t.same((await auditAll(sql, clock.now())).broken, [])
    const desk = await app.inject({ url: '/ru/desk', headers: { cookie } })
    t.equal(desk.statusCode, 200, 'whoever was signed in stays so')
    t.equal(new DemoClock(base, join(folder, 'clock.json')).now(), morning, 'a restart does not go back')
  },
)

t.test('outside the demo there is none', async (t) => {
  const { app } = await makeApp(t)
  const headers = { origin: 'http://127.0.0.1:3000', 'content-type': 'application/x-www-form-urlencoded' }
  t.equal((await app.inject('/kk/demo')).statusCode, 404)
  for (const path of ['clock', 'role'])
    t.equal(
      (await app.inject({ method: 'POST', url: `/kk/demo/${path}`, headers, payload: 'to=day&staff=2' })).statusCode,
      404,
    )
  t.notMatch((await app.inject('/kk')).body, 'class="demo"')
})
