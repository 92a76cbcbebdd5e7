import { setTimeout as pause } from 'node:timers/promises'
import { findNextWake, moveSessions } from '../../db/demo.ts'
import type { Deps } from '../deps.ts'
import { runOnce } from '../engine/engine.ts'
import type { DemoClock } from './clock.ts'

const QUARTER_MS = 15 * 60_000
/** Slow enough to be watched, fast enough for a morning in a few seconds. */
const STEP_MS = 60

/**
 * The clock goes on to the instant (epoch ms) through everything that is due on the way, as the days would: the engine passes
 * at each rung and each quarter of an hour. Nothing while its hands are moving already.
 */
export async function moveClock(deps: Deps, clock: DemoClock, target: number, stepMs = STEP_MS): Promise<void> {
  if (clock.target !== undefined) return
  clock.target = target
  try {
    for (let now = clock.now(); now < target; now = clock.now()) {
      const quarter = Math.floor(now / QUARTER_MS) * QUARTER_MS + QUARTER_MS
      const wake = (await findNextWake(deps.sql, now)) ?? quarter
      const at = Math.min(target, quarter, Math.max(wake, now + 1))
      // Whoever is signed in stays so: their sessions would end with a night that took a second.
      await moveSessions(deps.sql, at - now)
      clock.advance(at - now)
      await runOnce(deps, Math.max(at, clock.now()))
      deps.bell?.ring()
      if (stepMs > 0) await pause(stepMs)
    }
  } finally {
    clock.target = undefined
    clock.keep()
  }
}
