import type { ReservedSql } from 'postgres'
import type { Sql } from '../../db/client.ts'

/**
 * Connections of one's own. Open before they are reserved: postgres.js 3.4.9 forgets a reservation for which it opens one,
 * unless it asks that one for the types of arrays (db/arrays.ts).
 */
export async function takeLines(sql: Sql, count: number): Promise<ReservedSql[]> {
  await Promise.all(Array.from({ length: count }, () => sql`select pg_sleep(0.02)`))
  return Promise.all(Array.from({ length: count }, () => sql.reserve()))
}

export async function takeLine(sql: Sql): Promise<ReservedSql> {
  const [line] = await takeLines(sql, 1)
  return line!
}
