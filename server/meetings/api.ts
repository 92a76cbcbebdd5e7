import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type CaseRow, listCaseRows } from '../../db/views/case.ts'
import { findMeeting, listMeetings, type MeetingRow } from '../../db/views/meetings.ts'
import { reasonBody } from '../../shared/contract/case.ts'
import { paperQuery } from '../../shared/contract/contact.ts'
import { meetingBody, meetingChangeBody, meetingPage, meetingView, minutesBody } from '../../shared/contract/meeting.ts'
import { idParam } from '../../shared/contract/text.ts'
import type { CaseFacts, Change } from '../../shared/domain/change.ts'
import type { Actor } from '../../shared/domain/events.ts'
import {
  decideMeeting,
  decideMeetingCancellation,
  decideMeetingChange,
  decideMinutes,
} from '../../shared/domain/meeting.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { Ids } from '../../shared/domain/world.ts'
import { roleOn } from '../caller.ts'
import { asBuilt, numberParams } from '../cases/read-api.ts'
import { getCase, readNumber } from '../cases/sight.ts'
import { actorFor, idsFor, send, takeInHand } from '../cases/work.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { perform } from '../perform.ts'
import { HttpProblem } from '../problem.ts'
import type { FullWorld } from '../world.ts'
import { meetingAfter, viewMeeting } from './view.ts'

const idParams = z.object({ id: idParam })
const PLACE = 'm'
/** Each invitation takes one, each decision about as many as a step. */
const IDS_PER_MEETING = 400

interface MeetingInHand {
  readonly meeting: MeetingRow
  readonly rows: readonly CaseRow[]
  readonly by: Actor
}

type DecideMeeting = (
  facts: readonly CaseFacts[],
  meeting: MeetingRow,
  by: Actor,
  world: FullWorld,
  ids: Ids,
  now: number,
) => Change

/** Meetings about cases: called, moved, called off, and what they decided. */
export function meetingRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const serializerCompiler = asBuilt
  const about = (summary: string, status: 200 | 201 = 201) =>
    ({ tags: ['meetings'], summary, params: idParams, response: { [status]: meetingView } }) as const

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
    async (request, reply) => {
      const { alsoCases = [], ...input } = request.body
      let ids = 0
      const answer = await perform<{ rows: CaseRow[]; by: Actor }>(deps, request, {
        async read(world) {
          const { row, by } = await takeInHand(deps, request, world)
          const rows = new Map([[row.facts.case.id, row]])
          for (const number of alsoCases) {
            const also = await getCase(deps, number, ['alsoCases'])
            actorFor(request, also, world)
            rows.set(also.facts.case.id, also)
          }
          ids = idsFor([...rows.values()], deps.now()) + IDS_PER_MEETING
          return { rows: [...rows.values()], by }
        },
        get ids() {
          return ids
        },
        decide({ rows, by }, world, given, now) {
          const facts = rows.map((r) => r.facts)
          return decideMeeting(facts, timed(input), by, facts[0]!.case.branch, world, given, now)
        },
        answer: (change, { rows }, world) => ({
          status: 201,
          body: viewMeeting(
            meetingAfter(
              null,
              rows.map((r) => r.facts),
              change,
              world,
            ),
            world,
          ),
        }),
      })
      return send(reply, answer)
    },
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
      const { meeting } = await takeMeeting(request, world)
      return reply.send(viewMeeting(meeting, world))
    },
  )

  routes.put(
    '/api/v1/meetings/:id',
    {
      schema: { ...about('Another time, place, agenda or circle: everyone hears of it', 200), body: meetingChangeBody },
      serializerCompiler,
    },
    (request, reply) =>
      onMeeting(
        request,
        reply,
        (facts, meeting, by, world, ids, now) =>
          decideMeetingChange(facts, meeting, timed(request.body), by, world, ids, now),
        200,
      ),
  )

  routes.post(
    '/api/v1/meetings/:id/cancellation',
    { schema: { ...about('The meeting does not take place'), body: reasonBody }, serializerCompiler },
    (request, reply) =>
      onMeeting(request, reply, (facts, meeting, by, world, ids, now) =>
        decideMeetingCancellation(facts, meeting, request.body.reason, by, world, ids, now),
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
    (request, reply) =>
      onMeeting(request, reply, (facts, meeting, by, world, ids, now) => {
        const decisions = request.body.decisions.map(({ case: number, ...decision }, i) => ({
          ...decision,
          ...(number === undefined ? {} : { caseId: caseOf(meeting, number, i) }),
        }))
        return decideMinutes(facts, meeting, decisions, by, world, ids, now)
      }),
  )

  /** In the hands of whoever may work on one of its cases, of who called it, and, to read, of those invited. Throws `not_found`, `forbidden`, `unauthenticated`. */
  async function takeMeeting(request: FastifyRequest, world: FullWorld): Promise<MeetingInHand> {
    const { id } = request.params as { id: number }
    const meeting = await findMeeting(deps.sql, id)
    if (!meeting) throw new Refusal('not_found')
    const rows = await listCaseRows(
      deps.sql,
      meeting.cases.map((c) => c.id),
    )
    const { caller } = request
    if (caller.kind === 'staff') {
      const role = roleOn(request)
      const reads = request.method === 'GET' || request.method === 'HEAD'
      if (role && (caller.id === meeting.organiser || (reads && meeting.staff.includes(caller.id))))
        return { meeting, rows, by: { kind: 'staff', staff: caller.id, name: caller.name, role } }
    }
    let refused: unknown = new HttpProblem('forbidden')
    for (const row of rows) {
      try {
        return { meeting, rows, by: actorFor(request, row, world) }
      } catch (error) {
        if (!(error instanceof HttpProblem)) throw error
        refused = error
      }
    }
    throw refused
  }

  async function onMeeting(
    request: FastifyRequest,
    reply: FastifyReply,
    decide: DecideMeeting,
    status: 200 | 201 = 201,
  ): Promise<never> {
    let ids = 0
    const answer = await perform<MeetingInHand>(deps, request, {
      async read(world) {
        const hand = await takeMeeting(request, world)
        ids = idsFor(hand.rows, deps.now()) + IDS_PER_MEETING
        return hand
      },
      get ids() {
        return ids
      },
      decide: ({ meeting, rows, by }, world, given, now) =>
        decide(
          rows.map((r) => r.facts),
          meeting,
          by,
          world,
          given,
          now,
        ),
      answer: (change, { meeting, rows }, world) => ({
        status,
        body: viewMeeting(
          meetingAfter(
            meeting,
            rows.map((r) => r.facts),
            change,
            world,
          ),
          world,
        ),
      }),
    })
    return send(reply, answer)
  }
}

const timed = <T extends { startsAt: string; endsAt: string }>({ startsAt, endsAt, ...input }: T) => ({
  ...input,
  startsAt: Date.parse(startsAt),
  endsAt: Date.parse(endsAt),
})

/** Throws `not_found` at the decision that names a case which is not of the meeting. */
function caseOf(meeting: MeetingRow, number: string, i: number): number {
  const path = ['decisions', String(i), 'case']
  const found = meeting.cases.find((c) => c.number === readNumber(number, path))
  if (!found) throw new Refusal('not_found', {}, path)
  return found.id
}
