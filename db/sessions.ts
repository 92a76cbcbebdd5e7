import type { Role } from '../shared/domain/people.ts'
import type { Sql } from './client.ts'

/** A signed-in person as every request needs them. Instants are epoch milliseconds. */
export interface SessionRow {
  readonly staff: number
  readonly name: string
  readonly roles: readonly Role[]
  readonly branch: string
  readonly createdAt: number
  readonly seenAt: number
  readonly expiresAt: number
}

/** The living session with this hash (base64) of a person who is not disabled; `idleSince` is the oldest last use that counts. */
export async function findSession(
  sql: Sql,
  hash: string,
  now: number,
  idleSince: number,
): Promise<SessionRow | undefined> {
  const [row] = await sql<SessionRow[]>`
    select p.id as staff, p.name, p.roles, p.branch,
      s.created_at as "createdAt", s.seen_at as "seenAt", s.expires_at as "expiresAt"
    from sessions s join staff p on p.id = s.staff
    where s.token_hash = decode(${hash}, 'base64') and s.ended_at is null and s.expires_at > ${now}
      and s.seen_at > ${idleSince} and p.disabled_at is null`
  return row
}

/** The person behind an API key (hash in base64); undefined when key or person is disabled. */
export async function findKeyOwner(
  sql: Sql,
  hash: string,
): Promise<Pick<SessionRow, 'staff' | 'name' | 'roles' | 'branch'> | undefined> {
  const [row] = await sql<SessionRow[]>`
    select p.id as staff, p.name, p.roles, p.branch from api_keys k join staff p on p.id = k.staff
    where k.key_hash = decode(${hash}, 'base64') and k.disabled_at is null and p.disabled_at is null`
  return row
}

/** Remembers that a session is in use; never moves backwards. */
export async function touchSession(sql: Sql, hash: string, now: number): Promise<void> {
  await sql`update sessions set seen_at = ${now} where token_hash = decode(${hash}, 'base64') and seen_at < ${now}`
}

export interface NewSession {
  readonly hash: string
  readonly staff: number
  readonly at: number
  readonly expiresAt: number
  /** The session that this one takes over from (base64), if any. */
  readonly instead: string | null
  /** The hash of the password that opened it, if one did. */
  readonly passwordHash: string | null
}

/**
 * A new session; the one it takes over from ends in the same statement. False when the password is another by now: it
 * takes a while to check, and whoever changed it meanwhile has ended every session that it opens.
 */
export async function saveSession(sql: Sql, session: NewSession): Promise<boolean> {
  const { hash, staff, at, expiresAt, instead, passwordHash } = session
  const rows = await sql`
    with person as materialized (
      select id from staff where id = ${staff} and (${passwordHash}::text is null or password_hash = ${passwordHash}) for share),
    ended as (
      update sessions set ended_at = ${at}
      where token_hash = decode(${instead}, 'base64') and ended_at is null and exists (select from person))
    insert into sessions (token_hash, staff, created_at, seen_at, expires_at)
    select decode(${hash}, 'base64'), id, ${at}::timestamptz, ${at}::timestamptz, ${expiresAt}::timestamptz from person
    returning staff`
  return rows.length > 0
}

/** Ends a session; false when it had ended before. */
export async function endSession(sql: Sql, hash: string, at: number): Promise<boolean> {
  const rows = await sql`
    update sessions set ended_at = ${at} where token_hash = decode(${hash}, 'base64') and ended_at is null
    returning staff`
  return rows.length > 0
}
