import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { safeError } from '../../db/errors.ts'
import type { ProblemCode } from '../../shared/i18n/catalog.ts'
import type { Deps } from '../deps.ts'
import { hereOf, prefixOf } from './here.ts'
import { ErrorPage } from './pages/error.tsx'
import { sendPage } from './render.ts'

/** Whether the answer should be a page: a page's route, an address with a language, or a browser asking for a document. */
export function wantsPage(request: FastifyRequest): boolean {
  if (request.url.startsWith('/api/') || request.url.startsWith('/open311/')) return false
  if (request.routeOptions?.config?.page || prefixOf(request.url)) return true
  return request.is404 && /\btext\/html\b/.test(request.headers.accept ?? '')
}

type ShowError = (
  request: FastifyRequest,
  reply: FastifyReply,
  code: ProblemCode,
  details: Readonly<Record<string, string | number>>,
  id: string | undefined,
) => boolean

declare module 'fastify' {
  interface FastifyInstance {
    /** Answers with a page where one is wanted; false: the caller answers. */
    showError?: ShowError
  }
}

/** Errors of pages are pages in the reader's language. */
export function installErrorPages(app: FastifyInstance, deps: Deps): void {
  const show: ShowError = (request, reply, code, details, id) => {
    if (!wantsPage(request)) return false
    const here = hereOf(deps, request, deps.now())
    const more = id === undefined ? {} : { id }
    const page = <ErrorPage here={here} code={code} details={details} {...more} />
    sendPage(request, reply, page).catch((error) => {
      request.log.error({ err: safeError(error) }, 'error page failed')
      if (!reply.sent) void reply.code(500).type('text/plain; charset=utf-8').send('500')
    })
    return true
  }
  app.decorate('showError', show)
}
