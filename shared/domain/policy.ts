import type { Calendar } from './calendar.ts'
import { addWorkingDays } from './calendar.ts'
import type { CutOffRule } from './clock.ts'
import type { DeadlineKind } from './deadline.ts'
import { instantOf, localDate, minutesOf } from './zone.ts'

/** To whom a rung speaks or hands over. Resolved by shared/domain/people.ts, which always finds somebody. */
export type Whom = 'owner' | 'branch-head' | 'central-duty' | 'central-head' | 'reporter' | 'author' | 'responsible'

export type RungAction =
  | { readonly do: 'tell'; readonly whom: Whom }
  | { readonly do: 'reassign'; readonly whom: 'branch-head' | 'central-duty' | 'central-head' }
  | { readonly do: 'raise'; readonly level: 'region' | 'central' }
  | { readonly do: 'wall' }
  | { readonly do: 'verdict' }
  | { readonly do: 'close' }
  /** A letter to the body that owes a reply; its sender is told. Gone by hand: its sender is told to remind. */
  | { readonly do: 'remind-body' }
  /** Whoever holds the case by then is told that letters to the next instance are ready. */
  | { readonly do: 'propose-next' }

/**
 * When a rung fires, from the deadline and never from the moment the previous one was handled: minutes after
 * opening, minutes from the due instant (negative: before), or working days from the due day at a local hour.
 */
export type RungWhen =
  | { readonly from: 'opened'; readonly minutes: number }
  | { readonly from: 'due'; readonly minutes: number }
  | { readonly from: 'due'; readonly workingDays: number; readonly at: string }

export interface Rung {
  readonly name: string
  readonly when: RungWhen
  readonly actions: readonly RungAction[]
  /** Only for these severities; absent: all. */
  readonly severities?: readonly number[]
}

export type Ladder = readonly Rung[]

/** A policy version. Versioned data: an edit makes a new version, running deadlines keep theirs. */
export interface Policy {
  readonly version: number
  readonly response: CutOffRule
  readonly confirmationDays: number
  readonly disputeDays: number
  readonly briefAt: string
  /** Local hours in which a notice waits for the morning brief; severity 4 and first assignments never wait. */
  readonly quiet: { readonly from: string; readonly to: string }
  readonly ladders: Readonly<Record<DeadlineKind, Ladder>>
}

/** The rungs that apply to a severity, in the order of the policy. */
export function ladderFor(policy: Policy, kind: DeadlineKind, severity: number): Ladder {
  const ladder = policy.ladders[kind]
  return ladder.some((r) => r.severities)
    ? ladder.filter((r) => !r.severities || r.severities.includes(severity))
    : ladder
}

/** The planned instant of a rung (epoch ms) for a deadline opened and due at the given instants. */
export function rungInstant(rung: Rung, openedAt: number, dueAt: number, zone: string, calendar: Calendar): number {
  const { when } = rung
  if ('minutes' in when) return (when.from === 'opened' ? openedAt : dueAt) + when.minutes * 60_000
  // The due day is the last day that counts: a term ends at the end of it, which is the start of the next.
  const day = localDate(zone, dueAt - 1)
  return instantOf(zone, addWorkingDays(calendar, day, when.workingDays), when.at)
}

export interface PolicyFault {
  readonly path: string
  readonly code: 'no_verdict' | 'verdict_not_at_due' | 'order' | 'duplicate_name' | 'no_close' | 'close' | 'hour'
}

/** Everything that would break a promise if this policy became active; empty when it may. */
export function policyFaults(policy: Policy): PolicyFault[] {
  const faults: PolicyFault[] = []
  // Reports would otherwise be due before they come.
  if (minutesOf(policy.response.cutOff) > minutesOf(policy.response.hour))
    faults.push({ path: 'response', code: 'hour' })
  for (const kind of Object.keys(policy.ladders) as DeadlineKind[]) {
    for (const severity of [1, 2, 3, 4]) {
      const rungs = ladderFor(policy, kind, severity)
      const path = `ladders.${kind}`
      const judging = rungs.filter((r) => r.actions.some((a) => a.do === 'verdict'))
      // The end of the confirmation term closes the case and is no breach, so nothing judges there.
      if (judging.length !== (kind === 'confirmation' ? 0 : 1)) faults.push({ path, code: 'no_verdict' })
      else if (judging.length > 0) {
        if (!isAtDue(judging[0]!)) faults.push({ path, code: 'verdict_not_at_due' })
      }
      if (new Set(rungs.map((r) => r.name)).size !== rungs.length) faults.push({ path, code: 'duplicate_name' })
      // Closing before the term has ended would take the reporter's days away.
      const closing = rungs.find((r) => r.actions.some((a) => a.do === 'close'))
      if (kind === 'confirmation' && !(closing && isAtDue(closing))) faults.push({ path, code: 'no_close' })
      // Only the end of the confirmation term closes a case by itself.
      if (kind !== 'confirmation' && rungs.some((r) => r.actions.some((a) => a.do === 'close')))
        faults.push({ path, code: 'close' })
      // Rungs fire in the order of the ladder: one still to come would keep the verdict waiting past the due instant.
      for (const [i, { when }] of rungs.entries()) {
        if (when.from === 'opened' && when.minutes > shortestTerm(kind, policy))
          faults.push({ path: `${path}.${i}`, code: 'order' })
      }
      for (let i = 1; i < rungs.length; i++) {
        if (weight(rungs[i]!, kind, policy) < weight(rungs[i - 1]!, kind, policy))
          faults.push({ path: `${path}.${i}`, code: 'order' })
      }
    }
  }
  const unique = new Map(faults.map((f) => [`${f.path}:${f.code}`, f]))
  return [...unique.values()]
}

const isAtDue = ({ when }: Rung) => when.from === 'due' && 'minutes' in when && when.minutes === 0

/** Minutes that certainly lie between the opening of a deadline and its due instant. */
function shortestTerm(kind: DeadlineKind, { response, confirmationDays }: Policy): number {
  if (kind === 'response') return minutesOf(response.hour) - minutesOf(response.cutOff)
  if (kind === 'confirmation') return confirmationDays * 1440
  return kind === 'overall' ? 1440 : 0
}

/** Where a rung stands in its ladder: minutes from the due instant, as far as that can be said of working days. */
function weight({ when }: Rung, kind: DeadlineKind, { response }: Policy): number {
  if (when.from === 'opened') return -1e9 + when.minutes
  if ('minutes' in when) return when.minutes
  // Most terms end with the due day, an answer at its hour; the reporter's days end at any time of the day.
  const dayEnds = kind === 'response' ? minutesOf(response.hour) : kind === 'confirmation' ? 0 : 1440
  return when.workingDays * 1440 + minutesOf(when.at) - dayEnds
}
