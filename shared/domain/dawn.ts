import { isOverdue } from './clock.ts'

/**
 * Where a promise stands, as every face shows it: waiting, soon (under three hours), missed, raised to the centre, met in
 * time, answered late, or done with.
 */
export type DawnState = 'waiting' | 'soon' | 'missed' | 'raised' | 'met' | 'late' | 'done'

export interface DawnFacts {
  readonly from: number
  readonly due: number
  /** When the promise was kept, or null. */
  readonly kept: number | null
  /** The case was raised to the centre. */
  readonly raised: boolean
  /** Nothing is owed any more, and it was not kept either (merged). */
  readonly ended: boolean
}

export interface Dawn extends DawnFacts {
  readonly state: DawnState
  /** Where the sun stands: 0 at the start, 1 at the promised hour, more behind it; in parts of the whole way. */
  readonly sun: number
}

/** So long before the promised hour it counts as soon. */
export const SOON = 3 * 3_600_000

/** The dawn line of a promise at an instant (epoch ms). */
export function dawnOf(facts: DawnFacts, now: number): Dawn {
  const at = facts.kept ?? now
  const way = Math.max(facts.due - facts.from, 1)
  return { ...facts, state: stateOf(facts, now), sun: Math.max(0, (at - facts.from) / way) }
}

function stateOf({ due, kept, raised, ended }: DawnFacts, now: number): DawnState {
  if (kept !== null) return isOverdue(due, kept) ? 'late' : 'met'
  if (ended) return 'done'
  if (isOverdue(due, now)) return raised ? 'raised' : 'missed'
  return due - now < SOON ? 'soon' : 'waiting'
}
