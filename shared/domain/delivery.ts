import { because } from './because.ts'
import type { CaseFacts, Change } from './change.ts'
import { endOfNextWorkingDay } from './clock.ts'
import { type ContactFacts, type Delivery, replyTerm } from './contact.ts'
import type { Draft } from './draft.ts'
import { onEach } from './each-case.ts'
import { begin } from './escalation.ts'
import { type Actor, ENGINE } from './events.ts'
import type { FirstLetter, LetterPurpose, LetterSet, LetterState } from './mailing.ts'
import { step } from './reaction.ts'
import { Refusal } from './refusal.ts'
import { isOpen } from './status.ts'
import type { Ids, World } from './world.ts'
import { localDate } from './zone.ts'

/** Whether a letter has arrived: what its sender, a mail server or a person knows of it. */

/**
 * A person settles what became of a letter: it arrived, it did not, it went by hand, or (`sending`) it is to be sent once
 * more, to the address the body has now. A lost letter asks nothing of its body, so its term ends; one that has found
 * its way begins a new one. Throws Refusal `nothing_to_change`, `letter_under_way`, `letter_not_by_mail`.
 */
export function decideDelivery(
  facts: readonly CaseFacts[],
  contact: ContactFacts,
  input: { delivery: Delivery; note: string },
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  const { letter } = contact
  const { delivery } = input
  const again = delivery === 'sending'
  const address = world.body(contact.body)?.email
  if (letter?.state === 'sending') throw new Refusal('letter_under_way')
  if (again && (!letter || !address)) throw new Refusal('letter_not_by_mail', {}, ['delivery'])
  if (contact.delivery === delivery || (again && letter?.state === 'queued')) throw new Refusal('nothing_to_change')
  // What has certainly arrived is not sent once more by a slip of the hand: write a new letter.
  if (again && letter?.state === 'delivered') throw new Refusal('nothing_to_change')
  const cases = onEach(facts, world, ids, at, (draft) => {
    const eventId = draft.event('delivery-settled', by, false, { contact: contact.id, ...input })
    if (!isOpen(draft.case.status)) return
    step(draft, eventId)
    // Whoever has answered has had the letter; one that was withdrawn asks nothing.
    if (contact.state !== 'open') return
    if (delivery === 'failed') lose(draft, contact, eventId)
    else askAnew(draft, contact)
  })
  return {
    cases,
    contactSets: [{ id: contact.id, delivery, deliveryNote: input.note }],
    letterSets: letter ? [settled(letter, delivery, address ?? letter.address, by, at)] : [],
  }
}

/**
 * The same of a letter that followed the first one, such as a reminder: no term hangs on it, and each case hears of it.
 * Throws Refusal `nothing_to_change`, `letter_under_way`, `letter_not_by_mail`.
 */
export function decideFollowUpDelivery(
  facts: readonly CaseFacts[],
  contact: ContactFacts,
  letter: Pick<FirstLetter, 'id' | 'state' | 'address'>,
  input: { delivery: Delivery; note: string },
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  const { delivery } = input
  const again = delivery === 'sending'
  const address = world.body(contact.body)?.email
  if (letter.state === 'sending') throw new Refusal('letter_under_way')
  if (again && !address) throw new Refusal('letter_not_by_mail', {}, ['delivery'])
  const was = letter.state === 'withdrawn' ? 'by-hand' : letter.state === 'queued' ? 'sending' : letter.state
  if (was === delivery || (again && was === 'delivered')) throw new Refusal('nothing_to_change')
  const cases = onEach(facts, world, ids, at, (draft) => {
    const eventId = draft.event('delivery-settled', by, false, { contact: contact.id, letter: letter.id, ...input })
    if (isOpen(draft.case.status)) step(draft, eventId)
  })
  return { cases, letterSets: [settled(letter, delivery, address ?? letter.address, by, at)] }
}

/** A letter as its author has settled it. */
function settled(
  letter: Pick<FirstLetter, 'id' | 'address'>,
  delivery: Delivery,
  address: string,
  by: Actor,
  at: number,
): LetterSet {
  const note = (state: LetterState) => ({ state, at, ...(by.name ? { by: by.name } : {}) })
  if (delivery === 'sending') {
    const moved = address === letter.address ? {} : { address }
    return { id: letter.id, state: 'queued', sendAfter: at, note: note('queued'), ...moved }
  }
  const state = delivery === 'by-hand' ? 'withdrawn' : (delivery as LetterState)
  return { id: letter.id, state, told: state, note: note(state) }
}

/** A letter that has not arrived binds nobody: the term of its body ends without a verdict, and its sender owes the next step. */
function lose(draft: Draft, contact: ContactFacts, eventId: number): void {
  for (const d of draft.deadlines('reply', contact.id)) draft.end(d, 'cancelled', eventId, draft.at, contact.body)
  owe(draft, contact, 'letterLost')
}

function owe(draft: Draft, contact: ContactFacts, key: 'letterLost' | 'letterUnknown'): void {
  const { zone } = draft.case
  const { on, due } = endOfNextWorkingDay(draft.world.calendar, zone, draft.at)
  draft.open('action', due, because(key, { on, due, zone, letter: contact.outgoingNumber }))
}

/** The term runs (again) from the day the letter has found its way. */
function askAnew(draft: Draft, contact: ContactFacts): void {
  if (draft.case.status === 'resolved' || draft.deadlines('reply', contact.id).length > 0) return
  const body = draft.world.body(contact.body)
  if (!body) return
  const today = localDate(draft.case.zone, draft.at)
  const named = contact.replyDueOn !== null && contact.replyDueOn >= today ? contact.replyDueOn : null
  const on = named ?? (body.replyByLaw ? null : contact.replyDueOn)
  const term = replyTerm(body, contact.registeredOn ?? today, on, draft.world, draft.case.zone)
  draft.open('reply', term.dueAt, term.because, contact.id)
}

/** What became of a letter by mail, found out by the sender or told by a mail server. */
export interface LetterNews {
  readonly id: number
  readonly first: boolean
  readonly purpose: LetterPurpose
  readonly state: LetterState
  readonly sentAt: number | null
  readonly fault: string | null
  readonly author: number | null
}

/**
 * The cases of a letter hear what became of it. Sent on a later day than it was written: its term counts from that day.
 * Lost or unknown: its author is told and owes the next step; a lost first letter ends the term of its body.
 */
export function decideNews(
  facts: readonly CaseFacts[],
  contact: ContactFacts,
  news: LetterNews,
  world: World,
  ids: Ids,
  at: number,
): Change {
  const { state, first } = news
  const trouble = state === 'failed' || state === 'unknown'
  let told = false
  const drafts = facts.map((fact) => {
    const draft = begin(fact, world, ids, at)
    const about = { contact: contact.id, letter: news.id, purpose: news.purpose, body: contact.body }
    const eventId = draft.event('delivery-settled', ENGINE, false, {
      ...about,
      delivery: state,
      ...(news.fault ? { fault: news.fault } : {}),
    })
    if (!isOpen(draft.case.status)) return draft
    if (state === 'sent' && first) countFrom(draft, contact, news.sentAt ?? at, eventId)
    const asks = first && contact.state === 'open'
    if (state === 'failed' && asks) lose(draft, contact, eventId)
    if (state === 'unknown' && asks) owe(draft, contact, 'letterUnknown')
    // Of several cases once, by the first that still goes on.
    if (trouble && !told) {
      told = true
      const said = { ...about, delivery: state, outgoingNumber: contact.outgoingNumber }
      const { roster } = world
      const author = news.author !== null && roster.isPresent(news.author, at) ? news.author : draft.case.owner
      const kind = state === 'failed' ? 'letter-lost' : 'delivery-trouble'
      draft.tell(roster.person(author), kind, eventId, said)
      if (author !== draft.case.owner) draft.tell(roster.person(draft.case.owner), kind, eventId, said)
    }
    return draft
  })
  return { cases: drafts.map((d) => d.change()), letterSets: [{ id: news.id, told: state }] }
}

/** The term of law runs from the day the letter really left, unless the body has named another. */
function countFrom(draft: Draft, contact: ContactFacts, sentAt: number, eventId: number): void {
  const { zone } = draft.case
  const from = localDate(zone, sentAt)
  const body = draft.world.body(contact.body)
  if (!body || contact.registeredOn !== null) return
  for (const deadline of draft.deadlines('reply', contact.id)) {
    if (deadline.because.key !== 'replyTerm' || deadline.judged || deadline.because.params.from === from) continue
    const term = replyTerm(body, from, contact.replyDueOn, draft.world, zone)
    const was = deadline.dueAt
    draft.redate(deadline, term.dueAt, term.because, draft.world.calendar.version)
    draft.event('re-dated', ENGINE, true, {
      deadline: 'reply',
      contact: contact.id,
      from: was,
      to: term.dueAt,
      because: term.because,
      cause: eventId,
    })
  }
}
