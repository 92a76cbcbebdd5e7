import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { listContacts } from '../../db/views/contacts.ts'
import {
  contactBody,
  contactPage,
  contactView,
  deliveryBody,
  gradeBody,
  paperQuery,
  redirectBody,
  registrationBody,
  replyBody,
  untilBody,
} from '../../shared/contract/contact.ts'
import { idParam } from '../../shared/contract/text.ts'
import type { Grade } from '../../shared/domain/contact.ts'
import { decideGrade } from '../../shared/domain/grade.ts'
import { decideExtension, decideRedirect, decideReply } from '../../shared/domain/letter.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { decideRegistration } from '../../shared/domain/registration.ts'
import { asBuilt, numberParams } from '../cases/read-api.ts'
import { send, takeInHand } from '../cases/work.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { settleDelivery } from './delivery.ts'
import { viewContact } from './view.ts'
import { actOnLetter, type DecideLetter, takeLetter, writeContact } from './work.ts'

const idParams = z.object({ id: idParam })
const replyParams = idParams.extend({ reply: idParam })
const PLACE = 'k'

/** Letters, calls and visits to government bodies, and what comes of them. */
export function contactRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const serializerCompiler = asBuilt
  const about = (summary: string, status: 200 | 201 = 201) =>
    ({ tags: ['contacts'], summary, params: idParams, response: { [status]: contactView } }) as const

  routes.post(
    '/api/v1/cases/:number/contacts',
    {
      schema: {
        tags: ['contacts'],
        summary: 'Turn to a body about one or more cases',
        params: numberParams,
        body: contactBody,
        response: { 201: contactView },
      },
      serializerCompiler,
    },
    async (request, reply) => send(reply, await writeContact(deps, request, request.body)),
  )

  routes.get(
    '/api/v1/cases/:number/contacts',
    {
      schema: {
        tags: ['contacts'],
        summary: 'The contacts about a case',
        params: numberParams,
        querystring: paperQuery,
        response: { 200: contactPage },
      },
      serializerCompiler,
    },
    async (request, reply) => {
      const { cursor, limit } = request.query
      const [after = 0] = cursor === undefined ? [] : readCursor(PLACE, 1, cursor)
      const now = deps.now()
      const world = await deps.world.at(now)
      const { row } = await takeInHand(deps, request, world)
      const rows = await listContacts(deps.sql, row.facts.case.id, after, limit + 1)
      const items = rows.slice(0, limit)
      return reply.send({
        items: items.map((c) => viewContact(c, world, deps.config.publicUrl, now)),
        nextCursor: rows.length > limit ? writeCursor(PLACE, items.at(-1)!.id) : null,
      })
    },
  )

  routes.get(
    '/api/v1/contacts/:id',
    { schema: about('One contact', 200), serializerCompiler },
    async (request, reply) => {
      const now = deps.now()
      const world = await deps.world.at(now)
      const { contact } = await takeLetter(deps, request, world, request.params.id)
      return reply.send(viewContact(contact, world, deps.config.publicUrl, now))
    },
  )

  routes.put(
    '/api/v1/contacts/:id/registration',
    {
      schema: {
        ...about('The body has registered our letter; the term counts from that day', 200),
        body: registrationBody,
      },
      serializerCompiler,
    },
    (request, reply) =>
      onLetter(
        request,
        reply,
        (facts, contact, by, world, ids, now) => decideRegistration(facts, contact, request.body, by, world, ids, now),
        200,
      ),
  )

  routes.post(
    '/api/v1/contacts/:id/replies',
    { schema: { ...about('What the body answered'), body: replyBody }, serializerCompiler },
    (request, reply) =>
      onLetter(request, reply, (facts, contact, by, world, ids, now) => {
        const { grade, receivedAt, ...words } = request.body
        const input = { ...words, grade: grade as Grade, receivedAt: Date.parse(receivedAt) }
        return decideReply(facts, contact, input, by, world, ids, now)
      }),
  )

  routes.put(
    '/api/v1/contacts/:id/replies/:reply/grade',
    {
      schema: {
        ...about('A person has read a reply and says what it is worth', 200),
        params: replyParams,
        body: gradeBody,
      },
      serializerCompiler,
    },
    (request, reply) =>
      onLetter(
        request,
        reply,
        (facts, contact, by, world, ids, now) => {
          const { grade, note } = request.body
          const given = contact.replies.find((r) => r.id === request.params.reply)
          if (!given) throw new Refusal('not_found')
          return decideGrade(facts, contact, given, { grade: grade as Grade, note }, by, world, ids, now)
        },
        200,
      ),
  )

  routes.post(
    '/api/v1/contacts/:id/extension',
    { schema: { ...about('The body takes longer, with a reason'), body: untilBody }, serializerCompiler },
    (request, reply) =>
      onLetter(request, reply, (facts, contact, by, world, ids, now) =>
        decideExtension(facts, contact, request.body, by, world, ids, now),
      ),
  )

  routes.post(
    '/api/v1/contacts/:id/redirect',
    { schema: { ...about('Passed on to the competent body: a new clock'), body: redirectBody }, serializerCompiler },
    (request, reply) =>
      onLetter(request, reply, (facts, contact, by, world, ids, now) =>
        decideRedirect(facts, contact, request.body, by, world, ids, now),
      ),
  )

  routes.post(
    '/api/v1/contacts/:id/delivery',
    { schema: { ...about('A person settles what became of a letter'), body: deliveryBody }, serializerCompiler },
    (request, reply) =>
      onLetter(request, reply, (facts, contact, by, world, ids, now) => {
        return settleDelivery(facts, contact, request.body, by, world, ids, now)
      }),
  )

  const onLetter = async (
    request: FastifyRequest,
    reply: FastifyReply,
    decide: DecideLetter,
    status: 200 | 201 = 201,
  ): Promise<never> => send(reply, await actOnLetter(deps, request, decide, status))
}
