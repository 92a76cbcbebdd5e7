import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { safeError } from '../../db/errors.ts'
import type { ProblemCode } from '../../shared/i18n/catalog.ts'
import type { Deps } from '../deps.ts'
import { type Here, hereOf, inLanguage, prefixOf } from './here.ts'
import { ErrorPage } from './pages/error.tsx'
import { sendPage } from './render.ts'
import { staffHere } from './staff/pages.ts'
import { returnTo } from './staff/sign-in-page.tsx'

/** Whether the answer should be a page: a page's route, an address with a language, or a browser asking for a document. */
function wantsPage(request: FastifyRequest): boolean {
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
    if (code === 'unauthenticated') {
      leadToSignIn(request, reply, here)
      return true
    }
    const more = { ...(id === undefined ? {} : { id }), staff: isOfStaff(request) ? staffHere(deps, here) : undefined }
    const page = <ErrorPage here={here} code={code} details={details} {...more} />
    sendPage(request, reply, page).catch((error) => {
      request.log.error({ err: safeError(error) }, 'error page failed')
      if (!reply.sent) void reply.code(500).type('text/plain; charset=utf-8').send('500')
    })
    return true
  }
  app.decorate('showError', show)
}

/** Whether the page asked for is one that only the staff may open. */
function isOfStaff(request: FastifyRequest): boolean {
  const rule = request.routeOptions?.config?.rule
  return rule !== undefined && !rule.anyone
}

/** To the sign-in and back: to the page asked for, or, after a form, to the page it stood on. */
function leadToSignIn(request: FastifyRequest, reply: FastifyReply, here: Here): void {
  const { referer } = request.headers
  const from = request.method === 'GET' ? here.path : referer && URL.canParse(referer) ? new URL(referer).pathname : ''
  const to = returnTo(from)
  const query = to ? `?${new URLSearchParams({ to })}` : ''
  void reply.removeHeader('www-authenticate').redirect(inLanguage(here.lang, `/sign-in${query}`), 303)
}
