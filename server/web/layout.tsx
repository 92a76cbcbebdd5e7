import type { ComponentChildren } from 'preact'
import { formatInstant, t } from '../../shared/i18n/format.ts'
import { OWN_NAME, OWN_SHORT } from '../../shared/i18n/languages.ts'
import { assetUrl } from './assets.ts'
import { DemoBar } from './components/demo-bar.tsx'
import { KeptBanner } from './components/kept.tsx'
import { Mark } from './components/mark.tsx'
import { type Here, inLanguage, LANGS } from './here.ts'

export interface LayoutProps {
  readonly here: Here
  readonly title: string
  /** The menu entry that this page belongs to. */
  readonly at?: 'report' | 'cases'
  readonly description?: string
  /** A page of one reader: not for search engines, and its address goes nowhere. */
  readonly personal?: boolean
  /** The feed of what the page shows, without language: '/feed.atom?region=KZ-39'. */
  readonly feed?: string
  /** The page shows faults of a form: said first in the title, as a screen reader reads it. */
  readonly faulty?: boolean
  readonly children: ComponentChildren
}

/** The frame of every page: one header, one main, one footer, in the language of the page. */
export function Layout({ here, title, at, description, personal, feed, faulty, children }: LayoutProps) {
  const { lang } = here
  const link = (path: string) => inLanguage(lang, path)
  const full = `${faulty ? `${t(lang, 'page.frame.errorPrefix')}: ` : ''}${title} · ${t(lang, 'page.frame.name')}`
  return (
    <html lang={lang}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <title>{full}</title>
        <meta name="description" content={description ?? t(lang, 'page.frame.motto')} />
        <meta name="theme-color" content="#053b4a" />
        {personal && <meta name="robots" content="noindex" />}
        <link rel="icon" href={assetUrl('mark.svg')} type="image/svg+xml" />
        <link
          rel="preload"
          href={assetUrl('golos-cyrillic.woff2')}
          as="font"
          type="font/woff2"
          crossOrigin="anonymous"
        />
        <link rel="stylesheet" href={assetUrl('main.css')} />
        {!personal &&
          LANGS.map((other) => (
            <link rel="alternate" hrefLang={other} href={`${here.publicUrl}${inLanguage(other, here.path)}`} />
          ))}
        {feed && <link rel="alternate" type="application/atom+xml" href={link(feed)} />}
        <script type="module" src={assetUrl('main.js')} />
      </head>
      <body>
        <a class="skip" href="#main">
          {t(lang, 'page.frame.skip')}
        </a>
        <DemoBar here={here} />
        <header class="top">
          <div class="wide top__row">
            <a class="brand" href={link('/')}>
              <Mark />
              <span>{t(lang, 'page.frame.name')}</span>
            </a>
            <nav aria-label={t(lang, 'page.frame.menu')}>
              <ul class="top__nav">
                {(['report', 'cases'] as const).map((name) => (
                  <li>
                    <a href={link(`/${name}`)} aria-current={at === name ? 'page' : undefined}>
                      {t(lang, `page.frame.${name}`)}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
            <Languages here={here} />
          </div>
        </header>
        <Printed here={here} />
        <KeptBanner lang={lang} />
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        <footer class="bottom">
          <nav class="wide" aria-label={t(lang, 'page.frame.figures')}>
            <ul class="bottom__links">
              {(['branches', 'bodies', 'ledger', 'pulse'] as const).map((name) => (
                <li>
                  <a href={link(`/${name}`)}>{t(lang, `page.stats.${name}.menu`)}</a>
                </li>
              ))}
            </ul>
          </nav>
          <div class="wide row">
            <p>{t(lang, 'page.frame.footer')}</p>
            <p>
              <a href="tel:112">{t(lang, 'page.frame.emergency')}: 112</a>
            </p>
            <p>
              <a href={link('/sign-in')}>{t(lang, 'page.staff.forStaff')}</a>
            </p>
            <p>
              <a href="/docs/" hrefLang="en">
                {t(lang, 'page.frame.api')}
              </a>
            </p>
          </div>
        </footer>
      </body>
    </html>
  )
}

/** On paper only: 'tomorrow' means something beside the day of the print. */
export function Printed({ here: { lang, now } }: { here: Here }) {
  return (
    <p class="only-print wide">
      {t(lang, 'page.frame.printed', { when: formatInstant(lang, 'Asia/Almaty', now, { year: true }) })}
    </p>
  )
}

/** The same page in the other languages, each named in its own. */
export function Languages({ here }: { here: Here }) {
  return (
    <nav aria-label={t(here.lang, 'page.frame.languages')}>
      <ul class="languages">
        {LANGS.map((lang) => (
          <li lang={lang}>
            {lang === here.lang ? (
              <span aria-current="true">
                {OWN_SHORT[lang]}
                <span class="shade"> ({OWN_NAME[lang]})</span>
              </span>
            ) : (
              <a href={inLanguage(lang, here.path)} hrefLang={lang}>
                {OWN_SHORT[lang]}
                <span class="shade"> ({OWN_NAME[lang]})</span>
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  )
}
