import { listFacts } from '../../db/facts.ts'
import { anyAtDesk, listWanting, type Wanting } from '../../db/hand-over.ts'
import { CENTRAL_DESK, type Level } from '../../shared/domain/case.ts'
import { unitOn } from '../../shared/domain/escalation.ts'
import { decideHandOver } from '../../shared/domain/handing-over.ts'
import { centralDuty, someoneFor } from '../../shared/domain/people.ts'
import type { Deps } from '../deps.ts'
import type { FullWorld } from '../world.ts'
import type { Did, Pass } from './pass.ts'
import { writeBatch } from './write.ts'

const BATCH = 200
const IDS_PER_CASE = 45
/** An absent owner keeps what can wait until they are back. */
const SOON_MS = 24 * 3_600_000

/** Open cases of people who are disabled or away, and those of the desk, go to somebody who is there. */
export async function handOversDue(deps: Deps, pass: Pass): Promise<Did> {
  const did = { cases: 0, handedOver: 0, setAside: 0 }
  for (let quarrels = 0; quarrels < 20 && (await pass.alive()); ) {
    const world = await deps.world.at(pass.at)
    const atDesk = await anyAtDesk(deps.sql, CENTRAL_DESK)
    const wanting = wantingOf(world, pass.at, atDesk)
    if (!atDesk && wanting.gone.length === 0 && wanting.away.length === 0) break
    const ids = await listWanting(deps.sql, wanting, BATCH)
    if (ids.length === 0) break
    await deps.world.loads.refresh(deps.sql, deps.now())
    const reserved = await deps.ids.reserve(ids.length * IDS_PER_CASE)
    const facts = await listFacts(deps.sql, ids)
    const written = await writeBatch(deps, facts, world, pass.at, (fact) => {
      const change = decideHandOver(fact, world, reserved, pass.at)
      if (change.state.owner !== fact.case.owner) deps.world.loads.give(change.state.owner)
      return change
    })
    const owners = new Map(facts.map((fact) => [fact.case.id, fact.case.owner]))
    const moved = written.changes.filter((c) => c.state.owner !== owners.get(c.caseId)).length
    did.cases += written.changes.length
    did.handedOver += moved
    did.setAside += written.setAside
    // What could not be handed over would only be found again; the next pass tries anew.
    if (written.setAside > 0 || (written.changes.length > 0 && moved === 0)) break
    if (written.changes.length === 0) quarrels++
  }
  return did
}

/** Which branches could take the desk's cases is asked only when it holds some: it means choosing a person for each. */
function wantingOf(world: FullWorld, at: number, atDesk: boolean): Wanting {
  const { roster, reference } = world
  const central = atDesk && centralDuty(roster, at).person !== CENTRAL_DESK
  const codes = atDesk ? reference.branches.map((b) => b.code) : []
  const staffed = new Set(codes.filter((b) => central || someoneFor(roster, b, at).person !== CENTRAL_DESK))
  // By the unit that will be asked: somebody in the district takes nothing that stands with its region.
  const on = (level: Level) => codes.filter((branch) => staffed.has(unitOn(world, level, branch)))
  return {
    ...leftAlone(world, at),
    desk: { id: CENTRAL_DESK, central, district: on('district'), region: on('region') },
  }
}

/** Who is disabled, who is away, and until when the cases of the latter can wait. */
export function leftAlone({ people, roster }: FullWorld, at: number): Pick<Wanting, 'gone' | 'away' | 'soon'> {
  const gone = people.filter((person) => person.disabled)
  const away = people.filter((person) => !person.disabled && !roster.isPresent(person.id, at))
  return { gone: gone.map((person) => person.id), away: away.map((person) => person.id), soon: at + SOON_MS }
}
