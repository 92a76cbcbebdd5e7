import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findNextWake, moveSessions } from '../../db/demo.ts'
import type { Deps } from '../deps.ts'
import { runOnce } from '../engine/engine.ts'
import type { Clock } from '../skew.ts'

const QUARTER_MS = 15 * 60_000
/** Slow enough to be watched, fast enough for a morning in a few seconds. */
const STEP_MS = 60

/** The clock of the demo: the real one, and how far it has been moved on. Kept in a file, so that a restart does not go back. */
export class DemoClock implements Clock {
  private readonly base: Clock
  private readonly file: string
  private offset: number
  /** Where the hands are going (epoch ms); undefined while they stand. */
  target: number | undefined

  constructor(base: Clock, file: string) {
    this.base = base
    this.file = file
    this.offset = readOffset(file)
  }

  now = (): number => this.base.now() + this.offset

  refresh(): Promise<void> {
    return this.base.refresh()
  }

  skewMs(): number {
    return this.base.skewMs()
  }

  /** Sets the hands without anything happening on the way; for telling a past. */
  set(at: number): void {
    this.offset = at - this.base.now()
  }

  /**
   * Goes on to the instant through everything that is due on the way, as the days would: the engine passes at each rung
   * and each quarter of an hour. Nothing while the hands are moving already.
   */
  async moveTo(deps: Deps, target: number, stepMs = STEP_MS): Promise<void> {
    if (this.target !== undefined) return
    this.target = target
    try {
      for (let now = this.now(); now < target; now = this.now()) {
        const quarter = Math.floor(now / QUARTER_MS) * QUARTER_MS + QUARTER_MS
        const wake = (await findNextWake(deps.sql, now)) ?? quarter
        const at = Math.min(target, quarter, Math.max(wake, now + 1))
        // Whoever is signed in stays so: their sessions would end with a night that took a second.
        await moveSessions(deps.sql, at - now)
        this.offset += at - now
        await runOnce(deps, Math.max(at, this.now()))
        deps.bell?.ring()
        if (stepMs > 0) await pause(stepMs)
      }
    } finally {
      this.target = undefined
      mkdirSync(dirname(this.file), { recursive: true })
      writeFileSync(this.file, JSON.stringify({ offset: this.offset }))
    }
  }
}

function readOffset(file: string): number {
  try {
    const { offset } = JSON.parse(readFileSync(file, 'utf8')) as { offset?: unknown }
    return Number.isFinite(offset) ? (offset as number) : 0
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
}
