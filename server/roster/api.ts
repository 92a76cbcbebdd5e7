import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { listAbsences } from '../../db/absences.ts'
import { loadRoster } from '../../db/roster.ts'
import { listRotations } from '../../db/rotations.ts'
import { listShifts, type SpanFilter } from '../../db/shifts.ts'
import { page } from '../../shared/contract/page.ts'
import {
  absenceBody,
  absenceView,
  branchQuery,
  gapsView,
  idParams,
  rosterQuery,
  rotationBody,
  rotationView,
  shiftBody,
  shiftView,
  swapBody,
} from '../../shared/contract/roster.ts'
import { gaps } from '../../shared/domain/roster.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'
import { branchesAsked } from '../scope.ts'
import type { FullWorld } from '../world.ts'
import { addAbsence, removeAbsence } from './absences.ts'
import { addRotation, removeRotation } from './rotations.ts'
import { addShift, removeShift, swapShiftTo } from './shifts.ts'
import { viewAbsence, viewRotation, viewShift } from './view.ts'

const DAY = 86_400_000
const GAPS_AHEAD_MS = 3 * DAY
const SPAN_MAX_MS = 190 * DAY

const schema = <S extends object>(summary: string, more: S) => ({ schema: { tags: ['roster'], summary, ...more } })
const items = <T extends z.ZodType>(item: T) => ({ 200: z.object({ items: z.array(item) }) })

/** /duty and /absences: seen by the branch and those above it, kept by its head and the centre. */
export function rosterRoutes(plain: FastifyInstance, deps: Deps): void {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  const { sql } = deps

  app.get(
    '/api/v1/duty',
    schema('Who is on duty', { querystring: rosterQuery, response: { 200: page(shiftView) } }),
    async (request) => {
      const { filter, world, next } = await asked(request, request.query)
      const rows = await listShifts(sql, filter)
      return next(rows, (row) => viewShift(row, world.reference))
    },
  )
  app.post(
    '/api/v1/duty',
    schema('Put somebody on duty', { body: shiftBody, response: { 201: shiftView } }),
    async (request, reply) => {
      const { branch, staff, from, to } = request.body
      return reply
        .code(201)
        .send(await addShift(deps, request, { branch, staff, from: Date.parse(from), to: Date.parse(to) }))
    },
  )
  app.delete(
    '/api/v1/duty/:id',
    schema('Take a shift from the roster', { params: idParams }),
    async (request, reply) => {
      await removeShift(deps, request, request.params.id)
      return reply.code(204).send()
    },
  )
  app.post(
    '/api/v1/duty/:id/swap',
    schema('Somebody else takes the shift', { params: idParams, body: swapBody, response: { 200: shiftView } }),
    (request) => swapShiftTo(deps, request, request.params.id, request.body.staff),
  )

  app.get(
    '/api/v1/duty/gaps',
    schema('When nobody is on duty in the next 72 hours', { querystring: branchQuery, response: items(gapsView) }),
    async (request) => {
      const now = deps.now()
      const world = await deps.world.at(now)
      const reach = branchesAsked(request, world, request.query.branch)
      const branches = world.reference.branches.filter((b) => b.active && (reach === null || reach.includes(b.code)))
      const codes = branches.map((b) => b.code)
      const roster = await loadRoster(sql, codes, now, now + GAPS_AHEAD_MS)
      return {
        items: branches.map(({ code, zone }) => {
          const kept = roster.rostered.includes(code)
          const spans = kept ? gaps(roster.shifts, roster.absences, code, now, now + GAPS_AHEAD_MS) : []
          return {
            branch: code,
            roster: kept ? ('kept' as const) : ('none' as const),
            gaps: spans.map(({ from, to }) => ({ from: rfc3339(zone, from), to: rfc3339(zone, to) })),
          }
        }),
      }
    },
  )

  app.get(
    '/api/v1/duty/rotations',
    schema('Rotations that run', { querystring: branchQuery, response: items(rotationView) }),
    async (request) => {
      const world = await deps.world.at(deps.now())
      const rows = await listRotations(sql, branchesAsked(request, world, request.query.branch))
      return { items: rows.map((row) => viewRotation(row, world.reference)) }
    },
  )
  app.post(
    '/api/v1/duty/rotations',
    schema('Begin a rotation', { body: rotationBody, response: { 201: rotationView } }),
    async (request, reply) => reply.code(201).send(await addRotation(deps, request, request.body)),
  )
  app.delete('/api/v1/duty/rotations/:id', schema('End a rotation', { params: idParams }), async (request, reply) => {
    await removeRotation(deps, request, request.params.id)
    return reply.code(204).send()
  })

  app.get(
    '/api/v1/absences',
    schema('Who is away', { querystring: rosterQuery, response: { 200: page(absenceView) } }),
    async (request) => {
      const { filter, world, next } = await asked(request, request.query)
      const rows = await listAbsences(sql, filter)
      return next(rows, (row) => viewAbsence(row, world.reference))
    },
  )
  app.post(
    '/api/v1/absences',
    schema('Somebody will be away', { body: absenceBody, response: { 201: absenceView } }),
    async (request, reply) => {
      const { from, to, ...rest } = request.body
      return reply
        .code(201)
        .send(await addAbsence(deps, request, { ...rest, from: Date.parse(from), to: Date.parse(to) }))
    },
  )
  app.delete('/api/v1/absences/:id', schema('An absence ends', { params: idParams }), async (request, reply) => {
    await removeAbsence(deps, request, request.params.id)
    return reply.code(204).send()
  })

  /** What a list of spans is asked for, and how its page is made. */
  async function asked(request: FastifyRequest, query: z.output<typeof rosterQuery>) {
    const now = deps.now()
    const world: FullWorld = await deps.world.at(now)
    const { branch, cursor, limit } = query
    const from = query.from === undefined ? now : Date.parse(query.from)
    const to = query.to === undefined ? from + 14 * DAY : Date.parse(query.to)
    if (from >= to || to - from > SPAN_MAX_MS) throw new HttpProblem('validation_failed', {}, ['to'])
    const after = cursor === undefined ? null : (readCursor('d', 2, cursor) as [number, number])
    const filter: SpanFilter = { branches: branchesAsked(request, world, branch), from, to, after, limit: limit + 1 }
    const next = <Row extends { id: number; from: number }, View>(rows: Row[], view: (row: Row) => View) => {
      const shown = rows.slice(0, limit)
      const last = shown.at(-1)
      return {
        items: shown.map(view),
        nextCursor: rows.length > limit && last ? writeCursor('d', last.from, last.id) : null,
      }
    }
    return { filter, world, next }
  }
}
