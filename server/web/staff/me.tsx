import type { ComponentChildren } from 'preact'
import { t } from '../../../shared/i18n/text.ts'
import { inLanguage } from '../here.ts'
import { rolesOf, StaffLayout } from './layout.tsx'
import { menuFor } from './menu.ts'
import type { StaffHere } from './pages.ts'

/** Who I am here, what is open to me, and what is mine alone. */
export function MePage({ here, children }: { here: StaffHere; children: ComponentChildren }) {
  const { lang, me } = here
  const open = menuFor(me, lang)
  return (
    <StaffLayout here={here} title={me.name}>
      <div class="wide section">
        <h1>{me.name}</h1>
        <p class="lead">{rolesOf(here)}</p>
        {open.length > 0 && (
          <>
            <h2>{t(lang, 'page.staff.open')}</h2>
            <ul class="pages">
              {open.map((name) => (
                <li>
                  <a href={inLanguage(lang, `/${name}`)}>{t(lang, `page.staff.menu.${name}`)}</a>
                </li>
              ))}
            </ul>
          </>
        )}
        {children}
        <p class="quiet">{t(lang, 'page.staff.signOutHint')}</p>
      </div>
    </StaffLayout>
  )
}
