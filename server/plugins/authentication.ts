import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ANONYMOUS } from '../caller.ts'
import type { Deps } from '../deps.ts'
import { isOwnOrigin } from '../origin.ts'
import { HttpProblem } from '../problem.ts'
import { sameSecret } from '../secrets.ts'
import type { Session, Sessions } from '../sessions.ts'

export const SESSION_COOKIE = 'daybreak_session'
const CSRF_HEADER = 'x-csrf-token'
const CSRF_FIELD = '_csrf'
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

declare module 'fastify' {
  interface FastifyRequest {
    /** Set for a caller with a session, not for an API key. */
    session: Session | null
    /** A cookie's session asks for a CSRF token that has not been shown yet. */
    csrfOwed: boolean
  }
  interface FastifyContextConfig {
    /** The answer does not depend on who asks (health, assets): no session is looked up. */
    stateless?: boolean
    /** The route reads its multipart form itself and calls `checkCsrf` with the form's `_csrf`. */
    csrfInHandler?: boolean
    /** The field of the form in which an API key may come, from systems that send no header (Open311). */
    keyField?: string
  }
}

/**
 * Sets `request.caller` from `Authorization: Bearer` (session token, API key or tracking token) or from the session
 * cookie. A wrong Bearer is refused; a cookie that has run out is nobody's and is taken back. With the cookie every unsafe
 * method needs our own Origin and the CSRF token, in the header or in the form field `_csrf`.
 */
export function installAuthentication(app: FastifyInstance, deps: Deps, sessions: Sessions): void {
  app.decorateRequest('caller', null as never)
  app.decorateRequest('session', null)
  app.decorateRequest('csrfOwed', false)

  app.addHook('onRequest', async (request, reply) => {
    request.caller = ANONYMOUS
    if (request.routeOptions.config.stateless) return
    const { authorization } = request.headers
    if (authorization !== undefined) return byBearer(request, authorization)
    const token = request.cookies[SESSION_COOKIE]
    if (token) await byCookie(request, reply, token)
  })

  // Before the permissions are asked, which are installed after this.
  app.addHook('preValidation', async (request) => {
    const { keyField } = request.routeOptions.config
    const key = keyField && (request.body as Readonly<Record<string, unknown>> | null | undefined)?.[keyField]
    if (key) await byKey(request, String(key))
  })

  app.addHook('preHandler', async (request) => {
    if (!request.csrfOwed || request.routeOptions.config.csrfInHandler) return
    const body = request.body as { [CSRF_FIELD]?: unknown } | null | undefined
    checkCsrf(request, deps, body && typeof body === 'object' ? body[CSRF_FIELD] : undefined)
  })

  async function byBearer(request: FastifyRequest, authorization: string): Promise<void> {
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
    const signed = token && token.length <= 100 ? await sessions.authenticate(token) : undefined
    if (!signed) throw new HttpProblem('unauthenticated')
    request.caller = signed.caller
    request.session = signed.session ?? null
  }

  async function byKey(request: FastifyRequest, key: string): Promise<void> {
    const signed = key.length <= 100 ? await sessions.authenticate(key) : undefined
    // No session and no reporter's token in a form: it may be kept by whoever passes it on.
    if (signed?.caller.kind !== 'staff' || signed.session) throw new HttpProblem('unauthenticated')
    request.caller = signed.caller
  }

  async function byCookie(request: FastifyRequest, reply: FastifyReply, token: string): Promise<void> {
    const signed = await sessions.authenticate(token)
    // Only sessions travel in the cookie: a key or a tracking token put there is not one.
    if (!signed?.session) {
      clearSessionCookie(reply, deps)
      return
    }
    request.caller = signed.caller
    request.session = signed.session
    if (SAFE.has(request.method)) return
    if (!isOwnOrigin(request, deps.config.publicUrl)) throw new HttpProblem('csrf')
    const given = request.headers[CSRF_HEADER]
    if (given !== undefined) checkCsrf(request, deps, given)
    else request.csrfOwed = true
  }
}

/** Throws `csrf` unless the token is that of the request's session. */
export function checkCsrf(request: FastifyRequest, deps: Deps, token: unknown): void {
  const { session } = request
  if (session && (typeof token !== 'string' || !sameSecret(token, deps.secrets.csrfToken(session.token))))
    throw new HttpProblem('csrf')
  request.csrfOwed = false
}

export function setSessionCookie(reply: FastifyReply, deps: Deps, session: Session, now: number): void {
  reply.setCookie(SESSION_COOKIE, session.token, {
    ...cookieOptions(deps),
    maxAge: Math.floor((session.expiresAt - now) / 1000),
  })
}

export function clearSessionCookie(reply: FastifyReply, deps: Deps): void {
  reply.clearCookie(SESSION_COOKIE, cookieOptions(deps))
}

function cookieOptions({ config }: Deps) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: config.publicUrl.startsWith('https:') } as const
}
