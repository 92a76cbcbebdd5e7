import postgres from 'postgres'
import type { Sql } from './client.ts'
import { withLimit } from './limit.ts'

const CHANNEL = 'daybreak_events'
/** At most 20 rings a second: a NOTIFY in every write serialises commits (0.41 × at 16 clients), this costs 2 %. */
const BETWEEN_MS = 50
const LIMIT_MS = 5_000
const WATCH_MS = 15_000
const RETRY_MS = [100, 250, 500, 1_000, 2_000]

/**
 * The doorbell of the feed: says "there is something", never what. It has a connection of its own, opened at the first
 * use; nothing waits for it and nothing depends on it, for readers also look by themselves each second.
 */
export class Bell {
  private readonly address: Sql['options']
  private readonly listeners = new Set<() => void>()
  private line: Sql | undefined
  private hearing = false
  private tries = 0
  private retry: NodeJS.Timeout | undefined
  private watch: NodeJS.Timeout | undefined
  private rungAt = Number.NEGATIVE_INFINITY
  private due: NodeJS.Timeout | undefined
  private ringing = false
  private closed = false

  /** On the database that the client is connected to. */
  constructor(sql: Sql) {
    this.address = sql.options
  }

  /** Called after a write. Returns at once, never throws; rings within a second are bundled. */
  ring(): void {
    if (this.closed || this.due) return
    const wait = this.rungAt + BETWEEN_MS - performance.now()
    if (wait <= 0 && !this.ringing) this.send()
    else {
      this.due = setTimeout(
        () => {
          this.due = undefined
          if (this.ringing) this.ring()
          else this.send()
        },
        Math.max(wait, 5),
      ).unref()
    }
  }

  /** Calls the listener at every ring of any instance, and after every gap in hearing. Returns how to stop. */
  hear(listener: () => void): () => void {
    this.listeners.add(listener)
    void this.listen()
    this.watch ??= setInterval(() => void this.check(), WATCH_MS).unref()
    return () => {
      this.listeners.delete(listener)
    }
  }

  /** Whether rings are heard right now; false from the loss of the connection until it is back. */
  get heard(): boolean {
    return this.hearing
  }

  async close(): Promise<void> {
    this.closed = true
    this.hearing = false
    clearTimeout(this.due)
    clearTimeout(this.retry)
    clearInterval(this.watch)
    await this.hangUp()
  }

  private send(): void {
    this.rungAt = performance.now()
    this.ringing = true
    // A ring that fails is made up for by the next poll of every reader.
    withLimit(this.open().unsafe(`select pg_notify('${CHANNEL}', '')`), LIMIT_MS)
      .catch(() => undefined)
      .finally(() => {
        this.ringing = false
      })
  }

  private async listen(): Promise<void> {
    if (this.hearing || this.closed || this.retry || this.listeners.size === 0) return
    try {
      await withLimit(this.open().unsafe(`listen ${CHANNEL}`), LIMIT_MS)
      if (this.closed) return
      this.hearing = true
      this.tries = 0
      this.tell()
    } catch {
      this.again()
    }
  }

  private again(): void {
    this.hearing = false
    if (this.closed || this.retry || this.listeners.size === 0) return
    this.retry = setTimeout(
      () => {
        this.retry = undefined
        void this.listen()
      },
      RETRY_MS[Math.min(this.tries++, RETRY_MS.length - 1)],
    ).unref()
  }

  /** A connection that died without a word hears nothing and says nothing: it is asked now and then. */
  private async check(): Promise<void> {
    if (!this.hearing) return
    try {
      await withLimit(this.open().unsafe('select 1'), LIMIT_MS)
    } catch {
      await this.hangUp()
      this.again()
    }
  }

  private tell(): void {
    for (const listener of this.listeners) listener()
  }

  private async hangUp(): Promise<void> {
    const { line } = this
    this.line = undefined
    // The connection is given up: how it ends is no longer of interest.
    await line?.end({ timeout: 0 }).catch(() => undefined)
  }

  private open(): Sql {
    const { host, port, path, database, user, pass, ssl, target_session_attrs } = this.address
    this.line ??= postgres({
      ...({ host, port, path, database, user, pass, ssl, target_session_attrs } as object),
      max: 1,
      fetch_types: false,
      idle_timeout: 0,
      max_lifetime: null,
      connect_timeout: 5,
      keep_alive: 20,
      backoff: () => 0.1,
      onnotice: () => undefined,
      connection: { application_name: 'daybreak bell' },
      ...({ onnotify: () => this.tell(), onclose: () => this.again() } as object),
    })
    return this.line
  }
}
