import type { FastifyRequest } from 'fastify'
import type { CaseRow } from '../../db/views/case.ts'
import { findInstruction, type InstructionRow } from '../../db/views/instructions.ts'
import type { InstructionBody, InstructionView } from '../../shared/contract/instruction.ts'
import type { CaseFacts, Change } from '../../shared/domain/change.ts'
import type { Actor } from '../../shared/domain/events.ts'
import { decideInstruction } from '../../shared/domain/instruction.ts'
import { PERMISSIONS } from '../../shared/domain/permissions.ts'
import type { Ids } from '../../shared/domain/world.ts'
import { roleOn, targetOf } from '../caller.ts'
import { readOnCases } from '../cases/on-cases.ts'
import { actorFor, type InHand, idsFor, takeInHand } from '../cases/work.ts'
import type { Deps } from '../deps.ts'
import { type Answer, perform } from '../perform.ts'
import { HttpProblem } from '../problem.ts'
import type { FullWorld } from '../world.ts'
import { OF_BRANCH } from './list.ts'
import { instructionAfter, viewInstruction } from './view.ts'

export interface OrderInHand {
  readonly instruction: InstructionRow
  readonly row: CaseRow
  readonly by: Actor
}

export type DecideOrder = (
  facts: CaseFacts,
  instruction: InstructionRow,
  by: Actor,
  world: FullWorld,
  ids: Ids,
  now: number,
) => Change

/** The instruction in the hands of the caller. Throws `not_found`, `forbidden`, `unauthenticated`. */
async function takeOrder(deps: Deps, request: FastifyRequest, world: FullWorld, id: number): Promise<OrderInHand> {
  const { instruction, row } = await getOrder(deps, id)
  return { instruction, row, by: concerned(request, instruction) ?? actorFor(request, row, world) }
}

/**
 * The instruction for reading, whatever the route: open to those it concerns (author, responsible, co-executors), to the
 * head of their branch, and to those who may read the case from inside. Throws `not_found`, `forbidden`, `unauthenticated`.
 */
export async function readOrder(
  deps: Deps,
  request: FastifyRequest,
  world: FullWorld,
  id: number,
): Promise<Omit<OrderInHand, 'by'>> {
  const order = await getOrder(deps, id)
  const { branch, owner } = order.row.facts.case
  const mayRead =
    concerned(request, order.instruction) ??
    roleOn(request, targetOf(world, order.instruction.branch), OF_BRANCH) ??
    roleOn(request, targetOf(world, branch, owner), PERMISSIONS['GET /api/v1/instructions/:id'])
  if (!mayRead) throw new HttpProblem(request.caller.kind === 'anonymous' ? 'unauthenticated' : 'forbidden')
  return order
}

async function getOrder(deps: Deps, id: number): Promise<Omit<OrderInHand, 'by'>> {
  const { paper: instruction, rows } = await readOnCases(
    deps,
    () => findInstruction(deps.sql, id),
    ({ caseId }) => [caseId],
  )
  return { instruction, row: rows[0]! }
}

/** Author, responsible and co-executors act in their own role, whatever branch the case is of. */
function concerned(request: FastifyRequest, { author, responsible, coExecutors }: InstructionRow): Actor | null {
  const { caller } = request
  if (caller.kind !== 'staff' || ![author, responsible, ...coExecutors].includes(caller.id)) return null
  const role = roleOn(request)
  return role && { kind: 'staff', staff: caller.id, name: caller.name, role }
}

/** Orders something on the case of the request; API and page call the same. Throws what `decideInstruction` refuses. */
export async function giveOrder(
  deps: Deps,
  request: FastifyRequest,
  input: InstructionBody,
): Promise<Answer & { body: InstructionView }> {
  const answer = await perform<InHand>(deps, request, {
    read: (world) => takeInHand(deps, request, world),
    ids: ({ row }, now) => idsFor([row], now),
    decide: ({ row, by }, world, given, now) => decideInstruction(row.facts, input, by, world, given, now),
    answer: (change, { row }, world, now) => ({
      status: 201,
      body: viewInstruction(instructionAfter(null, row.facts, change), world, now),
    }),
  })
  return answer as Answer & { body: InstructionView }
}

/** One command on an instruction: the caller's right to it, the decision, one statement; answered with it as it is then. */
export async function actOnOrder(
  deps: Deps,
  request: FastifyRequest,
  id: number,
  decide: DecideOrder,
): Promise<Answer & { body: InstructionView }> {
  const answer = await perform<OrderInHand>(deps, request, {
    read: (world) => takeOrder(deps, request, world, id),
    ids: ({ row }, now) => idsFor([row], now),
    decide: ({ instruction, row, by }, world, given, now) => decide(row.facts, instruction, by, world, given, now),
    answer: (change, { instruction, row }, world, now) => ({
      status: 201,
      body: viewInstruction(instructionAfter(instruction, row.facts, change), world, now),
    }),
  })
  return answer as Answer & { body: InstructionView }
}
