import type { Median } from '../../../shared/domain/share.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import { formatDate, formatDuration, formatNumber, formatPercent, t } from '../../../shared/i18n/format.ts'
import type { Compared, Comparison, Group, Subject } from '../../stats/compare.ts'
import { ShareWithin } from '../components/interval.tsx'
import { StackTable } from '../components/stack-table.tsx'
import { type Here, inLanguage } from '../here.ts'
import { Layout } from '../layout.tsx'

const MINUTE = 60_000
export const PATH: Readonly<Record<Subject, 'branches' | 'bodies'>> = { branch: 'branches', body: 'bodies' }
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

/** From when to when. */
export function Span({ lang, comparison }: { lang: Lang; comparison: Comparison }) {
  const date = (day: string) => formatDate(lang, day, { year: true })
  return <p class="quiet">{t(lang, 'page.stats.span', { from: date(comparison.from), to: date(comparison.to) })}</p>
}

/** How the figures are meant, behind a question. */
export function How({ lang }: { lang: Lang }) {
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
  const notYet = items.filter(({ share }) => share.n === 0)
  if (load === 'few')
    return (
      <section aria-labelledby={id}>
        <h2 id={id}>{t(lang, 'page.stats.group.few')}</h2>
        <p class="quiet">{t(lang, 'page.stats.fewHint')}</p>
        <ul class="few">
          {items
            .filter(({ share }) => share.n > 0)
            .map((one) => (
              <li>
                <a href={link(one)}>{one.name[lang]}</a>
                <span class="quiet number">{formatNumber(lang, one.share.n)}</span>
              </li>
            ))}
        </ul>
        {notYet.length > 0 && (
          <details class="govuk-details">
            <summary class="govuk-details__summary">
              <span class="govuk-details__summary-text">{t(lang, 'page.stats.notYet', { n: notYet.length })}</span>
            </summary>
            <ul class="few">
              {notYet.map((one) => (
                <li>
                  <a href={link(one)}>{one.name[lang]}</a>
                </li>
              ))}
            </ul>
          </details>
        )}
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

/** This month against last, in words; beyond chance or not at all. */
export function TrendWords({ lang, one }: { lang: Lang; one: Compared }) {
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
