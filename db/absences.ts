import type { Sql } from './client.ts'
import { decidedNow, type Fragment } from './settings.ts'
import type { SpanFilter } from './shifts.ts'

export interface AbsenceRow {
  readonly id: number
  readonly staff: number
  readonly staffName: string
  readonly branch: string
  readonly from: number
  readonly to: number
  readonly reason: string | null
}

/** Absences that touch [from, to) and were not cancelled, by their beginning. */
export async function listAbsences(sql: Sql, f: SpanFilter): Promise<AbsenceRow[]> {
  return sql<AbsenceRow[]>`
    select a.id, a.staff, p.name as "staffName", p.branch, a.starts_at as from, a.ends_at as to, a.reason
    from absences a join staff p on p.id = a.staff
    where (${f.branches === null} or p.branch = any(${f.branches as string[] | null}::text[])) and a.cancelled_at is null
      and a.ends_at > ${f.from} and a.starts_at < ${f.to}
      and (a.starts_at, a.id) > (${f.after?.[0] ?? Number.NEGATIVE_INFINITY}::timestamptz, ${f.after?.[1] ?? 0}::bigint)
    order by a.starts_at, a.id limit ${f.limit}`
}

/** The absence with this id, unless it was cancelled. */
export async function findAbsence(sql: Sql, id: number): Promise<AbsenceRow | undefined> {
  const [row] = await sql<AbsenceRow[]>`
    select a.id, a.staff, p.name as "staffName", p.branch, a.starts_at as from, a.ends_at as to, a.reason
    from absences a join staff p on p.id = a.staff where a.id = ${id} and a.cancelled_at is null`
  return row
}

export interface NewAbsence {
  readonly id: number
  readonly staff: number
  readonly from: number
  readonly to: number
  readonly reason: string | null
  readonly at: number
}

/** Somebody is away. */
export function insertAbsence(sql: Sql, a: NewAbsence): Fragment {
  return sql`
    insert into absences (id, staff, starts_at, ends_at, reason, created_at)
    select ${a.id}::bigint, ${a.staff}::bigint, ${a.from}::timestamptz, ${a.to}::timestamptz, ${a.reason}, ${a.at}::timestamptz
    where ${decidedNow(sql)} returning id`
}

/** An absence to come is cancelled; one that runs ends now: the person was away until then. */
export function endAbsence(sql: Sql, id: number, at: number, begun: boolean): Fragment {
  return begun
    ? sql`update absences set ends_at = ${at} where id = ${id} and ${decidedNow(sql)} returning id`
    : sql`update absences set cancelled_at = ${at} where id = ${id} and ${decidedNow(sql)} returning id`
}
