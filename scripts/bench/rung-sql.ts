/**
 * What firing the rung `due` of a response deadline writes, as plain SQL over a set of deadlines: the floor of the engine
 * and the work of its peers. `due` is a query that gives the deadlines (all columns, locked); $1 is the instant (epoch ms).
 */
export function fireSet(due: string): string {
  const at = 'to_timestamp($1::float8 / 1000)'
  return `with due as materialized (${due}),
x as materialized (
  select d.id as d, d.due_at, d.policy, d.calendar, c.id, c.owner, c.branch, h.id as head, h.name, b.base + 3 * row_number() over () as i,
    extract(epoch from d.due_at) * 1000 as due_ms,
    jsonb_build_object('number', c.number, 'status', c.status, 'stage', c.stage, 'level', c.level, 'branch', c.branch, 'owner', c.owner, 'region', c.region,
      'district', c.district, 'category', c.category, 'severity', c.severity, 'respondBy', extract(epoch from c.respond_by) * 1000, 'respondedAt', null,
      'dueAt', extract(epoch from c.due_at) * 1000, 'public', c.public) as state
  from due d join cases c on c.id = d.case_id join bench_heads h on h.branch = c.branch cross join (select nextval('bench_ids') as base) b),
uc as (update cases t set version = t.version + 1, due_at = t.due_at, next_deadline = t.next_deadline, updated_at = ${at} from x where t.id = x.id),
ud as (update deadlines t set next_rung = 3, wake_at = t.due_at + interval '2 hours', failures = 0, fault = null from x where t.id = x.d),
e as (insert into events (id, case_id, kind, at, recorded_at, by_kind, public, data, state)
  select i, id, 'verdict', due_at, ${at}, 'engine', true, jsonb_build_object('deadline', 'response', 'subject', null, 'verdict', 'missed', 'dueAt', due_ms,
    'decidedBy', null, 'policy', policy, 'calendar', calendar, 'late', false), state from x
  union all select i + 1, id, 'rung', ${at}, ${at}, 'engine', false, jsonb_build_object('deadline', 'response', 'deadlineId', d, 'rung', 'due', 'rungDueAt', due_ms,
    'dueAt', due_ms, 'late', false, 'did', jsonb_build_array(jsonb_build_object('action', 'verdict', 'result', 'done'), jsonb_build_object('action', 'overdue',
    'to', name, 'result', 'done', 'because', jsonb_build_object('key', 'branchHead', 'params', jsonb_build_object('name', name, 'branch', branch))))), state from x),
v as (insert into verdicts (deadline_id, case_id, kind, verdict, due_at, decided_at, recorded_at, event_id, policy, calendar, branch, owner)
  select d, id, 'response', 'missed', due_at, due_at, ${at}, i, policy, calendar, branch, owner from x),
u as (insert into rungs (deadline_id, rung, position, case_id, rung_due_at, fired_at, late, skipped, event_id)
  select d, 'due', 2, id, due_at, ${at}, false, false, i + 1 from x),
o as (insert into outbox (id, kind, staff, language, case_id, event_id, data, created_at, send_after)
  select i + 2, 'overdue', head, 'ru', id, i + 1, jsonb_build_object('deadline', 'response', 'dueAt', due_ms, 'rung', 'due'), ${at}, ${at} from x)
select count(*)::int as fired from x`
}

/** The next thousand, as the engine finds them. */
export const NEXT_DUE = `select * from deadlines where wake_at is not null and wake_at <= to_timestamp($1::float8 / 1000)
  order by wake_at, id limit 1000 for update`

/** What the plain SQL needs beside the product's tables. */
export const HELP = `
  create table bench_heads as select distinct on (branch) branch, id, name from staff where 'head' = any(roles) order by branch, id;
  create unique index on bench_heads (branch);
  create sequence bench_ids start 20000000000 increment 5000;
  analyze bench_heads`
