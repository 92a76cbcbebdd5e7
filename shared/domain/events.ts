import type { Because } from './because.ts'

/** Every kind of event a case can have; the contract's list. */
export type EventKind =
  | 'reported'
  | 'assigned'
  | 'rung'
  | 'verdict'
  | 'escalated'
  | 'reacted'
  | 'updated'
  | 'contacted'
  | 'registered'
  | 'delivery-settled'
  | 'reminded-body'
  | 'replied'
  | 'graded'
  | 'reply-withdrawn'
  | 'rated'
  | 'extended'
  | 'redirected'
  | 'committed'
  | 'commitment-ended'
  | 'meeting-called'
  | 'meeting-changed'
  | 'meeting-cancelled'
  | 'met'
  | 'instructed'
  | 'instruction-reported'
  | 'instruction-accepted'
  | 'instruction-returned'
  | 'instruction-extended'
  | 'instruction-extension-refused'
  | 'help-asked'
  | 'help-taken'
  | 'help-answered'
  | 'help-withdrawn'
  | 'rejected'
  | 'merged'
  | 'merged-from'
  | 'resolved'
  | 'confirmed'
  | 'disputed'
  | 'reopened'
  | 'closed'
  | 're-dated'
  | 'supported'
  | 'attached'
  | 'moderated'
  | 'erased'

export type ActorKind = 'reporter' | 'staff' | 'engine' | 'body' | 'system'

/** Who did it, and the role in which it was done (one person may hold several). */
export interface Actor {
  readonly kind: ActorKind
  readonly staff?: number
  readonly name?: string
  readonly role?: string
}

export const ENGINE: Actor = { kind: 'engine' }
export const SYSTEM: Actor = { kind: 'system' }
export const REPORTER: Actor = { kind: 'reporter' }

export type RungResult = 'done' | 'nobody' | 'duplicate' | 'skipped'

export interface RungDeed {
  readonly action: string
  readonly to?: string
  readonly result: RungResult
  readonly because?: Because
}

/** The case as it stood after the event, its deadlines as the whole change left them: what a live frame shows. */
export interface EventState {
  readonly number: string
  readonly status: string
  readonly stage: number
  readonly level: string
  readonly branch: string
  readonly owner: number
  readonly region: string | null
  readonly district: string | null
  readonly category: string
  readonly severity: number
  readonly respondBy: number
  readonly respondedAt: number | null
  readonly dueAt: number | null
  readonly public: boolean
}

/** The part of a case that its events carry, for filters of the live feed. */
export function eventState(c: EventState): EventState {
  const { number, status, stage, level, branch, owner, region, district, category, severity } = c
  const { respondBy, respondedAt, dueAt } = c
  return {
    number,
    status,
    stage,
    level,
    branch,
    owner,
    region,
    district,
    category,
    severity,
    respondBy,
    respondedAt,
    dueAt,
    public: c.public,
  }
}

export interface NewEvent {
  readonly id: number
  readonly caseId: number
  readonly kind: EventKind
  readonly at: number
  readonly recordedAt: number
  readonly by: Actor
  readonly public: boolean
  readonly data: Readonly<Record<string, unknown>>
  readonly erasable?: Readonly<Record<string, unknown>>
  readonly state: EventState
}

/**
 * Written at once is visible at once: each event shows the deadlines the whole change leaves, the last one all of the
 * case. An answer would otherwise still look overdue on every live screen.
 */
export function asLeft(events: readonly NewEvent[], left: EventState): NewEvent[] {
  const last = events.reduce((id, e) => Math.max(id, e.id), 0)
  return events.map((e) => {
    if (e.id === last) return { ...e, state: left }
    return e.state.dueAt === left.dueAt ? e : { ...e, state: { ...e.state, dueAt: left.dueAt } }
  })
}
