import { type LedgerDayRow, listLedgerDays } from '../../../db/ledger.ts'
import { date } from '../../../shared/contract/text.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import { addDays } from '../../../shared/domain/zone.ts'
import { formatDate, formatNumber, t } from '../../../shared/i18n/format.ts'
import { StackTable } from '../components/stack-table.tsx'
import { type Here, inLanguage } from '../here.ts'
import { Layout } from '../layout.tsx'
import type { Pages } from '../pages.ts'

const DAYS = 31
const HEADS = ['date', 'met', 'missed', 'late', 'cases', 'root', 'files'] as const

/** `/{lang}/ledger`: the closed days of the ledger, a month of them; the files are those of the API. */
export function ledgerPage(pages: Pages): void {
  pages.get('/ledger', async ({ here, form }) => {
    const before = date.safeParse(form.before)
    const rows = await listLedgerDays(pages.deps.sql, before.success ? before.data : null, DAYS + 1)
    const key = pages.deps.secrets.ledgerPublicKey()
    return { page: <LedgerPage here={here} days={rows.slice(0, DAYS)} more={rows.length > DAYS} signedWith={key} /> }
  })
}

interface Props {
  readonly here: Here
  readonly days: readonly LedgerDayRow[]
  readonly more: boolean
  readonly signedWith: string
}

function LedgerPage({ here, days, more, signedWith }: Props) {
  const { lang } = here
  const number = (n: number) => formatNumber(lang, n)
  const last = days.at(-1)
  return (
    <Layout here={here} title={t(lang, 'page.stats.ledger.title')} description={t(lang, 'page.stats.ledger.lead')}>
      <div class="wide section">
        <h1 id="ledger">{t(lang, 'page.stats.ledger.title')}</h1>
        <p class="lead">{t(lang, 'page.stats.ledger.lead')}</p>
        <details class="govuk-details">
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">{t(lang, 'page.stats.ledger.how')}</span>
          </summary>
          <div class="govuk-details__text">
            <p>{t(lang, 'page.stats.ledger.howRoot')}</p>
            <p>{t(lang, 'page.stats.ledger.howKeep')}</p>
            <p class="breaks">
              {t(lang, 'page.stats.ledger.howVerify', {
                command: `npm run verify -- ${fileOf(last?.date ?? '2026-11-21')}`,
              })}
            </p>
            <p class="breaks">{t(lang, 'page.stats.ledger.key', { key: signedWith })}</p>
          </div>
        </details>
        {days.length === 0 ? (
          <div class="notice">
            <p>{t(lang, 'page.stats.ledger.none')}</p>
          </div>
        ) : (
          <StackTable
            labelledBy="ledger"
            heads={HEADS.map((head) => t(lang, `page.stats.ledger.${head}`))}
            rows={days.map((day) => [
              spanOf(lang, day),
              number(day.met),
              number(day.missed),
              number(day.late),
              number(day.cases),
              <code class="breaks">{day.root}</code>,
              <Files day={day.date} />,
            ])}
          />
        )}
        {more && last && (
          <p>
            <a href={inLanguage(lang, `/ledger?before=${last.date}`)}>{t(lang, 'page.stats.ledger.older')}</a>
          </p>
        )}
      </div>
    </Layout>
  )
}

function Files({ day }: { day: string }) {
  return (
    <>
      {(['json', 'csv'] as const).map((kind) => (
        <>
          <a href={`/api/v1/ledger/${day}.${kind}`} download aria-label={`${day}.${kind}`}>
            {kind.toUpperCase()}
          </a>{' '}
        </>
      ))}
    </>
  )
}

/** What an entry covers: a day, or all since the one before, after an outage and at the very beginning. */
function spanOf(lang: Lang, { date: to, previous }: LedgerDayRow): string {
  const written = (day: string) => formatDate(lang, day, { year: true })
  const from = previous === null ? null : addDays(previous, 1)
  if (from === to) return written(to)
  return `${from === null ? '…' : written(from)} – ${written(to)}`
}

const fileOf = (day: string) => `daybreak-ledger-${day}.json`
