import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Entry, readArchive } from './archive.ts'
import { type About, type Manifest, type Progress, type Sum, sumOf } from './backup.ts'
import type { Sql } from './client.ts'
import { listMigrations, migrate } from './migrate.ts'
import { withConnection } from './once.ts'
import { type Applied, listApplied, listTables, quote, type Table } from './tables.ts'

/** Tables whose rows are somebody's work; reference data and what the engine notes do not stand in the way of a restore. */
const work = ['cases', 'events', 'contacts', 'instructions', 'outbox', 'verdicts']

export type Restored = { about: About; manifest: Manifest }

/**
 * Fills an empty database from a backup: its migrations first (those the backup had, then the newer ones), then every table in one transaction that
 * is committed only when each row count and checksum, read back, is the manifest's. Throws with what to do and changes nothing
 * otherwise. A lost connection ends it (db/once.ts), so nothing of it can commit by itself.
 */
export async function restore(url: string, file: string, progress: Progress = () => undefined): Promise<Restored> {
  const about = await readAbout(file)
  refuseUnknownMigrations(about)
  await readToTheEnd(file)
  const manifest = await withConnection(url, 'daybreak restore', async (sql) => {
    if ((await listApplied(sql)).length === 0) await migrate(url, { until: about.migrations.at(-1)?.when ?? 0 })
    await refuseOtherSchema(sql, about)
    await sql`begin`
    await refuseUsed(sql)
    const tables = await listTables(sql)
    await sql.unsafe(`truncate ${tables.map(({ name }) => quote(name)).join(', ')}`)
    const manifest = await fill(sql, file, about, progress)
    await verify(sql, about, manifest, progress)
    await doubtLetters(sql, about)
    await sql`commit`
    return manifest
  })
  await migrate(url)
  return { about, manifest }
}

async function readAbout(file: string): Promise<About> {
  for await (const { name, body } of readArchive(file)) {
    if (name !== 'about.json') break
    const about = JSON.parse((await whole(body)).toString()) as About
    if (about.format === 1) return about
    throw new Error(
      `The backup has format ${about.format}; this Daybreak reads format 1. Restore it with a newer Daybreak.`,
    )
  }
  throw new Error(`${file} is no backup of Daybreak`)
}

/** Damage shows here, where gzip's checksum stands at the end; a COPY whose source fails half-way was seen to wait for ever. */
async function readToTheEnd(file: string): Promise<void> {
  for await (const { body } of readArchive(file)) for await (const _ of body);
}

function refuseUnknownMigrations({ migrations }: About): void {
  const known = new Set(listMigrations().map(({ when }) => when))
  if (migrations.length === 0) throw new Error('The backup is of a database that Daybreak has never used')
  if (migrations.some(({ when }) => !known.has(when))) {
    throw new Error('The backup was made by a newer Daybreak, or one with other migrations. Restore it with that one.')
  }
}

async function refuseOtherSchema(sql: Sql, { migrations, tables }: About): Promise<void> {
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
  const applied: Applied[] = await listApplied(sql)
  if (same(applied, migrations) && same(await listTables(sql), tables)) return
  throw new Error(
    'The database has other migrations than the backup. Restore into a new one: an empty database, or a new DATA_DIR.',
  )
}

async function refuseUsed(sql: Sql): Promise<void> {
  for (const name of work) {
    const [row] = await sql`select from ${sql(name)} limit 1`
    if (row)
      throw new Error(`The database is in use (${name} has rows). A backup is restored into an empty database only.`)
  }
  const [person] = await sql`select from staff where id <> 1 limit 1`
  if (person)
    throw new Error('The database is in use (it has staff). A backup is restored into an empty database only.')
  const [other] = await sql`
    select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
      and backend_type = 'client backend' and application_name in ('daybreak', 'daybreak command') limit 1`
  if (other) throw new Error('Daybreak runs on this database. Stop it first.')
}

async function fill(sql: Sql, file: string, about: About, progress: Progress): Promise<Manifest> {
  const entries = readArchive(file)
  await entries.next()
  let entry = await entries.next()
  for (const table of about.tables) {
    const prefix = `tables/${table.name}/`
    async function* parts(): AsyncGenerator<Buffer> {
      for (; !entry.done && entry.value.name.startsWith(prefix); entry = await entries.next()) yield* entry.value.body
    }
    await copyIn(sql, table, parts())
    progress(table.name, 0, false)
  }
  const last: Entry | undefined = entry.done ? undefined : entry.value
  if (last?.name !== 'manifest.json') throw new Error('The backup is incomplete: its manifest is missing')
  const manifest = JSON.parse((await whole(last.body)).toString()) as Manifest
  for (const { name, last, called } of manifest.sequences)
    await sql`select setval(${quote(name)}::regclass, ${last}::bigint, ${called})`
  // to the end of the file, where its own checksum stands
  for await (const { name } of entries) throw new Error(`The backup has something after its manifest: ${name}`)
  return manifest
}

/**
 * A letter that waited when the backup was made may have left since, and a body must not get it twice: a person decides.
 * Its true Message-ID is not known here; answers find it by its address.
 */
async function doubtLetters(sql: Sql, { madeAt }: About): Promise<void> {
  const note = { state: 'unknown', at: Date.parse(madeAt), fault: 'restored' }
  await sql`
    with doubted as (
      update letters set state = 'unknown', fault = 'restored', lease_until = null, history = history || ${sql.json([note])},
        message_id = coalesce(message_id, '<restored.' || id || '@localhost>')
      where state in ('queued', 'sending') returning id, thread, contact
    )
    update contacts k set delivery = 'unknown', sent_at = null from doubted d where d.contact = k.id and d.id = d.thread`
}

/** Triggers of ours would write again what the backup already holds; foreign keys are checked all the same. */
async function copyIn(sql: Sql, { name, columns }: Table, body: AsyncGenerator<Buffer>): Promise<void> {
  await sql.unsafe(`alter table ${quote(name)} disable trigger user`)
  const target = await sql.unsafe(`copy ${quote(name)} (${columns.map(quote).join(', ')}) from stdin`).writable()
  await pipeline(Readable.from(body), target)
  await sql.unsafe(`alter table ${quote(name)} enable trigger user`)
}

async function verify(sql: Sql, { tables }: About, manifest: Manifest, progress: Progress): Promise<void> {
  for (const table of tables) {
    const expected: Sum | undefined = manifest.tables[table.name]
    const found = await sumOf(sql, table, progress)
    if (expected && found.rows === expected.rows && found.sha256 === expected.sha256) continue
    throw new Error(
      `${table.name} came to ${found.rows} rows (${found.sha256.slice(0, 12)}), the backup says ${expected?.rows} (${expected?.sha256.slice(0, 12)}). Nothing was restored.`,
    )
  }
}

async function whole(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of body) parts.push(part)
  return Buffer.concat(parts)
}

/** What tells one SECRET_KEY from another without giving it away. */
export function keyCheckOf(secretKey: Buffer): string {
  return createHash('sha256').update('daybreak backup').update(secretKey).digest('hex').slice(0, 16)
}
