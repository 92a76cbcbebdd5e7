import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { listMeetings } from '../../db/views/meetings.ts'
import { reasonBody } from '../../shared/contract/case.ts'
import { paperQuery } from '../../shared/contract/contact.ts'
import { meetingBody, meetingChangeBody, meetingPage, meetingView, minutesBody } from '../../shared/contract/meeting.ts'
import { idParam } from '../../shared/contract/text.ts'
import { decideMeetingCancellation, decideMeetingChange } from '../../shared/domain/meeting.ts'
import { decideMinutes } from '../../shared/domain/minutes.ts'
import { asBuilt, numberParams } from '../cases/read-api.ts'
import { send, takeInHand } from '../cases/work.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { viewMeeting } from './view.ts'
import { actOnMeeting, callMeeting, type DecideMeeting, decisionsOf, readMeeting, timed } from './work.ts'

const idParams = z.object({ id: idParam })
const PLACE = 'm'

/** Meetings about cases: called, moved, called off, and what they decided. */
export function meetingRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const serializerCompiler = asBuilt
  const about = (summary: string, status: 200 | 201 = 201) =>
    ({ tags: ['meetings'], summary, params: idParams, response: { [status]: meetingView } }) as const
  const onMeeting = (request: FastifyRequest, decide: DecideMeeting, status?: 200) =>
    actOnMeeting(deps, request, (request.params as { id: number }).id, decide, status)

  routes.post(
    '/api/v1/cases/:number/meetings',
    {
      schema: {
        tags: ['meetings'],
        summary: 'Call a meeting about one or more cases; staff and bodies get an invitation',
        params: numberParams,
        body: meetingBody,
        response: { 201: meetingView },
      },
      serializerCompiler,
    },
    async (request, reply) => send(reply, await callMeeting(deps, request, request.body)),
  )

  routes.get(
    '/api/v1/cases/:number/meetings',
    {
      schema: {
        tags: ['meetings'],
        summary: 'The meetings about a case',
        params: numberParams,
        querystring: paperQuery,
        response: { 200: meetingPage },
      },
      serializerCompiler,
    },
    async (request, reply) => {
      const { cursor, limit } = request.query
      const [after = 0] = cursor === undefined ? [] : readCursor(PLACE, 1, cursor)
      const world = await deps.world.at(deps.now())
      const { row } = await takeInHand(deps, request, world)
      const rows = await listMeetings(deps.sql, row.facts.case.id, after, limit + 1)
      const items = rows.slice(0, limit)
      return reply.send({
        items: items.map((m) => viewMeeting(m, world)),
        nextCursor: rows.length > limit ? writeCursor(PLACE, items.at(-1)!.id) : null,
      })
    },
  )

  routes.get(
    '/api/v1/meetings/:id',
    { schema: about('One meeting', 200), serializerCompiler },
    async (request, reply) => {
      const world = await deps.world.at(deps.now())
      const { meeting } = await readMeeting(deps, request, world, request.params.id)
      return reply.send(viewMeeting(meeting, world))
    },
  )

  routes.put(
    '/api/v1/meetings/:id',
    {
      schema: { ...about('Another time, place, agenda or circle: everyone hears of it', 200), body: meetingChangeBody },
      serializerCompiler,
    },
    async (request, reply) =>
      send(
        reply,
        await onMeeting(
          request,
          (facts, meeting, ...given) => decideMeetingChange(facts, meeting, timed(request.body), ...given),
          200,
        ),
      ),
  )

  routes.post(
    '/api/v1/meetings/:id/cancellation',
    { schema: { ...about('The meeting does not take place'), body: reasonBody }, serializerCompiler },
    async (request, reply) =>
      send(
        reply,
        await onMeeting(request, (facts, meeting, ...given) =>
          decideMeetingCancellation(facts, meeting, request.body.reason, ...given),
        ),
      ),
  )

  routes.post(
    '/api/v1/meetings/:id/minutes',
    {
      schema: {
        ...about('What was decided; each decision becomes an instruction or says why nothing follows'),
        body: minutesBody,
      },
      serializerCompiler,
    },
    async (request, reply) =>
      send(
        reply,
        await onMeeting(request, (facts, meeting, ...given) =>
          decideMinutes(facts, meeting, decisionsOf(meeting, request.body), ...given),
        ),
      ),
  )
}
