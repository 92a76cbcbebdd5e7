import t from 'tap'
import { rotationsDue } from '../../server/engine/rotate.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { makeCase, makePerson } from '../support/make.ts'
import { makeSigned, type Signed } from '../support/signed.ts'

type Method = 'GET' | 'POST' | 'DELETE'
const caller =
  ({ app }: TestApp, { headers }: Signed) =>
  async (method: Method, path: string, payload?: object, more: Record<string, string> = {}) => {
    const answer = await app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { ...headers, ...more },
      ...(payload ? { payload } : {}),
    })
    return { status: answer.statusCode, body: answer.body ? answer.json() : undefined, text: answer.body }
  }

async function makeBranch(t: Tap) {
  const test = await makeApp(t)
  const head = await makeSigned(test, { roles: ['head'], branch: 'KZ-39', name: 'Head' })
  const one = await makeSigned(test, { roles: ['responder'], branch: 'KZ-39', name: 'One' })
  const two = await makeSigned(test, { roles: ['responder'], branch: 'KZ-39', name: 'Two' })
  const far = await makeSigned(test, { roles: ['responder'], branch: 'KZ-10', name: 'Far' })
  return { test, ask: caller(test, head), head, one, two, far }
}
type Tap = { teardown(work: () => unknown): unknown }

const DAY = { from: '2026-11-22T09:00:00+05:00', to: '2026-11-23T09:00:00+05:00' }

t.test(
  'the head keeps the roster: a shift is set, swapped, taken away; a report goes to whoever is on duty',
  async (t) => {
    const { test, ask, one, two, far } = await makeBranch(t)
    const made = await ask('POST', '/duty', { branch: 'KZ-39', staff: one.id, ...DAY })
    t.equal(made.status, 201, made.text)
    t.match(made.body, {
      branch: 'KZ-39',
      staff: { id: one.id, name: 'One' },
      ...DAY,
      rotation: null,
      swappedFrom: null,
    })

    for (const [patch, code] of [
      [{ from: '2026-11-22T20:00:00+05:00', to: '2026-11-24T09:00:00+05:00' }, 'shifts_overlap'],
      [{ staff: far.id }, 'unknown_staff'],
      [{ staff: 1 }, 'unknown_staff'],
      [{ staff: 99999 }, 'unknown_staff'],
      [{ from: DAY.to, to: DAY.from }, 'validation_failed'],
      [{ from: '2026-11-23T09:00:00+05:00', to: '2027-11-23T09:00:00+05:00' }, 'validation_failed'],
      [{ from: '2026-11-20T09:00:00+05:00', to: '2026-11-21T09:00:00+05:00' }, 'date_in_past'],
      [{ branch: 'KZ-10' }, 'forbidden'],
      [{ branch: 'KZ-00' }, 'unknown_branch'],
    ] as const)
      t.equal((await ask('POST', '/duty', { branch: 'KZ-39', staff: one.id, ...DAY, ...patch })).body.code, code)
    const next = { from: DAY.to, to: '2026-11-24T09:00:00+05:00' }
    t.equal(
      (await ask('POST', '/duty', { branch: 'KZ-39', staff: one.id, ...next })).status,
      201,
      'half-open: no overlap',
    )
    t.equal((await ask('POST', '/duty', { branch: 'KZ-39', staff: two.id, ...DAY })).status, 201, 'two share a day')

    const mine = caller(test, one)
    t.equal((await mine('POST', '/duty', { branch: 'KZ-39', staff: one.id, ...DAY })).status, 403, 'not the responder')
    t.equal((await mine('GET', '/duty')).body.items.length, 3, 'who may look')
    t.equal((await caller(test, far)('GET', '/duty')).body.items.length, 0)
    t.equal((await caller(test, far)('GET', '/duty?branch=KZ-39')).status, 403)
    const page = await ask('GET', '/duty?limit=2')
    t.equal(page.body.items.length, 2)
    t.equal((await ask('GET', `/duty?limit=2&cursor=${page.body.nextCursor}`)).body.items.length, 1)

    test.setTime('2026-11-22T10:00:00+05:00')
    await ask('DELETE', `/duty/${page.body.items.find((s: { staff: { id: number } }) => s.staff.id === two.id).id}`)
    const report = await makeCase(test)
    const [row] = await test.database.sql`select owner from cases where number = ${report.number}`
    t.equal(row!.owner, one.id, 'One is alone now')

    // A running shift is swapped for what is left of it; what was is kept.
    const swapped = await ask('POST', `/duty/${made.body.id}/swap`, { staff: two.id })
    t.match(swapped.body, {
      staff: { name: 'Two' },
      from: '2026-11-22T10:00:00+05:00',
      to: DAY.to,
      swappedFrom: { name: 'One' },
    })
    const after = await ask('GET', '/duty?from=2026-11-22T09:00:00%2B05:00&to=2026-11-23T09:00:00%2B05:00')
    t.same(
      after.body.items.map((s: { staff: { name: string }; from: string; to: string }) => [
        s.staff.name,
        s.from.slice(11, 16),
        s.to.slice(11, 16),
      ]),
      [
        ['One', '09:00', '10:00'],
        ['Two', '09:00', '10:00'],
        ['Two', '10:00', '09:00'],
      ],
    )
    const other = await makeCase(test)
    const [now] = await test.database.sql`select owner from cases where number = ${other.number}`
    t.equal(now!.owner, two.id)
    t.equal((await ask('POST', `/duty/${made.body.id}/swap`, { staff: two.id })).body.code, 'nothing_to_change', 'over')
    t.equal((await ask('DELETE', `/duty/${made.body.id}`)).body.code, 'nothing_to_change')
    t.equal((await ask('DELETE', '/duty/4242')).status, 404)
  },
)

t.test('a rotation writes its shifts 60 days ahead, each once, by the local clock, and ends', async (t) => {
  const { test, ask, one, two } = await makeBranch(t)
  const rotation = {
    branch: 'KZ-39',
    members: [one.id, two.id],
    startsOn: '2026-11-21',
    shiftDays: 1,
    handover: '09:00',
  }
  const made = await ask('POST', '/duty/rotations', rotation, { 'idempotency-key': 'r' })
  t.equal(made.status, 201, made.text)
  t.same((await ask('POST', '/duty/rotations', rotation, { 'idempotency-key': 'r' })).body, made.body)
  t.match(made.body, { members: [{ name: 'One' }, { name: 'Two' }], endedAt: null })
  t.equal((await ask('POST', '/duty/rotations', rotation)).body.code, 'shifts_overlap', 'twice makes no sense')

  const shifts = () => test.database.sql<{ staff: number; from: number; to: number }[]>`
    select staff, starts_at as from, ends_at as to from duty where rotation = ${made.body.id} order by starts_at`
  const first = await shifts()
  t.equal(first[0]!.from, Date.parse('2026-11-21T09:00:00+05:00'))
  t.same(
    first.slice(0, 3).map((s) => s.staff),
    [one.id, two.id, one.id],
  )
  t.ok(first.at(-1)!.to >= Date.parse('2027-01-20T14:00:00+05:00'))
  t.ok(
    first.every((s, n) => n === 0 || s.from === first[n - 1]!.to),
    'without holes',
  )

  // A shift taken away stays away; the job goes on behind what was written.
  const [, second] = (await ask('GET', '/duty')).body.items
  t.equal((await ask('DELETE', `/duty/${second.id}`)).status, 204)
  t.match(await test.passAt('2026-11-22T09:30:00+05:00'), { rotate: { rotations: 0 } }, 'nothing yet')
  t.match(await test.passAt('2026-12-05T09:30:00+05:00'), { rotate: { rotations: 1 } })
  t.match(await test.passAt('2026-12-05T10:31:00+05:00'), { rotate: { rotations: 0 } })
  const later = await shifts()
  t.ok(later.at(-1)!.to >= Date.parse('2027-02-03T09:30:00+05:00'))
  t.notOk(later.some((s) => s.from === Date.parse(second.from)))
  t.equal(new Set(later.map((s) => s.from)).size, later.length)
  const turns = later.filter((s) => s.from > Date.parse('2026-12-01T00:00:00Z'))
  t.ok(
    turns.every((s, n) => n === 0 || (s.from === turns[n - 1]!.to && s.staff !== turns[n - 1]!.staff)),
    'turn by turn',
  )

  // Down for four months: the roster goes on from today.
  test.setTime('2027-06-01T12:00:00+05:00')
  await test.passAt('2027-06-01T12:00:00+05:00')
  const [covering] = await test.database.sql`
    select count(*)::int as n from duty where starts_at <= '2027-06-01T07:00:00Z' and ends_at > '2027-06-01T07:00:00Z'`
  t.equal(covering!.n, 1, 'somebody is on duty now')

  t.equal((await ask('GET', '/duty/rotations')).body.items.length, 1)
  t.equal((await ask('DELETE', `/duty/rotations/${made.body.id}`)).status, 204)
  t.equal((await ask('DELETE', `/duty/rotations/${made.body.id}`)).status, 404)
  t.equal((await ask('GET', '/duty/rotations')).body.items.length, 0)
  const left = await shifts()
  t.ok(
    left.every((s) => s.from <= Date.parse('2027-06-01T12:00:00+05:00')),
    'what had not begun is gone',
  )
  for (const patch of [{ members: [] }, { shiftDays: 0 }, { handover: '24:00' }, { startsOn: '2026-02-30' }])
    t.equal((await ask('POST', '/duty/rotations', { ...rotation, ...patch })).body.code, 'validation_failed')
})

t.test('gaps of the next 72 hours are shown; a branch without a roster is named, not blamed', async (t) => {
  const { ask, one, two, test } = await makeBranch(t)
  const gaps = async () =>
    (await ask('GET', '/duty/gaps')).body.items.find((b: { branch: string }) => b.branch === 'KZ-39')
  t.same(await gaps(), { branch: 'KZ-39', roster: 'none', gaps: [] })
  await ask('POST', '/duty', { branch: 'KZ-39', staff: one.id, ...DAY })
  t.same((await gaps()).gaps, [
    { from: '2026-11-21T14:00:00+05:00', to: DAY.from },
    { from: DAY.to, to: '2026-11-24T14:00:00+05:00' },
  ])
  const away = await ask('POST', '/absences', {
    staff: one.id,
    from: '2026-11-22T12:00:00+05:00',
    to: '2026-11-22T15:00:00+05:00',
    reason: 'врач',
  })
  t.equal(away.status, 201, away.text)
  t.equal((await gaps()).gaps.length, 3, 'an absence makes a hole')
  await ask('POST', '/duty', { branch: 'KZ-39', staff: two.id, from: DAY.from, to: '2026-11-24T20:00:00+05:00' })
  t.same((await gaps()).gaps, [{ from: '2026-11-21T14:00:00+05:00', to: DAY.from }])
  const admin = await makeSigned(test, { roles: ['admin'], branch: 'KZ' })
  const all = (await caller(test, admin)('GET', '/duty/gaps')).body.items
  t.ok(all.length > 15)
  t.ok(
    all.every(
      (b: { branch: string; roster: string; gaps: [] }) =>
        b.branch === 'KZ-39' || (b.roster === 'none' && b.gaps.length === 0),
    ),
  )
})

t.test('absences: set by the head, cancelled before they begin, cut short while they run', async (t) => {
  const { test, ask, one, far } = await makeBranch(t)
  const week = { from: '2026-11-23T00:00:00+05:00', to: '2026-11-30T00:00:00+05:00' }
  const made = await ask('POST', '/absences', { staff: one.id, ...week })
  t.match(made.body, { staff: { name: 'One' }, branch: 'KZ-39', ...week, reason: null })
  t.equal((await ask('POST', '/absences', { staff: far.id, ...week })).status, 403)
  t.equal((await ask('POST', '/absences', { staff: 1, ...week })).body.code, 'unknown_staff')
  t.equal(
    (await ask('POST', '/absences', { staff: one.id, from: week.to, to: week.from })).body.code,
    'validation_failed',
  )
  t.equal((await caller(test, one)('POST', '/absences', { staff: one.id, ...week })).status, 403)
  t.equal((await ask('DELETE', `/absences/${made.body.id}`)).status, 204)
  t.equal((await ask('GET', '/absences')).body.items.length, 0)
  t.equal((await ask('DELETE', `/absences/${made.body.id}`)).status, 404)

  const sick = await ask('POST', '/absences', {
    staff: one.id,
    from: '2026-11-21T08:00:00+05:00',
    to: week.to,
    reason: 'ауру',
  })
  t.equal(sick.status, 201, 'told on the day')
  test.setTime('2026-11-23T10:00:00+05:00')
  t.equal((await ask('DELETE', `/absences/${sick.body.id}`)).status, 204)
  const [row] = await test.database
    .sql`select ends_at as to, cancelled_at as cancelled from absences where id = ${sick.body.id}`
  t.same({ ...row }, { to: Date.parse('2026-11-23T10:00:00+05:00'), cancelled: null }, 'away until now')
  const log = await test.database.sql`select data from config_log where what like 'absence.%'`
  t.notMatch(JSON.stringify(log), /ауру/, 'the illness is nobody else’s business')
})

t.test('a rotation ended while its next shifts are being written gets none', async (t) => {
  const { test, ask, one, two } = await makeBranch(t)
  const { deps, database } = test
  const made = await ask('POST', '/duty/rotations', {
    branch: 'KZ-39',
    members: [one.id, two.id],
    startsOn: '2026-11-22',
    shiftDays: 1,
    handover: '09:00',
  })
  t.equal(made.status, 201, made.text)
  test.setTime('2026-12-05T09:30:00+05:00')
  const reserve = deps.ids.reserve.bind(deps.ids)
  let ended: { status: number } | undefined
  deps.ids.reserve = async (n: number) => {
    if (!ended) {
      ended = { status: 0 }
      ended = await ask('DELETE', `/duty/rotations/${made.body.id}`)
    }
    return reserve(n)
  }
  const did = await rotationsDue(deps, { at: deps.now(), alive: async () => true })
  t.match(ended, { status: 204 })
  t.match(did, { rotations: 0 })
  const after = await database.sql`select from duty where rotation = ${made.body.id} and starts_at > ${deps.now()}`
  t.equal(after.length, 0, 'nobody is on duty by a rotation that has ended')
})

t.test('somebody whom another instance has just taken on can be away at once', async (t) => {
  const { test, ask } = await makeBranch(t)
  t.equal((await ask('GET', '/absences')).status, 200)
  const fresh = await makePerson(test, { name: 'Fresh', roles: ['responder'], branch: 'KZ-39' })
  const made = await ask('POST', '/absences', { staff: fresh.id, ...DAY })
  t.equal(made.status, 201, made.text)
  t.equal((await ask('POST', '/absences', { staff: 9_999, ...DAY })).body.code, 'unknown_staff')
})
