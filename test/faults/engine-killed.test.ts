import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { auditAll } from '../../server/audit/run.ts'
import { accountForRungs } from '../support/account.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { kill, rounds, startChild, until } from '../support/fault.ts'
import { makeCase, makePerson } from '../support/make.ts'

/** Four rungs of the response ladder fall due for each after its report: reminder, due, central, head. */
const CASES = rounds(2_500, 250)
const KILLS = rounds(100, 10)
const ENGINES = 3
/** Three engines go for the same batches of ten, so a third of them lands. */
const BATCHES_PER_KILL = Math.floor((2 * 4 * CASES) / 10 / KILLS)
const FRIDAY_EVENING = '2026-11-20T21:40:00+05:00'
/** The instants of the engines' clocks: one after each rung, the last after all of them. */
const INSTANTS = ['2026-11-21T06:30', '2026-11-21T09:30', '2026-11-21T11:30', '2026-11-22T09:30'].map((at) =>
  Date.parse(`${at}:00+05:00`),
)

t.setTimeout(600_000)

t.test('engines are killed at random moments: no rung is lost, doubled or out of order', async (t) => {
  const it = await makeApp(t, { at: FRIDAY_EVENING })
  await makePerson(it, { name: 'Owner', roles: ['responder'], branch: 'KZ-39' })
  await makePerson(it, { name: 'Head', roles: ['head'], branch: 'KZ-39' })
  await makePerson(it, { name: 'Duty officer', roles: ['central'], branch: 'KZ' })
  await makePerson(it, { name: 'Chief', roles: ['central-head'], branch: 'KZ' })
  await makeCases(it, CASES)

  const work = new Work()
  const engines: ChildProcess[] = []
  t.teardown(() => Promise.all(engines.map(kill)))
  const start = async (i: number) => {
    engines[i] = startChild('engine-child', INSTANTS.map(String), { DATABASE_URL: it.database.url, LOG_LEVEL: 'fatal' })
    await once(engines[i], 'message')
    work.giveTo(engines[i])
  }
  const starting = Array.from({ length: ENGINES }, (_, i) => start(i))
  await Promise.all(starting)

  let whileBusy = 0
  for (let round = 0; round < KILLS; round++) {
    const victim = Math.floor(Math.random() * ENGINES)
    await starting[victim]
    work.give(BATCHES_PER_KILL)
    await wait(Math.random() * 60)
    await kill(engines[victim]!)
    if ((await countDue(it)) > 0) whileBusy++
    starting[victim] = start(victim)
  }
  await Promise.all(starting)
  work.give(Number.POSITIVE_INFINITY)
  const { ms } = await until(async () => (await countDue(it)) === 0, 60_000)
  await Promise.all(engines.map(kill))

  t.comment(`${KILLS} kills, ${whileBusy} while rungs were due; the rest was done ${ms} ms after the last`)
  // On a busy machine the others are done before the next one is killed.
  t.ok(whileBusy >= KILLS * 0.4, `${whileBusy} of ${KILLS} kills came while rungs were due`)
  t.strictSame(await accountForRungs(it.database.sql, INSTANTS.at(-1)!), [], 'every rung is accounted for')
  const [totals] = await it.database.sql`
    select count(*)::int as fired, count(*) filter (where rung <> 'report')::int as due, count(distinct case_id)::int as cases from rungs`
  t.strictSame({ ...totals }, { fired: 5 * CASES, due: 4 * CASES, cases: CASES })
  const [verdicts] = await it.database
    .sql`select count(*)::int as missed, count(distinct case_id)::int as cases from verdicts where verdict = 'missed'`
  t.strictSame({ ...verdicts }, { missed: CASES, cases: CASES }, 'every missed answer has exactly one verdict')
  const { broken } = await auditAll(it.database.sql, INSTANTS.at(-1)!)
  t.strictSame(broken, [], 'every invariant holds')
  t.match(await it.passAt(INSTANTS.at(-1)!), { escalate: { cases: 0, rungs: 0, setAside: 0 } }, 'nothing is left to do')
})

t.test('the account finds what it is there to find', async (t) => {
  const it = await makeApp(t, { at: FRIDAY_EVENING })
  const { sql } = it.database
  await makeCases(it, 8)
  const at = INSTANTS.at(-1)!
  await it.passAt(at)
  t.strictSame(await accountForRungs(sql, at), [])
  const found = async (corruption: string) => {
    await sql.unsafe(corruption)
    return (await accountForRungs(sql, at)).map(({ what }) => what)
  }
  const nth = (n: number) => `(select id from deadlines where kind = 'response' order by id offset ${n} limit 1)`
  t.match(await found(`delete from rungs where rung = 'due' and deadline_id = ${nth(0)}`), ['lost: due and not fired'])
  t.ok(
    (
      await found(`insert into events select (jsonb_populate_record(e, '{"id": 1}')).* from events e
      where kind = 'rung' and data->>'rung' = 'central' and (data->>'deadlineId')::bigint = ${nth(1)}`)
    ).includes('doubled: told 2 times'),
  )
  t.ok(
    (await found(`delete from verdicts where deadline_id = ${nth(2)}`)).includes('missed without exactly one verdict'),
  )
  t.ok(
    (
      await found(
        `update rungs set fired_at = rung_due_at - interval '1 second' where rung = 'head' and deadline_id = ${nth(3)}`,
      )
    ).includes('fired before its time'),
  )
  t.ok(
    (
      await found(`update events set id = case data->>'rung' when 'due' then 2 else 3 end
      where kind = 'rung' and data->>'rung' in ('reminder', 'due') and (data->>'deadlineId')::bigint = ${nth(4)};
      update rungs set event_id = case rung when 'due' then 2 else 3 end where rung in ('reminder', 'due') and deadline_id = ${nth(4)}`)
    ).includes('out of order'),
  )
  t.ok(
    (await found(`update rungs set late = not late where rung = 'due' and deadline_id = ${nth(5)}`)).includes(
      'late or not: wrongly marked',
    ),
  )
  t.ok((await found(`update deadlines set wake_at = due_at where id = ${nth(6)}`)).includes('lost: still waiting'))
})

/** Gives out batches to the engines, so many at a time. */
class Work {
  private left = 0
  private waiting: ChildProcess[] = []

  give(batches: number): void {
    this.left += batches
    for (const engine of this.waiting.splice(0)) this.hand(engine)
  }

  giveTo(engine: ChildProcess): void {
    engine.on('message', () => this.hand(engine))
  }

  private hand(engine: ChildProcess): void {
    if (!engine.connected) return
    if (this.left > 0) {
      this.left--
      engine.send('work')
    } else this.waiting.push(engine)
  }
}

async function makeCases(it: TestApp, count: number): Promise<void> {
  for (let left = count; left > 0; left -= 100)
    await Promise.all(Array.from({ length: Math.min(100, left) }, () => makeCase(it, { category: 'roads.pothole' })))
}

async function countDue({ database }: TestApp): Promise<number> {
  const [row] = await database.sql`select count(*)::int as due from deadlines where wake_at <= ${INSTANTS.at(-1)!}`
  return row!.due
}
