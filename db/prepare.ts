import type { Sql } from './client.ts'
import { ensurePolicy } from './policies.ts'
import { loadReference } from './reference.ts'

/** What a migrated database needs before it can serve: reference data and a first policy. Safe at every start, in any number of instances. */
export async function prepareData(sql: Sql, at: number): Promise<{ changed: boolean }> {
  const { changed } = await loadReference(sql)
  await ensurePolicy(sql, at)
  return { changed }
}
