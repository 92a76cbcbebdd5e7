import type { Body } from './assignment.ts'
import { type Because, because } from './because.ts'
import type { Calendar } from './calendar.ts'
import { addWorkingDays } from './calendar.ts'
import type { CaseFacts, Change, ContactRow } from './change.ts'
import { endOfLocalDay } from './clock.ts'
import type { Draft } from './draft.ts'
import { begin } from './escalation.ts'
import type { Actor } from './events.ts'
import { mustBeRecent, mustComeSoon } from './horizon.ts'
import { type Annex, type FirstLetter, LARGEST_ANNEXES, type LetterRow } from './mailing.ts'
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
export const DELIVERIES: readonly Delivery[] = ['draft', 'sending', 'sent', 'delivered', 'failed', 'unknown', 'by-hand']
export type Grade = 'substantive' | 'holding' | 'forwarded' | 'refusal' | 'brush-off'
export const GRADES: readonly Grade[] = ['substantive', 'holding', 'forwarded', 'refusal', 'brush-off']

/** What holds where the law of the day sets no term in working days. */
const REPLY_WORKING_DAYS = 15

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
  /** An earlier contact that this one follows: the next instance, a second letter. */
  readonly about?: number | undefined
  /** Files that go with a letter by mail. */
  readonly annexes?: readonly Annex[] | undefined
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
  /** The first letter that left (or is to leave) by mail. */
  readonly letter?: FirstLetter | null
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
  { calendar, legalTerm }: Pick<World, 'calendar' | 'legalTerm'>,
  zone: string,
): Term {
  if (replyDueOn) {
    const dueAt = endOfLocalDay(zone, replyDueOn)
    return {
      on: replyDueOn,
      dueAt,
      because: because('replyOnDate', { on: replyDueOn, due: dueAt, zone, body: body.id }),
    }
  }
  if (!body.replyByLaw) throw new Refusal('reply_term_missing', { body: body.id }, ['replyDueOn'])
  const term = legalTerm('reply', from)
  const law = term?.unit === 'working' ? term : undefined
  const days = law?.days ?? REPLY_WORKING_DAYS
  const on = addWorkingDays(calendar, from, days)
  const dueAt = endOfLocalDay(zone, on)
  const params = {
    days,
    from,
    due: dueAt,
    calendar: calendar.version,
    article: law?.source ?? '',
    zone,
    body: body.id,
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
 * gives the branch that signs. By e-mail to a body that has an address the letter is written here too and leaves by
 * itself; any other way it is noted as gone by hand. Throws Refusal `unknown_body`, `reply_term_missing`, `date_in_past`,
 * `date_in_future`, `date_too_far`, `date_too_old`, `not_in_status`, `annexes_too_large`.
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
  if (input.replyDueOn) mustComeSoon(input.replyDueOn, today, ['replyDueOn'])
  if (input.sentAt !== undefined) mustBeRecent(localDate(zone, input.sentAt), today, ['sentAt'])
  if (input.registeredOn) mustBeRecent(input.registeredOn, today, ['registeredOn'])
  const address = leavesByMail(input, body) ? body.email! : null
  const annexes = input.annexes ?? []
  if (annexes.length > 0 && address === null) throw new Refusal('letter_not_by_mail', {}, ['annexes'])
  mustFit(annexes)
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
    sentAt: address === null ? sentAt : null,
    delivery: address === null ? 'by-hand' : 'sending',
    registeredOn: input.registeredOn ?? null,
    incomingNumber: input.incomingNumber ?? null,
    replyDueOn: input.replyDueOn ?? null,
    redirectedFrom: input.about ?? null,
  }
  const drafts = facts.map((fact) => {
    if (!isOpen(fact.case.status)) throw new Refusal('not_in_status', { status: fact.case.status, move: 'contact' })
    const draft = begin(fact, world, ids, at)
    const term = replyTerm(body, from, input.replyDueOn, world, draft.case.zone)
    draft.move('work')
    draft.case.underWay = true
    if (isOwnAkimat(body, draft)) draft.case.needsSecondSignature = true
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
    letters: address === null ? [] : [firstLetter(contact, address, annexes, input.about, ids.next(), at)],
  }
}

/** Whether pressing the button sends it: by e-mail, to a body that has an address, and not yet gone in another way. */
function leavesByMail(
  input: Pick<ContactInput, 'channel' | 'sentAt' | 'registeredOn' | 'incomingNumber'>,
  body: Body,
): boolean {
  const gone = input.sentAt !== undefined || input.registeredOn !== undefined || input.incomingNumber !== undefined
  return input.channel === 'email' && !gone && Boolean(body.email)
}

function mustFit(annexes: readonly Annex[]): void {
  const size = annexes.reduce((sum, { size }) => sum + size, 0)
  const mb = (bytes: number) => Math.ceil((bytes / 1024 / 1024) * 10) / 10
  if (size > LARGEST_ANNEXES)
    throw new Refusal('annexes_too_large', { limit: mb(LARGEST_ANNEXES), size: mb(size) }, ['annexes'])
}

function firstLetter(
  contact: ContactRow,
  address: string,
  annexes: readonly Annex[],
  about: number | undefined,
  id: number,
  at: number,
): LetterRow {
  return {
    id,
    contact: contact.id,
    purpose: about === undefined ? 'first' : 'next-instance',
    thread: id,
    language: contact.language,
    address,
    subject: contact.subject,
    text: null,
    author: contact.author,
    annexes,
    onceKey: null,
    createdAt: at,
    sendAfter: at,
  }
}

/** In the regions one person may head both the branch and the akimat it writes to; a case may have no place of its own. */
export function isOwnAkimat(body: Body, { case: { region, branch }, world }: Draft): boolean {
  if (body.region === null || !body.kind.startsWith('akimat')) return false
  return body.region === region || body.region === world.branch(branch)?.region
}
