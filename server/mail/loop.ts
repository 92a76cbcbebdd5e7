import { randomUUID } from 'node:crypto'
import { dropLease, takeLease } from '../../db/engine.ts'
import { safeError } from '../../db/errors.ts'
import { anyMailDue, lastPassAt } from '../../db/outbox.ts'
import type { Deps } from '../deps.ts'
import { deliver } from '../engine/deliver.ts'
import { makePost, type Post } from './post.ts'
import { setStandingDelivery } from './standing.ts'

const POLL_MS = 5_000
const LEASE_MS = 30_000
const RENEW_MS = 10_000
/** A notice waits at most so long for the end of the pass that wrote it. */
const GATHER_MS = 90_000
/** A person gets mails at least so far apart, except by the engine's own pass. */
const REST_MS = 120_000
/** A stop waits so long for a mail server that takes its time. */
const PATIENCE_MS = 3_000
const PAUSE_MS = [30_000, 60_000, 120_000, 300_000]

/** Sends mail beside everything else, one instance at a time; a slow or dead mail server keeps only this loop waiting. */
export class DeliveryLoop {
  private readonly deps: Deps
  private readonly holder = randomUUID()
  private readonly lastMail = new Map<number, number>()
  private post: Post | undefined
  private timer: NodeJS.Timeout | undefined
  private running: Promise<void> | undefined
  private stopping = false
  private pausedUntil = 0
  private pauses = 0

  constructor(deps: Deps) {
    this.deps = deps
  }

  start(): void {
    this.post = makePost(this.deps.config)
    setStandingDelivery(this.deps)
    this.timer = setInterval(() => this.wake(), POLL_MS)
    this.wake()
  }

  /** Lets the mails under way end, though not for long; the rest is given back. */
  async stop(): Promise<void> {
    this.stopping = true
    if (!this.post) return
    clearInterval(this.timer)
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS)
    })
    await Promise.race([this.running, patience])
    clearTimeout(timer)
    await this.post.close()
    await this.running
    await dropLease(this.deps.sql, 'deliver', this.holder).catch(() => undefined)
  }

  wake(): void {
    if (this.running || this.stopping || performance.now() < this.pausedUntil) return
    this.running = this.round()
      .catch((error) => {
        const code = safeError(error).code ?? (error instanceof Error ? error.name : 'unknown')
        this.deps.log.error({ code }, 'sending mail failed')
      })
      .finally(() => {
        this.running = undefined
      })
  }

  private async round(): Promise<void> {
    const { sql } = this.deps
    const at = this.deps.now()
    if (!(await anyMailDue(sql, at))) return
    if (!(await takeLease(sql, 'deliver', this.holder, at, at + LEASE_MS))) return
    let renewed = performance.now()
    const alive = async () => {
      if (this.stopping) return false
      if (performance.now() - renewed < RENEW_MS) return true
      renewed = performance.now()
      const now = this.deps.now()
      return takeLease(sql, 'deliver', this.holder, now, now + LEASE_MS)
    }
    const gatheredTo = Math.max(await lastPassAt(sql), at - GATHER_MS)
    const did = await deliver(this.deps, this.post!, {
      at,
      gatheredTo: Math.min(gatheredTo, at),
      resting: this.resting(at),
      alive,
      left: (staff) => this.lastMail.set(staff, at),
    })
    this.pause(did.unreachable > 0)
    if (Object.values(did).some((n) => n > 0)) this.deps.log.info({ did }, 'mail')
  }

  private resting(at: number): number[] {
    for (const [staff, last] of this.lastMail) if (at - last >= REST_MS || at < last) this.lastMail.delete(staff)
    return [...this.lastMail.keys()]
  }

  private pause(unreachable: boolean): void {
    if (!unreachable) {
      this.pauses = 0
      return
    }
    this.pausedUntil = performance.now() + PAUSE_MS[Math.min(this.pauses++, PAUSE_MS.length - 1)]!
  }
}
