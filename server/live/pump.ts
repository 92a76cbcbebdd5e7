import { CLOSED } from '../../shared/contract/live.ts'
import type { Client } from './client.ts'

/** A slice writes for so long, then everybody else has their turn: 10,000 sockets take about ten slices. */
const SLICE_MS = 8
const LOOK_AFTER = 32
/** A reader with more than this waiting is too slow. */
const WAITING_MAX = 1_048_576
/** No more than this is handed to a socket at once, so that a fast reader is never taken for a slow one. */
const WRITE_MAX = 262_144

interface Job {
  readonly bytes: Buffer
  readonly clients: readonly Client[]
  readonly written?: () => void
}

/**
 * Writes ready frames to sockets, first in first out, in slices of the event loop. The same bytes go to every socket of a
 * job in one write each, past `ws`, which would frame them again for each socket and write every frame by itself.
 */
export class Pump {
  private jobs: Job[] = []
  private at = 0
  private next = 0
  private scheduled = false
  private idlers: (() => void)[] = []
  /** The longest slice so far, milliseconds. */
  longestMs = 0

  /** Frames to all of these sockets, in this order and after everything given before; resolves when they are written. */
  send(frames: readonly Buffer[], clients: readonly Client[]): Promise<void> {
    if (frames.length === 0) return Promise.resolve()
    const batches = batchesOf(frames)
    return new Promise((written) => {
      batches.forEach((bytes, i) => {
        this.jobs.push(i < batches.length - 1 ? { bytes, clients } : { bytes, clients, written })
      })
      if (this.scheduled) return
      this.scheduled = true
      setImmediate(() => this.slice())
    })
  }

  /** Resolves when nothing waits to be written. */
  idle(): Promise<void> {
    return this.scheduled ? new Promise((resolve) => this.idlers.push(resolve)) : Promise.resolve()
  }

  private slice(): void {
    const startedAt = performance.now()
    const finished = this.writeUntil(startedAt + SLICE_MS)
    this.longestMs = Math.max(this.longestMs, performance.now() - startedAt)
    if (!finished) {
      setImmediate(() => this.slice())
      return
    }
    this.scheduled = false
    const { idlers } = this
    this.idlers = []
    for (const resolve of idlers) resolve()
  }

  private writeUntil(until: number): boolean {
    let written = 0
    while (this.at < this.jobs.length) {
      const job = this.jobs[this.at]!
      while (this.next < job.clients.length) {
        write(job.clients[this.next++]!, job.bytes)
        if (++written % LOOK_AFTER === 0 && performance.now() >= until) return false
      }
      // Written jobs let go of their bytes at once.
      this.jobs[this.at++] = undefined as never
      this.next = 0
      job.written?.()
    }
    this.jobs = []
    this.at = 0
    return true
  }
}

/** The frames in as few buffers as WRITE_MAX allows; a single frame is not copied. */
function batchesOf(frames: readonly Buffer[]): Buffer[] {
  if (frames.length === 1) return [frames[0]!]
  const batches: Buffer[] = []
  for (let from = 0; from < frames.length; ) {
    let to = from
    let size = 0
    do size += frames[to++]!.length
    while (to < frames.length && size + frames[to]!.length <= WRITE_MAX)
    batches.push(Buffer.concat(frames.slice(from, to), size))
    from = to
  }
  return batches
}

function write(client: Client, bytes: Buffer): void {
  if (!client.open) return
  if (client.raw.writableLength > WAITING_MAX) client.close(CLOSED.tooSlow, 'too slow')
  else client.raw.write(bytes)
}
