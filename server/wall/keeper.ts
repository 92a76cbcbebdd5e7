import { findWallPlace } from '../../db/views/wall.ts'
import type { WallView } from '../../shared/contract/wall.ts'
import type { Deps } from '../deps.ts'
import type { FullWorld } from '../world.ts'
import { readWall } from './read.ts'

/** However much happens, the wall is read from the database no more often than this; shorter than browsers gather events for. */
const EVERY_MS = 200
/** Nothing has happened: what goes by the clock (lateness, the age of the machine's pulse) is looked up so often anyway. */
const ANYWAY_MS = 15_000

interface Kept {
  readonly view: WallView
  readonly place: string
  readonly world: FullWorld
  /** By the monotonic clock. */
  readonly readAt: number
  readonly at: number
}

const keepers = new WeakMap<Deps, WallKeeper>()

/** The wall of this instance, for the page and the API alike. */
export function wallOf(deps: Deps): WallKeeper {
  const known = keepers.get(deps)
  if (known) return known
  const made = new WallKeeper(deps)
  keepers.set(deps, made)
  return made
}

/** The wall as it stands, read once for all who look at it. */
class WallKeeper {
  private readonly deps: Deps
  private kept: Kept | undefined
  private reading: Promise<WallView> | undefined

  constructor(deps: Deps) {
    this.deps = deps
  }

  async at(now: number): Promise<WallView> {
    const { kept } = this
    const age = kept ? performance.now() - kept.readAt : Number.POSITIVE_INFINITY
    // A clock that is moved (demo, tests) shows in `at`; what was read under another hour does not count.
    if (kept && Math.abs(now - kept.at) < ANYWAY_MS && age < EVERY_MS) return kept.view
    return this.reading ?? this.look(now, kept, age)
  }

  private look(now: number, kept: Kept | undefined, age: number): Promise<WallView> {
    this.reading = this.read(now, kept, age).finally(() => {
      this.reading = undefined
    })
    return this.reading
  }

  private async read(now: number, kept: Kept | undefined, age: number): Promise<WallView> {
    const [world, place] = await Promise.all([this.deps.world.at(now), findWallPlace(this.deps.sql)])
    const same = kept?.place === place && kept.world === world
    if (kept && same && age < ANYWAY_MS && Math.abs(now - kept.at) < ANYWAY_MS) return kept.view
    const view = await readWall(this.deps, world, now)
    this.kept = { view, place, world, readAt: performance.now(), at: now }
    return view
  }
}
