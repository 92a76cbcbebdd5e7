import type { Lang } from '../../../shared/domain/text.ts'
import { t } from '../../../shared/i18n/text.ts'

/** Lists go on by a cursor: there is a next page, or the beginning again. */
export function Pagination({ lang, first, next }: { lang: Lang; first: string | null; next: string | null }) {
  if (!first && !next) return null
  return (
    <nav class="pager" aria-label={t(lang, 'page.frame.pages')}>
      {first ? (
        <a class="button button--second" href={first} rel="prev">
          {t(lang, 'page.frame.previous')}
        </a>
      ) : (
        <span />
      )}
      {next && (
        <a class="button button--second" href={next} rel="next">
          {t(lang, 'page.frame.next')}
        </a>
      )}
    </nav>
  )
}
