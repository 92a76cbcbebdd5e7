import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { listApiKeys } from '../../db/api-keys.ts'
import { cursor, limit, page } from '../../shared/contract/page.ts'
import { apiKeyBody, apiKeyView, newApiKey } from '../../shared/contract/staff.ts'
import { idParam } from '../../shared/contract/text.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { makeApiKey, takeApiKeyBack } from './keys.ts'
import { zoneOf } from './view.ts'

const query = z.strictObject({
  cursor: cursor.optional(),
  limit: limit.default(50),
  lang: z.string().optional(),
})

/** /api-keys: for other systems; a key acts in the name of one person. */
export function apiKeyRoutes(plain: FastifyInstance, deps: Deps): void {
  const app = plain.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/v1/api-keys',
    { schema: { tags: ['staff'], summary: 'API keys', querystring: query, response: { 200: page(apiKeyView) } } },
    async (request) => {
      const { cursor, limit } = request.query
      const rows = await listApiKeys(deps.sql, cursor === undefined ? null : readCursor('k', 1, cursor)[0]!, limit + 1)
      const items = rows.slice(0, limit)
      const { reference } = deps.world
      return {
        items: items.map(({ id, name, staff, staffName, branch, createdAt, disabledAt }) => ({
          id,
          name,
          staff: { id: staff, name: staffName },
          createdAt: rfc3339(zoneOf(reference, branch), createdAt),
          disabledAt: disabledAt === null ? null : rfc3339(zoneOf(reference, branch), disabledAt),
        })),
        nextCursor: rows.length > limit ? writeCursor('k', items.at(-1)!.id) : null,
      }
    },
  )

  app.post(
    '/api/v1/api-keys',
    { schema: { tags: ['staff'], summary: 'A new API key', body: apiKeyBody, response: { 201: newApiKey } } },
    async (request, reply) => reply.code(201).send(await makeApiKey(deps, request, request.body)),
  )

  app.delete(
    '/api/v1/api-keys/:id',
    { schema: { tags: ['staff'], summary: 'Take an API key back', params: z.object({ id: idParam }) } },
    async (request, reply) => {
      await takeApiKeyBack(deps, request, request.params.id)
      return reply.code(204).send()
    },
  )
}
