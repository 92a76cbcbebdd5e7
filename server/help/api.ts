import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type CaseRow, listCaseRows } from '../../db/views/case.ts'
import { findHelp, type HelpRow, listHelp } from '../../db/views/help.ts'
import { paperQuery } from '../../shared/contract/contact.ts'
import { helpAnswerBody, helpBody, helpPage, helpQuery, helpView } from '../../shared/contract/help.ts'
import { instructionBody } from '../../shared/contract/instruction.ts'
import { idParam } from '../../shared/contract/text.ts'
import type { CaseFacts, Change } from '../../shared/domain/change.ts'
import type { Actor } from '../../shared/domain/events.ts'
import {
  decideHelp,
  decideHelpAnswer,
  decideHelpInstruction,
  decideHelpTaking,
  decideHelpWithdrawal,
} from '../../shared/domain/help.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { Ids } from '../../shared/domain/world.ts'
import { asBuilt, numberParams } from '../cases/read-api.ts'
import { actorFor, type InHand, idsFor, send, takeInHand } from '../cases/work.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { perform } from '../perform.ts'
import { branchesAsked } from '../scope.ts'
import type { FullWorld } from '../world.ts'
import { helpAfter, viewHelp } from './view.ts'

const idParams = z.object({ id: idParam })
/** What waits goes on by its hour, the rest backwards: their places are not each other's. */
const placeOf = (state: string) => (['waiting', 'open', 'taken'].includes(state) ? 'hf' : 'hb')

interface HelpInHand {
  readonly help: HelpRow
  readonly row: CaseRow
  readonly by: Actor
}

type DecideHelp = (facts: CaseFacts, help: HelpRow, by: Actor, world: FullWorld, ids: Ids, now: number) => Change

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
        decide: ({ row, by }, world, given, now) => decideHelp(row.facts, request.body, by, world, given, now),
        answer: (change, { row }, world, now) => ({
          status: 201,
          body: viewHelp(helpAfter(null, row.facts, change), world, now),
        }),
      })
      return send(reply, answer)
    },
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
        await list(world, now, { state: 'all', branches: null, caseId: row.facts.case.id }, cursor, limit),
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
        await list(world, now, { state, branches: branchesAsked(request, world, branch) }, cursor, limit),
      )
    },
  )

  routes.get(
    '/api/v1/help/:id',
    { schema: about('One request for help', 200), serializerCompiler },
    async (request, reply) => {
      const now = deps.now()
      const world = await deps.world.at(now)
      const { help } = await takeHelp(request, world)
      return reply.send(viewHelp(help, world, now))
    },
  )

  routes.post(
    '/api/v1/help/:id/taking',
    { schema: about('Take it up: somebody of the centre works on it'), serializerCompiler },
    (request, reply) => onHelp(request, reply, decideHelpTaking),
  )

  routes.post(
    '/api/v1/help/:id/answer',
    { schema: { ...about('Answer the branch'), body: helpAnswerBody }, serializerCompiler },
    (request, reply) =>
      onHelp(request, reply, (facts, help, by, world, ids, now) =>
        decideHelpAnswer(facts, help, request.body.text, by, world, ids, now),
      ),
  )

  routes.post(
    '/api/v1/help/:id/instruction',
    { schema: { ...about('Answer by ordering something'), body: instructionBody }, serializerCompiler },
    (request, reply) =>
      onHelp(request, reply, (facts, help, by, world, ids, now) =>
        decideHelpInstruction(facts, help, request.body, by, world, ids, now),
      ),
  )

  routes.post(
    '/api/v1/help/:id/withdrawal',
    { schema: about('The branch needs it no longer'), serializerCompiler },
    (request, reply) => onHelp(request, reply, decideHelpWithdrawal),
  )

  async function list(
    world: FullWorld,
    now: number,
    wish: Pick<Parameters<typeof listHelp>[1], 'state' | 'branches' | 'caseId'>,
    cursor: string | undefined,
    limit: number,
  ) {
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

  /** Throws `not_found`, `forbidden`, `unauthenticated`. */
  async function takeHelp(request: FastifyRequest, world: FullWorld): Promise<HelpInHand> {
    const { id } = request.params as { id: number }
    const help = await findHelp(deps.sql, id)
    if (!help) throw new Refusal('not_found')
    const [row] = await listCaseRows(deps.sql, [help.caseId])
    return { help, row: row!, by: actorFor(request, row!, world) }
  }

  async function onHelp(request: FastifyRequest, reply: FastifyReply, decide: DecideHelp): Promise<never> {
    let ids = 0
    const answer = await perform<HelpInHand>(deps, request, {
      async read(world) {
        const hand = await takeHelp(request, world)
        ids = idsFor([hand.row], deps.now())
        return hand
      },
      get ids() {
        return ids
      },
      decide: ({ help, row, by }, world, given, now) => decide(row.facts, help, by, world, given, now),
      answer: (change, { help, row }, world, now) => ({
        status: 201,
        body: viewHelp(helpAfter(help, row.facts, change), world, now),
      }),
    })
    return send(reply, answer)
  }
}
