import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import ical, { ICalCalendarMethod } from 'ical-generator'
import { type CalendarOwner, findCalendarOwner, listOwedBy, saveCalendarSeed } from '../../db/calendar.ts'
import type { Key } from '../../shared/i18n/catalog.ts'
import { say, t } from '../../shared/i18n/text.ts'
import type { Deps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'
import { sameSecret } from '../secrets.ts'
import { placeWords } from '../web/case-words.ts'
import { inLanguage } from '../web/here.ts'

const MOST = 500
const SEED_BYTES = 16
/** An event that ends when the term does: that of midnight stands on the day it belongs to. */
const BEFORE = 30 * 60_000
const LOOK_AGAIN_S = 3_600
/** The number of the person, and 256 bits that only the secret key and the seed in the database make together. */
const TOKEN = /^(\d{1,15})-([\w-]{43})\.ics$/

/** The address of a person's calendar, without the host; null while there is none. */
export function calendarPath({ secrets }: Deps, { id, seed }: CalendarOwner): string | null {
  if (seed === null) return null
  const mac = Buffer.from(secrets.match('calendar', `${id} ${seed}`), 'base64').toString('base64url')
  return `/calendar/${id}-${mac}.ics`
}

/** Makes a new address, or leaves none; the one before opens nothing any more. */
export async function changeCalendar(deps: Deps, staff: number, on: boolean): Promise<void> {
  const log = { id: (await deps.ids.reserve(1)).next(), at: deps.now(), staff }
  await saveCalendarSeed(deps.sql, staff, on ? randomBytes(SEED_BYTES).toString('base64') : null, log)
}

/**
 * GET /calendar/{token}.ics: what a person owes, for the calendar on their phone. Calendars sign in nowhere, so the address
 * is the key, and it is read by somebody else's servers: numbers, topics, places and links, and no word of a report.
 */
export function calendarRoutes(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/calendar/:token',
    { schema: { hide: true }, config: { page: true, stateless: true } },
    async (request, reply) => {
      const [, id] = TOKEN.exec((request.params as { token: string }).token) ?? []
      const owner = id ? await findCalendarOwner(deps.sql, Number(id)) : undefined
      const path = owner && calendarPath(deps, owner)
      if (!path || !sameSecret(path, `/calendar/${(request.params as { token: string }).token}`))
        throw new HttpProblem('not_found')
      return reply
        .header('content-type', 'text/calendar; charset=utf-8')
        .header('cache-control', 'private, no-cache')
        .serializer((text: unknown) => text as string)
        .send(await calendarOf(deps, owner))
    },
  )
}

async function calendarOf(deps: Deps, { id, language: lang }: CalendarOwner): Promise<string> {
  const { publicUrl, mailDomain } = deps.config
  const now = deps.now()
  const world = await deps.world.at(now)
  const calendar = ical({
    prodId: { company: 'Daybreak', product: 'Daybreak', language: lang.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    name: t(lang, 'page.staff.calendar.name'),
    ttl: LOOK_AGAIN_S,
  })
  for (const owed of await listOwedBy(deps.sql, id, MOST)) {
    const late = owed.dueAt <= now ? `${t(lang, 'verdict.missed')}: ` : ''
    const topic = world.reference.category(owed.category)?.name[lang] ?? owed.category
    calendar.createEvent({
      id: `deadline-${owed.id}@${mailDomain}`,
      stamp: new Date(now),
      start: new Date(owed.dueAt - BEFORE),
      end: new Date(owed.dueAt),
      summary: `${late}${owed.number} ${say(lang, `deadline.${owed.kind}` as Key)}`,
      description: topic,
      location: placeWords(owed, lang, world),
      url: `${publicUrl}${inLanguage(lang, `/desk/cases/${owed.number}`)}`,
    })
  }
  return `${calendar.toString().replace(/\r?\n/g, '\r\n').trimEnd()}\r\n`
}
