import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CaseRow } from '../../db/views/case.ts'
import type { CaseChange } from '../../shared/domain/change.ts'
import type { Actor } from '../../shared/domain/events.ts'
import { isPointHidden } from '../../shared/domain/moderation.ts'
import type { Ids } from '../../shared/domain/world.ts'
import { actorOn, targetOf } from '../caller.ts'
import type { Deps } from '../deps.ts'
import { type Answer, perform } from '../perform.ts'
import type { FullWorld } from '../world.ts'
import { getCase } from './sight.ts'
import { type SeenCase, viewCase } from './view.ts'

/** More ids than one step takes; each deadline with rungs due by now may take as many as a whole ladder does. */
const IDS = 60
const IDS_PER_DUE = 80

/** A case in hand, and who acts on it. */
export interface InHand {
  readonly row: CaseRow
  readonly by: Actor
}

export type DecideCase = (hand: InHand, world: FullWorld, ids: Ids, now: number) => CaseChange

/** The case of the request in the hands of the caller. Throws `invalid_number`, `not_found`, `forbidden`, `unauthenticated`. */
export async function takeInHand(deps: Deps, request: FastifyRequest, world: FullWorld): Promise<InHand> {
  const { number } = request.params as { number: string }
  const row = await getCase(deps, number)
  return { row, by: actorFor(request, row, world) }
}

/**
 * The case of the request and the further ones it names, each once, all in the hands of the caller. What is wrong with a
 * further one is said at `alsoCases`. Throws as `takeInHand` does.
 */
export async function takeSeveral(
  deps: Deps,
  request: FastifyRequest,
  world: FullWorld,
  alsoCases: readonly string[] = [],
): Promise<{ rows: readonly CaseRow[]; by: Actor }> {
  const { row, by } = await takeInHand(deps, request, world)
  const rows = new Map([[row.facts.case.id, row]])
  for (const number of alsoCases) {
    const also = await takeFurther(deps, request, world, number, 'alsoCases')
    rows.set(also.facts.case.id, also)
  }
  return { rows: [...rows.values()], by }
}

/** Another case than that of the request, named in a field of it, in the hands of the caller, too. Throws as `takeInHand` does. */
export async function takeFurther(
  deps: Deps,
  request: FastifyRequest,
  world: FullWorld,
  number: string,
  field: string,
): Promise<CaseRow> {
  const row = await getCase(deps, number, [field])
  actorFor(request, row, world, [field])
  return row
}

/** Who acts on this case. Throws `forbidden`, `unauthenticated`. */
export function actorFor(request: FastifyRequest, row: CaseRow, world: FullWorld, path: readonly string[] = []): Actor {
  const { branch, owner } = row.facts.case
  return actorOn(request, targetOf(world, branch, owner), row.trackingHash, path)
}

/** How many ids a decision about these cases may take. */
export function idsFor(rows: readonly CaseRow[], now: number): number {
  let ids = 0
  for (const { facts } of rows) {
    const due = facts.deadlines.filter((d) => d.wakeAt !== null && d.wakeAt <= now).length
    ids += IDS + due * IDS_PER_DUE
  }
  return ids
}

/** One command on one case: the caller's right to it, the decision, one statement; answered with the case as it is then. */
export async function onCase(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  decide: DecideCase,
  status: 200 | 201 = 201,
): Promise<never> {
  return send(reply, await actOnCase(deps, request, decide, status))
}

/** The same without sending: pages answer in their own way. */
export async function actOnCase(
  deps: Deps,
  request: FastifyRequest,
  decide: DecideCase,
  status: 200 | 201 = 201,
): Promise<Answer> {
  return perform<InHand>(deps, request, {
    read: (world) => takeInHand(deps, request, world),
    ids: ({ row }, now) => idsFor([row], now),
    decide: (hand, world, given, now) => ({ cases: [decide(hand, world, given, now)] }),
    answer: ({ cases: [change] }, hand, world, now) => ({ status, body: caseAfter(deps, hand, change!, world, now) }),
  })
}

/** Sends an answer. The type says "nothing", as the schema of the route knows only what was decided at compile time. */
export function send(reply: FastifyReply, { status, body }: Answer): never {
  return reply.code(status).send(body) as never
}

/** The case after its change, as whoever made it sees it. */
export function caseAfter(deps: Deps, { row, by }: InHand, change: CaseChange, world: FullWorld, now: number) {
  const sight = by.kind === 'reporter' ? 'reporter' : 'inside'
  return viewCase(seenAfter(row, change), sight, world, deps.config.publicUrl, now)
}

export function seenAfter(row: CaseRow, change: CaseChange): SeenCase {
  const { supporters, erasedAt, attachments } = row
  const deadlines = new Map(row.seenDeadlines.map((d) => [d.id, d]))
  for (const d of [...change.opened, ...change.changed]) deadlines.set(d.id, d)
  return {
    case: {
      ...row.facts.case,
      ...change.state,
      version: change.version + 1,
      updatedAt: change.updatedAt,
      supporters,
      erasedAt,
      pointHidden: isPointHidden(row.moderation, row.facts.case.address),
    },
    deadlines: [...deadlines.values()],
    attachments,
  }
}
