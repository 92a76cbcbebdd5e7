import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { Engine, type EngineOptions } from '../../server/engine/engine.ts'
import { accountForRungs } from '../support/account.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { makeDatabase } from '../support/database.ts'
import { kill, startChild, until } from '../support/fault.ts'
import { firedRungs, makeCase, makePerson } from '../support/make.ts'

const FRIDAY = Date.parse('2026-11-20T21:40:00+05:00')
const SATURDAY = Date.parse('2026-11-21T09:30:00+05:00')
const MONTH = 30 * 86_400_000
const LADDER = ['response/report', 'response/reminder', 'response/due', 'response/central', 'response/head']

t.setTimeout(600_000)

type Teardown = { teardown(work: () => unknown): unknown }

/** An engine whose cron is a button; stopped when the test ends. */
function makeEngine(t: Teardown, it: TestApp, options: Partial<EngineOptions> = {}) {
  let press = (): void => undefined
  const engine = new Engine(it.deps, {
    schedule(_expression, wake) {
      press = wake
      return { stop: () => undefined }
    },
    ...options,
  })
  t.teardown(() => engine.stop())
  return { engine, press: () => press() }
}

/** Waits until a pass for the instant has ended. */
const passed = (it: TestApp, at: number, limitMs = 5_000) =>
  until(async () => {
    const [pulse] = await it.database.sql`select at from pulses where job = 'engine'`
    return pulse?.at === at
  }, limitMs)

t.test('the clock jumps a month ahead and a month back: the engine goes on, and fires nothing twice', async (t) => {
  const it = await makeApp(t, { at: FRIDAY })
  const first = await makeCase(it)
  const { engine, press } = makeEngine(t, it)
  it.setTime(SATURDAY)
  engine.start()
  await passed(it, SATURDAY)
  t.strictSame(await firedRungs(it, first.number), ['response/report', 'response/reminder late', 'response/due late'])

  it.setTime(SATURDAY + MONTH)
  press()
  await passed(it, SATURDAY + MONTH)
  const ahead = (await firedRungs(it, first.number)).filter((rung) => rung.startsWith('response/'))
  t.strictSame(
    ahead.map((rung) => rung.split(' ')[0]),
    LADDER,
    'ahead: what is due then has fired',
  )

  it.setTime(SATURDAY + 60_000)
  const second = await makeCase(it)
  press()
  await passed(it, SATURDAY + 60_000)
  it.setTime(Date.parse(second.respondBy))
  press()
  await passed(it, Date.parse(second.respondBy))
  t.strictSame(
    (await firedRungs(it, second.number)).map((rung) => rung.split(' ')[0]),
    LADDER.slice(0, 3),
    'back again: the engine works by the clock as it is now',
  )
  t.strictSame(
    (await firedRungs(it, first.number)).filter((rung) => rung.startsWith('response/')),
    ahead,
    'and takes nothing back',
  )

  // The same instants come a second time.
  for (const at of [SATURDAY + MONTH, SATURDAY, SATURDAY + MONTH]) {
    it.setTime(at)
    press()
    await passed(it, at)
  }
  t.strictSame(await accountForRungs(it.database.sql, SATURDAY + MONTH), [])
})

t.test('an instance whose clock ran a month ahead dies: its lease does not bind the others for a month', async (t) => {
  const it = await makeApp(t, { at: SATURDAY + MONTH })
  const ahead = makeEngine(t, it)
  ahead.engine.start()
  await passed(it, SATURDAY + MONTH)
  // No stop: it dies with the lease in its hand.
  const [lease] = await it.database.sql`select until from leases where name = 'engine'`
  t.ok(lease!.until > SATURDAY + MONTH)
  it.setTime(SATURDAY)
  const other = makeEngine(t, it)
  other.engine.start()
  t.ok((await passed(it, SATURDAY, 2_000)).ms < 2_000)
})

t.test('a lease that has not run out is respected', async (t) => {
  const it = await makeApp(t, { at: SATURDAY })
  makeEngine(t, it).engine.start()
  await passed(it, SATURDAY)
  it.setTime(SATURDAY + 5_000)
  const other = makeEngine(t, it)
  other.engine.start()
  await wait(300)
  const [pulse] = await it.database.sql`select at from pulses where job = 'engine'`
  t.equal(pulse!.at, SATURDAY, 'the other waits')
  it.setTime(SATURDAY + 20_000)
  other.press()
  await passed(it, SATURDAY + 20_000)
})

t.test('cron is dead: a watch that does not depend on the clock makes the passes', async (t) => {
  const it = await makeApp(t, { at: FRIDAY })
  const made = await makeCase(it)
  const { engine } = makeEngine(t, it, { watchMs: 200 })
  engine.start()
  await passed(it, FRIDAY)
  it.setTime(SATURDAY)
  await passed(it, SATURDAY)
  t.equal((await firedRungs(it, made.number)).length, 3)
  // Even when the clock stands still or runs backwards.
  it.setTime(SATURDAY - MONTH)
  await passed(it, SATURDAY - MONTH)
})

t.test('a pass that never ends does not keep the next one waiting', async (t) => {
  const it = await makeApp(t, { at: SATURDAY })
  const refresh = it.deps.world.refresh.bind(it.deps.world)
  let hung = 0
  it.deps.world.refresh = () => (hung++ === 0 ? new Promise<never>(() => undefined) : refresh())
  const { engine } = makeEngine(t, it, { watchMs: 100, stuckMs: 400 })
  engine.start()
  await passed(it, SATURDAY)
  t.ok(hung >= 2)
})

t.test('two engines by the same clock, side by side: every rung once', async (t) => {
  const database = await makeDatabase(t)
  const instances = [await makeApp(t, { at: FRIDAY, database }), await makeApp(t, { at: FRIDAY, database })]
  for (let i = 0; i < 40; i++) await makeCase(instances[i % 2]!)
  const engines = instances.map((it) => makeEngine(t, it, { leaseMs: 50, watchMs: 60_000 }))
  for (const { engine } of engines) engine.start()
  for (let at = FRIDAY; at < SATURDAY + MONTH / 30; at += 3_600_000) {
    for (const it of instances) it.setTime(at)
    for (const { press } of engines) press()
    await wait(10)
  }
  const last = SATURDAY + MONTH / 30
  for (const it of instances) it.setTime(last)
  await until(async () => {
    for (const { press } of engines) press()
    const [pulse] = await database.sql`select at from pulses where job = 'engine'`
    return pulse?.at === last
  }, 10_000)
  await Promise.all(engines.map(({ engine }) => engine.stop()))
  t.strictSame(await accountForRungs(database.sql, last), [])
})

t.test(
  'the leader is killed: another instance takes over when the lease has run out, without waiting for cron',
  async (t) => {
    const { url, sql } = await makeDatabase(t)
    await makePerson({ database: { url, sql }, deps: { now: () => FRIDAY } } as never, {
      roles: ['responder'],
      branch: 'KZ-39',
    })
    const LEASE = 1_500
    const env = { DATABASE_URL: url, LOG_LEVEL: 'fatal', SECRET_KEY: '07'.repeat(32) }
    const leader = startChild('leader-child', [String(LEASE), '100'], env)
    t.teardown(() => kill(leader))
    await once(leader, 'message')
    await until(async () => (await sql`select from pulses where job = 'engine'`).length > 0, 5_000)
    const second = startChild('leader-child', [String(LEASE), '0'], env)
    t.teardown(() => kill(second))
    let passes = 0
    second.on('message', (said) => {
      if (said === 'pass') passes++
    })
    await once(second, 'message')
    await wait(2 * LEASE)
    t.equal(passes, 0, 'while the leader lives the other does not work')
    await kill(leader)
    const { ms } = await until(() => passes > 0, 10_000)
    t.comment(`taken over ${ms} ms after kill -9, lease ${LEASE} ms`)
    t.ok(ms <= LEASE * 1.2 + 500, `${ms} ms`)
  },
)
