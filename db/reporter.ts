import type { Sql } from './client.ts'

export interface SealedReporter {
  readonly sealed: Buffer | null
  readonly erasedAt: number | null
}

/** The sealed contacts of a case's reporter; the reading is logged by the same statement, or there is none. */
export async function readReporter(
  sql: Sql,
  reading: { id: number; caseId: number; staff: number; role: string; at: number },
): Promise<SealedReporter> {
  const [row] = await sql<SealedReporter[]>`
    with logged as (
      insert into reporter_readings (id, case_id, staff, role, at)
      values (${reading.id}, ${reading.caseId}, ${reading.staff}, ${reading.role}, ${reading.at}) returning case_id
    )
    select r.sealed, r.erased_at as "erasedAt" from logged l left join reporters r on r.case_id = l.case_id`
  return row!
}
