import type { Sql } from './client.ts'

/** Whose open cases want somebody else. */
export interface Wanting {
  /** People who are disabled: all their cases. */
  readonly gone: readonly number[]
  /** People who are absent: their cases due before `soon` (epoch ms). */
  readonly away: readonly number[]
  readonly soon: number
  /** Whether the desk's cases of central level can be given to somebody, and by level those of which branches. */
  readonly desk: {
    readonly id: number
    readonly central: boolean
    readonly district: readonly string[]
    readonly region: readonly string[]
  }
}

export const OPEN = `c.status not in ('closed', 'rejected', 'merged')`

/**
 * Ids of such cases, the earliest due first. Person by person: asked for several owners at once the planner walks the
 * index of due instants, and reads every open case to find that nobody's is wanting.
 */
export async function listWanting(sql: Sql, w: Wanting, limit: number): Promise<number[]> {
  const rows = await sql.unsafe<{ id: number }[]>(
    LIST,
    [
      ...[w.gone as number[], w.away as number[], w.soon, w.desk.id, w.desk.central],
      ...[w.desk.district as string[], limit, w.desk.region as string[]],
    ],
    { prepare: true },
  )
  return rows.map((row) => row.id)
}

/** Whether the desk holds any open case. */
export async function anyAtDesk(sql: Sql, desk: number): Promise<boolean> {
  const [row] = await sql.unsafe<{ any: boolean }[]>(
    `select exists (select from cases c where ${OPEN} and c.owner = $1) as any`,
    [desk],
    { prepare: true },
  )
  return row!.any
}

const LIST = `
  with of_gone as materialized (
    select found.* from unnest($1::bigint[]) as gone (id) cross join lateral (
      select c.id, c.due_at from cases c where ${OPEN} and c.owner = gone.id order by c.due_at limit $7) found),
  of_away as materialized (
    select found.* from unnest($2::bigint[]) as away (id) cross join lateral (
      select c.id, c.due_at from cases c where ${OPEN} and c.owner = away.id and c.due_at < $3
      order by c.due_at limit $7) found),
  of_desk as materialized (
    select c.id, c.due_at from cases c where ${OPEN} and c.owner = $4
      and (($5::boolean and c.level = 'central') or (c.level = 'district' and c.branch = any($6::text[]))
      or (c.level = 'region' and c.branch = any($8::text[])))
    order by c.due_at limit $7)
  select id from (select * from of_gone union all select * from of_away union all select * from of_desk) found
  order by due_at, id limit $7`
