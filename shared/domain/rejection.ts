import type { CaseChange, CaseFacts } from './change.ts'
import { begin } from './escalation.ts'
import type { Actor } from './events.ts'
import { Refusal } from './refusal.ts'
import type { Lang } from './text.ts'
import type { Ids, World } from './world.ts'

export interface RejectionInput {
  readonly reason: string
  /** The public text: why not, and who is competent. */
  readonly text: string
  readonly competentBody?: string | undefined
  readonly language?: Lang | undefined
}

/**
 * Ends a case with a public reason; counts as the public answer. A decision that was disputed is taken by another
 * person. Throws Refusal `not_in_status`, `needs_other_person`, `unknown_body`, `second_signature_needed`.
 */
export function decideRejection(
  facts: CaseFacts,
  input: RejectionInput,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): CaseChange {
  const draft = begin(facts, world, ids, at)
  const c = draft.case
  if (c.disputedPerson !== null && c.disputedPerson === by.staff) throw new Refusal('needs_other_person')
  if (input.competentBody !== undefined && !world.body(input.competentBody)) {
    throw new Refusal('unknown_body', { body: input.competentBody }, ['competentBody'])
  }
  draft.move('rejection')
  // Where it wrote to its own akimat, a branch does not end the case alone: not by rejecting it either.
  const central = by.role === 'central' || by.role === 'central-head'
  if (c.needsSecondSignature && !central) throw new Refusal('second_signature_needed')
  c.respondedAt ??= at
  c.onWall = false
  c.closedAt = at
  c.decidedBy = by.staff ?? null
  c.decidedAs = by.role ?? null
  c.decidedAt = at
  c.publicAnswer = {
    text: input.text,
    reason: input.reason,
    ...(input.competentBody ? { competentBody: input.competentBody } : {}),
  }
  const eventId = draft.event('rejected', by, true, { ...input })
  for (const deadline of draft.deadlines())
    draft.end(deadline, deadline.kind === 'response' ? 'met' : 'cancelled', eventId)
  draft.tellReporter('rejected', eventId, { text: input.text, competentBody: input.competentBody ?? null })
  return draft.change()
}
