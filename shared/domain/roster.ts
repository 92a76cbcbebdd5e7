/** Who is on duty. Instants are epoch milliseconds, intervals half-open [from, to). A swap is a shift with another person. */

import { dayNumber } from './date.ts'
import { addDays, instantOf, localDate } from './zone.ts'

export type Shift = { readonly staff: number; readonly branch: string; readonly from: number; readonly to: number }
export type Absence = { readonly staff: number; readonly from: number; readonly to: number }
export type Span = { readonly from: number; readonly to: number }

/** Members take turns of `shiftDays` days each from the local day `startsOn`, handing over at the local time 'HH:MM'. */
export type Rotation = {
  readonly id: number
  readonly branch: string
  readonly members: readonly number[]
  readonly startsOn: string
  readonly shiftDays: number
  readonly handover: string
}

/**
 * The shifts of a rotation that touch [from, to), whole (not cut at the window), earliest first; none without members.
 * Handover is by the clocks of the zone, so a shift is longer or shorter when they change. Throws RangeError for a
 * rotation that cannot be read.
 */
export function shiftsOf(rotation: Rotation, zone: string, from: number, to: number): Shift[] {
  const { branch, members, startsOn, shiftDays, handover } = rotation
  if (!Number.isInteger(shiftDays) || shiftDays < 1) throw new RangeError(`not a number of days: ${shiftDays}`)
  const start = dayNumber(startsOn)
  if (members.length === 0 || !(from < to)) return []
  const shifts: Shift[] = []
  // Two days of margin cover the handover hour and any change of the clocks.
  const first = Math.floor((dayNumber(localDate(zone, from)) - 2 - start) / shiftDays)
  for (let turn = Math.max(0, first); ; turn++) {
    const begins = instantOf(zone, addDays(startsOn, turn * shiftDays), handover)
    if (begins >= to) return shifts
    const ends = instantOf(zone, addDays(startsOn, (turn + 1) * shiftDays), handover)
    if (ends > from) shifts.push({ staff: members[turn % members.length]!, branch, from: begins, to: ends })
  }
}

/** Everybody on duty in the branch at the instant and not absent, each once, in the order of the shifts. */
export function onDuty(shifts: readonly Shift[], absences: readonly Absence[], branch: string, at: number): number[] {
  const found = new Set<number>()
  for (const shift of shifts) {
    if (shift.branch === branch && covers(shift, at) && !isAbsent(absences, shift.staff, at)) found.add(shift.staff)
  }
  return [...found]
}

/** True when an absence of the person covers the instant. */
export function isAbsent(absences: readonly Absence[], staff: number, at: number): boolean {
  return absences.some((absence) => absence.staff === staff && covers(absence, at))
}

/** The spans of [from, to) in which nobody of the branch is on duty, merged, earliest first. */
export function gaps(
  shifts: readonly Shift[],
  absences: readonly Absence[],
  branch: string,
  from: number,
  to: number,
): Span[] {
  const covered: Span[] = []
  for (const shift of shifts) {
    if (shift.branch !== branch) continue
    covered.push(
      ...without(
        shift,
        absences.filter((absence) => absence.staff === shift.staff),
      ),
    )
  }
  return from < to ? without({ from, to }, covered) : []
}

/** What is left of a span when others are taken out of it, earliest first. */
function without(span: Span, taken: readonly Span[]): Span[] {
  const left: Span[] = []
  let from = span.from
  for (const cut of [...taken].sort((a, b) => a.from - b.from)) {
    if (cut.to <= from || cut.from >= cut.to) continue
    if (cut.from >= span.to) break
    if (cut.from > from) left.push({ from, to: cut.from })
    from = cut.to
  }
  if (from < span.to) left.push({ from, to: span.to })
  return left
}

function covers(span: Span, at: number): boolean {
  return span.from <= at && at < span.to
}
