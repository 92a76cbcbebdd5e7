/**
 * The response clock is a cut-off, not a duration: reported before the cut-off, answered the same day; from the
 * cut-off instant on, the next day. Intervals are half-open everywhere. Instants are epoch milliseconds.
 */
import { type Calendar, isWorkingDay, nextWorkingDay } from './calendar.ts'
import { addDays, instantOf, localDate, minutesOf } from './zone.ts'

export type CutOffRule = {
  /** local time 'HH:MM'; this very instant belongs to the later side */
  readonly cutOff: string
  /** local time 'HH:MM' by which the answer is public */
  readonly hour: string
  /** answer on working days only; default false: weekends and holidays count like any day */
  readonly workingDaysOnly?: boolean
}

export type CutOff = {
  readonly dueAt: number
  /** true when the report came at or after the cut-off of its local day */
  readonly afterCutOff: boolean
  /** local date of the report */
  readonly localDate: string
  /** local date on which the answer is due */
  readonly dueDate: string
}

/**
 * When the public answer to a report is due, in the time zone of its region. Throws RangeError when the rule's
 * cut-off is later than its hour (the answer would be due before the report), or the calendar it needs is missing.
 */
export function cutOff(rule: CutOffRule, zone: string, reportedAt: number, calendar?: Calendar): CutOff {
  if (minutesOf(rule.cutOff) > minutesOf(rule.hour)) {
    throw new RangeError(`cut-off ${rule.cutOff} is later than the hour of the answer ${rule.hour}`)
  }
  const date = localDate(zone, reportedAt)
  const afterCutOff = reportedAt >= instantOf(zone, date, rule.cutOff)
  const dueDate = dueDateOf(rule, date, afterCutOff, calendar)
  return { dueAt: instantOf(zone, dueDate, rule.hour), afterCutOff, localDate: date, dueDate }
}

/** The one definition of overdue: the due instant itself is late. */
export function isOverdue(dueAt: number, at: number): boolean {
  return at >= dueAt
}

/** The end of a local day: the first instant of the next one (so `at < endOfLocalDay` means "still on that day"). */
export function endOfLocalDay(zone: string, date: string): number {
  return instantOf(zone, addDays(date, 1), 0)
}

function dueDateOf(rule: CutOffRule, date: string, afterCutOff: boolean, calendar: Calendar | undefined): string {
  if (rule.workingDaysOnly !== true) return afterCutOff ? addDays(date, 1) : date
  if (calendar === undefined) throw new RangeError('a rule for working days only needs a calendar')
  return !afterCutOff && isWorkingDay(calendar, date) ? date : nextWorkingDay(calendar, date)
}

/** The next working day after the local date of an instant, and its end: by when a next step is owed. */
export function endOfNextWorkingDay(calendar: Calendar, zone: string, at: number): { on: string; due: number } {
  const on = nextWorkingDay(calendar, localDate(zone, at))
  return { on, due: endOfLocalDay(zone, on) }
}
