/**
 * The apply statements. Each takes ($1 the document as jsonb, $2 the stamp of the world it was decided under) and writes
 * all of it at once: cases, events, deadlines, verdicts, rungs, notices, idempotency records. A command whose case has
 * moved on meanwhile, or whose idempotency key exists, writes nothing at all; `applied` names those that were written.
 * One statement, because an interactive transaction loses its second half when a connection dies (house.md).
 */

import { ms } from '../ms.ts'
import { ID, insert, names, reads, record, update } from './column.ts'
import {
  CORRECTION,
  DEADLINE,
  DEADLINE_MOVES,
  DEADLINE_STEP,
  EVENT,
  FILE,
  IDEMPOTENCY,
  NOTICE,
  REPORT,
  REPORTER,
  RUNG,
  STATE,
  VERDICT,
} from './columns.ts'
import {
  CONTACT,
  CONTACT_CASE,
  MAIL_SET,
  NEW_LETTER,
  OPINION,
  REPLY,
  REPLY_SET,
  SET_CONTACT,
  SET_LETTER,
} from './columns-letter.ts'
import {
  COMMITMENT,
  HELP,
  HELP_SET,
  INSTRUCTION,
  INSTRUCTION_REPORT,
  INSTRUCTION_SET,
  MEETING,
  MEETING_CASE,
  MEETING_DECISION,
  MEETING_SET,
  REPORT_RETURN,
} from './columns-order.ts'

const caseRows = [
  `new_event as (${insert('events', 'e', EVENT)})`,
  `new_deadline as (${insert('deadlines', 'o', DEADLINE)})`,
  `new_verdict as (${insert('verdicts', 'v', VERDICT)})`,
  `new_rung as (${insert('rungs', 'u', RUNG)})`,
  `new_notice as (${insert('outbox', 'm', NOTICE)})`,
]

const CURRENT = `(select stamp from reference_stamp where id = 1)`

/**
 * New cases. A command with a known idempotency key falls out; the waiting on a concurrent twin is the unique index's. In
 * the order of the keys, or two batches with the same ones wait for each other.
 */
export const APPLY_NEW = `with
keyed as (
  insert into idempotency (${names(IDEMPOTENCY)})
  select ${reads(IDEMPOTENCY)} from ${record('i', IDEMPOTENCY)} where ${CURRENT} = $2 order by x."key"
  on conflict (key) do nothing returning key
),
gate as materialized (
  select x.g from jsonb_to_recordset($1::jsonb->'n') as x(g int, key text)
  where ${CURRENT} = $2 and (x.key is null or decode(x.key, 'base64') in (select key from keyed))
),
new_case as (${insert('cases', 'n', [...REPORT, ...STATE])}),
new_reporter as (${insert('reporters', 'r', REPORTER)}),
${caseRows.join(',\n')}
select (select coalesce(array_agg(g), '{}') from gate) as applied, ${CURRENT} as stamp`

/**
 * The cases of a command are locked in the order of their ids, so that batches cannot deadlock, and only at the version
 * it was decided on. `state` is what an event says of a case that only passes by (shared/domain/events.ts EventState).
 * The version and the count are compared by inequalities that mean the same: an equality is guessed to keep one row in
 * 200, and everything joined to the result is then looped over, 40 ms a batch instead of 1.
 */
const LOCKED = `locked as materialized (
  select x.g, t.id, x."touchedAt", jsonb_build_object('number', t.number, 'status', t.status, 'stage', t.stage, 'level', t.level, 'branch', t.branch,
    'owner', t.owner, 'region', t.region, 'district', t.district, 'category', t.category, 'severity', t.severity,
    'respondBy', ${ms('t.respond_by')}, 'respondedAt', ${ms('t.responded_at')}, 'dueAt', ${ms('t.due_at')}, 'public', t.public) as state
  from cases t join ${record('l', [ID, ['version', 'version', 'int'], ['touchedAt', 'touched_at', 'float8']])} on t.id = x.id
  where ${CURRENT} = $2 and abs(t.version - x.version) < 1 order by t.id for no key update of t
),
gate as materialized (
  select l.g from locked l join jsonb_to_recordset($1::jsonb->'g') as x(g int, n int) on x.g = l.g group by l.g, x.n having count(*) >= x.n
)`

/** `also`: what else becomes of the row of the case; it can be updated only once in a statement. */
const movedBy = (also = '') => [
  `moved_case as (${update('cases', 'c', ID, STATE, `, version = t.version + 1${also}`)})`,
  `touched_case as (update cases t set updated_at = to_timestamp(l."touchedAt" / 1000), version = t.version + 1${also}
    from locked l join gate using (g) where t.id = l.id and l."touchedAt" is not null)`,
  `stepped_deadline as (${update('deadlines', 'w', ID, DEADLINE_STEP, ', fault = null')})`,
  `moved_deadline as (${update('deadlines', 'd', ID, DEADLINE_MOVES, ', fault = null')})`,
]

const DONE = `(select coalesce(array_agg(g), '{}') from gate) as applied, ${CURRENT} as stamp`

/** Events of existing cases: their state, where it is not told, is that of the locked row. */
const moveEvents = (data: string, join: string) => `new_event as (
  insert into events (${names(EVENT)})
  select ${reads(EVENT).replace('x."data"', data).replace('x."state"', 'coalesce(x."state", l.state)')}
  from ${record('e', EVENT)} join gate using (g) join locked l on l.id = x."caseId"${join}
)`

const movesWith = (more: readonly string[], also?: string) => `with ${LOCKED},
${[...movedBy(also), moveEvents('x."data"', ''), ...caseRows.slice(1), ...more, `keyed as (${insert('idempotency', 'i', IDEMPOTENCY)})`].join(',\n')}
select ${DONE}`

/** Changes of existing cases, without papers: the engine's batches and most commands. */
export const APPLY_MOVES = movesWith([])

const GATED = 'from locked l join gate using (g)'

/** A change of one case that takes its personal data out: $3 the search words that may stay, $4 the instant. */
export const APPLY_ERASURE = movesWith(
  [
    `erased_reporter as (update reporters r set sealed = null, has_email = false, iin_hash = null, phone_hash = null, email_hash = null,
      erased_at = to_timestamp($4::float8 / 1000) ${GATED} where r.case_id = l.id)`,
    `erased_opinion as (update reply_opinions o set text = null ${GATED} where o.case_id = l.id and o.text is not null)`,
    `erased_complaint as (update abuse_reports a set text = null ${GATED} where a.case_id = l.id and a.text is not null)`,
    // Only the reporter's own following; other people keep theirs.
    `erased_follower as (delete from followers f using locked l join gate using (g) join reporters r on r.case_id = l.id
      where f.case_id = l.id and f.key_hash = r.email_hash)`,
    `erased_words as (update events e set erasable = null ${GATED} where e.case_id = l.id and e.erasable is not null)`,
    `erased_letters as (update letters t set raw = null, annexes = (select coalesce(jsonb_agg(x), '[]') from jsonb_array_elements(t.annexes) x
        where not exists (select from attachments f where f.id = (x->>'file')::bigint and f.case_id = l.id and f.by_kind = 'reporter'))
      ${GATED} join contact_cases kc on kc.case_id = l.id where t.contact = kc.contact)`,
    // What bodies have mailed quotes our letters: their own words stay in the reply, the mail itself goes, and with it every
    // letter that came back whole or was forwarded within.
    `erased_returned as (delete from inbound_files f using locked l join gate using (g) join contact_cases kc on kc.case_id = l.id
      join inbound_mails m on m.contact = kc.contact where f.mail = m.id and (m.state = 'bounce' or f.mime = 'message/rfc822'))`,
    `erased_quotes as (update inbound_mails m set parsed = m.parsed || '{"quoted": ""}'
      || case when m.state = 'bounce' then '{"text": ""}'::jsonb else '{}' end ${GATED}
      join contact_cases kc on kc.case_id = l.id where m.contact = kc.contact)`,
    `erased_mails as (delete from inbound_raws p using locked l join gate using (g) join contact_cases kc on kc.case_id = l.id
      join inbound_mails m on m.contact = kc.contact where p.raw = m.raw)`,
    `erased_files as (update attachments a set bytes = null, name = '', hidden_at = coalesce(a.hidden_at, to_timestamp($4::float8 / 1000))
      ${GATED} where a.case_id = l.id and a.by_kind = 'reporter')`,
  ],
  `, text = '', title = null, address = null, lat = null, lon = null, erased_at = to_timestamp($4::float8 / 1000),
    search = array_to_tsvector(string_to_array($3::text, ' ')), moderation = t.moderation - 'original'`,
)

/** A change of one case that takes something of it out of public view, or back: $3 the patch, $4 its search words. */
export const APPLY_MODERATION = movesWith(
  [
    `moderated_file as (update attachments a set hidden_at = to_timestamp(($3::jsonb->'file'->>'hiddenAt')::float8 / 1000)
      ${GATED} where a.case_id = l.id and a.id = ($3::jsonb->'file'->>'id')::bigint)`,
    `settled_complaint as (update abuse_reports a set handled_at = to_timestamp(($3::jsonb->'settle'->>'at')::float8 / 1000),
      handled_by = ($3::jsonb->'settle'->>'by')::bigint, outcome = $3::jsonb->'settle'->>'outcome'
      ${GATED} where a.case_id = l.id and a.handled_at is null and $3::jsonb->'settle'->>'at' is not null
        and ($3::jsonb->'settle'->>'which' is null or $3::jsonb->'settle'->'which' @> to_jsonb(a.id)))`,
  ],
  `, title = $3::jsonb->>'title', text = $3::jsonb->>'text', address = $3::jsonb->>'address', public = ($3::jsonb->>'public')::boolean,
    moderation = nullif($3::jsonb->'moderation', 'null'::jsonb), search = array_to_tsvector(string_to_array($4::text, ' '))`,
)

/** The most files of one command. */
export const FILES = 10

const NEW_FILES = `new_file as (insert into attachments (${names(FILE)}, bytes)
    select ${reads(FILE)}, case x.n ${Array.from({ length: FILES }, (_, n) => `when ${n} then $${n + 3}::bytea`).join(' ')} end
    from ${record('f', [...FILE, ['n', 'n', 'int']])} join gate using (g))`

/** A change of one case with files: $3 on, their bytes, in the order of the rows `f`. */
export const APPLY_FILES = movesWith([NEW_FILES])

/** The answer of a letter is stored with the number it gets here. */
const KEYED_WITH_NUMBER = `keyed as (${insert('idempotency', 'i', IDEMPOTENCY).replace(
  'x."body"',
  `case when x."body" ? 'outgoingNumber' then x."body" || coalesce((select jsonb_build_object('outgoingNumber', prefix || lpad(serial::text, 6, '0')) from numbered limit 1), '{}') else x."body" end`,
)})`

/** The same with contacts (numbered here, gapless: the counter row is bumped in this very statement), replies and instructions. */
const fullWith = (more: readonly string[] = []) => `with ${LOCKED},
asked as materialized (select x.* from ${record('k', CONTACT)} join gate using (g)),
counted as (
  insert into outgoing_counters as o (branch, year, last) select branch, year, count(*) from asked group by branch, year
  on conflict (branch, year) do update set last = o.last + excluded.last returning branch, year, last
),
numbered as materialized (
  select a.id, c.last - count(*) over (partition by a.branch, a.year) + row_number() over (partition by a.branch, a.year order by a.id) as serial,
    coalesce(nullif(regexp_replace(a.branch, '^KZ-?', ''), ''), '00') || '-' || right(a.year::text, 2) || '/' as prefix
  from asked a join counted c using (branch, year)
),
new_contact as (
  insert into contacts (${names(CONTACT)}, serial, outgoing_number, state)
  select ${reads(CONTACT)}, n.serial, n.prefix || lpad(n.serial::text, 6, '0'), 'open'
  from asked x join numbered n on n.id = x.id
),
new_contact_case as (${insert('contact_cases', 'kc', CONTACT_CASE)}),
moved_contact as (${SET_CONTACT}),
new_letter as (${NEW_LETTER}),
set_letter as (${SET_LETTER}),
new_reply as (${insert('replies', 'kr', REPLY)}),
placed_mail as (${update('inbound_mails', 'im', ID, MAIL_SET)}),
gone_reply as (delete from replies t using ${record('rg', [ID])} join gate using (g) where t.id = x.id and t.grade is null),
moved_reply as (${update('replies', 'rs', ID, REPLY_SET)}),
new_opinion as (${insert('reply_opinions', 'ro', OPINION)} on conflict (reply, case_id) do update set opinion = excluded.opinion, text = excluded.text, at = excluded.at),
new_commitment as (${insert('commitments', 'cm', COMMITMENT)}),
new_correction as (${insert('verdict_corrections', 'vc', CORRECTION)}),
new_instruction as (${insert('instructions', 't', INSTRUCTION)}),
moved_instruction as (${update('instructions', 'ts', ID, INSTRUCTION_SET)}),
new_report as (${insert('instruction_reports', 'tr', INSTRUCTION_REPORT).replaceAll(' by,', ' "by",')}),
returned_report as (${update('instruction_reports', 'tx', ID, REPORT_RETURN)}),
-- An invitation that has not left is overtaken by its successor: read in the other order, calendars would keep the wrong one.
overtaken as (
  update outbox o set state = 'bundled', carried_by = x.id
  from ${record('m', NOTICE)} join gate using (g)
  where x.guest is not null and o.case_id = x."caseId" and o.guest = x.guest and o.state = 'queued' and o.id < x.id
    and o.data->'meeting' = x.data->'meeting'
),
new_meeting as (${insert('meetings', 'g1', MEETING)}),
new_meeting_case as (${insert('meeting_cases', 'g2', MEETING_CASE)}),
moved_meeting as (${update('meetings', 'g3', ID, MEETING_SET)}),
new_decision as (${insert('meeting_decisions', 'g4', MEETING_DECISION)}),
new_help as (${insert('help_requests', 'h', HELP)}),
moved_help as (${update('help_requests', 'hs', ID, HELP_SET)}),
${movedBy().join(',\n')},
${moveEvents(
  `case when n.id is null then x."data" else x."data" || jsonb_build_object('outgoingNumber', n.prefix || lpad(n.serial::text, 6, '0')) end`,
  ` left join numbered n on x.kind = 'contacted' and n.id = (x."data"->>'contact')::bigint`,
)},
${[...caseRows.slice(1), ...more, KEYED_WITH_NUMBER].join(',\n')}
select ${DONE}, (select coalesce(json_agg(json_build_object('id', id, 'number', prefix || lpad(serial::text, 6, '0'))), '[]') from numbered) as contacts`

export const APPLY_FULL = fullWith()

/** A reply with its files: as APPLY_FULL, with the bytes as in APPLY_FILES. */
export const APPLY_FULL_FILES = fullWith([NEW_FILES])
