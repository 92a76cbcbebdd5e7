import type { listPublicRequests } from '../../db/views/open311.ts'
import { parseCaseNumber } from '../../shared/domain/number.ts'
import { isOpen, STATUSES } from '../../shared/domain/status.ts'
import { addDays, instantOf, isDate } from '../../shared/domain/zone.ts'
import { HttpProblem } from '../problem.ts'

/** What one answer holds at most, and how far apart its dates may be: both are GeoReport's. */
export const MOST = 1_000
const SPAN = 90 * 86_400_000
/** Dates without a zone are those of the capital. */
const ZONE = 'Asia/Almaty'

export type Asked =
  | { readonly numbers: readonly string[] }
  | { readonly list: Parameters<typeof listPublicRequests>[1] }

type Query = Readonly<Record<string, unknown>>

/**
 * The question of GET requests. What is absent, empty or unknown to us asks for nothing. Throws `open311_date`,
 * `open311_span`, `open311_status`, `open311_page`.
 */
export function askRequests(query: Query, now: number): Asked {
  const ids = listed(query, 'service_request_id')
  if (ids) return { numbers: ids.slice(0, MOST).flatMap((id) => parseCaseNumber(id)?.number ?? []) }
  const size = Math.min(whole(query, 'page_size') ?? MOST, MOST)
  return {
    list: {
      ...period(query, now),
      categories: listed(query, 'service_code'),
      statuses: statuses(query),
      limit: size,
      offset: ((whole(query, 'page') ?? 1) - 1) * size,
    },
  }
}

/** Of a name given twice all values count, parted by commas as in one. */
function given(query: Query, name: string): string | undefined {
  const value = query[name]
  const text = (Array.isArray(value) ? value.join(',') : typeof value === 'string' ? value : '').replaceAll(
    '\u0000',
    '',
  )
  return text.trim() || undefined
}

function listed(query: Query, name: string): string[] | undefined {
  const values = given(query, name)
    ?.split(',')
    .map((value) => value.trim())
    .filter(Boolean)
  return values?.length ? [...new Set(values)].slice(0, MOST) : undefined
}

function statuses(query: Query): string[] | undefined {
  const asked = listed(query, 'status')?.map((status) => status.toLowerCase())
  if (!asked) return undefined
  if (asked.some((status) => status !== 'open' && status !== 'closed')) throw new HttpProblem('open311_status')
  if (asked.includes('open') && asked.includes('closed')) return undefined
  return STATUSES.filter((status) => isOpen(status) === asked.includes('open'))
}

function whole(query: Query, name: string): number | undefined {
  const text = given(query, name)
  if (text === undefined) return undefined
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) throw new HttpProblem('open311_page', { field: name })
  return Number(text)
}

/** Half-open, though both dates are part of it. Without dates the last 90 days; with one, 90 days from or to it. */
function period(query: Query, now: number): { from: number; to: number } {
  const start = moment(query, 'start_date', false)
  // Up to and with the instant named.
  const end = moment(query, 'end_date', true)
  const from = start ?? (end ?? now + 1) - SPAN - 1
  const to = end ?? (start === undefined ? now + 1 : start + SPAN + 1)
  if (from >= to || to - from > SPAN + 1) throw new HttpProblem('open311_span')
  return { from, to }
}

const INSTANT = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d(?:\.\d{1,9})?)?(Z|[-+]\d\d:?\d\d)?$/i

/** An instant of a W3C date; where it ends a period, the first one behind it. */
function moment(query: Query, name: string, ends: boolean): number | undefined {
  // An offset's plus that was not encoded arrives as a space.
  const text = given(query, name)?.replace(/ (?=\d\d:?\d\d$)/, '+')
  if (text === undefined) return undefined
  let at = Number.NaN
  if (isDate(text)) at = instantOf(ZONE, ends ? addDays(text, 1) : text, 0)
  else {
    const [, date, time, seconds = ':00', zone] = INSTANT.exec(text) ?? []
    if (date && time && isDate(date) && time < '24:00') {
      at = zone
        ? Date.parse(`${date}T${time}${seconds}${zone.toUpperCase().replace(/^([-+]\d\d)(\d\d)$/, '$1:$2')}`)
        : instantOf(ZONE, date, time) + Math.floor(Number(seconds.slice(1)) * 1_000)
      if (ends) at += 1
    }
  }
  if (!(at >= 946_684_800_000 && at < 4_102_444_800_000)) throw new HttpProblem('open311_date', { field: name })
  return at
}
