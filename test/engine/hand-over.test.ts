import t from 'tap'
import { passDue } from '../../server/engine/engine.ts'
import { changeStaff } from '../../server/staff/staff.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { makeCase, makePerson, notices, putAway } from '../support/make.ts'
import { makeSigned } from '../support/signed.ts'

const ownerOf = async ({ database }: TestApp, number: string) => {
  const [row] = await database.sql<{ name: string; id: number }[]>`
    select s.name, s.id from cases c join staff s on s.id = c.owner where c.number = ${number}`
  return row!.name
}
const assigned = async ({ database }: TestApp, number: string) => {
  const rows = await database.sql<
    { data: { because: { key: string }; passed: { key: string }[] }; by: { kind: string } }[]
  >`
    select e.data, e.by_kind as by from events e join cases c on c.id = e.case_id
    where c.number = ${number} and e.kind = 'assigned' order by e.xid, e.id`
  return rows.map((r) => ({ because: r.data.because.key, passed: r.data.passed.map((p) => p.key), by: r.by }))
}

t.test('the cases of somebody who leaves go on to colleagues at once, each with its reason', async (t) => {
  const test = await makeApp(t)
  const leaver = await makePerson(test, { name: 'Leaver', roles: ['responder'], branch: 'KZ-39' })
  const cases = [await makeCase(test), await makeCase(test), await makeCase(test)]
  for (const c of cases) t.equal(await ownerOf(test, c.number), 'Leaver')
  await makePerson(test, { name: 'One', roles: ['responder'], branch: 'KZ-39' })
  await makePerson(test, { name: 'Two', roles: ['responder'], branch: 'KZ-39' })
  await changeStaff(test.deps, null, null, leaver.id, { disabled: true })

  const report = await test.passAt('2026-11-21T14:01:00+05:00')
  t.match(report['hand-over'], { cases: 3, handedOver: 3, setAside: 0 })
  const owners = await Promise.all(cases.map((c) => ownerOf(test, c.number)))
  t.same(new Set(owners), new Set(['One', 'Two']), 'shared between those who are there')
  t.match((await assigned(test, cases[0]!.number)).at(-1), { passed: ['ownerAbsent'], by: 'engine' })
  t.match(await test.passAt('2026-11-21T14:02:00+05:00'), { 'hand-over': { cases: 0 } }, 'once')
  t.ok((await notices(test)).some((n) => n.kind === 'assigned' && n.to === 'One'))
})

t.test('an absent owner keeps what can wait, and only that', async (t) => {
  const test = await makeApp(t)
  const away = await makePerson(test, { name: 'Away', roles: ['responder'], branch: 'KZ-39' })
  const urgent = await makeCase(test)
  const answered = await makeCase(test)
  await test.database.sql`
    with met as (update deadlines d set closed_at = ${test.deps.now()}, outcome = 'met', wake_at = null
      from cases c where c.id = d.case_id and d.kind = 'response' and c.number = ${answered.number} returning d.case_id)
    update cases set status = 'responded', due_at = '2026-12-20T00:00:00Z',
      next_deadline = (select id from deadlines d where d.case_id = cases.id and d.kind = 'overall')
    where number = ${answered.number}`
  await makePerson(test, { name: 'Here', roles: ['responder'], branch: 'KZ-39' })
  await putAway(test, away, '2026-11-21T15:00:00+05:00', '2026-11-24T00:00:00+05:00')
  await test.passAt('2026-11-21T14:59:00+05:00')
  t.equal(await ownerOf(test, urgent.number), 'Away', 'not away yet')
  await test.passAt('2026-11-21T15:00:00+05:00')
  t.equal(await ownerOf(test, urgent.number), 'Here')
  t.equal(await ownerOf(test, answered.number), 'Away')
})

t.test('a new system heals: what the desk holds is given out as soon as somebody works here', async (t) => {
  const test = await makeApp(t)
  const [local, central] = [await makeCase(test, { region: 'KZ-39' }), await makeCase(test, { region: 'KZ-10' })]
  const desk = await ownerOf(test, local.number)
  await test.passAt('2026-11-21T14:10:00+05:00')
  t.equal(await ownerOf(test, local.number), desk, 'nobody is there: the desk keeps it')
  t.match(await test.passAt('2026-11-21T14:11:00+05:00'), { 'hand-over': { cases: 0 } }, 'without turning in circles')

  await makePerson(test, { name: 'Local', roles: ['responder'], branch: 'KZ-39' })
  await test.passAt('2026-11-21T14:12:00+05:00')
  t.equal(await ownerOf(test, local.number), 'Local')
  t.equal(await ownerOf(test, central.number), desk)
  await makePerson(test, { name: 'Centre', roles: ['central'], branch: 'KZ' })
  await test.passAt('2026-11-21T14:13:00+05:00')
  t.equal(await ownerOf(test, central.number), 'Centre')
  t.match((await assigned(test, central.number)).at(-1)!.because, /noRoster|centralDuty/)
})

t.test(
  'what stands with a region that has nobody waits at the desk, and the pass goes on to its deadlines',
  async (t) => {
    const test = await makeApp(t)
    const local = await makeSigned(test, { name: 'Local', roles: ['responder'], branch: 'KZ-39-3910' })
    const { number } = await makeCase(test, { region: 'KZ-39', district: '391000000' })
    const asked = await test.app.inject({
      method: 'POST',
      url: `/api/v1/cases/${number}/escalation`,
      headers: local.headers,
      payload: { reason: 'Нужна помощь области' },
    })
    t.equal(asked.statusCode, 201)
    const [row] = await test.database.sql`select owner, branch, level from cases where number = ${number}`
    t.match(row, { owner: 1, branch: 'KZ-39-3910', level: 'region' })

    let asks = 0
    test.setTime('2026-11-21T14:10:00+05:00')
    const report = await passDue(test.deps, { at: test.deps.now(), alive: async () => ++asks < 300 })
    t.ok(asks < 300, 'the pass ends by itself')
    t.match(report['hand-over'], { handedOver: 0 })
    t.ok(report.escalate && report.deliver, 'and everything behind it has its turn')

    await makePerson(test, { name: 'Region', roles: ['responder'], branch: 'KZ-39' })
    await test.passAt('2026-11-21T14:11:00+05:00')
    t.equal(await ownerOf(test, number), 'Region')
  },
)

t.test('the last one leaves: the desk takes over, and gives back to whoever comes', async (t) => {
  const test = await makeApp(t)
  const last = await makePerson(test, { name: 'Last', roles: ['responder'], branch: 'KZ-39' })
  const { number } = await makeCase(test)
  await changeStaff(test.deps, null, null, last.id, { disabled: true })
  await test.passAt('2026-11-21T14:01:00+05:00')
  const [row] = await test.database.sql`select owner from cases where number = ${number}`
  t.equal(row!.owner, 1)
  await changeStaff(test.deps, null, null, last.id, { disabled: false })
  await test.passAt('2026-11-21T14:02:00+05:00')
  t.equal(await ownerOf(test, number), 'Last')
})
