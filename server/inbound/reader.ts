import { Worker } from 'node:worker_threads'
import type { Parsed } from './parse.ts'
import type { ReadAnswer } from './read-worker.ts'

/** A mail of 50 MB in a million lines is read in five seconds on one of two busy cores. */
const DEADLINE_MS = 60_000
/** Of the thread's heap; what it holds as plain bytes is bounded by the size of a mail. */
const HEAP_MB = 384
const IDLE_MS = 30_000

export type Outcome = { readonly parsed: Parsed } | { readonly reason: string; readonly fault: string }

/**
 * Reads mails in a thread, one after another. A mail that takes too long or too much memory ends the thread, not the
 * process, and is told apart by its reason: `too-slow`, `too-heavy`.
 */
export class Reader {
  private readonly deadlineMs: number
  private readonly heapMb: number
  private worker: Worker | undefined
  private idle: NodeJS.Timeout | undefined

  constructor(options: { deadlineMs?: number; heapMb?: number } = {}) {
    this.deadlineMs = options.deadlineMs ?? DEADLINE_MS
    this.heapMb = options.heapMb ?? HEAP_MB
  }

  /** The bytes are given away: they must not be used afterwards. */
  async read(raw: Uint8Array<ArrayBuffer>): Promise<Outcome> {
    clearTimeout(this.idle)
    this.worker ??= this.open()
    const { worker } = this
    worker.ref()
    try {
      return await this.ask(worker, raw)
    } finally {
      worker.unref()
      this.idle = setTimeout(() => void this.close(), IDLE_MS).unref()
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.idle)
    const { worker } = this
    this.worker = undefined
    await worker?.terminate()
  }

  private open(): Worker {
    return new Worker(new URL('./read-worker.js', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: this.heapMb, maxYoungGenerationSizeMb: 32 },
      // Neither the environment with its secrets nor the flags of the process are its business.
      env: {},
      execArgv: [],
    })
  }

  private ask(worker: Worker, raw: Uint8Array<ArrayBuffer>): Promise<Outcome> {
    return new Promise((resolve) => {
      const end = (outcome: Outcome) => {
        clearTimeout(timer)
        worker.removeListener('message', onMessage)
        worker.removeListener('error', onError)
        worker.removeListener('exit', onExit)
        resolve(outcome)
      }
      const lose = (outcome: Outcome) => {
        if (this.worker === worker) this.worker = undefined
        worker.on('error', () => undefined)
        end(outcome)
        void worker.terminate()
      }
      const onMessage = (answer: ReadAnswer) => end(answer)
      const onError = (error: Error & { code?: string }) =>
        lose({
          reason: error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too-heavy' : 'broken',
          fault: error.code ?? error.name,
        })
      const onExit = () => lose({ reason: 'broken', fault: 'exit' })
      const timer = setTimeout(() => lose({ reason: 'too-slow', fault: '' }), this.deadlineMs)
      worker.on('message', onMessage)
      worker.on('error', onError)
      worker.on('exit', onExit)
      worker.postMessage(raw, [raw.buffer])
    })
  }
}
