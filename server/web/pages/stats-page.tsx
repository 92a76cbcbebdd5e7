import type { Lang } from '../../../shared/domain/text.ts'
import { t } from '../../../shared/i18n/text.ts'
import { CSV, csvOf } from '../../export/csv.ts'
import type { Column, Table } from '../../export/table.ts'
import { HttpProblem } from '../../problem.ts'
import {
  type Compared,
  type Comparison,
  compareAll,
  groupsOf,
  type MonthFigures,
  readHistory,
  type Subject,
} from '../../stats/compare.ts'
import type { FullWorld } from '../../world.ts'
import type { Pages, Shown } from '../pages.ts'
import { StatsPage } from './stats.tsx'
import { StatsOnePage } from './stats-one.tsx'

const ALL = [
  ['branch', 'branches'],
  ['body', 'bodies'],
] as const

/** `/branches`, `/bodies` and each of them: public statistics by verdicts, with their CSV. */
export function statsPages(pages: Pages): void {
  const { deps } = pages
  for (const [subject, path] of ALL) {
    pages.get(`/${path}`, async ({ here }) => {
      const comparison = await compareAll(deps, await deps.world.at(here.now), subject, here.now)
      const groups = groupsOf(comparison.items, here.lang)
      return { page: <StatsPage here={here} subject={subject} comparison={comparison} groups={groups} /> }
    })

    pages.get(`/${path}.csv`, async ({ here }) => {
      const comparison = await compareAll(deps, await deps.world.at(here.now), subject, here.now)
      return fileOf(`${path}-${comparison.to}`, comparisonTable(here.lang, subject, path, comparison))
    })

    pages.get(`/${path}/:code`, async ({ here, params }) => {
      const world = await deps.world.at(here.now)
      const comparison = await compareAll(deps, world, subject, here.now)
      const one = findOne(world, subject, comparison, params.code ?? '')
      const group = groupsOf(comparison.items, here.lang).find(({ load }) => load === one.load)
      const months = await readHistory(deps, world, subject, one.code, here.now)
      const more =
        subject === 'branch' ? aroundBranch(world, one.code, here.lang) : aboveBody(world, one.code, here.lang)
      return {
        page: (
          <StatsOnePage
            here={here}
            subject={subject}
            comparison={comparison}
            one={one}
            group={group}
            months={months}
            {...more}
          />
        ),
      }
    })

    pages.get(`/${path}/:code/months.csv`, async ({ here, params }) => {
      const world = await deps.world.at(here.now)
      const comparison = await compareAll(deps, world, subject, here.now)
      const one = findOne(world, subject, comparison, params.code ?? '')
      const months = await readHistory(deps, world, subject, one.code, here.now)
      return fileOf(`${one.code}-${comparison.to}`, monthsTable(here.lang, subject, path, comparison.zone, months))
    })
  }
}

/** One that had nothing to answer is a page of zeros; what is no branch and no body is not found. */
function findOne(world: FullWorld, subject: Subject, comparison: Comparison, code: string): Compared {
  const found = comparison.items.find((item) => item.code === code)
  if (found) return found
  const known = subject === 'branch' ? world.reference.branch(code) : world.reference.body(code)
  if (!known) throw new HttpProblem('not_found')
  const none = { n: 0, share: null, low: null, high: null }
  return {
    code,
    name: known.name,
    asked: 0,
    share: none,
    median: null,
    thisMonth: none,
    lastMonth: none,
    trend: 'unknown',
    load: 'few',
    open: 0,
    overdue: 0,
  }
}

function aroundBranch({ reference }: FullWorld, code: string, lang: Lang) {
  const region = reference.branch(code)?.region
  return {
    cases: region ? `/cases?region=${region}` : undefined,
    under: reference
      .descendants(code)
      .filter((b) => b.active)
      .map((b) => ({ code: b.code, name: b.name[lang] })),
  }
}

function aboveBody({ reference }: FullWorld, code: string, lang: Lang) {
  const parent = reference.body(reference.body(code)?.parent ?? '')
  return { parent: parent ? { code: parent.id, name: parent.name[lang] } : undefined }
}

function fileOf(name: string, table: Table): Shown {
  return { file: csvOf(table), type: CSV, name: `${name}.csv` }
}

function comparisonTable(lang: Lang, subject: Subject, path: 'branches' | 'bodies', comparison: Comparison): Table {
  const times = subject === 'branch' ? 'minutes' : 'days'
  const half = t(lang, `page.stats.${path}.half`)
  const unit = t(lang, `page.wall.${times}`)
  const low = t(lang, 'page.stats.low')
  const high = t(lang, 'page.stats.high')
  const columns: Column[] = [
    { title: t(lang, 'page.stats.code'), kind: 'text' },
    { title: t(lang, `page.stats.${path}.one`), kind: 'text' },
    { title: t(lang, 'page.stats.load'), kind: 'text' },
    { title: t(lang, subject === 'branch' ? 'page.stats.reported' : 'page.stats.bodies.asked'), kind: 'count' },
    { title: t(lang, `page.stats.${path}.due`), kind: 'count' },
    { title: t(lang, `page.stats.${path}.share`), kind: 'share' },
    { title: low, kind: 'share' },
    { title: high, kind: 'share' },
    { title: half, kind: times, unit },
    { title: `${half}: ${low}`, kind: times, unit },
    { title: `${half}: ${high}`, kind: times, unit },
    { title: t(lang, 'page.stats.thisMonth'), kind: 'share' },
    { title: t(lang, 'page.stats.lastMonth'), kind: 'share' },
    { title: t(lang, 'page.stats.change'), kind: 'text' },
  ]
  const rows = groupsOf(comparison.items, lang).flatMap(({ load, items }) =>
    items.map((i) => [
      i.code,
      i.name[lang],
      t(lang, `page.stats.group.${load}`),
      i.asked,
      i.share.n,
      i.share.share,
      i.share.low,
      i.share.high,
      i.median?.median ?? null,
      i.median?.low ?? null,
      i.median?.high ?? null,
      i.thisMonth.share,
      i.lastMonth.share,
      t(lang, `page.stats.trend.${i.trend}`),
    ]),
  )
  return { name: path, title: t(lang, `page.stats.${path}.title`), columns, rows, zone: comparison.zone }
}

function monthsTable(
  lang: Lang,
  subject: Subject,
  path: 'branches' | 'bodies',
  zone: string,
  months: readonly MonthFigures[],
): Table {
  const times = subject === 'branch' ? 'minutes' : 'days'
  const columns: Column[] = [
    { title: t(lang, 'page.stats.month'), kind: 'text' },
    { title: t(lang, subject === 'branch' ? 'page.stats.reported' : 'page.stats.bodies.asked'), kind: 'count' },
    { title: t(lang, 'page.stats.met'), kind: 'count' },
    { title: t(lang, 'page.stats.missed'), kind: 'count' },
    { title: t(lang, `page.stats.${path}.half`), kind: times, unit: t(lang, `page.wall.${times}`) },
  ]
  const rows = months.map((m) => [m.month, m.asked, m.met, m.missed, m.median?.median ?? null])
  return { name: 'months', title: t(lang, 'page.stats.months'), columns, rows, zone }
}
