import type { Body } from './assignment.ts'
import { type Because, because } from './because.ts'
import type { Calendar } from './calendar.ts'
import { addMonths, addWorkingDays } from './calendar.ts'
import type { CaseFacts, Change, ContactRow, ContactSet, ReplyRow } from './change.ts'
import { endOfLocalDay } from './clock.ts'
import { Draft } from './draft.ts'
import { fireDue } from './escalation.ts'
import type { Actor } from './events.ts'
import { step } from './reaction.ts'
import { Refusal } from './refusal.ts'
import { isOpen } from './status.ts'
import type { Lang } from './text.ts'
import type { Ids, World } from './world.ts'
import { localDate, localParts } from './zone.ts'

export type ContactChannel = 'email' | 'post' | 'registered' | 'phone' | 'visit' | 'meeting' | 'portal' | 'open311'
export const CONTACT_CHANNELS: readonly ContactChannel[] = [
  'email',
  'post',
  'registered',
  'phone',
  'visit',
  'meeting',
  'portal',
  'open311',
]

export type Delivery = 'draft' | 'sending' | 'sent' | 'delivered' | 'failed' | 'unknown' | 'by-hand'
export type Grade = 'substantive' | 'holding' | 'forwarded' | 'refusal' | 'brush-off'
export const GRADES: readonly Grade[] = ['substantive', 'holding', 'forwarded', 'refusal', 'brush-off']

/** АППК 76(1): fifteen working days from registration, counted from the next day. */
export const REPLY_WORKING_DAYS = 15
export const REPLY_ARTICLE = 'АППК 76(1), 76(2)'
/** АППК 76(3): an extension ends at most two months after it was decided. */
export const EXTENSION_MONTHS = 2

export interface ContactInput {
  readonly body: string
  readonly channel: ContactChannel
  readonly subject: string
  readonly text: string
  readonly replyDueOn?: string | undefined
  readonly sentAt?: number | undefined
  readonly registeredOn?: string | undefined
  readonly incomingNumber?: string | undefined
  readonly language: Lang
}

/** What is stored of a contact, as later decisions need it. */
export interface ContactFacts {
  readonly id: number
  readonly body: string
  readonly state: string
  readonly delivery: Delivery
  readonly outgoingNumber: string
  readonly sentOn: string
  readonly registeredOn: string | null
  readonly replyDueOn: string | null
  readonly extendedUntil: string | null
}

export interface Term {
  readonly on: string
  readonly dueAt: number
  readonly because: Because
}

/** The day by whose end a body owes its reply: the date in the letter, else the term of law counted from registration. */
export function replyTerm(
  body: Body,
  from: string,
  replyDueOn: string | null | undefined,
  calendar: Calendar,
  zone: string,
): Term {
  if (replyDueOn) {
    const dueAt = endOfLocalDay(zone, replyDueOn)
    return { on: replyDueOn, dueAt, because: because('replyOnDate', { on: replyDueOn, due: dueAt, zone }) }
  }
  if (!body.replyByLaw) throw new Refusal('reply_term_missing', { body: body.id }, ['replyDueOn'])
  const on = addWorkingDays(calendar, from, REPLY_WORKING_DAYS)
  const dueAt = endOfLocalDay(zone, on)
  const params = {
    days: REPLY_WORKING_DAYS,
    from,
    due: dueAt,
    calendar: calendar.version,
    article: REPLY_ARTICLE,
    zone,
  }
  return { on, dueAt, because: because('replyTerm', params) }
}

/** A reply deadline under another calendar; null when it does not depend on working days or nothing moves. */
export function redatedTerm(why: Because, calendar: Calendar, zone: string): number | null {
  if (why.key !== 'replyTerm' && why.key !== 'redirectTerm') return null
  return endOfLocalDay(zone, addWorkingDays(calendar, String(why.params.from), Number(why.params.days)))
}

/**
 * Turns to a body about one or more cases: one numbered letter, a reply term on each case. The first case leads and
 * gives the branch that signs. Throws Refusal `unknown_body`, `reply_term_missing`, `date_in_past`, `date_in_future`, `not_in_status`.
 */
export function decideContact(
  facts: readonly CaseFacts[],
  input: ContactInput,
  by: Actor,
  signing: string,
  world: World,
  ids: Ids,
  at: number,
): Change {
  const body = world.body(input.body)
  if (!body) throw new Refusal('unknown_body', { body: input.body }, ['body'])
  const zone = facts[0]!.case.zone
  const today = localDate(zone, at)
  if (input.sentAt !== undefined && input.sentAt > at) throw new Refusal('date_in_future', {}, ['sentAt'])
  if (input.registeredOn && input.registeredOn > today)
    throw new Refusal('date_in_future', { date: input.registeredOn }, ['registeredOn'])
  if (input.replyDueOn && input.replyDueOn < today)
    throw new Refusal('date_in_past', { date: input.replyDueOn }, ['replyDueOn'])
  const sentAt = input.sentAt ?? at
  const from = input.registeredOn ?? localDate(zone, sentAt)
  const contact: ContactRow = {
    id: ids.next(),
    body: body.id,
    channel: input.channel,
    subject: input.subject,
    text: input.text,
    language: input.language,
    branch: signing,
    author: by.staff!,
    authorRole: by.role ?? '',
    year: localParts(zone, at).year,
    createdAt: at,
    sentAt,
    delivery: 'by-hand',
    registeredOn: input.registeredOn ?? null,
    incomingNumber: input.incomingNumber ?? null,
    replyDueOn: input.replyDueOn ?? null,
    redirectedFrom: null,
  }
  const drafts = facts.map((fact) => {
    if (!isOpen(fact.case.status)) throw new Refusal('not_in_status', { status: fact.case.status, move: 'contact' })
    const draft = new Draft(fact, world, ids, at)
    fireDue(draft)
    const term = replyTerm(body, from, input.replyDueOn, world.calendar, draft.case.zone)
    draft.move('work')
    draft.case.underWay = true
    if (isOwnAkimat(body, draft.case.region)) draft.case.needsSecondSignature = true
    const { channel, subject, registeredOn, incomingNumber } = contact
    const data = {
      contact: contact.id,
      body: body.id,
      channel,
      subject,
      registeredOn,
      incomingNumber,
      replyDueAt: term.dueAt,
    }
    const eventId = draft.event('contacted', by, true, data, { at: sentAt < draft.case.recordedAt ? at : sentAt })
    step(draft, eventId)
    draft.open('reply', term.dueAt, term.because, contact.id)
    draft.tellReporter('contacted', eventId, { body: body.id })
    return draft
  })
  return {
    cases: drafts.map((d) => d.change()),
    contacts: [contact],
    contactCases: drafts.map((d) => ({ contact: contact.id, caseId: d.case.id })),
  }
}

/** In the regions one person may head both the branch and the akimat it writes to. */
export function isOwnAkimat(body: Body, region: string | null): boolean {
  return region !== null && body.region === region && body.kind.startsWith('akimat')
}

function mustBeOpen(contact: ContactFacts, move: string): void {
  if (contact.state !== 'open') throw new Refusal('not_in_status', { status: contact.state, move })
}

function onEach(
  facts: readonly CaseFacts[],
  world: World,
  ids: Ids,
  at: number,
  what: (draft: Draft) => void,
): Change['cases'] {
  return facts.map((fact) => {
    const draft = new Draft(fact, world, ids, at)
    fireDue(draft)
    what(draft)
    return draft.change()
  })
}

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
  const today = localDate(facts[0]!.case.zone, at)
  if (input.registeredOn > today) throw new Refusal('date_in_future', { date: input.registeredOn }, ['registeredOn'])
  if (input.registeredOn < contact.sentOn)
    throw new Refusal('date_in_past', { date: input.registeredOn }, ['registeredOn'])
  const body = world.body(contact.body)!
  const cases = onEach(facts, world, ids, at, (draft) => {
    const eventId = draft.event('registered', by, true, { contact: contact.id, ...input })
    for (const deadline of draft.deadlines('reply', contact.id)) {
      if (deadline.because.key !== 'replyTerm' || deadline.judged) continue
      const term = replyTerm(body, input.registeredOn, contact.replyDueOn, world.calendar, draft.case.zone)
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
    fireDue(draft)
  })
  return {
    cases,
    contactSets: [{ id: contact.id, registeredOn: input.registeredOn, incomingNumber: input.incomingNumber }],
  }
}

export interface ReplyInput {
  readonly receivedAt: number
  readonly incomingNumber?: string | undefined
  readonly text: string
  readonly grade: Grade
}

/**
 * An answer of the body. A substantive answer or a reasoned refusal stops its clock; a holding, forwarding or brush-off
 * answer is recorded and does not. In time or late is judged by when it was received. Throws Refusal `date_in_future`, `not_in_status`.
 */
export function decideReply(
  facts: readonly CaseFacts[],
  contact: ContactFacts,
  input: ReplyInput,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  if (contact.state === 'withdrawn') throw new Refusal('not_in_status', { status: contact.state, move: 'reply' })
  if (input.receivedAt > at) throw new Refusal('date_in_future', {}, ['receivedAt'])
  if (localDate(facts[0]!.case.zone, input.receivedAt) < contact.sentOn)
    throw new Refusal('date_in_past', {}, ['receivedAt'])
  const answers = input.grade === 'substantive' || input.grade === 'refusal'
  const reply: ReplyRow = {
    id: ids.next(),
    contact: contact.id,
    receivedAt: input.receivedAt,
    incomingNumber: input.incomingNumber ?? null,
    text: input.text,
    grade: input.grade,
    recordedBy: by.staff ?? null,
    recordedAt: at,
  }
  const cases = facts.map((fact) => {
    const draft = new Draft(fact, world, ids, at)
    // A reply received in time but written down late was in time: it is applied before the rungs that came due meanwhile.
    const eventId = draft.event(
      'replied',
      by,
      true,
      {
        contact: contact.id,
        reply: reply.id,
        body: contact.body,
        grade: input.grade,
        incomingNumber: reply.incomingNumber,
        receivedAt: input.receivedAt,
      },
      { at: input.receivedAt },
    )
    if (answers)
      for (const d of draft.deadlines('reply', contact.id)) draft.end(d, 'met', eventId, input.receivedAt, contact.body)
    if (isOpen(draft.case.status)) {
      step(draft, eventId)
      draft.tellReporter('replied', eventId, { body: contact.body, grade: input.grade })
      draft.tell(world.roster.person(draft.case.owner), 'replied', eventId, { grade: input.grade })
    }
    fireDue(draft)
    return draft.change()
  })
  const sets: ContactSet[] = answers ? [{ id: contact.id, state: 'answered', answeredAt: input.receivedAt }] : []
  return { cases, contactSets: sets, replies: [reply] }
}

/** The body takes longer, with a reason: at most two months from the decision. Throws Refusal `extension_too_long`, `date_in_past`, `not_in_status`. */
export function decideExtension(
  facts: readonly CaseFacts[],
  contact: ContactFacts,
  input: { until: string; reason: string },
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  mustBeOpen(contact, 'extension')
  const today = localDate(facts[0]!.case.zone, at)
  if (input.until < today) throw new Refusal('date_in_past', { date: input.until }, ['until'])
  const latest = addMonths(today, EXTENSION_MONTHS)
  if (input.until > latest) throw new Refusal('extension_too_long', { latest }, ['until'])
  const cases = onEach(facts, world, ids, at, (draft) => {
    const { zone } = draft.case
    const dueAt = endOfLocalDay(zone, input.until)
    const why = because('replyExtended', { until: input.until, due: dueAt, zone, reason: input.reason })
    const eventId = draft.event('extended', by, true, { contact: contact.id, body: contact.body, ...input })
    for (const deadline of draft.deadlines('reply', contact.id)) {
      const from = deadline.dueAt
      draft.redate(deadline, dueAt, why)
      draft.event('re-dated', by, true, {
        deadline: 'reply',
        contact: contact.id,
        from,
        to: dueAt,
        because: why,
        cause: eventId,
      })
    }
    step(draft, eventId)
  })
  return { cases, contactSets: [{ id: contact.id, extendedUntil: input.until }] }
}

/** Passed on to the competent body: the old clock ends, a new one runs from the day after arrival there (АППК 65(1), 76(2)). */
export function decideRedirect(
  facts: readonly CaseFacts[],
  contact: ContactFacts,
  input: { body: string; receivedOn: string },
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  mustBeOpen(contact, 'redirect')
  const body = world.body(input.body)
  if (!body) throw new Refusal('unknown_body', { body: input.body }, ['body'])
  const today = localDate(facts[0]!.case.zone, at)
  if (input.receivedOn > today) throw new Refusal('date_in_future', { date: input.receivedOn }, ['receivedOn'])
  if (input.receivedOn < contact.sentOn) throw new Refusal('date_in_past', { date: input.receivedOn }, ['receivedOn'])
  const cases = onEach(facts, world, ids, at, (draft) => {
    const term = replyTerm(body, input.receivedOn, null, world.calendar, draft.case.zone)
    if (isOwnAkimat(body, draft.case.region)) draft.case.needsSecondSignature = true
    const eventId = draft.event('redirected', by, true, {
      contact: contact.id,
      from: contact.body,
      to: body.id,
      receivedOn: input.receivedOn,
      replyDueAt: term.dueAt,
    })
    for (const d of draft.deadlines('reply', contact.id)) draft.end(d, 'cancelled', eventId, at, contact.body)
    step(draft, eventId)
    draft.open('reply', term.dueAt, term.because, contact.id)
    fireDue(draft)
  })
  return {
    cases,
    contactSets: [
      { id: contact.id, body: body.id, registeredOn: input.receivedOn, incomingNumber: null, replyDueOn: null },
    ],
  }
}

/** A person settles what became of a letter. Throws Refusal `not_in_status`. */
export function decideDelivery(
  facts: readonly CaseFacts[],
  contact: ContactFacts,
  input: { delivery: Delivery; note: string },
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  if (contact.delivery === input.delivery) throw new Refusal('nothing_to_change')
  const cases = onEach(facts, world, ids, at, (draft) => {
    draft.event('delivery-settled', by, false, { contact: contact.id, ...input })
  })
  return { cases, contactSets: [{ id: contact.id, delivery: input.delivery, deliveryNote: input.note }] }
}
