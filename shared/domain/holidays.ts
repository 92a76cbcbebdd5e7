/** Holidays of a year from rules that are valid for a span of dates (db/reference/holiday-rules.json). */
import type { CalendarDay } from './calendar.ts'
import { addDays, weekday } from './date.ts'
import { LANGS, type Text3 } from './text.ts'

/**
 * `dates` are 'MM-DD' for every year or 'YYYY-MM-DD' for one. A `holiday` on a weekend moves to the next working day, a
 * `day-off` never moves. `validFrom` and `validTo` are local dates, inclusive, null = open.
 */
export interface HolidayRule {
  readonly name: Text3
  readonly dates: readonly string[]
  readonly kind: 'holiday' | 'day-off'
  readonly validFrom: string | null
  readonly validTo: string | null
}

export interface HolidayRules {
  readonly rules: readonly HolidayRule[]
  /** The name of a moved day; {name} is the holiday. */
  readonly transferred: Text3
}

/** The days of one year that the rules make non-working, weekends included; orders that move single days are not rules. */
export function holidaysOf({ rules, transferred }: HolidayRules, year: number): Record<string, CalendarDay> {
  const found = rules.flatMap((rule) =>
    rule.dates
      .map((date) => (date.length === 5 ? `${year}-${date}` : date))
      .filter((date) => date.startsWith(`${year}-`) && isValid(rule, date))
      .map((date) => ({ date, rule })),
  )
  found.sort((a, b) => (a.date < b.date ? -1 : 1))
  const days: Record<string, CalendarDay> = {}
  for (const { date, rule } of found) days[date] = { kind: 'off', name: rule.name }
  for (const { date, rule } of found) {
    if (rule.kind !== 'holiday' || weekday(date) <= 5) continue
    let to = addDays(date, 1)
    while (weekday(to) > 5 || Object.hasOwn(days, to)) to = addDays(to, 1)
    days[to] = { kind: 'off', name: movedName(transferred, rule.name) }
  }
  return days
}

function isValid(rule: HolidayRule, date: string): boolean {
  return (rule.validFrom === null || date >= rule.validFrom) && (rule.validTo === null || date <= rule.validTo)
}

function movedName(pattern: Text3, name: Text3): Text3 {
  const text = {} as Text3
  for (const lang of LANGS) text[lang] = pattern[lang].replace('{name}', () => name[lang])
  return text
}
