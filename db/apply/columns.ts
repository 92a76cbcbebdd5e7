/** What apply writes of a case: its row, events, deadlines, verdicts, rungs, notices and files. */
import { type Column, ID } from './column.ts'

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
