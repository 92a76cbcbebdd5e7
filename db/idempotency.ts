import type { Sql } from './client.ts'

export interface StoredAnswer {
  readonly request: string
  readonly status: number
  readonly body: unknown
}

/**
 * The record of a key, also one that has expired and is not forgotten yet: its row still keeps the key from being used
 * anew. Key and request hash are base64.
 */
export async function findIdempotent(sql: Sql, key: string): Promise<StoredAnswer | undefined> {
  const [row] = await sql<StoredAnswer[]>`
    select encode(request, 'base64') as request, status, body from idempotency
    where key = decode(${key}, 'base64')`
  return row
}

/** Several at once, for a batch; keyed by their base64 key. */
export async function listIdempotent(sql: Sql, keys: readonly string[]): Promise<Map<string, StoredAnswer>> {
  const rows = await sql<(StoredAnswer & { key: string })[]>`
    select encode(i.key, 'base64') as key, encode(request, 'base64') as request, status, body
    from unnest(${keys as string[]}::text[]) k join idempotency i on i.key = decode(k, 'base64')`
  return new Map(rows.map((r) => [r.key, r]))
}

/** Removes what has expired, a bounded number at a time. Returns how many. */
export async function forgetIdempotent(sql: Sql, now: number, limit: number): Promise<number> {
  const result = await sql`
    delete from idempotency where key in (select key from idempotency where expires_at <= ${now} order by expires_at limit ${limit})`
  return result.count
}
