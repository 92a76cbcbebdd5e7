import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { saveAbuse } from '../../db/abuse.ts'
import { isUniqueViolation } from '../../db/errors.ts'
import { abuseAnswer, abuseBody } from '../../shared/contract/abuse.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { Deps } from '../deps.ts'
import { languageOf } from '../language.ts'
import { type Answer, findAnswer, keyedBy, recordOf } from '../perform.ts'
import { HttpProblem } from '../problem.ts'
import { isOpenTo } from './attachment-view.ts'
import { numberParams } from './read-api.ts'
import { getCase } from './sight.ts'
import { send } from './work.ts'

/** Complaints of one address in the time: enough for a family behind it, too few to bury the moderators. */
export const ABUSE_LIMIT = { max: 10, timeWindow: 60_000 } as const

/** POST /cases/{number}/abuse-reports: something on this page should not be there. For the centre's moderation. */
export function abuseRoutes(app: FastifyInstance, deps: Deps): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/api/v1/cases/:number/abuse-reports',
    {
      config: { rateLimit: ABUSE_LIMIT },
      schema: {
        tags: ['cases'],
        summary: 'Say that something on a public page should not be there; moderators look at it',
        params: numberParams,
        body: abuseBody,
        response: { 201: abuseAnswer },
      },
    },
    async (request, reply) => send(reply, await reportAbuse(deps, request, request.params.number, request.body)),
  )
}

/** Keeps a complaint, one of a person about a case. Throws `invalid_number`, `not_found` (also for a file that is not shown). */
export async function reportAbuse(
  deps: Deps,
  request: FastifyRequest,
  number: string,
  { reason, text, file, language = languageOf(request) }: z.output<typeof abuseBody>,
): Promise<Answer> {
  const keyed = keyedBy(deps, request)
  const now = deps.now()
  const known = await findAnswer(deps, keyed)
  if (known) return known
  const { facts, attachments } = await getCase(deps, number)
  const { id, public: casePublic } = facts.case
  const meant = file === undefined ? undefined : attachments.find((f) => f.id === file)
  if (file !== undefined && !(meant && isOpenTo(meant, 'outside', casePublic)))
    throw new Refusal('not_found', {}, ['file'])
  const ids = await deps.ids.reserve(1)
  const answer: Answer = { status: 201, body: { number: facts.case.number, reason } }
  const row = {
    id: ids.next(),
    caseId: id,
    reason,
    text: text ?? null,
    file: file ?? null,
    keyHash: deps.secrets.match('abuse', `${id}\n${request.ip}\n${request.headers['user-agent'] ?? ''}`),
    language,
    at: now,
  }
  try {
    await saveAbuse(deps.sql, row, recordOf(keyed, answer, now))
    return answer
  } catch (error) {
    if (!isUniqueViolation(error, 'idempotency_pkey')) throw error
    const twin = await findAnswer(deps, keyed)
    if (!twin) throw new HttpProblem('conflict')
    return twin
  }
}
