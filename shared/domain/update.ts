import type { CaseChange, CaseFacts } from './change.ts'
import { begin } from './escalation.ts'
import type { Actor } from './events.ts'
import { promise } from './reaction.ts'
import { type Sealed, sealOf, wordsOf } from './seal.ts'
import { mustBeOpen } from './status.ts'
import type { Lang } from './text.ts'
import type { Ids, World } from './world.ts'

export interface UpdateInput {
  readonly text: string
  readonly public: boolean
  readonly nextActionOn?: string | undefined
  readonly language?: Lang | undefined
}

/**
 * A note on the case, public or internal. Never stops the response clock; keeps an action promise only when it brings
 * a new date. A reporter's words are kept apart so that they can be erased. Throws Refusal `not_in_status`, `date_in_past`.
 */
export function decideUpdate(
  facts: CaseFacts,
  input: UpdateInput,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
  sealed?: Sealed,
): CaseChange {
  const draft = begin(facts, world, ids, at)
  mustBeOpen(draft.case.status, 'update')
  const { language, nextActionOn } = input
  const data = { ...(nextActionOn ? { nextActionOn } : {}), ...(language ? { language } : {}) }
  const byReporter = by.kind === 'reporter'
  const eventId = byReporter
    ? draft.event('updated', by, false, { ...data, ...sealOf(sealed) }, wordsOf(input.text, sealed))
    : draft.event('updated', by, input.public, { ...data, text: input.text })
  if (input.nextActionOn) promise(draft, input.nextActionOn, eventId, ['nextActionOn'])
  if (byReporter) draft.tell(world.roster.person(draft.case.owner), 'reporter-added', eventId)
  else if (input.public) draft.tellReporter('updated', eventId, { text: input.text })
  return draft.change()
}
