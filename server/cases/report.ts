import type { z } from 'zod'
import type { reportBody } from '../../shared/contract/case.ts'
import type { Channel, Kind, Severity } from '../../shared/domain/case.ts'
import type { ReporterRow } from '../../shared/domain/change.ts'
import type { Actor } from '../../shared/domain/events.ts'
import { isIin } from '../../shared/domain/iin.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { ReportInput } from '../../shared/domain/report.ts'
import type { Lang } from '../../shared/domain/text.ts'
import type { Secrets } from '../secrets.ts'
import type { FullWorld } from '../world.ts'
import { normalisePhone } from './phone.ts'
import { findPlace } from './place.ts'

export type ReportBody = z.output<typeof reportBody>

/** What a request says, checked and sealed, before it has a number. */
export type PreparedReport = Omit<ReportInput, 'id' | 'trackingHash' | 'reportedAt' | 'search'> & {
  readonly reportedAt: number | null
  readonly contacts: ReporterContacts | null
}

export interface ReporterContacts {
  readonly name?: string | undefined
  readonly phone?: string | undefined
  readonly email?: string | undefined
  readonly iin?: string | undefined
}

/** Checks what zod cannot: places, phone, IIN. Throws Refusal. */
export function prepareReport(body: ReportBody, world: FullWorld, by: Actor, lang: Lang): PreparedReport {
  const place = findPlace(world.reference, body)
  const category = world.reference.category(body.category)
  if (!category?.active) throw new Refusal('unknown_category', { category: body.category }, ['category'])
  return {
    kind: body.kind as Kind,
    category: category.id,
    severity: (body.severity ?? null) as Severity | null,
    ...place,
    address: body.address ?? null,
    lat: body.location?.lat ?? null,
    lon: body.location?.lon ?? null,
    title: body.title ?? null,
    text: body.text,
    language: body.language ?? lang,
    channel: (body.channel ?? (by.kind === 'staff' ? 'branch' : 'web')) as Channel,
    public: body.public,
    reportedAt: body.reportedAt === undefined ? null : Date.parse(body.reportedAt),
    source: body.externalId === undefined ? null : `api:${by.staff ?? 0}`,
    externalId: body.externalId ?? null,
    reporter: null,
    contacts: readContacts(body.reporter),
    by,
  }
}

function readContacts(reporter: ReportBody['reporter']): ReporterContacts | null {
  if (!reporter || Object.values(reporter).every((v) => v === undefined)) return null
  const phone = reporter.phone === undefined ? undefined : (normalisePhone(reporter.phone) ?? undefined)
  if (reporter.phone !== undefined && phone === undefined) throw new Refusal('invalid_phone', {}, ['reporter', 'phone'])
  if (reporter.iin !== undefined && !isIin(reporter.iin)) throw new Refusal('invalid_iin', {}, ['reporter', 'iin'])
  return { name: reporter.name, phone, email: reporter.email, iin: reporter.iin }
}

/** The contacts sealed to their case, with keyed hashes to match by. */
export function sealContacts(contacts: ReporterContacts, caseId: number, secrets: Secrets): ReporterRow {
  const { phone, email, iin } = contacts
  return {
    sealed: secrets.seal(JSON.stringify(contacts), `reporter:${caseId}`),
    hasEmail: email !== undefined,
    iinHash: iin === undefined ? null : secrets.match('iin', iin),
    phoneHash: phone === undefined ? null : secrets.match('phone', phone),
    emailHash: email === undefined ? null : secrets.match('email', email.toLowerCase()),
  }
}
