import type { Sql } from './client.ts'

/** Cases with an open working-day term counted under an older calendar than the given version. */
export async function listOutdatedTerms(sql: Sql, calendar: number, limit: number): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    select distinct case_id as id from deadlines
    where closed_at is null and kind = 'reply' and calendar < ${calendar} order by case_id limit ${limit}`
  return rows.map((r) => r.id)
}
