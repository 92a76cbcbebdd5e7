import type { Dawn } from '../../../shared/domain/dawn.ts'
import { formatNear } from '../../../shared/i18n/format.ts'
import { t } from '../../../shared/i18n/text.ts'
import { type Here, inLanguage } from '../here.ts'
import { said } from './clock.tsx'
import { DawnLine } from './dawn-line.tsx'
import { StateTag } from './state-tag.tsx'

export interface CardProps {
  readonly here: Here
  readonly number: string
  /** Title or the beginning of the text, in the language it was written in; null when it is not public. */
  readonly title: { readonly text: string; readonly lang: string } | null
  readonly category: string
  readonly place: string
  readonly zone: string
  readonly reportedAt: number
  readonly supporters: number
  readonly dawn: Dawn
  /** Another page of the case than the public one, without language. */
  readonly to?: string
}

/** A case in a list. The whole card is the link, the heading is its name. */
export function CaseCard({ here, number, title, category, place, zone, reportedAt, supporters, dawn, to }: CardProps) {
  const { lang, now } = here
  return (
    <article class="card">
      <h3>
        <a href={inLanguage(lang, to ?? `/cases/${number}`)}>
          {title ? <span lang={title.lang}>{title.text}</span> : category}
        </a>
      </h3>
      <p class="card__facts">
        <span class="number">{number}</span>
        {title && <span>{category}</span>}
        <span>{place}</span>
        <span>{formatNear(lang, zone, reportedAt, now)}</span>
        {supporters > 0 && <span>{t(lang, 'page.cases.supporters', { n: supporters })}</span>}
      </p>
      <div class="card__clock">
        <DawnLine dawn={dawn} small />
        <p>
          <StateTag lang={lang} state={dawn.state} />
          <span>{said(lang, zone, now, dawn)}</span>
        </p>
      </div>
    </article>
  )
}
