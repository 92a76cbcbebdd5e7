import type { CaseFacts, Change } from './change.ts'
import type { ContactFacts } from './contact.ts'
import { mustBeOpen, onEach } from './each-case.ts'
import type { Actor } from './events.ts'
import { CHASING, type LetterPurpose, type LetterRow } from './mailing.ts'
import { step } from './reaction.ts'
import { Refusal } from './refusal.ts'
import { isOpen } from './status.ts'
import type { Ids, World } from './world.ts'

/**
 * A letter of another purpose under the number of the first: a question about an extension, thanks, a reminder by hand.
 * Throws Refusal `letter_not_by_mail`, `letter_under_way`, `not_in_status`.
 */
export function decideFollowUp(
  facts: readonly CaseFacts[],
  contact: ContactFacts,
  input: { purpose: LetterPurpose; text?: string | undefined },
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  const { letter } = contact
  if (!letter) throw new Refusal('letter_not_by_mail')
  if (letter.state !== 'sent' && letter.state !== 'delivered') throw new Refusal('letter_under_way')
  const chasing = CHASING.includes(input.purpose)
  if (chasing) mustBeOpen(contact, 'reminder')
  if (input.purpose === 'extension' && contact.extendedUntil === null)
    throw new Refusal('not_in_status', { status: contact.state, move: 'extension' }, ['purpose'])
  const cases = onEach(facts, world, ids, at, (draft) => {
    const eventId = draft.event(chasing ? 'reminded-body' : 'updated', by, chasing, {
      contact: contact.id,
      body: contact.body,
      purpose: input.purpose,
    })
    if (isOpen(draft.case.status)) step(draft, eventId)
  })
  const row: LetterRow = {
    id: ids.next(),
    contact: contact.id,
    purpose: input.purpose,
    thread: letter.id,
    language: null,
    address: world.body(contact.body)?.email ?? null,
    subject: null,
    text: input.text ?? null,
    author: by.staff ?? null,
    annexes: [],
    onceKey: null,
    createdAt: at,
    sendAfter: at,
  }
  return { cases, letters: [row] }
}
