import type { z } from 'zod'
import type { ContactRow } from '../../db/views/contacts.ts'
import type { deliveryBody } from '../../shared/contract/contact.ts'
import type { CaseFacts, Change } from '../../shared/domain/change.ts'
import type { Delivery } from '../../shared/domain/contact.ts'
import { decideDelivery, decideFollowUpDelivery } from '../../shared/domain/delivery.ts'
import type { Actor } from '../../shared/domain/events.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { Ids } from '../../shared/domain/world.ts'
import type { FullWorld } from '../world.ts'

/** What a person says became of the letter, or of one that followed it. Throws `not_found` for a letter of another number. */
export function settleDelivery(
  facts: readonly CaseFacts[],
  contact: ContactRow,
  { delivery, note, letter: id }: z.output<typeof deliveryBody>,
  by: Actor,
  world: FullWorld,
  ids: Ids,
  now: number,
): Change {
  const input = { delivery: delivery as Delivery, note }
  if (id === undefined || id === contact.letter?.id) return decideDelivery(facts, contact, input, by, world, ids, now)
  const letter = contact.letters.find((one) => one.id === id)
  if (!letter) throw new Refusal('not_found', {}, ['letter'])
  return decideFollowUpDelivery(facts, contact, letter, input, by, world, ids, now)
}
