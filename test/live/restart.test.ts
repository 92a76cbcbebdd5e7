import t from 'tap'
import { connect } from '../../db/client.ts'
import { isUnavailable } from '../../db/errors.ts'
import { migrate } from '../../db/migrate.ts'
import { prepareData } from '../../db/prepare.ts'
import { makeApp } from '../support/app.ts'
import { writeEvent } from '../support/events.ts'
import { openEar, settle } from '../support/live.ts'
import { makeCase } from '../support/make.ts'
import { makeServer } from '../support/server.ts'

t.test('the database is killed twice under load: sockets stay, and miss nothing', async (t) => {
  const server = await makeServer(t)
  await migrate(server.url)
  const sql = connect(server.url, { max: 5 })
  const drop = () => sql.end({ timeout: 1 })
  t.teardown(drop)
  await prepareData(sql, Date.UTC(2026, 0, 1))
  const test = await makeApp(t, { database: { url: server.url, sql, drop } })
  const { number } = await makeCase(test, { public: true })
  await settle(test)
  const ear = await openEar(t, test.app)
  const { cursor } = await ear.subscribe(['public'])
  for (let kill = 0; kill < 2; kill++) {
    for (let i = 0; i < 10; i++) {
      await writeEvent(sql, number)
      if (i === 5) test.deps.bell!.ring()
    }
    // postgres.js 3.4.9 leaves a rejection to nobody when a connection dies while it asks for types: all are past that.
    await Promise.all(Array.from({ length: 5 }, () => sql`select pg_sleep(0.05)`))
    server.kill()
    await server.ensure()
    for (let i = 0; i < 10; i++) await again(() => writeEvent(sql, number))
    test.deps.bell!.ring()
  }
  // What is committed is the truth: a write whose answer was lost may have happened.
  const rows = await sql<
    { id: number }[]
  >`select id from events where kind = 'reported' and by_kind = 'reporter' order by xid, id`
  const ids = rows.map(({ id }) => id).slice(1)
  await ear.until((m) => m.event?.id === ids.at(-1))
  t.same(
    ear.events.map((e) => e.event.id),
    ids,
  )
  t.notOk(
    ear.said.some((m) => m.type === 'resync'),
    'it is the same database',
  )
  const late = await openEar(t, test.app)
  await late.subscribe(['public'], cursor)
  await late.until((m) => m.event?.id === ids.at(-1))
  t.same(
    late.events.map((e) => e.event.id),
    ids,
  )

  const heard = new Promise<void>((resolve) => test.deps.bell!.hear(resolve))
  test.deps.bell!.ring()
  await heard
  t.ok(test.deps.bell!.heard, 'the doorbell rings again')

  // The server is another one now, which does not know these events at their places: everybody has to load anew.
  await sql`update events set xid = '0'`
  t.match(await ear.until((m) => m.type === 'resync'), { topics: ['public'] })
  const mark = await again(() => writeEvent(sql, number))
  await ear.until((m) => m.event?.id === mark.id)
})

async function again<T>(call: () => Promise<T>): Promise<T> {
  for (const giveUp = performance.now() + 15_000; ; ) {
    try {
      return await call()
    } catch (error) {
      if (!isUnavailable(error) || performance.now() > giveUp) throw error
    }
  }
}
