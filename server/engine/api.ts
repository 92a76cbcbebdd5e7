import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { listFaults, listPulses } from '../../db/engine.ts'
import { instant } from '../../shared/contract/text.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import type { Deps } from '../deps.ts'
import { zoneOf } from '../staff/view.ts'

const engineView = z
  .object({
    jobs: z.array(
      z.object({
        job: z.string(),
        at: instant.describe('The instant up to which it worked.'),
        startedAt: instant,
        endedAt: instant.nullable(),
        ok: z.boolean(),
        did: z.record(z.string(), z.unknown()),
        fault: z.string().nullable(),
      }),
    ),
    faults: z
      .array(
        z.object({
          case: z.string(),
          deadline: z.string(),
          failures: z.number().int(),
          fault: z.string(),
          retryAt: instant.nullable(),
        }),
      )
      .describe('Deadlines that could not be handled and were set aside; a hundred at most.'),
  })
  .meta({ id: 'Engine' })

/** GET /engine: what the timed jobs last did, and what they had to set aside. */
export function engineRoutes(app: FastifyInstance, deps: Deps): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .get(
      '/api/v1/engine',
      { schema: { tags: ['operations'], summary: 'The timed jobs and their faults', response: { 200: engineView } } },
      async () => {
        const zone = zoneOf(deps.world.reference, 'KZ')
        const [pulses, faults] = await Promise.all([listPulses(deps.sql), listFaults(deps.sql)])
        return {
          jobs: pulses.map((p) => ({
            ...p,
            at: rfc3339(zone, p.at),
            startedAt: rfc3339(zone, p.startedAt),
            endedAt: p.endedAt === null ? null : rfc3339(zone, p.endedAt),
          })),
          faults: faults.map(({ caseNumber, retryAt, ...f }) => ({
            case: caseNumber,
            ...f,
            retryAt: retryAt === null ? null : rfc3339(zone, retryAt),
          })),
        }
      },
    )
}
