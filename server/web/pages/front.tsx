import type { ListedCase } from '../../../db/views/cases.ts'
import { dawnOf } from '../../../shared/domain/dawn.ts'
import { formatNear, formatNumber, formatPercent, formatTime, t } from '../../../shared/i18n/format.ts'
import type { FullWorld } from '../../world.ts'
import { cardOf } from '../case-words.ts'
import { CaseCard } from '../components/case-card.tsx'
import { Danger } from '../components/danger.tsx'
import { DawnLine } from '../components/dawn-line.tsx'
import { Find } from '../components/find.tsx'
import { type Here, inLanguage } from '../here.ts'
import { Layout } from '../layout.tsx'
import { COUNTRY_ZONE, type Standing } from '../standing.ts'

interface FrontProps {
  readonly here: Here
  readonly world: FullWorld
  readonly standing: Standing
  readonly recent: readonly ListedCase[]
  /** When a report made now would be answered, by the clocks of the capital. */
  readonly dueAt: number
  /** A number that was looked for and does not exist. */
  readonly missed?: string
}

/** The front page: the promise, what to do, and how the promise is kept right now. */
export function FrontPage({ here, world, standing, recent, dueAt, missed }: FrontProps) {
  const { lang } = here
  const wrong = missed !== undefined
  return (
    <Layout here={here} title={t(lang, 'page.front.title')} faulty={wrong}>
      <Danger lang={lang} />
      <section class="hero">
        <div class="wide section">
          <div>
            <h1>{t(lang, 'page.front.title')}</h1>
            <p class="hero__promise">{t(lang, 'page.front.promise')}</p>
            <p class="lead">{t(lang, 'page.front.lead')}</p>
            <p>
              <a class="button button--big" href={inLanguage(lang, '/report')}>
                {t(lang, 'page.front.report')}
              </a>
            </p>
          </div>
          <IfNow here={here} dueAt={dueAt} />
        </div>
      </section>
      <div class="wide section">
        <Find here={here} value={missed ?? ''} wrong={wrong} />
      </div>
      <section class="wide section" aria-labelledby="now">
        <h2 id="now">{t(lang, 'page.front.now')}</h2>
        <Figures here={here} standing={standing} />
      </section>
      <section class="wide section" aria-labelledby="steps">
        <h2 id="steps">{t(lang, 'page.front.steps')}</h2>
        <ol class="steps">
          {([1, 2, 3] as const).map((n) => (
            <li>
              <h3>{t(lang, `page.front.step${n}`)}</h3>
              <p>{t(lang, `page.front.step${n}Text`)}</p>
            </li>
          ))}
        </ol>
        <div class="notice notice--soon">
          <h3>{t(lang, 'page.front.late')}</h3>
          <p>{t(lang, 'page.front.lateText')}</p>
        </div>
      </section>
      {recent.length > 0 && (
        <section class="wide section" aria-labelledby="recent">
          <h2 id="recent">{t(lang, 'page.front.recent')}</h2>
          <ul class="cards">
            {recent.map((c) => (
              <li>
                <CaseCard {...cardOf(c, here, world)} />
              </li>
            ))}
          </ul>
          <p>
            <a class="button button--link" href={inLanguage(lang, '/cases')}>
              {t(lang, 'page.front.all')}
            </a>
          </p>
        </section>
      )}
    </Layout>
  )
}

/** The promise as a line: if you report now, the sun rises there. */
function IfNow({ here, dueAt }: { here: Here; dueAt: number }) {
  const { lang, now } = here
  const dawn = dawnOf({ from: now, due: dueAt, kept: null, raised: false, ended: false }, now)
  return (
    <div class="hero__now">
      <p>
        <strong>{t(lang, 'page.report.checkPromise', { when: formatNear(lang, COUNTRY_ZONE, dueAt, now) })}</strong>
      </p>
      <DawnLine dawn={dawn} />
      <p class="clock__ends">
        <span>{t(lang, 'page.front.nowWord', { time: formatTime(COUNTRY_ZONE, now) })}</span>
        <span>{formatNear(lang, COUNTRY_ZONE, dueAt, now)}</span>
      </p>
    </div>
  )
}

function Figures({ here, standing }: { here: Here; standing: Standing }) {
  const { lang } = here
  const judged = standing.met + standing.missed
  const figures = [
    [t(lang, 'page.front.onTime'), judged > 0 ? formatPercent(lang, standing.met / judged) : null],
    [t(lang, 'page.front.open'), formatNumber(lang, standing.open)],
    [t(lang, 'page.front.today'), formatNumber(lang, standing.today)],
    [t(lang, 'page.front.overdue'), formatNumber(lang, standing.overdue)],
  ] as const
  return (
    <>
      <dl class="figures">
        {figures.map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd class={value === null ? 'is-none' : undefined}>{value ?? t(lang, 'page.front.noneYet')}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet small">
        {t(lang, 'page.front.counted', { time: formatNear(lang, COUNTRY_ZONE, standing.at, here.now) })}
      </p>
    </>
  )
}
