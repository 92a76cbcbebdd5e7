import { type Applied, applyMoves } from '../../db/apply/index.ts'
import { isUniqueViolation } from '../../db/errors.ts'
import { findContactFacts } from '../../db/facts.ts'
import type { CaseFacts, Change } from '../../shared/domain/change.ts'
import type { ContactFacts } from '../../shared/domain/contact.ts'
import type { Actor } from '../../shared/domain/events.ts'
import { decideReply } from '../../shared/domain/letter.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { Ids } from '../../shared/domain/world.ts'
import type { Deps } from '../deps.ts'
import type { FullWorld } from '../world.ts'

const ATTEMPTS = 5
/** A reply to a letter about many cases, each with rungs due by now. */
const IDS_PER_CASE = 140

/** A mail that is about to become a reply. */
export interface ToPlace {
  readonly id: number
  readonly letter: number | null
  readonly receivedAt: number
  readonly text: string
}

/** The answer of a body, as its mail: recorded, ungraded, under the name of the body. Throws what decideReply throws. */
export function decidePlacement(
  mail: ToPlace,
  contact: ContactFacts,
  cases: readonly CaseFacts[],
  placedBy: Actor | null,
  world: FullWorld,
  ids: Ids,
  at: number,
): Change {
  const body = world.reference.body(contact.body)
  const by: Actor = { kind: 'body', name: body?.name.ru ?? contact.body }
  // The clock of the instance that took it in may be a little ahead of this one.
  const receivedAt = Math.min(mail.receivedAt, at)
  const input = { receivedAt, text: mail.text, grade: null, source: 'mail' as const, mail: mail.id }
  const change = decideReply(cases, contact, input, by, world, ids, at)
  const placed = {
    id: mail.id,
    state: 'placed' as const,
    reason: null,
    note: null,
    contact: contact.id,
    letter: mail.letter,
    reply: change.replies![0]!.id,
    handledBy: placedBy?.staff ?? null,
    handledAt: placedBy ? at : null,
  }
  return { ...change, mailSets: [placed] }
}

export type Placed = 'placed' | 'already' | { readonly refused: string }

/** Places a mail on a contact by itself: read, decide, apply, again when somebody was faster. */
export async function placeMail(deps: Deps, mail: ToPlace, contactId: number): Promise<Placed> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const at = deps.now()
    const world = await deps.world.at(at)
    const facts = await findContactFacts(deps.sql, contactId)
    if (!facts || facts.cases.length === 0) return { refused: 'no-contact' }
    const ids = await deps.ids.reserve(facts.cases.length * IDS_PER_CASE)
    let change: Change
    try {
      change = decidePlacement(mail, facts.contact, facts.cases, null, world, ids, at)
    } catch (error) {
      if (error instanceof Refusal) return { refused: error.code }
      throw error
    }
    let applied: Applied
    try {
      applied = await applyMoves(deps.sql, [{ change }], world.stamp)
    } catch (error) {
      if (isUniqueViolation(error, 'replies_mail')) return 'already'
      throw error
    }
    if (applied.applied.has(0)) {
      deps.bell?.ring()
      return 'placed'
    }
    if (applied.stamp !== world.stamp) deps.world.outdated(applied.stamp)
  }
  return { refused: 'conflict' }
}
