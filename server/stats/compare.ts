import { findFoldPlace, listStanding } from '../../db/figures.ts'
import { listMonths, listMonthsOf, sumMonthsOf } from '../../db/views/wall.ts'
import { addMonths } from '../../shared/domain/calendar.ts'
import { CENTRAL } from '../../shared/domain/case.ts'
import { ANSWER_MINUTES, REPLY_DAYS } from '../../shared/domain/figures.ts'
import {
  LOADS,
  type Load,
  loadOf,
  type Median,
  MINIMUM_SAMPLE,
  medianWithin,
  type Share,
  shareOf,
  type Trend,
  trendOf,
} from '../../shared/domain/share.ts'
import type { Text3 } from '../../shared/domain/text.ts'
import { localDate } from '../../shared/domain/zone.ts'
import type { Deps } from '../deps.ts'
import type { FullWorld } from '../world.ts'
import { buckets, byScope, figureOf } from './figures.ts'
import { Kept } from './kept.ts'

export type Subject = 'branch' | 'body'

/** One branch or body over three months, by verdicts. */
export interface Compared {
  readonly code: string
  readonly name: Text3
  /** Cases reported to the branch, or letters sent to the body. */
  readonly asked: number
  /** Of the answers that fell due. */
  readonly share: Share
  /** Minutes from report to answer (branch), days from letter to reply (body). */
  readonly median: Median | null
  readonly thisMonth: Share
  readonly lastMonth: Share
  readonly trend: Trend
  readonly load: Load
  readonly open: number
  readonly overdue: number
}

export interface Group {
  readonly load: Load
  /** In the order of the alphabet, never of the figures. */
  readonly items: readonly Compared[]
  /** The share that half of the group reaches; null where fewer than three have one. */
  readonly middle: number | null
}

export interface Comparison {
  readonly at: number
  readonly zone: string
  /** Local dates: the first of the three months, and today. */
  readonly from: string
  readonly to: string
  readonly items: readonly Compared[]
}

export interface MonthFigures {
  /** 'YYYY-MM' */
  readonly month: string
  readonly asked: number
  readonly met: number
  readonly missed: number
  readonly median: Median | null
}

const MONTHS = 3
const HISTORY = 12
const HOUR = 3_600_000
const MADE_OF: Readonly<Record<Subject, { asked: string; times: string; bounds: readonly number[] }>> = {
  branch: { asked: 'reported', times: 'answer', bounds: ANSWER_MINUTES },
  body: { asked: 'asked', times: 'reply', bounds: REPLY_DAYS },
}

const kept = new WeakMap<Deps, Kept<unknown>>()

/** Kept until a figure moves: all readers of a page share one reading. */
async function keep<T>(deps: Deps, world: FullWorld, now: number, key: string, make: () => Promise<T>): Promise<T> {
  const known = kept.get(deps) ?? new Kept<unknown>()
  kept.set(deps, known)
  const version = `${await findFoldPlace(deps.sql)} ${world.reference.stamp} ${Math.floor(now / HOUR)}`
  return (await known.get(key, version, make)) as T
}

/** All branches, or all bodies that were asked, over the running month and the two before. */
export function compareAll(deps: Deps, world: FullWorld, subject: Subject, now: number): Promise<Comparison> {
  return keep(deps, world, now, `all ${subject}`, () => readAll(deps, world, subject, now))
}

/** The last twelve months of one, the running one last. */
export function readHistory(
  deps: Deps,
  world: FullWorld,
  subject: Subject,
  code: string,
  now: number,
): Promise<MonthFigures[]> {
  return keep(deps, world, now, `${subject}:${code}`, async () => {
    const { asked, times, bounds } = MADE_OF[subject]
    const months = monthsUpTo(dateOf(world, now).to, HISTORY)
    const scope = `${subject}:${code}`
    const rows = await listMonthsOf(deps.sql, scope, months)
    return months.map((month) => {
      const figures = byScope(rows.filter((row) => row.day === month).map((row) => ({ ...row, scope })))
      const of = (metric: string) => figureOf(figures, scope, metric)
      const counts = buckets(figures, scope, times, bounds.length)
      return { month, asked: of(asked), met: of('met'), missed: of('missed'), median: medianWithin(bounds, counts) }
    })
  })
}

/** Those of similar load together, the busiest group first; who had nothing to answer is left out. */
export function groupsOf(items: readonly Compared[], lang: 'kk' | 'ru' | 'en'): Group[] {
  const order = new Intl.Collator(lang)
  return LOADS.map((load) => {
    const own = items
      .filter((item) => item.load === load && (load !== 'few' || item.share.n > 0 || item.asked > 0))
      .sort((a, b) => order.compare(a.name[lang], b.name[lang]))
    const shares = own.flatMap(({ share }) => (share.share === null ? [] : [share.share])).sort((a, b) => a - b)
    return { load, items: own, middle: shares.length < 3 ? null : shares[Math.floor(shares.length / 2)]! }
  }).filter(({ items: own }) => own.length > 0)
}

async function readAll(deps: Deps, world: FullWorld, subject: Subject, now: number): Promise<Comparison> {
  const { reference } = world
  const { asked, times, bounds } = MADE_OF[subject]
  const { zone, to } = dateOf(world, now)
  const months = monthsUpTo(to, MONTHS)
  const distribution = Array.from({ length: bounds.length + 1 }, (_, i) => `${times}:${i}`)
  const [sums, monthly, standing] = await Promise.all([
    sumMonthsOf(deps.sql, subject, months, [asked, 'met', 'missed', ...distribution]),
    listMonths(deps.sql, subject, months.slice(1), ['met', 'missed']),
    subject === 'branch' ? listStanding(deps.sql, '', ['branch']) : [],
  ])
  const summed = byScope(sums)
  const stood = byScope(standing)
  const [last, running] = [months.at(-2)!, months.at(-1)!].map((month) =>
    byScope(monthly.filter((row) => row.day === month)),
  )
  const named = (
    subject === 'branch' ? reference.branches : reference.bodies.map((b) => ({ ...b, code: b.id }))
  ).filter((one) => one.active || summed.has(`${subject}:${one.code}`))
  const items = named.flatMap(({ code, name }): Compared[] => {
    const scope = `${subject}:${code}`
    if (subject === 'body' && !summed.has(scope)) return []
    const shareIn = (figures: typeof summed) => {
      const met = figureOf(figures, scope, 'met')
      return shareOf(met, met + figureOf(figures, scope, 'missed'))
    }
    const share = shareIn(summed)
    const [thisMonth, lastMonth] = [shareIn(running!), shareIn(last!)]
    return [
      {
        code,
        name,
        asked: figureOf(summed, scope, asked),
        share,
        median: medianWithin(bounds, buckets(summed, scope, times, bounds.length)),
        thisMonth,
        lastMonth,
        trend: trendOf(thisMonth, lastMonth),
        load: share.n < MINIMUM_SAMPLE ? 'few' : loadOf(share.n),
        open: figureOf(stood, scope, 'open'),
        overdue: figureOf(stood, scope, 'overdue'),
      },
    ]
  })
  return { at: now, zone, from: `${months[0]}-01`, to, items }
}

function dateOf({ reference }: FullWorld, now: number): { zone: string; to: string } {
  const zone = reference.branch(CENTRAL)?.zone ?? 'UTC'
  return { zone, to: localDate(zone, now) }
}

/** 'YYYY-MM', the oldest first. */
function monthsUpTo(today: string, count: number): string[] {
  const first = `${today.slice(0, 7)}-01`
  return Array.from({ length: count }, (_, i) => addMonths(first, i + 1 - count).slice(0, 7))
}
