/**
 * Time-zone arithmetic over the zones of the running ICU, without packages. Instants are epoch milliseconds (UTC),
 * local dates 'YYYY-MM-DD', local times 'HH:MM' or minutes after midnight. Every function throws RangeError for a
 * zone that ICU does not know and for an instant outside the years 0001–9999.
 */
import { dateOfDay, dayNumber, utcMidnight } from './date.ts'

export { addDays, addMonths, isDate, weekday } from './date.ts'

export type LocalParts = {
  readonly date: string
  readonly year: number
  readonly month: number
  readonly day: number
  /** ISO weekday, 1 Monday … 7 Sunday */
  readonly weekday: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
  /** minutes after local midnight, 0 … 1439 */
  readonly minuteOfDay: number
}

const DAY = 86_400_000
const MINUTE = 60_000

/** Days held per zone; a bound only, so that hostile dates cannot fill the memory. */
const DAYS_HELD = 20_000

/** The offset over one UTC day: `before` until `change`, `after` from it on. Days with two changes do not occur. */
type DayOffset = { readonly before: number; readonly change: number; readonly after: number }

type Zone = {
  readonly format: Intl.DateTimeFormat
  readonly days: Map<number, DayOffset>
  last: number
  held: DayOffset
}

const zones = new Map<string, Zone>()

/** Minutes to add to UTC to get local time at the instant: 300 for +05:00. */
export function offsetMinutes(zone: string, at: number): number {
  return offset(zone, at) / MINUTE
}

/** The local date 'YYYY-MM-DD' at the instant. */
export function localDate(zone: string, at: number): string {
  return dateOfDay(Math.floor((at + offset(zone, at)) / DAY))
}

/** Date and time of day as the clocks of the zone show them at the instant. */
export function localParts(zone: string, at: number): LocalParts {
  const local = at + offset(zone, at)
  const day = Math.floor(local / DAY)
  const ms = Math.floor(local - day * DAY)
  const date = dateOfDay(day)
  const minuteOfDay = Math.floor(ms / MINUTE)
  return {
    date,
    year: Number(date.slice(0, 4)),
    month: Number(date.slice(5, 7)),
    day: Number(date.slice(8, 10)),
    weekday: ((((day + 3) % 7) + 7) % 7) + 1,
    hour: Math.floor(minuteOfDay / 60),
    minute: minuteOfDay % 60,
    second: Math.floor(ms / 1000) % 60,
    millisecond: ms % 1000,
    minuteOfDay,
  }
}

/**
 * The instant at which the zone's clocks show this date and time ('24:00' or 1440 is the next midnight). A time that
 * happens twice gives the earlier one; a time that the clocks jump over gives the first instant after the jump.
 */
export function instantOf(zone: string, date: string, time: string | number): number {
  const local = utcMidnight(date) + (typeof time === 'number' ? checkedMinutes(time) : minutesOf(time)) * MINUTE
  const before = offset(zone, local - DAY)
  const after = offset(zone, local + DAY)
  const early = local - Math.max(before, after)
  const late = local - Math.min(before, after)
  if (offset(zone, early) === local - early) return early
  if (offset(zone, late) === local - late) return late
  return changeBetween(early, late, (at) => at + offset(zone, at) >= local)
}

/** Minutes after midnight of 'HH:MM' ('00:00' … '24:00'). Throws RangeError for anything else. */
export function minutesOf(time: string): number {
  if (!/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(time))
    throw new RangeError(`not a time of day: ${JSON.stringify(time)}`)
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

/** '+05:00' for 300 minutes. */
export function formatOffset(minutes: number): string {
  const whole = Math.round(Math.abs(minutes))
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(whole / 60))}:${two(whole % 60)}`
}

/** RFC 3339 with the zone's offset: '2026-11-22T09:00:00+05:00'; milliseconds are written only when there are any. */
export function rfc3339(zone: string, at: number): string {
  // Before 1924 offsets had seconds; RFC 3339 has none. The instant stays exact, the clock shown is rounded.
  const minutes = Math.round(offset(zone, at) / MINUTE)
  const local = at + minutes * MINUTE
  const day = Math.floor(local / DAY)
  const ms = local - day * DAY
  const seconds = Math.floor(ms / 1000)
  const rest = Math.floor(ms % 1000)
  const fraction = rest === 0 ? '' : `.${rest < 100 ? '0' : ''}${two(rest)}`
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return `${dateOfDay(day)}T${time}${fraction}${formatOffset(minutes)}`
}

/** True when the running ICU knows the zone. */
export function isZone(zone: string): boolean {
  try {
    getZone(zone)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** Milliseconds to add to UTC. One ICU call per zone and UTC day, then a comparison: 0.02 µs. */
function offset(name: string, at: number): number {
  const zone = zones.get(name) ?? getZone(name)
  const day = Math.floor(at / DAY)
  const held = zone.last === day ? zone.held : dayOffset(zone, day)
  return at < held.change ? held.before : held.after
}

function getZone(name: string): Zone {
  const known = zones.get(name)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const zone: Zone = { format, days: new Map(), last: Number.NaN, held: { before: 0, change: 0, after: 0 } }
  zones.set(name, zone)
  return zone
}

function dayOffset(zone: Zone, day: number): DayOffset {
  let held = zone.days.get(day)
  if (held === undefined) {
    const start = day * DAY
    const before = measuredOffset(zone.format, start)
    const after = measuredOffset(zone.format, start + DAY)
    const change =
      before === after ? start : changeBetween(start, start + DAY, (at) => measuredOffset(zone.format, at) !== before)
    held = { before, change, after }
    if (zone.days.size >= DAYS_HELD) zone.days.clear()
    zone.days.set(day, held)
  }
  zone.last = day
  zone.held = held
  return held
}

function measuredOffset(format: Intl.DateTimeFormat, at: number): number {
  const whole = Math.floor(at / 1000) * 1000
  if (!(Math.abs(whole) <= 8.64e15)) throw new RangeError(`not an instant: ${at}`)
  const read: Record<string, string> = {}
  for (const part of format.formatToParts(whole)) read[part.type] = part.value
  if (read.era !== 'AD') throw new RangeError(`outside the years 0001 to 9999: ${at}`)
  const day = dayNumber(`${String(read.year).padStart(4, '0')}-${read.month}-${read.day}`)
  return day * DAY + (Number(read.hour) * 3600 + Number(read.minute) * 60 + Number(read.second)) * 1000 - whole
}

/** The first millisecond in (from, to] for which the condition holds; it does at `to` and does not at `from`. */
function changeBetween(from: number, to: number, holds: (at: number) => boolean): number {
  let low = from
  let high = to
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle
  }
  return high
}

function checkedMinutes(minutes: number): number {
  if (!Number.isInteger(minutes) || minutes < 0 || minutes > 1440)
    throw new RangeError(`not minutes of a day: ${minutes}`)
  return minutes
}

function two(n: number): string {
  return n < 10 ? `0${n}` : String(n)
}
