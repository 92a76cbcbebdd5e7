import t from 'tap'
import type { Calendar } from '../../shared/domain/calendar.ts'
import { cutOff, endOfLocalDay, isOverdue } from '../../shared/domain/clock.ts'
import { addDays, instantOf, localParts, offsetMinutes } from '../../shared/domain/zone.ts'

const RULE = { cutOff: '06:00', hour: '09:00' }
const KZ = ['Almaty', 'Qostanay', 'Qyzylorda', 'Aqtobe', 'Aqtau', 'Atyrau', 'Oral'].map((city) => `Asia/${city}`)
const at = (text: string) => Date.parse(text)

t.test('reported in the evening, answered by nine in the morning', async (t) => {
  t.same(cutOff(RULE, 'Asia/Aqtau', at('2026-11-20T21:40:00+05:00')), {
    dueAt: at('2026-11-21T09:00:00+05:00'),
    afterCutOff: true,
    localDate: '2026-11-20',
    dueDate: '2026-11-21',
  })
})

t.test('the cut-off instant itself belongs to the later side, to the millisecond, in every zone', async (t) => {
  for (const zone of KZ) {
    const cut = instantOf(zone, '2026-11-22', '06:00')
    const early = cutOff(RULE, zone, cut - 1)
    const late = cutOff(RULE, zone, cut)
    t.equal(early.dueAt, instantOf(zone, '2026-11-22', '09:00'), zone)
    t.notOk(early.afterCutOff)
    t.equal(late.dueAt, instantOf(zone, '2026-11-23', '09:00'), zone)
    t.ok(late.afterCutOff)
    const midnight = instantOf(zone, '2026-11-22', 0)
    t.equal(cutOff(RULE, zone, midnight).dueAt, instantOf(zone, '2026-11-22', '09:00'))
    t.equal(cutOff(RULE, zone, midnight - 1).dueAt, instantOf(zone, '2026-11-22', '09:00'))
    t.equal(cutOff(RULE, zone, midnight - 1).localDate, '2026-11-21')
  }
})

t.test('weekends and holidays count by default', async (t) => {
  t.equal(cutOff(RULE, 'Asia/Almaty', at('2026-12-31T23:00:00+05:00')).dueDate, '2027-01-01')
  t.equal(cutOff(RULE, 'Asia/Almaty', at('2026-11-21T05:59:59.999+05:00')).dueDate, '2026-11-21')
  t.equal(cutOff(RULE, 'Asia/Almaty', at('2026-11-21T12:00:00+05:00')).dueDate, '2026-11-22')
})

t.test('nights in which the clocks go back', async (t) => {
  for (const zone of ['Asia/Almaty', 'Asia/Qostanay']) {
    // 23:30 comes twice; both belong to 29 February, and both are answered by 09:00 of 1 March in the new time.
    for (const reported of ['2024-02-29T23:30:00+06:00', '2024-02-29T23:30:00+05:00']) {
      t.same(cutOff(RULE, zone, at(reported)), {
        dueAt: at('2024-03-01T09:00:00+05:00'),
        afterCutOff: true,
        localDate: '2024-02-29',
        dueDate: '2024-03-01',
      })
    }
    t.equal(cutOff(RULE, zone, at('2024-02-29T05:00:00+06:00')).dueAt, at('2024-02-29T09:00:00+06:00'))
    t.equal(endOfLocalDay(zone, '2024-02-29') - instantOf(zone, '2024-02-29', 0), 25 * 3_600_000)
  }
  t.equal(
    cutOff(RULE, 'Asia/Qyzylorda', at('2018-12-20T22:00:00+06:00')).dueAt,
    at('2018-12-21T09:00:00+05:00'),
    'eleven hours by the clock are twelve in truth',
  )
  t.equal(endOfLocalDay('Asia/Qyzylorda', '2018-12-20'), at('2018-12-21T00:00:00+05:00'))
})

t.test('property: every report gets a due hour of 09:00 local, later than itself and at most 28 h away', async (t) => {
  const faults: string[] = []
  for (const zone of KZ) {
    for (let minute = at('2024-02-26T00:00:00Z'); minute < at('2024-03-05T00:00:00Z'); minute += 7 * 60_000) {
      const { dueAt, afterCutOff, localDate } = cutOff(RULE, zone, minute)
      const due = localParts(zone, dueAt)
      const here = localParts(zone, minute)
      const expected = here.hour < 6 ? here.date : addDays(here.date, 1)
      const right =
        due.hour === 9 &&
        due.minuteOfDay === 540 &&
        due.date === expected &&
        localDate === here.date &&
        afterCutOff === here.hour >= 6 &&
        dueAt > minute &&
        dueAt - minute <= (27 + (offsetMinutes(zone, minute) - offsetMinutes(zone, dueAt)) / 60) * 3_600_000
      if (!right) faults.push(`${zone} ${new Date(minute).toISOString()}`)
    }
  }
  t.same(faults, [])
})

t.test('a rule for working days only asks the calendar', async (t) => {
  const rule = { ...RULE, workingDaysOnly: true }
  const name = { kk: 'күн', ru: 'день', en: 'day' }
  const calendar: Calendar = {
    version: 3,
    days: { '2026-11-23': { kind: 'off', name }, '2026-11-29': { kind: 'working', name } },
  }
  const due = (text: string) => cutOff(rule, 'Asia/Almaty', at(text), calendar).dueDate
  t.equal(due('2026-11-20T05:00:00+05:00'), '2026-11-20', 'Friday before the cut-off')
  t.equal(due('2026-11-20T06:00:00+05:00'), '2026-11-24', 'Friday after it: weekend and a holiday Monday are passed')
  t.equal(due('2026-11-21T05:00:00+05:00'), '2026-11-24', 'early on a Saturday')
  t.equal(due('2026-11-28T12:00:00+05:00'), '2026-11-29', 'a working Sunday is a working day')
  t.equal(due('2026-11-29T05:00:00+05:00'), '2026-11-29')
  t.throws(() => cutOff(rule, 'Asia/Almaty', 0), RangeError)
})

t.test('other hours, and a rule that would make the answer due before the report', async (t) => {
  const noon = { cutOff: '12:00', hour: '18:30' }
  t.equal(cutOff(noon, 'Asia/Oral', at('2026-11-22T11:59:59.999+05:00')).dueAt, at('2026-11-22T18:30:00+05:00'))
  t.equal(cutOff(noon, 'Asia/Oral', at('2026-11-22T12:00:00+05:00')).dueAt, at('2026-11-23T18:30:00+05:00'))
  const same = { cutOff: '09:00', hour: '09:00' }
  t.equal(cutOff(same, 'Asia/Oral', at('2026-11-22T09:00:00+05:00')).dueAt, at('2026-11-23T09:00:00+05:00'))
  t.throws(() => cutOff({ cutOff: '10:00', hour: '09:00' }, 'Asia/Oral', 0), RangeError)
  t.throws(() => cutOff({ cutOff: '6:00', hour: '09:00' }, 'Asia/Oral', 0), RangeError)
})

t.test('one definition of overdue: the due instant is late', async (t) => {
  const due = at('2026-11-22T09:00:00+05:00')
  t.notOk(isOverdue(due, due - 1))
  t.ok(isOverdue(due, due))
  t.ok(isOverdue(due, due + 1))
})

t.test('the end of a local day is the start of the next one', async (t) => {
  t.equal(endOfLocalDay('Asia/Aqtau', '2026-11-22'), at('2026-11-23T00:00:00+05:00'))
  t.equal(endOfLocalDay('Asia/Aqtau', '2026-12-31'), at('2027-01-01T00:00:00+05:00'))
  t.throws(() => endOfLocalDay('Asia/Aqtau', '2026-13-01'), RangeError)
})
