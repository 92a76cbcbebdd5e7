/** What apply writes of commitments, instructions, meetings and help asked of the centre. */
import { type Column, ID } from './column.ts'

const MEETING_WORDS: readonly Column[] = [
  ['title', 'title', 'text'],
  ['agenda', 'agenda', 'text'],
  ['place', 'place', 'text'],
  ['startsAt', 'starts_at', 'instant'],
  ['endsAt', 'ends_at', 'instant'],
  ['staff', 'staff', 'bigint[]'],
  ['bodies', 'bodies', 'text[]'],
  ['sequence', 'sequence', 'int'],
  ['state', 'state', 'text'],
  ['putOff', 'put_off', 'int'],
  ['owedUntil', 'owed_until', 'instant'],
]

export const MEETING: readonly Column[] = [
  ID,
  ...MEETING_WORDS,
  ['organiser', 'organiser', 'bigint'],
  ['branch', 'branch', 'text'],
  ['createdAt', 'created_at', 'instant'],
]

export const MEETING_SET: readonly Column[] = [
  ...MEETING_WORDS,
  ['cancelledAt', 'cancelled_at', 'instant'],
  ['cancelReason', 'cancel_reason', 'text'],
  ['heldAt', 'held_at', 'instant'],
  ['minutesBy', 'minutes_by', 'bigint'],
]

export const MEETING_CASE: readonly Column[] = [
  ['meeting', 'meeting', 'bigint'],
  ['caseId', 'case_id', 'bigint'],
]

export const MEETING_DECISION: readonly Column[] = [
  ID,
  ['meeting', 'meeting', 'bigint'],
  ['position', 'position', 'int'],
  ['caseId', 'case_id', 'bigint'],
  ['text', 'text', 'text'],
  ['instruction', 'instruction', 'bigint'],
  ['noAction', 'no_action', 'text'],
]

export const HELP: readonly Column[] = [
  ID,
  ['caseId', 'case_id', 'bigint'],
  ['branch', 'branch', 'text'],
  ['askedBy', 'asked_by', 'bigint'],
  ['question', 'question', 'text'],
  ['tried', 'tried', 'text'],
  ['needed', 'needed', 'text'],
  ['state', 'state', 'text'],
  ['askedAt', 'asked_at', 'instant'],
  ['dueAt', 'due_at', 'instant'],
]

export const HELP_SET: readonly Column[] = [
  ['state', 'state', 'text'],
  ['takenBy', 'taken_by', 'bigint'],
  ['takenAt', 'taken_at', 'instant'],
  ['answeredBy', 'answered_by', 'bigint'],
  ['answeredAt', 'answered_at', 'instant'],
  ['answer', 'answer', 'text'],
  ['instruction', 'instruction', 'bigint'],
  ['withdrawnBy', 'withdrawn_by', 'bigint'],
  ['withdrawnAt', 'withdrawn_at', 'instant'],
]

export const INSTRUCTION: readonly Column[] = [
  ID,
  ['caseId', 'case_id', 'bigint'],
  ['text', 'text', 'text'],
  ['author', 'author', 'bigint'],
  ['responsible', 'responsible', 'bigint'],
  ['branch', 'branch', 'text'],
  ['publicText', 'public_text', 'text'],
  ['coExecutors', 'co_executors', 'bigint[]'],
  ['dueOn', 'due_on', 'date'],
  ['state', 'state', 'text'],
  ['createdAt', 'created_at', 'instant'],
]

export const REPORT_RETURN: readonly Column[] = [
  ['returnedAt', 'returned_at', 'instant'],
  ['returnedBy', 'returned_by', 'bigint'],
  ['returnReason', 'return_reason', 'text'],
]

export const INSTRUCTION_SET: readonly Column[] = [
  ['state', 'state', 'text'],
  ['dueOn', 'due_on', 'date'],
  ['acceptedAt', 'accepted_at', 'instant'],
  ['acceptedBy', 'accepted_by', 'bigint'],
  ['extension', 'extension', 'jsonb'],
  ['extensions', 'extensions', 'jsonb'],
]

export const INSTRUCTION_REPORT: readonly Column[] = [
  ID,
  ['instruction', 'instruction', 'bigint'],
  ['text', 'text', 'text'],
  ['final', 'final', 'int'],
  ['by', 'by', 'bigint'],
  ['at', 'at', 'instant'],
]

export const COMMITMENT: readonly Column[] = [
  ID,
  ['caseId', 'case_id', 'bigint'],
  ['contact', 'contact', 'bigint'],
  ['reply', 'reply', 'bigint'],
  ['instruction', 'instruction', 'bigint'],
  ['who', 'who', 'text'],
  ['body', 'body', 'text'],
  ['branch', 'branch', 'text'],
  ['staff', 'staff', 'bigint'],
  ['text', 'text', 'text'],
  ['dueOn', 'due_on', 'date'],
  ['source', 'source', 'text'],
  ['createdBy', 'created_by', 'bigint'],
  ['createdAt', 'created_at', 'instant'],
]
