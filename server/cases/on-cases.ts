import { type CaseRow, listCaseRows } from '../../db/views/case.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { Deps } from '../deps.ts'

/**
 * A paper (letter, meeting, instruction, …) with the facts of its cases, to decide on. A write compares the versions of the
 * cases, so the paper must be no older than they are: it is read once more after them, and whoever changes it later changes
 * a version. Throws `not_found`.
 */
export async function readOnCases<T>(
  deps: Deps,
  find: () => Promise<T | undefined>,
  casesOf: (paper: T) => readonly number[],
): Promise<{ paper: T; rows: CaseRow[] }> {
  const first = await find()
  if (!first) throw new Refusal('not_found')
  const rows = await listCaseRows(deps.sql, casesOf(first))
  const paper = await find()
  if (!paper) throw new Refusal('not_found')
  return { paper, rows }
}
