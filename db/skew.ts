import type { Sql } from './client.ts'

/** The instant by the database's own clock (epoch ms), for measuring how far ours is off. */
export async function readDatabaseClock(sql: Sql): Promise<number> {
  const [row] = await sql<{ at: number }[]>`select (extract(epoch from clock_timestamp()) * 1000)::float8 as at`
  return row!.at
}
