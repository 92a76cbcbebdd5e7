import type { MailItem } from '../../db/mail.ts'
import type { Because } from '../../shared/domain/because.ts'
import { isDate } from '../../shared/domain/date.ts'
import { masked } from '../../shared/domain/moderation.ts'
import type { Lang } from '../../shared/domain/text.ts'
import type { Key } from '../../shared/i18n/catalog.ts'
import { formatDate, formatDue, formatLeft, formatNumber } from '../../shared/i18n/format.ts'
import { isKey, type Params, say, t } from '../../shared/i18n/text.ts'
import { explain } from '../because.ts'
import type { Reference } from '../reference.ts'
import { oneLine } from './address.ts'

export interface Reader {
  readonly language: Lang
  /** Times are said in this zone. */
  readonly zone: string
}

const LONGEST_TEXT = 600

/** The place of a case at district level; nothing finer is put into mail. */
export function placeOf(
  reference: Reference,
  lang: Lang,
  place: { region: string | null; district: string | null; branch: string | null },
): string {
  const district = place.district === null ? undefined : reference.district(place.district)?.name[lang]
  const region = place.region === null ? undefined : reference.region(place.region)?.name[lang]
  return [district, region].filter(Boolean).join(', ') || nameOfBranch(reference, lang, place.branch)
}

export function nameOfBranch(reference: Reference, lang: Lang, code: string | null): string {
  return code === null ? '' : (reference.branch(code)?.name[lang] ?? code)
}

export function nameOfCategory(reference: Reference, lang: Lang, id: string | null): string {
  return id === null ? '' : (reference.category(id)?.name[lang] ?? id)
}

/**
 * Everything the words of a notice may mention. The reporter's own words and those of private cases are not among it:
 * they are read in the case, where it is known who reads.
 */
export function staffParams(item: MailItem, reader: Reader, reference: Reference, at: number, link: string): Params {
  const { language: lang, zone } = reader
  const data: Record<string, unknown> = { ...item.event, ...item.data }
  const due = instantIn(data.dueAt) ?? item.dueAt ?? item.respondBy
  return {
    number: item.number,
    category: nameOfCategory(reference, lang, item.category),
    place: placeOf(reference, lang, item),
    branch: nameOfBranch(reference, lang, item.branch),
    owner: item.kind.startsWith('instruction-') ? item.by : item.owner,
    author: item.by,
    due: dayOrInstant(lang, zone, data.dueOn) ?? (due === null ? null : formatDue(lang, zone, due)),
    left: due === null ? null : formatLeft(lang, due, at),
    deadline: label(lang, 'deadline', data.deadline),
    because: said(item, explained(item.assigned?.because, lang, reference)),
    reason: said(item, wordsIn(data.reason)) ?? t(lang, 'mail.hidden'),
    until: dayOrInstant(lang, zone, data.until),
    times: typeof data.times === 'number' ? formatNumber(lang, data.times) : null,
    grade: label(lang, 'grade', data.grade),
    delivery: label(lang, 'delivery', data.delivery),
    body: nameOfBody(reference, lang, data.body),
    outgoing: wordsIn(data.outgoingNumber),
    from: wordsIn(data.from),
    topic: wordsIn(data.topic),
    gaps: wordsIn(data.gaps),
    text: shownText(item, data) ?? t(lang, 'mail.hidden'),
    link,
  }
}

/** What a mail to the reporter may mention: what was said to them in public, and when. */
export function citizenParams(
  item: MailItem,
  lang: Lang,
  reference: Reference,
  disputeMs: number,
  link: string,
): Params {
  const zone = item.zone ?? 'UTC'
  const data: Record<string, unknown> = { ...item.event, ...item.data }
  const due =
    instantIn(data.respondBy) ??
    instantIn(data.startsAt) ??
    instantIn(data.replyDueAt) ??
    instantIn(data.dueAt) ??
    instantIn(data.until) ??
    item.respondBy
  return {
    number: item.number,
    branch: nameOfBranch(reference, lang, item.branch),
    because: explained(item.because, lang, reference),
    due: due === null ? null : formatDue(lang, zone, due),
    until: formatDue(lang, zone, item.createdAt + disputeMs),
    text: masked(wordsIn(data.text), item.masks),
    nextAction: masked(wordsIn(data.nextAction), item.masks),
    on: dayOrInstant(lang, zone, data.nextActionOn),
    body: nameOfBody(reference, lang, data.body ?? data.competentBody),
    grade: label(lang, 'grade', data.grade),
    into: wordsIn(data.into),
    reason: masked(wordsIn(data.reason), item.masks),
    link,
  }
}

/** Notices whose cause is what a colleague wrote. */
const WORDED: ReadonlySet<string> = new Set(['instructed', 'instruction-reported', 'help-answered'])

function shownText(item: MailItem, data: Record<string, unknown>): string | undefined {
  if (item.public !== true) return undefined
  if (item.kind === 'assigned' || item.kind === 'critical') return wordsIn(item.text) ?? undefined
  if (WORDED.has(item.kind)) return wordsIn(data.text) ?? undefined
  return undefined
}

/** What people wrote about a case goes into mail only when its text is public. */
const said = (item: MailItem, words: string | null): string | null => (item.public === true ? words : null)

function wordsIn(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const words = value.replace(/\r\n?/g, '\n').trim()
  return words.length <= LONGEST_TEXT ? words : oneLine(words, LONGEST_TEXT)
}

const instantIn = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null

function dayOrInstant(lang: Lang, zone: string, value: unknown): string | null {
  if (typeof value === 'number') return formatDue(lang, zone, value)
  return typeof value === 'string' && isDate(value) ? formatDate(lang, value, { weekday: 'short' }) : null
}

function label(lang: Lang, section: string, value: unknown): string | null {
  if (typeof value !== 'string') return null
  const key = `${section}.${value}`
  return isKey(key) ? say(lang, key as Key) : value
}

export function nameOfBody(reference: Reference, lang: Lang, id: unknown): string | null {
  return typeof id === 'string' ? (reference.body(id)?.name[lang] ?? id) : null
}

function explained(why: unknown, lang: Lang, reference: Reference): string | null {
  return why && typeof why === 'object' && 'key' in why ? explain(why as Because, lang, reference) : null
}
