import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Problem } from '../../shared/contract/problem.ts'
import type { ProblemCode } from '../../shared/i18n/catalog.ts'
import { problemText } from '../../shared/i18n/problem.ts'
import { STATUS } from '../problem.ts'
import { formatOf, localeOf, send } from './format.ts'

/** What the API says in its own terms, said in those of GeoReport. */
const SAID: Readonly<Partial<Record<ProblemCode, ProblemCode>>> = {
  route_not_found: 'open311_format',
  unauthenticated: 'open311_key',
  forbidden: 'open311_key',
  csrf: 'open311_key',
  unsupported_media_type: 'open311_form',
  malformed_json: 'open311_form',
}
/** GeoReport knows 400, 403 and 404; what happens to every server keeps its own. */
const KEPT = new Set([403, 404, 413, 429])

export const isOpen311 = (url: string) => url.startsWith('/open311/')

/** Clients put `/services.xml` behind an endpoint that they were given with a slash at its end. */
export function withoutDoubleSlashes(url: string): string {
  const [path = '', ...query] = url.split('?')
  return [path.replace(/\/{2,}/g, '/'), ...query].join('?')
}

/** Sends a problem as GeoReport lays it, in the format and the language asked for. */
export function sendOpen311Problem(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ProblemCode,
  details: Readonly<Record<string, string | number>>,
  errors: Problem['errors'],
): FastifyReply {
  const said = SAID[code] ?? code
  const status = STATUS[said]
  const told = KEPT.has(status) || status >= 500 ? status : 400
  const words = problemText(localeOf(request), said, details)
  const many =
    said === 'validation_failed' && errors?.length ? errors : [{ message: `${words.title}. ${words.detail}` }]
  reply.removeHeader('www-authenticate').code(told)
  return send(
    reply,
    formatOf(request),
    'errors',
    many.map(({ message }) => ({ code: String(told), description: message })),
  )
}
