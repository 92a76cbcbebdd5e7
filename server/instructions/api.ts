import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type CaseRow, listCaseRows } from '../../db/views/case.ts'
import { findInstruction, type InstructionRow, listInstructions } from '../../db/views/instructions.ts'
import { reasonBody } from '../../shared/contract/case.ts'
import { paperQuery, untilBody } from '../../shared/contract/contact.ts'
import {
  instructionBody,
  instructionPage,
  instructionReportBody,
  instructionView,
} from '../../shared/contract/instruction.ts'
import { idParam } from '../../shared/contract/text.ts'
import type { CaseFacts, Change } from '../../shared/domain/change.ts'
import type { Actor } from '../../shared/domain/events.ts'
import {
  decideAcceptance,
  decideInstruction,
  decideInstructionExtension,
  decideInstructionReport,
  decideReturn,
} from '../../shared/domain/instruction.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { Ids } from '../../shared/domain/world.ts'
import { roleOn } from '../caller.ts'
import { asBuilt, numberParams } from '../cases/read-api.ts'
import { actorFor, type InHand, idsFor, send, takeInHand } from '../cases/work.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { perform } from '../perform.ts'
import type { FullWorld } from '../world.ts'
import { instructionAfter, viewInstruction } from './view.ts'

const idParams = z.object({ id: idParam })
const PLACE = 'i'

interface OrderInHand {
  readonly instruction: InstructionRow
  readonly row: CaseRow
  readonly by: Actor
}

type DecideOrder = (
  facts: CaseFacts,
  instruction: InstructionRow,
  by: Actor,
  world: FullWorld,
  ids: Ids,
  now: number,
) => Change

/** What the centre orders, and its control. */
export function instructionRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const serializerCompiler = asBuilt
  const about = (summary: string, status: 200 | 201 = 201) =>
    ({ tags: ['instructions'], summary, params: idParams, response: { [status]: instructionView } }) as const

  routes.post(
    '/api/v1/cases/:number/instructions',
    {
      schema: {
        tags: ['instructions'],
        summary: 'Order something by a date',
        params: numberParams,
        body: instructionBody,
        response: { 201: instructionView },
      },
      serializerCompiler,
    },
    async (request, reply) => {
      let ids = 0
      const answer = await perform<InHand>(deps, request, {
        async read(world) {
          const hand = await takeInHand(deps, request, world)
          ids = idsFor([hand.row], deps.now())
          return hand
        },
        get ids() {
          return ids
        },
        decide: ({ row, by }, world, given, now) => decideInstruction(row.facts, request.body, by, world, given, now),
        answer: (change, { row }, world, now) => ({
          status: 201,
          body: viewInstruction(instructionAfter(null, row.facts, change), world, now),
        }),
      })
      return send(reply, answer)
    },
  )

  routes.get(
    '/api/v1/cases/:number/instructions',
    {
      schema: {
        tags: ['instructions'],
        summary: 'The instructions on a case',
        params: numberParams,
        querystring: paperQuery,
        response: { 200: instructionPage },
      },
      serializerCompiler,
    },
    async (request, reply) => {
      const { cursor, limit } = request.query
      const [after = 0] = cursor === undefined ? [] : readCursor(PLACE, 1, cursor)
      const now = deps.now()
      const world = await deps.world.at(now)
      const { row } = await takeInHand(deps, request, world)
      const rows = await listInstructions(deps.sql, row.facts.case.id, after, limit + 1)
      const items = rows.slice(0, limit)
      return reply.send({
        items: items.map((i) => viewInstruction(i, world, now)),
        nextCursor: rows.length > limit ? writeCursor(PLACE, items.at(-1)!.id) : null,
      })
    },
  )

  routes.get(
    '/api/v1/instructions/:id',
    { schema: about('One instruction', 200), serializerCompiler },
    async (request, reply) => {
      const now = deps.now()
      const world = await deps.world.at(now)
      const { instruction } = await takeOrder(request, world)
      return reply.send(viewInstruction(instruction, world, now))
    },
  )

  routes.post(
    '/api/v1/instructions/:id/reports',
    {
      schema: { ...about('Report on it; an interim report keeps it on control'), body: instructionReportBody },
      serializerCompiler,
    },
    (request, reply) =>
      onOrder(request, reply, (facts, instruction, by, world, ids, now) =>
        decideInstructionReport(facts, instruction, request.body, by, world, ids, now),
      ),
  )

  routes.post(
    '/api/v1/instructions/:id/acceptance',
    { schema: about('Accept the report: off control'), serializerCompiler },
    (request, reply) => onOrder(request, reply, decideAcceptance),
  )

  routes.post(
    '/api/v1/instructions/:id/return',
    { schema: { ...about('The report is not enough'), body: reasonBody }, serializerCompiler },
    (request, reply) =>
      onOrder(request, reply, (facts, instruction, by, world, ids, now) =>
        decideReturn(facts, instruction, request.body.reason, by, world, ids, now),
      ),
  )

  routes.post(
    '/api/v1/instructions/:id/extension',
    { schema: { ...about('Ask for a later date before the term, or grant one'), body: untilBody }, serializerCompiler },
    (request, reply) =>
      onOrder(request, reply, (facts, instruction, by, world, ids, now) =>
        decideInstructionExtension(facts, instruction, request.body, by, world, ids, now),
      ),
  )

  /** In the hands of those it concerns (author, responsible, co-executors) and of those who may work on the case. */
  async function takeOrder(request: FastifyRequest, world: FullWorld): Promise<OrderInHand> {
    const { id } = request.params as { id: number }
    const instruction = await findInstruction(deps.sql, id)
    if (!instruction) throw new Refusal('not_found')
    const [row] = await listCaseRows(deps.sql, [instruction.caseId])
    return { instruction, row: row!, by: whoActs(request, instruction, row!, world) }
  }

  function whoActs(request: FastifyRequest, instruction: InstructionRow, row: CaseRow, world: FullWorld): Actor {
    const { caller } = request
    const { author, responsible, coExecutors } = instruction
    if (caller.kind === 'staff' && [author, responsible, ...coExecutors].includes(caller.id)) {
      const role = roleOn(request)
      if (role) return { kind: 'staff', staff: caller.id, name: caller.name, role }
    }
    return actorFor(request, row, world)
  }

  async function onOrder(request: FastifyRequest, reply: FastifyReply, decide: DecideOrder): Promise<never> {
    let ids = 0
    const answer = await perform<OrderInHand>(deps, request, {
      async read(world) {
        const hand = await takeOrder(request, world)
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
    return send(reply, answer)
  }
}
