import { listFacts } from '../../db/facts.ts'
import { listOutdatedTerms } from '../../db/redating.ts'
import { decideRedating } from '../../shared/domain/redating.ts'
import type { Deps } from '../deps.ts'
import type { Did, Pass } from './pass.ts'
import { writeBatch } from './write.ts'

const BATCH = 200
const IDS_PER_CASE = 40

/** A new calendar version: open working-day terms are counted again, each with an event that says so. */
export async function redatingsDue(deps: Deps, pass: Pass): Promise<Did> {
  const did = { cases: 0, redated: 0, setAside: 0 }
  for (let quarrels = 0; quarrels < 20 && (await pass.alive()); ) {
    const world = await deps.world.at(pass.at)
    const ids = await listOutdatedTerms(deps.sql, world.calendar.version, BATCH)
    if (ids.length === 0) break
    const reserved = await deps.ids.reserve(ids.length * IDS_PER_CASE)
    const facts = await listFacts(deps.sql, ids)
    const written = await writeBatch(deps, facts, world, pass.at, (fact) =>
      decideRedating(fact, world, reserved, pass.at),
    )
    did.cases += written.changes.length
    for (const change of written.changes) did.redated += change.events.filter((e) => e.kind === 're-dated').length
    did.setAside += written.setAside
    if (written.setAside > 0) break
    if (written.changes.length === 0) quarrels++
  }
  return did
}
