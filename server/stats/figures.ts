import type { FigureValue } from '../../db/figures.ts'
import type { OverviewView } from '../../shared/contract/stats.ts'
import { ANSWER_MINUTES } from '../../shared/domain/figures.ts'
import { medianOf, shareOf } from '../../shared/domain/share.ts'

type Standing = OverviewView['standing']
type Judged = OverviewView['judged']

/** Figures by scope, then metric. */
export type ByScope = ReadonlyMap<string, ReadonlyMap<string, number>>

export function byScope(rows: readonly FigureValue[]): ByScope {
  const scopes = new Map<string, Map<string, number>>()
  for (const { scope, metric, value } of rows) {
    let metrics = scopes.get(scope)
    if (!metrics) {
      metrics = new Map()
      scopes.set(scope, metrics)
    }
    metrics.set(metric, value)
  }
  return scopes
}

export function figureOf(figures: ByScope, scope: string, metric: string): number {
  return figures.get(scope)?.get(metric) ?? 0
}

export function standingOf(figures: ByScope, scope: string): Standing {
  const of = (metric: string) => figureOf(figures, scope, metric)
  return {
    open: of('open'),
    unanswered: of('unanswered'),
    overdue: of('overdue'),
    raised: of('raised'),
    resolved: of('resolved'),
    wall: of('wall'),
    silent: of('silent'),
  }
}

export function judgedOf(figures: ByScope, scope: string): Judged {
  const of = (metric: string) => figureOf(figures, scope, metric)
  const met = of('met')
  return {
    reported: of('reported'),
    closed: of('closed'),
    rejected: of('rejected'),
    response: shareOf(met, met + of('missed')),
    medianMinutes: medianOf(ANSWER_MINUTES, buckets(figures, scope, 'answer', ANSWER_MINUTES.length)),
  }
}

/** Counts of a distribution, one more than it has bounds. */
export function buckets(figures: ByScope, scope: string, name: string, bounds: number): number[] {
  return Array.from({ length: bounds + 1 }, (_, i) => figureOf(figures, scope, `${name}:${i}`))
}
