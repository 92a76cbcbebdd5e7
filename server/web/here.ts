import type { FastifyReply, FastifyRequest } from 'fastify'
import { isLang, LANGS, type Lang } from '../../shared/domain/text.ts'
import { ANONYMOUS, type Caller } from '../caller.ts'
import type { Deps } from '../deps.ts'
import { languageOf } from '../language.ts'

const LANGUAGE_COOKIE = 'daybreak_lang'

/** What every page knows about its request: the reader's language, the address without it, and the one reading of the clock. */
export interface Here {
  readonly lang: Lang
  /** Path without the language prefix, with the query: '/cases?region=KZ-39'. */
  readonly path: string
  readonly now: number
  readonly caller: Caller
  /** For forms of signed-in staff; null for everybody else. */
  readonly csrf: string | null
  readonly publicUrl: string
  /** In the demo: where its clock is going (epoch ms), null while it stands. */
  readonly demo?: { readonly target: number | null }
}

/** The language of the prefix '/kk', '/ru', '/en', or undefined. */
export function prefixOf(url: string): Lang | undefined {
  const [, first] = url.split(/[/?#]/, 2)
  return isLang(first) ? first : undefined
}

/** The language of a page: its prefix, else the cookie, else Accept-Language, else Kazakh. */
export function pageLanguage(request: FastifyRequest): Lang {
  const chosen = request.cookies?.[LANGUAGE_COOKIE]
  return prefixOf(request.url) ?? (isLang(chosen) ? chosen : languageOf({ query: {}, headers: request.headers }))
}

/** The same address in a language: `inLanguage('ru', '/cases?q=a')` is '/ru/cases?q=a'. */
export function inLanguage(lang: Lang, path: string): string {
  return path === '/' ? `/${lang}` : `/${lang}${path}`
}

export function hereOf(deps: Deps, request: FastifyRequest, now: number): Here {
  const prefix = prefixOf(request.url)
  const rest = prefix ? request.url.slice(3) : request.url
  return {
    lang: prefix ?? pageLanguage(request),
    path: rest.startsWith('/') ? rest : `/${rest}`,
    now,
    // an error may come before the caller is known
    caller: request.caller ?? ANONYMOUS,
    csrf: request.session ? deps.secrets.csrfToken(request.session.token) : null,
    publicUrl: deps.config.publicUrl,
    ...(deps.demo ? { demo: { target: deps.demo.target ?? null } } : {}),
  }
}

/** Remembers the language read last, for addresses without one. */
export function rememberLanguage(request: FastifyRequest, reply: FastifyReply, deps: Deps): void {
  const lang = prefixOf(request.url)
  if (!lang || request.cookies?.[LANGUAGE_COOKIE] === lang) return
  reply.setCookie(LANGUAGE_COOKIE, lang, {
    path: '/',
    maxAge: 365 * 24 * 3600,
    sameSite: 'lax',
    httpOnly: true,
    secure: deps.config.publicUrl.startsWith('https:'),
  })
}

export { LANGS }
