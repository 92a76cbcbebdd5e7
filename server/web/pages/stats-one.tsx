import { formatMonthYear, formatNumber, formatPercent, t } from '../../../shared/i18n/format.ts'
import type { Compared, Comparison, Group, MonthFigures, Subject } from '../../stats/compare.ts'
import { FactList } from '../components/fact-list.tsx'
import { ShareWithin } from '../components/interval.tsx'
import { StackTable } from '../components/stack-table.tsx'
import { type Here, inLanguage } from '../here.ts'
import { Layout } from '../layout.tsx'
import { How, medianWords, PATH, Span, TrendWords } from './stats.tsx'

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
          <FactList
            facts={[
              [t(lang, `page.stats.${path}.due`), formatNumber(lang, one.share.n)],
              [t(lang, `page.stats.${path}.share`), <ShareWithin lang={lang} share={one.share} />],
              [t(lang, `page.stats.${path}.half`), medianWords(lang, subject, one.median)],
              [t(lang, 'page.stats.change'), <TrendWords lang={lang} one={one} />],
            ]}
          />
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
      {months.some(({ met, missed }) => met + missed > 0) && (
        <>
          <svg
            class="columns-chart"
            viewBox="0 0 240 100"
            preserveAspectRatio="none"
            aria-hidden="true"
            focusable="false"
          >
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
        </>
      )}
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
