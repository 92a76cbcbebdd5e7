import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { isPoint } from '../../shared/domain/geo.ts'
import { pointIn } from '../../shared/domain/map-link.ts'
import { suggest } from '../../shared/domain/suggest.ts'
import type { Lang } from '../../shared/domain/text.ts'
import { t } from '../../shared/i18n/text.ts'
import { normalisePhone } from '../cases/phone.ts'
import type { ReportBody } from '../cases/report.ts'
import type { Reference } from '../reference.ts'
import type { Faults } from './components/form.tsx'
import { type FormBody, typed } from './form-body.ts'

export const PHONE_EXAMPLE = '8 701 123 45 67'
const OTHER = 'other'

/** What stands in the form, as typed. */
export interface Typed {
  readonly text: string
  readonly category: string
  readonly region: string
  readonly district: string
  readonly address: string
  readonly lat: string
  readonly lon: string
  readonly publish: string
  readonly name: string
  readonly phone: string
  readonly email: string
  readonly consent: string
  /** Names this report, so that a form sent twice is one case. */
  readonly key: string
}

const FIELDS = [
  'text',
  'category',
  'region',
  'district',
  'address',
  'lat',
  'lon',
  'publish',
  'name',
  'phone',
  'email',
  'consent',
] as const

const KEY = /^[0-9a-f-]{36}$/

export function typedReport(form: FormBody): Typed {
  const values = Object.fromEntries(FIELDS.map((name) => [name, typed(form, name)])) as Record<
    (typeof FIELDS)[number],
    string
  >
  const key = typed(form, 'key')
  return { ...values, key: KEY.test(key) ? key : randomUUID() }
}

/** The category chosen, or the one the words speak of; `found` says which. */
export function categoryOf(values: Typed, reference: Reference): { id: string; found: boolean } {
  if (values.category) return { id: values.category, found: false }
  return { id: suggestCategories(reference, values.text)[0] ?? OTHER, found: true }
}

export function suggestCategories(reference: Reference, text: string, most = 3): string[] {
  const candidates = reference.categories
    .filter((c) => c.active && c.id !== OTHER)
    .map(({ id, parent, keywords }) => ({
      id,
      parent,
      keywords: keywords ? [...keywords.kk, ...keywords.ru, ...keywords.en] : [],
    }))
  return suggest(candidates, text, most)
}

/** The point, or null when none is given or it is none. */
export function pointOf(values: Typed): { lat: number; lon: number } | null {
  // A link of a map that was pasted is better than none; what the phone found out is better still.
  if (values.lat === '' || values.lon === '') return pointIn(values.address)
  const lat = Number(values.lat)
  const lon = Number(values.lon)
  return Number.isFinite(lat) && Number.isFinite(lon) && isPoint(lat, lon) ? { lat, lon } : null
}

/** Where it is, as far as the answers say. */
export function placeOf(values: Typed, reference: Reference): { region: string | null; district: string | null } {
  const district = values.district ? reference.district(values.district) : undefined
  const point = pointOf(values)
  const named = reference.region(values.region)?.code ?? district?.region
  const region = named ?? (point ? reference.regionAt(point.lat, point.lon) : null)
  return { region, district: district?.kato ?? null }
}

const email = z.email().max(254)

/** What is wrong with the answers, in the order of the page; the words say what to do. */
export function faultsOf(values: Typed, reference: Reference, lang: Lang): Faults {
  const faults = new Map<string, string>()
  const point = pointOf(values)
  if (values.text.length < 3) faults.set('text', t(lang, 'page.report.need.text'))
  else if (values.text.length > 10_000) faults.set('text', t(lang, 'page.report.need.textLong'))
  if (values.category && !reference.category(values.category)?.active)
    faults.set('category', t(lang, 'page.report.need.category'))
  const district = values.district ? reference.district(values.district) : undefined
  if (values.region && !reference.region(values.region)) faults.set('region', t(lang, 'page.report.need.region'))
  else if (point && !reference.regionAt(point.lat, point.lon)) faults.set('region', t(lang, 'page.report.need.place'))
  else if (!values.region && !district && !point) faults.set('region', t(lang, 'page.report.need.region'))
  if (values.district && (!district || (values.region && district.region !== values.region)))
    faults.set('district', t(lang, 'page.report.need.district'))
  if (values.address.length > 500) faults.set('address', t(lang, 'page.report.need.address'))
  if (values.name.length > 200) faults.set('name', t(lang, 'page.report.need.name'))
  if (values.phone && !normalisePhone(values.phone))
    faults.set('phone', t(lang, 'page.report.need.phone', { example: PHONE_EXAMPLE }))
  if (values.email && !email.safeParse(values.email).success) faults.set('email', t(lang, 'page.report.need.email'))
  if (hasContacts(values) && !values.consent) faults.set('consent', t(lang, 'page.report.need.consent'))
  return faults
}

export const hasContacts = (values: Typed) => Boolean(values.name || values.phone || values.email)

/** The report as the API takes it; only for answers without faults. */
export function bodyOf(values: Typed, reference: Reference, lang: Lang): ReportBody {
  const location = pointOf(values)
  const { region, district } = placeOf(values, reference)
  return {
    category: categoryOf(values, reference).id,
    text: values.text,
    kind: 'problem',
    language: lang,
    public: values.publish !== '',
    ...(region ? { region } : {}),
    ...(district ? { district } : {}),
    ...(values.address ? { address: values.address } : {}),
    ...(location ? { location } : {}),
    ...(hasContacts(values)
      ? {
          consent: true,
          reporter: {
            ...(values.name ? { name: values.name } : {}),
            ...(values.phone ? { phone: values.phone } : {}),
            ...(values.email ? { email: values.email } : {}),
          },
        }
      : {}),
  } as ReportBody
}

/** What was sent, by which a form sent twice is told from one changed after going back. */
export function digestOf({ key, ...values }: Typed): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url')
}
