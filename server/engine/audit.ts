import { type Broken, listIdsOf } from '../../db/audit/index.ts'
import { findUnaudited, listFound, saveAudited, saveFound } from '../../db/audit/touched.ts'
import { auditCases, auditWhole } from '../audit/run.ts'
import type { Deps } from '../deps.ts'
import type { Did, Pass } from './pass.ts'

const EVENTS = 5_000
/** Looking may not keep the next pass waiting; what is left is looked at the next time. */
const TIME_MS = 8_000

/**
 * Looks whether every invariant holds for the cases touched since the last time, and again for those found broken.
 * Cheap at any size; `npm run audit` looks at everything.
 */
export async function auditDue(deps: Deps, pass: Pass): Promise<Did> {
  const until = performance.now() + TIME_MS
  const { sql } = deps
  const known = await listFound(sql)
  const again = await listIdsOf(sql, [...new Set(known.map((b) => b.subject))])
  const broken: Broken[] = again.length > 0 ? await auditCases(sql, again, pass.at) : []
  let cases = 0
  while (performance.now() < until && (await pass.alive())) {
    const touched = await findUnaudited(sql, EVENTS)
    if (touched.next === null) break
    const fresh = touched.cases.filter((id) => !again.includes(id))
    broken.push(...(await auditCases(sql, fresh, pass.at)))
    cases += touched.cases.length
    await saveAudited(sql, touched.next)
  }
  broken.push(...(await auditWhole(sql, pass.at, false)))
  await saveFound(sql, broken, pass.at)
  if (broken.length > 0)
    deps.log.error({ broken: broken.slice(0, 20).map((b) => `${b.name}: ${b.subject}`) }, 'an invariant does not hold')
  return { cases, broken: broken.length }
}
