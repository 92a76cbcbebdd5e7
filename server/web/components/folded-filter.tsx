import type { ComponentChildren } from 'preact'
import type { Lang } from '../../../shared/domain/text.ts'
import { t } from '../../../shared/i18n/text.ts'

/** A filter behind one line that says what is chosen; it opens when it is used. */
export function FoldedFilter({
  lang,
  chosen,
  clear,
  children,
}: {
  lang: Lang
  /** What is chosen, in words; empty: everything is shown. */
  chosen: readonly string[]
  /** Where everything is shown again. */
  clear: string
  children: ComponentChildren
}) {
  return (
    <div class="filter">
      <details class="filter__fold">
        <summary>
          <span>
            {t(lang, 'page.settle.filter')}: <b>{chosen.join(', ') || t(lang, 'page.settle.everything')}</b>
          </span>
        </summary>
        <div class="filter__form">{children}</div>
      </details>
      {chosen.length > 0 && (
        <a class="filter__clear" href={clear}>
          {t(lang, 'page.settle.clear')}
        </a>
      )}
    </div>
  )
}
