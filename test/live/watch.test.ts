import t from 'tap'
import { applyMoves } from '../../db/apply/index.ts'
import { findFacts } from '../../db/facts.ts'
import { decideAssignment } from '../../shared/domain/reassignment.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { openEar } from '../support/live.ts'
import { type MadePerson, makeCase, makePerson } from '../support/make.ts'
import { makeSigned } from '../support/signed.ts'

const PUBLIC = { public: true, text: 'Три дня нет отопления' }

t.test('whoever listens to public sees a report the moment it is accepted, as the list shows it', async (t) => {
  const test = await makeApp(t)
  const ear = await openEar(t, test.app)
  const answer = await ear.subscribe(['public'])
  t.match(answer, { type: 'subscribed', topics: ['public'] })
  const { number } = await makeCase(test, PUBLIC)
  const heard = await ear.until((m) => m.event?.kind === 'reported')
  t.match(heard, {
    type: 'event',
    topic: 'public',
    at: '2026-11-21T14:00:00+05:00',
    case: {
      number,
      status: 'received',
      stage: 1,
      respondBy: '2026-11-22T09:00:00+05:00',
      overdue: false,
      public: true,
    },
    event: { kind: 'reported', by: { kind: 'reporter' }, public: true },
  })
  await ear.until((m) => m.event?.kind === 'assigned')
  const list = await test.app.inject({ url: `/api/v1/cases/${number}/events` })
  t.same(
    ear.events.map((e) => e.event),
    list.json().items,
    'the socket and the list say the same',
  )
  t.same(
    ear.events.map((e) => e.cursor),
    list.json().items.map((e: { cursor: string }) => e.cursor),
  )
})

t.test('topics: an own branch, one below, the centre, me; a region hears its districts', async (t) => {
  const test = await makeApp(t)
  const district = test.deps.world.reference.branches.find((b) => b.level === 'district')!
  const region = district.parent!
  const person = await makePerson(test, { roles: ['responder'], branch: district.code })
  const head = await makeSigned(test, { roles: ['head'], branch: region })
  const centre = await makeSigned(test, { roles: ['central'], branch: 'KZ' })
  const other = await makeSigned(test, { roles: ['head'], branch: region === 'KZ-39' ? 'KZ-11' : 'KZ-39' })
  const ears = {
    head: await openEar(t, test.app, { headers: head.headers }),
    centre: await openEar(t, test.app, { headers: centre.headers }),
    other: await openEar(t, test.app, { headers: other.headers }),
  }
  t.match(await ears.head.subscribe([`branch:${region}`]), { type: 'subscribed' })
  t.match(await ears.head.subscribe([`branch:${district.code}`]), { type: 'subscribed' })
  t.match(await ears.head.subscribe(['central']), { type: 'refused', topics: ['central'], code: 'forbidden' })
  t.match(await ears.centre.subscribe(['central', 'me']), { type: 'subscribed' })
  t.match(await ears.other.subscribe([`branch:${region}`]), { type: 'refused', code: 'forbidden' })
  t.match(await ears.other.subscribe([`branch:${other.branch}`, 'me']), { type: 'subscribed' })

  const { number } = await makeCase(test, { region: district.region, district: district.district })
  const heard = await ears.head.until((m) => m.event?.kind === 'assigned')
  t.equal(heard.topic, `branch:${region}`, 'the first topic that holds it names it')
  t.equal(heard.case.owner.id, person.id, 'those who work here know people by their numbers')
  await ears.centre.until((m) => m.event?.kind === 'assigned' && m.topic === 'central')
  for (const ear of [ears.head, ears.centre]) {
    await ear.until((m) => m.event?.kind === 'rung')
    t.equal(new Set(ear.events.map((e) => e.cursor)).size, ear.events.length, 'nothing comes twice')
    t.ok(ear.events.every((e) => e.case.number === number))
  }
  t.same(ears.other.events, [], 'another branch hears nothing')
})

t.test('me: cases that are mine or become mine, and the moment they go', async (t) => {
  const test = await makeApp(t)
  const anna = await makeSigned(test, { name: 'Anna', roles: ['responder'], branch: 'KZ-39' })
  const boris = await makeSigned(test, { name: 'Boris', roles: ['head'], branch: 'KZ-39' })
  const ear = await openEar(t, test.app, { headers: anna.headers })
  await ear.subscribe(['me'])
  const { number } = await makeCase(test)
  await ear.until((m) => m.event?.kind === 'reported')
  await ear.until((m) => m.event?.kind === 'assigned')
  await reassign(test, number, boris)
  const gone = await ear.until((m) => m.event?.kind === 'assigned' && m.case.owner.name === 'Boris')
  t.equal(gone.topic, 'me', 'without a ring the poll finds it')
})

t.test('a report by another instance is heard here, by the doorbell or by the poll', async (t) => {
  const one = await makeApp(t)
  const two = await makeApp(t, { database: one.database })
  const ear = await openEar(t, one.app)
  await ear.subscribe(['public'])
  const { number } = await makeCase(two, PUBLIC)
  const heard = await ear.until((m) => m.event?.kind === 'reported')
  t.equal(heard.case.number, number)
})

t.test('figures for the wall: the latest goes out, at most once a second, and greets who comes later', async (t) => {
  const test = await makeApp(t)
  const centre = await makeSigned(test, { roles: ['central-head'], branch: 'KZ' })
  const wall = await openEar(t, test.app, { headers: centre.headers })
  const outsider = await openEar(t, test.app)
  await outsider.subscribe(['public'])
  await wall.subscribe(['central'])
  for (let open = 1; open <= 100; open++) test.services.live.publishCounts({ open })
  await wall.until((m) => m.type === 'counts' && m.open === 100)
  const counts = wall.said.filter((m) => m.type === 'counts')
  t.ok(counts.length <= 2, 'what came in between is not sent')
  const late = await openEar(t, test.app, { headers: centre.headers })
  await late.subscribe(['central'])
  await late.until((m) => m.type === 'counts' && m.open === 100)
  outsider.say({ type: 'ping' })
  await outsider.until((m) => m.type === 'pong')
  t.notOk(outsider.said.some((m) => m.type === 'counts'))
})

/** Written without a route, so without a ring of the bell. */
async function reassign({ deps }: TestApp, number: string, to: MadePerson): Promise<void> {
  const world = await deps.world.at(deps.now())
  const ids = await deps.ids.reserve(50)
  const facts = (await findFacts(deps.sql, number))!
  const by = { kind: 'staff', staff: to.id, name: to.name, role: 'head' } as const
  const change = decideAssignment(facts, { owner: to.id, reason: 'Анна в отпуске' }, by, world, ids, deps.now())
  await applyMoves(deps.sql, [{ change: { cases: [change] } }], world.stamp)
}
