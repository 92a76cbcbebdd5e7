import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { reportAnswer, reportBody } from '../../shared/contract/case.ts'
import type { Actor } from '../../shared/domain/events.ts'
import type { roleOn } from '../caller.ts'
import type { Deps } from '../deps.ts'
import { languageOf } from '../language.ts'
import { keyedBy } from '../perform.ts'
import { HttpProblem } from '../problem.ts'
import type { Intake } from './intake.ts'
import { prepareReport, type ReportBody } from './report.ts'
import { viewCase } from './view.ts'

const STAFF_ONLY = ['severity', 'reportedAt', 'channel', 'externalId'] as const

/** POST /cases: a report, from anyone. */
export function reportRoutes(app: FastifyInstance, deps: Deps, intake: Intake): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/api/v1/cases',
    {
      schema: {
        tags: ['cases'],
        summary: 'Report a problem',
        description:
          'Answered with the number, the promised hour and why, and the tracking token, once it is safely stored.',
        body: reportBody,
        response: { 201: reportAnswer },
      },
      // The answer is built by code that is checked against the schema in the tests; encoding it again costs 15 % of intake.
      serializerCompiler: () => JSON.stringify,
    },
    async (request, reply) => {
      const by = reporterOf(request.caller)
      const body = request.body as ReportBody
      if (by.kind !== 'staff') {
        const field = STAFF_ONLY.find((name) => body[name] !== undefined)
        if (field) throw new HttpProblem('staff_only_field', { field }, [field])
      }
      const report = prepareReport(body, await deps.world.at(deps.now()), by, languageOf(request))
      const { answer, caseId } = await intake.accept({
        report,
        keyed: keyedBy(deps, request),
        answer: (c, deadlines, world, at) => ({
          status: 201,
          body: viewCase(
            { case: c, deadlines },
            by.kind === 'staff' ? 'inside' : 'reporter',
            world,
            deps.config.publicUrl,
            at,
          ),
        }),
      })
      const trackingToken = deps.secrets.trackingToken(caseId)
      return reply.code(answer.status as 201).send({
        ...(answer.body as object),
        trackingToken,
        trackingUrl: `${deps.config.publicUrl}/track/${trackingToken}`,
      } as never)
    },
  )

  function reporterOf(caller: Parameters<typeof roleOn>[0]['caller']): Actor {
    if (caller.kind !== 'staff') return { kind: 'reporter' }
    return { kind: 'staff', staff: caller.id, name: caller.name, role: caller.roles[0]! }
  }
}
