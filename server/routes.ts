import type { FastifyInstance } from 'fastify'
import { briefRoutes } from './brief/api.ts'
import { abuseRoutes } from './cases/abuse-api.ts'
import { attachmentRoutes } from './cases/attachment-api.ts'
import { commandRoutes } from './cases/command-api.ts'
import { privateRoutes } from './cases/private-api.ts'
import { readRoutes } from './cases/read-api.ts'
import { reportRoutes } from './cases/report-api.ts'
import { supporterRoutes } from './cases/supporters-api.ts'
import { catalogueRoutes } from './catalogue/api.ts'
import { commitmentRoutes } from './commitments/api.ts'
import { contactRoutes } from './contacts/api.ts'
import { opinionRoutes } from './contacts/opinion-api.ts'
import type { Deps } from './deps.ts'
import { engineRoutes } from './engine/api.ts'
import { healthRoutes } from './health/api.ts'
import { helpRoutes } from './help/api.ts'
import { inboxRoutes } from './inbox/api.ts'
import { instructionRoutes } from './instructions/api.ts'
import { ledgerRoutes } from './ledger/api.ts'
import { letterRoutes } from './letters/api.ts'
import { liveRoutes } from './live/socket.ts'
import { meetingRoutes } from './meetings/api.ts'
import { open311Routes } from './open311/api.ts'
import { outboxRoutes } from './outbox/api.ts'
import { policyRoutes } from './policies/api.ts'
import { rosterRoutes } from './roster/api.ts'
import type { Services } from './services.ts'
import { calendarRoutes } from './staff/calendar.ts'
import { apiKeyRoutes } from './staff/keys-api.ts'
import { sessionRoutes } from './staff/session-api.ts'
import { staffRoutes } from './staff/staff-api.ts'
import { statsRoutes } from './stats/api.ts'
import { wallRoutes } from './wall/api.ts'
import { webRoutes } from './web/routes.ts'

/** Every module that serves HTTP, one line each. */
export async function routes(app: FastifyInstance, deps: Deps, services: Services): Promise<void> {
  reportRoutes(app, deps, services.intake)
  readRoutes(app, deps)
  commandRoutes(app, deps)
  supporterRoutes(app, deps)
  abuseRoutes(app, deps)
  privateRoutes(app, deps)
  await attachmentRoutes(app, deps)
  contactRoutes(app, deps)
  letterRoutes(app, deps)
  ledgerRoutes(app, deps)
  opinionRoutes(app, deps)
  commitmentRoutes(app, deps)
  inboxRoutes(app, deps)
  instructionRoutes(app, deps)
  meetingRoutes(app, deps)
  helpRoutes(app, deps)
  liveRoutes(app, deps, services.live, services.sessions)
  sessionRoutes(app, deps, services.sessions)
  staffRoutes(app, deps, services.sessions)
  apiKeyRoutes(app, deps)
  calendarRoutes(app, deps)
  rosterRoutes(app, deps)
  policyRoutes(app, deps)
  catalogueRoutes(app, deps)
  engineRoutes(app, deps)
  briefRoutes(app, deps)
  outboxRoutes(app, deps)
  statsRoutes(app, deps)
  wallRoutes(app, deps)
  healthRoutes(app, deps, services)
  await open311Routes(app, deps, services.intake)
  await webRoutes(app, deps, services)
}
