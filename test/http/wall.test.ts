import t from 'tap'
import { type WallView, wallView } from '../../shared/contract/wall.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { seeded } from '../support/fault.ts'
import { makeCase, makePerson } from '../support/make.ts'
import { foldAll } from '../support/settle.ts'
import { makeSigned, type Signed } from '../support/signed.ts'

const at = (time: string) => Date.parse(`${time}:00+05:00`)

async function look(test: TestApp, signed: Signed): Promise<WallView> {
  const answer = await test.app.inject({ url: '/api/v1/stats/wall', headers: signed.headers })
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`)
  return wallView.parse(answer.json())
}

t.test('only the centre and the auditor see the wall, as figures and as a page', async (t) => {
  const test = await makeApp(t)
  for (const [role, branch, status] of [
    ['central', 'KZ', 200],
    ['central-head', 'KZ', 200],
    ['auditor', 'KZ', 200],
    ['admin', 'KZ', 403],
    ['head', 'KZ-39', 403],
    ['responder', 'KZ-39', 403],
  ] as const) {
    const { headers } = await makeSigned(test, { roles: [role], branch })
    t.equal((await test.app.inject({ url: '/api/v1/stats/wall', headers })).statusCode, status, role)
  }
  t.equal((await test.app.inject('/api/v1/stats/wall')).statusCode, 401)
})

t.test('the wall of an empty system is a wall of zeros', async (t) => {
  const test = await makeApp(t)
  const central = await makeSigned(test, { roles: ['central'], branch: 'KZ' })
  const wall = await look(test, central)
  t.match(wall.standing, { open: 0, overdue: 0, raised: 0, silent: 0 })
  t.same([wall.burning, wall.rising, wall.bodies, wall.instructions.items], [[], [], [], []])
  t.equal(wall.month.response.share, null)
  t.equal(wall.days.length, 30)
})

t.test('the counter of answers names the hour that comes next, never one that has passed', async (t) => {
  const test = await makeApp(t, { at: at('2026-11-16T00:06') })
  const central = await makeSigned(test, { roles: ['central'], branch: 'KZ' })
  await makePerson(test, { roles: ['responder'], branch: 'KZ-39' })
  const dueAt = async (instant: string) => {
    await test.passAt(at(instant))
    await foldAll(test)
    return (await look(test, central)).due
  }
  // A report made now is owed an answer this morning, though nobody has made one yet.
  t.same((await look(test, central)).due, { date: '2026-11-16', n: 0 })
  await makeCase(test, { region: 'KZ-39' })
  t.same(await dueAt('2026-11-16T00:10'), { date: '2026-11-16', n: 1 })
  t.same(await dueAt('2026-11-16T08:59'), { date: '2026-11-16', n: 1 })
  await makeCase(test, { region: 'KZ-39' })
  t.same(await dueAt('2026-11-16T08:59'), { date: '2026-11-16', n: 1 }, 'of a report after the cut-off it is the next')
  t.same(await dueAt('2026-11-16T09:00'), { date: '2026-11-17', n: 1 }, 'the missed one is overdue, no longer due')
})

t.test('every figure equals a calculation of its own over the rows', async (t) => {
  const test = await makeApp(t, { at: at('2026-11-16T05:00') })
  const random = seeded(4)
  const people = {
    'KZ-39': await makeSigned(test, { roles: ['responder'], branch: 'KZ-39' }),
    'KZ-10': await makeSigned(test, { roles: ['responder'], branch: 'KZ-10' }),
  }
  await makePerson(test, { roles: ['head'], branch: 'KZ-39' })
  const central = await makeSigned(test, { name: 'Сәуле Оралқызы', roles: ['central', 'central-head'], branch: 'KZ' })
  const open: { number: string; region: keyof typeof people }[] = []
  const post = async (url: string, payload: object, signed: Signed, status = 201) => {
    const answer = await test.app.inject({ method: 'POST', url: `/api/v1${url}`, headers: signed.headers, payload })
    t.equal(answer.statusCode, status, `${url} ${answer.body}`)
    return answer.json()
  }
  for (let day = 16; day <= 20; day++) {
    for (const hour of ['05:00', '13:00', '22:00']) {
      await test.passAt(at(`2026-11-${day}T${hour}`))
      for (let i = 0; i < 4; i++) {
        const region = random() < 0.7 ? 'KZ-39' : 'KZ-10'
        const category = random() < 0.5 ? 'roads.pothole' : 'heat.no-heat'
        open.push({ number: (await makeCase(test, { region, category })).number, region })
      }
      for (const one of open.splice(0, 2 + Math.floor(random() * 3))) {
        if (random() < 0.3) continue
        const { region, number } = one
        const [row] = await test.database.sql<{ level: string }[]>`select level from cases where number = ${number}`
        const who = row!.level === 'central' ? central : people[region]
        const reaction = { text: 'Поняли', nextAction: 'Выедем', nextActionOn: '2026-12-01' }
        await post(`/cases/${number}/reaction`, reaction, who)
      }
    }
  }
  const [first] = await test.database.sql<{ number: string }[]>`
    select number from cases where status in ('received','reopened') order by id limit 1`
  await post(
    `/cases/${first!.number}/instructions`,
    { text: 'Разберитесь', responsible: people['KZ-39'].id, dueOn: '2026-11-21' },
    central,
  )
  await test.passAt(at('2026-11-22T11:30'))
  await foldAll(test)
  const wall = await look(test, central)

  const [counted] = await test.database.sql`
    with late as (select c.id, c.respond_by, c.on_wall from cases c where c.status in ('received','reopened') and c.respond_by <= ${at('2026-11-22T11:30')})
    select (select count(*)::int from cases where status not in ('closed','rejected','merged')) as open,
      (select count(*)::int from late) as overdue, (select count(*)::int from late where on_wall) as silent,
      (select count(*)::int from cases where raised_at is not null and status not in ('closed','rejected','merged')) as raised,
      (select count(*)::int from verdicts where kind = 'response' and verdict = 'met') as met,
      (select count(*)::int from verdicts where kind = 'response' and verdict = 'missed') as missed,
      (select count(*)::int from cases) as reported,
      (select count(*)::int from deadlines where kind = 'response' and closed_at is null and due_at = ${at('2026-11-23T09:00')}) as due`
  t.ok(counted!.overdue > 3 && counted!.met > 5 && counted!.raised > 0 && counted!.silent > 0, JSON.stringify(counted))
  t.match(wall.standing, {
    open: counted!.open,
    overdue: counted!.overdue,
    silent: counted!.silent,
    raised: counted!.raised,
  })
  t.equal(wall.month.reported, counted!.reported)
  t.match(wall.month.response, { n: counted!.met + counted!.missed })
  t.ok(Math.abs(wall.month.response.share! - counted!.met / (counted!.met + counted!.missed)) < 1e-9)
  t.match(wall.due, { date: '2026-11-23', n: counted!.due })

  const byDay = await test.database.sql`
    select to_char(due_at at time zone 'Asia/Almaty', 'YYYY-MM-DD') as date, count(*) filter (where verdict = 'met')::int as met,
      count(*) filter (where verdict = 'missed')::int as missed from verdicts where kind = 'response' group by 1 order by 1`
  t.same(
    wall.days.filter((d) => d.met + d.missed > 0).map(({ date, met, missed }) => ({ date, met, missed })),
    byDay,
  )
  const byRegion = await test.database.sql<{ code: string; n: number }[]>`
    select c.region as code, count(*)::int as n from verdicts v join cases c on c.id = v.case_id where v.kind = 'response' group by 1`
  for (const { code, n } of byRegion) t.equal(wall.regions.find((r) => r.code === code)?.response.n, n, code)

  const answered = await test.database.sql<{ minutes: number }[]>`
    select extract(epoch from d.closed_at - c.reported_at)::int / 60 as minutes from deadlines d join cases c on c.id = d.case_id
    where d.kind = 'response' and d.outcome = 'met'`
  let below = -1
  for (const { upTo, n } of wall.answers) {
    const want = answered.filter(({ minutes }) => minutes > below && (upTo === null || minutes <= upTo)).length
    t.equal(n, want, `answers up to ${upTo} minutes`)
    below = upTo ?? below
  }
  const burning = await test.database.sql<{ number: string }[]>`
    select number from cases where status in ('received','reopened') and respond_by <= ${at('2026-11-22T11:30')}
    order by respond_by, id limit 12`
  t.same(
    wall.burning.filter((b) => !b.answered).map((b) => b.number),
    burning.map((b) => b.number),
    'the longest silence first',
  )
  t.ok(wall.burning[0]!.silent && wall.burning[0]!.lateMinutes > 1440)
  t.match(wall.instructions, {
    open: 1,
    overdue: 1,
    reported: 0,
    items: [{ number: first!.number, dueOn: '2026-11-21', overdue: true }],
  })
  t.same(await test.database.sql`select 1 from figures where value < 0`, [])
})

t.test('a storm in one category is called by its name, with the usual day beside it', async (t) => {
  const test = await makeApp(t, { at: at('2026-11-21T12:00') })
  const central = await makeSigned(test, { roles: ['auditor'], branch: 'KZ' })
  // Four quiet weeks, as the fold would leave them
  for (let back = 1; back <= 28; back++) {
    const day = new Date(at('2026-11-21T12:00') - back * 86_400_000).toISOString().slice(0, 10)
    await test.database.sql`insert into figures (scope, metric, day, value) values
      ('all', 'reported', ${day}, 8), ('category:roads.pothole', 'reported', ${day}, ${4 + (back % 3)}), ('category:heat.no-heat', 'reported', ${day}, ${1 + (back % 2)})`
  }
  for (let i = 0; i < 14; i++) await makeCase(test, { category: 'heat.no-heat' })
  for (let i = 0; i < 7; i++) await makeCase(test, { category: 'roads.pothole' })
  await foldAll(test)
  const { rising } = await look(test, central)
  t.equal(rising.length, 1)
  t.match(rising[0], { category: 'heat.no-heat', today: 14, usual: 1.5 })
  t.ok(rising[0]!.p < 1e-4)
})
