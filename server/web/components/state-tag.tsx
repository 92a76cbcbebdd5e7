import type { DawnState } from '../../../shared/domain/dawn.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import { t } from '../../../shared/i18n/text.ts'

/** Mark and colour of a state; the word always stands beside them. */
const SIGNS: Readonly<Record<DawnState, readonly [mark: string, look: string]>> = {
  waiting: ['○', 'waiting'],
  soon: ['◔', 'soon'],
  missed: ['✕', 'missed'],
  late: ['✓', 'soon'],
  met: ['✓', 'met'],
  raised: ['▲', 'raised'],
  done: ['●', 'done'],
}

export function StateTag({ lang, state }: { lang: Lang; state: DawnState }) {
  const [mark, look] = SIGNS[state]
  return (
    <span class={`tag is-${look}`}>
      <span aria-hidden="true">{mark}</span>
      {t(lang, `page.clock.state.${state}`)}
    </span>
  )
}
