import type { CaseChange, CaseFacts } from './change.ts'
import { begin } from './escalation.ts'
import type { Actor } from './events.ts'
import { Refusal } from './refusal.ts'
import type { Ids, World } from './world.ts'

/**
 * Takes the personal data out of a case: contacts, the report's words and exact place, the reporter's words and files. What
 * was promised and what became of it stays, and so does the chain: events hold only seals of what goes. Throws Refusal
 * `nothing_to_change`.
 */
export function decideErasure(
  facts: CaseFacts,
  erasedAt: number | null,
  reason: string,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): CaseChange {
  if (erasedAt !== null) throw new Refusal('nothing_to_change')
  const draft = begin(facts, world, ids, at)
  draft.event('erased', by, true, { reason })
  return draft.change()
}
