import type { Role } from '../shared/domain/people.ts'
import type { Sql } from './client.ts'

export interface RightsRow {
  /** Of the session or the API key, base64. */
  readonly hash: string
  readonly staff: number
  readonly roles: readonly Role[]
  readonly branch: string
}

/** The people behind these sessions and API keys that still live, and the stamp of the world: one query for all sockets. */
export async function listRights(
  sql: Sql,
  hashes: readonly string[],
  now: number,
  idleSince: number,
): Promise<{ rows: RightsRow[]; stamp: number }> {
  const [found] = await sql<{ rows: RightsRow[]; stamp: number }[]>`
    with asked as (select h as hash, decode(h, 'base64') as bytes from unnest(${hashes as string[]}::text[]) as h),
    living as (
      select a.hash, s.staff from asked a join sessions s on s.token_hash = a.bytes
      where s.ended_at is null and s.expires_at > ${now} and s.seen_at > ${idleSince}
      union all
      select a.hash, k.staff from asked a join api_keys k on k.key_hash = a.bytes where k.disabled_at is null)
    select stamp, (select coalesce(jsonb_agg(jsonb_build_object('hash', l.hash, 'staff', p.id, 'roles', p.roles, 'branch', p.branch)), '[]')
      from living l join staff p on p.id = l.staff where p.disabled_at is null) as rows
    from reference_stamp where id = 1`
  return found!
}

/** The ids of the cases with these numbers; numbers that do not exist are left out. */
export async function findCaseIds(sql: Sql, numbers: readonly string[]): Promise<Map<string, number>> {
  if (numbers.length === 0) return new Map()
  const rows = await sql<{ number: string; id: number }[]>`
    select number, id from cases where number = any(${numbers as string[]}::text[])`
  return new Map(rows.map(({ number, id }) => [number, id]))
}

/** The case that a tracking token (its hash, base64) belongs to. */
export async function findTracked(sql: Sql, trackingHash: string): Promise<number | undefined> {
  const [row] = await sql<{ id: number }[]>`
    select id from cases where tracking_hash = decode(${trackingHash}, 'base64')`
  return row?.id
}
