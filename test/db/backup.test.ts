import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { backup, sumOf } from '../../db/backup.ts'
import { connect, type Sql } from '../../db/client.ts'
import { isUnavailable } from '../../db/errors.ts'
import { migrate } from '../../db/migrate.ts'
import { withConnection } from '../../db/once.ts'
import { keyCheckOf, restore } from '../../db/restore.ts'
import { listSequences, listTables } from '../../db/tables.ts'
import { makeDatabase, type TestDatabase } from '../support/database.ts'

const at = Date.UTC(2026, 10, 21, 13)

// Fifty tables out and in again, a dozen times.
t.setTimeout(180_000)
const options = { at, keyCheck: keyCheckOf(Buffer.alloc(32)) }
const hard = 'Жол\tапаты\n\\N \\. "қауіп" 🚧 {,}'

t.test('a restored database is the same: every table, sequence and unusual value', async (t) => {
  const [from, to] = [await makeDatabase(t), await makeDatabase(t)]
  await fillWithWork(from.sql)
  const file = fileIn(t)
  const { tables } = await backup(from.url, file, options)
  t.equal(tables.cases?.rows, 300)
  t.equal(tables.cases?.sha256.length, 64)
  t.equal(statSync(file).mode & 0o777, 0o600)

  const told: string[] = []
  const { about } = await restore(to.url, file, (table) => void told.push(table))
  t.equal(about.madeAt, '2026-11-21T13:00:00.000Z')
  t.ok(told.includes('cases'), 'progress is told')
  t.strictSame(await sumsOf(to), await sumsOf(from))
  t.strictSame(await listSequences(to.sql), await listSequences(from.sql))
  const [row] = await to.sql`select text, lat, reported_at from cases order by id limit 1`
  t.strictSame({ ...row }, { text: hard, lat: 53.214_798_765_432_1, reported_at: at })
  const [attachment] = await to.sql`select bytes from attachments where id = 1`
  t.strictSame(attachment?.bytes, Buffer.from([0, 10, 92, 255]))
})

t.test('what is in the file can be read with tar alone', async (t) => {
  const { url, sql } = await makeDatabase(t)
  await fillWithWork(sql)
  const file = fileIn(t)
  const { tables } = await backup(url, file, options)
  const listed = spawnSync('tar', ['tzf', file], { encoding: 'utf8' }).stdout.trim().split('\n')
  t.equal(listed[0], 'about.json')
  t.equal(listed.at(-1), 'manifest.json')
  const rows = spawnSync('tar', ['xzOf', file, '--wildcards', 'tables/cases/*'], { encoding: 'utf8' }).stdout
  t.equal(rows.trimEnd().split('\n').length, tables.cases?.rows)
})

t.test('transaction ids of another server do not block the feed, and the fold goes on where it was', async (t) => {
  const [from, to] = [await makeDatabase(t), await makeDatabase(t)]
  await fillWithWork(from.sql)
  await from.sql`update events set xid = (xid::text::bigint + 9000000000)::text::xid8 where id > 100`
  // two cursors: one amid the moved events, one before them
  await from.sql`delete from fold_cursor`
  await from.sql`insert into fold_cursor select 'late', xid, id from events where id = 220`
  await from.sql`insert into fold_cursor select 'early', xid, id from events where id = 40`
  const folded = (sql: Sql, name: string) => sql<{ id: number }[]>`
    select e.id from events e join fold_cursor f on f.name = ${name} where (e.xid, e.id) <= (f.xid, f.event_id) order by e.id`
  const before = { early: [...(await folded(from.sql, 'early'))], late: [...(await folded(from.sql, 'late'))] }
  t.equal(before.early.length, 40)
  t.equal(before.late.length, 220)

  const file = fileIn(t)
  await backup(from.url, file, options)
  await restore(to.url, file)
  t.strictSame({ early: [...(await folded(to.sql, 'early'))], late: [...(await folded(to.sql, 'late'))] }, before)
  const [feed] = await to.sql`
    select count(*) filter (where xid < pg_snapshot_xmin(pg_current_snapshot())) as seen, count(*) as all from events`
  t.strictSame({ ...feed }, { seen: 300, all: 300 })
  await insertEvents(to.sql, 301, 301)
  const [newest] = await to.sql`select id from events order by xid desc, id desc limit 1`
  t.equal(newest?.id, 301, 'what happens now comes after what was restored')
})

t.test('the events of a case keep their order, though several instances gave out their ids', async (t) => {
  const [from, to, moved] = [await makeDatabase(t), await makeDatabase(t), await makeDatabase(t)]
  const order = (sql: Sql) => sql<{ id: number }[]>`select id from events where case_id = 1 order by xid, id`
  const seen = (sql: Sql) =>
    sql`select count(*) filter (where xid < pg_snapshot_xmin(pg_current_snapshot())) = count(*) as all from events`
  for (const { sql } of [from, moved]) {
    await fillWithWork(sql)
    // Two instances take turns: one has the ids from 1, the other those from 1001.
    await sql`update events set case_id = 1, xid = (9000000000 + id)::text::xid8`
    for (let id = 1; id <= 40; id++)
      await sql`update events set id = id + case when id % 2 = 0 then 1000 else 0 end where id = ${id}`
    await sql`delete from fold_cursor`
    await sql`insert into fold_cursor select 'figures', xid, id from events where id = 21`
  }
  const before = [...(await order(from.sql))].map(({ id }) => id)
  t.strictSame(before.slice(0, 4), [1, 1002, 3, 1004], 'the ids alone are no order')

  const file = fileIn(t)
  await backup(from.url, file, options)
  await restore(to.url, file)
  // A copy by other means keeps the foreign ids; the next start places them.
  t.strictSame([...(await seen(moved.sql))], [{ all: false }])
  await migrate(moved.url)
  for (const database of [to, moved]) {
    const { sql, url } = database
    t.strictSame(
      [...(await order(sql))].map(({ id }) => id),
      before,
    )
    t.strictSame([...(await seen(sql))], [{ all: true }])
    const [unfolded] =
      await sql`select count(*) as n from events e join fold_cursor f on (e.xid, e.id) > (f.xid, f.event_id)`
    t.equal(unfolded?.n, 300 - 21, 'what was not folded still is not')
    const again = await sumsOf(database)
    await migrate(url)
    t.strictSame(await sumsOf(database), again, 'placed once')
  }
})

t.test('a case handed to and fro more often than places can tell is restored all the same', async (t) => {
  const [from, to] = [await makeDatabase(t), await makeDatabase(t)]
  await fillWithWork(from.sql)
  await from.sql`update events set case_id = 1, xid = (9000000000 + 301 - id)::text::xid8`
  const file = fileIn(t)
  await backup(from.url, file, options)
  await restore(to.url, file)
  t.strictSame(await sumsOf(to), await sumsOf(from))
})

t.test('every column that holds a transaction id is known to the backup', async (t) => {
  const { sql } = await makeDatabase(t)
  const columns = await sql`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and data_type = 'xid8' order by 1`
  t.strictSame(
    columns.map(({ name }) => name),
    ['events.xid', 'fold_cursor.xid'],
  )
})

t.test('a backup under load is of one instant', async (t) => {
  const [from, to] = [await makeDatabase(t), await makeDatabase(t)]
  await fillWithWork(from.sql)
  let going = true
  const load = (async () => {
    for (let id = 1_000; going; id++) {
      await from.sql`
        with event as (insert into events (id, case_id, kind, at, recorded_at, by_kind, public, data, state)
          values (${id}, 1, 'updated', ${at}, ${at}, 'system', true, '{}', '{}'))
        insert into config_log (id, at, what, subject, data) values (${id}, ${at}, 'test', 'test', '{}')`
    }
  })()
  const file = fileIn(t)
  await backup(from.url, file, options)
  going = false
  await load
  await restore(to.url, file)
  const [row] = await to.sql`
    select (select array_agg(id order by id) from events where id >= 1000) is not distinct from
      (select array_agg(id order by id) from config_log where id >= 1000) as same`
  t.ok(row?.same)
})

t.test('a new and unmigrated database gets the migrations first', async (t) => {
  const [from, to] = [await makeDatabase(t), await makeDatabase(t)]
  await fillWithWork(from.sql)
  const file = fileIn(t)
  await backup(from.url, file, options)
  await to.sql`drop schema public cascade`
  await to.sql`drop schema drizzle cascade`
  await to.sql`create schema public`
  await restore(to.url, file)
  t.strictSame(await sumsOf(to), await sumsOf(from))
})

t.test('a database in use is refused and left as it is', async (t) => {
  const [from, to] = [await makeDatabase(t), await makeDatabase(t)]
  await fillWithWork(from.sql)
  const file = fileIn(t)
  await backup(from.url, file, options)
  await t.rejects(restore(from.url, file), /in use \(cases has rows\)/)
  await insertStaff(to.sql, 2)
  await t.rejects(restore(to.url, file), /in use \(it has staff\)/)
  await t.rejects(backup(from.url, file, options), /overwrites nothing/)
  const idle = await makeDatabase(t)
  const running = connect(idle.url, { max: 1 })
  t.teardown(() => running.end())
  await running`select 1`
  await t.rejects(restore(idle.url, file), /Stop it first/)
})

t.test('a damaged, shortened or foreign file changes nothing', async (t) => {
  const [from, to] = [await makeDatabase(t), await makeDatabase(t)]
  await fillWithWork(from.sql)
  const before = await sumsOf(to)
  const file = fileIn(t)
  await backup(from.url, file, options)
  const good = readFileSync(file)
  for (const place of [0.1, 0.5, 0.9]) {
    const bad = Buffer.from(good)
    const index = Math.floor(bad.length * place)
    bad[index] = bad[index]! ^ 0xff
    writeFileSync(file, bad)
    await t.rejects(restore(to.url, file), `a byte changed at ${place}`)
  }
  for (const place of [0.02, 0.5, 0.999]) {
    writeFileSync(file, good)
    truncateSync(file, Math.floor(good.length * place))
    await t.rejects(restore(to.url, file), `cut off at ${place}`)
  }
  writeFileSync(file, 'not a backup')
  await t.rejects(restore(to.url, file), /no backup/)
  t.strictSame(await sumsOf(to), before)
})

t.test('a connection cut in the middle of a restore leaves nothing of it', async (t) => {
  const [from, to] = [await makeDatabase(t), await makeDatabase(t)]
  await fillWithWork(from.sql)
  const before = await sumsOf(to)
  const file = fileIn(t)
  await backup(from.url, file, options)
  let cut: Promise<unknown> | undefined
  const progress = (table: string) => {
    if (table !== 'cases') return
    cut ??=
      to.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'daybreak restore' and datname = current_database()`.execute()
  }
  await t.rejects(restore(to.url, file, progress))
  t.equal(((await cut) as unknown[]).length, 1)
  t.strictSame(await sumsOf(to), before)
})

t.test('a connection for one piece of work stays lost when it is lost', async (t) => {
  const { url, sql } = await makeDatabase(t)
  const work = withConnection(url, 'daybreak once', async (once) => {
    await once`begin`
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'daybreak once' and datname = current_database()`
    for (const _ of [1, 2]) t.ok(isUnavailable(await once`create table half (id int)`.catch((error) => error)))
    throw new Error('the work is told first')
  })
  await t.rejects(work, /lost|told/)
  t.strictSame([...(await sql`select to_regclass('half') is null as clean`)], [{ clean: true }])
})

t.test('a backup that fails leaves no file', async (t) => {
  const { url } = await makeDatabase(t)
  const file = join(t.testdir({}), 'missing', 'folder.tar.gz')
  await t.rejects(backup(url, file, options), { code: 'ENOENT' })
  t.notOk(existsSync(file))
})

function fileIn(t: Test): string {
  return join(t.testdir({}), 'backup.tar.gz')
}

async function sumsOf({ sql, url }: TestDatabase): Promise<unknown> {
  return withConnection(url, 'daybreak test sums', async (once) => {
    const sums: Record<string, unknown> = {}
    for (const table of await listTables(sql)) sums[table.name] = await sumOf(once, table, () => undefined)
    return sums
  })
}

async function fillWithWork(sql: Sql): Promise<void> {
  await insertStaff(sql, 10)
  await sql`
    insert into deadlines (id, case_id, kind, severity, opened_at, due_at, policy, calendar, because, next_rung)
    select n, n, 'response', 2, ${at}, ${at}, 1, 1, '{}', 0 from generate_series(1, 20) n`
  await sql`
    insert into cases (id, number, kind, category, severity, text, lat, language, channel, public, status, stage, level, branch, owner,
      reported_at, recorded_at, respond_by, next_deadline, tracking_hash, search, updated_at)
    select n, 'T-' || n, 'problem', (select id from categories order by id limit 1), 2, ${hard}, 53.2147987654321, 'kk', 'web', true,
      case when n <= 20 then 'received' else 'closed' end, 1, 'district', (select code from branches order by code limit 1), 10,
      ${at}, ${at}, ${at}, case when n <= 20 then n end, int4send(n), to_tsvector('russian', 'яма на дороге'), ${at}
    from generate_series(1, 300) n`
  await insertEvents(sql, 1, 300)
  await sql`insert into fold_cursor select 'figures', xid, id from events where id = 120`
  await sql`
    insert into attachments (id, case_id, name, mime, size, sha256, bytes, public, by_kind, at)
    values (1, 1, ${hard}, 'image/png', 4, ${Buffer.alloc(32)}, ${Buffer.from([0, 10, 92, 255])}, true, 'reporter', ${at})`
  await sql`select nextval('case_serial'), nextval('id_blocks')`
}

async function insertStaff(sql: Sql, id: number): Promise<void> {
  await sql`
    insert into staff (id, email, name, roles, branch, created_at)
    select ${id}, 'a@example.kz', 'Әйгүл', array['responder', 'head'], code, ${at}::timestamptz from branches order by code limit 1`
}

async function insertEvents(sql: Sql, from: number, to: number): Promise<void> {
  await sql`
    insert into events (id, case_id, kind, at, recorded_at, by_kind, public, data, state)
    select n, 1 + n % 300, 'reported', ${at}, ${at}, 'reporter', true, jsonb_build_object('text', ${hard}::text), '{}'
    from generate_series(${from}::int, ${to}::int) n`
}
