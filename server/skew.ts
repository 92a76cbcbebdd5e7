import type { Sql } from '../db/client.ts'
import { readDatabaseClock } from '../db/skew.ts'

/** A skew over this shows in /readyz: what people are promised is counted by the clock. */
export const SKEW_LIMIT_MS = 5_000
/** Below this it is the network, not the clock. */
const NOISE_MS = 20
const SAMPLES = 3

/** The machine's clock corrected by its offset to the database's, so that all instances mean the same moment. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Measures the offset anew. Rejects when the database cannot be reached; the last one then stands. */
  refresh(): Promise<void>
  /** By how much the machine's clock is behind the database's (negative: ahead), as last measured. */
  skewMs(): number
}

/** A clock with its offset measured. `machine` is the clock to be corrected. */
export async function makeClock(sql: Sql, machine: () => number = Date.now): Promise<Clock> {
  let offset = 0
  const refresh = async () => {
    offset = await measure(sql, machine)
  }
  await refresh()
  return {
    now: () => machine() + (Math.abs(offset) > NOISE_MS ? offset : 0),
    refresh,
    skewMs: () => offset,
  }
}

/** Of a few samples the quickest tells best; the answer is taken to be from the middle of its journey. */
async function measure(sql: Sql, machine: () => number): Promise<number> {
  let best = { took: Number.POSITIVE_INFINITY, offset: 0 }
  for (let i = 0; i < SAMPLES; i++) {
    const from = machine()
    const began = performance.now()
    const there = await readDatabaseClock(sql)
    const took = performance.now() - began
    if (took < best.took) best = { took, offset: there - (from + took / 2) }
  }
  return Math.round(best.offset)
}
