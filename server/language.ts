import type { FastifyRequest } from 'fastify'
import { isLang, type Lang } from '../shared/domain/text.ts'

/** The reader's language: `?lang=`, else Accept-Language by quality, else Kazakh. */
export function languageOf(request: Pick<FastifyRequest, 'query' | 'headers'>): Lang {
  const asked = (request.query as { lang?: unknown } | undefined)?.lang
  if (isLang(asked)) return asked
  const header = request.headers['accept-language']
  if (!header || header.length > 500) return 'kk'
  let best: Lang = 'kk'
  let quality = 0
  for (const part of header.split(',')) {
    const [tag = '', ...params] = part.trim().toLowerCase().split(';')
    const lang = tag.split('-')[0]
    const q = Number(
      params
        .map((p) => p.trim())
        .find((p) => p.startsWith('q='))
        ?.slice(2) ?? 1,
    )
    if (isLang(lang) && q > quality) {
      best = lang
      quality = q
    }
  }
  return best
}
