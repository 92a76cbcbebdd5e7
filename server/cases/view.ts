import type { AttachmentRow } from '../../db/views/attachments.ts'
import type { CaseView } from '../../shared/contract/case.ts'
import { type Because, because } from '../../shared/domain/because.ts'
import type { Case, PublicAnswer } from '../../shared/domain/case.ts'
import { isOverdue } from '../../shared/domain/clock.ts'
import type { Deadline, DeadlineKind } from '../../shared/domain/deadline.ts'
import { pointIn } from '../../shared/domain/map-link.ts'
import { masked } from '../../shared/domain/moderation.ts'
import type { Text3 } from '../../shared/domain/text.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import { t } from '../../shared/i18n/text.ts'
import { explain3 } from '../because.ts'
import type { Reference } from '../reference.ts'
import type { FullWorld } from '../world.ts'
import { isOpenTo, viewAttachment } from './attachment-view.ts'

/** How much a reader sees: outsiders what is public, the reporter all of the own report, workers everything. */
export type Sight = 'outside' | 'reporter' | 'inside'

/** What a view needs of a case; rows of lists and facts of commands both have it. */
export type ShownCase = Pick<
  Case,
  | 'number'
  | 'kind'
  | 'category'
  | 'severity'
  | 'region'
  | 'district'
  | 'address'
  | 'lat'
  | 'lon'
  | 'title'
  | 'text'
  | 'language'
  | 'channel'
  | 'public'
  | 'status'
  | 'stage'
  | 'level'
  | 'branch'
  | 'owner'
  | 'reportedAt'
  | 'recordedAt'
  | 'respondBy'
  | 'respondedAt'
  | 'dueAt'
  | 'raisedAt'
  | 'resolvedAt'
  | 'closedAt'
  | 'publicAnswer'
  | 'needsSecondSignature'
  | 'version'
  | 'zone'
> & {
  readonly supporters?: number
  readonly updatedAt?: number
  readonly erasedAt?: number | null
  /** Words that nobody outside reads. */
  readonly masks?: readonly string[] | null
  /** Outsiders are shown no point (shared/domain/moderation.ts). */
  readonly pointHidden?: boolean
}

export interface SeenCase {
  readonly case: ShownCase
  /** The open ones, and the response deadline also when it is closed. */
  readonly deadlines: readonly Pick<Deadline, 'id' | 'kind' | 'subject' | 'dueAt' | 'because' | 'closedAt'>[]
  /** Only where one case is shown. */
  readonly attachments?: readonly AttachmentRow[]
}

/** What an outsider may know of a private case's deadlines: its clock. */
const CLOCK: readonly DeadlineKind[] = ['response', 'overall', 'confirmation']

const unknown = (code: string): Text3 => ({ kk: code, ru: code, en: code })

/**
 * The case as the contract shows it. A private case shows an outsider its category, its place at district level and its
 * clock, and the public words it was ended with: an ended case says why (product.md).
 */
export function viewCase(seen: SeenCase, sight: Sight, world: FullWorld, publicUrl: string, at: number): CaseView {
  const { case: c, deadlines } = seen
  const { reference } = world
  const instant = (ms: number | null) => (ms === null ? null : rfc3339(c.zone, ms))
  const shown = sight !== 'outside' || c.public
  const erasedAt = c.erasedAt ?? null
  const owner = world.roster.person(c.owner)
  const apiUrl = `${publicUrl}/api/v1/cases/${c.number}`
  return {
    number: c.number,
    url: `${publicUrl}/cases/${c.number}`,
    kind: c.kind,
    category: { code: c.category, name: reference.category(c.category)?.name ?? unknown(c.category) },
    severity: c.severity,
    region: c.region === null ? null : { code: c.region, name: reference.region(c.region)?.name ?? unknown(c.region) },
    district:
      c.district === null
        ? null
        : { code: c.district, name: reference.district(c.district)?.name ?? unknown(c.district) },
    ...(shown
      ? {
          address: addressShown(c, sight, reference),
          location: pointShown(c, sight, reference),
          title: c.title,
          text: erasedAt === null ? c.text : t(c.language, 'caseText.erased'),
        }
      : {}),
    language: c.language,
    channel: c.channel,
    public: c.public,
    status: c.status,
    stage: c.stage,
    level: c.level,
    branch: { code: c.branch, name: reference.branch(c.branch)?.name ?? unknown(c.branch) },
    owner: owner ? { ...(sight === 'inside' ? { id: owner.id } : {}), name: owner.name } : null,
    reportedAt: instant(c.reportedAt)!,
    recordedAt: instant(c.recordedAt)!,
    respondBy: instant(c.respondBy)!,
    respondByBecause: explain3(responseReason(seen, world), reference),
    respondedAt: instant(c.respondedAt),
    dueAt: instant(c.dueAt),
    overdue: c.dueAt !== null && isOverdue(c.dueAt, at),
    raisedAt: instant(c.raisedAt),
    resolvedAt: instant(c.resolvedAt),
    closedAt: instant(c.closedAt),
    mergedInto: c.publicAnswer?.into ?? null,
    publicAnswer: sight === 'inside' ? c.publicAnswer : answerShown(c),
    supporters: c.supporters ?? 0,
    ...(sight === 'inside' ? { needsSecondSignature: c.needsSecondSignature } : {}),
    ...(erasedAt === null ? {} : { erasedAt: instant(erasedAt)! }),
    ...(seen.attachments
      ? {
          attachments: seen.attachments
            .filter((f) => isOpenTo(f, sight, c.public))
            .map((f) => viewAttachment(f, sight, { url: apiUrl, zone: c.zone, public: c.public })),
        }
      : {}),
    deadlines: [...deadlines]
      .filter((d) => d.closedAt === null && (shown || CLOCK.includes(d.kind)))
      .sort((a, b) => a.dueAt - b.dueAt || a.id - b.id)
      .map((d) => ({
        kind: d.kind,
        dueAt: rfc3339(c.zone, d.dueAt),
        because: explain3(d.because, reference),
        overdue: isOverdue(d.dueAt, at),
        subject: shown ? d.subject : null,
      })),
    version: c.version,
    updatedAt: instant(c.updatedAt ?? c.recordedAt)!,
  }
}

/** The exact point, or null where this reader is shown none. Every page and answer asks here. */
export function pointShown(
  c: Pick<ShownCase, 'lat' | 'lon' | 'category' | 'public' | 'pointHidden'>,
  sight: Sight,
  reference: Reference,
): { readonly lat: number; readonly lon: number } | null {
  if (c.lat === null || c.lon === null) return null
  const hidden = sight === 'outside' && (!c.public || c.pointHidden || hidesPlace(reference, c.category))
  return hidden ? null : { lat: c.lat, lon: c.lon }
}

/** Whether everybody outside is shown where cases of this kind are by region and district only: violence at home is at a home. */
export const hidesPlace = (reference: Reference, category: string) => reference.category(category)?.place === 'hidden'

/** A map's address stands for the point, also a shortened one. */
const isMapAddress = (address: string) => address.includes('://') || pointIn(address) !== null

/** The address; not that of a map for whoever is shown no point. */
export function addressShown(
  c: Pick<ShownCase, 'address' | 'category' | 'public' | 'pointHidden'>,
  sight: Sight,
  reference: Reference,
): string | null {
  if (sight !== 'outside') return c.address
  if (hidesPlace(reference, c.category)) return null
  return !c.public || (c.pointHidden && c.address !== null && isMapAddress(c.address)) ? null : c.address
}

/** The public words that it ended with, without what was masked in them. */
export function answerShown({ publicAnswer, masks }: Pick<ShownCase, 'publicAnswer' | 'masks'>): PublicAnswer | null {
  return publicAnswer && masks?.length ? { ...publicAnswer, text: masked(publicAnswer.text, masks) } : publicAnswer
}

/** The explanation of the latest response deadline; it stands also when the answer has been given. */
function responseReason({ case: c, deadlines }: SeenCase, { policy, calendar }: FullWorld): Because {
  const latest = deadlines.filter((d) => d.kind === 'response').sort((a, b) => b.id - a.id)[0]
  if (latest) return latest.because
  return because('responseAfterCutOff', {
    at: c.reportedAt,
    zone: c.zone,
    place: c.region ?? c.branch,
    cutOff: policy.response.cutOff,
    due: c.respondBy,
    calendar: calendar.version,
  })
}
