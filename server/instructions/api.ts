import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { listInstructions } from '../../db/views/instructions.ts'
import { reasonBody } from '../../shared/contract/case.ts'
import { paperQuery, untilBody } from '../../shared/contract/contact.ts'
import {
  instructionBody,
  instructionPage,
  instructionQuery,
  instructionReportBody,
  instructionView,
} from '../../shared/contract/instruction.ts'
import { idParam } from '../../shared/contract/text.ts'
import { decideAcceptance, decideInstructionReport, decideReturn } from '../../shared/domain/instruction.ts'
import { decideExtensionRefusal, decideInstructionExtension } from '../../shared/domain/instruction-term.ts'
import { asBuilt, numberParams } from '../cases/read-api.ts'
import { send, takeInHand } from '../cases/work.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { readOrders } from './list.ts'
import { viewInstruction } from './view.ts'
import { actOnOrder, giveOrder, readOrder } from './work.ts'

const idParams = z.object({ id: idParam })
const PLACE = 'i'

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
    async (request, reply) => send(reply, await giveOrder(deps, request, request.body)),
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
    '/api/v1/instructions',
    {
      schema: {
        tags: ['instructions'],
        summary: 'Instructions in my reach, the longest overdue first; off control, the latest date first',
        querystring: instructionQuery,
        response: { 200: instructionPage },
      },
      serializerCompiler,
    },
    async (request, reply) => {
      const now = deps.now()
      const world = await deps.world.at(now)
      const { items, nextCursor } = await readOrders(deps, request, world, request.query, now)
      return reply.send({ items: items.map((i) => viewInstruction(i, world, now)), nextCursor })
    },
  )

  routes.get(
    '/api/v1/instructions/:id',
    { schema: about('One instruction', 200), serializerCompiler },
    async (request, reply) => {
      const now = deps.now()
      const world = await deps.world.at(now)
      const { instruction } = await readOrder(deps, request, world, request.params.id)
      return reply.send(viewInstruction(instruction, world, now))
    },
  )

  routes.post(
    '/api/v1/instructions/:id/reports',
    {
      schema: { ...about('Report on it; an interim report keeps it on control'), body: instructionReportBody },
      serializerCompiler,
    },
    async (request, reply) =>
      send(
        reply,
        await actOnOrder(deps, request, request.params.id, (facts, instruction, by, world, ids, now) =>
          decideInstructionReport(facts, instruction, request.body, by, world, ids, now),
        ),
      ),
  )

  routes.post(
    '/api/v1/instructions/:id/acceptance',
    { schema: about('Accept the report: off control'), serializerCompiler },
    async (request, reply) => send(reply, await actOnOrder(deps, request, request.params.id, decideAcceptance)),
  )

  routes.post(
    '/api/v1/instructions/:id/return',
    { schema: { ...about('The report is not enough'), body: reasonBody }, serializerCompiler },
    async (request, reply) =>
      send(
        reply,
        await actOnOrder(deps, request, request.params.id, (facts, instruction, by, world, ids, now) =>
          decideReturn(facts, instruction, request.body.reason, by, world, ids, now),
        ),
      ),
  )

  routes.post(
    '/api/v1/instructions/:id/extension',
    { schema: { ...about('Ask for a later date before the term, or grant one'), body: untilBody }, serializerCompiler },
    async (request, reply) =>
      send(
        reply,
        await actOnOrder(deps, request, request.params.id, (facts, instruction, by, world, ids, now) =>
          decideInstructionExtension(facts, instruction, request.body, by, world, ids, now),
        ),
      ),
  )

  routes.post(
    '/api/v1/instructions/:id/extension/refusal',
    { schema: { ...about('Refuse the later date that was asked for'), body: reasonBody }, serializerCompiler },
    async (request, reply) =>
      send(
        reply,
        await actOnOrder(deps, request, request.params.id, (facts, instruction, by, world, ids, now) =>
          decideExtensionRefusal(facts, instruction, request.body.reason, by, world, ids, now),
        ),
      ),
  )
}
