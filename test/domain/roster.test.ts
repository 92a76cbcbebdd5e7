import t from 'tap'
import {
  type Absence,
  gaps,
  isAbsent,
  onDuty,
  type Rotation,
  type Shift,
  shiftsOf,
} from '../../shared/domain/roster.ts'

const HOUR = 3_600_000
const at = (text: string) => Date.parse(`${text}+05:00`)
const ZONE = 'Asia/Almaty'
const BRANCH = 'KZ-39'
const rotation: Rotation = {
  id: 1,
  branch: BRANCH,
  members: [11, 12, 13],
  startsOn: '2026-11-02',
  shiftDays: 7,
  handover: '09:00',
}

t.test('members take turns, handing over at the hour', async (t) => {
  const shifts = shiftsOf(rotation, ZONE, at('2026-11-02T09:00'), at('2026-11-30T09:00'))
  t.same(
    shifts.map(({ staff, branch, from, to }) => [staff, branch, new Date(from).toISOString(), (to - from) / HOUR]),
    [
      [11, BRANCH, '2026-11-02T04:00:00.000Z', 168],
      [12, BRANCH, '2026-11-09T04:00:00.000Z', 168],
      [13, BRANCH, '2026-11-16T04:00:00.000Z', 168],
      [11, BRANCH, '2026-11-23T04:00:00.000Z', 168],
    ],
  )
})

t.test('the window is half-open and shifts stay whole', async (t) => {
  const handover = at('2026-11-09T09:00')
  t.same(
    shiftsOf(rotation, ZONE, handover - 1, handover).map((shift) => shift.staff),
    [11],
  )
  t.same(
    shiftsOf(rotation, ZONE, handover, handover + 1).map((shift) => shift.staff),
    [12],
  )
  t.same(
    shiftsOf(rotation, ZONE, handover - 1, handover + 1).map((shift) => shift.staff),
    [11, 12],
  )
  t.equal(shiftsOf(rotation, ZONE, handover, handover + 1)[0]!.to, at('2026-11-16T09:00'))
  t.same(shiftsOf(rotation, ZONE, handover, handover), [])
  t.same(shiftsOf(rotation, ZONE, handover, handover - 1), [])
})

t.test('nothing before the rotation starts, nothing without members', async (t) => {
  t.same(shiftsOf(rotation, ZONE, at('2026-10-01T00:00'), at('2026-11-02T09:00')), [])
  t.same(shiftsOf(rotation, ZONE, at('2026-10-01T00:00'), at('2026-11-02T09:00') + 1).length, 1)
  t.same(shiftsOf({ ...rotation, members: [] }, ZONE, at('2026-11-01T00:00'), at('2027-11-01T00:00')), [])
  t.throws(() => shiftsOf({ ...rotation, shiftDays: 0 }, ZONE, 0, 1), RangeError)
  t.throws(() => shiftsOf({ ...rotation, shiftDays: 1.5 }, ZONE, 0, 1), RangeError)
  t.throws(() => shiftsOf({ ...rotation, startsOn: '2026-02-30' }, ZONE, 0, 1), RangeError)
})

t.test('the night in which the clocks go back is one hour longer, without a hole', async (t) => {
  const daily = { ...rotation, startsOn: '2024-02-20', shiftDays: 1, handover: '08:00' }
  const shifts = shiftsOf(daily, ZONE, Date.parse('2024-02-28T00:00:00Z'), Date.parse('2024-03-03T00:00:00Z'))
  t.same(
    shifts.map(({ from, to }) => (to - from) / HOUR),
    [24, 24, 25, 24, 24],
  )
  t.same(gaps(shifts, [], BRANCH, shifts[0]!.from, shifts.at(-1)!.to), [])
})

t.test('property: at any time of years exactly one member is on duty, whatever window was asked for', async (t) => {
  const faults: string[] = []
  for (const shiftDays of [1, 2, 7]) {
    const turns = { ...rotation, startsOn: '2023-12-25', shiftDays }
    const all = shiftsOf(turns, ZONE, Date.parse('2024-01-01T00:00:00Z'), Date.parse('2026-01-01T00:00:00Z'))
    for (let when = Date.parse('2024-01-01T00:00:00Z'); when < Date.parse('2026-01-01T00:00:00Z'); when += 13 * HOUR) {
      const wide = onDuty(all, [], BRANCH, when)
      const narrow = onDuty(shiftsOf(turns, ZONE, when, when + 1), [], BRANCH, when)
      if (wide.length !== 1 || narrow.length !== 1 || wide[0] !== narrow[0]) faults.push(new Date(when).toISOString())
    }
  }
  t.same(faults, [])
})

t.test('on duty: half-open, without the absent, of the branch asked for, each once', async (t) => {
  const shifts: Shift[] = [
    { staff: 1, branch: BRANCH, from: 100, to: 200 },
    { staff: 2, branch: BRANCH, from: 150, to: 250 },
    { staff: 1, branch: BRANCH, from: 120, to: 220 },
    { staff: 3, branch: 'KZ-10', from: 0, to: 1000 },
  ]
  const absences: Absence[] = [{ staff: 2, from: 180, to: 190 }]
  t.same(onDuty(shifts, absences, BRANCH, 99), [])
  t.same(onDuty(shifts, absences, BRANCH, 100), [1])
  t.same(onDuty(shifts, absences, BRANCH, 160), [1, 2])
  t.same(onDuty(shifts, absences, BRANCH, 180), [1])
  t.same(onDuty(shifts, absences, BRANCH, 190), [1, 2], 'back at the very instant the absence ends')
  t.same(onDuty(shifts, absences, BRANCH, 220), [2])
  t.same(onDuty(shifts, absences, BRANCH, 250), [])
  t.same(onDuty(shifts, absences, 'KZ-10', 180), [3])
  t.ok(isAbsent(absences, 2, 180))
  t.notOk(isAbsent(absences, 2, 190))
  t.notOk(isAbsent(absences, 1, 185))
})

t.test('a swap is a shift with another person', async (t) => {
  const [first, ...rest] = shiftsOf(rotation, ZONE, at('2026-11-02T09:00'), at('2026-11-30T09:00'))
  const swapped = [{ ...first!, staff: 99 }, ...rest]
  t.same(onDuty(swapped, [], BRANCH, at('2026-11-05T12:00')), [99])
  t.same(
    gaps(
      swapped,
      [{ staff: 11, from: at('2026-11-04T00:00'), to: at('2026-11-06T00:00') }],
      BRANCH,
      first!.from,
      first!.to,
    ),
    [],
  )
})

t.test('gaps: before, between, after, and where the only one is absent', async (t) => {
  const shifts: Shift[] = [
    { staff: 1, branch: BRANCH, from: 100, to: 200 },
    { staff: 2, branch: BRANCH, from: 200, to: 300 },
    { staff: 2, branch: BRANCH, from: 350, to: 400 },
    { staff: 9, branch: 'KZ-10', from: 0, to: 1000 },
  ]
  t.same(gaps(shifts, [], BRANCH, 50, 450), [
    { from: 50, to: 100 },
    { from: 300, to: 350 },
    { from: 400, to: 450 },
  ])
  t.same(gaps(shifts, [], BRANCH, 120, 280), [], 'shifts that touch leave no hole')
  const away = [
    { staff: 1, from: 150, to: 220 },
    { staff: 2, from: 210, to: 360 },
  ]
  t.same(
    gaps(shifts, away, BRANCH, 100, 400),
    [
      { from: 150, to: 200 },
      { from: 210, to: 360 },
    ],
    'the hole of an absence and the hole after it are one',
  )
  t.same(
    gaps(
      shifts,
      [
        { staff: 1, from: 0, to: 1000 },
        { staff: 2, from: 0, to: 1000 },
      ],
      BRANCH,
      100,
      400,
    ),
    [{ from: 100, to: 400 }],
  )
  t.same(gaps([], [], BRANCH, 5, 9), [{ from: 5, to: 9 }])
  t.same(gaps([], [], BRANCH, 9, 9), [])
  t.same(gaps([], [], BRANCH, 9, 5), [])
})

t.test('property: gaps and onDuty say the same at every instant', async (t) => {
  let seed = 99
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  const faults: string[] = []
  for (let round = 0; round < 300; round++) {
    const spans = (count: number) =>
      Array.from({ length: count }, () => {
        const from = random(100)
        return { staff: random(4), branch: random(3) ? BRANCH : 'KZ-10', from, to: from + random(30) }
      })
    const shifts = spans(8)
    const absences = spans(5)
    const holes = gaps(shifts, absences, BRANCH, 10, 90)
    for (let when = 10; when < 90; when++) {
      const open = holes.some(({ from, to }) => from <= when && when < to)
      if (open !== (onDuty(shifts, absences, BRANCH, when).length === 0)) faults.push(`round ${round} at ${when}`)
    }
    for (let n = 0; n < holes.length; n++) {
      const { from, to } = holes[n]!
      if (from >= to || from < 10 || to > 90 || (n > 0 && holes[n - 1]!.to >= from)) faults.push(`round ${round} shape`)
    }
  }
  t.same(faults, [])
})
