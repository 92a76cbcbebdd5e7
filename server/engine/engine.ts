import { randomUUID } from 'node:crypto'
import cron from 'node-cron'
import { dropLease, listPulses, savePulse, takeLease } from '../../db/engine.ts'
import { safeError } from '../../db/errors.ts'
import { withLimit } from '../../db/limit.ts'
import type { Deps } from '../deps.ts'
import { nothingWaits } from './idle.ts'
import type { Did, Pass } from './pass.ts'
import { type Job, TIMETABLE } from './timetable.ts'

/** A pass that takes longer stops at a safe point; the next one goes on where it stopped. */
const PASS_LIMIT_MS = 50_000
const STOP_LIMIT_MS = 4_000

export interface EngineOptions {
  /** A dead leader is replaced after this long at the latest (ms). */
  readonly leaseMs: number
  /** node-cron never replays a missed tick and was blocked by clock jumps: a monotonic watch runs a pass when cron has not for so long (house.md). */
  readonly watchMs: number
  /** A pass that has not ended after so long never will, and must not keep the next one waiting. */
  readonly stuckMs: number
  readonly schedule: (expression: string, wake: () => void) => { stop(): unknown }
}

const usual: EngineOptions = {
  leaseMs: 15_000,
  watchMs: 90_000,
  stuckMs: 300_000,
  schedule: (expression, wake) => cron.schedule(expression, wake),
}

/** What a pass did, by job. */
export type Report = Record<string, Did | { fault: string }>

/** Wakes up by cron and finds its work by `due <= now`; one instance works at a time, any number may try. */
export class Engine {
  private readonly deps: Deps
  private readonly options: EngineOptions
  private readonly holder = randomUUID()
  private task: { stop(): unknown } | undefined
  private watch: NodeJS.Timeout | undefined
  private retry: NodeJS.Timeout | undefined
  private running: Promise<void> | undefined
  private lastRun = performance.now()
  private stopping = false

  constructor(deps: Deps, options: Partial<EngineOptions> = {}) {
    this.deps = deps
    this.options = { ...usual, ...options }
  }

  start(): void {
    const { schedule, watchMs } = this.options
    this.task = schedule(this.deps.config.engineCron, () => this.wake())
    this.watch = setInterval(() => this.look(), Math.min(5_000, watchMs / 2))
    this.wake()
  }

  /** Ends the pass in hand at its next safe point and gives the lease back. */
  async stop(): Promise<void> {
    this.stopping = true
    clearInterval(this.watch)
    await this.task?.stop()
    // What a silent database does not answer in time is cut off: a statement lands whole or not at all, a lease runs out.
    await withLimit(Promise.resolve(this.running), STOP_LIMIT_MS).catch(() => undefined)
    clearTimeout(this.retry)
    await dropLease(this.deps.sql, 'engine', this.holder).catch(() => undefined)
  }

  private look(): void {
    const idle = performance.now() - this.lastRun
    if (this.running && idle > this.options.stuckMs) {
      this.deps.log.error('an engine pass does not end; another is begun beside it')
      this.running = undefined
    }
    if (idle > this.options.watchMs) this.wake()
  }

  private wake(): void {
    if (this.running || this.stopping) return
    clearTimeout(this.retry)
    this.lastRun = performance.now()
    const running = this.lead()
      .catch((error) => this.deps.log.error({ err: safeError(error) }, 'engine pass failed'))
      .finally(() => {
        if (this.running !== running) return
        this.running = undefined
        this.lastRun = performance.now()
      })
    this.running = running
  }

  /** One pass, if this instance gets the lease; if not, it asks again until the lease has run out. */
  private async lead(): Promise<void> {
    const { leaseMs } = this.options
    const now = this.deps.now()
    if (!(await takeLease(this.deps.sql, 'engine', this.holder, now, now + leaseMs))) {
      this.retry = setTimeout(() => this.wake(), leaseMs / 5)
      return
    }
    const began = performance.now()
    let renewed = began
    await passDue(this.deps, {
      at: now,
      alive: async () => {
        const t = performance.now()
        if (this.stopping || t - began > PASS_LIMIT_MS) return false
        if (t - renewed < leaseMs / 4) return true
        renewed = t
        const at = this.deps.now()
        return takeLease(this.deps.sql, 'engine', this.holder, at, at + leaseMs)
      },
    })
  }
}

/** A pass as the engine makes it each minute: of the timetable, what is due again. */
export async function passDue(deps: Deps, pass: Pass): Promise<Report> {
  const pulses = new Map((await listPulses(deps.sql)).map((p) => [p.job, p]))
  const jobs = TIMETABLE.filter(({ name, every }) => {
    if (every === 0) return true
    const last = pulses.get(name)
    return !last?.ok || pass.at - last.at >= every || pass.at < last.at
  })
  return runJobs(deps, jobs, pass)
}

/** One pass of everything due at the instant, without regard to leases: correctness never depends on them. */
export function runOnce(deps: Deps, at: number): Promise<Report> {
  return runJobs(deps, TIMETABLE, { at, alive: () => Promise.resolve(true) })
}

async function runJobs(deps: Deps, jobs: readonly Job[], pass: Pass): Promise<Report> {
  const report: Report = {}
  const startedAt = deps.now()
  let ok = true
  const idle = jobs.every((job) => job.every === 0) && (await nothingWaits(deps, pass.at))
  // A pass that writes nothing would not notice that people, calendars or policies changed elsewhere.
  if (!idle) await deps.world.refresh()
  for (const job of idle ? [] : jobs) {
    if (!(await pass.alive())) break
    report[job.name] = await runJob(deps, job, pass)
    if ('fault' in report[job.name]!) ok = false
  }
  const did = Object.fromEntries(Object.entries(report).filter(([, d]) => Object.values(d).some((v) => v !== 0)))
  if (Object.keys(did).length > 0) deps.log.info({ at: new Date(pass.at).toISOString(), did }, 'engine pass')
  await savePulse(deps.sql, {
    job: 'engine',
    at: pass.at,
    startedAt,
    endedAt: deps.now(),
    ok,
    did,
    fault: ok ? null : 'a job failed',
  })
  return report
}

/** One job; its failure is recorded and does not stop the others. */
async function runJob(deps: Deps, job: Job, pass: Pass): Promise<Did | { fault: string }> {
  const startedAt = deps.now()
  try {
    const did = await job.run(deps, pass)
    if (job.every > 0)
      await savePulse(deps.sql, {
        job: job.name,
        at: pass.at,
        startedAt,
        endedAt: deps.now(),
        ok: true,
        did,
        fault: null,
      })
    return did
  } catch (error) {
    const safe = safeError(error)
    const fault = safe.code ?? (error instanceof Error ? error.name : 'unknown')
    deps.log.error(
      {
        job: job.name,
        err: safe,
        stack: error instanceof Error ? error.stack?.split('\n').slice(1, 6).join('\n') : undefined,
      },
      'job failed',
    )
    await savePulse(deps.sql, { job: job.name, at: pass.at, startedAt, endedAt: deps.now(), ok: false, did: {}, fault })
    return { fault }
  }
}
