import type { FastifyInstance, FastifyRequest } from 'fastify'
import { readUpload, type Uploaded } from '../cases/upload.ts'
import type { Deps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'

const MOST_FIELDS = 240
/** Parts a repeated field in the one value that is kept of it; no link holds one. */
export const BETWEEN = '\n'

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a multipart form, whatever their fields are called. */
    sentFiles: readonly Uploaded[]
  }
}

/**
 * Reads the forms of POST requests: `request.body` is its fields, `request.sentFiles` its pictures. Of a field given twice
 * the last counts, but `media_url` keeps all. Both are read before the API key in them is looked at.
 */
export function readOpen311Forms(app: FastifyInstance, deps: Deps): void {
  app.decorateRequest('sentFiles')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 200_000 },
    async (request: FastifyRequest, body: string | Buffer) => {
      request.sentFiles = []
      return fieldsOf(new URLSearchParams(String(body)))
    },
  )
  app.addContentTypeParser('multipart/form-data', async (request: FastifyRequest) => {
    const { fields, files, fault } = await readUpload(request, deps, { page: true })
    if (fault) throw fault
    request.sentFiles = files
    return fieldsOf(Object.entries(fields))
  })
}

function fieldsOf(entries: Iterable<readonly [string, string]>): Record<string, string> {
  const form: Record<string, string> = Object.create(null)
  let n = 0
  for (const [name, given] of entries) {
    if (++n > MOST_FIELDS) throw new HttpProblem('body_too_large')
    // PostgreSQL holds no NUL, and a lone surrogate is no text.
    const value = given.replaceAll('\u0000', '').toWellFormed().replaceAll('\r\n', '\n')
    form[name] = name === 'media_url' && form[name] ? `${form[name]}${BETWEEN}${value}` : value
  }
  return { ...form }
}
