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

export interface RotationRow {
  readonly id: number
  readonly branch: string
  readonly members: readonly number[]
  readonly names: readonly string[]
  readonly startsOn: string
  readonly shiftDays: number
  readonly handover: string
  readonly writtenUntil: number | null
  readonly endedAt: number | null
}

const rotationColumns = (sql: Sql) => sql`r.id, r.branch, r.members,
  array(select coalesce(p.name, '') from unnest(r.members) with ordinality m(id, nth) left join staff p on p.id = m.id order by nth) as names,
  r.starts_on as "startsOn", r.shift_days as "shiftDays", r.handover, r.written_until as "writtenUntil", r.ended_at as "endedAt"`

/** Rotations that still run, by id. */
export async function listRotations(sql: Sql, branches: readonly string[] | null): Promise<RotationRow[]> {
  return sql<RotationRow[]>`
    select ${rotationColumns(sql)} from rotations r
    where r.ended_at is null and (${branches === null} or r.branch = any(${branches as string[] | null}::text[]))
    order by r.id limit 1000`
}

/** The rotation with this id, or undefined. */
export async function findRotation(sql: Sql, id: number): Promise<RotationRow | undefined> {
  const [row] = await sql<RotationRow[]>`select ${rotationColumns(sql)} from rotations r where r.id = ${id}`
  return row
}

/** Rotations whose shifts are not written up to the instant. */
export async function listShortRotations(sql: Sql, until: number, limit: number): Promise<RotationRow[]> {
  return sql<RotationRow[]>`
    select ${rotationColumns(sql)} from rotations r
    where r.ended_at is null and (r.written_until is null or r.written_until < ${until}) order by r.id limit ${limit}`
}

export interface NewRotation {
  readonly id: number
  readonly branch: string
  readonly members: readonly number[]
  readonly startsOn: string
  readonly shiftDays: number
  readonly handover: string
  readonly writtenUntil: number
  readonly at: number
}

/** A rotation whose shifts are written up to `writtenUntil`. */
export function insertRotation(sql: Sql, r: NewRotation): Fragment {
  return sql`
    insert into rotations (id, branch, members, starts_on, shift_days, handover, written_until, created_at)
    select ${r.id}::bigint, ${r.branch}, ${r.members as number[]}::bigint[], ${r.startsOn}, ${r.shiftDays}::int, ${r.handover},
      ${r.writtenUntil}::timestamptz, ${r.at}::timestamptz
    where ${decidedNow(sql)} returning id`
}

/** CTE: the shifts written with the rotation. */
export function withShifts(sql: Sql, shifts: readonly NewShift[]): Fragment {
  return sql`shifts as (${insertShifts(sql, shifts)}),`
}

/** Ends a rotation: shifts that have not begun go with it. */
export function endRotation(sql: Sql, id: number, at: number): { write: Fragment; more: Fragment } {
  return {
    write: sql`
      update rotations set ended_at = ${at} where id = ${id} and ended_at is null and ${decidedNow(sql)} returning id`,
    more: sql`gone as (
      delete from duty where rotation = ${id} and starts_at > ${at} and exists (select from written)),`,
  }
}

/** The shifts of the rotation are written up to the instant; none when it has ended meanwhile. */
export function moveRotation(sql: Sql, id: number, until: number): Fragment {
  return sql`
    update rotations set written_until = ${until} where id = ${id} and ended_at is null and ${decidedNow(sql)} returning id`
}

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
