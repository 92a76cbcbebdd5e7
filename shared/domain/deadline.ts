import type { Because } from './because.ts'

export type DeadlineKind =
  | 'response'
  | 'action'
  | 'reply'
  | 'instruction'
  | 'confirmation'
  | 'overall'
  | 'help'
  | 'commitment'

export const DEADLINE_KINDS: readonly DeadlineKind[] = [
  'response',
  'action',
  'reply',
  'instruction',
  'confirmation',
  'overall',
  'help',
  'commitment',
]

/** `met`: what it asked for happened (in time or late, the verdict says which). `cancelled`: its reason went away. */
export type Outcome = 'met' | 'cancelled'

/** An open or closed deadline as the domain sees it. Instants are epoch milliseconds. */
export interface Deadline {
  readonly id: number
  readonly caseId: number
  readonly kind: DeadlineKind
  readonly subject: number | null
  readonly severity: number
  readonly openedAt: number
  dueAt: number
  readonly policy: number
  calendar: number
  because: Because
  closedAt: number | null
  closedBy: number | null
  outcome: Outcome | null
  /** Position in the stamped ladder of the next rung to fire. */
  nextRung: number
  wakeAt: number | null
  failures: number
  /** Whether the verdict row exists already. */
  judged: boolean
  /** Of a reply: the letter it is owed to, and whether that has left by mail, so that a reminder can follow it. */
  readonly letter?: { readonly number: string; readonly mailed: boolean }
}

/** What a deadline is opened with. */
export type NewDeadline = Pick<
  Deadline,
  'id' | 'caseId' | 'kind' | 'subject' | 'severity' | 'openedAt' | 'dueAt' | 'policy' | 'calendar' | 'because'
>

/** An open deadline of which no rung has fired. */
export function newDeadline(given: NewDeadline): Deadline {
  const open = { closedAt: null, closedBy: null, outcome: null, judged: false }
  return { ...given, ...open, nextRung: 0, wakeAt: null, failures: 0 }
}

export interface Verdict {
  readonly deadlineId: number
  readonly caseId: number
  readonly kind: DeadlineKind
  readonly verdict: 'met' | 'missed'
  readonly dueAt: number
  readonly decidedAt: number
  readonly recordedAt: number
  readonly eventId: number
  readonly reliedOn: number | null
  readonly policy: number
  readonly calendar: number
  readonly branch: string
  readonly owner: number
  readonly body: string | null
}

/** The verdict on a deadline, told of the branch and the owner that have the case then. */
export function verdictOf(
  { id: deadlineId, caseId, kind, dueAt, policy, calendar }: Deadline,
  { branch, owner }: Pick<Verdict, 'branch' | 'owner'>,
  decided: Pick<Verdict, 'verdict' | 'decidedAt' | 'recordedAt' | 'eventId' | 'reliedOn' | 'body'>,
): Verdict {
  return { deadlineId, caseId, kind, dueAt, policy, calendar, branch, owner, ...decided }
}

/** Whether nothing but the next rung and its instant has changed. */
export function hasOnlyStepped(before: readonly Deadline[], is: Deadline): boolean {
  const was = before.find((b) => b.id === is.id)
  if (!was || is.closedAt !== null) return false
  return is.dueAt === was.dueAt && is.because === was.because && is.calendar === was.calendar
}

/** The reply had come in time and was written down after the verdict: an added row, the verdict itself stays. */
export interface Correction {
  readonly deadlineId: number
  readonly caseId: number
  readonly verdict: 'met'
  readonly eventId: number
  readonly recordedAt: number
}

/** The correction of the verdict on a deadline. */
export function correctionOf(deadline: Deadline, eventId: number, recordedAt: number): Correction {
  return { deadlineId: deadline.id, caseId: deadline.caseId, verdict: 'met', eventId, recordedAt }
}

export interface RungFired {
  readonly deadlineId: number
  readonly rung: string
  readonly position: number
  readonly caseId: number
  readonly rungDueAt: number
  readonly firedAt: number
  readonly late: boolean
  readonly skipped: boolean
  readonly eventId: number
}
