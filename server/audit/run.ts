import { AUDITS, type AuditScope, type Broken, findCaseRange, listBroken } from '../../db/audit/index.ts'
import type { Sql } from '../../db/client.ts'

/** Cases looked at in one statement. */
const AUDIT_BATCH = 5_000

/** Everything that does not hold about the cases in the scope, at the instant (epoch ms). */
export async function auditCases(sql: Sql, scope: AuditScope, at: number): Promise<Broken[]> {
  const found: Broken[] = []
  for (const audit of AUDITS) if (audit.about === 'cases') found.push(...(await listBroken(sql, audit, scope, at)))
  return found
}

/** What does not hold about the whole; `thorough` also asks what takes long on a large database. */
export async function auditWhole(sql: Sql, at: number, thorough: boolean): Promise<Broken[]> {
  const found: Broken[] = []
  for (const audit of AUDITS) {
    if (audit.about === 'always' || (thorough && audit.about === 'whole'))
      found.push(...(await listBroken(sql, audit, [], at)))
  }
  return found
}

/** Every invariant on every case. `progress` is told how much of the ids has been looked at, 0 … 1. */
export async function auditAll(
  sql: Sql,
  at: number,
  progress: (share: number) => void = () => undefined,
): Promise<{ cases: number; broken: Broken[] }> {
  const range = await findCaseRange(sql)
  const broken: Broken[] = []
  if (range) {
    for (let from = range.from; from < range.to; from += AUDIT_BATCH) {
      const to = Math.min(from + AUDIT_BATCH, range.to)
      broken.push(...(await auditCases(sql, { from, to }, at)))
      progress((to - range.from) / (range.to - range.from))
    }
  }
  broken.push(...(await auditWhole(sql, at, true)))
  return { cases: range?.cases ?? 0, broken }
}
