import { type Audit, ENDED } from './audit.ts'

/** The scopes a contribution counts in; see spread() in shared/domain/figures.ts, which this recounts by other means. */
const scopes = (
  branch: string,
) => `cross join lateral (values ('all'), ('branch:' || ${branch}), ('category:' || (f.keys->>'c')),
  ('region:' || (f.keys->>'r'))) s(scope)`

const RECOUNT = `recount as (
  select scope, metric, day, count(*) as value from (
    select s.scope, m.metric, '' as day from case_figures f
      cross join lateral jsonb_array_elements_text(f.keys->'s') m(metric) ${scopes(`(f.keys->>'b')`)}
    union all
    select s.scope, d.e->>0, x.day from case_figures f
      cross join lateral jsonb_array_elements(f.keys->'d') d(e) ${scopes(`coalesce(d.e->>2, f.keys->>'b')`)}
      cross join lateral (values (d.e->>1), (left(d.e->>1, 7))) x(day)
      where case when d.e->>0 like '%:%' then s.scope = 'all' or (s.scope not like 'category:%' and length(x.day) = 7)
        else s.scope not like 'category:%' or length(x.day) = 7 or d.e->>0 = 'reported' end
    union all
    select 'body:' || (w.e->>2), w.e->>0, left(w.e->>1, 7) from case_figures f
      cross join lateral jsonb_array_elements(f.keys->'w') w(e)
  ) every where scope is not null group by 1, 2, 3)`

export const FIGURE_AUDITS: readonly Audit[] = [
  {
    // Only of cases whose last event has been folded: the others are on their way.
    name: 'case_counts_as_it_is',
    about: 'cases',
    sql: `with place as (select xid, event_id from fold_cursor where name = 'figures'),
      told as (
        select c.id, c.number, f.keys,
          array_remove(array[
            case when c.status not in ${ENDED} then 'open' end,
            case when c.status in ('received','reopened') then 'unanswered' end,
            case when exists (select from deadlines d join verdicts v on v.deadline_id = d.id
              where d.case_id = c.id and d.kind = 'response' and d.closed_at is null and v.verdict = 'missed') then 'overdue' end,
            case when c.status not in ${ENDED} and c.raised_at is not null then 'raised' end,
            case when c.status not in ${ENDED} and c.on_wall then 'wall' end,
            case when c.on_wall and exists (select from deadlines d join verdicts v on v.deadline_id = d.id
              where d.case_id = c.id and d.kind = 'response' and d.closed_at is null and v.verdict = 'missed') then 'silent' end,
            case when c.status = 'resolved' then 'resolved' end], null) as standing,
          c.branch, c.category, c.region, case when c.status not in ${ENDED} then c.owner end as owner
        from scope join cases c using (id) join case_figures f on f.case_id = c.id
        join lateral (select e.xid, e.id from events e where e.case_id = c.id order by e.xid desc, e.id desc limit 1) e on true
        join place p on (e.xid, e.id) <= (p.xid, p.event_id))
      select number as subject, 'counted as ' || (keys->'s')::text || ', is ' || to_jsonb(standing)::text as detail from told
      where keys->'s' <> to_jsonb(standing) or keys->>'b' <> branch or keys->>'c' <> category
        or keys->>'r' is distinct from region or (keys->>'o')::bigint is distinct from owner`,
  },
  {
    name: 'folded_case_is_counted',
    about: 'cases',
    sql: `with place as (select xid, event_id from fold_cursor where name = 'figures')
      select c.number as subject, 'not counted' as detail from scope join cases c using (id)
      join lateral (select e.xid, e.id from events e where e.case_id = c.id order by e.xid desc, e.id desc limit 1) e on true
      join place p on (e.xid, e.id) <= (p.xid, p.event_id)
      where not exists (select from case_figures f where f.case_id = c.id)`,
  },
  {
    name: 'figures_add_up',
    about: 'whole',
    sql: `with ${RECOUNT}
      select coalesce(f.scope, r.scope) || ' ' || coalesce(f.metric, r.metric) || ' ' || coalesce(f.day, r.day) as subject,
        coalesce(f.value, 0) || ' instead of ' || coalesce(r.value, 0) as detail
      from figures f full join recount r on r.scope = f.scope and r.metric = f.metric and r.day = f.day
      where coalesce(f.value, 0) <> coalesce(r.value, 0)`,
  },
  {
    name: 'loads_add_up',
    about: 'whole',
    sql: `with held as (select (keys->>'o')::bigint as staff, count(*) as n from case_figures where keys->>'o' is not null group by 1)
      select 'staff ' || coalesce(l.staff, h.staff) as subject, coalesce(l.open, 0) || ' instead of ' || coalesce(h.n, 0) as detail
      from staff_load l full join held h on h.staff = l.staff where coalesce(l.open, 0) <> coalesce(h.n, 0)`,
  },
]
