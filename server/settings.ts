import type { FastifyRequest } from 'fastify'
import type { Row } from 'postgres'
import { isUniqueViolation } from '../db/errors.ts'
import { applySetting, type Fragment, type SettingLog } from '../db/settings.ts'
import { findStamp } from '../db/views/reference.ts'
import { Refusal } from '../shared/domain/refusal.ts'
import type { Ids } from '../shared/domain/world.ts'
import type { Deps } from './deps.ts'
import { type Answer, findAnswer, keyedBy, recordOf } from './perform.ts'
import { HttpProblem } from './problem.ts'
import type { FullWorld } from './world.ts'

const ATTEMPTS = 10
const IDS = 10

export interface Setting {
  readonly write: Fragment
  readonly more?: Fragment
  readonly before?: Fragment
  readonly log: Pick<SettingLog, 'what' | 'subject' | 'data'>
  /** The answer to a POST, kept for repeats; what must not lie in the database is sealed in it. */
  readonly answer?: Answer
}

export interface SettingWork<Facts> {
  /** Reads after the world was read; whatever changes in between makes the write fall through, and all is read again. */
  read(world: FullWorld): Promise<Facts>
  /** Null: there is nothing to do after all. Throws Refusal or HttpProblem. */
  decide(facts: Facts, world: FullWorld, ids: Ids, now: number): Setting | null
  readonly ids?: number
}

export interface Changed<Written> {
  /** Empty: nothing to do, or no such row to change. */
  readonly rows: readonly Written[]
  /** This very request was served before; `answer` is what it was given. */
  readonly repeated: boolean
  /** The answer decided now, or the one first given to this Idempotency-Key. */
  readonly answer?: Answer | undefined
}

/**
 * A change of configuration: decided in the world as it is, written in one statement with its log, stamp and idempotency
 * record. When somebody else changed the world meanwhile, read and decided again. Without a request (a command, the
 * engine) it is nobody's.
 */
export async function changeSetting<Written extends Row, Facts = undefined>(
  deps: Deps,
  request: FastifyRequest | null,
  work: SettingWork<Facts>,
): Promise<Changed<Written>> {
  const keyed = request?.method === 'POST' ? keyedBy(deps, request) : null
  const staff = request?.caller.kind === 'staff' ? request.caller.id : null
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const now = deps.now()
    const known = await findAnswer(deps, keyed)
    if (known) return { rows: [], repeated: true, answer: known }
    const world = await deps.world.at(now)
    let ids: Ids
    let setting: Setting | null
    try {
      const facts = await work.read(world)
      ids = await deps.ids.reserve(work.ids ?? IDS)
      setting = work.decide(facts, world, ids, now)
    } catch (error) {
      const refused = error instanceof Refusal || error instanceof HttpProblem
      // The twin of this request may just have done it: then its answer is ours too.
      const twin = refused ? await findAnswer(deps, keyed) : undefined
      if (twin) return { rows: [], repeated: true, answer: twin }
      // Another instance may have changed people or reference data: nobody is refused by an outdated picture.
      const stamp = refused ? await findStamp(deps.sql) : world.stamp
      if (stamp === world.stamp) throw error
      deps.world.outdated(stamp)
      continue
    }
    if (!setting) return { rows: [], repeated: false }
    const { answer, log, ...parts } = setting
    try {
      const rows = await applySetting<Written>(deps.sql, world.stamp, {
        ...parts,
        log: { ...log, id: ids.next(), at: now, staff },
        idempotency: answer && recordOf(keyed, answer, now),
      })
      deps.world.forget()
      if (rows) return { rows, repeated: false, answer }
    } catch (error) {
      if (!isUniqueViolation(error, 'idempotency_pkey')) throw error
    }
  }
  throw new HttpProblem('conflict')
}

/** For work that reads nothing but the world. */
export const nothing = () => Promise.resolve(undefined)
