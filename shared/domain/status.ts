import { Refusal } from './refusal.ts'

export type Status =
  | 'received'
  | 'responded'
  | 'in_progress'
  | 'resolved'
  | 'closed'
  | 'rejected'
  | 'merged'
  | 'reopened'

/** What moves a case; `work` is the first contact, meeting or instruction, `lapse` the passing of the 7 days. */
export type Move =
  | 'reaction'
  | 'work'
  | 'rejection'
  | 'merge'
  | 'resolution'
  | 'confirmation'
  | 'lapse'
  | 'closure'
  | 'dispute'

export const STATUSES: readonly Status[] = [
  'received',
  'responded',
  'in_progress',
  'resolved',
  'closed',
  'rejected',
  'merged',
  'reopened',
]

/** The one transition table. A move that is not here is refused; `work` may leave the status as it is. */
export const TRANSITIONS: Readonly<Record<Status, Partial<Record<Move, Status>>>> = {
  received: { reaction: 'responded', work: 'received', rejection: 'rejected', merge: 'merged' },
  responded: { work: 'in_progress', rejection: 'rejected', merge: 'merged', resolution: 'resolved' },
  in_progress: { work: 'in_progress', rejection: 'rejected', merge: 'merged', resolution: 'resolved' },
  resolved: { confirmation: 'closed', lapse: 'closed', closure: 'closed', dispute: 'reopened' },
  closed: { dispute: 'reopened' },
  rejected: { dispute: 'reopened' },
  merged: {},
  reopened: { reaction: 'in_progress', work: 'reopened', rejection: 'rejected', merge: 'merged' },
}

const ENDED: ReadonlySet<Status> = new Set(['closed', 'rejected', 'merged'])

/** Whether a case of this status still owes something. */
export function isOpen(status: Status): boolean {
  return !ENDED.has(status)
}

/**
 * Asked once everything due has been fired: seven days that ran out a moment ago have closed the case by then, and what
 * is opened on a closed case would wake the engine for ever. Throws Refusal `not_in_status`.
 */
export function mustBeOpen(status: Status, move: string): void {
  if (!isOpen(status)) throw new Refusal('not_in_status', { status, move })
}

/** Whether the table allows the move. */
export function canMove(status: Status, move: Move): boolean {
  return TRANSITIONS[status][move] !== undefined
}

/** The status after the move. Throws Refusal `not_in_status`. */
export function nextStatus(status: Status, move: Move): Status {
  const next = TRANSITIONS[status][move]
  if (next === undefined) throw new Refusal('not_in_status', { status, move })
  return next
}
