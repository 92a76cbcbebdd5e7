import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { findSignInById, type SignInRow } from '../../db/sign-in.ts'
import { savePassword, saveTotp } from '../../db/staff.ts'
import {
  newSession,
  ownPasswordBody,
  sessionView,
  signInBody,
  twoFactorBody,
  twoFactorEnd,
  twoFactorSecret,
} from '../../shared/contract/staff.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import type { Deps } from '../deps.ts'
import { isOwnOrigin } from '../origin.ts'
import { clearSessionCookie, setSessionCookie } from '../plugins/authentication.ts'
import { HttpProblem } from '../problem.ts'
import type { Session, Sessions } from '../sessions.ts'
import { hashPassword, refuseWeak } from './password.ts'
import { checkPassword, signIn } from './sign-in.ts'
import { matchCode, newTotpSecret, otpauth } from './totp.ts'
import { viewStaff, zoneOf } from './view.ts'

const URL = '/api/v1/session'

/** Signing in and out, and what a person changes about their own access. */
export function sessionRoutes(plain: FastifyInstance, deps: Deps, sessions: Sessions): void {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  const { secrets, config } = deps

  app.post(
    URL,
    {
      // Whoever signs in anew may still carry the cookie of before: here our own Origin is what proves.
      config: { csrfInHandler: true },
      schema: {
        tags: ['session'],
        summary: 'Sign in',
        description:
          'Answers with a token for Authorization: Bearer and sets the session cookie. Not repeatable by Idempotency-Key: each sign-in is a session of its own.',
        body: signInBody,
        response: { 201: newSession },
      },
    },
    async (request, reply) => {
      if (!isOwnOrigin(request, config.publicUrl)) throw new HttpProblem('csrf')
      const { person, session } = await signIn(deps, sessions, request.body, {
        ip: request.ip,
        instead: request.session?.hash,
      })
      setSessionCookie(reply, deps, session, deps.now())
      return reply.code(201).send(await viewNew(person, session))
    },
  )

  app.get(
    URL,
    { schema: { tags: ['session'], summary: 'Who I am', response: { 200: sessionView } } },
    async (request) => view(await self(request), request.session),
  )

  app.delete(URL, { schema: { tags: ['session'], summary: 'Sign out' } }, async (request, reply) => {
    // A key has no session; it is taken back under /api-keys.
    if (!request.session) throw new HttpProblem('forbidden')
    await sessions.end(request.session.hash, deps.now())
    clearSessionCookie(reply, deps)
    return reply.code(204).send()
  })

  app.put(
    `${URL}/password`,
    {
      schema: {
        tags: ['session'],
        summary: 'Change my password',
        description: 'All sessions of the person end; the answer brings a new one.',
        body: ownPasswordBody,
        response: { 200: newSession },
      },
    },
    async (request, reply) => {
      const person = await own(request)
      const { current, password } = request.body
      await checkPassword(deps, person, current, request.ip)
      refuseWeak(password, person)
      const now = deps.now()
      const id = (await deps.ids.reserve(1)).next()
      const log = { id, at: now, staff: person.id }
      // Whoever set another one meanwhile had a reason; the one that was checked here opens nothing any more.
      if (!(await savePassword(deps.sql, person.id, await hashPassword(password), log, person.passwordHash)))
        throw new HttpProblem('wrong_credentials')
      sessions.tellEnded({ staff: person.id })
      const session = await sessions.start(person.id, now)
      setSessionCookie(reply, deps, session, now)
      return viewNew(person, session)
    },
  )

  app.post(
    `${URL}/two-factor`,
    {
      schema: {
        tags: ['session'],
        summary: 'A secret for the code application',
        response: { 200: twoFactorSecret },
      },
    },
    async (request) => {
      const person = await own(request)
      const secret = newTotpSecret()
      return { secret, uri: otpauth(secret, person.email) }
    },
  )

  app.put(
    `${URL}/two-factor`,
    { schema: { tags: ['session'], summary: 'Switch on the one-time code', body: twoFactorBody } },
    async (request, reply) => {
      const person = await own(request)
      const { secret, code, password } = request.body
      await checkPassword(deps, person, password, request.ip)
      const now = deps.now()
      if (matchCode(secret, code, now) === undefined) throw new HttpProblem('wrong_credentials', {}, ['code'])
      const id = (await deps.ids.reserve(1)).next()
      const sealed = secrets.seal(secret, `totp:${person.id}`)
      if (!(await saveTotp(deps.sql, person.id, sealed, { id, at: now, staff: person.id }, person.passwordHash)))
        throw new HttpProblem('wrong_credentials')
      return reply.code(204).send()
    },
  )

  app.delete(
    `${URL}/two-factor`,
    { schema: { tags: ['session'], summary: 'Switch off the one-time code', body: twoFactorEnd } },
    async (request, reply) => {
      const person = await own(request)
      await checkPassword(deps, person, request.body.password, request.ip)
      const id = (await deps.ids.reserve(1)).next()
      const log = { id, at: deps.now(), staff: person.id }
      if (!(await saveTotp(deps.sql, person.id, null, log, person.passwordHash)))
        throw new HttpProblem('wrong_credentials')
      return reply.code(204).send()
    },
  )

  async function self(request: FastifyRequest): Promise<SignInRow> {
    const { caller } = request
    const person = caller.kind === 'staff' ? await findSignInById(deps.sql, caller.id) : undefined
    if (!person) throw new HttpProblem('unauthenticated')
    return person
  }

  /** A key may work in somebody's name, but never take their account over. */
  function own(request: FastifyRequest): Promise<SignInRow> {
    if (!request.session) throw new HttpProblem('forbidden')
    return self(request)
  }

  async function view(person: SignInRow, session: Session | null): Promise<z.infer<typeof sessionView>> {
    const { reference } = deps.world
    return {
      staff: viewStaff({ ...person, twoFactor: person.totpSecret !== null }, reference),
      expiresAt: session && rfc3339(zoneOf(reference, person.branch), session.expiresAt),
      csrfToken: session && secrets.csrfToken(session.token),
    }
  }

  async function viewNew(person: SignInRow, session: Session): Promise<z.infer<typeof newSession>> {
    return { ...(await view(person, session)), token: session.token } as z.infer<typeof newSession>
  }
}
