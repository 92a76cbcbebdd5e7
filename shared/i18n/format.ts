/**
 * Dates, times, durations and numbers as people write them in each language. Month and weekday names are our own (in
 * the catalogs), so that they do not depend on the ICU data of the machine. Instants are epoch milliseconds.
 */
import { dayNumber, weekday } from '../domain/date.ts'
import type { Lang } from '../domain/text.ts'
import { localDate, localParts } from '../domain/zone.ts'
import type { Key } from './catalog.ts'
import { say, t } from './text.ts'

export { say, t, text3 } from './text.ts'

const MINUTE = 60_000

export type DateStyle = {
  /** 'short' puts 'жс, ' before the date, 'long' 'жексенбі, ' */
  readonly weekday?: 'short' | 'long'
  readonly year?: boolean
}

/** '22 қараша', '22 ноября', '22 November'; with year '2026 жылғы 22 қараша', '22 ноября 2026 г.'. */
export function formatDate(lang: Lang, date: string, style: DateStyle = {}): string {
  dayNumber(date)
  const year = date.slice(0, 4)
  const day = String(Number(date.slice(8, 10)))
  const month = say(lang, `calendar.month.${Number(date.slice(5, 7))}` as Key)
  const written =
    style.year === true
      ? t(lang, 'calendar.dayMonthYear', { day, month, year })
      : t(lang, 'calendar.dayMonth', { day, month })
  if (style.weekday === undefined) return written
  return t(lang, 'calendar.weekdayDate', { weekday: formatWeekday(lang, date, style.weekday), date: written })
}

/** 'жс' or 'жексенбі'. */
export function formatWeekday(lang: Lang, date: string, style: 'short' | 'long'): string {
  return say(lang, `calendar.${style === 'short' ? 'weekdayShort' : 'weekday'}.${weekday(date)}` as Key)
}

/** 'қараша', 'ноябрь', 'November' by itself, 1 … 12. */
export function formatMonth(lang: Lang, month: number): string {
  return say(lang, `calendar.monthAlone.${month}` as Key)
}

/** '2026 жылғы қараша', 'ноябрь 2026 г.', 'November 2026' from 'YYYY-MM' or 'YYYY-MM-DD'. */
export function formatMonthYear(lang: Lang, date: string): string {
  return t(lang, 'calendar.monthYear', { month: formatMonth(lang, Number(date.slice(5, 7))), year: date.slice(0, 4) })
}

/** '09:00' by the clocks of the zone. */
export function formatTime(zone: string, at: number): string {
  const { hour, minute } = localParts(zone, at)
  return `${hour < 10 ? '0' : ''}${hour}:${minute < 10 ? '0' : ''}${minute}`
}

/** 'жс, 22 қараша, 09:00'; the short weekday is there unless the style says otherwise. */
export function formatInstant(lang: Lang, zone: string, at: number, style: DateStyle = { weekday: 'short' }): string {
  const date = formatDate(lang, localDate(zone, at), style)
  return t(lang, 'calendar.dateTime', { date, time: formatTime(zone, at) })
}

/** 'бүгін, 09:00', 'ертең, 09:00', 'кеше, 09:00' near now; farther away as formatInstant, with the year if it is another. */
export function formatNear(lang: Lang, zone: string, at: number, now: number): string {
  const date = localDate(zone, at)
  const today = localDate(zone, now)
  const days = dayNumber(date) - dayNumber(today)
  const word = (
    [
      ['calendar.yesterday', -1],
      ['calendar.today', 0],
      ['calendar.tomorrow', 1],
    ] as const
  ).find(([, n]) => n === days)
  if (word !== undefined) return t(lang, 'calendar.dateTime', { date: t(lang, word[0]), time: formatTime(zone, at) })
  return formatInstant(lang, zone, at, { weekday: 'short', year: date.slice(0, 4) !== today.slice(0, 4) })
}

/**
 * A due instant in words. Local midnight is the end of the day before it: 'сс, 24 қараша, күннің соңына дейін'; any
 * other time is said as it is.
 */
export function formatDue(lang: Lang, zone: string, due: number): string {
  if (localParts(zone, due).minuteOfDay !== 0) return formatInstant(lang, zone, due)
  return t(lang, 'calendar.endOfDay', { date: formatDate(lang, localDate(zone, due - 1), { weekday: 'short' }) })
}

/** '3 күн 4 сағ', '11 ч 20 мин', '20 min': two units at most, rounded down; under a minute in words. Sign is ignored. */
export function formatDuration(lang: Lang, milliseconds: number): string {
  const minutes = Math.floor(Math.abs(milliseconds) / MINUTE)
  if (minutes < 1) return t(lang, 'calendar.underMinute')
  const days = Math.floor(minutes / 1440)
  const hours = Math.floor(minutes / 60) % 24
  const parts: string[] = []
  if (days > 0) parts.push(t(lang, 'calendar.days', { n: days }))
  if (hours > 0) parts.push(t(lang, 'calendar.hours', { n: hours }))
  if (days === 0 && minutes % 60 > 0) parts.push(t(lang, 'calendar.minutes', { n: minutes % 60 }))
  return parts.join(' ')
}

/** '11 сағ 20 мин қалды' before the due instant; from that instant on '2 сағ 5 мин кешікті'. */
export function formatLeft(lang: Lang, due: number, now: number): string {
  const duration = formatDuration(lang, due - now)
  return now < due ? t(lang, 'calendar.left', { duration }) : t(lang, 'calendar.late', { duration })
}

/** '1 234 567,8' or '1,234,567.8'. */
export function formatNumber(lang: Lang, value: number, digits = 0): string {
  return numberFormat(lang, digits, 'decimal').format(value)
}

/** '96,4 %' for 0.964. */
export function formatPercent(lang: Lang, share: number, digits = 1): string {
  return numberFormat(lang, digits, 'percent').format(share)
}

/** 'А, Б және В'. */
export function formatList(lang: Lang, items: readonly string[]): string {
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : t(lang, 'calendar.and', { list: items.slice(0, -1).join(', '), last })
}

const formats = new Map<string, Intl.NumberFormat>()

function numberFormat(lang: Lang, digits: number, style: 'decimal' | 'percent'): Intl.NumberFormat {
  const name = `${lang} ${digits} ${style}`
  let format = formats.get(name)
  if (format === undefined) {
    format = new Intl.NumberFormat(lang, { style, maximumFractionDigits: digits })
    formats.set(name, format)
  }
  return format
}
