import type { Sql } from './client.ts'

/** Bytes that may wait for all reports together: beyond it a flood would fill the disk of every case. */
const MOST_BYTES = 2 * 1024 ** 3

export interface HeldFile {
  readonly id: number
  readonly name: string
  readonly mime: string
  readonly size: number
  /** base64 */
  readonly sha256: string
}

export type HeldBytes = HeldFile & { readonly bytes: Uint8Array }

/** Keeps a file for a report that is still being written; the same one again is the same. False when it would be one too many. */
export async function holdFile(
  sql: Sql,
  file: HeldBytes & { readonly draft: string; readonly at: number },
  most: number,
): Promise<boolean> {
  const draft = sql`decode(${file.draft}, 'base64')`
  const sha = sql`decode(${file.sha256}, 'base64')`
  const [row] = await sql<{ held: boolean }[]>`
    with kept as (
      insert into held_files (id, draft, name, mime, size, sha256, bytes, at)
      select ${file.id}, ${draft}, ${file.name}, ${file.mime}, ${file.size}, ${sha}, ${Buffer.from(file.bytes)}, ${file.at}
      where (select count(*) from held_files where draft = ${draft}) < ${most}
      on conflict (draft, sha256) do nothing returning 1
    )
    select exists (select from kept) or exists (select from held_files where draft = ${draft} and sha256 = ${sha}) as held`
  return row!.held
}

/** Whether there is room for more photos at all. */
export async function hasRoom(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ bytes: number }[]>`select coalesce(sum(size), 0)::float8 as bytes from held_files`
  return row!.bytes < MOST_BYTES
}

/** What waits for a report (`draft`: keyed hash, base64), in the order it came. */
export async function listHeld(sql: Sql, draft: string): Promise<HeldFile[]> {
  return sql<HeldFile[]>`
    select id, name, mime, size, encode(sha256, 'base64') as sha256 from held_files
    where draft = decode(${draft}, 'base64') order by id`
}

/** The same with their bytes, without those that the reporter has given to the case before. */
export async function listHeldBytes(sql: Sql, draft: string, caseNumber: string): Promise<HeldBytes[]> {
  return sql<HeldBytes[]>`
    select h.id, h.name, h.mime, h.size, encode(h.sha256, 'base64') as sha256, h.bytes from held_files h
    where h.draft = decode(${draft}, 'base64') and not exists (
      select from attachments a join cases c on c.id = a.case_id
      where c.number = ${caseNumber} and a.sha256 = h.sha256 and a.by_kind = 'reporter' and a.bytes is not null)
    order by h.id`
}

/** A file that waits for its draft, or undefined. */
export async function findHeld(sql: Sql, draft: string, id: number): Promise<HeldBytes | undefined> {
  const [row] = await sql<HeldBytes[]>`
    select id, name, mime, size, encode(sha256, 'base64') as sha256, bytes from held_files
    where id = ${id} and draft = decode(${draft}, 'base64')`
  return row
}

/** The reporter has taken a waiting file back. */
export async function dropHeld(sql: Sql, draft: string, id: number): Promise<void> {
  await sql`delete from held_files where id = ${id} and draft = decode(${draft}, 'base64')`
}

/** What has become part of the case waits no longer; what came meanwhile does. */
export async function dropTaken(sql: Sql, draft: string, caseNumber: string): Promise<void> {
  await sql`
    delete from held_files h where h.draft = decode(${draft}, 'base64') and exists (
      select from attachments a join cases c on c.id = a.case_id where c.number = ${caseNumber} and a.sha256 = h.sha256)`
}

/** Forgets what was never sent, held before the instant (epoch ms). Returns how many. */
export async function forgetHeld(sql: Sql, before: number, limit: number): Promise<number> {
  const result = await sql`
    delete from held_files where id in (select id from held_files where at < ${before} order by at limit ${limit})`
  return result.count
}
