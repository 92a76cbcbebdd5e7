import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { findFoldPlace } from '../../db/figures.ts'
import { bodiesView, branchesView, overviewView, statsQuery } from '../../shared/contract/stats.ts'
import { asBuilt } from '../cases/read-api.ts'
import type { Deps } from '../deps.ts'
import type { Reference } from '../reference.ts'
import { Kept } from './kept.ts'
import { readBodies, readBranches, readOverview, readStaffPart } from './read.ts'

const HOUR = 3_600_000

/** GET /stats/…: the figures, for everyone; they are read from the rollups and kept until a figure moves. */
export function statsRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const kept = new Kept<unknown>()

  async function answer<T>(
    name: string,
    months: number,
    read: (deps: Deps, reference: Reference, months: number, at: number) => Promise<T>,
  ): Promise<T> {
    const at = deps.now()
    const { reference } = await deps.world.at(at)
    const version = `${await findFoldPlace(deps.sql)} ${reference.stamp} ${Math.floor(at / HOUR)}`
    return (await kept.get(`${name} ${months}`, version, () => read(deps, reference, months, at))) as T
  }

  routes.get(
    '/api/v1/stats/overview',
    {
      schema: {
        tags: ['stats'],
        summary: 'What stands now and how it was answered, for the whole country and each region',
        querystring: statsQuery,
        response: { 200: overviewView },
      },
      serializerCompiler: asBuilt,
    },
    async (request, reply) => {
      const overview = await answer('overview', request.query.months, readOverview)
      if (request.caller.kind !== 'staff') return reply.send(overview)
      const at = deps.now()
      const { reference } = await deps.world.at(at)
      const staff = await readStaffPart(deps, reference, at)
      return reply.send(staff === undefined ? overview : { ...overview, staff })
    },
  )

  routes.get(
    '/api/v1/stats/branches',
    {
      schema: {
        tags: ['stats'],
        summary: 'Every branch: what stands, what was answered in time, with intervals',
        querystring: statsQuery,
        response: { 200: branchesView },
      },
      serializerCompiler: asBuilt,
    },
    async (request, reply) => reply.send(await answer('branches', request.query.months, readBranches)),
  )

  routes.get(
    '/api/v1/stats/bodies',
    {
      schema: {
        tags: ['stats'],
        summary: 'Government bodies: what they were asked, what they replied in time, with intervals',
        querystring: statsQuery,
        response: { 200: bodiesView },
      },
      serializerCompiler: asBuilt,
    },
    async (request, reply) => reply.send(await answer('bodies', request.query.months, readBodies)),
  )
}
