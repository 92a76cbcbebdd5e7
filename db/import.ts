import type { Sql } from './client.ts'

export interface KnownRow {
  readonly externalId: string
  readonly caseId: number
}

/** Which of these ids of another system are cases already. */
export async function listKnown(sql: Sql, source: string, externalIds: readonly string[]): Promise<KnownRow[]> {
  return sql.unsafe<KnownRow[]>(
    `select external_id as "externalId", id as "caseId" from cases where source = $1 and external_id = any($2::text[])`,
    [source, externalIds as string[]],
    { prepare: true },
  )
}
