import type { FastifyRequest } from 'fastify'
import type { Role } from '../shared/domain/people.ts'
import type { Rule } from '../shared/domain/permissions.ts'
import { HttpProblem } from './problem.ts'
import type { FullWorld } from './world.ts'

/**
 * The branches that the caller's roles reach under the route's rule: null for all of them. For the `where` of a list, so
 * that what may not be seen is not read. Throws `unauthenticated` or `forbidden` when no role reaches anything.
 */
export function branchesInReach(
  request: FastifyRequest,
  world: FullWorld,
  rule: Rule | undefined = request.routeOptions.config.rule,
): readonly string[] | null {
  const { caller } = request
  if (caller.kind !== 'staff') throw new HttpProblem(caller.kind === 'anonymous' ? 'unauthenticated' : 'forbidden')
  const reaches = caller.roles.map((role: Role) => rule?.roles?.[role])
  if (reaches.includes('all')) return null
  if (reaches.includes('below'))
    return [caller.branch, ...world.reference.descendants(caller.branch).map((branch) => branch.code)]
  if (reaches.includes('own')) return [caller.branch]
  throw new HttpProblem('forbidden')
}

/** The branch asked for, when it is in reach, else all in reach. Throws `unknown_branch`, `forbidden`. */
export function branchesAsked(
  request: FastifyRequest,
  world: FullWorld,
  asked: string | undefined,
  rule: Rule | undefined = request.routeOptions.config.rule,
) {
  const reach = branchesInReach(request, world, rule)
  if (asked === undefined) return reach
  if (!world.reference.branch(asked)) throw new HttpProblem('unknown_branch', { branch: asked }, ['branch'])
  if (reach && !reach.includes(asked)) throw new HttpProblem('forbidden')
  return [asked]
}
