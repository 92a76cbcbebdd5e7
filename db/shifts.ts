import type { Sql } from './client.ts'
import { decidedNow, type Fragment } from './settings.ts'

/** A shift as lists show it; instants are epoch milliseconds. */
export interface ShiftRow {
  readonly id: number
  readonly branch: string
  readonly staff: number
  readonly staffName: string
  readonly from: number
  readonly to: number
  readonly rotation: number | null
  readonly swappedFrom: number | null
  readonly swappedFromName: string | null
}

const shiftColumns = (
  sql: Sql,
) => sql`d.id, d.branch, d.staff, p.name as "staffName", d.starts_at as from, d.ends_at as to,
  d.rotation, d.swapped_from as "swappedFrom", was.name as "swappedFromName"`

export interface SpanFilter {
  /** Branches; null for all. */
  readonly branches: readonly string[] | null
  readonly from: number
  readonly to: number
  /** The place after which to go on: start (epoch ms) and id. */
  readonly after: readonly [number, number] | null
  readonly limit: number
}

/** Shifts that touch [from, to), by their beginning. */
export async function listShifts(sql: Sql, f: SpanFilter): Promise<ShiftRow[]> {
  return sql<ShiftRow[]>`
    select ${shiftColumns(sql)} from duty d join staff p on p.id = d.staff left join staff was on was.id = d.swapped_from
    where (${f.branches === null} or d.branch = any(${f.branches as string[] | null}::text[]))
      and d.ends_at > ${f.from} and d.starts_at < ${f.to}
      and (d.starts_at, d.id) > (${f.after?.[0] ?? Number.NEGATIVE_INFINITY}::timestamptz, ${f.after?.[1] ?? 0}::bigint)
    order by d.starts_at, d.id limit ${f.limit}`
}

/** The shift with this id, or undefined. */
export async function findShift(sql: Sql, id: number): Promise<ShiftRow | undefined> {
  const [row] = await sql<ShiftRow[]>`
    select ${shiftColumns(sql)} from duty d join staff p on p.id = d.staff left join staff was on was.id = d.swapped_from
    where d.id = ${id}`
  return row
}

/** The spans (epoch ms) in which these people are on duty anywhere after the instant, but for one shift. */
export async function listDutyOf(
  sql: Sql,
  people: readonly number[],
  after: number,
  exceptShift: number | null = null,
): Promise<{ staff: number; from: number; to: number }[]> {
  return sql<{ staff: number; from: number; to: number }[]>`
    select staff, starts_at as from, ends_at as to from duty
    where staff = any(${people as number[]}::bigint[]) and ends_at > ${after} and id is distinct from ${exceptShift}::bigint
    order by starts_at limit 5000`
}

export interface NewShift {
  readonly id: number
  readonly branch: string
  readonly staff: number
  readonly from: number
  readonly to: number
  readonly rotation?: number | null
  readonly swappedFrom?: number | null
  readonly at: number
}

/** Shifts, written by hand or by a rotation. */
export function insertShifts(sql: Sql, shifts: readonly NewShift[]): Fragment {
  const rows = shifts.map((s) => ({ ...s, rotation: s.rotation ?? null, swapped: s.swappedFrom ?? null }))
  return sql`
    insert into duty (id, branch, staff, starts_at, ends_at, rotation, swapped_from, created_at)
    select r.id, r.branch, r.staff, to_timestamp(r.from / 1000), to_timestamp(r.to / 1000), r.rotation, r.swapped,
      to_timestamp(r.at / 1000)
    from jsonb_to_recordset(${sql.json(rows as never)}::jsonb)
      as r(id bigint, branch text, staff bigint, "from" float8, "to" float8, rotation bigint, swapped bigint, at float8)
    where ${decidedNow(sql)}
    on conflict (rotation, starts_at) do nothing returning id`
}

/** A shift to come is taken away; one that runs ends now, so that who was on duty stays known. */
export function deleteShift(sql: Sql, id: number): Fragment {
  return sql`delete from duty where id = ${id} and ${decidedNow(sql)} returning id`
}

/** The shift ends at the instant. */
export function cutShift(sql: Sql, id: number, at: number): Fragment {
  return sql`update duty set ends_at = ${at} where id = ${id} and ${decidedNow(sql)} returning id`
}

/** Another person takes a shift that has not begun. */
export function swapShift(sql: Sql, id: number, staff: number): Fragment {
  return sql`
    update duty set swapped_from = coalesce(swapped_from, staff), staff = ${staff}
    where id = ${id} and ${decidedNow(sql)} returning id`
}
