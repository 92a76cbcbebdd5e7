import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { type Applied, applyMoves, type Command, type IdempotencyRecord } from '../db/apply/index.ts'
import { isUniqueViolation } from '../db/errors.ts'
import { findIdempotent } from '../db/idempotency.ts'
import { findStamp } from '../db/views/reference.ts'
import type { Change } from '../shared/domain/change.ts'
import { Refusal } from '../shared/domain/refusal.ts'
import type { Ids } from '../shared/domain/world.ts'
import { callerKey, routeKey } from './caller.ts'
import type { Deps } from './deps.ts'
import { HttpProblem } from './problem.ts'
import type { FullWorld } from './world.ts'

const ATTEMPTS = 3
const KEPT_FOR_MS = 24 * 3_600_000

export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** What a keyed request is known by; null when it brings no Idempotency-Key. */
export interface Keyed {
  readonly key: string
  readonly request: string
}

/** Reads the Idempotency-Key of a request. Throws `idempotency_key_invalid`. */
export function keyedBy(deps: Deps, request: FastifyRequest): Keyed | null {
  const key = request.headers['idempotency-key']
  if (key === undefined) return null
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) throw new HttpProblem('idempotency_key_invalid')
  const what = JSON.stringify([request.params ?? null, request.body ?? null])
  return {
    key: deps.secrets.idempotencyKey(callerKey(request, key), routeKey(request), key),
    request: createHash('sha256').update(what).digest('base64'),
  }
}

/** The stored answer to a repeated request, or undefined. Throws `idempotency_key_reused` when the key came with another request. */
export async function findAnswer(deps: Deps, keyed: Keyed | null): Promise<Answer | undefined> {
  if (!keyed) return undefined
  const record = await findIdempotent(deps.sql, keyed.key)
  if (!record) return undefined
  if (record.request !== keyed.request) throw new HttpProblem('idempotency_key_reused')
  return { status: record.status, body: record.body }
}

export function recordOf(keyed: Keyed | null, answer: Answer, now: number): IdempotencyRecord | undefined {
  return keyed ? { ...keyed, status: answer.status, body: answer.body, expiresAt: now + KEPT_FOR_MS } : undefined
}

export interface Work<Facts> {
  /** One query; throws `not_found`, `forbidden`. */
  read(world: FullWorld): Promise<Facts>
  /** How many ids the decision may take. */
  ids(facts: Facts, now: number): number
  /** Pure: shared/domain. */
  decide(facts: Facts, world: FullWorld, ids: Ids, now: number): Change
  /** The answer, from the change; stored with the idempotency key in the same statement. */
  answer(change: Change, facts: Facts, world: FullWorld, now: number): Answer
  /** Another statement than that of plain moves: what it writes besides goes in the same one. */
  apply?(command: Command, stamp: number, facts: Facts, now: number): Promise<Applied>
}

/**
 * Read the facts, decide, apply in one statement. When somebody was faster, read and decide again, at most three
 * times, then `conflict`. A repeated request gets the first answer, also while the first is still running.
 */
export async function perform<Facts>(
  deps: Deps,
  request: FastifyRequest,
  work: Work<Facts>,
): Promise<Answer & { applied?: Applied }> {
  return performOnce(deps, keyedBy(deps, request), work)
}

/** The same for what is no request of its own. */
export async function performOnce<Facts>(
  deps: Deps,
  keyed: Keyed | null,
  work: Work<Facts>,
): Promise<Answer & { applied?: Applied }> {
  for (let attempt = 1; ; ) {
    const now = deps.now()
    const known = await findAnswer(deps, keyed)
    if (known) return known
    const world = await deps.world.at(now)
    let decided: { facts: Facts; change: Change }
    try {
      const facts = await work.read(world)
      const ids = await deps.ids.reserve(work.ids(facts, now))
      decided = { facts, change: work.decide(facts, world, ids, now) }
    } catch (error) {
      const refused = error instanceof Refusal || error instanceof HttpProblem
      // The twin of this request may just have done it (and given the case away by it), and then its answer is ours too.
      const twin = refused ? await findAnswer(deps, keyed) : undefined
      if (twin) return twin
      // Another instance may have changed people or reference data: nobody is refused by an outdated picture.
      const stamp = refused ? await findStamp(deps.sql) : world.stamp
      if (stamp === world.stamp) throw error
      deps.world.outdated(stamp)
      continue
    }
    const { facts, change } = decided
    const answer = work.answer(change, facts, world, now)
    const idempotency = recordOf(keyed, answer, now)
    try {
      const command = { change, ...(idempotency ? { idempotency } : {}) }
      const applied = work.apply
        ? await work.apply(command, world.stamp, facts, now)
        : await applyMoves(deps.sql, [command], world.stamp)
      if (applied.applied.has(0)) {
        deps.bell?.ring()
        return { ...numbered(answer, applied), applied }
      }
      if (applied.stamp !== world.stamp) {
        deps.world.outdated(applied.stamp)
        continue
      }
    } catch (error) {
      if (!isUniqueViolation(error, 'idempotency_pkey')) throw error
    }
    if (++attempt > ATTEMPTS) throw new HttpProblem('conflict')
  }
}

/** Letters get their number while they are written. */
function numbered(answer: Answer, applied: Applied): Answer {
  const number = applied.contacts[0]?.number
  return number === undefined ? answer : { ...answer, body: { ...(answer.body as object), outgoingNumber: number } }
}
