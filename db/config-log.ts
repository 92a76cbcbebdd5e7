import type { Sql } from './client.ts'

/** A change of configuration; `at` is epoch ms. */
export interface ConfigLogRow {
  readonly id: number
  readonly at: number
  /** Null: the system itself, or a command of whoever runs it. */
  readonly staffName: string | null
  readonly what: string
  readonly subject: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Newest first, after the place (epoch ms and id) of the last one seen. */
export async function listConfigLog(
  sql: Sql,
  after: readonly [number, number] | null,
  limit: number,
): Promise<ConfigLogRow[]> {
  return sql<ConfigLogRow[]>`
    select l.id, l.at, p.name as "staffName", l.what, l.subject, l.data from config_log l left join staff p on p.id = l.staff
    where ${after === null} or (l.at, l.id) < (${after?.[0] ?? 0}::timestamptz, ${after?.[1] ?? 0}::bigint)
    order by l.at desc, l.id desc limit ${limit}`
}
