import { randomUUID } from 'node:crypto'
import { dropLease, takeLease } from '../../db/engine.ts'
import { safeError } from '../../db/errors.ts'
import { anyLetterDue } from '../../db/letters.ts'
import type { Deps } from '../deps.ts'
import { sendLetters } from '../engine/letters.ts'
import { makeLetterPost, type Post } from '../mail/post.ts'

const POLL_MS = 2_000
const LEASE_MS = 30_000
const RENEW_MS = 10_000
const PATIENCE_MS = 3_000
const PAUSE_MS = [30_000, 60_000, 120_000, 300_000]

/** Sends letters to bodies beside everything else, one instance at a time. */
export class LetterLoop {
  private readonly deps: Deps
  private readonly holder = randomUUID()
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
    this.post = makeLetterPost(this.deps.config)
    this.timer = setInterval(() => this.wake(), POLL_MS)
    this.wake()
  }

  /** Lets the letter under way end, though not for long: cut off in the middle, nobody would know whether it left. */
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
    await dropLease(this.deps.sql, 'letters', this.holder).catch(() => undefined)
  }

  wake(): void {
    if (this.running || this.stopping || performance.now() < this.pausedUntil) return
    this.running = this.round()
      .catch((error) => {
        const code = safeError(error).code ?? (error instanceof Error ? error.name : 'unknown')
        this.deps.log.error({ code }, 'sending letters failed')
      })
      .finally(() => {
        this.running = undefined
      })
  }

  private async round(): Promise<void> {
    const { sql, now } = this.deps
    if (!(await anyLetterDue(sql, now()))) return
    if (!(await takeLease(sql, 'letters', this.holder, now(), now() + LEASE_MS))) return
    let renewed = performance.now()
    const alive = async () => {
      if (this.stopping) return false
      if (performance.now() - renewed < RENEW_MS) return true
      renewed = performance.now()
      return takeLease(sql, 'letters', this.holder, now(), now() + LEASE_MS)
    }
    const did = await sendLetters(this.deps, this.post!, { now, alive })
    this.pause(did.unreachable > 0)
    if (Object.values(did).some((n) => n > 0)) this.deps.log.info({ did }, 'letters')
  }

  private pause(unreachable: boolean): void {
    if (!unreachable) {
      this.pauses = 0
      return
    }
    this.pausedUntil = performance.now() + PAUSE_MS[Math.min(this.pauses++, PAUSE_MS.length - 1)]!
  }
}
