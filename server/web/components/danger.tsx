import type { Lang } from '../../../shared/domain/text.ts'
import { t } from '../../../shared/i18n/text.ts'

const CALLS = ['101', '102', '103', '112'] as const

/** Emergency first: what is for the emergency services is said before anything else. */
export function Danger({ lang }: { lang: Lang }) {
  return (
    <aside class="danger" aria-labelledby="danger">
      <div class="wide row">
        <strong id="danger">{t(lang, 'page.front.danger')}</strong>
        <Calls lang={lang} />
      </div>
    </aside>
  )
}

export function Calls({ lang }: { lang: Lang }) {
  return (
    <ul>
      {CALLS.map((number) => (
        <li>
          <a href={`tel:${number}`}>
            <b>{number}</b> {t(lang, `page.front.call.${number}`)}
          </a>
        </li>
      ))}
    </ul>
  )
}
