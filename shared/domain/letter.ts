import { because } from './because.ts'
import { addMonths } from './calendar.ts'
import type { CaseFacts, Change, ContactSet, ReplyRow, ReplySet } from './change.ts'
import { endOfLocalDay, endOfNextWorkingDay } from './clock.ts'
import { type ContactFacts, type Grade, isOwnAkimat, replyTerm } from './contact.ts'
import { Draft } from './draft.ts'
import { fireDue } from './escalation.ts'
import type { Actor } from './events.ts'
import { step } from './reaction.ts'
import { Refusal } from './refusal.ts'
import { isOpen } from './status.ts'
import type { Ids, World } from './world.ts'
import { localDate } from './zone.ts'

/** What becomes of a letter after it has left: registered, answered, extended, passed on, lost. */

/** The longest extension, where the law of the day does not say; counted from the decision. */
const EXTENSION_MONTHS = 2

/** Throws Refusal `not_in_status`. */
export function mustBeOpen(contact: ContactFacts, move: string): void {
  if (contact.state !== 'open') throw new Refusal('not_in_status', { status: contact.state, move })
}

/** The same for every case of a letter. */
export function onEach(
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
      const term = replyTerm(body, input.registeredOn, contact.replyDueOn, world, draft.case.zone)
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
      },
      { at: input.receivedAt },
    )
    if (answers)
      for (const d of draft.deadlines('reply', contact.id)) draft.end(d, 'met', eventId, input.receivedAt, contact.body)
    fireDue(draft)
    if (isOpen(draft.case.status)) {
      step(draft, eventId)
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
    }
    return draft.change()
  })
  // A second answer does not put off the day of the first.
  const sets: ContactSet[] =
    answers && contact.state === 'open' ? [{ id: contact.id, state: 'answered', answeredAt: input.receivedAt }] : []
  return { cases, contactSets: sets, replies: [reply] }
}

/** What is stored of a reply, as its grading needs it. */
export interface ReplyFacts {
  readonly id: number
  readonly receivedAt: number
  readonly grade: string | null
}

/**
 * A person has read a reply and says what it is worth. One that answers stops the clock at the instant it was received: in
 * time stays in time however late it is graded, and a verdict written meanwhile gets its correction. A grade may be
 * changed at any time, but an answer stays one: verdicts rely on it for ever, so a hollow answer is met by writing again.
 * Throws Refusal `nothing_to_change`, `grade_stands`.
 */
export function decideGrade(
  facts: readonly CaseFacts[],
  contact: ContactFacts,
  reply: ReplyFacts,
  input: { grade: Grade; note?: string | undefined },
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  const { id, receivedAt, grade: was } = reply
  if (was === input.grade) throw new Refusal('nothing_to_change')
  const answers = isAnswer(input.grade)
  if (isAnswer(was) && !answers) throw new Refusal('grade_stands', { grade: was! }, ['grade'])
  const cases = facts.map((fact) => {
    const draft = new Draft(fact, world, ids, at)
    fireDue(draft, Math.min(receivedAt, at))
    const eventId = draft.event('graded', by, true, {
      contact: contact.id,
      reply: id,
      body: contact.body,
      grade: input.grade,
      ...(was ? { was } : {}),
      ...(input.note ? { note: input.note } : {}),
      receivedAt,
    })
    if (answers)
      for (const d of draft.deadlines('reply', contact.id)) draft.end(d, 'met', eventId, receivedAt, contact.body)
    fireDue(draft)
    for (const d of draft.deadlines('action', id)) if (d.because.key === 'gradeOwed') draft.end(d, 'met', eventId)
    if (isOpen(draft.case.status)) {
      step(draft, eventId)
      draft.tellReporter('replied', eventId, { body: contact.body, grade: input.grade })
    }
    return draft.change()
  })
  const sets: ContactSet[] =
    answers && contact.state === 'open' ? [{ id: contact.id, state: 'answered', answeredAt: receivedAt }] : []
  const set: ReplySet = { id, grade: input.grade, gradedBy: by.staff ?? null, gradedAt: at }
  return { cases, contactSets: sets, replySets: [set] }
}

/** The body takes longer, with a reason: at most as long from the decision as the law allows (two months). Throws Refusal `extension_too_long`, `date_in_past`, `not_in_status`. */
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
  const latest = addMonths(today, world.legalTerm('extend', today)?.rule.months ?? EXTENSION_MONTHS)
  if (input.until > latest) throw new Refusal('extension_too_long', { latest }, ['until'])
  const cases = onEach(facts, world, ids, at, (draft) => {
    const { zone } = draft.case
    const dueAt = endOfLocalDay(zone, input.until)
    const why = because('replyExtended', {
      until: input.until,
      due: dueAt,
      zone,
      reason: input.reason,
      body: contact.body,
    })
    const eventId = draft.event('extended', by, true, { contact: contact.id, body: contact.body, ...input })
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
    step(draft, eventId)
    fireDue(draft)
  })
  return { cases, contactSets: [{ id: contact.id, extendedUntil: input.until }] }
}

/**
 * Passed on to the competent body: the old clock ends, a new one runs from the day after arrival there (АППК 65(1), 76(2)).
 * Throws Refusal `unknown_body`, `reply_term_missing`, `date_in_future`, `date_in_past`, `not_in_status`.
 */
export function decideRedirect(
  facts: readonly CaseFacts[],
  contact: ContactFacts,
  input: { body: string; receivedOn: string; replyDueOn?: string | undefined },
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
  if (input.replyDueOn && input.replyDueOn < today)
    throw new Refusal('date_in_past', { date: input.replyDueOn }, ['replyDueOn'])
  const cases = onEach(facts, world, ids, at, (draft) => {
    const term = replyTerm(body, input.receivedOn, input.replyDueOn, world, draft.case.zone)
    if (isOwnAkimat(body, draft)) draft.case.needsSecondSignature = true
    const eventId = draft.event('redirected', by, true, {
      contact: contact.id,
      from: contact.body,
      to: body.id,
      receivedOn: input.receivedOn,
      replyDueAt: term.dueAt,
    })
    for (const d of draft.deadlines('reply', contact.id)) draft.end(d, 'cancelled', eventId, at, contact.body)
    // What is solved or ended waits for no answer.
    if (!isOpen(draft.case.status) || draft.case.status === 'resolved') return
    step(draft, eventId)
    draft.open('reply', term.dueAt, term.because, contact.id)
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
