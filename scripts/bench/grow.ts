import type { Sql } from '../../db/client.ts'
import { caseNumber } from '../../shared/domain/number.ts'

/** Ids of what is grown lie far above those that sequences give out. */
const DEADLINES = 1_000_000_000
const EVENTS = 3_000_000_000
const CHUNK = 20_000
const DIGITS = [10, 11, 15, 19, 23, 27, 31, 33, 35, 39, 43, 47, 55, 59, 61, 62, 63, 71, 75, 79]

/**
 * Cases as the product leaves them, by set-based SQL: `answered` of each hundred are closed, the others wait for their
 * answer, due at `dueAt` (epoch ms), report and reminder fired, over all regions and responders in turn.
 */
export async function growCases(sql: Sql, count: number, dueAt: number, answered: number): Promise<void> {
  await sql.unsafe(`create table bench_crew as
    select row_number() over (order by id)::int - 1 as n, id, branch from staff
    where 'responder' = any(roles) and branch in (select code from regions)`)
  const [crew] = await sql<{ count: number }[]>`select count(*)::int as count from bench_crew`
  for (let from = 1; from <= count; from += CHUNK) {
    const numbers: string[] = []
    for (let id = from; id < Math.min(from + CHUNK, count + 1); id++)
      numbers.push(caseNumber(String(DIGITS[id % DIGITS.length]), 2026, id))
    await sql.unsafe(GROW, [numbers, from, dueAt, answered, crew!.count], { prepare: true })
  }
  await sql.unsafe(`drop table bench_crew;
    select setval('case_serial', ${count + 1000}), setval('id_blocks', 10000000000)`)
  await sql.unsafe('vacuum analyze')
}

/** $1 numbers, $2 first id, $3 due, $4 answered of each hundred, $5 how many responders */
const GROW = `with x as materialized (
  select g.id, g.number, b.id as owner, b.branch, g.closed, to_timestamp($3::float8 / 1000) as due,
    to_timestamp($3::float8 / 1000) - interval '20 hours' as reported,
    ${DEADLINES} + 2 * g.id as d, ${EVENTS} + 4 * g.id as e,
    (array['power-gas.power-cut', 'roads.pothole', 'heat.weak-heat', 'waste-ecology.waste', 'housing.lift'])[1 + g.id % 5] as category
  from (select n.number, $2::bigint + n.i - 1 as id, ($2::bigint + n.i) % 100 < $4::int as closed
    from unnest($1::text[]) with ordinality as n(number, i)) g
  join bench_crew b on b.n = g.id % $5::int),
s as materialized (
  select x.*, jsonb_build_object('number', number, 'status', case when closed then 'closed' else 'received' end, 'stage', 1, 'level', 'region',
    'branch', branch, 'owner', owner, 'region', branch, 'district', null, 'category', category, 'severity', 2, 'respondBy', $3::float8,
    'respondedAt', null, 'dueAt', case when closed then null else $3::float8 end, 'public', true) as state
  from x),
c as (insert into cases (id, number, kind, category, severity, region, address, lat, lon, text, language, channel, public, status, stage, level, branch,
    owner, reported_at, recorded_at, respond_by, responded_at, resolved_at, closed_at, due_at, next_deadline, tracking_hash, search, updated_at)
  select id, number, 'problem', category, 2, branch, 'Абай, ' || id % 200, 43 + (id % 1000) / 100.0, 66 + (id % 1700) / 100.0,
    'Үш күннен бері жарық өшіп қалады, диспетчер жауап бермейді. №' || id, 'kk', 'web', true, case when closed then 'closed' else 'received' end,
    case when closed then 2 else 1 end, 'region', branch, owner, reported, reported, due,
    case when closed then due - interval '1 hour' end, case when closed then due - interval '1 hour' end, case when closed then due + interval '7 days' end,
    case when closed then null else due end, case when closed then null else d end, sha256(number::bytea),
    array_to_tsvector(array['ush', 'kunnen', 'beri', 'jarik', 'oship', 'kaladi', 'dispecher', 'jauap', 'bermeidi', 'abai', (id % 5000)::text]), reported
  from s),
e as (insert into events (id, case_id, kind, at, recorded_at, by_kind, public, data, state)
  select e, id, 'reported', reported, reported, 'reporter', true, '{"channel": "web"}'::jsonb, state from s
  union all select e + 1, id, 'assigned', reported, reported, 'engine', true, '{"because": {"key": "owner", "params": {}}, "passed": []}'::jsonb, state from s),
dl as (insert into deadlines (id, case_id, kind, severity, opened_at, due_at, policy, calendar, because, closed_at, closed_by, outcome, next_rung, wake_at)
  select d, id, 'response', 2, reported, due, 1, 1, jsonb_build_object('key', 'responseAfterCutOff', 'params', jsonb_build_object('at', $3::float8 - 72000000,
    'zone', 'Asia/Almaty', 'place', branch, 'cutOff', '06:00', 'due', $3::float8, 'calendar', 1)),
    case when closed then due - interval '1 hour' end, case when closed then e + 2 end, case when closed then 'met' end, 2, case when closed then null else due end from s
  union all select d + 1, id, 'overall', 2, reported, due + interval '30 days', 1, 1, '{"key": "overallTerm", "params": {"days": 30}}'::jsonb,
    case when closed then due - interval '1 hour' end, case when closed then e + 2 end, case when closed then 'met' end, 0,
    case when closed then null else due + interval '27 days' end from s),
v as (insert into verdicts (deadline_id, case_id, kind, verdict, due_at, decided_at, recorded_at, event_id, relied_on, policy, calendar, branch, owner)
  select d, id, 'response', 'met', due, due - interval '1 hour', due - interval '1 hour', e + 3, e + 2, 1, 1, branch, owner from s where closed)
insert into rungs (deadline_id, rung, position, case_id, rung_due_at, fired_at, late, skipped, event_id)
select d, 'report', 0, id, reported, reported, false, false, e + 1 from s
union all select d, 'reminder', 1, id, due - interval '3 hours', due - interval '3 hours', false, false, e + 1 from s`
