import type { OverviewView } from '../../shared/contract/stats.ts'
import type { Deps } from '../deps.ts'
import { readOverview } from '../stats/read.ts'

/** A page may show figures so old; they are read again behind it, once for all readers. */
const FRESH_MS = 15_000
/** The capital's day is the country's. */
export const COUNTRY_ZONE = 'Asia/Almaty'

export interface Standing {
  /** Answers given in time and not, of those that fell due in the last 30 days. */
  readonly met: number
  readonly missed: number
  readonly open: number
  readonly overdue: number
  readonly today: number
  readonly regions: readonly { readonly code: string; readonly open: number; readonly overdue: number }[]
  readonly at: number
}

/** How the promise is kept right now, for the front page and the map: from the rollups, read no more often than needed. */
export class StandingKeeper {
  private readonly deps: Deps
  private known: Standing | undefined
  private reading: Promise<Standing> | undefined

  constructor(deps: Deps) {
    this.deps = deps
  }

  async at(now: number): Promise<Standing> {
    const { known } = this
    const age = known ? Math.abs(now - known.at) : Number.POSITIVE_INFINITY
    if (known && age < FRESH_MS) return known
    this.reading ??= this.read(now).finally(() => {
      this.reading = undefined
    })
    // Nobody waits for a refresh but those whose figures are of another time altogether.
    if (!known || age >= 10 * FRESH_MS) return this.reading
    this.reading.catch(() => undefined)
    return known
  }

  private async read(now: number): Promise<Standing> {
    const { reference } = await this.deps.world.at(now)
    this.known = standingOf(await readOverview(this.deps, reference, 1, now), now)
    return this.known
  }
}

function standingOf({ standing, regions, days }: OverviewView, at: number): Standing {
  const sum = (name: 'met' | 'missed') => days.reduce((all, day) => all + day[name], 0)
  return {
    met: sum('met'),
    missed: sum('missed'),
    open: standing.open,
    overdue: standing.overdue,
    today: days.at(-1)?.reported ?? 0,
    regions: regions.map((r) => ({ code: r.code, open: r.standing.open, overdue: r.standing.overdue })),
    at,
  }
}
