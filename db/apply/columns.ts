/** What the document's rows become: JSON key, column and type of everything apply writes. */

/** A column of a jsonb record: JSON key, column, type. Instants travel as epoch milliseconds. */
export type Column = readonly [
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
    | 'text[]'
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

export const names = (columns: readonly Column[]) => columns.map(([, column]) => column).join(', ')
export const reads = (columns: readonly Column[]) => columns.map(read).join(', ')
export const record = (part: string, columns: readonly Column[]) =>
  `jsonb_to_recordset($1::jsonb->'${part}') as x(g int${columns.map((c) => `, "${c[0]}" ${sqlType(c[2])}`).join('')})`
export const insert = (table: string, part: string, columns: readonly Column[]) =>
  `insert into ${table} (${names(columns)}) select ${reads(columns)} from ${record(part, columns)} join gate using (g)`
export const update = (table: string, part: string, id: Column, columns: readonly Column[], more = '') =>
  `update ${table} t set ${columns.map((c) => `${c[1]} = ${read(c)}`).join(', ')}${more} from ${record(part, [id, ...columns])} join gate using (g) where t.id = x.id`

export const ID: Column = ['id', 'id', 'bigint']

const UPDATED: Column = ['updatedAt', 'updated_at', 'instant']

export const STATE: readonly Column[] = [
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
  UPDATED,
]

export const REPORT: readonly Column[] = [
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

export const REPORTER: readonly Column[] = [
  ['caseId', 'case_id', 'bigint'],
  ['sealed', 'sealed', 'base64'],
  ['hasEmail', 'has_email', 'boolean'],
  ['iinHash', 'iin_hash', 'base64'],
  ['phoneHash', 'phone_hash', 'base64'],
  ['emailHash', 'email_hash', 'base64'],
]

export const EVENT: readonly Column[] = [
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

export const DEADLINE_STEP: readonly Column[] = [
  ['nextRung', 'next_rung', 'int'],
  ['wakeAt', 'wake_at', 'instant'],
  ['failures', 'failures', 'int'],
]

export const DEADLINE_MOVES: readonly Column[] = [
  ['dueAt', 'due_at', 'instant'],
  ['calendar', 'calendar', 'int'],
  ['because', 'because', 'jsonb'],
  ['closedAt', 'closed_at', 'instant'],
  ['closedBy', 'closed_by', 'bigint'],
  ['outcome', 'outcome', 'text'],
  ...DEADLINE_STEP,
]

export const DEADLINE: readonly Column[] = [
  ID,
  ['caseId', 'case_id', 'bigint'],
  ['kind', 'kind', 'text'],
  ['subject', 'subject', 'bigint'],
  ['severity', 'severity', 'int'],
  ['openedAt', 'opened_at', 'instant'],
  ['policy', 'policy', 'int'],
  ...DEADLINE_MOVES,
]

export const VERDICT: readonly Column[] = [
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

export const CORRECTION: readonly Column[] = [
  ['deadlineId', 'deadline_id', 'bigint'],
  ['caseId', 'case_id', 'bigint'],
  ['verdict', 'verdict', 'text'],
  ['eventId', 'event_id', 'bigint'],
  ['recordedAt', 'recorded_at', 'instant'],
]

export const RUNG: readonly Column[] = [
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

export const NOTICE: readonly Column[] = [
  ID,
  ['kind', 'kind', 'text'],
  ['staff', 'staff', 'bigint'],
  ['reporterOf', 'reporter_of', 'bigint'],
  ['guest', 'guest', 'text'],
  ['language', 'language', 'text'],
  ['caseId', 'case_id', 'bigint'],
  ['eventId', 'event_id', 'bigint'],
  ['data', 'data', 'jsonb'],
  ['createdAt', 'created_at', 'instant'],
  ['sendAfter', 'send_after', 'instant'],
]

export const FILE: readonly Column[] = [
  ID,
  ['caseId', 'case_id', 'bigint'],
  ['name', 'name', 'text'],
  ['mime', 'mime', 'text'],
  ['size', 'size', 'int'],
  ['sha256', 'sha256', 'base64'],
  ['public', 'public', 'boolean'],
  ['byKind', 'by_kind', 'text'],
  ['byStaff', 'by_staff', 'bigint'],
  ['at', 'at', 'instant'],
  ['contact', 'contact', 'bigint'],
  ['reply', 'reply', 'bigint'],
]

export const IDEMPOTENCY: readonly Column[] = [
  ['key', 'key', 'base64'],
  ['request', 'request', 'base64'],
  ['status', 'status', 'int'],
  ['body', 'body', 'jsonb'],
  ['expiresAt', 'expires_at', 'instant'],
]

export const CONTACT: readonly Column[] = [
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

/** What is null of a letter that follows is that of the first one. */
export const LETTER: readonly Column[] = [
  ID,
  ['contact', 'contact', 'bigint'],
  ['purpose', 'purpose', 'text'],
  ['thread', 'thread', 'bigint'],
  ['language', 'language', 'text'],
  ['address', 'address', 'text'],
  ['subject', 'subject', 'text'],
  ['text', 'text', 'text'],
  ['author', 'author', 'bigint'],
  ['annexes', 'annexes', 'jsonb'],
  ['onceKey', 'once_key', 'text'],
  ['createdAt', 'created_at', 'instant'],
  ['sendAfter', 'send_after', 'instant'],
]

export const LETTER_SET: readonly Column[] = [
  ID,
  ['state', 'state', 'text'],
  ['told', 'told', 'text'],
  ['address', 'address', 'text'],
  ['sendAfter', 'send_after', 'instant'],
  ['note', 'note', 'jsonb'],
]

export const MAIL_SET: readonly Column[] = [
  ['state', 'state', 'text'],
  ['reason', 'reason', 'text'],
  ['note', 'note', 'text'],
  ['contact', 'contact', 'bigint'],
  ['letter', 'letter', 'bigint'],
  ['reply', 'reply', 'bigint'],
  ['handledBy', 'handled_by', 'bigint'],
  ['handledAt', 'handled_at', 'instant'],
]

export const CONTACT_CASE: readonly Column[] = [
  ['contact', 'contact', 'bigint'],
  ['caseId', 'case_id', 'bigint'],
]

export const REPLY: readonly Column[] = [
  ID,
  ['contact', 'contact', 'bigint'],
  ['receivedAt', 'received_at', 'instant'],
  ['incomingNumber', 'incoming_number', 'text'],
  ['text', 'text', 'text'],
  ['grade', 'grade', 'text'],
  ['recordedBy', 'recorded_by', 'bigint'],
  ['recordedAt', 'recorded_at', 'instant'],
  ['source', 'source', 'text'],
  ['mail', 'mail', 'bigint'],
  ['form', 'form', 'jsonb'],
  ['gradedBy', 'graded_by', 'bigint'],
  ['gradedAt', 'graded_at', 'instant'],
]

export const REPLY_SET: readonly Column[] = [
  ['grade', 'grade', 'text'],
  ['gradedBy', 'graded_by', 'bigint'],
  ['gradedAt', 'graded_at', 'instant'],
]
