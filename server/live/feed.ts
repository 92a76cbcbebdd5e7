import type { Bell } from '../../db/bell.ts'
import { isUnavailable, safeError } from '../../db/errors.ts'
import { BEGINNING, findHead, hasPlace, readFeed } from '../../db/feed.ts'
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
  /** Now and then, and after a failure, it is made sure that this is still the same database. */
  private sure = false
  private failing = false
  private oriented = false
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
      this.unhear = this.bell?.hear(() => void this.wake())
      this.poll = setInterval(() => {
        // A server that was replaced between two queries is not noticed by the pool.
        this.sure = false
        void this.wake()
      }, POLL_MS).unref()
      void this.wake()
    }
    return this.started
  }

  /** Looks now; resolves when what there is has been handed on. */
  async wake(): Promise<void> {
    if (this.closed || !this.started) return
    this.again = true
    this.running ??= this.run().finally(() => {
      this.running = undefined
    })
    await this.running
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
        this.failing = false
      } catch (error) {
        // The next poll tries again; only the first failure of an outage is told.
        if (!this.failing || !isUnavailable(error))
          this.deps.log.warn({ err: safeError(error) }, 'the feed could not be read')
        this.sure = false
        this.failing = true
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
    const { position } = this.hub
    // The server may have come back as another one, or without its last moments.
    const same = this.oriented && (position === BEGINNING || (await hasPlace(sql, position)))
    if (!same) this.hub.beginAt(await findHead(sql))
    this.oriented = true
    this.sure = true
    this.begun()
  }
}
