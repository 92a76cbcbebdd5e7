import type { Sql } from './client.ts'

/** Whose open cases want somebody else. */
export interface Wanting {
  /** People who are disabled: all their cases. */
  readonly gone: readonly number[]
  /** People who are absent: their cases due before `soon` (epoch ms). */
  readonly away: readonly number[]
  readonly soon: number
  /** Whether the desk's cases of central level can be given to somebody, and those of which branches. */
  readonly desk: { readonly id: number; readonly central: boolean; readonly branches: readonly string[] }
}

const OPEN = `c.status not in ('closed', 'rejected', 'merged')`

/** Ids of such cases, the earliest due first; each part reads the index of owners. */
export async function listWanting(sql: Sql, w: Wanting, limit: number): Promise<number[]> {
  const rows = await sql.unsafe<{ id: number }[]>(
    `select id from (
      (select c.id, c.due_at from cases c where ${OPEN} and c.owner = any($1::bigint[]) order by c.due_at limit $7)
      union all
      (select c.id, c.due_at from cases c where ${OPEN} and c.owner = any($2::bigint[]) and c.due_at < $3 order by c.due_at limit $7)
      union all
      (select c.id, c.due_at from cases c where ${OPEN} and c.owner = $4
        and (($5::boolean and c.level = 'central') or (c.level <> 'central' and c.branch = any($6::text[])))
        order by c.due_at limit $7)) found
    order by due_at, id limit $7`,
    [w.gone as number[], w.away as number[], w.soon, w.desk.id, w.desk.central, w.desk.branches as string[], limit],
    { prepare: true },
  )
  return rows.map((row) => row.id)
}
