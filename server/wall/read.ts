import { listDays, listStanding } from '../../db/figures.ts'
import { findPulse, findWaiting } from '../../db/pulse.ts'
import {
  type BurningRow,
  countControlled,
  listBurning,
  listControlled,
  listDaysOf,
  listMonths,
  sumDays,
} from '../../db/views/wall.ts'
import type { WallView } from '../../shared/contract/wall.ts'
import { addMonths } from '../../shared/domain/calendar.ts'
import { CENTRAL } from '../../shared/domain/case.ts'
import { cutOff } from '../../shared/domain/clock.ts'
import { ANSWER_MINUTES } from '../../shared/domain/figures.ts'
import { BASELINE_DAYS, findRising } from '../../shared/domain/rising.ts'
import { medianOf, shareOf } from '../../shared/domain/share.ts'
import { addDays, instantOf, localDate, rfc3339 } from '../../shared/domain/zone.ts'
import type { Deps } from '../deps.ts'
import { byScope, figureOf, standingOf } from '../stats/figures.ts'
import type { FullWorld } from '../world.ts'

const DAYS = 30
const BURNING = 12
const BODIES = 6
const CONTROLLED = 6
const MINUTE = 60_000

/** Steps of the distribution on the wall, in minutes; each is a bound of the buckets that are kept. */
const STEPS: readonly number[] = [60, 180, 360, 720, 1080, 1440, 2880, 4320]
const BUCKETS = Array.from({ length: ANSWER_MINUTES.length + 1 }, (_, i) => `answer:${i}`)

/** Everything on the wall at the instant (epoch ms): from folded figures and short index walks, never from all cases. */
export async function readWall(deps: Deps, world: FullWorld, at: number): Promise<WallView> {
  const { sql } = deps
  const { reference } = world
  const zone = reference.branch(CENTRAL)?.zone ?? 'UTC'
  const to = localDate(zone, at)
  const from = addDays(to, 1 - DAYS)
  const regions = reference.regions.map(({ code }) => `region:${code}`)
  const categories = reference.categories.map(({ id }) => `category:${id}`)
  const first = `${to.slice(0, 7)}-01`
  const morning = morningOf(world, zone, at)
  const months = [to.slice(0, 7), addMonths(first, -1).slice(0, 7)]
  const [now, days, due, sums, reported, bodies, burning, controlled, counts, pulse, waiting] = await Promise.all([
    listStanding(sql, 'all', ['region']),
    listDays(sql, 'all', ['reported', 'met', 'missed', 'closed', ...BUCKETS], from, to),
    listDays(sql, 'all', ['due'], to, morning.next),
    sumDays(sql, regions, ['met', 'missed'], from, to),
    listDaysOf(sql, ['all', ...categories], 'reported', addDays(to, -BASELINE_DAYS), to),
    listMonths(sql, 'body', months, ['asked', 'met', 'missed']),
    listBurning(sql, at, BURNING),
    listControlled(sql, CONTROLLED),
    countControlled(sql, to),
    findPulse(sql, 'engine'),
    findWaiting(sql, at),
  ])
  const standing = byScope(now)
  const judged = byScope(sums)
  const byDay = daysOf(days)
  const shown = Array.from({ length: DAYS }, (_, i) => addDays(from, i)).map((date) => {
    const of = (metric: string) => byDay.get(date)?.get(metric) ?? 0
    return {
      date,
      reported: of('reported'),
      met: of('met'),
      missed: of('missed'),
      closed: of('closed'),
      medianMinutes: medianOf(ANSWER_MINUTES, BUCKETS.map(of)),
    }
  })
  const answers = BUCKETS.map((bucket) => shown.reduce((sum, { date }) => sum + (byDay.get(date)?.get(bucket) ?? 0), 0))
  const met = sumOf(shown, 'met')
  return {
    at: rfc3339(zone, at),
    from,
    to,
    standing: standingOf(standing, 'all'),
    due: nextDue(due, morning),
    month: {
      reported: sumOf(shown, 'reported'),
      response: shareOf(met, met + sumOf(shown, 'missed')),
      medianMinutes: medianOf(ANSWER_MINUTES, answers),
    },
    regions: reference.regions.map(({ code, name }) => {
      const scope = `region:${code}`
      const kept = figureOf(judged, scope, 'met')
      return {
        code,
        name: { kk: name.kk, ru: name.ru, en: name.en },
        standing: standingOf(standing, scope),
        response: shareOf(kept, kept + figureOf(judged, scope, 'missed')),
      }
    }),
    days: shown,
    answers: stepsOf(answers),
    rising: risingOf(world, reported, to),
    bodies: bodiesOf(world, bodies),
    instructions: {
      ...counts,
      items: controlled.map(({ id, number, responsible, dueOn }) => ({
        id,
        number,
        responsible: world.roster.person(responsible)?.name ?? '—',
        dueOn,
        overdue: dueOn < to,
      })),
    },
    burning: burning.map((row) => burningOf(world, row, at)),
    machine: {
      engineAt: pulse?.endedAt ? rfc3339(zone, pulse.endedAt) : null,
      behindSeconds:
        waiting.oldestUnfolded === null ? 0 : Math.max(0, Math.floor((at - waiting.oldestUnfolded) / 1000)),
    },
  }
}

function daysOf(rows: readonly { day: string; metric: string; value: number }[]): Map<string, Map<string, number>> {
  const days = new Map<string, Map<string, number>>()
  for (const { day, metric, value } of rows) {
    const metrics = days.get(day) ?? new Map<string, number>()
    metrics.set(metric, value)
    days.set(day, metrics)
  }
  return days
}

function sumOf(days: WallView['days'], name: 'reported' | 'met' | 'missed'): number {
  return days.reduce((sum, day) => sum + day[name], 0)
}

/** The hour of answers that comes next: this morning's as long as somebody is owed one by it, else that of a report made now. */
function nextDue(rows: readonly { day: string; value: number }[], morning: Morning): WallView['due'] {
  const of = (date: string) => rows.find((row) => row.day === date)?.value ?? 0
  const date = morning.ahead && of(morning.today) > 0 ? morning.today : morning.next
  return { date, n: of(date) }
}

/** Local dates; `ahead`: today's hour of answers has not come yet. */
type Morning = { readonly today: string; readonly ahead: boolean; readonly next: string }

function morningOf(world: FullWorld, zone: string, at: number): Morning {
  const today = localDate(zone, at)
  const rule = world.policy.response
  return {
    today,
    ahead: at < instantOf(zone, today, rule.hour),
    next: cutOff(rule, zone, at, world.calendar).dueDate,
  }
}

function stepsOf(buckets: readonly number[]): WallView['answers'] {
  const steps = STEPS.map((upTo, i) => ({
    upTo,
    n: buckets.reduce((sum, n, k) => {
      const bound = ANSWER_MINUTES[k]
      return bound !== undefined && bound <= upTo && bound > (STEPS[i - 1] ?? 0) ? sum + n : sum
    }, 0),
  }))
  const counted = steps.reduce((sum, { n }) => sum + n, 0)
  return [...steps, { upTo: null, n: buckets.reduce((sum, n) => sum + n, 0) - counted }]
}

type Daily = readonly { scope: string; days: Record<string, number> }[]

/** Against the days since the system knows reports at all, twenty-eight at most. */
function risingOf(world: FullWorld, daily: Daily, today: string): WallView['rising'] {
  const of = new Map(daily.map(({ scope, days }) => [scope, days]))
  const begun = Object.keys(of.get('all') ?? {}).sort()[0] ?? today
  const dates = Array.from({ length: BASELINE_DAYS }, (_, i) => addDays(today, i - BASELINE_DAYS)).filter(
    (date) => date >= begun,
  )
  const counted = world.reference.categories.map((category) => {
    const days = of.get(`category:${category.id}`) ?? {}
    return { key: category, today: days[today] ?? 0, before: dates.map((date) => days[date] ?? 0) }
  })
  return findRising(counted).map(({ key, today: n, usual, p }) => ({
    category: key.id,
    name: key.name,
    today: n,
    usual,
    p,
  }))
}

function bodiesOf(
  world: FullWorld,
  rows: readonly { scope: string; metric: string; value: number }[],
): WallView['bodies'] {
  const sums = new Map<string, { asked: number; met: number; missed: number }>()
  for (const { scope, metric, value } of rows) {
    const sum = sums.get(scope) ?? { asked: 0, met: 0, missed: 0 }
    sum[metric as 'asked' | 'met' | 'missed'] += value
    sums.set(scope, sum)
  }
  return [...sums]
    .map(([scope, { asked, met, missed }]) => {
      const code = scope.slice('body:'.length)
      const name = world.reference.body(code)?.name ?? { kk: code, ru: code, en: code }
      return { code, name, asked, replied: met, silent: missed, reply: shareOf(met, met + missed) }
    })
    .sort((a, b) => b.asked - a.asked || (a.code < b.code ? -1 : 1))
    .slice(0, BODIES)
}

function burningOf(world: FullWorld, row: BurningRow, at: number): WallView['burning'][number] {
  const { onWall, owner, respondBy, ...rest } = row
  const zone = world.reference.branch(row.branch)?.zone ?? 'UTC'
  return {
    number: rest.number,
    category: rest.category,
    severity: rest.severity,
    region: rest.region,
    district: rest.district,
    branch: rest.branch,
    owner: world.roster.person(owner)?.name ?? '—',
    respondBy: rfc3339(zone, respondBy),
    lateMinutes: Math.floor((at - respondBy) / MINUTE),
    raised: rest.raised,
    silent: onWall && !rest.answered,
    answered: rest.answered,
  }
}
