import { listDueFacts } from '../../db/facts.ts'
import type { CaseFacts } from '../../shared/domain/change.ts'
import { Draft } from '../../shared/domain/draft.ts'
import { fireDue } from '../../shared/domain/escalation.ts'
import type { Deps } from '../deps.ts'
import type { Did, Pass } from './pass.ts'
import { writeBatch } from './write.ts'

const BATCH = 500
/** Ids for one case: a rung with its verdict, escalation, assignment and notices, several rungs after an outage. */
const IDS_PER_CASE = 40

/** Fires every rung due at the instant: all of them, in order, each once, whoever else is at it. */
export async function escalationsDue(deps: Deps, pass: Pass): Promise<Did> {
  const did = { cases: 0, rungs: 0, verdicts: 0, setAside: 0, late: 0 }
  // Cases lost to somebody faster are read again; a bound keeps a quarrel from becoming a livelock.
  for (let quarrels = 0; quarrels < 20 && (await pass.alive()); ) {
    const facts = await listDueFacts(deps.sql, pass.at, BATCH)
    if (facts.length === 0) break
    const world = await deps.world.at(pass.at)
    await deps.world.loads.refresh(deps.sql, deps.now())
    const reserved = await deps.ids.reserve(facts.length * IDS_PER_CASE)
    const written = await writeBatch(deps, facts, world, pass.at, (fact: CaseFacts) => {
      const draft = new Draft(fact, world, reserved, pass.at)
      fireDue(draft)
      const change = draft.change()
      if (change.state.owner !== fact.case.owner) deps.world.loads.give(change.state.owner)
      return change
    })
    for (const change of written.changes) {
      did.cases++
      did.rungs += change.rungs.length
      did.verdicts += change.verdicts.length
      did.late += change.rungs.filter((r) => r.late).length
    }
    did.setAside += written.setAside
    if (written.changes.length === 0 && written.setAside === 0) quarrels++
  }
  return did
}
