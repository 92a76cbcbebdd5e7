import type { Sql } from './client.ts'

/** Removes sessions that ended or ran out before the instant (epoch ms), at most `limit`. Returns how many. */
export async function forgetSessions(sql: Sql, before: number, limit: number): Promise<number> {
  const result = await sql`
    delete from sessions where token_hash in (
      select token_hash from sessions where expires_at < ${before} or ended_at < ${before} limit ${limit})`
  return result.count
}

/** Removes failed sign-ins whose waiting time was over before the instant (epoch ms); locked accounts stay locked. */
export async function forgetSignInFailures(sql: Sql, before: number, limit: number): Promise<number> {
  const result = await sql`
    delete from sign_in_failures where key in (
      select key from sign_in_failures where until < ${before} and not locked limit ${limit})`
  return result.count
}

/**
 * Removes notifications made before the instant (epoch ms) that have left, or never will. Looks only at the oldest
 * `limit` by id, so that a pass with nothing to remove costs nothing.
 */
export async function forgetOutbox(sql: Sql, before: number, limit: number): Promise<number> {
  const result = await sql`
    delete from outbox where id in (
      select id from (select id, state, created_at from outbox order by id limit ${limit}) oldest
      where state not in ('queued', 'sending') and created_at < ${before})`
  return result.count
}
