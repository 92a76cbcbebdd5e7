import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findRaw } from '../../db/letters.ts'
import { contactBody, contactView } from '../../shared/contract/contact.ts'
import { followUpBody, letterPreview, nextInstances } from '../../shared/contract/letter.ts'
import { idParam } from '../../shared/contract/text.ts'
import { decideFollowUp } from '../../shared/domain/follow-up.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import { explain3 } from '../because.ts'
import { asBuilt, numberParams } from '../cases/read-api.ts'
import { send } from '../cases/work.ts'
import { actOnLetter, takeLetter } from '../contacts/work.ts'
import type { Deps } from '../deps.ts'
import { proposeNext } from './next-instance.ts'
import { pdfOf } from './pdf.ts'
import { previewContact } from './preview.ts'
import { htmlOf, textOf } from './render.ts'

const idParams = z.object({ id: idParam })
const letterParams = idParams.extend({ letter: idParam })
const tags = ['contacts']

/** Letters to bodies: as they would look, as they left, what follows them, and where to turn when nobody answers. */
export function letterRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const serializerCompiler = asBuilt

  routes.post(
    '/api/v1/cases/:number/contacts/preview',
    {
      schema: {
        tags,
        summary: 'The letter as it would leave; writes nothing and takes no number',
        params: numberParams,
        body: contactBody,
        response: { 200: letterPreview },
      },
      serializerCompiler,
    },
    async (request, reply) => {
      const { sheet, language, delivery, to, zone, due } = await previewContact(deps, request, request.body)
      return reply.send({
        delivery,
        to,
        subject: sheet.mailSubject,
        text: textOf(sheet),
        html: htmlOf(sheet),
        language,
        replyDueAt: rfc3339(zone, due.dueAt),
        replyDueBecause: explain3(due.because, (await deps.world.at(deps.now())).reference),
      })
    },
  )

  routes.post(
    '/api/v1/cases/:number/contacts/preview.pdf',
    {
      schema: {
        tags,
        summary: 'The same as PDF: what is attached to the mail, or printed and signed',
        params: numberParams,
        body: contactBody,
        produces: ['application/pdf'],
      },
    },
    async (request, reply) => {
      const { sheet } = await previewContact(deps, request, request.body)
      return reply
        .type('application/pdf')
        .header('content-disposition', 'inline; filename="letter.pdf"')
        .send(await pdfOf(sheet, deps.now()))
    },
  )

  routes.post(
    '/api/v1/contacts/:id/letters',
    {
      schema: {
        tags,
        summary: 'Another letter under the same number: a reminder, a question about the extension, thanks',
        params: idParams,
        body: followUpBody,
        response: { 201: contactView },
      },
      serializerCompiler,
    },
    async (request, reply) =>
      send(
        reply,
        await actOnLetter(deps, request, (facts, contact, by, world, ids, now) =>
          decideFollowUp(facts, contact, request.body, by, world, ids, now),
        ),
      ),
  )

  routes.get(
    '/api/v1/contacts/:id/letters/:letter',
    {
      schema: {
        tags,
        summary: 'A letter as it was given to the mail server (message/rfc822)',
        params: letterParams,
        produces: ['message/rfc822'],
      },
    },
    async (request, reply) => {
      const { id, letter } = request.params
      await takeLetter(deps, request, await deps.world.at(deps.now()), id)
      const raw = await findRaw(deps.sql, id, letter)
      if (!raw) throw new Refusal('not_found')
      return reply
        .type('message/rfc822')
        .header('content-disposition', `attachment; filename="letter-${letter}.eml"`)
        .send(raw)
    },
  )

  routes.get(
    '/api/v1/contacts/:id/next-instance',
    {
      schema: {
        tags,
        summary:
          'Where to turn after silence or a refusal: the body above, the prosecutor, the ombudsman, with letters ready',
        params: idParams,
        response: { 200: nextInstances },
      },
      serializerCompiler,
    },
    async (request, reply) => {
      const now = deps.now()
      const world = await deps.world.at(now)
      const { contact, rows } = await takeLetter(deps, request, world, request.params.id)
      return reply.send(proposeNext(contact, rows[0]!.facts.case.category, world, now))
    },
  )
}
