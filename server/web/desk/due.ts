import type { ListedCase } from '../../../db/views/cases.ts'
import { type Dawn, dawnOf } from '../../../shared/domain/dawn.ts'
import type { DeadlineKind } from '../../../shared/domain/deadline.ts'
import { dawnOfCase } from '../case-words.ts'

export interface NextDue {
  readonly kind: DeadlineKind
  readonly dueAt: number
  readonly dawn: Dawn
}

/** What a case owes next, as the queue shows it; null when nothing is owed. The line begins at the last public word. */
export function nextDue(
  c: Pick<
    ListedCase,
    'dueAt' | 'deadlines' | 'reportedAt' | 'respondedAt' | 'raisedAt' | 'status' | 'respondBy' | 'closedAt'
  >,
  now: number,
): NextDue | null {
  const next = c.deadlines
    .filter((d) => d.closedAt === null && d.kind !== 'confirmation')
    .sort((a, b) => a.dueAt - b.dueAt || a.id - b.id)[0]
  if (!next) return null
  if (next.kind === 'response') return { kind: next.kind, dueAt: next.dueAt, dawn: dawnOfCase(c, now) }
  const from = Math.min(c.respondedAt ?? c.reportedAt, next.dueAt)
  const facts = { from, due: next.dueAt, kept: null, raised: false, ended: false }
  return { kind: next.kind, dueAt: next.dueAt, dawn: dawnOf(facts, now) }
}
