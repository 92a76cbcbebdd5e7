import type { FastifyRequest } from 'fastify'
import type { CaseRow } from '../../db/views/case.ts'
import { findHelp, type HelpRow, type HelpWish, listHelp } from '../../db/views/help.ts'
import type { HelpView } from '../../shared/contract/help.ts'
import type { CaseFacts, Change } from '../../shared/domain/change.ts'
import type { Actor } from '../../shared/domain/events.ts'
import { decideHelp, type HelpInput } from '../../shared/domain/help.ts'
import type { Ids } from '../../shared/domain/world.ts'
import { readOnCases } from '../cases/on-cases.ts'
import { actorFor, type InHand, idsFor, takeInHand } from '../cases/work.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { type Answer, perform } from '../perform.ts'
import type { FullWorld } from '../world.ts'
import { helpAfter, viewHelp } from './view.ts'

/** What waits goes on by its hour, the rest backwards: their places are not each other's. */
const placeOf = (state: string) => (['waiting', 'open', 'taken'].includes(state) ? 'hf' : 'hb')

export interface HelpInHand {
  readonly help: HelpRow
  readonly row: CaseRow
  readonly by: Actor
}

export type DecideHelp = (facts: CaseFacts, help: HelpRow, by: Actor, world: FullWorld, ids: Ids, now: number) => Change

type HelpAnswer = Answer & { body: HelpView }

/** A page of what was asked. Throws `invalid_cursor`. */
export async function readHelp(
  deps: Deps,
  world: FullWorld,
  now: number,
  wish: Pick<HelpWish, 'state' | 'branches' | 'caseId'>,
  cursor: string | undefined,
  limit: number,
): Promise<{ items: HelpView[]; nextCursor: string | null }> {
  const place = placeOf(wish.state)
  const after = cursor === undefined ? undefined : (readCursor(place, 2, cursor) as [number, number])
  const rows = await listHelp(deps.sql, { ...wish, after, limit: limit + 1 })
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return {
    items: items.map((h) => viewHelp(h, world, now)),
    nextCursor: rows.length > limit ? writeCursor(place, last!.dueAt, last!.id) : null,
  }
}

/** In the hands of whoever may work on its case. Throws `not_found`, `forbidden`, `unauthenticated`. */
export async function takeHelp(deps: Deps, request: FastifyRequest, world: FullWorld, id: number): Promise<HelpInHand> {
  const { paper: help, rows } = await readOnCases(
    deps,
    () => findHelp(deps.sql, id),
    ({ caseId }) => [caseId],
  )
  const row = rows[0]!
  return { help, row, by: actorFor(request, row, world) }
}

/** The branch asks about the case of the request. */
export async function askHelp(deps: Deps, request: FastifyRequest, input: HelpInput): Promise<HelpAnswer> {
  const answer = await perform<InHand>(deps, request, {
    read: (world) => takeInHand(deps, request, world),
    ids: ({ row }, now) => idsFor([row], now),
    decide: ({ row, by }, world, given, now) => decideHelp(row.facts, input, by, world, given, now),
    answer: (change, { row }, world, now) => ({
      status: 201,
      body: viewHelp(helpAfter(null, row.facts, change), world, now),
    }),
  })
  return answer as HelpAnswer
}

/** One command on it: the caller's right, the decision, one statement; answered with it as it is then. */
export async function actOnHelp(
  deps: Deps,
  request: FastifyRequest,
  id: number,
  decide: DecideHelp,
): Promise<HelpAnswer> {
  const answer = await perform<HelpInHand>(deps, request, {
    read: (world) => takeHelp(deps, request, world, id),
    ids: ({ row }, now) => idsFor([row], now),
    decide: ({ help, row, by }, world, given, now) => decide(row.facts, help, by, world, given, now),
    answer: (change, { help, row }, world, now) => ({
      status: 201,
      body: viewHelp(helpAfter(help, row.facts, change), world, now),
    }),
  })
  return answer as HelpAnswer
}
