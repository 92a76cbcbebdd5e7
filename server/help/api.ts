import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { paperQuery } from '../../shared/contract/contact.ts'
import { helpAnswerBody, helpBody, helpPage, helpQuery, helpView } from '../../shared/contract/help.ts'
import { instructionBody } from '../../shared/contract/instruction.ts'
import { idParam } from '../../shared/contract/text.ts'
import {
  decideHelpAnswer,
  decideHelpInstruction,
  decideHelpTaking,
  decideHelpWithdrawal,
} from '../../shared/domain/help.ts'
import { asBuilt, numberParams } from '../cases/read-api.ts'
import { send, takeInHand } from '../cases/work.ts'
import type { Deps } from '../deps.ts'
import { branchesAsked } from '../scope.ts'
import { viewHelp } from './view.ts'
import { actOnHelp, askHelp, readHelp, takeHelp } from './work.ts'

const idParams = z.object({ id: idParam })

/** A branch asks the centre; the centre takes it up, answers or instructs. */
export function helpRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const serializerCompiler = asBuilt
  const about = (summary: string, status: 200 | 201 = 201) =>
    ({ tags: ['help'], summary, params: idParams, response: { [status]: helpView } }) as const

  routes.post(
    '/api/v1/cases/:number/help',
    {
      schema: {
        tags: ['help'],
        summary: 'Ask the centre for help: the question, what was tried, what is needed',
        params: numberParams,
        body: helpBody,
        response: { 201: helpView },
      },
      serializerCompiler,
    },
    async (request, reply) => send(reply, await askHelp(deps, request, request.body)),
  )

  routes.get(
    '/api/v1/cases/:number/help',
    {
      schema: {
        tags: ['help'],
        summary: 'What the branch asked the centre about a case, the latest first',
        params: numberParams,
        querystring: paperQuery,
        response: { 200: helpPage },
      },
      serializerCompiler,
    },
    async (request, reply) => {
      const now = deps.now()
      const world = await deps.world.at(now)
      const { row } = await takeInHand(deps, request, world)
      const { cursor, limit } = request.query
      return reply.send(
        await readHelp(deps, world, now, { state: 'all', branches: null, caseId: row.facts.case.id }, cursor, limit),
      )
    },
  )

  routes.get(
    '/api/v1/help',
    {
      schema: {
        tags: ['help'],
        summary: 'Help asked for by the branches in my reach: what waits by its hour, the rest the latest first',
        querystring: helpQuery,
        response: { 200: helpPage },
      },
      serializerCompiler,
    },
    async (request, reply) => {
      const now = deps.now()
      const world = await deps.world.at(now)
      const { state, branch, cursor, limit } = request.query
      return reply.send(
        await readHelp(deps, world, now, { state, branches: branchesAsked(request, world, branch) }, cursor, limit),
      )
    },
  )

  routes.get(
    '/api/v1/help/:id',
    { schema: about('One request for help', 200), serializerCompiler },
    async (request, reply) => {
      const now = deps.now()
      const world = await deps.world.at(now)
      const { help } = await takeHelp(deps, request, world, request.params.id)
      return reply.send(viewHelp(help, world, now))
    },
  )

  routes.post(
    '/api/v1/help/:id/taking',
    { schema: about('Take it up: somebody of the centre works on it'), serializerCompiler },
    async (request, reply) => send(reply, await actOnHelp(deps, request, request.params.id, decideHelpTaking)),
  )

  routes.post(
    '/api/v1/help/:id/answer',
    { schema: { ...about('Answer the branch'), body: helpAnswerBody }, serializerCompiler },
    async (request, reply) =>
      send(
        reply,
        await actOnHelp(deps, request, request.params.id, (facts, help, by, world, ids, now) =>
          decideHelpAnswer(facts, help, request.body.text, by, world, ids, now),
        ),
      ),
  )

  routes.post(
    '/api/v1/help/:id/instruction',
    { schema: { ...about('Answer by ordering something'), body: instructionBody }, serializerCompiler },
    async (request, reply) =>
      send(
        reply,
        await actOnHelp(deps, request, request.params.id, (facts, help, by, world, ids, now) =>
          decideHelpInstruction(facts, help, request.body, by, world, ids, now),
        ),
      ),
  )

  routes.post(
    '/api/v1/help/:id/withdrawal',
    { schema: about('The branch needs it no longer'), serializerCompiler },
    async (request, reply) => send(reply, await actOnHelp(deps, request, request.params.id, decideHelpWithdrawal)),
  )
}
