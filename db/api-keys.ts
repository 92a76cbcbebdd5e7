import type { Sql } from './client.ts'
import { decidedNow, type Fragment } from './settings.ts'

export interface ApiKeyRow {
  readonly id: number
  readonly name: string
  readonly staff: number
  readonly staffName: string
  readonly branch: string
  readonly createdAt: number
  readonly disabledAt: number | null
}

/** All keys, newest first; a key that was taken back stays in the list. */
export async function listApiKeys(sql: Sql, beforeId: number | null, limit: number): Promise<ApiKeyRow[]> {
  return sql<ApiKeyRow[]>`
    select k.id, k.name, k.staff, p.name as "staffName", p.branch, k.created_at as "createdAt", k.disabled_at as "disabledAt"
    from api_keys k join staff p on p.id = k.staff
    where ${beforeId}::bigint is null or k.id < ${beforeId} order by k.id desc limit ${limit}`
}

export interface NewApiKeyRow {
  readonly id: number
  /** base64 */
  readonly hash: string
  readonly name: string
  readonly staff: number
  readonly by: number | null
  readonly at: number
}

/** A key of a person, by its hash. */
export function insertApiKey(sql: Sql, k: NewApiKeyRow): Fragment {
  return sql`
    insert into api_keys (id, key_hash, name, staff, created_at, created_by)
    select ${k.id}::bigint, decode(${k.hash}, 'base64'), ${k.name}, ${k.staff}::bigint, ${k.at}::timestamptz, ${k.by}::bigint
    where ${decidedNow(sql)} returning id`
}

/** Takes a key back, once. */
export function disableApiKey(sql: Sql, id: number, at: number): Fragment {
  return sql`
    update api_keys set disabled_at = ${at} where id = ${id} and disabled_at is null and ${decidedNow(sql)} returning id`
}
