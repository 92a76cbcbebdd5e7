import type { Sql } from './client.ts'
import { decidedNow, type Fragment } from './settings.ts'
import { insertShifts, type NewShift } from './shifts.ts'

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
