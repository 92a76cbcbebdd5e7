import type { FastifyRequest } from 'fastify'
import { type CaseRow, listCaseRows } from '../../db/views/case.ts'
import { findInstruction, type InstructionRow } from '../../db/views/instructions.ts'
import type { InstructionView } from '../../shared/contract/instruction.ts'
import type { CaseFacts, Change } from '../../shared/domain/change.ts'
import type { Actor } from '../../shared/domain/events.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { Ids } from '../../shared/domain/world.ts'
import { roleOn, targetOf } from '../caller.ts'
import { actorFor, idsFor } from '../cases/work.ts'
import type { Deps } from '../deps.ts'
import { type Answer, perform } from '../perform.ts'
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
export async function takeOrder(
  deps: Deps,
  request: FastifyRequest,
  world: FullWorld,
  id: number,
): Promise<OrderInHand> {
  const instruction = await findInstruction(deps.sql, id)
  if (!instruction) throw new Refusal('not_found')
  const [row] = await listCaseRows(deps.sql, [instruction.caseId])
  return { instruction, row: row!, by: whoActs(request, instruction, row!, world) }
}

/** In the hands of those it concerns (author, responsible, co-executors), of the head of their branch, and of those who may work on the case. */
function whoActs(request: FastifyRequest, instruction: InstructionRow, row: CaseRow, world: FullWorld): Actor {
  const { caller } = request
  if (caller.kind === 'staff') {
    const concerned = [instruction.author, instruction.responsible, ...instruction.coExecutors].includes(caller.id)
    const role = concerned ? roleOn(request) : roleOn(request, targetOf(world, instruction.branch), OF_BRANCH)
    const reads = request.method === 'GET' || request.method === 'HEAD'
    if (role && (concerned || reads)) return { kind: 'staff', staff: caller.id, name: caller.name, role }
  }
  return actorFor(request, row, world)
}

/** One command on an instruction: the caller's right to it, the decision, one statement; answered with it as it is then. */
export async function actOnOrder(
  deps: Deps,
  request: FastifyRequest,
  id: number,
  decide: DecideOrder,
): Promise<Answer & { body: InstructionView }> {
  let ids = 0
  const answer = await perform<OrderInHand>(deps, request, {
    async read(world) {
      const hand = await takeOrder(deps, request, world, id)
      ids = idsFor([hand.row], deps.now())
      return hand
    },
    get ids() {
      return ids
    },
    decide: ({ instruction, row, by }, world, given, now) => decide(row.facts, instruction, by, world, given, now),
    answer: (change, { instruction, row }, world, now) => ({
      status: 201,
      body: viewInstruction(instructionAfter(instruction, row.facts, change), world, now),
    }),
  })
  return answer as Answer & { body: InstructionView }
}
