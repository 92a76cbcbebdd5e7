import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import { WebSocket } from 'ws'
import { makeApp, testConfig } from '../support/app.ts'
import { makeDatabase } from '../support/database.ts'
import { writeEvent } from '../support/events.ts'
import { listen, openEar, settle } from '../support/live.ts'
import { makeCase } from '../support/make.ts'
import { makeSigned } from '../support/signed.ts'

t.test(
  'a reader that does not read is closed with 1013 and bounded in memory; the others get everything',
  async (t) => {
    const test = await makeApp(t)
    const { number } = await makeCase(test, { public: true })
    await settle(test)
    const quick = await openEar(t, test.app)
    await quick.subscribe(['public'])
    const slow = await openEar(t, test.app)
    await slow.subscribe([`case:${number}`])
    const { hub } = test.services.live
    const its = [...hub.clients].find((client) => client.topics.has(`case:${number}`))!
    slow.ws.pause()
    let most = 0
    const text = 'ж'.repeat(50_000)
    let sent = 0
    while (its.open && sent < 500) {
      // Enough for what the kernel holds on both sides, and then some.
      await writeEvent(test.database.sql, number, { kind: 'resolved', data: { text } })
      sent++
      if (sent % 5 === 0) await settle(test)
      await hub.pump.idle()
      most = Math.max(most, its.raw.writableLength)
    }
    t.notOk(its.open, `closed after ${sent} events`)
    t.ok(most <= 1_048_576 + 262_144 + 2 * text.length + 10_000, `no more than ${most} bytes waited`)
    const mark = await writeEvent(test.database.sql, number)
    test.deps.bell!.ring()
    await quick.until((m) => m.event?.id === mark.id)
    t.equal(quick.events.length, sent + 1)
    slow.ws.resume()
    t.match(await slow.closed, { code: 1013 })
    t.ok(slow.events.length < sent)
    // It comes back and goes on where it was.
    const back = await openEar(t, test.app)
    await back.subscribe([`case:${number}`], slow.events.at(-1)!.cursor)
    await back.until((m) => m.event?.id === mark.id)
    t.same(
      [...slow.events, ...back.events].map((e) => e.event.id),
      quick.events.map((e) => e.event.id),
    )
  },
)

t.test('what is not understood is told, and too much of it ends the socket', async (t) => {
  const test = await makeApp(t)
  const ear = await openEar(t, test.app)
  for (const message of [
    'not json',
    '[]',
    '{"type":"shout"}',
    '{"type":"subscribe"}',
    { type: 'subscribe', topics: [] },
    { type: 'subscribe', topics: ['public'], after: 5 },
  ]) {
    const before = ear.said.length
    ear.say(message)
    t.match(await ear.until((m) => ear.said.indexOf(m) >= before), { type: 'error', code: 'malformed' })
  }
  ear.ws.send(Buffer.from('{"type":"ping"}'), { binary: true })
  await ear.until(() => ear.said.length === 7)
  ear.say({ type: 'auth', token: 'late' })
  await ear.until((m) => m.code === 'too_late')
  ear.say({ type: 'ping' })
  t.match(await ear.until((m) => m.type === 'pong'), { type: 'pong' }, 'it still works')
  ear.say('x')
  ear.say('y')
  t.match(await ear.closed, { code: 1008 })

  const wrong = await openEar(t, test.app)
  wrong.say({ type: 'auth', token: 'nobody’s' })
  t.match(await wrong.closed, { code: 4401 })
  const stranger = await openEar(t, test.app)
  stranger.say({ type: 'auth', token: 'A'.repeat(22) })
  t.match(await stranger.closed, { code: 4401 }, 'a tracking token of no case')
  const long = await openEar(t, test.app)
  long.say({ type: 'subscribe', topics: ['x'.repeat(5_000)] })
  t.match(await long.closed, { code: 1009 })
  const many = await openEar(t, test.app)
  for (let i = 0; i < 150; i++) many.say({ type: 'ping' })
  t.match(await many.closed, { code: 1008 })
  t.ok(many.said.some((m) => m.code === 'rate_limited'))
  t.equal((await test.app.inject({ url: '/api/v1/live' })).statusCode, 404, 'it is for sockets')
})

t.test('at most a hundred topics a socket, and as many sockets an address as configured', async (t) => {
  const database = await makeDatabase(t)
  const test = await makeApp(t, {
    database,
    config: { ...testConfig(database.url), rateLimit: true, liveSocketsPerAddress: 2 },
  })
  const numbers: string[] = []
  for (let i = 0; i < 101; i++) numbers.push((await makeCase(test)).number)
  const ear = await openEar(t, test.app)
  await ear.subscribe(numbers.slice(0, 60).map((n) => `case:${n}`))
  ear.say({ type: 'subscribe', topics: numbers.slice(40).map((n) => `case:${n}`) })
  t.match(await ear.until((m) => m.type === 'refused'), { code: 'too_many_topics', topics: [`case:${numbers[100]}`] })
  ear.say({ type: 'unsubscribe', topics: [`case:${numbers[0]}`, 'public'] })
  t.match(await ear.until((m) => m.type === 'unsubscribed'), { topics: [`case:${numbers[0]}`] })
  t.match(await ear.subscribe([`case:${numbers[100]}`]), { type: 'subscribed' })

  const second = await openEar(t, test.app)
  await t.rejects(openEar(t, test.app), { message: 'HTTP 429' })
  second.ws.close()
  await second.closed
  while (test.services.live.hub.clients.size > 1) await turn()
  t.ok(await openEar(t, test.app), 'a place is free again')
})

t.test('a socket that no longer answers is dropped, one that does stays', async (t) => {
  const test = await makeApp(t)
  const { live } = test.services
  const alive = await openEar(t, test.app)
  const dead = new WebSocket(await listen(test.app), { autoPong: false })
  t.teardown(() => dead.terminate())
  await new Promise((resolve) => dead.on('open', resolve))
  const gone = new Promise((resolve) => dead.on('close', resolve))
  const pinged = new Promise((resolve) => alive.ws.on('ping', resolve))
  live.heartbeat()
  await pinged
  while (![...live.hub.clients].some((client) => client.alive)) await turn()
  live.heartbeat()
  t.equal(await gone, 1006)
  alive.say({ type: 'ping' })
  await alive.until((m) => m.type === 'pong')
  t.equal(live.hub.clients.size, 1)
})

t.test('the instance says goodbye: 1001, and nobody can hold it up', async (t) => {
  const test = await makeApp(t)
  const person = await makeSigned(test, { roles: ['central'], branch: 'KZ' })
  const polite = await openEar(t, test.app, { headers: person.headers })
  await polite.subscribe(['central'])
  const deaf = await openEar(t, test.app)
  deaf.ws.pause()
  const startedAt = performance.now()
  await test.app.close()
  t.ok(performance.now() - startedAt < 4_000)
  t.match(await polite.closed, { code: 1001 })
})

t.test('an event that cannot be shown is left out; those behind it come, now and when resuming', async (t) => {
  const test = await makeApp(t)
  const { number } = await makeCase(test, { public: true })
  await settle(test)
  const ear = await openEar(t, test.app)
  const { cursor } = await ear.subscribe(['public'])
  const { sql } = test.database
  await writeEvent(sql, number, { kind: 'reopened', data: { because: { key: 'disputed', params: null } } })
  const good = await writeEvent(sql, number)
  test.deps.bell!.ring()
  const back = await openEar(t, test.app)
  await back.subscribe(['public'], cursor)
  for (const who of [ear, back]) {
    await who.until((m) => m.event?.id === good.id)
    t.equal(who.events.length, 1)
  }
})

t.test('sockets that come and go leave nothing behind', async (t) => {
  const test = await makeApp(t)
  const { hub } = test.services.live
  const numbers: string[] = []
  for (let i = 0; i < 5; i++) numbers.push((await makeCase(test, { public: true })).number)
  await settle(test)
  for (let i = 0; i < 40; i++) {
    const ear = await openEar(t, test.app)
    await ear.subscribe(['public', `case:${numbers[i % 5]}`, `case:${numbers[(i + 1) % 5]}`])
    if (i % 2) ear.say({ type: 'unsubscribe', topics: ['public'] })
    if (i % 4 === 0) await writeEvent(test.database.sql, numbers[i % 5]!)
    if (i % 3) ear.ws.terminate()
    else ear.ws.close()
    await ear.closed
  }
  while (hub.clients.size > 0) await turn()
  t.same(hub.kept, { sockets: 0, groups: 0, topics: 0 })
})
