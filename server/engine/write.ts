import { applyMoves } from '../../db/apply/index.ts'
import { setAside } from '../../db/engine.ts'
import { isUnavailable, safeError } from '../../db/errors.ts'
import type { CaseChange, CaseFacts } from '../../shared/domain/change.ts'
import type { Deps } from '../deps.ts'
import type { FullWorld } from '../world.ts'

export interface Written {
  readonly changes: readonly CaseChange[]
  readonly setAside: number
  /** Cases somebody else moved on meanwhile; they are read again. */
  readonly lost: number
}

/**
 * Decides a batch of cases and writes it as one statement. A case that cannot be decided or written is put aside with
 * back-off and a reason, so that it never starves the others.
 */
export async function writeBatch(
  deps: Deps,
  facts: readonly CaseFacts[],
  world: FullWorld,
  at: number,
  decide: (facts: CaseFacts) => CaseChange,
): Promise<Written> {
  const decided: CaseChange[] = []
  let aside = 0
  for (const fact of facts) {
    try {
      decided.push(decide(fact))
    } catch (error) {
      aside++
      await putAside(deps, fact.case.id, at, error)
    }
  }
  const written = await write(deps, decided, world, at)
  return { ...written, setAside: written.setAside + aside }
}

async function write(deps: Deps, changes: readonly CaseChange[], world: FullWorld, at: number): Promise<Written> {
  if (changes.length === 0) return { changes: [], setAside: 0, lost: 0 }
  try {
    const { applied, stamp } = await applyMoves(
      deps.sql,
      changes.map((c) => ({ change: { cases: [c] } })),
      world.stamp,
    )
    if (stamp !== world.stamp) deps.world.outdated(stamp)
    if (applied.size > 0) deps.bell?.ring()
    return { changes: changes.filter((_, g) => applied.has(g)), setAside: 0, lost: changes.length - applied.size }
  } catch (error) {
    if (isUnavailable(error)) throw error
    if (changes.length === 1) {
      await putAside(deps, changes[0]!.caseId, at, error)
      return { changes: [], setAside: 1, lost: 0 }
    }
    // Halve until the bad one stands alone.
    const middle = changes.length >> 1
    const a = await write(deps, changes.slice(0, middle), world, at)
    const b = await write(deps, changes.slice(middle), world, at)
    return { changes: [...a.changes, ...b.changes], setAside: a.setAside + b.setAside, lost: a.lost + b.lost }
  }
}

async function putAside(deps: Deps, caseId: number, at: number, error: unknown): Promise<void> {
  const safe = safeError(error)
  deps.log.error({ caseId, err: safe }, 'a case could not be handled and is set aside')
  await setAside(deps.sql, caseId, at, faultOf(error, safe))
}

/** Never the message of a database error: it may hold what somebody typed. */
function faultOf(error: unknown, safe: { code?: string; constraint_name?: string }): string {
  if (safe.code) return [safe.code, safe.constraint_name].filter(Boolean).join(' ')
  return error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : 'unknown'
}
