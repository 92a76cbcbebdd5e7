import { randomUUID } from 'node:crypto'
import { dropLease, takeLease } from '../../db/engine.ts'
import { isUnavailable, safeError } from '../../db/errors.ts'
import { findFoldPlace, listStanding } from '../../db/figures.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import type { Deps } from '../deps.ts'
import { foldDue } from '../engine/fold.ts'
import { byScope, standingOf } from './figures.ts'
import { setStandingFold } from './standing.ts'

const EVERY_MS = 1_000
const LEASE_MS = 15_000
const RENEW_MS = 4_000

/** Tells the wall what stands now. */
export type Publish = (counts: object) => void

/** Folds every second, one instance at a time, and tells those who watch whenever a figure has moved. */
export class FoldLoop {
  private readonly deps: Deps
  private readonly publish: Publish
  private readonly folds: boolean
  private readonly holder = randomUUID()
  private timer: NodeJS.Timeout | undefined
  private running: Promise<void> | undefined
  private stopping = false
  private leaseTried = Number.NEGATIVE_INFINITY
  private leads = false
  private told = ''
  private failing = false

  /** `folds` false: only tells (an instance without the engine). */
  constructor(deps: Deps, publish: Publish, folds: boolean) {
    this.deps = deps
    this.publish = publish
    this.folds = folds
  }

  start(): void {
    if (this.folds) setStandingFold(this.deps)
    this.timer = setInterval(() => this.wake(), EVERY_MS)
    this.wake()
  }

  async stop(): Promise<void> {
    this.stopping = true
    clearInterval(this.timer)
    await this.running
    if (this.leads) await dropLease(this.deps.sql, 'fold', this.holder).catch(() => undefined)
  }

  private wake(): void {
    if (this.running || this.stopping) return
    this.running = this.round()
      .then(() => {
        this.failing = false
      })
      .catch((error) => {
        // Of an outage only the beginning is told.
        if (!this.failing || !isUnavailable(error))
          this.deps.log.warn({ err: safeError(error) }, 'the figures could not be folded')
        this.failing = true
      })
      .finally(() => {
        this.running = undefined
      })
  }

  private async round(): Promise<void> {
    if (this.folds && (await this.lead())) await foldDue(this.deps, { alive: () => this.lead() })
    const place = await findFoldPlace(this.deps.sql)
    if (place === this.told) return
    const figures = byScope(await listStanding(this.deps.sql, 'all', ['region']))
    const { reference } = this.deps.world
    this.publish({
      at: rfc3339('UTC', this.deps.now()),
      ...standingOf(figures, 'all'),
      regions: Object.fromEntries(reference.regions.map(({ code }) => [code, standingOf(figures, `region:${code}`)])),
    })
    this.told = place
  }

  /** Keeps the lease; asked for anew only every few seconds, so that the second costs nothing. */
  private async lead(): Promise<boolean> {
    if (this.stopping) return false
    if (performance.now() - this.leaseTried < RENEW_MS) return this.leads
    this.leaseTried = performance.now()
    const at = this.deps.now()
    this.leads = await takeLease(this.deps.sql, 'fold', this.holder, at, at + LEASE_MS)
    return this.leads
  }
}
