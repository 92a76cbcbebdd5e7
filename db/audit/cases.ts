import { type Audit, ENDED } from './audit.ts'

/** Where each event that always changes the status leads. */
const MOVES = `(values ('reported', array['received']), ('reacted', array['responded','in_progress']), ('rejected', array['rejected']),
  ('merged', array['merged']), ('resolved', array['resolved']), ('closed', array['closed']), ('reopened', array['reopened'])) m(kind, leads)`
/** Work on a case may begin the second stage. */
const WORK = `('contacted','instructed','meeting-called','met')`

export const CASE_AUDITS: readonly Audit[] = [
  {
    name: 'open_case_has_owner_and_branch',
    about: 'cases',
    sql: `select c.number as subject, 'owner ' || c.owner || ', branch ' || c.branch as detail
      from scope join cases c using (id)
      where c.status not in ${ENDED}
        and (not exists (select from staff s where s.id = c.owner) or not exists (select from branches b where b.code = c.branch))`,
  },
  {
    name: 'open_case_has_open_deadline',
    about: 'cases',
    sql: `select c.number as subject, c.status as detail from scope join cases c using (id)
      where c.status not in ${ENDED} and not exists (select from deadlines d where d.case_id = c.id and d.closed_at is null)`,
  },
  {
    name: 'next_deadline_is_the_earliest',
    about: 'cases',
    sql: `select c.number as subject, 'next ' || coalesce(c.next_deadline::text, 'none') || ', earliest ' || e.id as detail
      from scope join cases c using (id)
      join lateral (select d.id from deadlines d where d.case_id = c.id and d.closed_at is null
        order by (d.kind = 'confirmation'), d.due_at, d.id limit 1) e on true
      where c.status not in ${ENDED} and c.next_deadline is distinct from e.id`,
  },
  {
    name: 'due_at_is_the_earliest_breach',
    about: 'cases',
    sql: `select c.number as subject, coalesce(c.due_at::text, 'none') || ' instead of ' || coalesce(e.due::text, 'none') as detail
      from scope join cases c using (id)
      join lateral (select min(d.due_at) filter (where d.kind <> 'confirmation') as due, count(*) as n
        from deadlines d where d.case_id = c.id and d.closed_at is null) e on true
      where c.due_at is distinct from e.due and (e.n > 0 or c.status in ${ENDED})`,
  },
  {
    name: 'promised_hour_is_the_deadline',
    about: 'cases',
    sql: `select c.number as subject, c.respond_by::text || ' instead of ' || d.due_at::text as detail
      from scope join cases c using (id) join deadlines d on d.case_id = c.id and d.kind = 'response' and d.closed_at is null
      where d.due_at <> c.respond_by
        and not exists (select from deadlines o where o.case_id = c.id and o.kind = 'response' and o.closed_at is null and o.id <> d.id)`,
  },
  {
    name: 'one_open_response_deadline',
    about: 'cases',
    sql: `select c.number as subject, count(*) || ' open' as detail
      from scope join cases c using (id) join deadlines d on d.case_id = c.id and d.kind = 'response' and d.closed_at is null
      group by c.number having count(*) > 1`,
  },
  {
    name: 'ended_case_owes_nothing',
    about: 'cases',
    sql: `select c.number as subject, d.kind as detail from scope join cases c using (id)
      join deadlines d on d.case_id = c.id and d.closed_at is null where c.status in ('closed','merged','rejected')`,
  },
  {
    // What a transaction wrote is looked at as one: a rung has its number before what it did.
    name: 'status_changes_by_one_event',
    about: 'cases',
    sql: `with told as materialized (
        select e.case_id, e.xid, e.id, e.kind, e.state->>'status' as status, m.leads, (m.leads is not null or e.kind in ${WORK}) as steps
        from scope join events e on e.case_id = scope.id left join ${MOVES} on m.kind = e.kind),
      steps as materialized (
        select case_id, kind, status, leads, lag(status) over walk as before, row_number() over walk as nth
        from told where steps window walk as (partition by case_id order by xid, id)),
      ends as materialized (
        select case_id, kind, status, so_far from (
          select t.*, count(*) filter (where steps) over (partition by case_id order by xid) as so_far,
            row_number() over (partition by case_id, xid order by id desc) as back from told t) x
        where back = 1)
      select c.number as subject, coalesce(s.before, 'nothing') || ' to ' || s.status || ' by ' || s.kind as detail
      from steps s join cases c on c.id = s.case_id
      where case when s.leads is not null then s.status is not distinct from s.before or s.status <> all(s.leads)
        else s.status is distinct from s.before and s.status <> 'in_progress' end
      union all
      select c.number, coalesce(s.status, 'nothing') || ' to ' || e.status || ' by ' || e.kind
      from ends e join cases c on c.id = e.case_id left join steps s on s.case_id = e.case_id and s.nth = e.so_far
      where e.status is distinct from s.status`,
  },
  {
    name: 'case_is_as_its_last_event_says',
    about: 'cases',
    sql: `select c.number as subject,
        concat_ws(', ', case when c.status <> e.state->>'status' then 'status' end, case when c.level <> e.state->>'level' then 'level' end,
          case when c.branch <> e.state->>'branch' then 'branch' end, case when c.owner <> (e.state->>'owner')::bigint then 'owner' end) as detail
      from scope join cases c using (id)
      join lateral (select e.state from events e where e.case_id = c.id order by e.xid desc, e.id desc limit 1) e on true
      where c.status <> e.state->>'status' or c.level <> e.state->>'level' or c.branch <> e.state->>'branch'
        or c.owner <> (e.state->>'owner')::bigint`,
  },
  {
    name: 'case_begins_with_its_report',
    about: 'cases',
    sql: `select c.number as subject, 'no ' || k.kind as detail
      from scope join cases c using (id) cross join (values ('reported'), ('assigned')) k(kind)
      where not exists (select from events e where e.case_id = c.id and e.kind = k.kind)`,
  },
  {
    name: 'ended_case_says_why',
    about: 'cases',
    sql: `select c.number as subject, c.status as detail from scope join cases c using (id)
      where c.status in ('rejected','merged') and coalesce(btrim(c.public_answer->>'text'), '') = ''`,
  },
  {
    name: 'merged_case_leads_somewhere',
    about: 'cases',
    sql: `select c.number as subject, coalesce(c.merged_into::text, 'nowhere') as detail from scope join cases c using (id)
      where (c.status = 'merged') <> (c.merged_into is not null)
        or (c.status = 'merged' and (c.merged_into = c.id or not exists (select from cases o where o.id = c.merged_into)))`,
  },
  {
    name: 'what_was_removed_stays_out_of_sight',
    about: 'cases',
    sql: `select c.number as subject, case when c.erased_at is not null and c.moderation ? 'original' then 'erased and still kept'
        when jsonb_typeof(c.moderation->'removed') = 'object' and c.public then 'removed and public' else 'masked and readable' end as detail
      from scope join cases c using (id)
      where c.moderation is not null and ((jsonb_typeof(c.moderation->'removed') = 'object' and c.public)
        or (c.erased_at is not null and c.moderation ? 'original')
        or exists (select from jsonb_array_elements_text(c.moderation->'words') w(word)
          where position(w.word in concat_ws(' ', c.title, c.text, c.address)) > 0))`,
  },
  {
    name: 'reporter_is_sealed',
    about: 'cases',
    sql: `select c.number as subject,
        case when r.sealed is null then 'contacts missing' when r.erased_at is not null then 'erased and still there' else 'not sealed' end as detail
      from scope join cases c using (id) join reporters r on r.case_id = c.id
      where (r.sealed is not null and (length(r.sealed) < 31 or get_byte(r.sealed, 0) <> 1))
        or (r.sealed is not null and r.erased_at is not null)
        or (r.sealed is null and r.has_email and r.erased_at is null)
        or length(r.iin_hash) <> 32 or length(r.phone_hash) <> 32 or length(r.email_hash) <> 32`,
  },
]
