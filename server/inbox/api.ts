import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { findWhole } from '../../db/pieces.ts'
import { findInboundFile, listInbox } from '../../db/views/inbox.ts'
import {
  dismissalBody,
  inboxPage,
  inboxQuery,
  mailFileParams,
  mailParams,
  mailView,
  placementBody,
} from '../../shared/contract/inbox.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { asBuilt } from '../cases/read-api.ts'
import { send } from '../cases/work.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { viewItem, viewMail } from './view.ts'
import { dismiss, getMail, inboxReach, placeByHand, takeBack } from './work.ts'

const PLACE = 'i'
const tags = ['inbox']

/** The holding pen: mails that no letter could be told for, with guesses; and every mail that came in, whatever became of it. */
export function inboxRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const serializerCompiler = asBuilt
  const { publicUrl } = deps.config

  routes.get(
    '/api/v1/inbox',
    {
      schema: {
        tags,
        summary: 'Mails that wait for a person to place them, with ranked guesses; or those of another state',
        querystring: inboxQuery,
        response: { 200: inboxPage },
      },
      serializerCompiler,
    },
    async (request, reply) => {
      const { state, cursor, limit } = request.query
      const below = cursor === undefined ? Number.MAX_SAFE_INTEGER : readCursor(PLACE, 1, cursor)[0]!
      const world = await deps.world.at(deps.now())
      const branches = inboxReach(request, world)
      const rows = await listInbox(deps.sql, { state, below, limit: limit + 1, branches })
      const items = rows.slice(0, limit)
      const last = items.at(-1)
      return reply.send({
        items: items.map((row) => viewItem(row, world, publicUrl)),
        nextCursor: last && rows.length > limit ? writeCursor(PLACE, last.id) : null,
      })
    },
  )

  routes.get(
    '/api/v1/inbox/:id',
    {
      schema: { tags, summary: 'One mail', params: mailParams, response: { 200: mailView } },
      serializerCompiler,
    },
    async (request, reply) => {
      const world = await deps.world.at(deps.now())
      return reply.send(viewMail(await getMail(deps, request, world, request.params.id), world, publicUrl))
    },
  )

  routes.get(
    '/api/v1/inbox/:id/raw',
    { schema: { tags, summary: 'The mail exactly as it came (message/rfc822)', params: mailParams } },
    async (request, reply) => {
      const { id, raw } = await getMail(deps, request, await deps.world.at(deps.now()), request.params.id)
      const bytes = await findWhole(deps.sql, raw)
      if (!bytes) throw new Refusal('not_found')
      return reply.headers(asFile('message/rfc822', `${id}.eml`)).send(Buffer.from(bytes.buffer))
    },
  )

  routes.get(
    '/api/v1/inbox/:id/files/:n',
    { schema: { tags, summary: 'A file of a mail', params: mailFileParams } },
    async (request, reply) => {
      const { id } = await getMail(deps, request, await deps.world.at(deps.now()), request.params.id)
      const file = await findInboundFile(deps.sql, id, request.params.n)
      if (!file) throw new Refusal('not_found')
      return reply.headers(asFile(file.mime, file.name)).send(file.bytes)
    },
  )

  routes.post(
    '/api/v1/inbox/:id/placement',
    {
      schema: {
        tags,
        summary: 'The letter that a mail answers: it becomes a reply that waits for its grade',
        params: mailParams,
        body: placementBody,
        response: { 201: mailView },
      },
      serializerCompiler,
    },
    async (request, reply) => send(reply, await placeByHand(deps, request, request.params.id, request.body.contact)),
  )

  routes.delete(
    '/api/v1/inbox/:id/placement',
    {
      schema: {
        tags,
        summary:
          'A mail was put to the wrong letter: its reply is gone as long as nobody has graded it, and it waits again',
        params: mailParams,
        body: dismissalBody,
        response: { 200: mailView },
      },
      serializerCompiler,
    },
    async (request, reply) => send(reply, await takeBack(deps, request, request.params.id, request.body.reason)),
  )

  routes.post(
    '/api/v1/inbox/:id/dismissal',
    {
      schema: {
        tags,
        summary: 'A mail that answers no letter leaves the pen; it is kept, with the reason',
        params: mailParams,
        body: dismissalBody,
        response: { 201: mailView },
      },
      serializerCompiler,
    },
    async (request, reply) => send(reply, await dismiss(deps, request, request.params.id, request.body.reason)),
  )
}

const hex = (letter: string) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`

/** A stranger's file is only ever downloaded: nothing of it runs here. */
function asFile(mime: string, name: string) {
  return {
    'content-type': mime,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, hex)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  }
}
