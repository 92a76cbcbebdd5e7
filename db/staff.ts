import type { Lang } from '../shared/domain/text.ts'
import type { Sql } from './client.ts'
import { decidedNow, type Fragment } from './settings.ts'

/** A person as lists show them; instants are epoch milliseconds. */
export interface StaffRow {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly roles: readonly string[]
  readonly branch: string
  readonly language: Lang
  readonly twoFactor: boolean
  readonly createdAt: number
  readonly disabledAt: number | null
}

const COLUMNS = `id, name, email, roles, branch, language, totp_secret is not null as "twoFactor",
  created_at as "createdAt", disabled_at as "disabledAt"`

/** The person, or undefined; the central desk is nobody. */
export async function findStaff(sql: Sql, id: number): Promise<StaffRow | undefined> {
  const [row] = await sql.unsafe<StaffRow[]>(
    `select ${COLUMNS} from staff where id = $1 and not roles @> '{desk}'`,
    [id],
    { prepare: true },
  )
  return row
}

/** The person with this address in any case of letters, or undefined; the desk of the centre is nobody. */
export async function findStaffByEmail(sql: Sql, email: string): Promise<StaffRow | undefined> {
  const [row] = await sql.unsafe<StaffRow[]>(
    `select ${COLUMNS} from staff where lower(email) = lower($1) and not roles @> '{desk}'`,
    [email],
    { prepare: true },
  )
  return row
}

export interface StaffFilter {
  /** Branches the reader may see; null for all. */
  readonly branches: readonly string[] | null
  readonly branch: string | null
  readonly role: string | null
  readonly disabled: boolean
  readonly afterId: number
  readonly limit: number
}

/** By id, after `afterId`. */
export async function listStaff(sql: Sql, filter: StaffFilter): Promise<StaffRow[]> {
  const { branches, branch, role, disabled, afterId, limit } = filter
  return sql.unsafe<StaffRow[]>(
    `select ${COLUMNS} from staff
    where not roles @> '{desk}' and id > $1 and ($2::text[] is null or branch = any($2::text[]))
      and ($3::text is null or branch = $3) and ($4::text is null or roles @> array[$4]) and ($5 or disabled_at is null)
    order by id limit $6`,
    [afterId, branches as string[] | null, branch, role, disabled, limit],
    { prepare: true },
  )
}

/** How many people who can sign in hold the role, without this one. */
export async function countOthers(sql: Sql, role: string, except: number): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from staff
    where roles @> array[${role}] and disabled_at is null and password_hash is not null and id <> ${except}`
  return row!.n
}

export interface NewStaffRow {
  readonly id: number
  readonly email: string
  readonly name: string
  readonly roles: readonly string[]
  readonly branch: string
  readonly language: Lang
  readonly passwordHash: string
  readonly at: number
}

/** Nothing when the address is taken. */
export function insertStaff(sql: Sql, p: NewStaffRow): Fragment {
  return sql`
    insert into staff (id, email, name, roles, branch, language, password_hash, created_at)
    select ${p.id}::bigint, ${p.email}, ${p.name}, ${p.roles as string[]}::text[], ${p.branch}, ${p.language},
      ${p.passwordHash}, ${p.at}::timestamptz
    where ${decidedNow(sql)}
    on conflict (lower(email)) do nothing returning id`
}

export interface StaffChanges {
  readonly email: string
  readonly name: string
  readonly roles: readonly string[]
  readonly branch: string
  readonly language: Lang
  readonly disabledAt: number | null
  readonly dropTotp: boolean
}

/** What an administrator changes of a person. */
export function updateStaff(sql: Sql, id: number, c: StaffChanges): Fragment {
  return sql`
    update staff set email = ${c.email}, name = ${c.name}, roles = ${c.roles as string[]}::text[], branch = ${c.branch},
      language = ${c.language}, disabled_at = ${c.disabledAt}::timestamptz,
      totp_secret = case when ${c.dropTotp} then null else totp_secret end
    where id = ${id} and ${decidedNow(sql)} returning id`
}

/** The person as the log keeps them: no hash, no secret. */
export function staffBefore(sql: Sql, id: number): Fragment {
  return sql`(select to_jsonb(s) - 'password_hash' - 'totp_secret' - 'calendar_token' from staff s where s.id = ${id})`
}

/** A CTE that ends every session of whoever was written. */
export function endingSessions(sql: Sql, at: number): Fragment {
  return sql`ended as (
    update sessions set ended_at = ${at} where ended_at is null and staff in (select id from written)),`
}

export interface OwnLog {
  readonly id: number
  readonly at: number
  readonly staff: number | null
}

/**
 * A new password; every session of the person ends. `was`: the hash that was checked; another by now is left alone. False
 * when there is no such person, or the password is another.
 */
export async function savePassword(
  sql: Sql,
  staff: number,
  hash: string,
  log: OwnLog,
  was: string | null = null,
): Promise<boolean> {
  const rows = await sql`
    with written as (
      update staff set password_hash = ${hash}
      where id = ${staff} and id <> 1 and (${was}::text is null or password_hash = ${was}) returning id),
    ended as (update sessions set ended_at = ${log.at} where ended_at is null and staff in (select id from written)),
    logged as (
      insert into config_log (id, at, staff, what, subject, data)
      select ${log.id}, ${log.at}, ${log.staff}, 'staff.password', id::text, '{}' from written)
    select id from written`
  if (rows.length === 0) return false
  // One that was opened by the old password in the same moment: the statement above began without it and waited for it.
  await sql`update sessions set ended_at = ${log.at} where ended_at is null and staff = ${staff}`
  return true
}

/** Switches the one-time code on (sealed secret, base64) or off (null). False when the password is no longer `was`. */
export async function saveTotp(
  sql: Sql,
  staff: number,
  sealed: string | null,
  log: OwnLog,
  was: string | null,
): Promise<boolean> {
  const rows = await sql`
    with written as (
      update staff set totp_secret = decode(${sealed}, 'base64')
      where id = ${staff} and (${was}::text is null or password_hash = ${was}) returning id)
    insert into config_log (id, at, staff, what, subject, data)
    select ${log.id}, ${log.at}, ${log.staff}, 'staff.two-factor', id::text, jsonb_build_object('on', ${sealed !== null}::boolean)
    from written returning id`
  return rows.length > 0
}
