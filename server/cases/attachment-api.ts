import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { applyFiles, type NewFile } from '../../db/apply/index.ts'
import { findAttachment } from '../../db/views/attachments.ts'
import { attachmentsAnswer } from '../../shared/contract/attachment.ts'
import { idParam } from '../../shared/contract/text.ts'
import { decideAttachment } from '../../shared/domain/attachment.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { Deps } from '../deps.ts'
import { perform } from '../perform.ts'
import { fileName, isOpenTo, viewAttachment } from './attachment-view.ts'
import { numberParams } from './read-api.ts'
import { getCase, sightOf } from './sight.ts'
import { LARGEST_UPLOAD, readUpload } from './upload.ts'
import { type InHand, idsFor, send, takeInHand } from './work.ts'

/** Photos and documents of a case, kept in the database with everything else. */
export async function attachmentRoutes(app: FastifyInstance, deps: Deps): Promise<void> {
  await app.register(async (scope) => {
    // The form is read by the handler.
    scope.addContentTypeParser('multipart/form-data', (_request, _body, done) => done(null))
    const routes = scope.withTypeProvider<ZodTypeProvider>()

    routes.post(
      '/api/v1/cases/:number/attachments',
      {
        // The form carries the CSRF token, and is read only after the right to the case is known.
        config: { csrfInHandler: true },
        bodyLimit: LARGEST_UPLOAD,
        schema: {
          tags: ['cases'],
          summary: 'Add JPEG, PNG, WebP or PDF files (multipart, `file`); place and device are taken out of pictures',
          consumes: ['multipart/form-data'],
          params: numberParams,
          response: { 201: attachmentsAnswer },
        },
      },
      async (request, reply) => {
        await takeInHand(deps, request, await deps.world.at(deps.now()))
        const { files, fields } = await readUpload(request, deps)
        // What a repeated request must bring again to be the same one.
        request.body = { fields, files: files.map(({ name, sha256 }) => ({ name, sha256 })) }
        let made: NewFile[] = []
        const answer = await perform<InHand>(deps, request, {
          read: (world) => takeInHand(deps, request, world),
          ids: ({ row }, now) => idsFor([row], now) + files.length,
          decide({ row, by }, world, given, now) {
            const { id: caseId, public: casePublic } = row.facts.case
            // A reporter's photos follow the consent given with the report; staff say so for each upload.
            const isPublic =
              casePublic && (by.kind === 'reporter' ? fields.public !== 'false' : fields.public === 'true')
            made = files.map(({ bytes, ...file }) => ({
              ...file,
              id: given.next(),
              caseId,
              size: bytes.length,
              public: isPublic,
              byKind: by.kind,
              byStaff: by.staff ?? null,
              at: now,
              bytes,
            }))
            const stored = made.map((f, n) => ({ ...f, mime: files[n]!.mime }))
            return {
              cases: [
                decideAttachment(
                  row.facts,
                  row.attachments.filter((f) => f.byKind !== 'body').length,
                  stored,
                  by,
                  world,
                  given,
                  now,
                ),
              ],
            }
          },
          apply: (command, stamp) => applyFiles(deps.sql, command, stamp, made),
          answer(_, { row, by }) {
            const { number, zone, public: casePublic } = row.facts.case
            const where = { url: apiUrl(number), zone, public: casePublic }
            const sight = by.kind === 'reporter' ? 'reporter' : 'inside'
            return {
              status: 201,
              body: { items: made.map((f) => viewAttachment({ ...f, hidden: false }, sight, where)) },
            }
          },
        })
        return send(reply, answer)
      },
    )

    routes.get(
      '/api/v1/cases/:number/attachments/:id',
      { schema: { tags: ['cases'], summary: 'One file', params: numberParams.extend({ id: idParam }) } },
      async (request, reply) => {
        const { number, id } = request.params
        const row = await getCase(deps, number)
        const sight = sightOf(request, row, await deps.world.at(deps.now()))
        const { id: caseId, public: casePublic } = row.facts.case
        const listed = row.attachments.find((f) => f.id === id)
        // Not there and not for you look the same.
        if (!listed || !isOpenTo(listed, sight, casePublic)) throw new Refusal('not_found')
        const file = await findAttachment(deps.sql, caseId, id)
        if (!file) throw new Refusal('not_found')
        const kind = file.mime === 'application/pdf' ? 'attachment' : 'inline'
        const everyone = isOpenTo(file, 'outside', casePublic)
        return reply
          .header('content-type', file.mime)
          .header(
            'content-disposition',
            `${kind}; filename*=UTF-8''${encodeURIComponent(fileName(file, sight)).replace(/['()*]/g, hex)}`,
          )
          .header('content-security-policy', "default-src 'none'; sandbox")
          .header('cache-control', everyone ? 'public, max-age=60' : 'private, no-store')
          .header('vary', 'authorization, cookie')
          .send(file.bytes)
      },
    )
  })

  function apiUrl(number: string): string {
    return `${deps.config.publicUrl}/api/v1/cases/${number}`
  }
}

const hex = (letter: string) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`
