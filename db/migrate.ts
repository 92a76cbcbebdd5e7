import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator'
import postgres, { type Sql } from 'postgres'
import { MOVED, PLACE_ALL } from './places.ts'
import { projectPath } from './root.ts'

/** Any fixed number: all instances of Daybreak on a database take turns by it. */
const lockKey = 7_306_519_240_125_711
const alreadyApplied = 'DAY01'
const lockNotAvailable = '55P03'

type Options = { log?: (message: string) => void; limitMs?: number; folder?: string; until?: number }

/**
 * Brings the schema up to date; safe from any number of instances at once. Rejects when another instance has been migrating for `limitMs`.
 * `until`: none newer than this (epoch milliseconds), for restoring an old backup.
 * Reads drizzle's files and keeps drizzle's table, but sends each migration as one message, which PostgreSQL runs whole or
 * not at all: inside drizzle's own transaction a lost connection lets the remaining statements commit one by one.
 */
export async function migrate(
  url: string,
  { log, limitMs = 60_000, folder, until = Number.POSITIVE_INFINITY }: Options = {},
): Promise<void> {
  const migrations = readMigrationFiles({ migrationsFolder: folder ?? projectPath('db', 'migrations') })
  const sql = postgres(url, {
    max: 1,
    fetch_types: false,
    connect_timeout: 5,
    target_session_attrs: url.includes(',') ? 'primary' : undefined,
    connection: { application_name: 'daybreak migrate', statement_timeout: 0, idle_in_transaction_session_timeout: 0 },
    onnotice: () => undefined,
  })
  try {
    await inTurn(sql, createTable, log, limitMs)
    const last = await findLast(sql)
    const pending = migrations.filter(({ folderMillis }) => folderMillis > last && folderMillis <= until)
    for (const migration of pending) await inTurn(sql, statementsOf(migration), log, limitMs)
    if (pending.length > 0) log?.(`Migrations applied: ${pending.length}`)
    if (await isMoved(sql)) {
      log?.('The database comes from another server; its events are being placed')
      await inTurn(sql, PLACE_ALL, log, limitMs)
    }
  } finally {
    // after a lost connection postgres.js waits the whole time
    await sql.end({ timeout: 1 })
  }
}

async function isMoved(sql: Sql): Promise<boolean> {
  const [there] = await sql`select to_regclass('public.fold_cursor') is not null as there`
  if (!there?.there) return false
  const [row] = await sql.unsafe(`select ${MOVED} as moved`)
  return row?.moved === true
}

/** The journal: the migrations that this version of Daybreak knows, oldest first (`when` in epoch milliseconds). */
export function listMigrations(folder = projectPath('db', 'migrations')): { idx: number; tag: string; when: number }[] {
  return JSON.parse(readFileSync(`${folder}/meta/_journal.json`, 'utf8')).entries
}

const createTable = `
  create schema if not exists drizzle;
  create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`

async function findLast(sql: Sql): Promise<number> {
  const [row] = await sql`select coalesce(max(created_at), 0)::text as last from drizzle.__drizzle_migrations`
  return Number(row?.last)
}

function statementsOf({ sql, hash, folderMillis }: MigrationMeta): string {
  return `
    do $$ begin
      if exists (select from drizzle.__drizzle_migrations where created_at >= ${folderMillis}) then
        raise exception 'applied by another instance' using errcode = '${alreadyApplied}';
      end if;
    end $$;
    ${sql.join('\n;\n')}
    ;
    insert into drizzle.__drizzle_migrations (hash, created_at) values ('${hash}', ${folderMillis})`
}

/** Several statements in one simple message are one transaction; the lock of it ends with it, even if we are killed. */
async function inTurn(sql: Sql, statements: string, log: Options['log'], limitMs: number): Promise<void> {
  const giveUp = performance.now() + limitMs
  // the limit also covers tables: a migration that waits behind a long query makes every other query wait behind it
  const message = `set local lock_timeout = '2s'; select pg_advisory_xact_lock(${lockKey}); ${statements}`
  for (let tries = 1; ; tries++) {
    try {
      await sql.unsafe(message).simple()
      return
    } catch (error) {
      const { code } = error as { code?: string }
      if (code === alreadyApplied) return
      if (code !== lockNotAvailable) throw error
      if (tries === 1) log?.('Another instance is migrating or busy; waiting for its lock')
      if (performance.now() > giveUp) {
        throw new Error(
          `Another instance has held the lock for ${Math.round(limitMs / 1000)} s; the migrations were not applied`,
        )
      }
      await wait(100)
    }
  }
}
