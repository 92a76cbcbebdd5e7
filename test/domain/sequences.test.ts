import t from 'tap'
import { Walk } from '../support/walk.ts'

const SEEDS = process.env.WALK_SEED ? [Number(process.env.WALK_SEED)] : [1, 2, 3, 4]
const STEPS = Number(process.env.WALK_STEPS ?? 4_000)

for (const seed of SEEDS) {
  t.test(`a walk of ${STEPS} steps from seed ${seed}`, async (t) => {
    const walk = new Walk(seed)
    for (let n = 0; n < STEPS; n++) {
      try {
        walk.step()
      } catch (error) {
        t.fail(`seed ${seed}, step ${n}: ${(error as Error).message}`, { cause: (error as Error).cause })
        break
      }
    }
    if (process.env.WALK_SEED) t.comment(walk.counts)
    t.ok(walk.store.cases.size > 100, `${walk.store.cases.size} cases`)
  })
}
