import t from 'tap'
import { Bell } from '../../db/bell.ts'
import { makeDatabase } from '../support/database.ts'

t.test('rings are bundled, heard by every listener of the database, and by nobody else', async (t) => {
  const { sql } = await makeDatabase(t)
  const other = await makeDatabase(t)
  const [ringer, hearer, stranger] = [new Bell(sql), new Bell(sql), new Bell(other.sql)]
  t.teardown(() => Promise.all([ringer.close(), hearer.close(), stranger.close()]))
  let heard = 0
  let strange = 0
  await new Promise<void>((resolve) => hearer.hear(resolve))
  await new Promise<void>((resolve) => stranger.hear(resolve))
  stranger.hear(() => strange++)
  const twice = new Promise<void>((resolve) => hearer.hear(() => ++heard === 2 && resolve()))
  const startedAt = performance.now()
  for (let i = 0; i < 10_000; i++) ringer.ring()
  await twice
  t.ok(performance.now() - startedAt >= 45, 'at most twenty a second')
  await sql`select 1`
  t.equal(heard, 2, 'the first at once, one more for all that came after it')
  t.equal(strange, 0)
})

t.test('a lost connection is taken up again, and whoever listens is told to look', async (t) => {
  const { sql } = await makeDatabase(t)
  const bell = new Bell(sql)
  t.teardown(() => bell.close())
  let looks = 0
  let wanted = 1
  let seen: () => void
  let look = new Promise<void>((resolve) => {
    seen = resolve
  })
  bell.hear(() => ++looks >= wanted && seen())
  await look
  for (let i = 0; i < 3; i++) {
    wanted = looks + 1
    look = new Promise<void>((resolve) => {
      seen = resolve
    })
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'daybreak bell' and datname = current_database()`
    await look
    t.ok(bell.heard)
  }
  bell.ring()
  await bell.close()
  bell.ring()
  const left =
    await sql`select from pg_stat_activity where application_name = 'daybreak bell' and datname = current_database() and state <> 'idle'`
  t.equal(left.length, 0)
})

t.test('without a database a ring is neither an error nor a wait', async (t) => {
  const { default: postgres } = await import('postgres')
  const sql = postgres('postgres://a:b@127.0.0.1:1/c')
  const bell = new Bell(sql)
  bell.hear(() => t.fail('nothing to hear'))
  bell.ring()
  bell.ring()
  t.notOk(bell.heard)
  await bell.close()
})
