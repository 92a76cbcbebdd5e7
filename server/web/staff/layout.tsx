import type { ComponentChildren } from 'preact'
import type { Key } from '../../../shared/i18n/catalog.ts'
import { say, t } from '../../../shared/i18n/text.ts'
import { assetUrl } from '../assets.ts'
import { DemoBar } from '../components/demo-bar.tsx'
import { Mark } from '../components/mark.tsx'
import { inLanguage } from '../here.ts'
import { Languages, Printed } from '../layout.tsx'
import { StaffForm } from './form.tsx'
import { homeOf, type MenuName, menuFor } from './menu.ts'
import type { StaffHere } from './pages.ts'

export interface StaffLayoutProps {
  readonly here: StaffHere
  readonly title: string
  /** The menu entry that this page belongs to. */
  readonly at?: MenuName
  /** The page shows faults of a form: said first in the title, as a screen reader reads it. */
  readonly faulty?: boolean
  /** The whole screen without side margins or footer (the wall); the page brings its own spacing. */
  readonly bare?: boolean
  /** Another style sheet or script of the page, by its plain name ('wall.css', 'wall.js'); it comes after ours. */
  readonly assets?: readonly string[]
  readonly children: ComponentChildren
}

/**
 * The frame of every page of the staff: small type (15 px, `staff.css`), the menu of what this person may open, who they
 * are, the languages, and the way out. `main` is the element #main; give the page one h1.
 */
export function StaffLayout({ here, title, at, faulty, bare, assets = [], children }: StaffLayoutProps) {
  const { lang, me } = here
  const full = `${faulty ? `${t(lang, 'page.frame.errorPrefix')}: ` : ''}${title} · ${t(lang, 'page.frame.name')}`
  return (
    <html lang={lang} class="staff">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <title>{full}</title>
        <meta name="theme-color" content="#053b4a" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href={assetUrl('mark.svg')} type="image/svg+xml" />
        {['staff.css', ...assets]
          .filter((name) => name.endsWith('.css'))
          .map((name) => (
            <link rel="stylesheet" href={assetUrl(name)} />
          ))}
        {['staff.js', ...assets]
          .filter((name) => name.endsWith('.js'))
          .map((name) => (
            <script type="module" src={assetUrl(name)} />
          ))}
      </head>
      <body class={bare ? 'is-bare' : undefined}>
        <a class="skip" href="#main">
          {t(lang, 'page.frame.skip')}
        </a>
        <DemoBar here={here} />
        <header class="top">
          <div class="wide top__row">
            <a class="brand" href={inLanguage(lang, homeOf(me, lang))}>
              <Mark size={26} />
              <span>{t(lang, 'page.frame.name')}</span>
            </a>
            <nav class="top__menu" aria-label={t(lang, 'page.frame.menu')}>
              <ul class="top__nav">
                {menuFor(me, lang).map((name) => (
                  <li>
                    <a href={inLanguage(lang, `/${name}`)} aria-current={at === name ? 'page' : undefined}>
                      {t(lang, `page.staff.menu.${name}`)}
                    </a>
                  </li>
                ))}
                <li class="top__self">
                  <a href={inLanguage(lang, '/me')}>{me.name}</a>
                </li>
              </ul>
            </nav>
            <div class="top__me">
              <a href={inLanguage(lang, '/me')}>
                <span class="top__name">{me.name}</span>
                <span class="top__role">{rolesOf(here)}</span>
              </a>
              <StaffForm here={here} action="/sign-out">
                <button class="top__out" type="submit">
                  {t(lang, 'page.staff.signOut')}
                </button>
              </StaffForm>
            </div>
            <Languages here={here} />
          </div>
        </header>
        <Printed here={here} />
        <main id="main" tabIndex={-1}>
          {children}
        </main>
      </body>
    </html>
  )
}

/** 'филиал басшысы, Қостанай облысы' */
export function rolesOf({ lang, me, branchName }: StaffHere): string {
  return [...me.roles.map((role) => say(lang, `role.${role}` as Key)), branchName].join(', ')
}
