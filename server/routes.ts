import type { FastifyInstance } from 'fastify'
import { reportRoutes } from './cases/report-api.ts'
import type { Deps } from './deps.ts'
import type { Services } from './services.ts'

/** Every module that serves HTTP, one line each. */
export async function routes(app: FastifyInstance, deps: Deps, services: Services): Promise<void> {
  reportRoutes(app, deps, services.intake)
}
