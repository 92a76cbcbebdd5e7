import { applyMoves } from '../../db/apply/index.ts'
import { isUnavailable, safeError } from '../../db/errors.ts'
import { findContactFacts } from '../../db/facts.ts'
import { findUntold, listUntold, markTold } from '../../db/untold.ts'
import { decideNews } from '../../shared/domain/delivery.ts'
import type { Deps } from '../deps.ts'

/** Letters told of in one round. */
const NEWS = 50
const IDS_PER_CASE = 60
/** How often a letter is decided on again when somebody was faster. */
const QUARRELS = 3

export interface LetterRound {
  now(): number
  alive(): Promise<boolean>
}

/** Tells cases and authors what became of letters, each once; returns how many letters. */
export async function tellNews(deps: Deps, round: LetterRound): Promise<number> {
  let told = 0
  for (const letter of await listUntold(deps.sql, NEWS)) {
    if (!(await round.alive())) break
    try {
      if (await tell(deps, letter.id, letter.contact, round.now())) told++
    } catch (error) {
      if (isUnavailable(error)) throw error
      deps.log.error({ letter: letter.id, err: safeError(error) }, 'what became of a letter could not be told')
    }
  }
  return told
}

async function tell(deps: Deps, id: number, contact: number, at: number): Promise<boolean> {
  for (let quarrels = 0; quarrels < QUARRELS; quarrels++) {
    const facts = await findContactFacts(deps.sql, contact)
    if (!facts) return false
    // Read after the versions of the cases: what a person has settled since needs no telling.
    const letter = await findUntold(deps.sql, id)
    if (!letter) return false
    if (letter.state === 'withdrawn') {
      await markTold(deps.sql, id)
      return true
    }
    const world = await deps.world.at(at)
    const ids = await deps.ids.reserve(facts.cases.length * IDS_PER_CASE)
    const change = decideNews(facts.cases, facts.contact, letter, world, ids, at)
    const { applied, stamp } = await applyMoves(deps.sql, [{ change }], world.stamp)
    if (applied.has(0)) {
      deps.bell?.ring()
      return true
    }
    deps.world.outdated(stamp)
  }
  return false
}
