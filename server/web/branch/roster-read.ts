import { type AbsenceRow, listAbsences } from '../../../db/absences.ts'
import { loadRoster } from '../../../db/roster.ts'
import { listRotations, type RotationRow } from '../../../db/rotations.ts'
import { listShifts, type ShiftRow } from '../../../db/shifts.ts'
import type { Person } from '../../../shared/domain/people.ts'
import { worksOnCases } from '../../../shared/domain/people.ts'
import { gaps, type Span } from '../../../shared/domain/roster.ts'
import { addDays, instantOf, localDate, weekday } from '../../../shared/domain/zone.ts'
import type { Deps } from '../../deps.ts'
import type { ReferenceBranch } from '../../reference.ts'
import type { FullWorld } from '../../world.ts'

const HOUR = 3_600_000
const AHEAD_MS = 72 * HOUR
export const WEEKS = 4
/** So far one may page, in weeks from this one. */
export const FARTHEST = 26
const MOST_ROWS = 500

export interface RosterDay {
  readonly date: string
  readonly today: boolean
  readonly past: boolean
  readonly shifts: readonly ShiftRow[]
  readonly away: readonly string[]
  /** Nobody is on duty at some time of the day; empty for a branch without a roster and for days that are over. */
  readonly gaps: readonly Span[]
}

export interface RosterView {
  /** Weeks from this one. */
  readonly week: number
  readonly kept: boolean
  readonly gaps: readonly Span[]
  readonly days: readonly RosterDay[]
  readonly shifts: readonly ShiftRow[]
  readonly rotations: readonly RotationRow[]
  readonly absences: readonly AbsenceRow[]
  /** Who can be put on duty: of this branch or one above it. */
  readonly people: readonly Person[]
  /** Whose absence can be written down. */
  readonly crew: readonly Person[]
}

/** The roster of four weeks, the gaps of the next 72 hours apart. Weeks begin on Monday by the clocks of the branch. */
export async function readRoster(
  { sql }: Deps,
  world: FullWorld,
  branch: ReferenceBranch,
  week: number,
  now: number,
): Promise<RosterView> {
  const { code, zone } = branch
  const today = localDate(zone, now)
  const first = addDays(today, 1 - weekday(today) + week * 7)
  const midnight = (date: string) => instantOf(zone, date, 0)
  const [from, to] = [midnight(first), midnight(addDays(first, WEEKS * 7))]
  const span = { branches: [code], from, to, after: null, limit: MOST_ROWS }
  const [shifts, absences, rotations, roster] = await Promise.all([
    listShifts(sql, span),
    listAbsences(sql, { ...span, from: Math.min(from, now), to }),
    listRotations(sql, [code]),
    loadRoster(sql, [code], Math.min(from, now), Math.max(to, now + AHEAD_MS)),
  ])
  const kept = roster.rostered.includes(code)
  const open = (start: number, end: number) =>
    kept && start < end ? gaps(roster.shifts, roster.absences, code, start, end) : []
  const days = Array.from({ length: WEEKS * 7 }, (_, n): RosterDay => {
    const date = addDays(first, n)
    const [begins, ends] = [midnight(date), midnight(addDays(date, 1))]
    const touches = (s: Span) => s.from < ends && s.to > begins
    return {
      date,
      today: date === today,
      past: ends <= now,
      shifts: shifts.filter(touches),
      away: [...new Set(absences.filter(touches).map((a) => a.staffName))],
      gaps: open(Math.max(begins, now), ends),
    }
  })
  const near = [code, ...world.reference.ancestors(code).map((b) => b.code)]
  const usable = world.people.filter((p) => !p.disabled && !p.roles.includes('desk'))
  return {
    week,
    kept,
    gaps: open(now, now + AHEAD_MS),
    days,
    shifts: shifts.filter((s) => s.to > now),
    rotations,
    absences: absences.filter((a) => a.to > now),
    people: usable.filter((p) => near.includes(p.branch) && worksOnCases(p)),
    crew: usable.filter((p) => p.branch === code),
  }
}
