import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { wallView } from '../../shared/contract/wall.ts'
import { asBuilt } from '../cases/read-api.ts'
import type { Deps } from '../deps.ts'
import { wallOf } from './keeper.ts'

/** GET /stats/wall: the centre's wall as figures. */
export function wallRoutes(app: FastifyInstance, deps: Deps): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/stats/wall',
    {
      schema: {
        tags: ['stats'],
        summary: 'The wall of the centre: what stands, what burns, how the last thirty days went',
        response: { 200: wallView },
      },
      serializerCompiler: asBuilt,
    },
    async (_request, reply) => reply.header('cache-control', 'no-store').send(await wallOf(deps).at(deps.now())),
  )
}
