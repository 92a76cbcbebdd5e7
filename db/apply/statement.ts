/**
 * The apply statements. Each takes ($1 the document as jsonb, $2 the stamp of the world it was decided under) and writes
 * all of it at once: cases, events, deadlines, verdicts, rungs, notices, idempotency records. A command whose case has
 * moved on meanwhile, or whose idempotency key exists, writes nothing at all; `applied` names those that were written.
 * One statement, because an interactive transaction loses its second half when a connection dies (house.md).
 */

/** A column of a jsonb record: JSON key, column, type. Instants travel as epoch milliseconds. */
type Column = readonly [
  key: string,
  column: string,
  type:
    | 'bigint'
    | 'int'
    | 'text'
    | 'boolean'
    | 'jsonb'
    | 'float8'
    | 'instant'
    | 'base64'
    | 'bigint[]'
    | 'date'
    | 'tokens',
]

const sqlType = (type: Column[2]): string =>
  (({ instant: 'float8', base64: 'text', tokens: 'text' }) as Record<string, string>)[type] ?? type

const read = ([key, , type]: Column): string => {
  const name = `x."${key}"`
  if (type === 'instant') return `to_timestamp(${name} / 1000)`
  if (type === 'base64') return `decode(${name}, 'base64')`
  if (type === 'tokens') return `array_to_tsvector(string_to_array(${name}, ' '))`
  return name
}

const names = (columns: readonly Column[]) => columns.map(([, column]) => column).join(', ')
const reads = (columns: readonly Column[]) => columns.map(read).join(', ')
const record = (part: string, columns: readonly Column[]) =>
  `jsonb_to_recordset($1::jsonb->'${part}') as x(g int${columns.map((c) => `, "${c[0]}" ${sqlType(c[2])}`).join('')})`
const insert = (table: string, part: string, columns: readonly Column[]) =>
  `insert into ${table} (${names(columns)}) select ${reads(columns)} from ${record(part, columns)} join gate using (g)`
const update = (table: string, part: string, id: Column, columns: readonly Column[], more = '') =>
  `update ${table} t set ${columns.map((c) => `${c[1]} = ${read(c)}`).join(', ')}${more} from ${record(part, [id, ...columns])} join gate using (g) where t.id = x.id`

const ID: Column = ['id', 'id', 'bigint']

const STATE: readonly Column[] = [
  ['status', 'status', 'text'],
  ['stage', 'stage', 'int'],
  ['level', 'level', 'text'],
  ['branch', 'branch', 'text'],
  ['owner', 'owner', 'bigint'],
  ['respondBy', 'respond_by', 'instant'],
  ['respondedAt', 'responded_at', 'instant'],
  ['dueAt', 'due_at', 'instant'],
  ['nextDeadline', 'next_deadline', 'bigint'],
  ['raisedAt', 'raised_at', 'instant'],
  ['onWall', 'on_wall', 'boolean'],
  ['decidedBy', 'decided_by', 'bigint'],
  ['decidedAs', 'decided_as', 'text'],
  ['decidedAt', 'decided_at', 'instant'],
  ['disputedPerson', 'disputed_person', 'bigint'],
  ['rejectionDisputes', 'rejection_disputes', 'int'],
  ['underWay', 'under_way', 'boolean'],
  ['needsSecondSignature', 'needs_second_signature', 'boolean'],
  ['mergedInto', 'merged_into', 'bigint'],
  ['resolvedAt', 'resolved_at', 'instant'],
  ['closedAt', 'closed_at', 'instant'],
  ['publicAnswer', 'public_answer', 'jsonb'],
  ['updatedAt', 'updated_at', 'instant'],
]

const REPORT: readonly Column[] = [
  ID,
  ['number', 'number', 'text'],
  ['kind', 'kind', 'text'],
  ['category', 'category', 'text'],
  ['severity', 'severity', 'int'],
  ['region', 'region', 'text'],
  ['district', 'district', 'text'],
  ['address', 'address', 'text'],
  ['lat', 'lat', 'float8'],
  ['lon', 'lon', 'float8'],
  ['title', 'title', 'text'],
  ['text', 'text', 'text'],
  ['language', 'language', 'text'],
  ['channel', 'channel', 'text'],
  ['source', 'source', 'text'],
  ['externalId', 'external_id', 'text'],
  ['public', 'public', 'boolean'],
  ['reportedAt', 'reported_at', 'instant'],
  ['recordedAt', 'recorded_at', 'instant'],
  ['trackingHash', 'tracking_hash', 'base64'],
  ['search', 'search', 'tokens'],
]

const REPORTER: readonly Column[] = [
  ['caseId', 'case_id', 'bigint'],
  ['sealed', 'sealed', 'base64'],
  ['hasEmail', 'has_email', 'boolean'],
  ['iinHash', 'iin_hash', 'base64'],
  ['phoneHash', 'phone_hash', 'base64'],
  ['emailHash', 'email_hash', 'base64'],
]

const EVENT: readonly Column[] = [
  ID,
  ['caseId', 'case_id', 'bigint'],
  ['kind', 'kind', 'text'],
  ['at', 'at', 'instant'],
  ['recordedAt', 'recorded_at', 'instant'],
  ['byKind', 'by_kind', 'text'],
  ['byStaff', 'by_staff', 'bigint'],
  ['byName', 'by_name', 'text'],
  ['byRole', 'by_role', 'text'],
  ['public', 'public', 'boolean'],
  ['data', 'data', 'jsonb'],
  ['erasable', 'erasable', 'jsonb'],
  ['state', 'state', 'jsonb'],
]

const DEADLINE_MOVES: readonly Column[] = [
  ['dueAt', 'due_at', 'instant'],
  ['calendar', 'calendar', 'int'],
  ['because', 'because', 'jsonb'],
  ['closedAt', 'closed_at', 'instant'],
  ['closedBy', 'closed_by', 'bigint'],
  ['outcome', 'outcome', 'text'],
  ['nextRung', 'next_rung', 'int'],
  ['wakeAt', 'wake_at', 'instant'],
  ['failures', 'failures', 'int'],
]

const DEADLINE: readonly Column[] = [
  ID,
  ['caseId', 'case_id', 'bigint'],
  ['kind', 'kind', 'text'],
  ['subject', 'subject', 'bigint'],
  ['severity', 'severity', 'int'],
  ['openedAt', 'opened_at', 'instant'],
  ['policy', 'policy', 'int'],
  ...DEADLINE_MOVES,
]

const VERDICT: readonly Column[] = [
  ['deadlineId', 'deadline_id', 'bigint'],
  ['caseId', 'case_id', 'bigint'],
  ['kind', 'kind', 'text'],
  ['verdict', 'verdict', 'text'],
  ['dueAt', 'due_at', 'instant'],
  ['decidedAt', 'decided_at', 'instant'],
  ['recordedAt', 'recorded_at', 'instant'],
  ['eventId', 'event_id', 'bigint'],
  ['reliedOn', 'relied_on', 'bigint'],
  ['policy', 'policy', 'int'],
  ['calendar', 'calendar', 'int'],
  ['branch', 'branch', 'text'],
  ['owner', 'owner', 'bigint'],
  ['body', 'body', 'text'],
]

const RUNG: readonly Column[] = [
  ['deadlineId', 'deadline_id', 'bigint'],
  ['rung', 'rung', 'text'],
  ['position', 'position', 'int'],
  ['caseId', 'case_id', 'bigint'],
  ['rungDueAt', 'rung_due_at', 'instant'],
  ['firedAt', 'fired_at', 'instant'],
  ['late', 'late', 'boolean'],
  ['skipped', 'skipped', 'boolean'],
  ['eventId', 'event_id', 'bigint'],
]

const NOTICE: readonly Column[] = [
  ID,
  ['kind', 'kind', 'text'],
  ['staff', 'staff', 'bigint'],
  ['reporterOf', 'reporter_of', 'bigint'],
  ['language', 'language', 'text'],
  ['caseId', 'case_id', 'bigint'],
  ['eventId', 'event_id', 'bigint'],
  ['data', 'data', 'jsonb'],
  ['createdAt', 'created_at', 'instant'],
  ['sendAfter', 'send_after', 'instant'],
]

const IDEMPOTENCY: readonly Column[] = [
  ['key', 'key', 'base64'],
  ['request', 'request', 'base64'],
  ['status', 'status', 'int'],
  ['body', 'body', 'jsonb'],
  ['expiresAt', 'expires_at', 'instant'],
]

const CONTACT: readonly Column[] = [
  ID,
  ['body', 'body', 'text'],
  ['channel', 'channel', 'text'],
  ['subject', 'subject', 'text'],
  ['text', 'text', 'text'],
  ['language', 'language', 'text'],
  ['branch', 'branch', 'text'],
  ['author', 'author', 'bigint'],
  ['authorRole', 'author_role', 'text'],
  ['year', 'year', 'int'],
  ['createdAt', 'created_at', 'instant'],
  ['sentAt', 'sent_at', 'instant'],
  ['delivery', 'delivery', 'text'],
  ['registeredOn', 'registered_on', 'date'],
  ['incomingNumber', 'incoming_number', 'text'],
  ['replyDueOn', 'reply_due_on', 'date'],
  ['redirectedFrom', 'redirected_from', 'bigint'],
]

const CONTACT_CASE: readonly Column[] = [
  ['contact', 'contact', 'bigint'],
  ['caseId', 'case_id', 'bigint'],
]

const REPLY: readonly Column[] = [
  ID,
  ['contact', 'contact', 'bigint'],
  ['receivedAt', 'received_at', 'instant'],
  ['incomingNumber', 'incoming_number', 'text'],
  ['text', 'text', 'text'],
  ['grade', 'grade', 'text'],
  ['recordedBy', 'recorded_by', 'bigint'],
  ['recordedAt', 'recorded_at', 'instant'],
]

const INSTRUCTION: readonly Column[] = [
  ID,
  ['caseId', 'case_id', 'bigint'],
  ['text', 'text', 'text'],
  ['author', 'author', 'bigint'],
  ['responsible', 'responsible', 'bigint'],
  ['coExecutors', 'co_executors', 'bigint[]'],
  ['dueOn', 'due_on', 'date'],
  ['state', 'state', 'text'],
  ['createdAt', 'created_at', 'instant'],
]

const INSTRUCTION_SET: readonly Column[] = [
  ['state', 'state', 'text'],
  ['dueOn', 'due_on', 'date'],
  ['acceptedAt', 'accepted_at', 'instant'],
  ['extension', 'extension', 'jsonb'],
]

const INSTRUCTION_REPORT: readonly Column[] = [
  ID,
  ['instruction', 'instruction', 'bigint'],
  ['text', 'text', 'text'],
  ['final', 'final', 'int'],
  ['by', 'by', 'bigint'],
  ['at', 'at', 'instant'],
]

/** A field of a contact is set when the document names it, null included. */
const contactField = (key: string, column: string, cast: string) =>
  `${column} = case when x.set ? '${key}' then ${cast.replaceAll('$', `(x.set->>'${key}')`)} else t.${column} end`

const CONTACT_SET = `update contacts t set ${[
  contactField('body', 'body', '$'),
  contactField('state', 'state', '$'),
  contactField('delivery', 'delivery', '$'),
  contactField('deliveryNote', 'delivery_note', '$'),
  contactField('registeredOn', 'registered_on', '$::date'),
  contactField('incomingNumber', 'incoming_number', '$'),
  contactField('replyDueOn', 'reply_due_on', '$::date'),
  contactField('extendedUntil', 'extended_until', '$::date'),
  contactField('answeredAt', 'answered_at', 'to_timestamp($::float8 / 1000)'),
].join(', ')} from ${record('ks', [ID, ['set', 'set', 'jsonb']])} join gate using (g) where t.id = x.id`

const caseRows = [
  `new_event as (${insert('events', 'e', EVENT)})`,
  `new_deadline as (${insert('deadlines', 'o', DEADLINE)})`,
  `new_verdict as (${insert('verdicts', 'v', VERDICT)})`,
  `new_rung as (${insert('rungs', 'u', RUNG)})`,
  `new_notice as (${insert('outbox', 'm', NOTICE)})`,
]

const CURRENT = `(select stamp from reference_stamp where id = 1)`

/** New cases. A command with a known idempotency key falls out; the waiting on a concurrent twin is the unique index's. */
export const APPLY_NEW = `with
keyed as (
  insert into idempotency (${names(IDEMPOTENCY)})
  select ${reads(IDEMPOTENCY)} from ${record('i', IDEMPOTENCY)} where ${CURRENT} = $2
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

/** The cases of a command are locked in the order of their ids, so that batches cannot deadlock, and only at the version it was decided on. */
const LOCKED = `locked as materialized (
  select x.g from cases t join ${record('c', [ID, ['version', 'version', 'int']])} on t.id = x.id and t.version = x.version
  where ${CURRENT} = $2 order by t.id for no key update of t
),
gate as materialized (
  select l.g from locked l join jsonb_to_recordset($1::jsonb->'g') as x(g int, n int) on x.g = l.g group by l.g, x.n having count(*) = x.n
)`

const moved = [
  `moved_case as (${update('cases', 'c', ID, STATE, ', version = t.version + 1')})`,
  `moved_deadline as (${update('deadlines', 'd', ID, DEADLINE_MOVES, ', fault = null')})`,
]

const DONE = `(select coalesce(array_agg(g), '{}') from gate) as applied, ${CURRENT} as stamp`

/** Changes of existing cases, without papers: the engine's batches and most commands. */
export const APPLY_MOVES = `with ${LOCKED},
${[...moved, ...caseRows, `keyed as (${insert('idempotency', 'i', IDEMPOTENCY)})`].join(',\n')}
select ${DONE}`

/** The answer of a letter is stored with the number it gets here. */
const KEYED_WITH_NUMBER = `keyed as (${insert('idempotency', 'i', IDEMPOTENCY).replace(
  'x."body"',
  `case when x."body" ? 'outgoingNumber' then x."body" || coalesce((select jsonb_build_object('outgoingNumber', prefix || lpad(serial::text, 6, '0')) from numbered limit 1), '{}') else x."body" end`,
)})`

/** The same with contacts (numbered here, gapless: the counter row is bumped in this very statement), replies and instructions. */
export const APPLY_FULL = `with ${LOCKED},
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
moved_contact as (${CONTACT_SET}),
new_reply as (${insert('replies', 'kr', REPLY)}),
new_instruction as (${insert('instructions', 't', INSTRUCTION)}),
moved_instruction as (${update('instructions', 'ts', ID, INSTRUCTION_SET)}),
new_report as (${insert('instruction_reports', 'tr', INSTRUCTION_REPORT).replaceAll(' by,', ' "by",')}),
${moved.join(',\n')},
new_event as (
  insert into events (${names(EVENT)})
  select ${reads(EVENT).replace('x."data"', `case when n.id is null then x."data" else x."data" || jsonb_build_object('outgoingNumber', n.prefix || lpad(n.serial::text, 6, '0')) end`)}
  from ${record('e', EVENT)} join gate using (g) left join numbered n on x.kind = 'contacted' and n.id = (x."data"->>'contact')::bigint
),
${[...caseRows.slice(1), KEYED_WITH_NUMBER].join(',\n')}
select ${DONE}, (select coalesce(json_agg(json_build_object('id', id, 'number', prefix || lpad(serial::text, 6, '0'))), '[]') from numbered) as contacts`
