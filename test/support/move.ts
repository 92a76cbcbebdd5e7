import { applyMoves } from '../../db/apply/index.ts'
import { findFacts } from '../../db/facts.ts'
import type { FullWorld } from '../../server/world.ts'
import type { CaseChange, CaseFacts } from '../../shared/domain/change.ts'
import type { Ids } from '../../shared/domain/world.ts'
import type { TestApp } from './app.ts'

/** One decision about a case, as a command makes it, without HTTP before it. Throws when it was not written. */
export async function move(
  { deps }: TestApp,
  number: string,
  decide: (facts: CaseFacts, world: FullWorld, ids: Ids, at: number) => CaseChange,
): Promise<void> {
  const at = deps.now()
  const world = await deps.world.at(at)
  const facts = await findFacts(deps.sql, number)
  const change = decide(facts!, world, await deps.ids.reserve(300), at)
  const { applied } = await applyMoves(deps.sql, [{ change: { cases: [change] } }], world.stamp)
  if (!applied.has(0)) throw new Error(`${number} was not moved`)
}
