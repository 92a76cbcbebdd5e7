/** The shipped calendar, the rules behind it, and the legal terms counted on it. */
import t from 'tap'
import { addWorkingDays, type CalendarDay } from '../../shared/domain/calendar.ts'
import { addDays, isDate, weekday } from '../../shared/domain/date.ts'
import { type HolidayRules, holidaysOf } from '../../shared/domain/holidays.ts'
import type { Text3 } from '../../shared/domain/text.ts'
import { readProjectData } from '../support/data.ts'

type Term = { id: string; validFrom: string; validTo: string | null; days: number | null; unit: string | null }
type Calendar = { days: Record<string, CalendarDay>; byRule: number[]; _meta: { years: number[] } }

const read = <T>(name: string) => readProjectData<T>('db', 'reference', name)
const calendar = read<Calendar>('calendar.json')
const rules = read<HolidayRules>('holiday-rules.json')
const { legalTerms } = read<{ legalTerms: Term[] }>('legal-terms.json')
const isName = (name: Text3) => [name.kk, name.ru, name.en].every((text) => text !== '') && !/[А-Яа-яЁё]/.test(name.en)

t.test('the calendar: weekdays off, working weekends, all of it named', async (t) => {
  for (const [date, { kind, name }] of Object.entries(calendar.days)) {
    t.ok(isDate(date) && (kind === 'off' || weekday(date) > 5) && isName(name), date)
    t.ok(
      calendar._meta.years.includes(Number(date.slice(0, 4))) && !calendar.byRule.includes(Number(date.slice(0, 4))),
      date,
    )
  }
  t.same(
    Object.keys(calendar.days).filter((date) => calendar.days[date]!.kind === 'working'),
    ['2024-05-04', '2025-01-05'],
  )
  t.notOk(calendar.days['2026-08-30'], 'no Constitution Day in August since Law 306-VIII')
  t.ok(calendar.days['2027-03-15'], 'but in March')
})

t.test('the rules give the very days of every year that is written out, orders aside', async (t) => {
  const orders = ['2024-05-04', '2024-05-08', '2025-01-03', '2025-01-05']
  for (const year of calendar._meta.years) {
    const written = Object.keys(calendar.days).filter((date) => date.startsWith(`${year}`) && !orders.includes(date))
    t.same(Object.keys(holidaysOf(rules, year)).sort(), written, String(year))
  }
  t.ok(holidaysOf(rules, 2021)['2021-12-01'] && !holidaysOf(rules, 2022)['2022-12-01'], 'a rule ends')
  t.same(holidaysOf(rules, 2028)['2028-01-03']?.name.ru, 'Новый год: перенесённый выходной', 'a Sunday holiday moves')
  t.notOk(holidaysOf(rules, 2029)['2029-01-08'], 'Christmas on a Sunday does not')
})

t.test('working-day terms counted by hand come out of the shipped calendar', async (t) => {
  const terms: [string, number, string][] = [
    ['2026-03-02', 15, '2026-03-27'],
    ['2026-04-27', 15, '2026-05-21'],
    ['2026-05-18', 15, '2026-06-09'],
    ['2026-10-12', 15, '2026-11-03'],
    ['2026-12-10', 15, '2027-01-05'],
    ['2027-03-01', 15, '2027-03-29'],
    ['2025-01-05', 3, '2025-01-09'],
    ['2026-08-24', 15, '2026-09-14'],
  ]
  for (const [from, days, to] of terms)
    t.equal(addWorkingDays({ version: 1, days: calendar.days }, from, days), to, `${from} + ${days}`)
})

t.test('legal terms: spans of one term neither overlap nor leave a gap', async (t) => {
  for (const id of new Set(legalTerms.map((term) => term.id))) {
    const spans = legalTerms.filter((term) => term.id === id).sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
    for (const [at, { validFrom, validTo, days, unit }] of spans.entries()) {
      t.ok(isDate(validFrom) && (validTo === null ? at === spans.length - 1 : validTo > validFrom), id)
      t.equal(days === null, unit === null, `${id}: days with their unit`)
      const before = spans[at - 1]?.validTo
      if (before) t.equal(addDays(before, 1), validFrom, `${id}: no gap`)
    }
  }
  const reply = legalTerms.filter((term) => term.id === 'reply').map(({ days, unit }) => `${days} ${unit}`)
  t.same(reply, ['15 calendar', '15 working', '15 working'])
})
