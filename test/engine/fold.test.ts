import t from 'tap'
import { foldDue } from '../../server/engine/fold.ts'
import { FoldLoop } from '../../server/stats/loop.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { takeLine } from '../support/lines.ts'
import { makeCase, makePerson } from '../support/make.ts'
import { foldAll, settle } from '../support/settle.ts'
import { makeSigned } from '../support/signed.ts'

const always = { alive: () => Promise.resolve(true) }
const at = (time: string) => Date.parse(`${time}:00+05:00`)

const figures = ({ database }: TestApp) =>
  database.sql<{ scope: string; metric: string; day: string; value: number }[]>`
    select scope, metric, day, value from figures where value <> 0 order by scope, metric, day`
const loads = ({ database }: TestApp) =>
  database.sql<{ staff: number; open: number }[]>`select staff, open from staff_load where open <> 0 order by staff`

/** Counted from the rows themselves, sharing no code with the fold. */
const counted = ({ database }: TestApp) => database.sql`
  select 'branch:' || branch as scope,
    count(*) filter (where status not in ('closed','rejected','merged'))::int as open,
    count(*) filter (where status in ('received','reopened'))::int as unanswered,
    count(*) filter (where exists (select from verdicts v join deadlines d on d.id = v.deadline_id
      where v.case_id = c.id and v.kind = 'response' and v.verdict = 'missed' and d.closed_at is null))::int as overdue
  from cases c group by branch order by 1`

t.test('the figures are what the rows say, however often and in how many processes they are folded', async (t) => {
  const test = await makeApp(t, { at: at('2026-11-21T05:00') })
  const owner = await makeSigned(test, { roles: ['responder'], branch: 'KZ-39' })
  await makePerson(test, { roles: ['responder'], branch: 'KZ-10' })
  const numbers: string[] = []
  for (let i = 0; i < 12; i++) numbers.push((await makeCase(test, { region: i % 3 ? 'KZ-39' : 'KZ-10' })).number)
  await settle(test)
  await Promise.all(Array.from({ length: 4 }, () => foldDue(test.deps, always)))
  t.match(await foldDue(test.deps, always), { cases: 0, figures: 0 }, 'nothing is left')
  await test.passAt(at('2026-11-21T07:00'))
  const react = (number: string) =>
    test.app.inject({
      method: 'POST',
      url: `/api/v1/cases/${number}/reaction`,
      headers: owner.headers,
      payload: { text: 'Поняли', nextAction: 'Выедем на место', nextActionOn: '2026-11-22' },
    })
  t.equal((await react(numbers[1]!)).statusCode, 201)
  await test.passAt(at('2026-11-21T09:30'))
  t.equal((await react(numbers[2]!)).statusCode, 201)
  await test.passAt(at('2026-11-21T11:30'))
  await foldAll(test)

  const rows = await figures(test)
  const value = (scope: string, metric: string, day = '') =>
    rows.find((r) => r.scope === scope && r.metric === metric && r.day === day)?.value ?? 0
  for (const row of await counted(test)) {
    for (const metric of ['open', 'unanswered', 'overdue'])
      t.equal(value(row.scope, metric), row[metric], `${row.scope} ${metric}`)
  }
  t.equal(value('all', 'reported', '2026-11-21'), 12)
  t.equal(value('all', 'met', '2026-11-21'), 1)
  t.equal(value('all', 'missed', '2026-11-21'), 11)
  t.equal(value('branch:KZ-39', 'missed', '2026-11'), 7)
  t.equal(value('all', 'raised'), 10)
  const byOwner = await test.database
    .sql`select owner as staff, count(*)::int as open from cases group by owner order by owner`
  t.same(await loads(test), byOwner)

  await test.database.sql`truncate figures, case_figures, staff_load, fold_cursor`
  await foldDue(test.deps, always)
  t.same(await figures(test), rows, 'folded anew they are the same')
  t.same(await loads(test), byOwner)

  const [before] = await test.database.sql`select max(xmin::text::bigint) as x from case_figures`
  await test.database.sql`update fold_cursor set xid = '0', event_id = 0`
  await foldDue(test.deps, always)
  t.same(await figures(test), rows, 'folded twice they are the same')
  const [after] = await test.database.sql`select max(xmin::text::bigint) as x from case_figures`
  t.equal(after!.x, before!.x, 'and what did not change is not written')
})

t.test('what is still being written is not folded past', async (t) => {
  const test = await makeApp(t)
  await makeCase(test)
  await foldAll(test)
  const held = await takeLine(test.database.sql)
  await held`begin`
  await held`select pg_current_xact_id()`
  await makeCase(test)
  t.match(await foldDue(test.deps, always), { cases: 0 })
  await held`commit`
  held.release()
  await settle(test)
  t.match(await foldDue(test.deps, always), { cases: 1 })
})

t.test('the loop folds by itself and tells the wall what stands, once for each change', async (t) => {
  const test = await makeApp(t)
  const told: { open: number; regions: Record<string, { open: number }> }[] = []
  const loop = new FoldLoop(test.deps, (counts) => told.push(counts as never), true)
  loop.start()
  const until = async (open: number) => {
    for (const end = performance.now() + 20_000; told.at(-1)?.open !== open; ) {
      if (performance.now() > end) throw new Error(`told ${JSON.stringify(told.at(-1))}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  await makeCase(test)
  await until(1)
  t.same((await test.passAt('2026-11-21T14:01:00+05:00')).fold, {}, 'the pass leaves the figures to the loop')
  await makeCase(test)
  await until(2)
  t.equal(told.at(-1)?.regions['KZ-39']?.open, 2)
  await loop.stop()
  const [lease] = await test.database.sql`select count(*)::int as n from leases where name = 'fold'`
  t.equal(lease!.n, 0, 'and gives its lease back')
})
