import type { Audit } from './audit.ts'

export const PAPER_AUDITS: readonly Audit[] = [
  {
    name: 'papers_have_their_events',
    about: 'cases',
    sql: `select c.number as subject, 'letter ' || k.outgoing_number as detail
      from scope join cases c using (id) join contact_cases x on x.case_id = c.id join contacts k on k.id = x.contact
      where not exists (select from events e where e.case_id = c.id and e.kind = 'contacted' and (e.data->>'contact')::bigint = k.id)
      union all
      select c.number, 'instruction ' || i.id
      from scope join cases c using (id) join instructions i on i.case_id = c.id
      where not exists (select from events e where e.case_id = c.id and e.kind = 'instructed' and (e.data->>'instruction')::bigint = i.id)
      union all
      select c.number, 'reply ' || r.id
      from scope join cases c using (id) join contact_cases x on x.case_id = c.id join replies r on r.contact = x.contact
      where not exists (select from events e where e.case_id = c.id and e.kind = 'replied' and (e.data->>'reply')::bigint = r.id)`,
  },
  {
    name: 'open_letter_has_its_term',
    about: 'cases',
    sql: `select c.number as subject, k.outgoing_number as detail
      from scope join cases c using (id) join contact_cases x on x.case_id = c.id join contacts k on k.id = x.contact
      where k.state = 'open' and c.status in ('received','responded','in_progress','reopened')
        and not exists (select from deadlines d where d.case_id = c.id and d.kind = 'reply' and d.subject = k.id)`,
  },
  {
    name: 'ungraded_reply_is_owed_its_grade',
    about: 'cases',
    sql: `select c.number as subject, 'reply ' || r.id as detail
      from scope join cases c using (id) join contact_cases x on x.case_id = c.id join replies r on r.contact = x.contact and r.grade is null
      where c.status in ('received','responded','in_progress','reopened','resolved')
        and not exists (select from deadlines d where d.case_id = c.id and d.kind = 'action' and d.subject = r.id and d.closed_at is null)`,
  },
  {
    name: 'graded_reply_says_by_whom',
    about: 'cases',
    sql: `select c.number as subject, 'reply ' || r.id as detail
      from scope join cases c using (id) join contact_cases x on x.case_id = c.id join replies r on r.contact = x.contact
      where r.grade is not null and r.source <> 'staff' and not exists (select from events e
        where e.case_id = c.id and e.kind = 'graded' and (e.data->>'reply')::bigint = r.id)`,
  },
  {
    name: 'commitment_has_its_deadline',
    about: 'cases',
    sql: `select c.number as subject, 'commitment ' || m.id as detail
      from scope join cases c using (id) join commitments m on m.case_id = c.id
      where (select count(*) from deadlines d where d.case_id = c.id and d.kind = 'commitment' and d.subject = m.id) <> 1
        or not exists (select from events e where e.case_id = c.id and e.kind = 'committed' and (e.data->>'commitment')::bigint = m.id)`,
  },
  {
    // A person may know better than the mail server, and says so with a note.
    name: 'letter_and_its_contact_agree',
    about: 'cases',
    sql: `select c.number as subject, k.outgoing_number || ': contact ' || k.delivery || ', letter ' || l.state as detail
      from scope join cases c using (id) join contact_cases x on x.case_id = c.id join contacts k on k.id = x.contact
        join letters l on l.contact = k.id and l.id = l.thread
      where k.delivery <> case l.state when 'queued' then 'sending' when 'withdrawn' then 'by-hand' else l.state end
        and k.delivery_note is null
      union all
      select c.number, k.outgoing_number || ': leaves by mail without a letter'
      from scope join cases c using (id) join contact_cases x on x.case_id = c.id join contacts k on k.id = x.contact
      where k.delivery = 'sending' and not exists (select from letters l where l.contact = k.id)`,
  },
  {
    name: 'reminder_has_its_event',
    about: 'cases',
    sql: `select c.number as subject, k.outgoing_number || ': ' || l.purpose as detail
      from scope join cases c using (id) join contact_cases x on x.case_id = c.id join contacts k on k.id = x.contact
        join letters l on l.contact = k.id and l.once_key is not null
      where not exists (select from contact_cases y join events e on e.case_id = y.case_id
        where y.contact = k.id and e.kind = 'reminded-body' and (e.data->>'contact')::bigint = k.id)`,
  },
  {
    name: 'instruction_on_control_has_its_clock',
    about: 'cases',
    sql: `select c.number as subject, 'instruction ' || i.id as detail
      from scope join cases c using (id) join instructions i on i.case_id = c.id
      where i.state <> 'accepted' and c.status in ('received','responded','in_progress','reopened')
        and not exists (select from deadlines d where d.case_id = c.id and d.kind = 'instruction' and d.subject = i.id)`,
  },
  {
    name: 'off_control_is_somebody_elses_word',
    about: 'cases',
    sql: `select c.number as subject, 'instruction ' || i.id as detail
      from scope join cases c using (id) join instructions i on i.case_id = c.id
      where i.state = 'accepted' and (i.accepted_at is null or i.accepted_by = i.responsible or i.accepted_by = any(i.co_executors)
        or exists (select from deadlines d where d.subject = i.id and d.kind = 'instruction' and d.closed_at is null))`,
  },
  {
    name: 'meeting_has_its_events',
    about: 'cases',
    sql: `select c.number as subject, 'meeting ' || m.id || ' ' || m.state as detail
      from scope join cases c using (id) join meeting_cases x on x.case_id = c.id join meetings m on m.id = x.meeting
      where not exists (select from events e where e.case_id = c.id and e.kind = 'meeting-called' and (e.data->>'meeting')::bigint = m.id)
        or (m.state <> 'called') <> exists (select from events e where e.case_id = c.id
          and e.kind = case m.state when 'held' then 'met' else 'meeting-cancelled' end and (e.data->>'meeting')::bigint = m.id)
        or (m.state = 'held') <> exists (select from meeting_decisions d where d.meeting = m.id)`,
  },
  {
    name: 'help_asked_has_its_clock',
    about: 'cases',
    sql: `select c.number as subject, 'help ' || h.id || ' ' || h.state as detail
      from scope join cases c using (id) join help_requests h on h.case_id = c.id
      cross join lateral (select count(*) filter (where d.due_at = h.due_at) as as_asked, count(*) filter (where d.closed_at is null) as open
        from deadlines d where d.case_id = c.id and d.kind = 'help' and d.subject = h.id) clock
      where clock.as_asked = 0
        or (h.state in ('open','taken') and clock.open = 0 and c.status in ('received','responded','in_progress','reopened'))
        or (h.state in ('answered','instructed','withdrawn') and clock.open > 0)
        or not exists (select from events e where e.case_id = c.id and e.kind = 'help-asked' and (e.data->>'help')::bigint = h.id)`,
  },
  {
    name: 'notice_has_its_cause',
    about: 'cases',
    sql: `select c.number as subject, o.kind as detail
      from scope join cases c using (id) join outbox o on o.case_id = c.id
      where o.event_id is not null and not exists (select from events e where e.id = o.event_id)`,
  },
  {
    name: 'outgoing_numbers_have_no_gap',
    about: 'always',
    sql: `select coalesce(k.branch, o.branch) || ' ' || coalesce(k.year, o.year) as subject,
        'numbers ' || coalesce(k.n, 0) || ', last ' || coalesce(k.last, 0) || ', counter ' || coalesce(o.last, 0) as detail
      from (select branch, year, count(*) as n, count(distinct serial) as different, min(serial) as first, max(serial) as last
          from contacts group by branch, year) k
      full join outgoing_counters o on o.branch = k.branch and o.year = k.year
      where coalesce(k.n, 0) <> coalesce(o.last, 0) or k.first <> 1 or k.last <> o.last or k.different <> k.n`,
  },
  {
    name: 'repeated_request_leads_to_its_case',
    about: 'whole',
    sql: `select encode(substring(i.key from 1 for 6), 'hex') as subject, 'case ' || (i.body->>'caseId') as detail
      from idempotency i
      where i.body ? 'caseId' and not exists (select from cases c where c.id = (i.body->>'caseId')::bigint)`,
  },
  {
    name: 'foreign_number_is_one_case',
    about: 'whole',
    sql: `select source || ' ' || external_id as subject, count(*) || ' cases' as detail from cases
      where external_id is not null group by source, external_id having count(*) > 1`,
  },
]

const OWNED: readonly [table: string, column: string][] = [
  ['deadlines', 'case_id'],
  ['verdicts', 'case_id'],
  ['rungs', 'case_id'],
  ['events', 'case_id'],
  ['reporters', 'case_id'],
  ['supporters', 'case_id'],
  ['followers', 'case_id'],
  ['abuse_reports', 'case_id'],
  ['attachments', 'case_id'],
  ['contact_cases', 'case_id'],
  ['instructions', 'case_id'],
  ['commitments', 'case_id'],
  ['reply_opinions', 'case_id'],
  ['meeting_cases', 'case_id'],
  ['meeting_decisions', 'case_id'],
  ['help_requests', 'case_id'],
  ['case_figures', 'case_id'],
]

export const WHOLE_AUDITS: readonly Audit[] = [
  {
    name: 'nothing_belongs_to_no_case',
    about: 'whole',
    sql: OWNED.map(
      ([table, column]) => `select '${table}' as subject, count(*) || ' rows' as detail from ${table} x
        where not exists (select from cases c where c.id = x.${column}) having count(*) > 0`,
    ).join('\nunion all\n'),
  },
  {
    name: 'placed_mail_is_one_reply',
    about: 'whole',
    sql: `select 'mail ' || m.id as subject, 'placed, but its reply is not there or of another contact' as detail
      from inbound_mails m left join replies r on r.id = m.reply and r.mail = m.id and r.contact = m.contact
      where m.state = 'placed' and r.id is null`,
  },
  {
    name: 'mail_has_its_bytes',
    about: 'whole',
    sql: `select 'mail ' || m.id as subject, 'of ' || m.size || ' bytes ' || coalesce(sum(length(p.bytes)), 0) || ' are kept' as detail
      from inbound_mails m left join inbound_raws p using (raw)
      where not exists (select from contact_cases k join cases c on c.id = k.case_id where k.contact = m.contact and c.erased_at is not null)
      group by m.id having coalesce(sum(length(p.bytes)), 0) <> m.size`,
  },
  {
    name: 'verdict_belongs_to_its_deadline',
    about: 'whole',
    sql: `select 'verdict of deadline ' || v.deadline_id as subject, v.kind as detail from verdicts v
      left join deadlines d on d.id = v.deadline_id where d.id is null or d.case_id <> v.case_id or d.kind <> v.kind`,
  },
  {
    name: 'disabled_person_has_no_session',
    about: 'always',
    sql: `select 'staff ' || s.id as subject, count(*) || ' sessions' as detail
      from staff s join sessions x on x.staff = s.id, input
      where s.disabled_at is not null and x.ended_at is null and x.expires_at > input.at and s.disabled_at <= input.at
      group by s.id`,
  },
  {
    name: 'one_policy_is_active',
    about: 'always',
    sql: `select 'policies' as subject, count(*) || ' active' as detail from policies where state = 'active' having count(*) <> 1`,
  },
  {
    name: 'the_central_desk_exists',
    about: 'always',
    sql: `select 'staff 1' as subject, 'missing or disabled' as detail
      where not exists (select from staff where id = 1 and roles @> '{desk}' and disabled_at is null)`,
  },
]
