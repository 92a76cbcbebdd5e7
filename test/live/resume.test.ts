import t, { type Test } from 'tap'
import type { Place } from '../../db/feed.ts'
import { eventCursor, readEventCursor } from '../../server/cursor.ts'
import { makeApp } from '../support/app.ts'
import { writeEvent } from '../support/events.ts'
import { takeLine, takeLines } from '../support/lines.ts'
import { type Ear, openEar, settle } from '../support/live.ts'
import { makeCase, makePerson } from '../support/make.ts'
import { makeSigned } from '../support/signed.ts'

const DAY = 86_400_000

t.test(
  'writers that commit out of order, readers that come and go on two instances: no gap, no double, in order',
  async (t) => {
    const one = await makeApp(t)
    const two = await makeApp(t, { database: one.database })
    const random = seeded(20261121)
    const { number } = await makeCase(one, { public: true })
    const { sql } = one.database
    const written: number[] = []
    const heard: number[] = []
    const ears: Ear[] = []
    await settle(one)
    let ear = await openEar(t, one.app)
    ears.push(ear)
    let { cursor } = await ear.subscribe(['public'])

    for (let round = 0; round < 25; round++) {
      // Transactions that begin in one order and commit in another, each with some events.
      const lines = await takeLines(sql, 5)
      for (const line of lines) await line`begin`
      for (let i = 0; i < 12; i++) {
        const line = lines[Math.floor(random() * lines.length)]!
        written.push((await writeEvent(line, number)).id)
      }
      for (const line of shuffled(lines, random)) {
        await line`commit`
        line.release()
        if (random() < 0.3) one.deps.bell?.ring()
      }
      const last = written.at(-1)
      if (random() < 0.5) await ear.until((m) => m.event?.id === last || ear.events.length >= 5)
      if (random() < 0.5) {
        heard.push(...ear.events.map((e) => e.event.id))
        ear.ws.terminate()
        cursor = ear.events.at(-1)?.cursor ?? cursor
        ear = await openEar(t, random() < 0.5 ? one.app : two.app)
        ears.push(ear)
        ear.say({ type: 'subscribe', topics: ['public'], after: cursor })
        const { cursor: from } = await ear.until((m) => m.type === 'subscribed')
        t.equal(from, cursor)
      }
    }
    await ear.until(() => new Set([...heard, ...ear.events.map((e) => e.event.id)]).size >= written.length)
    heard.push(...ear.events.map((e) => e.event.id))
    t.equal(heard.length, new Set(heard).size, 'none twice')
    t.same([...heard].sort(), [...written].sort(), 'none missing')
    for (const { events } of ears)
      isInOrder(
        t,
        events.map((e) => e.cursor),
      )
    isInOrder(
      t,
      ears.flatMap(({ events }) => events.map((e) => e.cursor)),
    )
    t.notOk(ears.some(({ said }) => said.some((m) => m.type === 'resync')))
  },
)

t.test('resuming several topics from the database, a page at a time, while others write', async (t) => {
  const test = await makeApp(t)
  const centre = await makeSigned(test, { roles: ['central'], branch: 'KZ' })
  const a = await makeCase(test, { public: true })
  const b = await makeCase(test, { public: false })
  const { sql } = test.database
  await settle(test)
  const first = await openEar(t, test.app)
  const { cursor } = await first.subscribe(['public'])
  const written: number[] = []
  for (let i = 0; i < 450; i++) {
    written.push((await writeEvent(sql, i % 2 ? a.number : b.number, { public: i % 3 !== 0 })).id)
  }
  await settle(test)
  // Nothing is remembered: the way a restarted instance meets those who come back.
  const { hub } = test.services.live
  hub.recent.forget(hub.position)
  const ear = await openEar(t, test.app, { headers: centre.headers })
  ear.say({ type: 'subscribe', topics: [`case:${a.number}`, 'public', 'central'], after: cursor })
  for (let i = 0; i < 50; i++) written.push((await writeEvent(sql, b.number)).id)
  await ear.until(() => ear.events.length >= 500)
  t.same(
    ear.events.map((e) => e.event.id),
    written,
    'all of them, once, in order',
  )
  const topicOf = ({ case: c, event }: (typeof ear.events)[number]) =>
    c.number === a.number ? `case:${a.number}` : event.public ? 'public' : 'central'
  t.ok(
    ear.events.every((e) => e.topic === topicOf(e)),
    'each under the first topic that holds it',
  )
})

t.test('a branch and my own cases, resumed from the database and from memory', async (t) => {
  const test = await makeApp(t)
  const { sql } = test.database
  await makePerson(test, { roles: ['responder'], branch: 'KZ-39' })
  const person = await makeSigned(test, { roles: ['responder'], branch: 'KZ-11' })
  const mine = await makeCase(test, { region: 'KZ-11' })
  const other = await makeCase(test, { region: 'KZ-39' })
  await settle(test)
  const first = await openEar(t, test.app, { headers: person.headers })
  const { cursor } = await first.subscribe(['me', 'branch:KZ-11'])
  // Of the other branch's events one is of interest: its notice is for this person.
  const line = await takeLine(sql)
  await line`begin`
  const told = await writeEvent(line, other.number, { kind: 'escalated' })
  await line`
    insert into outbox (id, kind, staff, language, case_id, event_id, data, created_at, send_after)
    select 1, 'raised', ${person.id}, 'ru', c.id, ${told.id}, '{}', ${test.deps.now()}, ${test.deps.now()} from cases c where number = ${other.number}`
  await line`commit`
  line.release()
  const wanted = [told.id]
  for (let i = 0; i < 30; i++) {
    const { id } = await writeEvent(sql, i % 3 ? other.number : mine.number)
    if (i % 3 === 0) wanted.push(id)
  }
  await settle(test)
  await first.until((m) => m.event?.id === wanted.at(-1))
  for (const from of ['memory', 'database']) {
    if (from === 'database') test.services.live.hub.recent.forget(test.services.live.hub.position)
    const back = await openEar(t, test.app, { headers: person.headers })
    await back.subscribe(['me', 'branch:KZ-11'], cursor)
    await back.until((m) => m.event?.id === wanted.at(-1))
    for (const ear of [first, back]) {
      t.same(
        ear.events.map((e) => e.event.id),
        wanted,
        from,
      )
    }
  }
})

t.test('a topic added later brings what it missed, and nothing that had come before', async (t) => {
  const test = await makeApp(t)
  const a = await makeCase(test, { public: true })
  const b = await makeCase(test, { public: true })
  await settle(test)
  const ear = await openEar(t, test.app)
  const { cursor } = await ear.subscribe([`case:${a.number}`])
  const { sql } = test.database
  const ids = []
  for (const of of [a, b, a, b]) ids.push((await writeEvent(sql, of.number)).id)
  await settle(test)
  await ear.until(() => ear.events.length === 2)
  for (const forget of [false, true]) {
    if (forget) test.services.live.hub.recent.forget(test.services.live.hub.position)
    ear.say({ type: 'unsubscribe', topics: ['public'] })
    ear.events.length = 0
    ear.say({ type: 'subscribe', topics: ['public'], after: cursor })
    const mark = await writeEvent(sql, b.number)
    test.deps.bell!.ring()
    await ear.until((m) => m.event?.id === mark.id)
    const missed = forget ? 3 : 2
    t.equal(
      ear.events.filter((e) => e.case.number === a.number).length,
      0,
      'what came as a case does not come as public',
    )
    t.equal(ear.events.length, missed + 1)
  }
})

t.test('resync: older than seven days, of another database, or of this one before it was restored', async (t) => {
  const test = await makeApp(t)
  const { number } = await makeCase(test, { public: true })
  await settle(test)
  const { position } = test.services.live.hub
  const place: Place = { xid: position.xid, id: position.id, recordedAt: position.recordedAt }
  const wrong = {
    'another transaction at the place': eventCursor({ ...place, xid: place.xid + 1 }),
    'another event at the place': eventCursor({ ...place, recordedAt: place.recordedAt + 1 }),
    'no event at the place': eventCursor({ ...place, id: 1 }),
    'no cursor at all': 'yesterday',
  }
  for (const [what, after] of Object.entries(wrong)) {
    const other = await openEar(t, test.app)
    const { cursor: from } = await other.subscribe(['public'], after)
    t.match(await other.until((m) => m.type === 'resync'), { topics: ['public'], cursor: from }, what)
    const { id } = await writeEvent(test.database.sql, number)
    test.deps.bell!.ring()
    await other.until((m) => m.event?.id === id)
    t.equal(other.events.length, 1, 'goes on from now')
  }
  const older = await openEar(t, test.app)
  test.setTime(place.recordedAt + 7 * DAY)
  await older.subscribe(['public'], eventCursor(place))
  t.notOk(
    older.said.some((m) => m.type === 'resync'),
    'seven days to the millisecond are not too old',
  )
  const tooOld = await openEar(t, test.app)
  test.setTime(place.recordedAt + 7 * DAY + 1)
  await tooOld.subscribe(['public'], eventCursor(place))
  await tooOld.until((m) => m.type === 'resync')
})

t.test('a transaction that writes for long delays the events of others and loses none', async (t) => {
  const test = await makeApp(t)
  const { number } = await makeCase(test, { public: true })
  const { sql } = test.database
  const { live } = test.services
  await settle(test)
  const ear = await openEar(t, test.app)
  await ear.subscribe(['public'])
  const line = await takeLine(sql)
  await line`begin`
  const slow = await writeEvent(line, number)
  const quick = [await writeEvent(sql, number), await writeEvent(sql, number)]
  const before = live.hub.position
  await live.feed.wake()
  t.equal(live.hub.position, before, 'nobody is told before the slow one')
  // Its own list shows what is committed at once, and that cursor is ahead of the stream.
  const list = await test.app.inject({ url: `/api/v1/cases/${number}/events` })
  const ahead = list.json().items.at(-1)
  t.equal(ahead.id, quick[1]!.id)
  const other = await openEar(t, test.app)
  await other.subscribe(['public'], ahead.cursor)
  await line`commit`
  line.release()
  const last = await writeEvent(sql, number)
  await ear.until((m) => m.event?.id === last.id)
  t.same(
    ear.events.map((e) => e.event.id),
    [slow.id, quick[0]!.id, quick[1]!.id, last.id],
  )
  await other.until((m) => m.event?.id === last.id)
  t.same(
    other.events.map((e) => e.event.id),
    [last.id],
  )
})

t.test('an empty database has a beginning to go on from', async (t) => {
  const test = await makeApp(t)
  const ear = await openEar(t, test.app)
  const { cursor } = await ear.subscribe(['public'])
  ear.ws.terminate()
  const { number } = await makeCase(test, { public: true })
  const back = await openEar(t, test.app)
  await back.subscribe(['public'], cursor)
  const heard = await back.until((m) => m.event?.kind === 'reported')
  t.equal(heard.case.number, number)
})

function isInOrder(t: Test, cursors: readonly string[]): void {
  const places = cursors.map(readEventCursor).map(({ xid, id }) => [xid, id])
  const sorted = [...places].sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!)
  t.same(places, sorted, 'in the order of their cursors')
}

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const out = [...items]
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[out[i], out[j]] = [out[j]!, out[i]!]
  }
  return out
}
