import { findTouched, listFigureFacts, saveFold } from '../../db/figures.ts'
import {
  addDifference,
  type Contribution,
  contribution,
  type Difference,
  NOTHING,
} from '../../shared/domain/figures.ts'
import type { Deps } from '../deps.ts'
import { standingFold } from '../stats/standing.ts'
import type { Did, Pass } from './pass.ts'

/** Events looked at in one round; a case has several, so fewer cases are touched. */
const EVENTS = 6_000
const CASES = 2_000

/** The job of the engine: in a running server the figures are folded by their own loop, every second. */
export async function figuresDue(deps: Deps, pass: Pass): Promise<Did> {
  return standingFold(deps) ? {} : foldDue(deps, pass)
}

/** Folds what has happened since into the figures. Late, twice, or in several processes: the figures come out the same. */
export async function foldDue(deps: Deps, pass: Pick<Pass, 'alive'>): Promise<Did> {
  const did = { cases: 0, figures: 0 }
  for (let quarrels = 0; quarrels < 20 && (await pass.alive()); ) {
    const folded = await foldOnce(deps)
    if (folded === undefined) break
    if (folded === false) {
      quarrels++
      continue
    }
    did.cases += folded.cases
    did.figures += folded.figures
  }
  return did
}

/** One round; undefined when there is nothing to fold, false when another fold was faster. */
async function foldOnce(deps: Deps): Promise<{ cases: number; figures: number } | false | undefined> {
  const touched = await findTouched(deps.sql, EVENTS)
  if (touched === undefined) return undefined
  const difference: Difference = { figures: new Map(), loads: new Map() }
  const cases: { caseId: number; keys: Contribution }[] = []
  for (let from = 0; from < touched.cases.length; from += CASES) {
    for (const row of await listFigureFacts(deps.sql, touched.cases.slice(from, from + CASES))) {
      const keys = contribution(row)
      const before = row.keys ?? NOTHING
      if (row.keys !== null && JSON.stringify(row.keys) === JSON.stringify(keys)) continue
      addDifference(difference, before, keys)
      cases.push({ caseId: row.caseId, keys })
    }
  }
  const figures = [...difference.figures].map(([key, n]) => {
    const [scope = '', metric = '', day = ''] = key.split('\n')
    return { scope, metric, day, n }
  })
  const loads = [...difference.loads].map(([staff, n]) => ({ staff, n }))
  const saved = await saveFold(deps.sql, { from: touched.from, to: touched.to, cases, figures, loads })
  return saved && { cases: cases.length, figures: figures.length }
}
