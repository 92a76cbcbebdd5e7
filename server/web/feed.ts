import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { listCases } from '../../db/views/cases.ts'
import { caseQuery } from '../../shared/contract/case-list.ts'
import { parseCaseNumber } from '../../shared/domain/number.ts'
import { t } from '../../shared/i18n/text.ts'
import { ANONYMOUS } from '../caller.ts'
import { askList } from '../cases/list.ts'
import type { Deps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'
import { atomOf, type Entry, type Feed } from './atom.ts'
import { readCase } from './case-read.ts'
import { beginning, placeWords } from './case-words.ts'
import { type Here, hereOf, inLanguage, LANGS } from './here.ts'
import type { Pages } from './pages.ts'
import { stepsOf } from './steps.ts'

const ENTRIES = 50
const FILTERS = ['q', 'region', 'category', 'status', 'branch', 'district'] as const

/** `/feed.atom`: the public cases of the list with its filters, or with `case` what happens in one; in each language. */
export function feedRoutes({ app, deps }: Pages): void {
  const config = { page: true }
  for (const path of ['/feed.atom', ...LANGS.map((lang) => inLanguage(lang, '/feed.atom'))])
    app.get(path, { schema: { hide: true }, config }, (request, reply) => answer(deps, request, reply))
}

async function answer(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const here = hereOf(deps, request, deps.now())
  const query = request.query as Readonly<Record<string, unknown>>
  const value = (name: string) => {
    const given = query[name]
    return (typeof given === 'string' ? given : '').replaceAll('\u0000', '').trim().slice(0, 200)
  }
  const feed = value('case') ? await feedOfCase(deps, here, value('case')) : await feedOfList(deps, here, value)
  const body = atomOf(feed)
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  reply.header('etag', etag).header('cache-control', 'public, max-age=60').header('vary', 'accept-language, cookie')
  const known = String(request.headers['if-none-match'] ?? '').split(',')
  if (known.some((one) => one.trim().replace(/^W\//, '') === etag)) return reply.code(304).send()
  return reply
    .header('content-type', 'application/atom+xml; charset=utf-8')
    .serializer((text: unknown) => text as string)
    .send(body)
}

async function feedOfList(deps: Deps, here: Here, value: (name: string) => string): Promise<Feed> {
  const { lang, now, publicUrl } = here
  const world = await deps.world.at(now)
  const given = FILTERS.flatMap((name) => (value(name) ? [[name, value(name)] as const] : []))
  const asked = Object.fromEntries(given.map(([name, v]) => (v === 'overdue' ? ['overdue', 'true'] : [name, v])))
  const parsed = caseQuery.safeParse({ ...asked, limit: ENTRIES })
  if (!parsed.success) throw new HttpProblem('not_found')
  const { list, wordless } = askList(parsed.data, ANONYMOUS, world, now)
  const items = wordless ? [] : (await listCases(deps.sql, list)).slice(0, ENTRIES)
  const search = given.length > 0 ? `?${new URLSearchParams(given.map(([name, v]) => [name, v]))}` : ''
  return {
    lang,
    title: t(lang, given.length > 0 ? 'page.citizen.feed.filtered' : 'page.citizen.feed.title'),
    self: `${publicUrl}${inLanguage(lang, `/feed.atom${search}`)}`,
    page: `${publicUrl}${inLanguage(lang, `/cases${search}`)}`,
    since: 0,
    entries: items.map((c): Entry => {
      const topic = world.reference.category(c.category)?.name[lang] ?? c.category
      const shown = c.erasedAt === null ? (c.title ?? c.text) : null
      return {
        id: `${publicUrl}/cases/${c.number}`,
        title: `${c.number} ${shown ? beginning(shown) : topic}`,
        page: `${publicUrl}${inLanguage(lang, `/cases/${c.number}`)}`,
        published: c.reportedAt,
        updated: c.updatedAt,
        text: [topic, placeWords(c, lang, world), t(lang, `status.${c.status}`)].join(' · '),
        topic: c.category,
      }
    }),
  }
}

async function feedOfCase(deps: Deps, here: Here, given: string): Promise<Feed> {
  const { lang, publicUrl } = here
  const number = parseCaseNumber(given)?.number
  if (!number) throw new HttpProblem('not_found')
  const { events, seen, world } = await readCase(deps, number, 'outside', here.now)
  const { zone, reportedAt } = seen.case
  const page = `${publicUrl}${inLanguage(lang, `/cases/${number}`)}`
  const entries = events.flatMap((event): Entry[] =>
    stepsOf([event], here, zone, world).map((step) => ({
      id: `${publicUrl}/cases/${number}#event-${event.id}`,
      title: step.title,
      page,
      published: step.at,
      updated: step.at,
      text: [...step.lines, step.words?.text].filter(Boolean).join('\n') || step.title,
      lang: step.words?.lang,
    })),
  )
  return {
    lang,
    title: t(lang, 'page.citizen.feed.of', { number }),
    self: `${publicUrl}${inLanguage(lang, `/feed.atom?case=${number}`)}`,
    page,
    since: reportedAt,
    entries: entries.reverse().slice(0, ENTRIES),
  }
}
