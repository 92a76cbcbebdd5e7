import type { DeadlineKind } from '../shared/domain/deadline.ts'
import type { Lang } from '../shared/domain/text.ts'
import type { Sql } from './client.ts'
import type { OwnLog } from './staff.ts'

/** A person who may have a calendar; `seed` (base64) is what their address is made from, null while they have none. */
export interface CalendarOwner {
  readonly id: number
  readonly language: Lang
  readonly seed: string | null
}

/** Undefined for whoever is not of the staff any more. */
export async function findCalendarOwner(sql: Sql, staff: number): Promise<CalendarOwner | undefined> {
  const [row] = await sql<CalendarOwner[]>`
    select id, language, encode(calendar_token, 'base64') as seed from staff where id = ${staff} and disabled_at is null`
  return row
}

/** A new seed (base64) makes a new address, null leaves none: the one before opens nothing any more. */
export async function saveCalendarSeed(sql: Sql, staff: number, seed: string | null, log: OwnLog): Promise<void> {
  await sql`
    with written as (
      update staff set calendar_token = decode(${seed}, 'base64') where id = ${staff} and disabled_at is null returning id)
    insert into config_log (id, at, staff, what, subject, data)
    select ${log.id}, ${log.at}, ${log.staff}, 'staff.calendar', id::text, jsonb_build_object('on', ${seed !== null}::boolean)
    from written`
}

/** Something owed, without a word of anybody. Instants are epoch milliseconds. */
export interface OwedRow {
  readonly id: number
  readonly kind: DeadlineKind
  readonly dueAt: number
  readonly number: string
  readonly category: string
  readonly region: string | null
  readonly district: string | null
  readonly branch: string
}

/** What a person owes, the nearest first: the open deadlines of their cases, and the instructions given to them. */
export async function listOwedBy(sql: Sql, staff: number, limit: number): Promise<OwedRow[]> {
  return sql<OwedRow[]>`
    select d.id, d.kind, d.due_at as "dueAt", c.number, c.category, c.region, c.district, c.branch
    from (
      select d.id, d.kind, d.due_at, d.case_id from cases c join deadlines d on d.case_id = c.id
      where c.owner = ${staff} and c.status not in ('closed','rejected','merged') and d.closed_at is null
        and d.kind not in ('confirmation', 'help', 'instruction')
      union all
      select d.id, d.kind, d.due_at, d.case_id from instructions i join deadlines d on d.subject = i.id
      where i.responsible = ${staff} and i.state <> 'accepted' and d.kind = 'instruction' and d.closed_at is null) d
    join cases c on c.id = d.case_id order by d.due_at, d.id limit ${limit}`
}
