import type { MeetingRow } from '../../db/views/meetings.ts'
import type { MeetingView } from '../../shared/contract/meeting.ts'
import type { CaseFacts, Change } from '../../shared/domain/change.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import type { FullWorld } from '../world.ts'

/** A meeting as those who work on its cases, and those invited, see it. */
export function viewMeeting(row: MeetingRow, world: FullWorld): MeetingView {
  const { reference, roster } = world
  const instant = (ms: number) => rfc3339(row.zone, ms)
  const maybe = (ms: number | null) => (ms === null ? null : instant(ms))
  const person = (id: number) => ({ id, name: roster.person(id)?.name ?? '' })
  const numbers = new Map(row.cases.map((c) => [c.id, c.number]))
  return {
    id: row.id,
    cases: row.cases.map((c) => c.number),
    title: row.title,
    agenda: row.agenda,
    place: row.place,
    startsAt: instant(row.startsAt),
    endsAt: instant(row.endsAt),
    state: row.state as MeetingView['state'],
    sequence: row.sequence,
    organiser: person(row.organiser),
    branch: row.branch,
    staff: row.staff.map(person),
    bodies: row.bodies.map((code) => {
      const body = reference.body(code)
      return { code, name: body?.name ?? { kk: code, ru: code, en: code }, mailed: !!body?.email }
    }),
    createdAt: instant(row.createdAt),
    cancelledAt: maybe(row.cancelledAt),
    cancelReason: row.cancelReason,
    heldAt: maybe(row.heldAt),
    minutesBy: row.minutesBy === null ? null : person(row.minutesBy),
    decisions: row.decisions.map(({ id, caseId, text, instruction, noAction }) => ({
      ...{ id, case: numbers.get(caseId) ?? '', text, instruction, noAction },
    })),
  }
}

/** A meeting after a change; a new one when there was none. */
export function meetingAfter(
  row: MeetingRow | null,
  cases: readonly CaseFacts[],
  change: Change,
  world: FullWorld,
): MeetingRow {
  const [made] = change.meetings ?? []
  const [set] = change.meetingSets ?? []
  const before: MeetingRow = row ?? {
    ...made!,
    ...{ cancelledAt: null, cancelReason: null, heldAt: null, minutesBy: null, decisions: [] },
    zone: world.reference.branch(made!.branch)?.zone ?? cases[0]!.case.zone,
    cases: cases.map(({ case: { id, number } }) => ({ id, number })).sort((a, b) => a.id - b.id),
  }
  return { ...before, ...set, decisions: [...before.decisions, ...(change.meetingDecisions ?? [])] }
}
