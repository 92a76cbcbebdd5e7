/**
 * What one case adds to the figures. The fold compares what it adds now with what it added last and moves the rollups by
 * the difference, so that figures converge whatever was missed, and can be counted anew. Instants are epoch milliseconds.
 */
import { isOpen, type Status } from './status.ts'
import { localDate } from './zone.ts'

/** A response or reply deadline with its verdict, if it has one. */
export interface JudgedDeadline {
  readonly kind: 'response' | 'reply'
  readonly openedAt: number
  readonly dueAt: number
  readonly closedAt: number | null
  readonly outcome: string | null
  readonly verdict: 'met' | 'missed' | null
  /** Responsible when it was judged. */
  readonly branch: string | null
  readonly body: string | null
  /** Of the cases that one letter covers, the first one speaks for the letter. */
  readonly leads: boolean
}

export interface FigureFacts {
  readonly caseId: number
  readonly region: string | null
  readonly branch: string
  readonly category: string
  readonly owner: number
  readonly status: Status
  readonly raisedAt: number | null
  readonly onWall: boolean
  readonly reportedAt: number
  readonly closedAt: number | null
  readonly zone: string
  readonly deadlines: readonly JudgedDeadline[]
}

/** Kept beside the case (case_figures.keys); short names, for there is one for every case, in the order jsonb keeps. */
export interface Contribution {
  /** branch */
  readonly b: string
  /** category */
  readonly c: string
  /** By day: metric, local date, and the branch when it is not the present one. */
  readonly d: readonly (readonly string[])[]
  /** owner while the case is open */
  readonly o: number | null
  /** region */
  readonly r: string | null
  /** standing metrics */
  readonly s: readonly string[]
  /** Of bodies: metric, local date, body. */
  readonly w: readonly (readonly string[])[]
}

export const NOTHING: Contribution = { b: '', c: '', d: [], o: null, r: null, s: [], w: [] }

/** Upper bounds in minutes of the times to an answer; the last is open. */
export const ANSWER_MINUTES: readonly number[] = [
  15, 30, 60, 120, 180, 240, 360, 480, 600, 720, 840, 960, 1080, 1200, 1320, 1440, 1620, 1800, 2160, 2880, 4320, 7200,
  14_400, 43_200,
]
/** Upper bounds in days of the times to a reply of a body; the last is open. */
export const REPLY_DAYS: readonly number[] = [
  1, 2, 3, 5, 7, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 35, 40, 50, 60, 75, 90, 120, 180,
]

const MINUTE = 60_000
const DAY = 86_400_000

/** Index of the bucket of a value: the first bound it does not exceed. */
export function bucketOf(bounds: readonly number[], value: number): number {
  const at = bounds.findIndex((bound) => value <= bound)
  return at < 0 ? bounds.length : at
}

/** What a case adds to the figures as it stands now. */
export function contribution(facts: FigureFacts): Contribution {
  const open = isOpen(facts.status)
  const day = (at: number) => localDate(facts.zone, at)
  const s: string[] = []
  const d: string[][] = [['reported', day(facts.reportedAt)]]
  const w: string[][] = []
  if (open) s.push('open')
  if (facts.status === 'received' || facts.status === 'reopened') s.push('unanswered')
  if (facts.deadlines.some((x) => x.kind === 'response' && x.closedAt === null && x.verdict === 'missed'))
    s.push('overdue')
  if (open && facts.raisedAt !== null) s.push('raised')
  if (open && facts.onWall) s.push('wall')
  if (facts.onWall && s.includes('overdue')) s.push('silent')
  if (facts.status === 'resolved') s.push('resolved')
  if (!open && facts.closedAt !== null) d.push([facts.status, day(facts.closedAt)])
  const responses = facts.deadlines.filter((x) => x.kind === 'response').sort((a, b) => a.openedAt - b.openedAt)
  responses.forEach((x, nth) => {
    if (x.verdict === null) {
      if (x.closedAt === null) d.push(['due', day(x.dueAt)])
      return
    }
    const branch = x.branch === null || x.branch === facts.branch ? [] : [x.branch]
    d.push([x.verdict, day(x.dueAt), ...branch])
    if (x.outcome !== 'met' || x.closedAt === null) return
    const since = nth === 0 ? facts.reportedAt : x.openedAt
    d.push([`answer:${bucketOf(ANSWER_MINUTES, (x.closedAt - since) / MINUTE)}`, day(x.dueAt), ...branch])
  })
  for (const x of facts.deadlines) {
    if (x.kind !== 'reply' || !x.leads || x.body === null) continue
    w.push(['asked', day(x.openedAt), x.body])
    if (x.verdict !== null) w.push([x.verdict, day(x.dueAt - 1), x.body])
    if (x.outcome === 'met' && x.closedAt !== null)
      w.push([`reply:${bucketOf(REPLY_DAYS, (x.closedAt - x.openedAt) / DAY)}`, day(x.dueAt - 1), x.body])
  }
  const { region: r, branch: b, category: c } = facts
  return { b, c, d, o: open ? facts.owner : null, r, s, w }
}

/** One figure: `day` is '' for standing ones, a local date, or a month ('YYYY-MM'). */
export interface Figure {
  readonly scope: string
  readonly metric: string
  readonly day: string
}

/**
 * Every figure that a contribution counts in, each by one. Distributions and categories are kept by month only: a page
 * sums a few thousand rows, not a few hundred thousand. By day the wall has the distribution of the whole country, and
 * what was reported in each category.
 */
export function* spread(k: Contribution): Generator<Figure> {
  for (const metric of k.s) for (const scope of scopes(k, k.b)) yield { scope, metric, day: '' }
  for (const [metric = '', day = '', branch] of k.d) {
    const distribution = metric.includes(':')
    for (const scope of scopes(k, branch ?? k.b)) {
      const ofCategory = scope.startsWith('category:')
      if (distribution && ofCategory) continue
      if (distribution ? scope === 'all' : !ofCategory || metric === 'reported') yield { scope, metric, day }
      yield { scope, metric, day: day.slice(0, 7) }
    }
  }
  for (const [metric = '', day = '', body] of k.w) yield { scope: `body:${body}`, metric, day: day.slice(0, 7) }
}

function scopes(k: Contribution, branch: string): string[] {
  const all = ['all', `branch:${branch}`, `category:${k.c}`]
  return k.r === null ? all : [...all, `region:${k.r}`]
}

export interface Difference {
  /** Figures that move, by `scope\nmetric\nday`. */
  readonly figures: Map<string, number>
  /** Open cases of people that move. */
  readonly loads: Map<number, number>
}

/** Adds to `by` what changes when a case that added `before` now adds `after`. */
export function addDifference(by: Difference, before: Contribution, after: Contribution): void {
  for (const f of spread(before)) bump(by.figures, keyOf(f), -1)
  for (const f of spread(after)) bump(by.figures, keyOf(f), 1)
  if (before.o !== null) bump(by.loads, before.o, -1)
  if (after.o !== null) bump(by.loads, after.o, 1)
}

export const keyOf = ({ scope, metric, day }: Figure): string => `${scope}\n${metric}\n${day}`

function bump<K>(counts: Map<K, number>, key: K, n: number): void {
  const value = (counts.get(key) ?? 0) + n
  if (value === 0) counts.delete(key)
  else counts.set(key, value)
}
