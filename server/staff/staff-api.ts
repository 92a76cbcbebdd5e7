import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findStaff, listStaff } from '../../db/staff.ts'
import { page } from '../../shared/contract/page.ts'
import {
  newStaff,
  passwordAnswer,
  passwordBody,
  staffBody,
  staffChange,
  staffQuery,
  staffView,
} from '../../shared/contract/staff.ts'
import { idParam } from '../../shared/contract/text.ts'
import { actorOn, targetOf } from '../caller.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'
import { branchesAsked } from '../scope.ts'
import type { Sessions } from '../sessions.ts'
import { addStaff, changeStaff, resetPassword } from './staff.ts'
import { viewStaff } from './view.ts'

const params = z.object({ id: idParam })

/** /staff: people are seen by their own branch and those above it, and kept by administrators. */
export function staffRoutes(plain: FastifyInstance, deps: Deps, sessions: Sessions): void {
  const app = plain.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/v1/staff',
    {
      schema: {
        tags: ['staff'],
        summary: 'People of the branches in reach',
        querystring: staffQuery,
        response: { 200: page(staffView) },
      },
    },
    async (request) => {
      const world = await deps.world.at(deps.now())
      const { branch, role, disabled, cursor, limit } = request.query
      const rows = await listStaff(deps.sql, {
        branches: branchesAsked(request, world, branch),
        branch: null,
        role: role ?? null,
        disabled,
        afterId: cursor === undefined ? 0 : readCursor('s', 1, cursor)[0]!,
        limit: limit + 1,
      })
      const items = rows.slice(0, limit)
      return {
        items: items.map((row) => viewStaff(row, world.reference)),
        nextCursor: rows.length > limit ? writeCursor('s', items.at(-1)!.id) : null,
      }
    },
  )

  app.get(
    '/api/v1/staff/:id',
    { schema: { tags: ['staff'], summary: 'One person', params, response: { 200: staffView } } },
    async (request) => {
      const person = await findStaff(deps.sql, request.params.id)
      if (!person) throw new HttpProblem('not_found')
      const world = await deps.world.at(deps.now())
      actorOn(request, targetOf(world, person.branch, person.id))
      return viewStaff(person, world.reference)
    },
  )

  app.post(
    '/api/v1/staff',
    {
      schema: {
        tags: ['staff'],
        summary: 'A new person',
        description: 'Without a password one is made and shown in this answer only.',
        body: staffBody,
        response: { 201: newStaff },
      },
    },
    async (request, reply) => {
      const added = (await addStaff(deps, request, request.body))!
      return reply.code(201).send({ ...added.person, ...(added.password ? { password: added.password } : {}) } as never)
    },
  )

  app.put(
    '/api/v1/staff/:id',
    {
      schema: {
        tags: ['staff'],
        summary: 'Change a person',
        description: 'What is left out stays as it is. A disabled person is signed out at once.',
        params,
        body: staffChange,
        response: { 200: staffView },
      },
    },
    (request) => changeStaff(deps, sessions, request, request.params.id, request.body),
  )

  app.post(
    '/api/v1/staff/:id/password',
    {
      schema: {
        tags: ['staff'],
        summary: 'A new password for somebody',
        description: 'All their sessions end. Made and shown once when none is given.',
        params,
        body: passwordBody,
        response: { 200: passwordAnswer },
      },
    },
    async (request) => {
      const by = request.caller.kind === 'staff' ? request.caller.id : null
      const made = await resetPassword(deps, sessions, by, request.params.id, request.body.password)
      return made === undefined ? {} : { password: made }
    },
  )
}
