import { z } from 'zod'
import { type Open311Report, open311Report } from '../../shared/contract/open311.ts'
import type { Problem } from '../../shared/contract/problem.ts'
import type { Actor } from '../../shared/domain/events.ts'
import { isPoint } from '../../shared/domain/geo.ts'
import type { Lang } from '../../shared/domain/text.ts'
import type { ProblemCode } from '../../shared/i18n/catalog.ts'
import { problemText } from '../../shared/i18n/problem.ts'
import { normalisePhone } from '../cases/phone.ts'
import { type PreparedReport, prepareReport, type ReportBody } from '../cases/report.ts'
import { hidesPlace } from '../cases/view.ts'
import { HttpProblem } from '../problem.ts'
import type { FullWorld } from '../world.ts'
import { placeNamed } from './address.ts'
import { BETWEEN } from './form.ts'

const MOST_LINKS = 5
const SHORTEST_TEXT = 3
const DEGREES = /^[-+]?\d{1,3}(\.\d+)?$/
const email = z.email()

interface Fault {
  readonly field: keyof Open311Report
  readonly code: ProblemCode
  readonly details?: Readonly<Record<string, string | number>>
}

/**
 * A form as a report of the channel `open311`, by whoever's API key it came with. Open311 is public, so its words and point
 * are, unless `public=false` or the topic hides places. Throws `open311_service_missing`, `open311_unknown_service`,
 * `validation_failed` (every fault with its words), Refusal `place_outside`.
 */
export function readReport(form: unknown, world: FullWorld, by: Actor, lang: Lang): PreparedReport {
  const faults: Fault[] = []
  const parsed = open311Report.safeParse(form ?? {})
  for (const { path, maximum } of (parsed.error?.issues ?? []) as { path: PropertyKey[]; maximum?: number }[]) {
    const field = path[0] as Fault['field']
    faults.push({ field, code: 'open311_field_long', details: { field, max: maximum ?? 0 } })
  }
  if (!parsed.success) throw faulty(faults)
  const given = parsed.data
  if (!given.service_code) throw new HttpProblem('open311_service_missing')
  const category = world.reference.category(given.service_code)
  if (!category?.active) throw new HttpProblem('open311_unknown_service')

  const { place, fault } = readPlace(given, world)
  if (fault) faults.push(fault)
  if (given.email && !email.safeParse(given.email).success) faults.push({ field: 'email', code: 'invalid_email' })
  const links = (given.media_url ?? '').split(BETWEEN).filter(Boolean)
  if (links.length > MOST_LINKS || !links.every(isLink))
    faults.push({ field: 'media_url', code: 'open311_media_url', details: { max: MOST_LINKS } })
  if (faults.length > 0) throw faulty(faults)

  // A picture and a point say enough: the name of the topic stands for words that are not there.
  const words = given.description && given.description.length >= SHORTEST_TEXT ? given.description : null
  const text = [words ?? category.name[lang], ...links].join('\n\n')
  const name = [given.first_name, given.last_name].filter(Boolean).join(' ')
  const phone = given.phone && (normalisePhone(given.phone) ?? undefined)
  const reporter = {
    ...(name ? { name } : {}),
    ...(phone ? { phone } : {}),
    ...(given.email ? { email: given.email } : {}),
  }
  const prepared = prepareReport(
    {
      category: category.id,
      text,
      kind: 'problem',
      language: lang,
      channel: 'open311',
      public: given.public === undefined ? !hidesPlace(world.reference, category.id) : given.public !== 'false',
      ...place,
      ...(given.address_string ? { address: given.address_string } : {}),
      reporter,
    } as ReportBody,
    world,
    by,
    lang,
  )
  // A number we cannot read is kept as it was typed: a person may still make something of it, and the report is not lost.
  if (!given.phone || phone) return prepared
  return { ...prepared, contacts: { ...prepared.contacts, phone: given.phone } }
}

type Place = { location: { lat: number; lon: number } } | { region: string; district?: string }

function readPlace(
  { lat, long, address_string }: Open311Report,
  { reference }: FullWorld,
): { place?: Place; fault?: Fault } {
  if (lat !== undefined || long !== undefined) {
    const point = { lat: degrees(lat), lon: degrees(long) }
    if (!isPoint(point.lat, point.lon)) return { fault: { field: 'lat', code: 'open311_point_invalid' } }
    return { place: { location: point } }
  }
  if (address_string === undefined) return { fault: { field: 'address_string', code: 'open311_place_missing' } }
  const named = placeNamed(address_string, reference)
  if (!named) return { fault: { field: 'address_string', code: 'open311_address_vague' } }
  return { place: { region: named.region, ...(named.district ? { district: named.district } : {}) } }
}

const degrees = (text: string | undefined) => (text !== undefined && DEGREES.test(text) ? Number(text) : Number.NaN)

function isLink(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

function faulty(faults: readonly Fault[]): HttpProblem {
  const wordsOf = (lang: Lang): NonNullable<Problem['errors']> =>
    faults.map(({ field, code, details }) => {
      const { title, detail } = problemText(lang, code, details)
      return { path: `/${field}`, code, message: `${title}. ${detail}` }
    })
  return new HttpProblem('validation_failed', {}, [], wordsOf)
}
