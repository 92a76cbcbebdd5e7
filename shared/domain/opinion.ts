import type { CaseFacts, Change } from './change.ts'
import { begin } from './escalation.ts'
import { REPORTER } from './events.ts'
import { Refusal } from './refusal.ts'
import { type Sealed, sealOf, wordsOf } from './seal.ts'
import { mustBeOpen } from './status.ts'
import type { Ids, World } from './world.ts'

export type Opinion = 'answered' | 'partly' | 'not'

/**
 * What the reporter thinks of a reply, beside the grade of the staff; it stops and starts nothing, and the owner is told
 * where it disagrees. Given again, it replaces the one before. Only of a reply that somebody has read: one that has just
 * come may belong to another case. Throws Refusal `not_found`, `not_in_status`.
 */
export function decideOpinion(
  facts: CaseFacts,
  reply: { readonly id: number; readonly contact: number; readonly body: string; readonly grade: string | null },
  input: { readonly opinion: Opinion; readonly text?: string | undefined },
  world: World,
  ids: Ids,
  at: number,
  sealed?: Sealed,
): Change {
  if (reply.grade === null) throw new Refusal('not_found')
  const draft = begin(facts, world, ids, at)
  mustBeOpen(draft.case.status, 'opinion')
  const { id, contact, body } = reply
  const eventId = draft.event(
    'rated',
    REPORTER,
    false,
    { contact, reply: id, body, opinion: input.opinion, ...sealOf(sealed) },
    wordsOf(input.text, sealed),
  )
  if (input.opinion !== 'answered') draft.tell(world.roster.person(draft.case.owner), 'reporter-added', eventId)
  return {
    cases: [draft.change()],
    opinions: [{ reply: id, caseId: draft.case.id, opinion: input.opinion, text: input.text ?? null, at }],
  }
}
