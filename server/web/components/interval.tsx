import type { Share } from '../../../shared/domain/share.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import { formatPercent, t } from '../../../shared/i18n/format.ts'

/** A share with its bounds, in words and as a mark on a line from 0 to 100 %; or that there are too few. */
export function ShareWithin({ lang, share }: { lang: Lang; share: Share }) {
  if (share.share === null) return <span class="quiet">{t(lang, 'page.stats.tooFew')}</span>
  const percent = (value: number | null) => formatPercent(lang, value ?? 0, 0)
  const at = (value: number | null) => Math.round((value ?? 0) * 1000) / 10
  return (
    <span class="within">
      <b>{formatPercent(lang, share.share)}</b>{' '}
      <span class="quiet">{t(lang, 'page.stats.within', { low: percent(share.low), high: percent(share.high) })}</span>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <path class="within__line" d="M0 4h100" />
        <path class="within__band" d={`M${at(share.low)} 4H${at(share.high)}`} />
        <path class="within__mark" d={`M${at(share.share)} 0v8`} />
      </svg>
    </span>
  )
}
