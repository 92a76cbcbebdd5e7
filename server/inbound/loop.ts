import { randomUUID } from 'node:crypto'
import { dropLease, takeLease } from '../../db/engine.ts'
import { safeError } from '../../db/errors.ts'
import { anyInboundDue } from '../../db/inbound.ts'
import type { Deps } from '../deps.ts'
import { pollMailbox } from './imap.ts'
import { InboundListener } from './listener.ts'
import { Reader } from './reader.ts'
import { receive } from './receive.ts'

const POLL_MS = 2_000
const MAILBOX_MS = 30_000
const LEASE_MS = 30_000
const RENEW_MS = 10_000
/** A stop waits so long for a mail that is being read; it is read again later. */
const PATIENCE_MS = 3_000
const PAUSE_MS = [60_000, 300_000, 900_000]

/** Takes mail in beside everything else: listens on every instance that is told to, reads and polls on one at a time. */
export class InboundLoop {
  private readonly deps: Deps
  private readonly holder = randomUUID()
  private readonly reader = new Reader()
  private listener: InboundListener | undefined
  private timer: NodeJS.Timeout | undefined
  private running: Promise<void> | undefined
  private stopping = false
  private mailboxAfter = 0
  private failures = 0

  constructor(deps: Deps) {
    this.deps = deps
  }

  /** Begins to listen (a port that is taken is an error of the start) and, with `engine`, to read. */
  async start(): Promise<void> {
    const { inboundSmtpPort, host, engine } = this.deps.config
    if (inboundSmtpPort > 0) {
      this.listener = new InboundListener(this.deps)
      await this.listener.listen(inboundSmtpPort, host)
    }
    if (!engine) return
    this.timer = setInterval(() => this.wake(), POLL_MS)
    this.wake()
  }

  async stop(): Promise<void> {
    this.stopping = true
    clearInterval(this.timer)
    await this.listener?.close()
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS)
    })
    await Promise.race([this.running, patience])
    clearTimeout(timer)
    await this.reader.close()
    await this.running
    if (this.timer) await dropLease(this.deps.sql, 'inbound', this.holder).catch(() => undefined)
  }

  wake(): void {
    if (this.running || this.stopping) return
    this.running = this.round()
      .catch((error) => {
        const code = safeError(error).code ?? (error instanceof Error ? error.name : 'unknown')
        this.deps.log.error({ code }, 'reading mail failed')
      })
      .finally(() => {
        this.running = undefined
      })
  }

  private async round(): Promise<void> {
    const { sql, config } = this.deps
    const at = this.deps.now()
    const poll = config.imapUrl !== undefined && performance.now() >= this.mailboxAfter
    if (!poll && !(await anyInboundDue(sql, at))) return
    if (!(await takeLease(sql, 'inbound', this.holder, at, at + LEASE_MS))) return
    let renewed = performance.now()
    const alive = async () => {
      if (this.stopping) return false
      if (performance.now() - renewed < RENEW_MS) return true
      renewed = performance.now()
      const now = this.deps.now()
      return takeLease(sql, 'inbound', this.holder, now, now + LEASE_MS)
    }
    if (poll) await this.pollMailbox(alive)
    const did = await receive(this.deps, this.reader, { at, alive })
    if (Object.values(did).some((n) => n > 0)) this.deps.log.info({ did }, 'inbound mail')
  }

  private async pollMailbox(alive: () => Promise<boolean>): Promise<void> {
    try {
      const kept = await pollMailbox(this.deps, alive)
      this.failures = 0
      this.mailboxAfter = performance.now() + MAILBOX_MS
      if (kept > 0) this.deps.log.info({ kept }, 'mailbox')
    } catch (error) {
      this.mailboxAfter = performance.now() + PAUSE_MS[Math.min(this.failures++, PAUSE_MS.length - 1)]!
      const code = safeError(error).code ?? (error instanceof Error ? error.name : 'unknown')
      this.deps.log.error({ code }, 'the mailbox could not be polled')
    }
  }
}
