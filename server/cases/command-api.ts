import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import {
  assignmentBody,
  caseView,
  closureBody,
  confirmationBody,
  mergeBody,
  reactionBody,
  reasonBody,
  rejectionBody,
  resolutionBody,
  updateBody,
} from '../../shared/contract/case.ts'
import { moderationBody } from '../../shared/contract/moderation.ts'
import type { Level } from '../../shared/domain/case.ts'
import { decideReaction } from '../../shared/domain/reaction.ts'
import { decideAssignment, decideEscalation } from '../../shared/domain/reassignment.ts'
import { decideRejection } from '../../shared/domain/rejection.ts'
import { decideClosure, decideConfirmation, decideResolution } from '../../shared/domain/resolution.ts'
import { decideUpdate } from '../../shared/domain/update.ts'
import type { Deps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'
import { sealText } from '../seal.ts'
import { mergeInto } from './merge.ts'
import { moderate } from './moderation.ts'
import { asBuilt, numberParams } from './read-api.ts'
import { onCase, send } from './work.ts'

/** What is done to a case. Each is one decision of shared/domain, written by one statement, told by one event or more. */
export function commandRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const about = (summary: string, status: 200 | 201 = 201) =>
    ({ tags: ['cases'], summary, params: numberParams, response: { [status]: caseView } }) as const
  const serializerCompiler = asBuilt

  routes.post(
    '/api/v1/cases/:number/reaction',
    {
      schema: { ...about('The public answer: what was understood, what happens next, and when'), body: reactionBody },
      serializerCompiler,
    },
    (request, reply) =>
      onCase(deps, request, reply, ({ row, by }, world, ids, now) =>
        decideReaction(row.facts, request.body, by, world, ids, now),
      ),
  )

  routes.post(
    '/api/v1/cases/:number/updates',
    {
      schema: { ...about('News on a case, public or internal; a reporter adds words'), body: updateBody },
      serializerCompiler,
    },
    (request, reply) =>
      onCase(deps, request, reply, ({ row, by }, world, ids, now) => {
        const { body } = request
        if (by.kind !== 'reporter') return decideUpdate(row.facts, body, by, world, ids, now)
        const field = (['public', 'nextActionOn'] as const).find((name) => body[name])
        if (field) throw new HttpProblem('staff_only_field', { field }, [field])
        return decideUpdate(row.facts, body, by, world, ids, now, sealText(body.text))
      }),
  )

  routes.put(
    '/api/v1/cases/:number/assignment',
    {
      schema: { ...about('Give a case to a person, a branch or a level', 200), body: assignmentBody },
      serializerCompiler,
    },
    (request, reply) =>
      onCase(
        deps,
        request,
        reply,
        ({ row, by }, world, ids, now) => {
          const { level, ...body } = request.body
          return decideAssignment(row.facts, { ...body, level: level as Level | undefined }, by, world, ids, now)
        },
        200,
      ),
  )

  routes.post(
    '/api/v1/cases/:number/escalation',
    { schema: { ...about('Ask the level above'), body: reasonBody }, serializerCompiler },
    (request, reply) =>
      onCase(deps, request, reply, ({ row, by }, world, ids, now) =>
        decideEscalation(row.facts, request.body.reason, by, world, ids, now),
      ),
  )

  routes.post(
    '/api/v1/cases/:number/rejection',
    { schema: { ...about('Reject in public: why, and who is competent'), body: rejectionBody }, serializerCompiler },
    (request, reply) =>
      onCase(deps, request, reply, ({ row, by }, world, ids, now) =>
        decideRejection(row.facts, request.body, by, world, ids, now),
      ),
  )

  routes.post(
    '/api/v1/cases/:number/merge',
    {
      schema: { ...about('Join a case to another; its reporters follow that one'), body: mergeBody },
      serializerCompiler,
    },
    async (request, reply) => send(reply, await mergeInto(deps, request, request.body)),
  )

  routes.post(
    '/api/v1/cases/:number/moderation',
    {
      schema: {
        ...about('Take words, a file or the whole report out of public view, or put it back; the public is told why'),
        body: moderationBody,
      },
      serializerCompiler,
    },
    async (request, reply) => send(reply, await moderate(deps, request, request.body)),
  )

  routes.post(
    '/api/v1/cases/:number/resolution',
    {
      schema: { ...about('Say that the problem is solved; the reporter has the last word'), body: resolutionBody },
      serializerCompiler,
    },
    (request, reply) =>
      onCase(deps, request, reply, ({ row, by }, world, ids, now) => {
        const { text, language } = request.body
        return decideResolution(row.facts, text, by, world, ids, now, language)
      }),
  )

  routes.post(
    '/api/v1/cases/:number/confirmation',
    {
      schema: {
        ...about('The reporter confirms or disputes a solution, or disputes a rejection'),
        body: confirmationBody,
      },
      serializerCompiler,
    },
    (request, reply) =>
      onCase(deps, request, reply, ({ row, by }, world, ids, now) => {
        const { body } = request
        const sealed = body.text === undefined ? undefined : sealText(body.text)
        return decideConfirmation(row.facts, body, by, world, ids, now, sealed)
      }),
  )

  routes.post(
    '/api/v1/cases/:number/closure',
    { schema: { ...about('Close a solved case: the second signature'), body: closureBody }, serializerCompiler },
    (request, reply) =>
      onCase(deps, request, reply, ({ row, by }, world, ids, now) =>
        decideClosure(row.facts, request.body.text, by, world, ids, now),
      ),
  )
}
