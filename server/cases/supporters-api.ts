import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { isUniqueViolation } from '../../db/errors.ts'
import { saveSupport } from '../../db/supporters.ts'
import { supporterAnswer, supporterBody } from '../../shared/contract/case.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { Lang } from '../../shared/domain/text.ts'
import type { Deps } from '../deps.ts'
import { languageOf } from '../language.ts'
import { type Answer, findAnswer, keyedBy, recordOf } from '../perform.ts'
import { HttpProblem } from '../problem.ts'
import { follow } from './follow.ts'
import { numberParams } from './read-api.ts'
import { getCase } from './sight.ts'
import { send } from './work.ts'

/** A house, a school behind one address may all press the button in the same minute. */
const SUPPORT_LIMIT = { max: 60, timeWindow: 60_000 } as const

/** POST /cases/{number}/supporters: "I have this too", from anyone, once. */
export function supporterRoutes(app: FastifyInstance, deps: Deps): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/api/v1/cases/:number/supporters',
    {
      config: { rateLimit: SUPPORT_LIMIT },
      schema: {
        tags: ['cases'],
        summary: 'I have this too; with an e-mail address: ask me by mail whether to tell me what becomes of it',
        params: numberParams,
        body: supporterBody,
        response: { 201: supporterAnswer },
      },
    },
    async (request, reply) => send(reply, await support(deps, request, request.params.number, request.body)),
  )
}

/** Counts the caller once; an address that is given is asked whether it wants to follow. Throws `invalid_number`, `not_found`, `not_in_status`. */
export async function support(
  deps: Deps,
  request: FastifyRequest,
  number: string,
  { email, language = languageOf(request) }: { email?: string | undefined; language?: Lang | undefined },
): Promise<Answer> {
  const keyed = keyedBy(deps, request)
  const now = deps.now()
  const known = await findAnswer(deps, keyed)
  if (known) return known
  const { facts } = await getCase(deps, number)
  const { id, status } = facts.case
  if (email !== undefined) await follow(deps, number, email, language)
  const ids = await deps.ids.reserve(1)
  const answer: Answer = { status: 201, body: null }
  const row = {
    caseId: id,
    keyHash: supporterKey(deps, request, id, email),
    language,
    at: now,
    eventId: ids.next(),
  }
  try {
    const supported = await saveSupport(deps.sql, row, recordOf(keyed, answer, now))
    if (!supported) throw new Refusal('not_in_status', { status, move: 'update' })
    deps.bell?.ring()
    return { status: 201, body: { number: facts.case.number, ...supported } }
  } catch (error) {
    if (!isUniqueViolation(error, 'idempotency_pkey')) throw error
    const twin = await findAnswer(deps, keyed)
    if (!twin) throw new HttpProblem('conflict')
    return twin
  }
}

/** One person once: by the e-mail address, else by address and browser, hashed with a key that is not in the database. */
function supporterKey(deps: Deps, request: FastifyRequest, caseId: number, email: string | undefined): string {
  const who = email === undefined ? `${request.ip}\n${request.headers['user-agent'] ?? ''}` : email.toLowerCase()
  return deps.secrets.match('supporter', `${caseId}\n${who}`)
}
