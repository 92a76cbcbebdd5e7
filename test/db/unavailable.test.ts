import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import { connect } from '../../db/client.ts'
import { DatabaseUnavailable, isUnavailable, isUniqueViolation, safeError } from '../../db/errors.ts'
import { makeDatabase } from '../support/database.ts'
import { takeLine } from '../support/lines.ts'
import { makeServer } from '../support/server.ts'

t.test(
  'the server is killed under load: every call ends in time, and calls succeed again within 5 seconds',
  async (t) => {
    const server = await makeServer(t)
    const sql = connect(server.url, { max: 5 })
    t.teardown(() => sql.end({ timeout: 1 }))
    await sql`select 1`

    const killedAt = performance.now()
    const calls = Array.from({ length: 40 }, () => sql`select pg_sleep(0.5)`.then(() => 'served', isUnavailable))
    setTimeout(() => server.kill(), 100)
    const outcomes = await Promise.all(calls)
    t.ok(performance.now() - killedAt < 10_500, 'no call outlives its limit')
    t.ok(outcomes.includes(true), 'calls in flight fail')
    t.strictSame(
      outcomes.filter((outcome) => outcome !== true && outcome !== 'served'),
      [],
      'each failure is recognised',
    )

    const back = await until(() => sql`select 1`)
    t.ok(back - killedAt < 5_000, `served again after ${Math.round(back - killedAt)} ms`)
    await server.ensure()
    t.match(server.said.join('\n'), /has died.*serves again/s)
  },
)

t.test('a server that accepts and never answers: calls reject at the limit', async (t) => {
  const sockets: Socket[] = []
  const silent = createServer((socket) => void sockets.push(socket.on('error', () => undefined)))
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as { port: number }
  const sql = connect(`postgres://a:b@127.0.0.1:${port}/c`, { max: 1, limitMs: 300 })
  t.teardown(async () => {
    for (const socket of sockets) socket.destroy()
    silent.close()
    await sql.end({ timeout: 0 })
  })
  await t.rejects(sql`select 1`, DatabaseUnavailable)
  await t.rejects(sql.unsafe('select 1'), DatabaseUnavailable)
})

t.test(
  'connections that die without a word are given up after one limit, not after the network gives up',
  async (t) => {
    const { url } = await makeDatabase(t)
    const wire = await makeWire(t, Number(new URL(url).port))
    const through = new URL(url)
    through.port = String(wire.port)
    const sql = connect(through.href, { max: 3, limitMs: 500 })
    t.teardown(() => sql.end({ timeout: 0 }))
    await Promise.all([sql`select 1`, sql`select 2`, sql`select 3`])

    wire.freeze()
    const frozenAt = performance.now()
    await t.rejects(sql`select 1`, DatabaseUnavailable)
    const back = await until(() => sql`select 1`)
    t.ok(back - frozenAt < 3_000, `new connections serve after ${Math.round(back - frozenAt)} ms`)
  },
)

t.test('a slow call ends at the limit and takes no other with it', async (t) => {
  const { url } = await makeDatabase(t)
  const sql = connect(url, { max: 1, limitMs: 300 })
  t.teardown(() => sql.end({ timeout: 0 }))
  const pid = async () => (await sql<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid
  const before = await pid()
  t.ok(await sql`select pg_sleep(2)`.then(() => false, isUnavailable))
  const after = new Set<unknown>()
  for (const until = performance.now() + 500; performance.now() < until; ) after.add(await pid())
  t.strictSame([...after], [before], 'the connection is still the same')
})

t.test('waiting for a free connection has the same limit, and the call is called off', async (t) => {
  const { sql, url } = await makeDatabase(t, { max: 1 })
  await sql`create table notes (text text)`
  const narrow = connect(url, { max: 1, limitMs: 300 })
  t.teardown(() => narrow.end({ timeout: 1 }))
  await sql`select 1`
  const held = await takeLine(narrow)
  await t.rejects(narrow`insert into notes values ('too late')`, DatabaseUnavailable)
  held.release()
  await narrow`select 1`
  t.strictSame([...(await sql`select * from notes`)], [], 'it does not run after all')
})

t.test('no server at all: refused calls are recognised', async (t) => {
  const sql = connect('postgres://a:b@127.0.0.1:1/c', { max: 1 })
  const error = await sql`select 1`.catch((error) => error)
  t.ok(isUnavailable(error), error.code)
})

t.test('the pieces of a query stay pieces', async (t) => {
  const { sql } = await makeDatabase(t)
  const only = sql`where n > ${2}`
  t.strictSame([...(await sql`select n from generate_series(1, 4) n ${only}`)], [{ n: 3 }, { n: 4 }])
  t.strictSame([...(await sql`select n from generate_series(1, 2) n`.values())], [[1], [2]])
  t.equal(await sql`select 1`.then((rows) => rows.length), 1)
})

t.test('what is known of an error, without values', async (t) => {
  const { sql } = await makeDatabase(t)
  await sql`create table people (phone text constraint people_phone_key unique)`
  await sql`insert into people values ('+77011234567')`
  const error = await sql`insert into people values ('+77011234567')`.catch((error) => error)
  t.ok(isUniqueViolation(error))
  t.ok(isUniqueViolation(error, 'people_phone_key'))
  t.notOk(isUniqueViolation(error, 'people_email_key'))
  t.notOk(isUnavailable(error))
  t.strictSame(safeError(error), { code: '23505', constraint_name: 'people_phone_key' })
  t.strictSame(safeError(new Error('failed', { cause: error })), { code: '23505', constraint_name: 'people_phone_key' })
  t.strictSame(safeError('no error'), {})
})

/** A wire to the server that can go silent for the connections it has, as when a host vanishes. */
async function makeWire(t: Test, to: number) {
  const pairs: Socket[] = []
  const server = createServer((near) => {
    const far = createConnection(to, '127.0.0.1')
    for (const socket of [near, far]) pairs.push(socket.on('error', () => undefined))
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const freeze = () => {
    for (const socket of pairs) socket.unpipe().pause()
  }
  t.teardown(() => {
    for (const socket of pairs) socket.destroy()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, freeze }
}

async function until(call: () => Promise<unknown>): Promise<number> {
  for (const giveUp = performance.now() + 15_000; performance.now() < giveUp; ) {
    try {
      await call()
      return performance.now()
    } catch (error) {
      if (!isUnavailable(error)) throw error
    }
  }
  throw new Error('The database did not come back in 15 s')
}
