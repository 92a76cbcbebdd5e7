import { connect, type Sql } from '../../db/client.ts'
import { facets } from '../../shared/domain/facet.ts'
import { caseNumber } from '../../shared/domain/number.ts'

export interface Growth {
  readonly count: number
  /** The answer is due then (epoch ms), for all at once or over so many minutes. */
  readonly dueAt: number
  readonly overMinutes: number
  /** Of each hundred cases so many are closed; of the others one is overdue and raised to the centre. */
  readonly closed: number
}

/** Ids of what is grown lie far above those that sequences give out. */
const DEADLINES = 1_000_000_000
const EVENTS = 3_000_000_000
const CHUNK = 20_000
const MINUTE = 60_000
const DIGITS = [10, 11, 15, 19, 23, 27, 31, 33, 35, 39, 43, 47, 55, 59, 61, 62, 63, 71, 75, 79]
const CATEGORIES = ['power-gas.power-cut', 'roads.pothole', 'heat.weak-heat', 'waste-ecology.waste', 'housing.lift']
const WORDS = 'ush kunnen beri jarik oship kaladi dispecher jauap bermeidi abai'
const TABLES = ['cases', 'events', 'deadlines', 'rungs', 'verdicts']

/** Fills a migrated database with cases as the product leaves them. As the superuser, without checks and with its indexes built at the end. */
export async function growCases(adminUrl: string, growth: Growth): Promise<void> {
  const { count, dueAt, overMinutes, closed } = growth
  const sql = connect(adminUrl, { max: 1, limitMs: 0 })
  try {
    await sql.unsafe(
      `set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '256MB'`,
    )
    const rebuild = await dropIndexes(sql)
    await sql.unsafe(`create temp table crew as select row_number() over (order by id)::int - 1 as n, id, branch from staff
      where 'responder' = any(roles) and branch in (select code from regions)`)
    const crew = await sql<{ n: number; branch: string }[]>`select n, branch from crew order by n`
    for (let from = 1; from <= count; from += CHUNK) {
      const numbers: string[] = []
      const searches: string[] = []
      for (let id = from; id < Math.min(from + CHUNK, count + 1); id++) {
        const region = crew[id % crew.length]!.branch
        numbers.push(caseNumber(String(DIGITS[id % DIGITS.length]), 2026, id))
        searches.push(searchOf(id, region, dueAt))
      }
      await sql.unsafe(GROW, [numbers, searches, from, dueAt, overMinutes, closed], { prepare: true })
    }
    for (const index of rebuild) await sql.unsafe(index)
    await sql.unsafe(`select setval('case_serial', ${count + 1000}), setval('id_blocks', 10000000000)`)
    await sql.unsafe('vacuum analyze')
  } finally {
    await sql.end()
  }
}

/** Drops what is not held by a constraint; returns the statements that bring it back. */
async function dropIndexes(sql: Sql): Promise<string[]> {
  const indexes = await sql<{ name: string; definition: string }[]>`
    select c.relname as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid::regclass::text = any(${TABLES}) and not exists (select from pg_constraint p where p.conindid = i.indexrelid)`
  for (const { name } of indexes) await sql.unsafe(`drop index ${name}`)
  return indexes.map((index) => index.definition)
}

const latOf = (id: number) => 43 + (id % 1000) / 100
const lonOf = (id: number) => 66 + (id % 1700) / 100

function searchOf(id: number, region: string, dueAt: number): string {
  const category = CATEGORIES[id % CATEGORIES.length]!
  const categories = [category, category.slice(0, category.indexOf('.'))]
  const found = facets({
    id,
    region,
    district: null,
    categories,
    public: true,
    reportedAt: dueAt - 20 * 60 * MINUTE,
    lat: latOf(id),
    lon: lonOf(id),
  })
  return `${WORDS} ${id % 5000} ${found.join(' ')}`
}

/** $1 numbers, $2 search words, $3 first id, $4 due, $5 over so many minutes, $6 closed of each hundred */
const GROW = `with x as materialized (
  select g.*, b.id as owner, b.branch, due - interval '20 hours' as reported, ${DEADLINES} + 2 * g.id as d, ${EVENTS} + 4 * g.id as e,
    (array[${CATEGORIES.map((c) => `'${c}'`).join(', ')}])[1 + g.id % ${CATEGORIES.length}] as category
  from (select n.number, n.search, $3::bigint + n.i - 1 as id, ($3::bigint + n.i) % 100 < $6::int as closed,
      $6::int > 0 and ($3::bigint + n.i) % 100 = 99 as raised,
      to_timestamp($4::float8 / 1000) + case when $6::int > 0 and ($3::bigint + n.i) % 100 = 99 then interval '-2 days'
        else make_interval(mins => (($3::bigint + n.i) % $5::int)::int) end as due
    from unnest($1::text[], $2::text[]) with ordinality as n(number, search, i)) g
  join crew b on b.n = g.id % (select count(*) from crew)),
s as materialized (
  select x.*, case when closed then 'closed' else 'received' end as status, case when raised then 'central' else 'region' end as level,
    jsonb_build_object('number', number, 'status', 'received', 'stage', 1, 'level', 'region', 'branch', branch, 'owner', owner, 'region', branch,
      'district', null, 'category', category, 'severity', 2, 'respondBy', extract(epoch from due) * 1000, 'respondedAt', null,
      'dueAt', extract(epoch from due) * 1000, 'public', true) as state
  from x),
c as (insert into cases (id, number, kind, category, severity, region, address, lat, lon, text, language, channel, public, status, stage, level, branch,
    owner, reported_at, recorded_at, respond_by, responded_at, resolved_at, closed_at, due_at, next_deadline, raised_at, on_wall, tracking_hash, search, updated_at)
  select id, number, 'problem', category, 2, branch, 'Абай, ' || id % 200, 43 + (id % 1000) / 100.0, 66 + (id % 1700) / 100.0,
    'Үш күннен бері жарық өшіп қалады, диспетчер жауап бермейді. №' || id, 'kk', 'web', true, status, case when closed then 2 else 1 end, level, branch,
    owner, reported, reported, due, case when closed then due - interval '1 hour' end, case when closed then due - interval '1 hour' end,
    case when closed then due + interval '7 days' end, case when closed then null else due end, case when closed then null else d end,
    case when raised then due + interval '2 hours' end, raised, sha256(number::bytea), array_to_tsvector(string_to_array(search, ' ')), reported
  from s),
e as (insert into events (id, case_id, kind, at, recorded_at, by_kind, public, data, state)
  select e, id, 'reported', reported, reported, 'reporter', true, '{"channel": "web"}'::jsonb, state from s),
dl as (insert into deadlines (id, case_id, kind, severity, opened_at, due_at, policy, calendar, because, closed_at, closed_by, outcome, next_rung, wake_at)
  select d, id, 'response', 2, reported, due, 1, 1, jsonb_build_object('key', 'responseAfterCutOff', 'params', jsonb_build_object('at',
    extract(epoch from reported) * 1000, 'zone', 'Asia/Almaty', 'place', branch, 'cutOff', '06:00', 'due', extract(epoch from due) * 1000, 'calendar', 1)),
    case when closed then due - interval '1 hour' end, case when closed then e + 2 end, case when closed then 'met' end,
    case when raised then 5 else 2 end, case when closed or raised then null else due end from s
  union all select d + 1, id, 'overall', 2, reported, due + interval '30 days', 1, 1, '{"key": "overallTerm", "params": {"days": 30}}'::jsonb,
    case when closed then due - interval '1 hour' end, case when closed then e + 2 end, case when closed then 'met' end, 0,
    case when closed then null else due + interval '27 days' end from s),
v as (insert into verdicts (deadline_id, case_id, kind, verdict, due_at, decided_at, recorded_at, event_id, relied_on, policy, calendar, branch, owner)
  select d, id, 'response', case when closed then 'met' else 'missed' end, due, due, due, e + 3, e + 2, 1, 1, branch, owner from s where closed or raised)
insert into rungs (deadline_id, rung, position, case_id, rung_due_at, fired_at, late, skipped, event_id)
select d, 'report', 0, id, reported, reported, false, false, e + 1 from s
union all select d, 'reminder', 1, id, due - interval '3 hours', due - interval '3 hours', false, false, e + 1 from s`
