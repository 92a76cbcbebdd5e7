import type { CaseFacts, Change } from './change.ts'
import type { ContactFacts } from './contact.ts'
import type { Draft } from './draft.ts'
import { begin } from './escalation.ts'
import { Refusal } from './refusal.ts'
import type { Ids, World } from './world.ts'

/** Throws Refusal `not_in_status`. */
export function mustBeOpen(contact: ContactFacts, move: string): void {
  if (contact.state !== 'open') throw new Refusal('not_in_status', { status: contact.state, move })
}

/** The same for every case of a letter. */
export function onEach(
  facts: readonly CaseFacts[],
  world: World,
  ids: Ids,
  at: number,
  what: (draft: Draft) => void,
): Change['cases'] {
  return facts.map((fact) => {
    const draft = begin(fact, world, ids, at)
    what(draft)
    return draft.change()
  })
}
