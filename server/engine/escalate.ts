import { anyRungDue, listDueFacts } from '../../db/facts.ts'
import type { CaseChange, CaseFacts } from '../../shared/domain/change.ts'
import { Draft } from '../../shared/domain/draft.ts'
import { fireDue } from '../../shared/domain/escalation.ts'
import type { Ids } from '../../shared/domain/world.ts'
import type { Deps } from '../deps.ts'
import type { FullWorld } from '../world.ts'
import type { Did, Pass } from './pass.ts'
import { writeBatch } from './write.ts'

/** Small enough for a flat memory, large enough that the fixed cost of a statement (2 ms) does not count. */
const BATCH = 150
/** While the database writes two lanes' batches, this process decides the third's; with two, a core was at rest an eighth of the time. */
const LANES = 3
/** Ids for one case: a rung with its verdict, escalation, assignment and notices, several rungs after an outage. */
const IDS_PER_CASE = 40
/** Cases lost to somebody faster are read again; a bound keeps a quarrel from becoming a livelock. */
const QUARRELS = 20

/** Fires every rung due at the instant: all of them, in order, each once, whoever else is at it. */
export async function escalationsDue(deps: Deps, pass: Pass, batch = BATCH): Promise<Did> {
  const did = { cases: 0, rungs: 0, verdicts: 0, setAside: 0, late: 0 }
  if (!(await anyRungDue(deps.sql, pass.at))) return did
  const lanes = Array.from({ length: LANES }, (_, number) => fireLane(deps, pass, batch, { of: LANES, number }, did))
  // A failing lane must not leave the other running behind the caller's back.
  const ended = await Promise.allSettled(lanes)
  for (const end of ended) if (end.status === 'rejected') throw end.reason
  return did
}

type Fired = { cases: number; rungs: number; verdicts: number; setAside: number; late: number }

async function fireLane(
  deps: Deps,
  pass: Pass,
  batch: number,
  lane: { of: number; number: number },
  did: Fired,
): Promise<void> {
  for (let quarrels = 0; quarrels < QUARRELS && (await pass.alive()); ) {
    const facts = await listDueFacts(deps.sql, pass.at, batch, lane)
    if (facts.length === 0) return
    const world = await deps.world.at(pass.at)
    await deps.world.loads.refresh(deps.sql, deps.now())
    const ids = await deps.ids.reserve(facts.length * IDS_PER_CASE)
    const written = await writeBatch(deps, facts, world, pass.at, (fact) => fire(deps, fact, world, ids, pass.at))
    for (const change of written.changes) count(did, change)
    did.setAside += written.setAside
    if (written.changes.length === 0 && written.setAside === 0) quarrels++
  }
}

function fire(deps: Deps, fact: CaseFacts, world: FullWorld, ids: Ids, at: number): CaseChange {
  const draft = new Draft(fact, world, ids, at)
  fireDue(draft)
  // Found again at once, it would keep the pass from everything else: rather set aside, where people see it.
  if (draft.deadlines().some((d) => d.wakeAt !== null && d.wakeAt <= at))
    throw new Error('a rung that is due cannot fire')
  const change = draft.change()
  if (change.state.owner !== fact.case.owner) deps.world.loads.give(change.state.owner)
  return change
}

function count(did: Fired, change: CaseChange): void {
  did.cases++
  did.rungs += change.rungs.length
  did.verdicts += change.verdicts.length
  did.late += change.rungs.filter((r) => r.late).length
}
