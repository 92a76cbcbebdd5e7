import { because } from './because.ts'
import { addMonths } from './calendar.ts'
import type { CaseFacts, Change, ContactSet, ReplyRow } from './change.ts'
import { endOfLocalDay, endOfNextWorkingDay } from './clock.ts'
import { type ContactFacts, type Grade, isOwnAkimat, replyTerm } from './contact.ts'
import { Draft } from './draft.ts'
import { mustBeOpen, onEach } from './each-case.ts'
import { fireDue } from './escalation.ts'
import type { Actor } from './events.ts'
import { mustComeSoon } from './horizon.ts'
import { passedOnLate } from './passing-on.ts'
import { headFor } from './people.ts'
import { step } from './reaction.ts'
import { Refusal } from './refusal.ts'
import { checkRegistration, type Registration, register } from './registration.ts'
import { isOpen } from './status.ts'
import type { Ids, World } from './world.ts'
import { localDate } from './zone.ts'

/** What becomes of a letter after it has left: answered, extended, passed on. */

/** The longest extension, where the law of the day does not say; counted from the decision. */
const EXTENSION_MONTHS = 2

/** What a body may send along with an answer, an extension or a redirect. */
export interface Enclosed {
  /** Its registration of our letter, told together with the rest. */
  readonly registered?: Registration | undefined
  /** Seals of the files, for the event. */
  readonly files?: readonly FileSeal[] | undefined
}

export interface FileSeal {
  readonly id: number
  readonly mime: string
  readonly size: number
  readonly sha256: string
}

const sealsOf = ({ files }: Enclosed) => (files && files.length > 0 ? { files } : {})

export interface ReplyInput extends Enclosed {
  readonly receivedAt: number
  readonly incomingNumber?: string | undefined
  readonly text: string
  /** Null: it came by itself and waits for a person to grade it. */
  readonly grade: Grade | null
  /** How it came; written down by staff unless told. */
  readonly source?: 'staff' | 'mail' | 'form'
  /** The inbound mail it came as. */
  readonly mail?: number
  /** What the body gave on the form besides the text. */
  readonly form?: unknown
}

/** A substantive answer or a reasoned refusal stops the clock of a body; nothing else does. */
export function isAnswer(grade: string | null): boolean {
  return grade === 'substantive' || grade === 'refusal'
}

/**
 * An answer of the body. A substantive answer or a reasoned refusal stops its clock; a holding, forwarding or brush-off
 * answer is recorded and does not. In time or late is judged by when it was received. One without a grade stops nothing:
 * its owner has to read and grade it by the end of the next working day. Throws Refusal `date_in_future`, `date_in_past`,
 * `not_in_status`.
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
  const answers = isAnswer(input.grade)
  const graded = input.grade !== null
  const { registered } = input
  if (registered) checkRegistration(contact, registered, localDate(facts[0]!.case.zone, at))
  const reply: ReplyRow = {
    id: ids.next(),
    contact: contact.id,
    receivedAt: input.receivedAt,
    incomingNumber: input.incomingNumber ?? null,
    text: input.text,
    grade: input.grade,
    recordedBy: by.staff ?? null,
    recordedAt: at,
    source: input.source ?? 'staff',
    mail: input.mail ?? null,
    form: input.form ?? null,
    gradedBy: graded ? (by.staff ?? null) : null,
    gradedAt: graded ? at : null,
  }
  const cases = facts.map((fact) => {
    const draft = new Draft(fact, world, ids, at)
    // A reply received in time but written down late was in time: it is applied before the rungs that came due meanwhile.
    // A promise of a step has no such grace: its rungs fire before this step keeps it.
    fireDue(draft, input.receivedAt)
    if (registered) register(draft, contact, registered, by)
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
        ...(reply.source === 'staff' ? {} : { source: reply.source }),
        ...sealsOf(input),
      },
      { at: input.receivedAt },
    )
    if (answers)
      for (const d of draft.deadlines('reply', contact.id)) draft.end(d, 'met', eventId, input.receivedAt, contact.body)
    fireDue(draft)
    if (isOpen(draft.case.status)) {
      // What a body does by itself keeps no promise of ours.
      if (by.kind !== 'body') step(draft, eventId)
      const owner = world.roster.person(draft.case.owner)
      if (graded) {
        draft.tellReporter('replied', eventId, { body: contact.body, grade: input.grade })
        draft.tell(owner, 'replied', eventId, { grade: input.grade })
      } else {
        const { on, due } = endOfNextWorkingDay(world.calendar, draft.case.zone, at)
        const why = because('gradeOwed', { on, due, zone: draft.case.zone, reply: reply.id, body: contact.body })
        draft.open('action', due, why, reply.id)
        draft.tell(owner, 'reply-to-grade', eventId, { body: contact.body, dueAt: due })
      }
    } else if (by.kind === 'body') {
      // No clock is left to say it: whoever closed the case, or who leads there now, must read what has come.
      const { owner, branch } = draft.case
      const reader = world.roster.isPresent(owner, at) ? owner : headFor(world.roster, branch, at).person
      draft.tell(world.roster.person(reader), 'reply-after-end', eventId, { body: contact.body })
    }
    return draft.change()
  })
  // A second answer does not put off the day of the first.
  const set: ContactSet = {
    id: contact.id,
    ...registered,
    ...(answers && contact.state === 'open' ? { state: 'answered', answeredAt: input.receivedAt } : {}),
  }
  return { cases, contactSets: Object.keys(set).length > 1 ? [set] : [], replies: [reply] }
}

/**
 * The body takes longer, with a reason: at most as long from the decision as the law allows (two months). By its own hand
 * once, and only to a later day. Throws Refusal `extension_too_long`, `extension_not_longer`, `already_extended`,
 * `date_in_past`, `date_in_future`, `not_in_status`.
 */
export function decideExtension(
  facts: readonly CaseFacts[],
  contact: ContactFacts,
  input: { until: string; reason: string } & Enclosed,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  mustBeOpen(contact, 'extension')
  const today = localDate(facts[0]!.case.zone, at)
  if (input.until < today) throw new Refusal('date_in_past', { date: input.until }, ['until'])
  const latest = addMonths(today, world.legalTerm('extend', today)?.rule.months ?? EXTENSION_MONTHS)
  if (input.until > latest) throw new Refusal('extension_too_long', { latest }, ['until'])
  const { until, reason, registered } = input
  if (registered) checkRegistration(contact, registered, today)
  const itself = by.kind === 'body'
  if (itself) mayExtend(facts, contact, until)
  const cases = onEach(facts, world, ids, at, (draft) => {
    if (registered) register(draft, contact, registered, by)
    const { zone } = draft.case
    const dueAt = endOfLocalDay(zone, input.until)
    // What a body writes under its link nobody has read yet: it is for those who work on the case.
    const why = itself
      ? because('replyExtendedItself', { until, due: dueAt, zone, body: contact.body })
      : because('replyExtended', { until, due: dueAt, zone, reason, body: contact.body })
    const said = { contact: contact.id, body: contact.body, until, [itself ? 'note' : 'reason']: reason }
    const eventId = draft.event('extended', by, true, { ...said, ...sealsOf(input) })
    for (const deadline of draft.deadlines('reply', contact.id)) {
      const from = deadline.dueAt
      draft.extend(deadline, dueAt, why, eventId)
      draft.event('re-dated', by, true, {
        deadline: 'reply',
        contact: contact.id,
        from,
        to: dueAt,
        because: why,
        cause: eventId,
      })
    }
    if (isOpen(draft.case.status)) {
      if (!itself) step(draft, eventId)
      else draft.tell(world.roster.person(draft.case.owner), 'extended', eventId, { until, reason, body: contact.body })
    }
    fireDue(draft)
  })
  return { cases, contactSets: [{ id: contact.id, ...registered, extendedUntil: until }] }
}

/** A term that could be moved again and again by whoever owes the answer would be none. */
function mayExtend(facts: readonly CaseFacts[], contact: ContactFacts, until: string): void {
  if (contact.extendedUntil !== null) throw new Refusal('already_extended', { until: contact.extendedUntil }, ['until'])
  for (const { case: c, deadlines } of facts)
    for (const d of deadlines) {
      if (d.kind !== 'reply' || d.subject !== contact.id || d.closedAt !== null) continue
      const due = localDate(c.zone, d.dueAt - 1)
      if (until <= due) throw new Refusal('extension_not_longer', { due }, ['until'])
    }
}

/**
 * Passed on to the competent body: the old clock ends, a new one runs from the day after arrival there (АППК 65(1), 76(2)).
 * Throws Refusal `unknown_body`, `reply_term_missing`, `date_in_future`, `date_in_past`, `not_in_status`.
 */
export function decideRedirect(
  facts: readonly CaseFacts[],
  contact: ContactFacts,
  input: { body: string; receivedOn: string; replyDueOn?: string | undefined; note?: string | undefined } & Enclosed,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  mustBeOpen(contact, 'redirect')
  const body = world.body(input.body)
  if (!body) throw new Refusal('unknown_body', { body: input.body }, ['body'])
  const itself = by.kind === 'body'
  if (itself && body.id === contact.body) throw new Refusal('nothing_to_change', {}, ['body'])
  const today = localDate(facts[0]!.case.zone, at)
  if (input.receivedOn > today) throw new Refusal('date_in_future', { date: input.receivedOn }, ['receivedOn'])
  const { registered } = input
  if (registered) checkRegistration(contact, registered, today)
  if (input.receivedOn < contact.sentOn) throw new Refusal('date_in_past', { date: input.receivedOn }, ['receivedOn'])
  if (input.replyDueOn && input.replyDueOn < today)
    throw new Refusal('date_in_past', { date: input.replyDueOn }, ['replyDueOn'])
  if (input.replyDueOn) mustComeSoon(input.replyDueOn, today, ['replyDueOn'])
  const cases = onEach(facts, world, ids, at, (draft) => {
    // The number is of the body that passes it on; the next one registers anew.
    if (registered) register(draft, contact, registered, by)
    const term = replyTerm(body, input.receivedOn, input.replyDueOn, world, draft.case.zone)
    if (isOwnAkimat(body, draft)) draft.case.needsSecondSignature = true
    const eventId = draft.event('redirected', by, true, {
      contact: contact.id,
      from: contact.body,
      to: body.id,
      receivedOn: input.receivedOn,
      ...(passedOnLate(contact, input.receivedOn, world) ? { late: true } : {}),
      replyDueAt: term.dueAt,
      ...(input.note ? { note: input.note } : {}),
      ...sealsOf(input),
    })
    for (const d of draft.deadlines('reply', contact.id)) draft.end(d, 'cancelled', eventId, at, contact.body)
    // What is solved or ended waits for no answer.
    if (!isOpen(draft.case.status) || draft.case.status === 'resolved') return
    if (!itself) step(draft, eventId)
    draft.open('reply', term.dueAt, term.because, contact.id)
    if (itself)
      draft.tell(world.roster.person(draft.case.owner), 'redirected', eventId, { body: body.id, dueAt: term.dueAt })
    fireDue(draft)
  })
  return {
    cases,
    contactSets: [
      {
        id: contact.id,
        body: body.id,
        registeredOn: input.receivedOn,
        incomingNumber: null,
        replyDueOn: input.replyDueOn ?? null,
        extendedUntil: null,
      },
    ],
  }
}
