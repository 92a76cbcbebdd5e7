import { because } from './because.ts'
import { CENTRAL } from './case.ts'
import type { CaseFacts, Change } from './change.ts'
import type { MeetingRow, MeetingSet } from './change-meeting.ts'
import { endOfNextWorkingDay } from './clock.ts'
import { isOwnAkimat } from './contact.ts'
import type { Draft } from './draft.ts'
import { begin, fireDue } from './escalation.ts'
import type { Actor } from './events.ts'
import { mustBeRecent, mustComeSoon } from './horizon.ts'
import { type Invitation, inviteAll } from './invitation.ts'
import { centralHead, headFor } from './people.ts'
import { step } from './reaction.ts'
import { Refusal } from './refusal.ts'
import { isOpen, mustBeOpen } from './status.ts'
import type { Ids, World } from './world.ts'
import { localDate } from './zone.ts'

/** What a meeting is; instants are epoch milliseconds. */
export interface MeetingInput {
  readonly title: string
  readonly agenda: string
  readonly place: string
  readonly startsAt: number
  readonly endsAt: number
  readonly staff: readonly number[]
  readonly bodies: readonly string[]
}

export interface MeetingFacts extends MeetingInput {
  readonly id: number
  readonly organiser: number
  readonly branch: string
  readonly sequence: number
  readonly state: string
  /** How often it was put off past the day on which its minutes were owed, and until when that was. */
  readonly putOff: number
  readonly owedUntil: number | null
}

/**
 * A meeting about cases is called: a step on each, the second stage begins, and what it decides is owed by the end of the
 * next working day after it. Throws Refusal `unknown_staff`, `unknown_body`, `date_too_far`, `date_too_old`, `not_in_status`.
 */
export function decideMeeting(
  facts: readonly CaseFacts[],
  input: MeetingInput,
  by: Actor,
  branch: string,
  world: World,
  ids: Ids,
  at: number,
): Change {
  mustBeKnown(input, world)
  mustBeNear(input, facts, at)
  const meeting: MeetingRow = {
    ...pick(input),
    id: ids.next(),
    organiser: by.staff!,
    branch,
    staff: [...new Set([by.staff!, ...input.staff])],
    bodies: [...new Set(input.bodies)],
    sequence: 0,
    state: 'called',
    createdAt: at,
    putOff: 0,
    owedUntil: owedAfter(input, facts, world, at),
  }
  const drafts = facts.map((fact) => {
    const draft = begin(fact, world, ids, at)
    mustBeOpen(draft.case.status, 'meeting')
    if (draft.case.status !== 'resolved') draft.move('work')
    draft.case.underWay = true
    if (meeting.bodies.some((id) => isOwnAkimat(world.body(id)!, draft))) draft.case.needsSecondSignature = true
    const eventId = draft.event('meeting-called', by, true, told(meeting))
    step(draft, eventId)
    const { dueAt, why } = minutesTerm(draft, meeting)
    draft.open('action', dueAt, why, meeting.id)
    if (meeting.startsAt > at)
      draft.tellReporter('meeting-called', eventId, { meeting: meeting.id, startsAt: meeting.startsAt })
    return { draft, eventId }
  })
  // The same case speaks for the meeting in every invitation.
  const [first] = [...drafts].sort((a, b) => a.draft.case.id - b.draft.case.id)
  inviteAll(first!.draft, first!.eventId, [invitation(meeting, 'REQUEST')], at)
  return {
    cases: drafts.map(({ draft }) => draft.change()),
    meetings: [meeting],
    meetingCases: drafts.map(({ draft }) => ({ meeting: meeting.id, caseId: draft.case.id })),
  }
}

/**
 * Another time, place, agenda or circle: calendars hear of it under the next sequence number, and who is no longer asked
 * gets a cancellation. Put off past the day on which its minutes were owed for the second time, it is told to the head of
 * each owner: a meeting could be moved for ever. Throws Refusal `not_in_status`, `nothing_to_change`, `unknown_staff`, `unknown_body`, `date_too_far`, `date_too_old`.
 */
export function decideMeetingChange(
  facts: readonly CaseFacts[],
  meeting: MeetingFacts,
  input: MeetingInput,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  mustBeCalled(meeting, 'meeting-change')
  mustBeKnown(input, world)
  mustBeNear(input, facts, at)
  const staff = [...new Set([meeting.organiser, ...input.staff])]
  const after = { ...meeting, ...pick(input), staff, bodies: [...new Set(input.bodies)] }
  if (JSON.stringify(shape(after)) === JSON.stringify(shape(meeting))) throw new Refusal('nothing_to_change')
  const late = after.startsAt >= (meeting.owedUntil ?? owedAfter(meeting, facts, world, meeting.endsAt))
  const changed = {
    ...after,
    sequence: meeting.sequence + 1,
    ...(late ? { putOff: meeting.putOff + 1, owedUntil: owedAfter(after, facts, world, at) } : {}),
  }
  const moved = after.startsAt !== meeting.startsAt || after.endsAt !== meeting.endsAt
  const heard = new Set<number>()
  const drafts = facts.map((fact) => {
    const draft = begin(fact, world, ids, at)
    const eventId = draft.event('meeting-changed', by, moved, { ...told(changed), from: meeting.startsAt })
    if (isOpen(draft.case.status) && changed.bodies.some((id) => isOwnAkimat(world.body(id)!, draft)))
      draft.case.needsSecondSignature = true
    for (const deadline of owedBy(draft, meeting)) {
      const { dueAt, why } = minutesTerm(draft, changed)
      const from = deadline.dueAt
      if (dueAt === from) continue
      draft.extend(deadline, dueAt, why, eventId)
      draft.event('re-dated', by, true, { deadline: 'action', from, to: dueAt, because: why, cause: eventId })
    }
    fireDue(draft)
    if (late && changed.putOff > 1) tellHead(draft, changed, eventId, by, heard)
    return { draft, eventId }
  })
  const gone = {
    ...changed,
    staff: meeting.staff.filter((p) => !changed.staff.includes(p)),
    bodies: meeting.bodies.filter((b) => !changed.bodies.includes(b)),
  }
  const letters = [invitation(changed, 'REQUEST'), invitation(gone, 'CANCEL')]
  inviteAll(drafts[0]!.draft, drafts[0]!.eventId, letters, at)
  return { cases: drafts.map(({ draft }) => draft.change()), meetingSets: [setOf(changed)] }
}

/** The meeting does not take place: calendars hear of it, and each case owes another next step. Throws Refusal `not_in_status`. */
export function decideMeetingCancellation(
  facts: readonly CaseFacts[],
  meeting: MeetingFacts,
  reason: string,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  mustBeCalled(meeting, 'meeting-cancellation')
  const cancelled = { ...meeting, sequence: meeting.sequence + 1, state: 'cancelled' }
  const drafts = facts.map((fact) => {
    const draft = begin(fact, world, ids, at)
    const eventId = draft.event('meeting-cancelled', by, true, { ...told(meeting), reason })
    const owed = owedBy(draft, meeting)
    for (const deadline of owed) draft.end(deadline, 'cancelled', eventId)
    // The promise goes with the meeting; without another one the case would wait for nothing.
    if (owed.length > 0 && isOpen(draft.case.status) && draft.deadlines('action').length === 0) {
      const { on, due } = endOfNextWorkingDay(world.calendar, draft.case.zone, at)
      draft.open('action', due, because('nextStepOwed', { on, due, zone: draft.case.zone }))
    }
    return { draft, eventId }
  })
  inviteAll(drafts[0]!.draft, drafts[0]!.eventId, [invitation(cancelled, 'CANCEL')], at)
  return {
    cases: drafts.map(({ draft }) => draft.change()),
    meetingSets: [{ ...setOf(cancelled), cancelledAt: at, cancelReason: reason }],
  }
}

/** Throws Refusal `not_in_status` for a meeting that was held or cancelled. */
export function mustBeCalled({ state }: MeetingFacts, move: string): void {
  if (state !== 'called') throw new Refusal('not_in_status', { status: state, move })
}

function mustBeKnown({ staff, bodies }: MeetingInput, world: World): void {
  for (const [i, id] of staff.entries()) {
    const person = world.roster.person(id)
    if (!person || person.roles.includes('desk'))
      throw new Refusal('unknown_staff', { staff: id }, ['staff', String(i)])
  }
  for (const [i, id] of bodies.entries())
    if (!world.body(id)) throw new Refusal('unknown_body', { body: id }, ['bodies', String(i)])
}

function mustBeNear({ startsAt }: MeetingInput, facts: readonly CaseFacts[], at: number): void {
  const { zone } = facts[0]!.case
  const on = localDate(zone, startsAt)
  mustComeSoon(on, localDate(zone, at), ['startsAt'])
  mustBeRecent(on, localDate(zone, at), ['startsAt'])
}

/** The end of the day on which the minutes of such a meeting are owed, in the zone of its first case (epoch ms). */
function owedAfter({ endsAt }: { readonly endsAt: number }, facts: readonly CaseFacts[], world: World, at: number) {
  return endOfNextWorkingDay(world.calendar, facts[0]!.case.zone, Math.max(endsAt, at)).due
}

/** The head of the owner of the case hears that the meeting is put off once more; whoever put it off knows. */
function tellHead(draft: Draft, meeting: MeetingFacts, eventId: number, by: Actor, heard: Set<number>): void {
  const { case: c, world, at } = draft
  if (!isOpen(c.status)) return
  const unit = world.roster.person(c.owner)?.branch ?? c.branch
  const not = [c.owner, ...(by.staff === undefined ? [] : [by.staff])]
  const { person } = unit === CENTRAL ? centralHead(world.roster, at, not) : headFor(world.roster, unit, at, not)
  if (heard.has(person)) return
  heard.add(person)
  const data = { meeting: meeting.id, times: meeting.putOff, until: meeting.startsAt }
  draft.tell(world.roster.person(person), 'meeting-put-off', eventId, data)
}

/** The promise of minutes that this meeting left on the case. */
export function owedBy(draft: Draft, { id }: { readonly id: number }) {
  return draft.deadlines('action', id)
}

function minutesTerm(draft: Draft, meeting: Pick<MeetingRow, 'id' | 'startsAt' | 'endsAt'>) {
  const { zone } = draft.case
  const { due } = endOfNextWorkingDay(draft.world.calendar, zone, Math.max(meeting.endsAt, draft.at))
  const on = localDate(zone, meeting.startsAt)
  return { dueAt: due, why: because('meetingTerm', { on, due, zone, meeting: meeting.id }) }
}

const pick = ({ title, agenda, place, startsAt, endsAt }: MeetingInput) => ({ title, agenda, place, startsAt, endsAt })

const shape = (m: MeetingInput) => [pick(m), [...m.staff].sort(), [...m.bodies].sort()]

/** What the history of a case says of it; title, agenda and names stay inside. */
export const told = ({ id, title, startsAt, endsAt, bodies, staff }: MeetingInput & { readonly id: number }) => ({
  meeting: id,
  title,
  startsAt,
  endsAt,
  bodies,
  staff,
})

function invitation(
  meeting: MeetingInput & { id: number; sequence: number; organiser: number },
  method: 'REQUEST' | 'CANCEL',
): Invitation {
  const { id, sequence, organiser, staff, bodies } = meeting
  return { ...pick(meeting), meeting: id, sequence, organiser, staff, bodies, method }
}

/** What may change of a meeting, as it is to be written. */
export function setOf(m: MeetingFacts): MeetingSet {
  const { id, sequence, state, staff, bodies, putOff, owedUntil } = m
  return {
    ...pick(m),
    id,
    sequence,
    state,
    staff,
    bodies,
    putOff,
    owedUntil,
    cancelledAt: null,
    cancelReason: null,
    heldAt: null,
    minutesBy: null,
  }
}
