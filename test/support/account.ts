import type { Sql } from '../../db/client.ts'

/** One thing that is not as promised; the account of a healthy database is empty. */
export interface Wrong {
  readonly what: string
  readonly deadline: number
  readonly rung: string | null
}

/**
 * Accounts for every rung that was due at the instant (epoch ms), by SQL that shares no code with the product: the plan is
 * laid out from the policies as stored. Counts only rungs placed by minutes, and deadlines that nobody has ended by hand.
 */
export async function accountForRungs(sql: Sql, at: number): Promise<Wrong[]> {
  const rows = await sql<Wrong[]>`
    with ladder as (
      select p.version, l.key as kind, r.ordinality as position, r.value->>'name' as rung, r.value->'when' as w, r.value->'severities' as severities,
        r.value->'actions' @> '[{"do": "verdict"}]' as judges
      from policies p, jsonb_each(p.data->'ladders') l, jsonb_array_elements(l.value) with ordinality r),
    plan as materialized (
      select d.id as deadline, d.case_id, rung, judges, d.due_at, row_number() over (partition by d.id order by position) as nth,
        case w->>'from' when 'opened' then d.opened_at else d.due_at end + make_interval(mins => (w->>'minutes')::int) as planned
      from deadlines d join ladder on ladder.version = d.policy and ladder.kind = d.kind
      where w ? 'minutes' and d.closed_at is null and (severities = 'null' or severities is null or severities @> to_jsonb(d.severity))),
    due as materialized (select * from plan where planned <= ${at}),
    told as materialized (
      select (data->>'deadlineId')::bigint as deadline, data->>'rung' as rung, count(*) as times, array_agg(id) as ids
      from events where kind = 'rung' group by 1, 2),
    fired as materialized (
      select r.*, t.times, row_number() over (partition by r.deadline_id order by e.xid::text::bigint, e.id) as nth
      from rungs r left join events e on e.id = r.event_id
        left join told t on t.deadline = r.deadline_id and t.rung = r.rung and r.event_id = any(t.ids))
    select 'lost: due and not fired' as what, deadline, rung from due
      where not exists (select from rungs r where r.deadline_id = deadline and r.rung = due.rung)
    union all
    select 'lost: still waiting', id, null from deadlines where closed_at is null and wake_at <= ${at}
    union all
    select 'set aside', id, fault from deadlines where fault is not null
    union all
    select 'fired before its time', f.deadline_id, f.rung from fired f left join due on due.deadline = f.deadline_id and due.rung = f.rung
      where due.planned is null or f.fired_at < due.planned or f.rung_due_at <> due.planned
    union all
    select 'doubled: told ' || coalesce(times, 0) || ' times', deadline_id, rung from fired where times is distinct from 1
    union all
    select 'told without having fired', deadline, rung from told
      where not exists (select from rungs r where r.event_id = any(told.ids) and r.deadline_id = told.deadline and r.rung = told.rung)
    union all
    select 'out of order', f.deadline_id, f.rung from fired f join plan p on p.deadline = f.deadline_id and p.rung = f.rung where f.nth <> p.nth
    union all
    select 'late or not: wrongly marked', deadline_id, rung from fired
      where not skipped and late <> (fired_at - rung_due_at > interval '2 minutes')
    union all
    select 'missed without exactly one verdict', deadline, rung from due
      where judges and (select count(*) from verdicts v where v.deadline_id = deadline and v.verdict = 'missed' and v.decided_at = due.due_at) <> 1
    union all
    select 'a verdict before its time', v.deadline_id, v.verdict from verdicts v join deadlines d on d.id = v.deadline_id
      where d.closed_at is null and not exists (select from due where due.deadline = v.deadline_id and judges)
    union all
    select 'doubled: verdict told ' || count(*) || ' times', min(case_id), data->>'deadline' from events where kind = 'verdict'
      group by case_id, data->>'deadline', data->'subject', data->'dueAt' having count(*) > 1
    union all
    select 'doubled: notice', min(event_id), kind from outbox where event_id is not null group by event_id, kind, staff, reporter_of having count(*) > 1
    order by 1, 2`
  return [...rows]
}

/** Every case that is not whole: a write that left one part behind. Empty on a healthy database. */
export async function accountForCases(sql: Sql): Promise<{ what: string; id: number }[]> {
  const rows = await sql<{ what: string; id: number }[]>`
    with told as (select case_id, array_agg(kind) as kinds, count(*) filter (where kind = 'rung') as rungs, count(*) filter (where kind = 'reacted') as reactions
      from events group by case_id)
    select 'case without its report' as what, c.id from cases c left join told t on t.case_id = c.id where not 'reported' = any(coalesce(t.kinds, '{}'))
    union all select 'case without its assignment', c.id from cases c left join told t on t.case_id = c.id where not 'assigned' = any(coalesce(t.kinds, '{}'))
    union all select 'case without a response deadline', id from cases c where not exists (select from deadlines d where d.case_id = c.id and d.kind = 'response')
    union all select 'case without an overall deadline', id from cases c where not exists (select from deadlines d where d.case_id = c.id and d.kind = 'overall')
    union all select 'case without its first rung', id from cases c where not exists (select from rungs r where r.case_id = c.id and r.rung = 'report')
    union all select 'rungs and their events differ', c.id from cases c join told t on t.case_id = c.id where t.rungs <> (select count(*) from rungs r where r.case_id = c.id)
    union all select 'answered and its event missing, or the other way round', c.id from cases c join told t on t.case_id = c.id where (c.responded_at is null) <> (t.reactions = 0)
    union all select 'answered twice', case_id from told where reactions > 1
    union all select 'answered with an open response clock, or without a verdict', c.id from cases c where c.responded_at is not null
      and (exists (select from deadlines d where d.case_id = c.id and d.kind = 'response' and d.closed_at is null)
        or (select count(*) from verdicts v where v.case_id = c.id and v.kind = 'response') <> 1
        or not exists (select from deadlines d where d.case_id = c.id and d.kind = 'action'))
    union all select 'next deadline is not the earliest', c.id from cases c where c.next_deadline is distinct from
      (select d.id from deadlines d where d.case_id = c.id and d.closed_at is null order by d.due_at, d.id limit 1)
    union all select 'reporter without a case', case_id from reporters r where not exists (select from cases c where c.id = r.case_id)
    union all select 'event without a case', id from events e where not exists (select from cases c where c.id = e.case_id)
    union all select 'deadline without a case', id from deadlines d where not exists (select from cases c where c.id = d.case_id)
    union all select 'deadline ended by an event that is not there', id from deadlines d where closed_by is not null and not exists (select from events e where e.id = d.closed_by)
    union all select 'verdict without its event', deadline_id from verdicts v where not exists (select from events e where e.id = v.event_id)
    union all select 'notice without its event', id from outbox o where event_id is not null and not exists (select from events e where e.id = o.event_id)
    union all select 'remembered answer about a case that is not there', (body->>'caseId')::bigint from idempotency i
      where body ? 'caseId' and not exists (select from cases c where c.id = (body->>'caseId')::bigint)
    order by 1, 2 limit 50`
  return [...rows]
}
