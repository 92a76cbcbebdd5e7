import { formatDate, formatDuration, formatNumber, formatPercent, t } from '../../../shared/i18n/format.ts'
import type { Compared, Comparison, Group } from '../../stats/compare.ts'
import { ShareWithin } from '../components/interval.tsx'
import { StackTable } from '../components/stack-table.tsx'
import { inLanguage } from '../here.ts'
import type { StaffHere } from '../staff/pages.ts'

const MINUTE = 60_000

/** The own figures beside branches of similar load, in the order of the alphabet: no league table. */
export function FiguresPart({
  here,
  code,
  comparison,
  group,
}: {
  here: StaffHere
  code: string
  comparison: Comparison
  group: Group | undefined
}) {
  const { lang } = here
  const own = comparison.items.find((item) => item.code === code)
  const others = group && group.load !== 'few' ? group.items.filter((item) => item.code !== code) : []
  const date = (day: string) => formatDate(lang, day, { year: true })
  const name = (one: Compared) => (
    <a href={inLanguage(lang, `/branches/${one.code}`)}>
      {one.code === code ? <b>{one.name[lang]}</b> : one.name[lang]}
    </a>
  )
  const half = (one: Compared) =>
    one.median ? formatDuration(lang, one.median.median * MINUTE) : t(lang, 'page.stats.tooFew')
  const rows = [...(own ? [own] : []), ...others]
  return (
    <>
      <p class="lead">{t(lang, 'page.branch.figures.lead')}</p>
      <p class="quiet">{t(lang, 'page.stats.span', { from: date(comparison.from), to: date(comparison.to) })}</p>
      {own && (
        <dl class="tallies">
          {(['open', 'overdue'] as const).map((what) => (
            <div>
              <dt>{t(lang, `page.branch.figures.${what}`)}</dt>
              <dd>{formatNumber(lang, own[what])}</dd>
            </div>
          ))}
          <div>
            <dt>{t(lang, 'page.branch.figures.share')}</dt>
            <dd>
              <ShareWithin lang={lang} share={own.share} />
            </dd>
          </div>
        </dl>
      )}
      <h2 id="similar">{t(lang, 'page.branch.figures.group')}</h2>
      {group?.middle != null && group.load !== 'few' ? (
        <p>{t(lang, 'page.branch.figures.middle', { share: formatPercent(lang, group.middle) })}</p>
      ) : (
        <p class="quiet">{t(lang, 'page.branch.figures.alone')}</p>
      )}
      {rows.length > 0 && (
        <StackTable
          labelledBy="similar"
          heads={[
            t(lang, 'page.stats.branches.one'),
            t(lang, 'page.stats.branches.due'),
            t(lang, 'page.branch.figures.share'),
            t(lang, 'page.branch.figures.half'),
            t(lang, 'page.stats.thisMonth'),
            t(lang, 'page.stats.lastMonth'),
            t(lang, 'page.stats.change'),
          ]}
          rows={rows.map((one) => [
            name(one),
            formatNumber(lang, one.share.n),
            <ShareWithin lang={lang} share={one.share} />,
            half(one),
            <ShareWithin lang={lang} share={one.thisMonth} />,
            <ShareWithin lang={lang} share={one.lastMonth} />,
            t(lang, `page.stats.trend.${one.trend}`),
          ])}
        />
      )}
      <p>
        <a href={inLanguage(lang, '/branches')}>{t(lang, 'page.branch.figures.public')}</a>
      </p>
    </>
  )
}
