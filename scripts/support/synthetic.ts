import type { FullWorld } from '../../server/world.ts'
import { because } from '../../shared/domain/because.ts'
import type { Severity } from '../../shared/domain/case.ts'
import type { PastCase } from '../../shared/domain/trial.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export interface Load {
  readonly perDay: number
  readonly days: number
  /** Share of reports that somebody answers, after some hours each. */
  readonly answered: number
  /** The last of the days ends then (epoch ms). */
  readonly until: number
  /** Same seed, same load. */
  readonly seed: number
}

/** Reports of people by local hour, in hundredths of a day: few at night, most in the morning and the evening. */
const HOURS = [1, 1, 0, 0, 1, 1, 3, 5, 7, 8, 7, 6, 5, 5, 5, 5, 5, 6, 7, 7, 6, 4, 3, 2]

/** Made-up reports over all regions and categories, a day at a time. What is made up is only what comes in; what follows is the policy's. */
export function* makeLoad(world: FullWorld, load: Load): Generator<PastCase[]> {
  const random = randomOf(load.seed)
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!
  const { reference } = world
  const categories = reference.categories.filter((c) => c.active && c.parent !== null)
  let id = 0
  for (let day = load.days; day > 0; day--) {
    const begins = load.until - day * DAY
    const some: PastCase[] = []
    for (let n = 0; n < load.perDay; n++) {
      const category = pick(categories)
      const region = pick(reference.regions).code
      const branch = reference.branch(region)!
      const reportedAt = begins + hourOf(random()) * HOUR + Math.floor(random() * HOUR)
      // Half of the answers come within eight hours, a tenth takes more than a day; solutions take days.
      const answeredAt =
        random() < load.answered ? reportedAt + Math.round(-Math.log(1 - random()) * 11.5 * HOUR) : null
      const solvedAt = answeredAt === null ? null : answeredAt + Math.round(-Math.log(1 - random()) * 10 * DAY)
      const opened = { severity: category.severity, openedAt: reportedAt, because: because('nextStepOwed') }
      const closed = (at: number | null) =>
        at === null || at > load.until ? { closedAt: null, outcome: null } : { closedAt: at, outcome: 'met' as const }
      some.push({
        id: ++id,
        category: category.id,
        severity: category.severity as Severity,
        region,
        branch: region,
        level: category.level === 'central' ? 'central' : 'region',
        zone: branch.zone,
        reportedAt,
        deadlines: [
          { ...opened, kind: 'response', dueAt: reportedAt, ...closed(answeredAt) },
          { ...opened, kind: 'overall', dueAt: reportedAt + category.overallDays * DAY, ...closed(solvedAt) },
        ],
      })
    }
    yield some.sort((a, b) => a.reportedAt - b.reportedAt)
  }
}

function hourOf(x: number): number {
  let left = x * HOURS.reduce((all, share) => all + share, 0)
  for (const [hour, share] of HOURS.entries()) {
    if (left < share) return hour
    left -= share
  }
  return 23
}

/** mulberry32: small, and the same on every machine. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
