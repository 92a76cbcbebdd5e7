import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { applyErasure } from '../../db/apply/index.ts'
import { caseView, reasonBody, reporterView } from '../../shared/contract/case.ts'
import { decideErasure } from '../../shared/domain/erasure.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import type { Deps } from '../deps.ts'
import { perform } from '../perform.ts'
import { asBuilt, numberParams } from './read-api.ts'
import { openContacts } from './reporter.ts'
import { searchDocument } from './search.ts'
import { viewCase } from './view.ts'
import { type InHand, idsFor, seenAfter, send, takeInHand } from './work.ts'

/** Personal data: read by those who work on the case, each reading logged; and taken out for good. */
export function privateRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()

  routes.get(
    '/api/v1/cases/:number/reporter',
    {
      schema: {
        tags: ['cases'],
        summary: 'Contacts of the person who reported, in clear; the reading is logged',
        params: numberParams,
        response: { 200: reporterView },
      },
    },
    async (request, reply) => {
      const now = deps.now()
      const { row, by } = await takeInHand(deps, request, await deps.world.at(now))
      const { name, phone, email, iin, erasedAt } = await openContacts(deps, { row, by }, now)
      reply.header('cache-control', 'no-store')
      return { name, phone, email, iin, erasedAt: erasedAt === null ? null : rfc3339(row.facts.case.zone, erasedAt) }
    },
  )

  routes.post(
    '/api/v1/cases/:number/erasure',
    {
      schema: {
        tags: ['cases'],
        summary: 'Take the personal data out of a case; its chain stays verifiable',
        params: numberParams,
        body: reasonBody,
        response: { 201: caseView },
      },
      serializerCompiler: asBuilt,
    },
    async (request, reply) => {
      const answer = await perform<InHand>(deps, request, {
        read: (world) => takeInHand(deps, request, world),
        ids: ({ row }, now) => idsFor([row], now),
        decide: ({ row, by }, world, given, now) => ({
          cases: [decideErasure(row.facts, row.erasedAt, request.body.reason, by, world, given, now)],
        }),
        apply: (command, stamp, { row }, now) =>
          applyErasure(
            deps.sql,
            command,
            stamp,
            searchDocument({ ...row.facts.case, ...GONE }, deps.world.reference),
            now,
          ),
        answer({ cases: [change] }, { row }, world, now) {
          const seen = seenAfter(row, change!)
          const bare = { ...seen, case: { ...seen.case, ...GONE, erasedAt: now }, attachments: [] }
          return { status: 201, body: viewCase(bare, 'inside', world, deps.config.publicUrl, now) }
        },
      })
      return send(reply, answer)
    },
  )
}

const GONE = { text: '', title: null, address: null, lat: null, lon: null } as const
