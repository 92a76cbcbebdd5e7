import { findRotation, listShortRotations, moveRotation, type RotationRow } from '../../db/rotations.ts'
import { insertShifts } from '../../db/shifts.ts'
import type { Deps } from '../deps.ts'
import { AHEAD_MS, SHIFTS_AHEAD, shiftsBetween } from '../roster/rotations.ts'
import { changeSetting } from '../settings.ts'
import { zoneOf } from '../staff/view.ts'
import type { Did, Pass } from './pass.ts'

const BATCH = 100
/** Written a week at a time, so that the world is not made anew every minute for a shift in two months. */
const STEP_MS = 7 * 86_400_000

/**
 * Rotations write their shifts 60 days ahead. A shift that a head took from the roster is not written again: only what
 * lies behind the day written last is.
 */
export async function rotationsDue(deps: Deps, pass: Pass): Promise<Did> {
  const did = { rotations: 0, shifts: 0 }
  const until = pass.at + AHEAD_MS
  const short = await listShortRotations(deps.sql, until - STEP_MS, BATCH)
  for (const listed of short) {
    if (!(await pass.alive())) break
    const { rows } = await changeSetting<{ id: number }, RotationRow | undefined>(deps, null, {
      ids: SHIFTS_AHEAD + 10,
      // As it is under the stamp that the write compares: a head may just have ended it, or another instance written it on.
      read: () => findRotation(deps.sql, listed.id),
      decide(rotation, world, ids) {
        if (!rotation || rotation.endedAt !== null || (rotation.writtenUntil ?? 0) >= until - STEP_MS) return null
        const from = Math.max(rotation.writtenUntil ?? pass.at, pass.at)
        const zone = zoneOf(world.reference, rotation.branch)
        // What runs at `from` was written before; with `on conflict do nothing` a doubt costs nothing.
        const shifts = shiftsBetween(rotation, zone, from, until, ids, pass.at).filter(
          (s) => rotation.writtenUntil === null || s.from >= rotation.writtenUntil,
        )
        return {
          write: moveRotation(deps.sql, rotation.id, until),
          more: deps.sql`shifts as (${insertShifts(deps.sql, shifts)}),`,
          log: { what: 'rotation.write', subject: rotation.branch, data: { id: rotation.id, shifts: shifts.length } },
        }
      },
    })
    did.rotations += rows.length
  }
  return did
}
