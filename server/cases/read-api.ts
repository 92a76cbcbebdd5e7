import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findListedCase, type ListedCase, listCases } from '../../db/views/cases.ts'
import { listEvents } from '../../db/views/events.ts'
import { caseView } from '../../shared/contract/case.ts'
import { casePage, caseQuery } from '../../shared/contract/case-list.ts'
import { eventPage, eventQuery } from '../../shared/contract/event.ts'
import { parseCaseNumber } from '../../shared/domain/number.ts'
import { eventCursor, readEventCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import type { FullWorld } from '../world.ts'
import { CLOCK_KINDS, viewEvent } from './event-view.ts'
import { askList } from './list.ts'
import { scopeOf } from './scope.ts'
import { getCase, seenCase, sightOf } from './sight.ts'
import { viewCase } from './view.ts'

export const numberParams = z.object({ number: z.string().min(1).max(60) })
/** Answers are built by code that the tests hold against the schemas; encoding them again costs more than making them. */
export const asBuilt = () => JSON.stringify

/** GET /cases, /cases/{number}, /cases/{number}/events: the same case for everyone, each as far as they may see. */
export function readRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()

  routes.get(
    '/api/v1/cases',
    {
      schema: {
        tags: ['cases'],
        summary: 'Cases, as far as the reader may see them',
        querystring: caseQuery,
        response: { 200: casePage },
      },
      serializerCompiler: asBuilt,
    },
    async (request, reply) => {
      const now = deps.now()
      const world = await deps.world.at(now)
      const { query, caller } = request
      const view = (c: ListedCase) =>
        viewCase(
          { case: c, deadlines: c.deadlines },
          c.inside ? 'inside' : 'outside',
          world,
          deps.config.publicUrl,
          now,
        )
      const number = query.q === undefined ? null : parseCaseNumber(query.q)
      if (number) {
        const found = await findListedCase(deps.sql, scopeOf(caller, world), number.number)
        return reply.send({ items: found ? [view(found)] : [], nextCursor: null })
      }
      const asked = askList(query, caller, world, now)
      if (asked.wordless) return reply.send({ items: [], nextCursor: null })
      let rows = await listCases(deps.sql, asked.list)
      const begun = asked.begun !== null && rows.length <= query.limit
      if (begun) rows = await listCases(deps.sql, asked.begun!)
      const items = rows.slice(0, query.limit)
      const last = items.at(-1)
      return reply.send({
        items: items.map(view),
        nextCursor: last && rows.length > query.limit ? asked.cursorAfter(last, begun) : null,
      })
    },
  )

  routes.get(
    '/api/v1/cases/:number',
    {
      schema: { tags: ['cases'], summary: 'One case', params: numberParams, response: { 200: caseView } },
      serializerCompiler: asBuilt,
    },
    async (request, reply) => {
      const now = deps.now()
      const world = await deps.world.at(now)
      const row = await getCase(deps, request.params.number)
      return reply.send(viewCase(seenCase(row), sightOf(request, row, world), world, deps.config.publicUrl, now))
    },
  )

  routes.get(
    '/api/v1/cases/:number/events',
    {
      schema: {
        tags: ['cases'],
        summary: 'What happened to a case, in its order',
        params: numberParams,
        querystring: eventQuery,
        response: { 200: eventPage },
      },
      serializerCompiler: asBuilt,
    },
    async (request, reply) => {
      const { after, cursor, limit } = request.query
      const place = after ?? cursor
      const from = place === undefined ? undefined : readEventCursor(place)
      const world: FullWorld = await deps.world.at(deps.now())
      const row = await getCase(deps, request.params.number)
      const sight = sightOf(request, row, world)
      const c = row.facts.case
      const rows = await listEvents(deps.sql, {
        caseId: c.id,
        scope: sight === 'inside' ? 'all' : sight === 'reporter' ? 'reporter' : 'public',
        ...(sight === 'outside' && !c.public ? { kinds: Object.keys(CLOCK_KINDS) } : {}),
        after: from,
        limit: limit + 1,
      })
      const items = rows.slice(0, limit)
      const last = items.at(-1)
      return reply.send({
        items: items.flatMap((e) => viewEvent(e, sight, world) ?? []),
        nextCursor: last && rows.length > limit ? eventCursor(last) : null,
      })
    },
  )
}
