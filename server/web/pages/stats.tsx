import type { Median } from '../../../shared/domain/share.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import {
  formatDate,
  formatDuration,
  formatMonthYear,
  formatNumber,
  formatPercent,
  t,
} from '../../../shared/i18n/format.ts'
import type { Compared, Comparison, Group, MonthFigures, Subject } from '../../stats/compare.ts'
import { ShareWithin } from '../components/interval.tsx'
import { StackTable } from '../components/stack-table.tsx'
import { type Here, inLanguage } from '../here.ts'
import { Layout } from '../layout.tsx'

const MINUTE = 60_000
const PATH: Readonly<Record<Subject, 'branches' | 'bodies'>> = { branch: 'branches', body: 'bodies' }
const TREND_MARK = { better: '▲', worse: '▼', same: '=', unknown: '' } as const

interface AllProps {
  readonly here: Here
  readonly subject: Subject
  readonly comparison: Comparison
  readonly groups: readonly Group[]
}

/** All branches or bodies, by groups of similar load; the groups hold no order but the alphabet's. */
export function StatsPage({ here, subject, comparison, groups }: AllProps) {
  const { lang } = here
  const path = PATH[subject]
  return (
    <Layout here={here} title={t(lang, `page.stats.${path}.title`)} description={t(lang, `page.stats.${path}.lead`)}>
      <div class="wide section">
        <h1>{t(lang, `page.stats.${path}.title`)}</h1>
        <p class="lead">{t(lang, `page.stats.${path}.lead`)}</p>
        <Span lang={lang} comparison={comparison} />
        <How lang={lang} />
        {groups.length === 0 && (
          <div class="notice">
            <p>{t(lang, `page.stats.${path}.none`)}</p>
          </div>
        )}
        {groups.map((group) => (
          <GroupOf here={here} subject={subject} group={group} />
        ))}
        <p>
          <a href={inLanguage(lang, `/${path}.csv`)} download>
            {t(lang, 'page.stats.download')}
          </a>
        </p>
      </div>
    </Layout>
  )
}

function Span({ lang, comparison }: { lang: Lang; comparison: Comparison }) {
  const date = (day: string) => formatDate(lang, day, { year: true })
  return <p class="quiet">{t(lang, 'page.stats.span', { from: date(comparison.from), to: date(comparison.to) })}</p>
}

function How({ lang }: { lang: Lang }) {
  return (
    <details class="govuk-details">
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{t(lang, 'page.stats.how')}</span>
      </summary>
      <div class="govuk-details__text">
        {(['howShare', 'howFew', 'howGroups', 'howChange', 'howVerdict'] as const).map((key) => (
          <p>{t(lang, `page.stats.${key}`)}</p>
        ))}
      </div>
    </details>
  )
}

function GroupOf({ here, subject, group }: { here: Here; subject: Subject; group: Group }) {
  const { lang } = here
  const path = PATH[subject]
  const { load, items, middle } = group
  const id = `group-${load}`
  const link = (one: Compared) => inLanguage(lang, `/${path}/${one.code}`)
  if (load === 'few')
    return (
      <section aria-labelledby={id}>
        <h2 id={id}>{t(lang, 'page.stats.group.few')}</h2>
        <p class="quiet">{t(lang, 'page.stats.fewHint')}</p>
        <ul class="pills">
          {items.map((one) => (
            <li>
              <a href={link(one)}>{one.name[lang]}</a>{' '}
              <span class="quiet number">{formatNumber(lang, one.share.n)}</span>
            </li>
          ))}
        </ul>
      </section>
    )
  const heads = [
    t(lang, `page.stats.${path}.one`),
    t(lang, `page.stats.${path}.due`),
    t(lang, `page.stats.${path}.share`),
    t(lang, `page.stats.${path}.half`),
    t(lang, 'page.stats.thisMonth'),
    t(lang, 'page.stats.lastMonth'),
    t(lang, 'page.stats.change'),
  ]
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{`${t(lang, `page.stats.${path}.due`)}: ${t(lang, `page.stats.group.${load}`)}`}</h2>
      {middle !== null && (
        <p>{t(lang, `page.stats.${path}.similar`, { n: items.length, share: formatPercent(lang, middle) })}</p>
      )}
      <StackTable
        labelledBy={id}
        heads={heads}
        rows={items.map((one) => [
          <a href={link(one)}>{one.name[lang]}</a>,
          formatNumber(lang, one.share.n),
          <ShareWithin lang={lang} share={one.share} />,
          medianWords(lang, subject, one.median),
          <Plain lang={lang} value={one.thisMonth.share} />,
          <Plain lang={lang} value={one.lastMonth.share} />,
          <TrendWords lang={lang} one={one} />,
        ])}
      />
    </section>
  )
}

function Plain({ lang, value }: { lang: Lang; value: number | null }) {
  if (value === null) return <span class="quiet">{t(lang, 'page.stats.tooFew')}</span>
  return <span>{formatPercent(lang, value)}</span>
}

function TrendWords({ lang, one }: { lang: Lang; one: Compared }) {
  const look = { better: 'is-met', worse: 'is-missed', same: '', unknown: '' }[one.trend]
  const words = t(lang, `page.stats.trend.${one.trend}`)
  if (!look) return <span class="quiet">{words}</span>
  return (
    <span class={`tag ${look}`}>
      <span aria-hidden="true">{TREND_MARK[one.trend]}</span>
      {words}
    </span>
  )
}

/** '11 сағ 20 мин (10 сағ – 12 сағ)' for branches, '12 days' for bodies; or that there are too few. */
export function medianWords(lang: Lang, subject: Subject, median: Median | null, bounds = true): string {
  if (median === null) return t(lang, 'page.stats.tooFew')
  const words = (value: number) =>
    subject === 'branch'
      ? formatDuration(lang, Math.max(1, Math.round(value)) * MINUTE)
      : t(lang, 'page.stats.bodies.days', { n: Math.max(1, Math.round(value)) })
  if (!bounds) return words(median.median)
  const within = t(lang, 'page.stats.within', { low: words(median.low), high: words(median.high) })
  return words(median.low) === words(median.high) ? words(median.median) : `${words(median.median)} (${within})`
}

interface OneProps {
  readonly here: Here
  readonly subject: Subject
  readonly comparison: Comparison
  readonly one: Compared
  readonly group: Group | undefined
  readonly months: readonly MonthFigures[]
  /** Of a body: who stands above it. Of a branch: its list of cases, and the branches under it. */
  readonly parent?: { readonly code: string; readonly name: string } | undefined
  readonly cases?: string | undefined
  readonly under?: readonly { readonly code: string; readonly name: string }[]
}

/** One branch or body: now, the last three months, the last twelve. */
export function StatsOnePage(props: OneProps) {
  const { here, subject, comparison, one, group, months, parent, cases, under = [] } = props
  const { lang } = here
  const path = PATH[subject]
  const link = (to: string) => inLanguage(lang, to)
  return (
    <Layout here={here} title={one.name[lang]} description={t(lang, `page.stats.${path}.lead`)}>
      <div class="wide section">
        <a class="back" href={link(`/${path}`)}>
          {t(lang, `page.stats.${path}.back`)}
        </a>
        <h1>{one.name[lang]}</h1>
        {subject === 'body' && parent && (
          <p>
            <a href={link(`/bodies/${parent.code}`)}>{t(lang, 'page.stats.bodies.under', { name: parent.name })}</a>
          </p>
        )}
        {subject === 'branch' && (
          <section aria-labelledby="now">
            <h2 id="now">{t(lang, 'page.stats.now')}</h2>
            <dl class="figures">
              {(['open', 'overdue'] as const).map((name) => (
                <div>
                  <dt>{t(lang, `page.stats.branches.${name}`)}</dt>
                  <dd>{formatNumber(lang, one[name])}</dd>
                </div>
              ))}
            </dl>
            {cases && (
              <p>
                <a href={link(cases)}>{t(lang, 'page.stats.branches.cases')}</a>
              </p>
            )}
          </section>
        )}
        <section aria-labelledby="last">
          <h2 id="last">{t(lang, 'page.stats.last')}</h2>
          <Span lang={lang} comparison={comparison} />
          <dl class="facts">
            <div>
              <dt>{t(lang, `page.stats.${path}.due`)}</dt>
              <dd>{formatNumber(lang, one.share.n)}</dd>
            </div>
            <div>
              <dt>{t(lang, `page.stats.${path}.share`)}</dt>
              <dd>
                <ShareWithin lang={lang} share={one.share} />
              </dd>
            </div>
            <div>
              <dt>{t(lang, `page.stats.${path}.half`)}</dt>
              <dd>{medianWords(lang, subject, one.median)}</dd>
            </div>
            <div>
              <dt>{t(lang, 'page.stats.change')}</dt>
              <dd>
                <TrendWords lang={lang} one={one} />
              </dd>
            </div>
          </dl>
          {group && group.load !== 'few' && group.middle !== null && (
            <p>
              {t(lang, `page.stats.${path}.similar`, {
                n: group.items.length,
                share: formatPercent(lang, group.middle),
              })}
            </p>
          )}
          <How lang={lang} />
        </section>
        <section aria-labelledby="months">
          <h2 id="months">{t(lang, 'page.stats.months')}</h2>
          <Months here={here} subject={subject} code={one.code} months={months} />
        </section>
        {under.length > 0 && (
          <section aria-labelledby="under">
            <h2 id="under">{t(lang, 'page.stats.branches.under')}</h2>
            <ul class="pills">
              {under.map(({ code, name }) => (
                <li>
                  <a href={link(`/branches/${code}`)}>{name}</a>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Layout>
  )
}

/** Twelve columns and the table behind them. */
function Months({
  here,
  subject,
  code,
  months: all,
}: {
  here: Here
  subject: Subject
  code: string
  months: readonly MonthFigures[]
}) {
  const { lang } = here
  const path = PATH[subject]
  // Nothing is shown of the time before there was anything to count.
  const begun = all.findIndex(({ asked: n, met, missed }) => n + met + missed > 0)
  const months = begun < 0 ? all.slice(-1) : all.slice(begun)
  const asked = t(lang, subject === 'branch' ? 'page.stats.reported' : 'page.stats.bodies.asked')
  const most = Math.max(1, ...months.map(({ met, missed }) => met + missed))
  const high = (n: number) => Math.round((n / most) * 1000) / 10
  return (
    <>
      <svg class="columns-chart" viewBox="0 0 240 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {months.map(({ met, missed }, i) => (
          <>
            <rect
              class="columns-chart__all"
              x={i * 20 + 2}
              width="16"
              y={100 - high(met + missed)}
              height={high(met + missed)}
            />
            <rect class="columns-chart__met" x={i * 20 + 2} width="16" y={100 - high(met)} height={high(met)} />
          </>
        ))}
      </svg>
      <p class="quiet small">{t(lang, 'page.stats.monthsHint')}</p>
      <StackTable
        labelledBy="months"
        heads={[
          t(lang, 'page.stats.month'),
          asked,
          t(lang, 'page.stats.met'),
          t(lang, 'page.stats.missed'),
          t(lang, `page.stats.${path}.half`),
        ]}
        rows={[...months]
          .reverse()
          .map((m) => [
            formatMonthYear(lang, m.month),
            formatNumber(lang, m.asked),
            formatNumber(lang, m.met),
            formatNumber(lang, m.missed),
            medianWords(lang, subject, m.median, false),
          ])}
      />
      <p>
        <a href={inLanguage(lang, `/${path}/${code}/months.csv`)} download>
          {t(lang, 'page.stats.download')}
        </a>
      </p>
    </>
  )
}
