import type { FastifyInstance } from 'fastify'
import { PERMISSIONS } from '../../shared/domain/permissions.ts'
import { roleOn } from '../caller.ts'
import { HttpProblem } from '../problem.ts'

/**
 * Deny by default: a route without a rule stops the start; a caller whose role the rule does not name gets no further
 * than here. What a role may do to one particular case is decided where the case is read (server/caller.ts).
 */
export function installPermissions(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const methods = Array.isArray(route.method) ? route.method : [route.method]
    for (const method of methods) {
      if (method === 'OPTIONS') continue
      // HEAD is GET without the body (RFC 9110, 9.3.2), and so are the rights: monitors and link checkers ask so.
      const rule = PERMISSIONS[`${method === 'HEAD' ? 'GET' : method} ${route.url}`]
      if (!rule) throw new Error(`route without a permission: ${method} ${route.url}`)
      route.config = { ...route.config, rule }
    }
  })
  // Before the body is looked at: whoever may not ask learns nothing about what would be a good question.
  app.addHook('preValidation', async (request) => {
    if (request.is404) return
    const { rule } = request.routeOptions.config
    if (!rule) throw new HttpProblem('forbidden')
    if (rule.anyone) return
    const { caller } = request
    if (caller.kind === 'anonymous') throw new HttpProblem('unauthenticated')
    if (caller.kind === 'reporter' ? !rule.reporter : !roleOn(request)) throw new HttpProblem('forbidden')
  })
}
