import t from 'tap'
import { addDays, addMonths, dateOfDay, dayNumber, isDate, weekday } from '../../shared/domain/date.ts'

t.test('every day of 1900–2100 agrees with the engine, both ways', async (t) => {
  let wrong = 0
  for (let ms = Date.UTC(1900, 0, 1); ms < Date.UTC(2101, 0, 1); ms += 86_400_000) {
    const date = new Date(ms).toISOString().slice(0, 10)
    const day = ms / 86_400_000
    if (dayNumber(date) !== day || dateOfDay(day) !== date || weekday(date) !== (new Date(ms).getUTCDay() || 7)) wrong++
  }
  t.equal(wrong, 0)
})

t.test('far years', async (t) => {
  for (const date of ['0001-01-01', '0004-02-29', '0999-12-31', '1600-02-29', '9999-12-31']) {
    t.equal(dateOfDay(dayNumber(date)), date)
    const ms = Date.parse(`${date}T00:00:00Z`)
    t.equal(dayNumber(date), ms / 86_400_000)
  }
  t.throws(() => addDays('9999-12-31', 1), RangeError)
  t.throws(() => addDays('0001-01-01', -1), RangeError)
})

t.test('what is no date is refused', async (t) => {
  const wrong = ['', '2026-02-29', '1900-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2026-1-1', '2026-01-00']
  wrong.push(
    '2026/01/01',
    '0000-01-01',
    '2026-01-011',
    ' 2026-01-01',
    '٢٠٢٦-٠١-٠١',
    '20x6-01-01',
    '2026-01-01T00:00:00Z',
  )
  for (const text of wrong) {
    t.notOk(isDate(text), text)
    t.throws(() => dayNumber(text), RangeError, text)
  }
  t.ok(isDate('2024-02-29'))
  t.ok(isDate('2000-02-29'))
  t.notOk(isDate(20260101 as unknown as string))
  t.throws(() => dateOfDay(0.5), RangeError)
  t.throws(() => dateOfDay(Number.NaN), RangeError)
})

t.test('days and months', async (t) => {
  t.equal(addDays('2026-12-31', 1), '2027-01-01')
  t.equal(addDays('2024-02-28', 1), '2024-02-29')
  t.equal(addDays('2026-03-01', -1), '2026-02-28')
  t.equal(addDays('2026-11-22', 0), '2026-11-22')
  t.equal(addMonths('2026-11-22', 2), '2027-01-22')
  t.equal(addMonths('2026-12-31', 2), '2027-02-28')
  t.equal(addMonths('2027-12-31', 2), '2028-02-29')
  t.equal(addMonths('2026-07-31', 2), '2026-09-30')
  t.equal(addMonths('2026-03-31', -1), '2026-02-28')
  t.equal(addMonths('2026-01-15', -1), '2025-12-15')
  t.throws(() => addMonths('2026-01-15', 1.5), RangeError)
  t.throws(() => addMonths('2026-02-30', 1), RangeError)
  t.throws(() => addMonths('9999-12-15', 1), RangeError)
  t.equal(weekday('2026-11-22'), 7)
  t.equal(weekday('2026-11-23'), 1)
})
