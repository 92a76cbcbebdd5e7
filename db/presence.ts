import type { Sql } from './client.ts'

/** Marks that the person has the case open at the instant, and lists who else had it open since `since` (epoch ms). */
export async function touchPresence(
  sql: Sql,
  { caseId, staff, at, since }: { caseId: number; staff: number; at: number; since: number },
): Promise<number[]> {
  const rows = await sql<{ staff: number }[]>`
    with mine as (
      insert into presence (case_id, staff, at) values (${caseId}, ${staff}, ${at})
      on conflict (case_id, staff) do update set at = greatest(presence.at, excluded.at))
    select staff from presence where case_id = ${caseId} and staff <> ${staff} and at > ${since} order by staff`
  return rows.map((row) => row.staff)
}

/** Removes marks older than the instant (epoch ms), at most `limit`. Returns how many. */
export async function forgetPresence(sql: Sql, before: number, limit: number): Promise<number> {
  const result = await sql`
    delete from presence where (case_id, staff) in (select case_id, staff from presence where at < ${before} limit ${limit})`
  return result.count
}
