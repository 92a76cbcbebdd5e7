import type { ProblemCode } from '../../../shared/i18n/catalog.ts'
import { problemText } from '../../../shared/i18n/problem.ts'
import { t } from '../../../shared/i18n/text.ts'
import { Find } from '../components/find.tsx'
import { type Here, inLanguage } from '../here.ts'
import { Layout } from '../layout.tsx'
import { rolesOf, StaffLayout } from '../staff/layout.tsx'
import { homeOf } from '../staff/menu.ts'
import type { StaffHere } from '../staff/pages.ts'

interface ErrorProps {
  readonly here: Here
  readonly code: ProblemCode
  readonly details: Readonly<Record<string, string | number>>
  readonly id?: string
  /** Where the page asked for is one of the staff: who asked. */
  readonly staff?: StaffHere | undefined
}

/** A page that could not be shown: what that means for the reader and what to do now. */
export function ErrorPage({ here, code, details, id, staff }: ErrorProps) {
  const { lang } = here
  const { title, text } = wordsOf()
  const missing = code === 'not_found' || code === 'route_not_found'
  const said = (
    <div class="wide section">
      <h1>{title}</h1>
      <p class="lead">{text}</p>
      {missing && <Find here={here} />}
      <p class="row">
        {!missing && code !== 'forbidden' && (
          <a class="button" href={inLanguage(lang, here.path)}>
            {t(lang, 'page.error.again')}
          </a>
        )}
        <a class="button button--second" href={inLanguage(lang, staff ? homeOf(staff.me, lang) : '/')}>
          {t(lang, staff ? 'page.staff.home' : 'page.error.toFront')}
        </a>
      </p>
    </div>
  )
  if (staff)
    return (
      <StaffLayout here={staff} title={title}>
        {said}
      </StaffLayout>
    )
  return (
    <Layout here={here} title={title} personal>
      {said}
    </Layout>
  )

  function wordsOf(): { title: string; text: string } {
    switch (code) {
      case 'not_found':
      case 'route_not_found':
        return { title: t(lang, 'page.error.notFound'), text: t(lang, 'page.error.notFoundText') }
      case 'unavailable':
      case 'queue_full':
        return { title: t(lang, 'page.error.unavailable'), text: t(lang, 'page.error.unavailableText') }
      case 'internal':
        return { title: t(lang, 'page.error.internal'), text: t(lang, 'page.error.internalText', { id: id ?? '' }) }
      case 'forbidden':
        if (!staff) break
        return {
          title: t(lang, 'page.staff.forbidden'),
          text: t(lang, 'page.staff.forbiddenText', { role: rolesOf(staff) }),
        }
      case 'csrf':
        return { title: t(lang, 'page.error.foreign'), text: t(lang, 'page.error.foreignText') }
      default:
    }
    const words = problemText(lang, code, details)
    return { title: words.title, text: words.detail }
  }
}
