import type { Lang } from '../../../shared/domain/text.ts'
import { t } from '../../../shared/i18n/text.ts'

const KEYS = ['j', 'k', 'enter', 'r', 'c', 'u', 'a', 'm', 'n', 'search', 'help', 'escape'] as const
const SHOWN: Readonly<Partial<Record<(typeof KEYS)[number], string>>> = {
  enter: 'Enter',
  search: '/',
  help: '?',
  escape: 'Esc',
}

/** The keys of the desk in a dialog, and the switch that turns them off (WCAG 2.1.4). Nothing without scripts. */
export function Help({ lang }: { lang: Lang }) {
  return (
    <>
      <button class="button button--link" type="button" data-help hidden>
        {t(lang, 'page.desk.keys.title')}{' '}
        <span class="kbd" aria-hidden="true">
          ?
        </span>
      </button>
      <dialog class="help" id="help" aria-labelledby="help-title">
        <h2 id="help-title">{t(lang, 'page.desk.keys.title')}</h2>
        <p>{t(lang, 'page.desk.keys.hint')}</p>
        <dl class="keys">
          {KEYS.map((key) => (
            <div>
              <dt>
                <kbd lang="en">{SHOWN[key] ?? key}</kbd>
              </dt>
              <dd>{t(lang, `page.desk.keys.${key}`)}</dd>
            </div>
          ))}
        </dl>
        <label class="tick">
          <input type="checkbox" data-keys checked />
          <span>{t(lang, 'page.desk.keys.on')}</span>
        </label>
        <form method="dialog">
          <button class="button" type="submit">
            {t(lang, 'page.desk.keys.close')}
          </button>
        </form>
      </dialog>
    </>
  )
}
