import type { CaseFacts, Change } from './change.ts'
import { type ContactFacts, replyTerm } from './contact.ts'
import type { Draft } from './draft.ts'
import { mustBeOpen, onEach } from './each-case.ts'
import { fireDue } from './escalation.ts'
import type { Actor } from './events.ts'
import { Refusal } from './refusal.ts'
import type { Ids, World } from './world.ts'
import { localDate } from './zone.ts'

/** The body has registered our letter: the term of law counts from that day. Throws Refusal `date_in_future`, `not_in_status`. */
export function decideRegistration(
  facts: readonly CaseFacts[],
  contact: ContactFacts,
  input: { registeredOn: string; incomingNumber: string },
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  mustBeOpen(contact, 'registration')
  checkRegistration(contact, input, localDate(facts[0]!.case.zone, at))
  const cases = onEach(facts, world, ids, at, (draft) => {
    register(draft, contact, input, by)
    fireDue(draft)
  })
  return { cases, contactSets: [{ id: contact.id, ...input }] }
}

/** Day and number under which the body has our letter. */
export interface Registration {
  readonly registeredOn: string
  readonly incomingNumber: string
}

/** Throws Refusal `date_in_future`, `date_in_past`. */
export function checkRegistration({ sentOn }: ContactFacts, { registeredOn: date }: Registration, today: string): void {
  if (date > today) throw new Refusal('date_in_future', { date }, ['registeredOn'])
  if (date < sentOn) throw new Refusal('date_in_past', { date }, ['registeredOn'])
}

/** Counts the open term of law again from the day of registration. */
export function register(
  draft: Draft,
  contact: ContactFacts,
  { registeredOn, incomingNumber }: Registration,
  by: Actor,
): void {
  const { world } = draft
  const eventId = draft.event('registered', by, true, { contact: contact.id, registeredOn, incomingNumber })
  for (const deadline of draft.deadlines('reply', contact.id)) {
    if (deadline.because.key !== 'replyTerm' || deadline.judged) continue
    const term = replyTerm(world.body(contact.body)!, registeredOn, contact.replyDueOn, world, draft.case.zone)
    if (term.dueAt === deadline.dueAt) continue
    const from = deadline.dueAt
    draft.redate(deadline, term.dueAt, term.because, world.calendar.version)
    draft.event('re-dated', by, true, {
      deadline: 'reply',
      contact: contact.id,
      from,
      to: term.dueAt,
      because: term.because,
      cause: eventId,
    })
  }
}
