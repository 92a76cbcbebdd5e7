// Two thousand real requests of March 2011 (db/reference/import), and what must have become of each of them. The totals
// are calculated here once more from the file alone, with no code of the product.
import { readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { connect } from '../../db/client.ts'
import { projectPath } from '../../db/root.ts'
import { auditAll } from '../../server/audit/run.ts'
import { Loader } from '../../server/import/load.ts'
import { DEFAULT_MAP, readMap } from '../../server/import/map.ts'
import { jsonRows } from '../../server/import/rows.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { makePerson } from '../support/make.ts'

const SAMPLE = projectPath('db', 'reference', 'import', 'nyc311-2011-03.jsonl')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const EVENING = Date.parse('2011-03-04T00:00:00+06:00')
/** 09:00 in Almaty and, an hour later, in Aqtau, on 28 days from the 4th to the 31st of March 2011. */
const MORNINGS = Array.from({ length: 28 }, (_, day) => Date.parse('2011-03-04T09:00:00+06:00') + day * DAY)

// Sixty passes over two thousand cases, each with its mail: some ten seconds on a quiet machine.
t.setTimeout(300_000)

t.test('as they stood on the evening of 3 March 2011, and every morning of the four weeks after', async (t) => {
  const daybreak = await makeStaffed(t, EVENING)
  await importSample(t, daybreak, EVENING, true)
  for (const morning of MORNINGS) for (const at of [morning, morning + HOUR]) await daybreak.passAt(at)
  await account(t, daybreak, { importedAt: EVENING, until: MORNINGS.at(-1)! + HOUR, closings: true })
})

t.test('all as reports that nobody has answered yet, to a system without staff, and the same four weeks', async (t) => {
  const daybreak = await makeApp(t, { at: EVENING })
  await importSample(t, daybreak, EVENING, false)
  for (const morning of MORNINGS) for (const at of [morning, morning + HOUR]) await daybreak.passAt(at)
  await account(t, daybreak, { importedAt: EVENING, until: MORNINGS.at(-1)! + HOUR, closings: false })
})

t.test('all at once as history, fifteen years later', async (t) => {
  const now = Date.parse('2026-11-21T14:00:00+05:00')
  const daybreak = await makeStaffed(t, now)
  await importSample(t, daybreak, now, true)
  t.same(await daybreak.database.sql`select from outbox`, [], 'nobody is told of the past')
  await daybreak.passAt(now)
  await account(t, daybreak, { importedAt: now, until: now, closings: true })
})

/** Somebody to own, to be reminded and to be told in the regions of the map, but nobody in Atyrau. */
async function makeStaffed(t: Test, at: number): Promise<TestApp> {
  const daybreak = await makeApp(t, { at })
  for (const branch of ['KZ-75', 'KZ-39', 'KZ-71', 'KZ-47']) {
    for (const role of ['responder', 'responder', 'head'] as const)
      await makePerson(daybreak, { name: `${role} of ${branch}`, roles: [role], branch })
  }
  await makePerson(daybreak, { name: 'Duty officer', roles: ['central'], branch: 'KZ' })
  await makePerson(daybreak, { name: 'Chief', roles: ['central-head'], branch: 'KZ' })
  return daybreak
}

async function importSample(t: Test, { deps, database }: TestApp, at: number, closings: boolean): Promise<void> {
  const map = { ...(await readMap(projectPath(...DEFAULT_MAP))), closings }
  const run = async () => {
    const faults: [number, string][] = []
    const loader = new Loader(deps, map, at, (line, fault) => faults.push([line, fault.code]))
    return { totals: await loader.load(jsonRows(SAMPLE, () => undefined)), faults }
  }
  const expected = readSample().map((row, i) => [i + 1, faultOf(row, at)] as [number, string | undefined])
  const faults = expected.filter(([, fault]) => fault !== undefined)
  const first = await run()
  t.same(first.faults, faults, 'every dirty row is reported with its line and reason')
  t.same(first.totals, { rows: 2000, added: 2000 - faults.length, known: 0, faulty: faults.length })
  const rows = async () =>
    (
      await database.sql`select (select count(*) from cases) as cases, (select count(*) from events) as events,
    (select count(*) from deadlines) as deadlines, (select count(*) from rungs) as rungs, (select count(*) from verdicts) as verdicts`
    )[0]
  const before = await rows()
  const second = await run()
  t.same(second.totals, { rows: 2000, added: 0, known: 2000 - faults.length, faulty: faults.length })
  t.same(await rows(), before, 'a second import changes nothing')
}

/** The product's tables against the calculation below. */
async function account(t: Test, { database }: TestApp, how: How): Promise<void> {
  const { sql } = database
  const expected = calculate(how)
  const verdicts = Object.fromEntries(
    (await sql`select kind || ' ' || verdict as what, count(*)::int as n from verdicts group by 1`).map((r) => [
      r.what,
      r.n,
    ]),
  )
  const rungs = Object.fromEntries(
    (
      await sql`select d.kind || ' ' || r.rung || case when r.skipped then ' skipped' else '' end as what, count(*)::int as n
        from rungs r join deadlines d on d.id = r.deadline_id group by 1`
    ).map((r) => [r.what, r.n]),
  )
  t.same({ verdicts, rungs }, expected, 'the totals are those of the calculation')
  t.comment(JSON.stringify({ ...how, verdicts, rungs }))

  const { cases, broken } = await auditLike(database.url, how.until)
  t.same(broken, [], `the audit finds nothing in ${cases} cases`)
  t.same(
    await sql`select d.id from deadlines d left join verdicts v on v.deadline_id = d.id
      where d.kind <> 'confirmation' and d.due_at <= ${how.until} group by d.id having count(v.deadline_id) <> 1`,
    [],
    'every deadline that has come has exactly one verdict',
  )
  t.same(
    await sql`select v.deadline_id from verdicts v join deadlines d on d.id = v.deadline_id
      where (v.verdict = 'missed') <> (coalesce(d.closed_at, 'infinity') >= d.due_at) and d.kind <> 'confirmation'`,
    [],
    'and it is the right one: the due instant itself is late',
  )
  t.same(
    await sql`select r.deadline_id from (
        select r.*, lag(r.rung_due_at) over w as before, lag(e.id) over w as event_before, row_number() over w - 1 as place
        from rungs r join events e on e.id = r.event_id window w as (partition by r.deadline_id order by r.position)) r
      where r.place <> r.position or r.rung_due_at < r.before or r.event_id < r.event_before or r.fired_at < r.rung_due_at`,
    [],
    'rungs without a hole, in order, none before its instant',
  )
  t.same(
    await sql`select r.deadline_id from rungs r join events e on e.id = r.event_id
      where e.kind <> 'rung' or e.case_id <> r.case_id or e.data->>'rung' <> r.rung
        or (r.late and r.fired_at - r.rung_due_at <= interval '2 minutes')`,
    [],
    'each rung has its event, and only a late one says so',
  )
}

/** As `npm run audit` does: without a limit of time, on tables whose statistics are kept, as autovacuum keeps them. */
async function auditLike(url: string, at: number): Promise<Awaited<ReturnType<typeof auditAll>>> {
  const sql = connect(url, { max: 1, limitMs: 0 })
  try {
    await sql`analyze`
    return await auditAll(sql, at)
  } finally {
    await sql.end()
  }
}

interface How {
  readonly importedAt: number
  readonly until: number
  readonly closings: boolean
}

interface SampleRow {
  readonly created_at: string
  readonly closed_at: string | null
  readonly due_at: string | null
  readonly category: string
  readonly agency: string
  readonly borough: string
}

let sample: SampleRow[] | undefined

function readSample(): SampleRow[] {
  sample ??= readFileSync(SAMPLE, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as SampleRow)
  return sample
}

function faultOf(row: SampleRow, at: number): string | undefined {
  const created = Date.parse(row.created_at)
  if (created > at) return 'in_future'
  return row.closed_at !== null && Date.parse(row.closed_at) < created ? 'closed_before_reported' : undefined
}

/** tz database: Asia/Almaty and Asia/Qostanay +06, Asia/Aqtau and Asia/Atyrau +05 without summer time, 2004-10-31 to 2018 and later. */
const OFFSET: Record<string, number> = {
  BROOKLYN: 6,
  QUEENS: 6,
  MANHATTAN: 6,
  BRONX: 5,
  'STATEN ISLAND': 5,
  Unspecified: 6,
}

/** The default policy, said once more: minutes from the due instant. */
const LADDERS = {
  response: { reminder: -180, due: 0, central: 120, head: 1440 },
  overall: { reminder: -4320, due: 0, central: 2160, head: 10_080 },
  confirmation: { reminder: -2880, due: 0 },
}

function calculate({ importedAt, until, closings }: How) {
  const verdicts: Record<string, number> = {}
  const rungs: Record<string, number> = {}
  const count = (table: Record<string, number>, what: string) => {
    table[what] = (table[what] ?? 0) + 1
  }
  for (const row of readSample()) {
    if (faultOf(row, importedAt) !== undefined) continue
    const created = Date.parse(row.created_at)
    const closed = closings && row.closed_at !== null ? Date.parse(row.closed_at) : Number.POSITIVE_INFINITY
    // A closing that was yet to come when the file was read is not known.
    const end = closed <= importedAt ? closed : Number.POSITIVE_INFINITY
    count(rungs, 'response report')
    for (const kind of ['response', 'overall'] as const) {
      const due = kind === 'response' ? responseDue(row, created) : overallDue(row, created)
      if (end < due) count(verdicts, `${kind} met`)
      else if (due <= until) count(verdicts, `${kind} missed`)
      climb(kind, due, created, Math.min(end, until))
    }
    if (end === Number.POSITIVE_INFINITY) continue
    if (end + 7 * DAY <= until) count(verdicts, 'confirmation met')
    climb('confirmation', end + 7 * DAY, end, until)
  }
  return { verdicts, rungs }

  function climb(kind: keyof typeof LADDERS, due: number, opened: number, until: number): void {
    for (const [rung, minutes] of Object.entries(LADDERS[kind])) {
      const planned = due + minutes * MINUTE
      // A warning planned before there was anything to warn of is skipped at once; everything else waits for its instant.
      if (planned > until) return
      count(rungs, `${kind} ${rung}${planned < opened && planned < due ? ' skipped' : ''}`)
    }
  }
}

function responseDue({ borough }: SampleRow, created: number): number {
  const offset = OFFSET[borough]! * HOUR
  const sinceMidnight = (created + offset) % DAY
  const morning = created - sinceMidnight + 9 * HOUR
  return sinceMidnight < 6 * HOUR ? morning : morning + DAY
}

function overallDue(row: SampleRow, created: number): number {
  if (row.due_at !== null) return Date.parse(row.due_at)
  const offset = OFFSET[row.borough]! * HOUR
  const midnight = created - ((created + offset) % DAY)
  return midnight + (daysOf(row) + 1) * DAY
}

/** Calendar days for the solution, from the map and the categories as data. */
function daysOf({ category, agency }: SampleRow): number {
  const { categories } = JSON.parse(readFileSync(projectPath(...DEFAULT_MAP), 'utf8'))
  const id = categories.values[category] ?? categories.elseValues[agency]
  const listed = JSON.parse(readFileSync(projectPath('db', 'reference', 'categories.json'), 'utf8')).categories
  return listed.find((c: { id: string }) => c.id === id).overallDays
}
