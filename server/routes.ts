import type { FastifyInstance } from 'fastify'
import { briefRoutes } from './brief/api.ts'
import { commandRoutes } from './cases/command-api.ts'
import { readRoutes } from './cases/read-api.ts'
import { reportRoutes } from './cases/report-api.ts'
import type { Deps } from './deps.ts'
import { liveRoutes } from './live/socket.ts'
import { outboxRoutes } from './outbox/api.ts'
import { rosterRoutes } from './roster/api.ts'
import type { Services } from './services.ts'
import { apiKeyRoutes } from './staff/keys-api.ts'
import { sessionRoutes } from './staff/session-api.ts'
import { staffRoutes } from './staff/staff-api.ts'

/** Every module that serves HTTP, one line each. */
export async function routes(app: FastifyInstance, deps: Deps, services: Services): Promise<void> {
  reportRoutes(app, deps, services.intake)
  readRoutes(app, deps)
  commandRoutes(app, deps)
  liveRoutes(app, deps, services.live, services.sessions)
  sessionRoutes(app, deps, services.sessions)
  staffRoutes(app, deps, services.sessions)
  apiKeyRoutes(app, deps)
  rosterRoutes(app, deps)
  briefRoutes(app, deps)
  outboxRoutes(app, deps)
}
