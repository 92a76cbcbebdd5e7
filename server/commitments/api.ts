import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { listCommitments } from '../../db/commitments.ts'
import {
  boardFileQuery,
  boardPage,
  boardQuery,
  commitmentBody,
  commitmentPage,
  commitmentParams,
  commitmentView,
  outcomeBody,
} from '../../shared/contract/commitment.ts'
import { paperQuery } from '../../shared/contract/contact.ts'
import { asBuilt, numberParams } from '../cases/read-api.ts'
import { takeInHand } from '../cases/work.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { languageOf } from '../language.ts'
import { boardFile, boardWish, readBoard } from './board.ts'
import { endCommitment, makeCommitment } from './commitments.ts'
import { viewCommitment, viewPromise } from './view.ts'

const PLACE = 'm'

/** What people and bodies have promised by a date, and the board of all of it. */
export function commitmentRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const serializerCompiler = asBuilt
  const tags = ['commitments']

  routes.post(
    '/api/v1/cases/:number/commitments',
    {
      schema: {
        tags,
        summary: 'Something somebody promised by a date; from now on it is followed',
        params: numberParams,
        body: commitmentBody,
        response: { 201: commitmentView },
      },
      serializerCompiler,
    },
    async (request, reply) => {
      const { status, body } = await makeCommitment(deps, request, request.body)
      return reply.code(status as 201).send(body as never)
    },
  )

  routes.get(
    '/api/v1/cases/:number/commitments',
    {
      schema: {
        tags,
        summary: 'What was promised about a case',
        params: numberParams,
        querystring: paperQuery,
        response: { 200: commitmentPage },
      },
      serializerCompiler,
    },
    async (request, reply) => {
      const { cursor, limit } = request.query
      const [after = 0] = cursor === undefined ? [] : readCursor(PLACE, 1, cursor)
      const now = deps.now()
      const world = await deps.world.at(now)
      const { row } = await takeInHand(deps, request, world)
      const rows = await listCommitments(deps.sql, row.facts.case.id, after, limit + 1)
      const items = rows.slice(0, limit)
      return reply.send({
        items: items.map((c) => viewCommitment(c, world, now)),
        nextCursor: rows.length > limit ? writeCursor(PLACE, items.at(-1)!.id) : null,
      })
    },
  )

  routes.post(
    '/api/v1/commitments/:id/outcome',
    {
      schema: {
        tags,
        summary: 'A promise was kept, broken, put off (answered with the new one), or is taken back with a reason',
        params: commitmentParams,
        body: outcomeBody,
        response: { 201: commitmentView },
      },
      serializerCompiler,
    },
    async (request, reply) => {
      const { status, body } = await endCommitment(deps, request, request.params.id, request.body)
      return reply.code(status as 201).send(body as never)
    },
  )

  routes.get(
    '/api/v1/commitments',
    {
      schema: {
        tags,
        summary:
          'Everything promised with a date and not kept yet: next steps, replies, instructions, commitments; the latest first',
        querystring: boardQuery,
        response: { 200: boardPage },
      },
      serializerCompiler,
    },
    async (request, reply) => {
      const { cursor, limit, lang: _, ...asked } = request.query
      const now = deps.now()
      const world = await deps.world.at(now)
      const { rows, nextCursor } = await readBoard(deps, boardWish(request, world, asked, now), cursor, limit)
      return reply.send({ items: rows.map((r) => viewPromise(r, world, deps.config.publicUrl, now)), nextCursor })
    },
  )

  routes.get(
    '/api/v1/commitments.csv',
    { schema: { tags, summary: 'The same as a CSV file, 10,000 lines at most', querystring: boardFileQuery } },
    async (request, reply) => {
      const { lang: _, ...asked } = request.query
      const now = deps.now()
      const world = await deps.world.at(now)
      const file = await boardFile(deps, boardWish(request, world, asked, now), world, languageOf(request), now)
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="commitments.csv"')
        .header('cache-control', 'private, no-store')
        .send(file)
    },
  )
}
