import type { Lang } from '../../../shared/domain/text.ts'
import { t } from '../../../shared/i18n/text.ts'
import { inLanguage } from '../here.ts'

/** Reports kept on this device, filled in by the browser: what became of each, and what can be done about it. */
export function KeptList({ lang }: { lang: Lang }) {
  return (
    <db-kept>
      <h1>{t(lang, 'page.citizen.kept.page')}</h1>
      <div class="notice notice--soon" data-lead hidden role="status">
        <p>
          <strong>{t(lang, 'page.citizen.kept.title')}</strong>
        </p>
        <p>{t(lang, 'page.citizen.kept.lead')}</p>
        <p data-by-itself hidden>
          {t(lang, 'page.citizen.kept.byItself')}
        </p>
        <p data-on-opening>{t(lang, 'page.citizen.kept.onOpening')}</p>
      </div>
      <p class="lead" data-nothing>
        {t(lang, 'page.citizen.kept.nothing')}
      </p>
      <ul class="cards" data-list />
      <template>
        <li>
          <div class="card">
            <p class="words" data-text />
            <p class="card__facts">
              <strong data-state="waiting" hidden>
                ○ {t(lang, 'page.citizen.kept.waiting')}
              </strong>
              <strong data-state="sent" hidden>
                ✓ {t(lang, 'page.citizen.kept.sent')}
              </strong>
              <strong data-state="faulty" hidden>
                ✕ {t(lang, 'page.citizen.kept.faulty')}
              </strong>
              <span data-photos hidden>
                {t(lang, 'page.citizen.photos.title')}: <span data-n />
              </span>
            </p>
            <p class="actions">
              <a class="button" data-open hidden href={inLanguage(lang, '/report')}>
                {t(lang, 'page.citizen.kept.open')}
              </a>
              <button class="button" type="button" data-edit hidden>
                {t(lang, 'page.citizen.kept.edit')}
              </button>
              <button class="button button--second" type="button" data-again hidden>
                {t(lang, 'page.citizen.kept.again')}
              </button>
              <button class="button button--link" type="button" data-drop hidden>
                {t(lang, 'page.citizen.kept.drop')}
              </button>
            </p>
          </div>
        </li>
      </template>
    </db-kept>
  )
}

/** On other pages one line tells that a report waits, was sent, or needs a correction. */
export function KeptBanner({ lang }: { lang: Lang }) {
  return (
    <db-kept hidden class="notice notice--waiting" role="status">
      <span data-state="waiting" hidden>
        {t(lang, 'page.citizen.kept.banner')}
      </span>
      <span data-state="sent" hidden>
        {t(lang, 'page.citizen.kept.bannerSent')}
      </span>
      <span data-state="faulty" hidden>
        {t(lang, 'page.citizen.kept.bannerFaulty')}
      </span>{' '}
      <a href={inLanguage(lang, '/report/kept')}>{t(lang, 'page.citizen.kept.see')}</a>
    </db-kept>
  )
}
