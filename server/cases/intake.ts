import { applyNew, type Command } from '../../db/apply/index.ts'
import { isUnavailable, isUniqueViolation } from '../../db/errors.ts'
import { listIdempotent } from '../../db/idempotency.ts'
import type { ReservedIds } from '../../db/ids.ts'
import type { Case } from '../../shared/domain/case.ts'
import type { CaseChange } from '../../shared/domain/change.ts'
import type { Deadline } from '../../shared/domain/deadline.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { draftReport, type Geography } from '../../shared/domain/report.ts'
import type { Deps } from '../deps.ts'
import { type Answer, type Keyed, recordOf } from '../perform.ts'
import { HttpProblem } from '../problem.ts'
import type { FullWorld } from '../world.ts'
import { type PreparedReport, sealContacts } from './report.ts'
import { searchDocument } from './search.ts'

/** Two lanes write while the next batch gathers; measured against one statement per report in `npm run bench`. */
const LANES = 2
const BATCH = 100
/** Beyond this a report is refused with 503 and Retry-After rather than kept waiting in memory. */
const WAITING = 5_000
/** A report that has waited so long (ms) is refused unwritten: its sender hears of it in time and tries again. */
const PATIENCE_MS = 5_000
const IDS_PER_CASE = 24
const ATTEMPTS = 5

export interface Waiting {
  readonly report: PreparedReport
  readonly keyed: Keyed | null
  /** The answer for the new case; its secret part is added by the route. */
  answer(c: Case, deadlines: readonly Deadline[], world: FullWorld, at: number): Answer
  resolve(answer: Accepted): void
  reject(error: unknown): void
}

/** `since` on the monotonic clock; `settled` once it has its answer, good or bad. */
type Queued = Waiting & { readonly since: number; settled: boolean }

export interface Accepted {
  readonly answer: Answer
  readonly caseId: number
}

interface Decided {
  readonly waiting: Queued
  readonly command: Command
  readonly accepted: Accepted
}

/** Reports waiting together are written together: one statement for up to a hundred, answered after the commit. */
export class Intake {
  private readonly deps: Deps
  private readonly most: number
  private readonly queue: Queued[] = []
  private readonly lanes = new Set<Promise<void>>()
  private scheduled = false
  private closed = false

  constructor(deps: Deps, most: number = WAITING) {
    this.deps = deps
    this.most = most
  }

  /** Resolves when the case is committed. Rejects with `queue_full`, a Refusal, or the database's error. */
  accept(waiting: Omit<Waiting, 'resolve' | 'reject'>): Promise<Accepted> {
    if (this.closed || this.queue.length >= this.most) return Promise.reject(new HttpProblem('queue_full'))
    return new Promise((resolve, reject) => {
      const queued: Queued = {
        ...waiting,
        since: performance.now(),
        settled: false,
        resolve(accepted) {
          queued.settled = true
          resolve(accepted)
        },
        reject(error) {
          queued.settled = true
          reject(error)
        },
      }
      this.queue.push(queued)
      if (this.scheduled) return
      this.scheduled = true
      // After the requests that arrived in the same turn of the loop, so that they share a batch.
      setImmediate(() => {
        this.scheduled = false
        this.run()
      })
    })
  }

  /** Takes nothing more and waits until everything accepted is written. */
  async drain(): Promise<void> {
    this.closed = true
    while (this.lanes.size > 0 || this.queue.length > 0) {
      await Promise.all(this.lanes)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  private run(): void {
    while (this.lanes.size < LANES && this.queue.length > 0) {
      const batch = takeBatch(this.queue)
      if (batch.length === 0) return
      const lane = this.write(batch).finally(() => {
        this.lanes.delete(lane)
        this.run()
      })
      this.lanes.add(lane)
    }
  }

  private async write(batch: Queued[]): Promise<void> {
    try {
      await this.writeTogether(batch)
    } catch (error) {
      // Some may be written already, and must not be written again.
      const left = batch.filter((w) => !w.settled)
      if (isUnavailable(error) || left.length === 1) {
        for (const waiting of left)
          waiting.reject(isUniqueViolation(error, 'cases_external') ? new Refusal('already_reported') : error)
        return
      }
      // One bad row must not take the others with it: row by row again.
      for (const waiting of left) await this.write([waiting])
    }
  }

  private async writeTogether(batch: Queued[]): Promise<void> {
    const { deps } = this
    let left = batch
    for (let attempt = 1; left.length > 0; attempt++) {
      if (attempt > ATTEMPTS) throw new HttpProblem('conflict')
      const at = deps.now()
      const world = await deps.world.at(at)
      await deps.world.loads.refresh(deps.sql, at)
      const ids = await deps.ids.reserve(left.length * IDS_PER_CASE, left.length)
      const decided: Decided[] = []
      for (const waiting of left) {
        try {
          decided.push(decide(deps, waiting, world, ids, at))
        } catch (error) {
          waiting.reject(error)
        }
      }
      if (decided.length === 0) return
      const { applied, stamp } = await applyNew(
        deps.sql,
        decided.map((d) => d.command),
        world.stamp,
      )
      if (applied.size > 0) deps.bell?.ring()
      decided.forEach((d, g) => {
        if (!applied.has(g)) return
        d.waiting.resolve(d.accepted)
      })
      const rest = decided.filter((_, g) => !applied.has(g)).map((d) => d.waiting)
      if (rest.length > 0 && stamp !== world.stamp) deps.world.outdated(stamp)
      left = await this.replay(rest)
    }
  }

  /** What was not written had its key already: it gets the first answer. Returns those that must be decided again. */
  private async replay(rest: Queued[]): Promise<Queued[]> {
    const keys = rest.flatMap((w) => (w.keyed ? [w.keyed.key] : []))
    if (keys.length === 0) return rest
    const known = await listIdempotent(this.deps.sql, keys)
    return rest.filter((w) => {
      const record = w.keyed && known.get(w.keyed.key)
      if (!record) return true
      if (record.request !== w.keyed!.request) w.reject(new HttpProblem('idempotency_key_reused'))
      else {
        const { caseId, answer } = record.body as { caseId: number; answer: object }
        w.resolve({ caseId, answer: { status: record.status, body: { ...answer, ...wordsOf(w.report) } } })
      }
      return false
    })
  }
}

/** Up to a batch from the front; two requests with one key never stand in the same batch. Who has waited too long is refused. */
function takeBatch(queue: Queued[]): Queued[] {
  const keys = new Set<string>()
  const batch: Queued[] = []
  const later: Queued[] = []
  const oldest = performance.now() - PATIENCE_MS
  while (queue.length > 0 && batch.length < BATCH) {
    const next = queue.shift()!
    const key = next.keyed?.key
    if (next.since < oldest) next.reject(new HttpProblem('queue_full'))
    else if (key !== undefined && keys.has(key)) later.push(next)
    else {
      if (key !== undefined) keys.add(key)
      batch.push(next)
    }
  }
  queue.unshift(...later)
  return batch
}

export function geographyOf(world: FullWorld): Geography {
  return {
    digitsOf: (region) => (region === null ? '00' : (world.reference.region(region)?.digits ?? '00')),
    branchOfDistrict: (kato) => world.reference.branchOfDistrict(kato)?.code,
  }
}

/**
 * What the reporter wrote is not kept a second time, where erasure would not find it: a repeated request brings it along,
 * or it is another request and gets no answer.
 */
function withoutWords(answer: unknown): object {
  return { ...(answer as object), title: undefined, text: undefined, address: undefined, location: undefined }
}

function wordsOf({ title, text, address, lat, lon }: PreparedReport): object {
  return { title, text, address, location: lat === null || lon === null ? null : { lat, lon } }
}

function decide(deps: Deps, waiting: Queued, world: FullWorld, ids: ReservedIds, at: number): Decided {
  const { contacts, ...report } = waiting.report
  const id = ids.nextCase()
  const reportedAt = report.reportedAt ?? at
  const draft = draftReport(
    {
      ...report,
      id,
      reportedAt,
      search: searchDocument({ ...report, id, reportedAt }, world.reference),
      reporter: contacts ? sealContacts(contacts, id, deps.secrets) : null,
      trackingHash: deps.secrets.hash(deps.secrets.trackingToken(id)),
    },
    geographyOf(world),
    world,
    ids,
    at,
  )
  const change: CaseChange = draft.change()
  // Counted at once: the next report of this batch goes to whoever has fewer by then.
  deps.world.loads.give(change.state.owner)
  const answer = waiting.answer({ ...draft.case, version: 1 }, draft.deadlines(), world, at)
  const kept = { caseId: id, answer: withoutWords(answer.body) }
  const idempotency = recordOf(waiting.keyed, { status: answer.status, body: kept }, at)
  return {
    waiting,
    command: { change: { cases: [change] }, ...(idempotency ? { idempotency } : {}) },
    accepted: { answer, caseId: id },
  }
}
