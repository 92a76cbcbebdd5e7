import { findWaiting } from '../../db/waiting.ts'
import { CENTRAL_DESK } from '../../shared/domain/case.ts'
import type { Deps } from '../deps.ts'
import { zonesToBrief } from './brief.ts'
import { leftAlone } from './hand-over.ts'

/**
 * Whether a pass at the instant (epoch ms) would find nothing to do. Most minutes are such, and one statement says so
 * instead of a dozen. When the world has changed elsewhere the answer is no: the pass looks at it anew.
 */
export async function nothingWaits(deps: Deps, at: number): Promise<boolean> {
  const world = await deps.world.at(at)
  const wish = { at, calendar: world.calendar.version, wanting: leftAlone(world, at), desk: CENTRAL_DESK }
  const { stamp, any, briefs } = await findWaiting(deps.sql, wish)
  if (stamp !== world.stamp) return false
  return !any && zonesToBrief(world, new Map(Object.entries(briefs)), at).length === 0
}
