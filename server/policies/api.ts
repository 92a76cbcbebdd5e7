import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { listPolicies } from '../../db/policies.ts'
import { page } from '../../shared/contract/page.ts'
import {
  policyBody,
  policyItem,
  policyQuery,
  policyView,
  trialBody,
  trialView,
  versionParams,
} from '../../shared/contract/policy.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { activate, draftPolicy, getPolicy, runTrial } from './policies.ts'
import { viewPolicy, viewPolicyItem } from './view.ts'

const URL = '/api/v1/policies'
const schema = <S extends object>(summary: string, more: S) => ({ schema: { tags: ['policies'], summary, ...more } })

/** /policies: versioned rules of deadlines, tried before they bite, made active by a second person. */
export function policyRoutes(plain: FastifyInstance, deps: Deps): void {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  const reference = () => deps.world.reference

  app.get(
    URL,
    schema('Versions, newest first', { querystring: policyQuery, response: { 200: page(policyItem) } }),
    async (request) => {
      const { cursor, limit } = request.query
      const before = cursor === undefined ? null : readCursor('p', 1, cursor)[0]!
      const rows = await listPolicies(deps.sql, before, limit + 1)
      const shown = rows.slice(0, limit)
      return {
        items: shown.map((row) => viewPolicyItem(row, reference())),
        nextCursor: rows.length > limit ? writeCursor('p', shown.at(-1)!.version) : null,
      }
    },
  )
  app.get(
    `${URL}/:version`,
    schema('One version with its content and trial', { params: versionParams, response: { 200: policyView } }),
    async (request) => viewPolicy(await getPolicy(deps, request.params.version), reference()),
  )
  app.post(URL, schema('A new draft', { body: policyBody, response: { 201: policyView } }), async (request, reply) =>
    reply.code(201).send(await draftPolicy(deps, request, request.body as never)),
  )
  app.post(
    `${URL}/:version/trial`,
    schema('Try it on past cases', {
      description:
        'Replays the deadlines of the last days under this version and under the one in force. Writes nothing to cases.',
      params: versionParams,
      body: trialBody,
      response: { 200: trialView },
    }),
    (request) => runTrial(deps, request, request.params.version, request.body.days),
  )
  app.post(
    `${URL}/:version/activation`,
    schema('Make it the policy in force', {
      description: 'Never by its author. Running deadlines keep the policy they were made under.',
      params: versionParams,
      response: { 200: policyView },
    }),
    (request) => activate(deps, request, request.params.version),
  )
}
