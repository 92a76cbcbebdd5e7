import t from 'tap'
import {
  addMonths,
  addWorkingDays,
  type Calendar,
  type CalendarDay,
  isWorkingDay,
  NoWorkingDay,
  nextWorkingDay,
  workingDaysBetween,
} from '../../shared/domain/calendar.ts'
import { addDays, weekday } from '../../shared/domain/zone.ts'
import { readTestData } from '../support/data.ts'

type Data = {
  days: Record<string, { kind: CalendarDay['kind'] }>
  workingDayVectors: { registered: string; workingDays: number; due: string; why: string }[]
}
const data = readTestData<Data>('holidays.json')
const name = { kk: 'күн', ru: 'день', en: 'day' }
const calendar: Calendar = {
  version: 12,
  days: Object.fromEntries(Object.entries(data.days).map(([date, { kind }]) => [date, { kind, name }])),
}
const empty: Calendar = { version: 1, days: {} }

t.test('terms of the law: every vector of the holiday file', async (t) => {
  t.equal(data.workingDayVectors.length, 9)
  for (const { registered, workingDays, due, why } of data.workingDayVectors) {
    t.equal(addWorkingDays(calendar, registered, workingDays), due, why)
    t.equal(workingDaysBetween(calendar, registered, due), workingDays, `back: ${why}`)
  }
})

t.test('the days of the law', async (t) => {
  t.notOk(isWorkingDay(calendar, '2026-03-09'), 'moved from Sunday 8 March')
  t.notOk(isWorkingDay(calendar, '2026-03-25'))
  t.ok(isWorkingDay(calendar, '2026-03-26'))
  t.ok(isWorkingDay(calendar, '2026-08-31'), 'no Constitution Day in August since Law 306-VIII')
  t.notOk(isWorkingDay(calendar, '2027-03-15'), 'Constitution Day in March')
  t.ok(isWorkingDay(calendar, '2025-01-05'), 'a working Sunday')
  t.notOk(isWorkingDay(calendar, '2025-01-03'), 'paid for by that Sunday')
  t.ok(isWorkingDay(calendar, '2024-05-04'), 'a working Saturday')
})

t.test('a working Sunday counts inside a term', async (t) => {
  t.equal(addWorkingDays(calendar, '2025-01-04', 1), '2025-01-05')
  t.equal(addWorkingDays(calendar, '2025-01-02', 2), '2025-01-06')
  t.equal(addWorkingDays(empty, '2025-01-04', 1), '2025-01-06')
})

t.test('Mondays work (a peer had working days without Monday)', async (t) => {
  for (let n = 0, date = '2026-01-05'; n < 60; n++, date = addDays(date, 7)) {
    t.equal(weekday(date), 1)
    t.ok(isWorkingDay(empty, date), date)
  }
  t.equal(nextWorkingDay(empty, '2026-11-20'), '2026-11-23', 'after Friday comes Monday')
})

t.test('an empty calendar is the five-day week, not an endless loop nor an instant deadline', async (t) => {
  t.equal(addWorkingDays(empty, '2026-11-20', 15), '2026-12-11')
  t.equal(workingDaysBetween(empty, '2026-11-20', '2026-12-11'), 15)
  t.equal(addWorkingDays(empty, '2026-11-20', 1000), '2030-09-20')
})

t.test('a weekend in the middle is passed once, wherever the count starts', async (t) => {
  for (const start of ['2026-11-20', '2026-11-21', '2026-11-22']) {
    t.equal(addWorkingDays(empty, start, 1), '2026-11-23', start)
    t.equal(addWorkingDays(empty, start, 5), '2026-11-27', start)
    t.equal(addWorkingDays(empty, start, 6), '2026-11-30', start)
  }
  t.equal(addWorkingDays(empty, '2026-11-23', 5), '2026-11-30')
})

t.test('next working day', async (t) => {
  t.equal(nextWorkingDay(calendar, '2026-11-23'), '2026-11-24', 'never the day itself')
})

t.test('counting back, for reminders before a term', async (t) => {
  t.equal(addWorkingDays(calendar, '2026-03-27', -1), '2026-03-26')
  t.equal(addWorkingDays(calendar, '2026-03-27', -3), '2026-03-19')
  t.equal(addWorkingDays(calendar, '2026-11-23', 0), '2026-11-23')
  t.equal(addWorkingDays(calendar, '2026-11-21', 0), '2026-11-21')
})

t.test('property: the n-th working day is a working day, and counting it gives n', async (t) => {
  const faults: string[] = []
  for (let n = 0, date = '2023-12-20'; n < 1500; n++, date = addDays(date, 1)) {
    for (const count of [1, 2, 3, 5, 15, 20]) {
      const due = addWorkingDays(calendar, date, count)
      if (!isWorkingDay(calendar, due) || due <= date) faults.push(`${date} + ${count} = ${due}`)
      if (workingDaysBetween(calendar, date, due) !== count) faults.push(`${date} … ${due} is not ${count}`)
      if (workingDaysBetween(calendar, date, addDays(due, -1)) !== count - 1) faults.push(`${date} … before ${due}`)
      if (addWorkingDays(calendar, due, -1) < addDays(date, -20)) faults.push(`back from ${due}`)
      if (count > 1 && nextWorkingDay(calendar, addWorkingDays(calendar, date, count - 1)) !== due)
        faults.push(`step ${due}`)
    }
  }
  t.same(faults, [])
})

t.test('counting between dates in the wrong order is negative', async (t) => {
  t.equal(workingDaysBetween(calendar, '2026-11-23', '2026-11-23'), 0)
  t.equal(workingDaysBetween(calendar, '2026-11-24', '2026-11-23'), -1)
  t.equal(workingDaysBetween(calendar, '2026-11-23', '2026-11-20'), -1)
})

t.test('a calendar without a working day throws instead of looping', async (t) => {
  const days: Record<string, CalendarDay> = {}
  for (let n = 0, date = '2026-01-01'; n < 900; n++, date = addDays(date, 1)) days[date] = { kind: 'off', name }
  const closed: Calendar = { version: 9, days }
  t.throws(() => addWorkingDays(closed, '2026-01-10', 1), NoWorkingDay)
  t.throws(() => nextWorkingDay(closed, '2026-01-10'), { code: 'no_working_day' })
  t.throws(() => addWorkingDays(closed, '2028-01-10', -15), NoWorkingDay)
  t.equal(nextWorkingDay(closed, '2028-06-18'), '2028-06-19', 'outside the mistake it still counts')
})

t.test('faulty input is refused', async (t) => {
  t.throws(() => addWorkingDays(empty, '2026-11-20', 1.5), RangeError)
  t.throws(() => addWorkingDays(empty, '2026-11-20', Number.NaN), RangeError)
  t.throws(() => addWorkingDays(empty, '20.11.2026', 1), RangeError)
  t.throws(() => isWorkingDay(empty, '2026-02-30'), RangeError)
  t.ok(isWorkingDay({ version: 1, days: {} }, '2026-11-23'))
})

t.test('two months are clamped to the end of the month', async (t) => {
  t.equal(addMonths('2026-12-31', 2), '2027-02-28')
})
