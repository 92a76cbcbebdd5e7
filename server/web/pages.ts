import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import type { Deps } from '../deps.ts'
import { isOwnOrigin } from '../origin.ts'
import { HttpProblem } from '../problem.ts'
import type { FormBody } from './form-body.ts'
import { type Here, hereOf, inLanguage, LANGS, pageLanguage, rememberLanguage } from './here.ts'
import { sendPage } from './render.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route is a page: its errors are pages too. */
    page?: boolean
  }
}

/** What a page does: an element to show (`part`: not a whole document), an address (without language prefix) to go to, or a file. */
export type Shown =
  | { readonly page: VNode; readonly status?: number; readonly part?: boolean }
  | { readonly to: string }
  | { readonly file: string | Buffer; readonly type: string; readonly name: string; readonly inline?: boolean }

export interface Asked<P = Record<string, string>> {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly here: Here
  readonly params: P
  /** Query of a GET, fields of a POST; every value a string. */
  readonly form: FormBody
}

export interface FormOptions {
  /** The form is read by the handler, which calls `checkCsrf`. */
  readonly csrfInHandler?: true
  /** Forms that one address may send within the time (ms). */
  readonly rateLimit?: { readonly max: number; readonly timeWindow: number }
}

/** Registers pages: each stands under /kk, /ru and /en, and without prefix leads there. */
export class Pages {
  readonly app: FastifyInstance
  readonly deps: Deps

  constructor(app: FastifyInstance, deps: Deps) {
    this.app = app
    this.deps = deps
  }

  /** `bare` false: without a language the address is somebody else's (`/pulse` speaks to programs). */
  get(path: string, show: (asked: Asked) => Promise<Shown>, { bare = true } = {}): void {
    for (const lang of LANGS) {
      this.app.get(inLanguage(lang, path), { schema: { hide: true }, config: { page: true } }, (request, reply) =>
        this.answer(request, reply, show, flat(request.query)),
      )
    }
    if (!bare) return
    this.app.get(path, { schema: { hide: true }, config: { page: true } }, async (request, reply) => {
      reply.header('vary', 'accept-language, cookie').header('cache-control', 'private, no-cache')
      return reply.redirect(inLanguage(pageLanguage(request), request.url), 302)
    })
  }

  /** A form of a page. It answers with a redirect (303) or, when something is wrong with what was typed, with the page again (422). */
  post(path: string, act: (asked: Asked) => Promise<Shown>, options: FormOptions = {}): void {
    const config = { page: true, ...options }
    for (const lang of LANGS) {
      this.app.post(inLanguage(lang, path), { schema: { hide: true }, config }, (request, reply) => {
        // Anonymous forms have no session to take a CSRF token from: only our own pages may send them.
        if (!isOwnOrigin(request, this.deps.config.publicUrl)) throw new HttpProblem('csrf')
        return this.answer(request, reply, act, flat(request.body))
      })
    }
  }

  private async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    show: (asked: Asked) => Promise<Shown>,
    form: FormBody,
  ): Promise<FastifyReply> {
    const here = hereOf(this.deps, request, this.deps.now())
    const shown = await show({ request, reply, here, params: flat(request.params), form })
    rememberLanguage(request, reply, this.deps)
    if ('to' in shown) return reply.redirect(inLanguage(here.lang, shown.to), 303)
    if ('file' in shown) {
      return reply
        .header('content-type', shown.type)
        .header('content-disposition', `${shown.inline ? 'inline' : 'attachment'}; filename="${shown.name}"`)
        .header('cache-control', 'private, no-cache')
        .serializer((body: unknown) => body as string)
        .send(shown.file)
    }
    return sendPage(request, reply.code(shown.status ?? 200), shown.page, shown.part)
  }
}

/** Strings only: of a name given twice in a query the last counts. */
function flat(values: unknown): Record<string, string> {
  const out: Record<string, string> = Object.create(null)
  if (typeof values !== 'object' || values === null) return out
  for (const [name, value] of Object.entries(values)) {
    const last = Array.isArray(value) ? value.at(-1) : value
    if (typeof last === 'string') out[name] = last.replaceAll('\u0000', '')
  }
  return out
}
