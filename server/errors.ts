import { randomUUID } from 'node:crypto'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { isUnavailable, safeError } from '../db/errors.ts'
import { Refusal } from '../shared/domain/refusal.ts'
import type { ProblemCode } from '../shared/i18n/catalog.ts'
import { languageOf } from './language.ts'
import { localeOf } from './open311/format.ts'
import { isOpen311, sendOpen311Problem } from './open311/problem.ts'
import { HttpProblem, problemOf, STATUS } from './problem.ts'

const RETRY_AFTER_S = 2

/** Fastify's own errors, by their codes. */
const FASTIFY: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_EMPTY_TYPE: 'unsupported_media_type',
  FST_ERR_BAD_URL: 'malformed_url',
  FST_ERR_ASYNC_CONSTRAINT: 'malformed_url',
  FST_ERR_MAX_PARAM_LENGTH: 'malformed_url',
  ENAMETOOLONG: 'malformed_url',
  FST_REQ_FILE_TOO_LARGE: 'body_too_large',
  FST_FILES_LIMIT: 'body_too_large',
  FST_PARTS_LIMIT: 'body_too_large',
  FST_FIELDS_LIMIT: 'body_too_large',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'unsupported_media_type',
}

/** Sends a problem. Nothing of the request but its id goes into answer or log. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ProblemCode,
  details: Readonly<Record<string, string | number>> = {},
  more: Parameters<typeof problemOf>[3] = {},
): FastifyReply {
  if (STATUS[code] === 503) reply.header('retry-after', RETRY_AFTER_S)
  // RFC 9110, 15.5.2
  if (STATUS[code] === 401) reply.header('www-authenticate', 'Bearer')
  if (isOpen311(request.url)) return sendOpen311Problem(request, reply, code, details, more.errors)
  reply.code(STATUS[code])
  if (request.server.showError?.(request, reply, code, details, more.id)) return reply
  return reply
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(problemOf(code, languageOf(request), details, more))
}

export function installErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => answer(error, request, reply))
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, 'route_not_found'))
}

export function answer(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Refusal || error instanceof HttpProblem) {
    const { code, details, path } = error
    const many =
      error instanceof HttpProblem
        ? error.errors?.(isOpen311(request.url) ? localeOf(request) : languageOf(request))
        : undefined
    if (many) return sendProblem(request, reply, code, details, { errors: many.slice(0, 50) })
    const errors = path.length
      ? [{ path: `/${path.join('/')}`, code, message: problemOf(code, languageOf(request), details).detail }]
      : undefined
    return sendProblem(request, reply, code, details, errors ? { errors } : {})
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map((v) => ({
      path: v.instancePath,
      code: v.keyword,
      message: v.message ?? v.keyword,
    }))
    return sendProblem(request, reply, 'validation_failed', {}, { errors: errors.slice(0, 50) })
  }
  const code = FASTIFY[(error as FastifyError)?.code ?? '']
  if (code) return sendProblem(request, reply, code)
  if (error instanceof SyntaxError && (error as FastifyError).statusCode === 400)
    return sendProblem(request, reply, 'malformed_json')
  // The sender hung up in the middle of the body: nobody hears the answer, and no database is at fault.
  if (request.raw.destroyed && !request.raw.complete) return sendProblem(request, reply, 'malformed_request')
  if (isUnavailable(error)) {
    request.log.warn({ err: safeError(error) }, 'database unavailable')
    return sendProblem(request, reply, 'unavailable')
  }
  const status = (error as FastifyError)?.statusCode
  if (status === 429) return sendProblem(request, reply, 'rate_limited')
  if (status && status >= 400 && status < 500) return sendProblem(request, reply, 'malformed_request')
  const id = randomUUID()
  request.log.error(
    { id, err: safeError(error), stack: stackOf(error), route: request.routeOptions?.url },
    'unexpected error',
  )
  return sendProblem(request, reply, 'internal', { id }, { id })
}

/** The frames without the message: a message may quote what somebody typed. */
function stackOf(error: unknown): string | undefined {
  return error instanceof Error
    ? error.stack
        ?.split('\n')
        .filter((line) => line.trimStart().startsWith('at '))
        .slice(0, 8)
        .join('\n')
    : undefined
}
