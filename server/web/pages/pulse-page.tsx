import type { PulseView } from '../../../shared/contract/health.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import { formatDuration, formatNear, t } from '../../../shared/i18n/format.ts'
import { readPulse } from '../../health/pulse.ts'
import { Notice } from '../components/notice.tsx'
import type { Here } from '../here.ts'
import { Layout } from '../layout.tsx'
import type { Pages } from '../pages.ts'
import { COUNTRY_ZONE } from '../standing.ts'

const SECOND = 1_000
/** A pass comes each minute; three that stay away are not chance. */
const SILENT_SECONDS = 200
const BEHIND_SECONDS = 60

interface Check {
  readonly well: boolean
  readonly text: string
}

/** `/{lang}/pulse`: whether the machine itself is well, for people; `/pulse` says the same to programs. */
export function pulsePage(pages: Pages): void {
  pages.get('/pulse', async ({ here }) => ({ page: <PulsePage here={here} pulse={await readPulse(pages.deps)} /> }), {
    bare: false,
  })
}

function PulsePage({ here, pulse }: { here: Here; pulse: PulseView }) {
  const { lang } = here
  const checks = checksOf(lang, pulse, here.now)
  const well = checks.every((check) => check.well)
  return (
    <Layout here={here} title={t(lang, 'page.stats.pulse.title')} description={t(lang, 'page.stats.pulse.lead')}>
      <div class="wide section narrow">
        <h1>{t(lang, 'page.stats.pulse.title')}</h1>
        <p class="lead">{t(lang, 'page.stats.pulse.lead')}</p>
        <Notice kind={well ? 'met' : 'missed'}>
          <h2>{t(lang, well ? 'page.stats.pulse.well' : 'page.stats.pulse.ill')}</h2>
          <p>{t(lang, well ? 'page.stats.pulse.wellText' : 'page.stats.pulse.illText')}</p>
        </Notice>
        <ul class="checks">
          {checks.map(({ well: fine, text }) => (
            <li class={fine ? 'is-met' : 'is-missed'}>
              <span aria-hidden="true">{fine ? '✓' : '✕'}</span> {text}
            </li>
          ))}
        </ul>
        <p>
          <a href="/pulse">{t(lang, 'page.stats.pulse.machines')}</a>
        </p>
      </div>
    </Layout>
  )
}

function checksOf(lang: Lang, pulse: PulseView, now: number): Check[] {
  const { engine, deadlines, mail, figures, audit } = pulse
  const near = (instant: string) => formatNear(lang, COUNTRY_ZONE, Date.parse(instant), now)
  const duration = (seconds: number) => formatDuration(lang, seconds * SECOND)
  return [
    engine
      ? {
          well: engine.ok && engine.ageSeconds < SILENT_SECONDS,
          text: t(lang, 'page.stats.pulse.engine', { when: near(engine.endedAt ?? engine.at) }),
        }
      : { well: false, text: t(lang, 'page.stats.pulse.engineNever') },
    deadlines.due === 0 || deadlines.behindSeconds < SILENT_SECONDS
      ? { well: true, text: t(lang, 'page.stats.pulse.due') }
      : {
          well: false,
          text: t(lang, 'page.stats.pulse.dueWaits', { n: deadlines.due, duration: duration(deadlines.behindSeconds) }),
        },
    deadlines.setAside === 0
      ? { well: true, text: t(lang, 'page.stats.pulse.setAsideNone') }
      : { well: false, text: t(lang, 'page.stats.pulse.setAside', { n: deadlines.setAside }) },
    {
      well: mail.failed + mail.unknown === 0,
      text: t(lang, 'page.stats.pulse.mail', { queued: mail.queued, failed: mail.failed, unknown: mail.unknown }),
    },
    figures.behindSeconds < BEHIND_SECONDS
      ? { well: true, text: t(lang, 'page.stats.pulse.figures') }
      : { well: false, text: t(lang, 'page.stats.pulse.figuresLate', { duration: duration(figures.behindSeconds) }) },
    auditCheck(lang, audit, near),
  ]
}

function auditCheck(lang: Lang, audit: PulseView['audit'], near: (instant: string) => string): Check {
  if (!audit) return { well: true, text: t(lang, 'page.stats.pulse.auditNever') }
  const when = near(audit.at)
  if (audit.broken.length === 0)
    return { well: audit.ok, text: t(lang, 'page.stats.pulse.audit', { when, n: audit.cases }) }
  return {
    well: false,
    text: t(lang, 'page.stats.pulse.auditBroken', { when, rules: audit.broken.join(', ') }),
  }
}
