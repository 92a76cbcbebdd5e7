import type { Sql } from './client.ts'

const DAY = 86_400_000
/** Questions that one address is sent within a day, whoever asks in its name. */
const MOST_ASKED = 5

export interface Following {
  readonly id: number
  readonly caseId: number
  /** Keyed hash of the address; base64. */
  readonly keyHash: string
  /** The sealed address; base64. */
  readonly sealed: string
  readonly language: string
  /** Epoch ms. */
  readonly at: number
  /** Id of the notice that asks whether the address is theirs. */
  readonly noticeId: number
}

/**
 * Keeps an address that wants to follow a case and the question to its owner, in one statement. Who follows already, was
 * asked today, or is asked in too many names is not asked again. False when the case has ended.
 */
export async function saveFollowing(sql: Sql, following: Following): Promise<boolean> {
  const { id, caseId, keyHash, sealed, language, at, noticeId } = following
  const [row] = await sql<{ open: boolean }[]>`
    with held as materialized (
      select id from cases where id = ${caseId} and status not in ('closed','rejected','merged')
    ),
    asked as (
      insert into followers as f (id, case_id, key_hash, sealed, language, asked_at)
      select ${id}::bigint, id, decode(${keyHash}, 'base64'), decode(${sealed}, 'base64'), ${language}, ${at}::timestamptz from held
      where (select count(*) from followers where key_hash = decode(${keyHash}, 'base64') and confirmed_at is null
        and asked_at > ${at - DAY}::timestamptz) < ${MOST_ASKED}
      on conflict (case_id, key_hash) do update set asked_at = excluded.asked_at, language = excluded.language
        where f.confirmed_at is null and f.asked_at <= ${at - DAY}::timestamptz
      returning case_id, key_hash
    ),
    told as (
      insert into outbox (id, kind, follower, language, case_id, data, created_at, send_after)
      select ${noticeId}::bigint, 'follow-asked', key_hash, ${language}, case_id, '{}', ${at}::timestamptz, ${at}::timestamptz from asked
    )
    select exists (select from held) as open`
  return row!.open
}

export interface Follower {
  readonly id: number
  readonly caseId: number
  readonly number: string
  readonly confirmed: boolean
}

/** Who follows by this id; undefined when they left or never came. */
export async function findFollower(sql: Sql, id: number): Promise<Follower | undefined> {
  const [row] = await sql<Follower[]>`
    select f.id, f.case_id as "caseId", c.number, f.confirmed_at is not null as confirmed
    from followers f join cases c on c.id = f.case_id where f.id = ${id}`
  return row
}

/** The address is theirs: from now on they hear of the case. The first confirmation counts. */
export async function confirmFollower(sql: Sql, id: number, at: number): Promise<void> {
  await sql`update followers set confirmed_at = ${at} where id = ${id} and confirmed_at is null`
}

/** They hear no more, and their address is gone. */
export async function removeFollower(sql: Sql, id: number): Promise<void> {
  await sql`delete from followers where id = ${id}`
}

/** Removes addresses that were not confirmed and last asked before the instant (epoch ms), at most `limit`. Returns how many. */
export async function forgetUnconfirmed(sql: Sql, before: number, limit: number): Promise<number> {
  const result = await sql`
    delete from followers where id in (
      select id from followers where confirmed_at is null and asked_at < ${before} limit ${limit})`
  return result.count
}
