import { type Audit, ENDED, LADDER, LAST_PASS } from './audit.ts'

export const DEADLINE_AUDITS: readonly Audit[] = [
  {
    name: 'closed_deadline_sleeps',
    about: 'cases',
    sql: `select c.number as subject, d.kind as detail from scope join cases c using (id) join deadlines d on d.case_id = c.id
      where d.closed_at is not null and d.wake_at is not null`,
  },
  {
    name: 'closed_deadline_says_by_what',
    about: 'cases',
    sql: `select c.number as subject, d.kind as detail from scope join cases c using (id) join deadlines d on d.case_id = c.id
      where d.closed_at is not null
        and not exists (select from events e where e.id = d.closed_by and e.case_id = d.case_id)`,
  },
  {
    // A set-aside deadline sleeps longer on purpose; it is shown elsewhere.
    name: 'open_deadline_wakes_for_its_next_rung',
    about: 'cases',
    sql: `with ${LADDER}
      select c.number as subject, d.kind || ': wakes ' || coalesce(d.wake_at::text, 'never') || ' for ' || coalesce(l.name, 'nothing') as detail
      from scope join cases c using (id) join deadlines d on d.case_id = c.id and d.closed_at is null
      left join ladder l on l.version = d.policy and l.kind = d.kind and l.severity = d.severity and l.position = d.next_rung
      where c.status not in ${ENDED} and d.failures = 0 and d.fault is null
        and ((l.name is null) <> (d.wake_at is null)
          or (l."when" ? 'minutes' and d.wake_at > case l."when"->>'from' when 'opened' then d.opened_at else d.due_at end
            + make_interval(mins => (l."when"->>'minutes')::int)))`,
  },
  {
    name: 'due_rung_has_fired',
    about: 'cases',
    sql: `select c.number as subject, d.kind || ' since ' || d.wake_at::text as detail
      from scope join cases c using (id) join deadlines d on d.case_id = c.id
      where d.wake_at <= ${LAST_PASS} - interval '10 minutes' and d.fault is null and d.closed_at is null
        and (d.due_at > ${LAST_PASS} or d.kind = 'confirmation' or exists (select from verdicts v where v.deadline_id = d.id))`,
  },
  {
    name: 'rungs_are_whole',
    about: 'cases',
    sql: `select c.number as subject, d.kind || ': ' || f.n || ' of ' || d.next_rung as detail
      from scope join cases c using (id) join deadlines d on d.case_id = c.id
      cross join lateral (select count(distinct r.position) as n from rungs r
        where r.deadline_id = d.id and r.position < d.next_rung and r.position >= 0) f
      where f.n <> d.next_rung`,
  },
  {
    name: 'no_rung_is_doubled',
    about: 'cases',
    sql: `select c.number as subject, d.kind || ' ' || r.position || ': ' || string_agg(r.rung, ', ') as detail
      from scope join cases c using (id) join deadlines d on d.case_id = c.id join rungs r on r.deadline_id = d.id
      where r.position < d.next_rung
      group by c.number, d.kind, d.id, r.position having count(*) > 1`,
  },
  {
    name: 'no_rung_ahead_of_its_turn',
    about: 'cases',
    sql: `select c.number as subject, d.kind || ' ' || r.rung as detail
      from scope join cases c using (id) join deadlines d on d.case_id = c.id join rungs r on r.deadline_id = d.id
      where r.position >= d.next_rung or r.position < 0 or r.fired_at < r.rung_due_at`,
  },
  {
    name: 'rungs_fire_in_order',
    about: 'cases',
    sql: `select c.number as subject, d.kind || ' ' || r.rung as detail
      from scope join cases c using (id) join deadlines d on d.case_id = c.id
      join rungs r on r.deadline_id = d.id join rungs n on n.deadline_id = d.id and n.position = r.position + 1
      join events a on a.id = r.event_id join events b on b.id = n.event_id
      where n.fired_at < r.fired_at or (b.xid, b.id) < (a.xid, a.id)`,
  },
  {
    name: 'rung_is_named_by_its_policy',
    about: 'cases',
    sql: `with ${LADDER}
      select c.number as subject, d.kind || ' ' || r.position || ': ' || r.rung || ' instead of ' || coalesce(l.name, 'none') as detail
      from scope join cases c using (id) join deadlines d on d.case_id = c.id join rungs r on r.deadline_id = d.id
      left join ladder l on l.version = d.policy and l.kind = d.kind and l.severity = d.severity and l.position = r.position
      where l.name is distinct from r.rung and r.position < d.next_rung
        and not exists (select from rungs o where o.deadline_id = d.id and o.position = r.position and o.rung <> r.rung)`,
  },
  {
    name: 'rung_has_its_event',
    about: 'cases',
    sql: `select c.number as subject, r.rung as detail from scope join cases c using (id) join rungs r on r.deadline_id in (
          select d.id from deadlines d where d.case_id = c.id)
      where not exists (select from events e where e.id = r.event_id and e.case_id = r.case_id and e.kind = 'rung'
        and e.data->>'rung' = r.rung and (e.data->>'deadlineId')::bigint = r.deadline_id)`,
  },
  {
    name: 'rung_event_has_its_rung',
    about: 'cases',
    sql: `select c.number as subject, e.data->>'rung' as detail
      from scope join cases c using (id) join events e on e.case_id = c.id and e.kind = 'rung'
      where not exists (select from rungs r where r.deadline_id = (e.data->>'deadlineId')::bigint and r.event_id = e.id)
        and not exists (select from rungs r where r.deadline_id = (e.data->>'deadlineId')::bigint and r.rung = e.data->>'rung')`,
  },
]

export const VERDICT_AUDITS: readonly Audit[] = [
  {
    name: 'past_due_deadline_is_judged',
    about: 'cases',
    sql: `select c.number as subject, d.kind || ' due ' || d.due_at::text as detail
      from scope join cases c using (id) join deadlines d on d.case_id = c.id
      where not exists (select from verdicts v where v.deadline_id = d.id)
        and ((d.closed_at is null and d.kind <> 'confirmation' and d.due_at <= ${LAST_PASS} and d.fault is null)
          or d.outcome = 'met'
          or (d.outcome = 'cancelled' and d.closed_at >= d.due_at))`,
  },
  {
    // The confirmation term is kept by the reporter's answer and by its own end alike.
    name: 'met_means_in_time',
    about: 'cases',
    sql: `select c.number as subject, v.kind || ' closed ' || coalesce(d.closed_at::text, 'never') || ', due ' || v.due_at::text as detail
      from scope join cases c using (id) join verdicts v on v.case_id = c.id join deadlines d on d.id = v.deadline_id
      where v.verdict = 'met' and (d.closed_at is null or (d.closed_at >= v.due_at and v.kind <> 'confirmation'))`,
  },
  {
    name: 'met_relies_on_an_event',
    about: 'cases',
    sql: `select c.number as subject, v.kind as detail
      from scope join cases c using (id) join verdicts v on v.case_id = c.id
      where v.verdict = 'met' and not exists (select from events e where e.id = v.relied_on and e.case_id = v.case_id)`,
  },
  {
    name: 'missed_is_decided_at_the_due_instant',
    about: 'cases',
    sql: `select c.number as subject, v.kind || ' decided ' || v.decided_at::text || ', due ' || v.due_at::text as detail
      from scope join cases c using (id) join verdicts v on v.case_id = c.id
      where v.verdict = 'missed' and (v.decided_at <> v.due_at or v.relied_on is not null or v.recorded_at < v.due_at)`,
  },
  {
    name: 'verdict_has_its_event',
    about: 'cases',
    sql: `select c.number as subject, v.kind as detail
      from scope join cases c using (id) join verdicts v on v.case_id = c.id
      where not exists (select from events e where e.id = v.event_id and e.case_id = v.case_id and e.kind = 'verdict'
        and e.data->>'verdict' = v.verdict and e.data->>'deadline' = v.kind)`,
  },
  {
    name: 'verdict_event_has_its_verdict',
    about: 'cases',
    sql: `select c.number as subject, e.data->>'deadline' as detail
      from scope join cases c using (id) join events e on e.case_id = c.id and e.kind = 'verdict'
      where not exists (select from verdicts v where v.case_id = c.id and v.event_id = e.id)`,
  },
]
