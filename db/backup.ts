import { createHash } from 'node:crypto'
import { existsSync, renameSync, rmSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { ArchiveWriter } from './archive.ts'
import type { Sql } from './client.ts'
import { withConnection } from './once.ts'
import { type Applied, listApplied, listSequences, listTables, rowsOf, type Sequence, type Table } from './tables.ts'

/** The first entry of a backup, about.json. */
export type About = { format: 1; madeAt: string; keyCheck: string; migrations: Applied[]; tables: Table[] }
/** What a table must come to; `sha256` is over its COPY text. */
export type Sum = { rows: number; bytes: number; sha256: string }
/** The last entry, manifest.json. A file without it is cut off. */
export type Manifest = { tables: Record<string, Sum>; sequences: Sequence[] }

export type Progress = (table: string, rows: number, done: boolean) => void

const partBytes = 4 * 1024 * 1024

/**
 * Copies every table of one instant into a .tar.gz: about.json, tables/NAME/000001.copy …, manifest.json. The `begin` here is a read snapshot:
 * it changes nothing, and a lost connection ends the backup (db/once.ts). `at`: epoch milliseconds, for the dates inside; `keyCheck`
 * tells later whether the SECRET_KEY is the one the sealed columns were written with.
 */
export async function backup(
  url: string,
  file: string,
  { at, keyCheck, progress = () => undefined }: { at: number; keyCheck: string; progress?: Progress },
): Promise<Manifest> {
  if (existsSync(file)) throw new Error(`${file} exists already; a backup overwrites nothing`)
  const unfinished = `${file}.unfinished`
  rmSync(unfinished, { force: true })
  const archive = new ArchiveWriter(unfinished, at)
  try {
    const manifest = await withConnection(url, 'daybreak backup', async (sql) => {
      await sql`begin isolation level repeatable read read only`
      const [migrations, tables] = [await listApplied(sql), await listTables(sql)]
      const about: About = { format: 1, madeAt: new Date(at).toISOString(), keyCheck, migrations, tables }
      await archive.add('about.json', toJson(about))
      const sums: Record<string, Sum> = {}
      for (const table of tables) sums[table.name] = await copyOut(sql, table, archive, progress)
      return { tables: sums, sequences: await listSequences(sql) }
    })
    await archive.add('manifest.json', toJson(manifest))
    await archive.close()
    renameSync(unfinished, file)
    return manifest
  } catch (error) {
    await archive.abort()
    rmSync(unfinished, { force: true })
    throw error
  }
}

async function copyOut(sql: Sql, table: Table, archive: ArchiveWriter, progress: Progress): Promise<Sum> {
  let parts: Buffer[] = []
  let [waiting, number] = [0, 0]
  const write = async () => {
    if (waiting === 0) return
    await archive.add(`tables/${table.name}/${String(++number).padStart(6, '0')}.copy`, Buffer.concat(parts))
    parts = []
    waiting = 0
  }
  const sum = await sumOf(sql, table, progress, async (piece) => {
    parts.push(piece)
    waiting += piece.length
    if (waiting >= partBytes) await write()
  })
  await write()
  return sum
}

/** Reads a table in the order of its key and sums it up; `take` is given its text in pieces of whole rows. */
export async function sumOf(
  sql: Sql,
  table: Table,
  progress: Progress,
  take?: (piece: Buffer) => Promise<void>,
): Promise<Sum> {
  const hash = createHash('sha256')
  let [rows, bytes] = [0, 0]
  const stream: Readable = await sql.unsafe(`copy (${rowsOf(table)}) to stdout`).readable()
  for await (const piece of stream as AsyncIterable<Buffer>) {
    hash.update(piece)
    bytes += piece.length
    rows += countRows(piece)
    await take?.(piece)
    progress(table.name, rows, false)
  }
  // postgres.js 3.4.9 pauses its socket for a slow reader and leaves it so when the last rows came at once: the next query hangs
  stream._read(0)
  progress(table.name, rows, true)
  return { rows, bytes, sha256: hash.digest('hex') }
}

/** COPY ends each row with a line feed and writes those inside values as \n. */
function countRows(piece: Buffer): number {
  let rows = 0
  for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) rows++
  return rows
}

function toJson(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
}
