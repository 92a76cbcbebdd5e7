import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { listMigrations, migrate } from '../../db/migrate.ts'
import { makeDatabase } from '../support/database.ts'

t.test('the journal rises, so that no migration is skipped in silence', async (t) => {
  const migrations = listMigrations()
  t.ok(migrations.length > 0)
  for (const [index, { idx, when, tag }] of migrations.entries()) {
    t.equal(idx, index, tag)
    t.ok(when > (migrations[index - 1]?.when ?? 0), `${tag} is newer than the one before`)
  }
})

t.test('any number of instances migrate at once; each migration is applied once', async (t) => {
  const { url, sql } = await makeDatabase(t)
  const folder = makeMigrations(t, ['create table first (id int)', 'insert into first values (1)'])
  const said: string[] = []
  await Promise.all(Array.from({ length: 8 }, () => migrate(url, { folder, log: (message) => said.push(message) })))
  t.strictSame([...(await sql`select id from first`)], [{ id: 1 }])
  await migrate(url, { folder, log: (message) => said.push(message) })
  t.strictSame([...(await sql`select id from first`)], [{ id: 1 }])
})

t.test('up to a given migration, then the rest', async (t) => {
  const { url, sql } = await makeDatabase(t)
  const folder = makeMigrations(t, ['create table first (id int)', 'create table second (id int)'])
  const until = listMigrations(folder)[0]!.when
  await migrate(url, { folder, until })
  const there = async () => [
    ...(await sql`select to_regclass('first') is not null as first, to_regclass('second') is not null as second`),
  ]
  t.strictSame(await there(), [{ first: true, second: false }])
  await migrate(url, { folder })
  t.strictSame(await there(), [{ first: true, second: true }])
})

t.test('a migration that fails leaves nothing behind, and the ones before it stay', async (t) => {
  const { url, sql } = await makeDatabase(t)
  const good = 'create table good (id int)'
  const folder = makeMigrations(t, [good, `create table half (id int);--> statement-breakpoint\nselect 1 / 0`])
  await t.rejects(migrate(url, { folder }), { code: '22012' })
  t.strictSame(
    [...(await sql`select to_regclass('good') is not null as good, to_regclass('half') is null as half`)],
    [{ good: true, half: true }],
  )
})

t.test('a connection that is cut in the middle of a migration leaves no half of it', async (t) => {
  const { url, sql } = await makeDatabase(t)
  const folder = makeMigrations(t, [
    'create table half (id int);--> statement-breakpoint\nselect pg_sleep(30);--> statement-breakpoint\ncreate table rest (id int)',
  ])
  const migrating = t.rejects(migrate(url, { folder }), 'the migration fails')
  let cut = 0
  while (cut === 0) {
    const rows = await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'daybreak migrate' and wait_event = 'PgSleep' and datname = current_database()`
    cut = rows.length
  }
  await migrating
  t.strictSame(
    [...(await sql`select to_regclass('half') is null and to_regclass('rest') is null as clean`)],
    [{ clean: true }],
  )
})

t.test('waiting for another instance has a limit, and it says so', async (t) => {
  const { url, sql } = await makeDatabase(t)
  const folder = makeMigrations(t, ['select pg_sleep(30)'])
  const blocker = t.rejects(migrate(url, { folder }), 'is ended at the end')
  const sleeper = () => sql<{ pid: number }[]>`
    select pid from pg_stat_activity
    where application_name = 'daybreak migrate' and wait_event = 'PgSleep' and datname = current_database()`
  while ((await sleeper()).length === 0);
  const said: string[] = []
  await t.rejects(migrate(url, { folder, limitMs: 500, log: (message) => said.push(message) }), /held the lock/)
  t.match(said, [/waiting for its lock/])
  for (const { pid } of await sleeper()) await sql`select pg_terminate_backend(${pid})`
  await blocker
})

/** A folder as drizzle-kit writes it, with migrations newer than all real ones. */
function makeMigrations(t: Test, statements: string[]): string {
  const folder = t.testdir({ meta: {} })
  mkdirSync(join(folder, 'meta'), { recursive: true })
  const newest = listMigrations().at(-1)?.when ?? 0
  const entries = statements.map((sql, idx) => {
    const tag = `${String(idx).padStart(4, '0')}_test`
    writeFileSync(join(folder, `${tag}.sql`), sql)
    return { idx, version: '7', when: newest + 1 + idx, tag, breakpoints: true }
  })
  writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify({ version: '7', dialect: 'postgresql', entries }))
  return folder
}
