import type { EventKind } from './events.ts'

/** Events that the stream of the wall tells of; what only moves papers or fires a rung is not news to the whole room. */
export const TOLD: readonly EventKind[] = [
  'reported',
  'escalated',
  'verdict',
  'reacted',
  'contacted',
  'replied',
  'instructed',
  'instruction-reported',
  'instruction-accepted',
  'instruction-returned',
  'help-asked',
  'rejected',
  'resolved',
  'confirmed',
  'disputed',
  'reopened',
  'closed',
]

const told = new Set<string>(TOLD)

/** Whether the stream tells of it: a verdict only when the hour was missed. */
export function isTold(kind: string, verdict?: unknown): boolean {
  return told.has(kind) && (kind !== 'verdict' || verdict === 'missed')
}
