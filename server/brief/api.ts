import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { briefQuery, briefView } from '../../shared/contract/brief.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { roleOn, targetOf } from '../caller.ts'
import type { Deps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'
import { readBrief } from './read.ts'
import { briefWishOf } from './scope.ts'
import { viewBrief } from './view.ts'

/** GET /brief: what the morning's mail says, as data. */
export function briefRoutes(app: FastifyInstance, deps: Deps): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/brief',
    {
      schema: {
        tags: ['stats'],
        summary: 'The morning brief of a branch',
        description:
          'Without `branch` that of the own branch. What is latest stands first; every list holds 50 at most.',
        querystring: briefQuery,
        response: { 200: briefView },
      },
    },
    async (request) => {
      const { caller } = request
      if (caller.kind !== 'staff') throw new HttpProblem('unauthenticated')
      const at = deps.now()
      const world = await deps.world.at(at)
      const code = request.query.branch ?? caller.branch
      const branch = world.reference.branch(code)
      if (!branch) throw new Refusal('unknown_branch', { branch: code }, ['branch'])
      if (!roleOn(request, targetOf(world, code))) throw new HttpProblem('forbidden')
      const brief = await readBrief(deps.sql, briefWishOf(code, branch.zone, world.reference), at)
      return viewBrief(brief, code, branch.zone, world.reference, deps.config.publicUrl, at)
    },
  )
}
