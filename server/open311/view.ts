import type { PublicRequest } from '../../db/views/open311.ts'
import type { Open311Request } from '../../shared/contract/open311.ts'
import { masked } from '../../shared/domain/moderation.ts'
import { isOpen } from '../../shared/domain/status.ts'
import type { Lang } from '../../shared/domain/text.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import { formatInstant } from '../../shared/i18n/format.ts'
import { t } from '../../shared/i18n/text.ts'
import { addressShown, answerShown, pointShown } from '../cases/view.ts'
import type { FullWorld } from '../world.ts'

const LONGEST_TEXT = 4_000

/** A case as GeoReport shows it: what an outsider reads in GET /cases, and no more. */
export function viewRequest(c: PublicRequest, lang: Lang, world: FullWorld, publicUrl: string): Open311Request {
  const { reference } = world
  const instant = (at: number) => rfc3339(c.zone, at)
  const open = isOpen(c.status)
  const point = pointShown(c, 'outside', reference)
  const answer = answerShown(c)
  const said = answer?.text ?? masked(c.said, c.masks)
  const named = [
    addressShown(c, 'outside', reference),
    c.district === null ? null : reference.district(c.district)?.name[lang],
    c.region === null ? null : reference.region(c.region)?.name[lang],
  ].filter(Boolean)
  return {
    service_request_id: c.number,
    status: open ? 'open' : 'closed',
    status_notes: [t(lang, `status.${c.status}`), said, answer?.into].filter(Boolean).join(': '),
    service_name: reference.category(c.category)?.name[lang] ?? c.category,
    service_code: c.category,
    description: descriptionOf(c),
    agency_responsible: reference.branch(c.branch)?.name[lang] ?? null,
    service_notice: open && c.respondedAt === null ? noticeOf(lang, c.zone, c.respondBy) : null,
    requested_datetime: instant(c.reportedAt),
    updated_datetime: instant(open ? c.updatedAt : (c.closedAt ?? c.updatedAt)),
    expected_datetime: open && c.solveBy !== null ? instant(c.solveBy) : null,
    address: named.join(', ') || null,
    address_id: null,
    zipcode: null,
    lat: point?.lat ?? null,
    long: point?.lon ?? null,
    media_url: c.picture === null ? null : `${publicUrl}/api/v1/cases/${c.number}/attachments/${c.picture}`,
  }
}

/** The promised hour in words. */
export const noticeOf = (lang: Lang, zone: string, respondBy: number) =>
  t(lang, 'open311.notice', { when: formatInstant(lang, zone, respondBy) })

function descriptionOf({ title, text }: PublicRequest): string | null {
  const words = [title, text].filter(Boolean).join('\n\n')
  return words.slice(0, LONGEST_TEXT).toWellFormed() || null
}
