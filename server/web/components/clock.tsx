import type { Dawn } from '../../../shared/domain/dawn.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import { formatLeft, formatNear, t } from '../../../shared/i18n/format.ts'
import { DawnLine } from './dawn-line.tsx'
import { StateTag } from './state-tag.tsx'

interface ClockProps {
  readonly lang: Lang
  readonly zone: string
  readonly now: number
  readonly dawn: Dawn
  /** Why this hour; shown behind a question. */
  readonly why?: string
}

/** The clock of a case: what is promised, the line, and why. */
export function Clock({ lang, zone, now, dawn, why }: ClockProps) {
  const when = (at: number) => formatNear(lang, zone, at, now)
  return (
    <div class="clock">
      <p class="clock__said">{said(lang, zone, now, dawn)}</p>
      <DawnLine dawn={dawn} />
      <p class="clock__ends">
        <span>{`${t(lang, 'page.clock.reported')} ${when(dawn.from)}`}</span>
        <span>{`${t(lang, 'page.clock.promised')} ${when(dawn.due)}`}</span>
      </p>
      <StateTag lang={lang} state={dawn.state} />
      {why && (
        <details class="govuk-details">
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">{t(lang, 'page.clock.why')}</span>
          </summary>
          <div class="govuk-details__text">{why}</div>
        </details>
      )}
    </div>
  )
}

/** The state of the promise in one sentence, with the hour. */
export function said(lang: Lang, zone: string, now: number, dawn: Dawn): string {
  const when = (at: number) => formatNear(lang, zone, at, now)
  switch (dawn.state) {
    case 'met':
      return t(lang, 'page.clock.met', { when: when(dawn.kept!) })
    case 'late':
      return `${t(lang, 'page.clock.late', { when: when(dawn.kept!) })} (${formatLeft(lang, dawn.due, dawn.kept!)})`
    case 'missed':
      return `${t(lang, 'page.clock.missed', { when: when(dawn.due) })} · ${formatLeft(lang, dawn.due, now)}`
    case 'raised':
      return `${t(lang, 'page.clock.raised')} ${formatLeft(lang, dawn.due, now)}.`
    case 'done':
      return t(lang, 'page.clock.ended', { when: when(dawn.due) })
    default:
      return `${t(lang, 'page.clock.due', { when: when(dawn.due) })} · ${formatLeft(lang, dawn.due, now)}`
  }
}
