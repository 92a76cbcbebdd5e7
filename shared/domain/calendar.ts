/**
 * Working days. Saturdays and Sundays are off, every other day works, unless the calendar says otherwise for a date:
 * holidays, days off moved by law or order, and the working Saturdays and Sundays that pay for them.
 */
import { dateOfDay, dayNumber, weekdayOfDay } from './date.ts'
import type { Text3 } from './text.ts'

export { addMonths } from './date.ts'

export type CalendarDay = { readonly kind: 'off' | 'working'; readonly name: Text3 }

/** `version` is the number stamped on every deadline made with this calendar; `days` holds exceptions by date. */
export type Calendar = { readonly version: number; readonly days: Readonly<Record<string, CalendarDay>> }

/** Longer than any holiday on earth: a calendar with so many days off in a row is a mistake, not a holiday. */
const LONGEST_PAUSE_DAYS = 366

/** Thrown instead of looping when a calendar has no working day within a year. */
export class NoWorkingDay extends Error {
  readonly code = 'no_working_day'
  constructor(calendar: Calendar, date: string) {
    super(`calendar v${calendar.version} has no working day within ${LONGEST_PAUSE_DAYS} days of ${date}`)
    this.name = 'NoWorkingDay'
  }
}

/** True when people work on the date. */
export function isWorkingDay(calendar: Calendar, date: string): boolean {
  return works(calendar, dayNumber(date), date)
}

/** The first working day after the date (never the date itself). Throws NoWorkingDay. */
export function nextWorkingDay(calendar: Calendar, date: string): string {
  return addWorkingDays(calendar, date, 1)
}

/**
 * The n-th working day, counted from the day after the date (АППК 76(2)); a negative n counts backwards from the day
 * before. n = 0 gives the date itself. Throws NoWorkingDay, and RangeError when n is not a whole number.
 */
export function addWorkingDays(calendar: Calendar, date: string, n: number): string {
  if (!Number.isInteger(n)) throw new RangeError(`not a whole number of working days: ${n}`)
  const step = n < 0 ? -1 : 1
  let day = dayNumber(date)
  for (let left = Math.abs(n); left > 0; left--) {
    const from = day
    do {
      day += step
      if (Math.abs(day - from) > LONGEST_PAUSE_DAYS) throw new NoWorkingDay(calendar, dateOfDay(from))
    } while (!works(calendar, day))
  }
  return dateOfDay(day)
}

/**
 * Working days after `from` up to and including `to`, so that it undoes addWorkingDays; negative when `to` is the
 * earlier date (then: from `to` inclusive up to, not including, `from`).
 */
export function workingDaysBetween(calendar: Calendar, from: string, to: string): number {
  const start = dayNumber(from)
  const end = dayNumber(to)
  let count = 0
  for (let day = start + 1; day <= end; day++) if (works(calendar, day)) count++
  for (let day = start - 1; day >= end; day--) if (works(calendar, day)) count--
  return count
}

function works(calendar: Calendar, day: number, date: string = dateOfDay(day)): boolean {
  const exception = Object.hasOwn(calendar.days, date) ? calendar.days[date] : undefined
  if (exception !== undefined) return exception.kind === 'working'
  return weekdayOfDay(day) <= 5
}
