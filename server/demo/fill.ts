import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { foldDue } from '../engine/fold.ts'
import type { DemoClock } from './clock.ts'
import { tellPast } from './past.ts'
import { addDemoPeople, demoSeats } from './people.ts'
import { livePresent, PRESENT_STEPS } from './present.ts'
import { readDemoWords } from './words.ts'

/** A told case is a thousandth of the work of an hour lived through; a person, whose password is hashed, ten of them. */
const WEIGHT = { person: 10, hour: 60 }

export interface FillProgress {
  start(total: number): void
  add(done: number): void
}

/** Fills an empty database with people and cases. Cases that exist leave it as it is. */
export async function fillDemo(
  deps: Deps,
  app: FastifyInstance,
  clock: DemoClock,
  cases: number,
  progress: FillProgress,
): Promise<boolean> {
  const [some] = await deps.sql`select from cases limit 1`
  if (some) return false
  const words = readDemoWords()
  const seats = demoSeats(Object.keys(words.weights))
  const now = clock.now()
  progress.start(seats.length * WEIGHT.person + cases + PRESENT_STEPS * WEIGHT.hour)
  await addDemoPeople(deps, seats, words, () => progress.add(WEIGHT.person))
  await tellPast(deps, words, cases, now, (told) => progress.add(told))
  await foldDue(deps, { alive: () => Promise.resolve(true) })
  await livePresent(deps, app, clock, words, now, () => progress.add(WEIGHT.hour))
  await foldDue(deps, { alive: () => Promise.resolve(true) })
  return true
}
