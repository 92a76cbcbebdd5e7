import type { ComponentChildren } from 'preact'
import { PERMISSIONS, roleFor } from '../../../shared/domain/permissions.ts'
import { t } from '../../../shared/i18n/text.ts'
import { ErrorSummary, type Faults, NO_FAULTS } from '../components/form.tsx'
import { inLanguage } from '../here.ts'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'

const ADMIN_PARTS = [
  'staff',
  'branches',
  'bodies',
  'categories',
  'calendar',
  'policies',
  'keys',
  'moderation',
  'log',
] as const
export type AdminPart = (typeof ADMIN_PARTS)[number]

/** The settings this person may open, as the permission table says. */
function partsFor({ me, lang }: StaffHere): AdminPart[] {
  return ADMIN_PARTS.filter((part) => mayDo(`GET /admin/${part}`, me, lang))
}

/** Whether a page or a form of the settings ('POST /admin/staff') is open to somebody. */
export function mayDo(route: string, me: StaffHere['me'], lang: StaffHere['lang']): boolean {
  const [method, path] = route.split(' ')
  const rule = PERMISSIONS[`${method} /${lang}${path}`]
  return rule !== undefined && roleFor(rule, me) !== null
}

/** The frame of a page of the settings: the way back, what went wrong, what was saved. */
export function AdminFrame({
  here,
  title,
  part,
  back,
  faults = NO_FAULTS,
  saved = false,
  children,
}: {
  here: StaffHere
  title: string
  part?: AdminPart
  /** Where the page hangs: the list of its part unless told. */
  back?: { readonly to: string; readonly text: string }
  faults?: Faults
  saved?: boolean
  children: ComponentChildren
}) {
  const { lang } = here
  const up = back ?? { to: '/admin', text: t(lang, 'page.admin.back') }
  return (
    <StaffLayout here={here} at="admin" title={title} faulty={faults.size > 0} assets={['tools.css']}>
      <div class="wide section tools">
        {(part !== undefined || back) && (
          <a class="back no-print" href={inLanguage(lang, up.to)}>
            {up.text}
          </a>
        )}
        <ErrorSummary lang={lang} faults={faults} />
        {saved && (
          <p class="notice notice--met" role="status">
            {t(lang, 'page.admin.saved')}
          </p>
        )}
        <h1>{title}</h1>
        {children}
      </div>
    </StaffLayout>
  )
}

export function AdminIndex({ here }: { here: StaffHere }) {
  const { lang } = here
  return (
    <AdminFrame here={here} title={t(lang, 'page.admin.title')}>
      <p class="lead">{t(lang, 'page.admin.lead')}</p>
      <ul class="cards-admin">
        {partsFor(here).map((part) => (
          <li>
            <h2>
              <a href={inLanguage(lang, `/admin/${part}`)}>{t(lang, `page.admin.part.${part}`)}</a>
            </h2>
            <p>{t(lang, `page.admin.hint.${part}`)}</p>
          </li>
        ))}
      </ul>
    </AdminFrame>
  )
}

/** A question before something that hurts: what it does, a form that says yes, and the way back. */
export function Sure({
  lang,
  words,
  no,
  children,
}: {
  lang: StaffHere['lang']
  words: string
  no: string
  children: ComponentChildren
}) {
  return (
    <section class="notice notice--soon question" id="question" aria-labelledby="question-words">
      <h2 id="question-words">{words}</h2>
      <div class="row">
        {children}
        <a class="button button--second" href={inLanguage(lang, no)}>
          {t(lang, 'page.admin.keep')}
        </a>
      </div>
    </section>
  )
}

/** What is shown once and never again. */
export function Once({
  lang,
  title,
  secret,
  to,
}: {
  lang: StaffHere['lang']
  title: string
  secret: string
  to: string
}) {
  return (
    <section class="notice notice--soon" aria-labelledby="once" role="status">
      <h2 id="once">{title}</h2>
      <p>
        <code class="once">{secret}</code>
      </p>
      <p>{t(lang, 'page.admin.staff.onceHint')}</p>
      <a class="button" href={inLanguage(lang, to)}>
        {t(lang, 'page.admin.staff.onceDone')}
      </a>
    </section>
  )
}
