import type { Bell } from '../../db/bell.ts'
import { isUnavailable, safeError } from '../../db/errors.ts'
import { BEGINNING, findHead, hasPlace, identityOf, readFeed } from '../../db/feed.ts'
import type { Deps } from '../deps.ts'
import type { Hub } from './hub.ts'

const PAGE = 500
const POLL_MS = 1_000

/**
 * The one reader of a process: woken by the doorbell and by a poll each second, it reads what is new and hands it to the
 * hub. Its place is the hub's: what failed half-way is read again, what was handled is not handed on twice.
 */
export class Feed {
  private readonly deps: Deps
  private readonly hub: Hub
  private readonly bell: Bell | undefined
  /** After a failure it is first made sure that this is still the same database. */
  private sure = false
  private started: Promise<void> | undefined
  private begun!: () => void
  private running: Promise<void> | undefined
  private again = false
  private closed = false
  private poll: NodeJS.Timeout | undefined
  private unhear: (() => void) | undefined

  constructor(deps: Deps, hub: Hub) {
    this.deps = deps
    this.hub = hub
    this.bell = deps.bell
  }

  /** Starts reading at the end of what there is; resolves when the place is known. Called by the first who listens. */
  ready(): Promise<void> {
    if (!this.started) {
      this.started = new Promise((resolve) => {
        this.begun = resolve
      })
      this.unhear = this.bell?.hear(() => this.wake())
      this.poll = setInterval(() => this.wake(), POLL_MS).unref()
      this.wake()
    }
    return this.started
  }

  /** Looks now. */
  wake(): void {
    if (this.closed || !this.started) return
    this.again = true
    this.running ??= this.run().finally(() => {
      this.running = undefined
    })
  }

  async close(): Promise<void> {
    this.closed = true
    clearInterval(this.poll)
    this.unhear?.()
    await this.running
  }

  private async run(): Promise<void> {
    while (this.again && !this.closed) {
      this.again = false
      try {
        await this.orient()
        await this.readOn()
      } catch (error) {
        // The next poll tries again; only the first failure of an outage is told.
        if (this.sure || !isUnavailable(error))
          this.deps.log.warn({ err: safeError(error) }, 'the feed could not be read')
        this.sure = false
        return
      }
    }
  }

  private async readOn(): Promise<void> {
    while (!this.closed) {
      const rows = await readFeed(this.deps.sql, this.hub.position, PAGE)
      if (rows.length > 0) await this.hub.take(rows)
      if (rows.length < PAGE) return
    }
  }

  /** At the start and after an outage: the end of the feed, or whether the place in it still means what it did. */
  private async orient(): Promise<void> {
    if (this.sure) return
    const { sql } = this.deps
    const identity = await identityOf(sql, true)
    const { identity: before, position } = this.hub
    // The server may have come back as another one, or without its last moments.
    const same = identity === before && (position === BEGINNING || (await hasPlace(sql, position)))
    if (!same) this.hub.begin(await findHead(sql), identity)
    this.sure = true
    this.begun()
  }
}
