import { because } from './because.ts'
import type { CaseChange, CaseFacts } from './change.ts'
import { endOfLocalDay } from './clock.ts'
import type { Draft } from './draft.ts'
import { begin } from './escalation.ts'
import type { Actor } from './events.ts'
import { mustComeSoon } from './horizon.ts'
import { Refusal } from './refusal.ts'
import type { Lang } from './text.ts'
import type { Ids, World } from './world.ts'
import { localDate } from './zone.ts'

export interface ReactionInput {
  /** What was understood. */
  readonly text: string
  /** What happens next, and on which local date. */
  readonly nextAction: string
  readonly nextActionOn: string
  /** Of the text; the case's unless told. */
  readonly language?: Lang | undefined
}

/**
 * The public, human, substantive reaction: the only thing besides a reasoned rejection that stops the response clock.
 * Throws Refusal `already_reacted`, `not_in_status`, `date_in_past`.
 */
export function decideReaction(
  facts: CaseFacts,
  input: ReactionInput,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): CaseChange {
  const draft = begin(facts, world, ids, at)
  react(draft, input, by)
  return draft.change()
}

function react(draft: Draft, input: ReactionInput, by: Actor): void {
  const eventId = answer(draft, { ...input }, by)
  promise(draft, input.nextActionOn, eventId, ['nextActionOn'])
  draft.tellReporter('reacted', eventId, { ...input })
}

/** What every public answer does: the response clock stops, the second stage begins. Returns the event. */
export function answer(draft: Draft, said: Record<string, unknown>, by: Actor): number {
  const c = draft.case
  if (c.status === 'responded' || c.status === 'in_progress') throw new Refusal('already_reacted')
  draft.move('reaction')
  // Work begun before the public word counts as soon as the word is out.
  if (c.underWay) draft.move('work')
  c.stage = 2
  c.respondedAt = draft.at
  c.onWall = false
  const eventId = draft.event('reacted', by, true, said)
  for (const response of draft.deadlines('response')) draft.end(response, 'met', eventId)
  return eventId
}

/** A promised next date: earlier promises are kept by this step, and a new one is owed by the end of that local day. */
export function promise(draft: Draft, on: string, eventId: number, path: string[]): void {
  const { zone } = draft.case
  const today = localDate(zone, draft.at)
  if (on < today) throw new Refusal('date_in_past', { date: on }, path)
  mustComeSoon(on, today, path)
  step(draft, eventId)
  const due = endOfLocalDay(zone, on)
  draft.open('action', due, because('actionPromised', { on, due, zone }))
}

/** A reply waits for its grade, a meeting for its minutes: no other step is that one. */
const OWN_STEP: ReadonlySet<string> = new Set(['gradeOwed', 'meetingTerm'])

/** Any recorded step keeps the promises that were open. */
export function step(draft: Draft, eventId: number, at?: number): void {
  for (const action of draft.deadlines('action'))
    if (!OWN_STEP.has(action.because.key)) draft.end(action, 'met', eventId, at)
}
