import { because } from './because.ts'
import { CENTRAL_DESK } from './case.ts'
import type { CaseChange, CaseFacts } from './change.ts'
import type { Draft } from './draft.ts'
import { assignedData, begin, unitOf } from './escalation.ts'
import { ENGINE } from './events.ts'
import { type Choice, someoneFor } from './people.ts'
import { isOpen } from './status.ts'
import type { Ids, World } from './world.ts'

/**
 * A case whose owner is gone or away, or that waits at the central desk, goes to somebody who is there: on its level the
 * one on duty, and so on upwards. Never touches a clock. Whoever takes it is told.
 */
export function decideHandOver(facts: CaseFacts, world: World, ids: Ids, at: number): CaseChange {
  const draft = begin(facts, world, ids, at)
  const { roster } = world
  const { owner, status } = draft.case
  const stays = owner !== CENTRAL_DESK && roster.isPresent(owner, at)
  if (stays || !isOpen(status)) return draft.change()
  const choice = someoneFor(roster, unitOf(draft), at, [owner])
  if (choice.person !== owner) give(draft, choice)
  return draft.change()
}

function give(draft: Draft, choice: Choice): void {
  const { roster } = draft.world
  const { owner } = draft.case
  const absent =
    owner === CENTRAL_DESK ? [] : [because('ownerAbsent', { name: roster.person(owner)?.name ?? String(owner) })]
  draft.case.owner = choice.person
  const passed = [...absent, ...choice.passed]
  const eventId = draft.event('assigned', ENGINE, true, assignedData(draft, { ...choice, passed }))
  draft.tell(roster.person(choice.person), 'assigned', eventId)
}
