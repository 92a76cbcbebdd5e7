import { listDays, listStanding, sumMonths } from '../../db/figures.ts'
import { countOutbox } from '../../db/outbox.ts'
import { countFaults, findPulse } from '../../db/pulse.ts'
import type { BodiesView, BranchesView, OverviewView } from '../../shared/contract/stats.ts'
import { addMonths } from '../../shared/domain/calendar.ts'
import { CENTRAL } from '../../shared/domain/case.ts'
import { REPLY_DAYS } from '../../shared/domain/figures.ts'
import { medianOf, shareOf } from '../../shared/domain/share.ts'
import { addDays, localDate, rfc3339 } from '../../shared/domain/zone.ts'
import type { Deps } from '../deps.ts'
import type { Reference } from '../reference.ts'
import { buckets, byScope, figureOf, judgedOf, standingOf } from './figures.ts'

const CHART_DAYS = 30

interface Span {
  readonly at: string
  readonly from: string
  readonly to: string
  readonly months: readonly string[]
}

/** The running month and those before it, by the clocks of the capital. */
function spanOf(reference: Reference, months: number, at: number): Span {
  const zone = reference.branch(CENTRAL)?.zone ?? 'UTC'
  const to = localDate(zone, at)
  const first = `${to.slice(0, 7)}-01`
  const list = Array.from({ length: months }, (_, back) => addMonths(first, -back).slice(0, 7))
  return { at: rfc3339(zone, at), from: `${list.at(-1)}-01`, to, months: list }
}

const view = ({ at, from, to }: Span) => ({ at, from, to })

export async function readOverview(
  deps: Deps,
  reference: Reference,
  months: number,
  at: number,
): Promise<OverviewView> {
  const span = spanOf(reference, months, at)
  const [now, sums, days] = await Promise.all([
    listStanding(deps.sql, 'all', ['region', 'category']),
    sumMonths(deps.sql, span.months, 'all', ['region', 'category']),
    listDays(deps.sql, 'all', ['reported', 'met', 'missed', 'closed'], addDays(span.to, 1 - CHART_DAYS), span.to),
  ])
  const standing = byScope(now)
  const judged = byScope(sums)
  return {
    ...view(span),
    standing: standingOf(standing, 'all'),
    judged: judgedOf(judged, 'all'),
    regions: reference.regions.map(({ code, name }) => ({
      code,
      name: { kk: name.kk, ru: name.ru, en: name.en },
      standing: standingOf(standing, `region:${code}`),
      judged: judgedOf(judged, `region:${code}`),
    })),
    categories: reference.categories.flatMap(({ id, name }) => {
      const scope = `category:${id}`
      const reported = figureOf(judged, scope, 'reported')
      const open = figureOf(standing, scope, 'open')
      if (reported === 0 && open === 0) return []
      return [{ code: id, name, open, overdue: figureOf(standing, scope, 'overdue'), reported }]
    }),
    days: Array.from({ length: CHART_DAYS }, (_, i) => {
      const date = addDays(span.to, i + 1 - CHART_DAYS)
      const of = (metric: string) => days.find((d) => d.day === date && d.metric === metric)?.value ?? 0
      return { date, reported: of('reported'), met: of('met'), missed: of('missed'), closed: of('closed') }
    }),
  }
}

/** What the staff see beside: whether the machine itself is well. */
export async function readStaffPart(deps: Deps, reference: Reference, at: number): Promise<OverviewView['staff']> {
  const [outbox, faults, pulse] = await Promise.all([
    countOutbox(deps.sql, at),
    countFaults(deps.sql),
    findPulse(deps.sql, 'engine'),
  ])
  const zone = reference.branch(CENTRAL)?.zone ?? 'UTC'
  const { queued, failed, unknown } = outbox
  return { outbox: { queued, failed, unknown }, faults, engineAt: pulse ? rfc3339(zone, pulse.at) : null }
}

export async function readBranches(
  deps: Deps,
  reference: Reference,
  months: number,
  at: number,
): Promise<BranchesView> {
  const span = spanOf(reference, months, at)
  const [now, sums] = await Promise.all([
    listStanding(deps.sql, '', ['branch']),
    sumMonths(deps.sql, span.months, '', ['branch']),
  ])
  const standing = byScope(now)
  const judged = byScope(sums)
  return {
    ...view(span),
    items: reference.branches.map(({ code, name, level, parent }) => ({
      code,
      name,
      level,
      parent,
      standing: standingOf(standing, `branch:${code}`),
      judged: judgedOf(judged, `branch:${code}`),
    })),
  }
}

/** Bodies that were asked in these months, those asked most first. */
export async function readBodies(deps: Deps, reference: Reference, months: number, at: number): Promise<BodiesView> {
  const span = spanOf(reference, months, at)
  const figures = byScope(await sumMonths(deps.sql, span.months, '', ['body']))
  const items = [...figures.keys()].map((scope) => {
    const code = scope.slice('body:'.length)
    const body = reference.body(code)
    const met = figureOf(figures, scope, 'met')
    return {
      code,
      name: body?.name ?? { kk: code, ru: code, en: code },
      region: body?.region ?? null,
      asked: figureOf(figures, scope, 'asked'),
      reply: shareOf(met, met + figureOf(figures, scope, 'missed')),
      medianDays: medianOf(REPLY_DAYS, buckets(figures, scope, 'reply', REPLY_DAYS.length)),
    }
  })
  return { ...view(span), items: items.sort((a, b) => b.asked - a.asked || (a.code < b.code ? -1 : 1)) }
}
