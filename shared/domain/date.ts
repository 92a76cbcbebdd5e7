/**
 * Local dates as 'YYYY-MM-DD' strings (proleptic Gregorian, years 0001–9999). No time zone is involved here:
 * a date becomes an instant only in zone.ts.
 */

const MS_PER_DAY = 86_400_000
const DAYS_BEFORE_1970 = 719_468

/** True for a real date written 'YYYY-MM-DD' ('2026-02-29' is none). */
export function isDate(text: string): boolean {
  return readDate(text) !== null
}

/** Days since 1970-01-01. Throws RangeError when the text is no date. */
export function dayNumber(date: string): number {
  const read = readDate(date)
  if (read === null) throw new RangeError(`not a date: ${JSON.stringify(date)}`)
  return read
}

/** The date that lies `day` days after 1970-01-01. Throws RangeError outside the years 0001–9999. */
export function dateOfDay(day: number): string {
  if (!Number.isInteger(day)) throw new RangeError(`not a whole number of days: ${day}`)
  const shifted = day + DAYS_BEFORE_1970
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  if (year < 1 || year > 9999) throw new RangeError(`outside the years 0001 to 9999: day ${day}`)
  return written(year, month, dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1)
}

/** The date `n` days later (earlier when negative). */
export function addDays(date: string, n: number): string {
  return dateOfDay(dayNumber(date) + n)
}

/** The date `n` months later, clamped to the last day of its month: 31 December + 2 months = 28 (29) February. */
export function addMonths(date: string, n: number): string {
  if (!Number.isInteger(n)) throw new RangeError(`not a whole number of months: ${n}`)
  dayNumber(date)
  const months = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + n
  const year = Math.floor(months / 12)
  if (year < 1 || year > 9999) throw new RangeError(`outside the years 0001 to 9999: ${date} + ${n} months`)
  const month = (months % 12) + 1
  return written(year, month, Math.min(Number(date.slice(8, 10)), daysInMonth(year, month)))
}

/** ISO weekday, 1 Monday … 7 Sunday: no weekday is falsy, so none is lost in a condition (a peer lost Mondays). */
export function weekday(date: string): 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  return weekdayOfDay(dayNumber(date))
}

/** ISO weekday of a day number. */
export function weekdayOfDay(day: number): 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  return (((((day + 3) % 7) + 7) % 7) + 1) as 1 | 2 | 3 | 4 | 5 | 6 | 7
}

/** The UTC instant of the date's midnight, in epoch milliseconds; zone.ts subtracts the offset. */
export function utcMidnight(date: string): number {
  return dayNumber(date) * MS_PER_DAY
}

function readDate(text: string): number | null {
  if (typeof text !== 'string' || text.length !== 10 || text[4] !== '-' || text[7] !== '-') return null
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 7)
  const day = digits(text, 8, 10)
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    DAYS_BEFORE_1970
  )
}

function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function written(year: number, month: number, day: number): string {
  return `${year < 1000 ? String(year).padStart(4, '0') : year}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`
}
