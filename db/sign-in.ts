import type { Lang } from '../shared/domain/text.ts'
import type { Sql } from './client.ts'

export interface SignInRow {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly roles: readonly string[]
  readonly branch: string
  readonly language: Lang
  readonly createdAt: number
  readonly disabledAt: number | null
  readonly passwordHash: string | null
  readonly totpSecret: Buffer | null
}

const COLUMNS = `id, name, email, roles, branch, language, created_at as "createdAt", disabled_at as "disabledAt",
  password_hash as "passwordHash", totp_secret as "totpSecret"`

/** Who signs in with this address, in any case of letters. */
export async function findSignIn(sql: Sql, email: string): Promise<SignInRow | undefined> {
  const [row] = await sql.unsafe<SignInRow[]>(
    `select ${COLUMNS} from staff where lower(email) = lower($1) and not roles @> '{desk}'`,
    [email],
    { prepare: true },
  )
  return row
}

/** The same by id. */
export async function findSignInById(sql: Sql, id: number): Promise<SignInRow | undefined> {
  const [row] = await sql.unsafe<SignInRow[]>(`select ${COLUMNS} from staff where id = $1`, [id], { prepare: true })
  return row
}

/** One thing whose guessing is slowed down: an e-mail or an address. `waits[n - 1]` is the wait in seconds after n failures. */
export interface Guess {
  /** Keyed hash, base64. */
  readonly key: string
  readonly waits: readonly number[]
}

/**
 * Counts an attempt as failed before it is tried, so that many at once do not slip through together. Returns the instant
 * (epoch ms) until which one has to wait, or null when this attempt may go on. What is older than `forgetBefore` counts anew.
 */
export async function countAttempt(
  sql: Sql,
  guesses: readonly Guess[],
  now: number,
  forgetBefore: number,
): Promise<number | null> {
  const rows = await sql<{ until: number | null }[]>`
    with asked as (
      select decode(g ->> 'key', 'base64') as key, g -> 'waits' as waits
      from jsonb_array_elements(${sql.json(guesses as never)}::jsonb) as g),
    held as (select f.key, f.until from sign_in_failures f join asked using (key)),
    counted as (
      insert into sign_in_failures as f (key, failures, until)
      select a.key, 1, to_timestamp(${now}::float8 / 1000) + make_interval(secs => (a.waits ->> 0)::int)
      from asked a order by a.key
      on conflict (key) do update set
        failures = case when f.until < ${forgetBefore} then 1 else f.failures + 1 end,
        until = to_timestamp(${now}::float8 / 1000) + make_interval(secs => (
          select (a.waits ->> least(case when f.until < ${forgetBefore} then 0 else f.failures end, jsonb_array_length(a.waits) - 1))::int
          from asked a where a.key = f.key))
      where f.until <= ${now}
      returning f.key)
    select coalesce(h.until, to_timestamp(${now}::float8 / 1000)) as until
    from asked a left join held h using (key)
    where not exists (select from counted c where c.key = a.key)`
  return rows.length === 0 ? null : Math.max(...rows.map((row) => row.until ?? now))
}

/** A successful sign-in: the e-mail's failures are forgotten, the address gets this attempt back. */
export async function forgiveAttempt(sql: Sql, key: string, addressKey: string, now: number): Promise<void> {
  await sql`
    with forgotten as (delete from sign_in_failures where key = decode(${key}, 'base64'))
    update sign_in_failures set failures = greatest(failures - 1, 0), until = least(until, ${now})
    where key = decode(${addressKey}, 'base64')`
}

/** Marks something as used once until the instant; false when it had been. */
export async function useOnce(sql: Sql, key: string, until: number): Promise<boolean> {
  const rows = await sql`
    insert into sign_in_failures (key, failures, until) values (decode(${key}, 'base64'), 0, ${until})
    on conflict (key) do nothing returning 1`
  return rows.length > 0
}

/** The same password under a newer hash, unless it was changed meanwhile. */
export async function rehashPassword(sql: Sql, id: number, was: string, hash: string): Promise<void> {
  await sql`update staff set password_hash = ${hash} where id = ${id} and password_hash = ${was}`
}
