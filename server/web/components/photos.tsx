import type { HeldFile } from '../../../db/held-files.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import { t } from '../../../shared/i18n/text.ts'
import { type Here, inLanguage } from '../here.ts'
import type { Faults } from './form.tsx'

/** A choice of photos. With scripts they are made smaller before they leave the phone; without, they go as they are. */
export function PhotoField({ lang, faults }: { lang: Lang; faults: Faults }) {
  const fault = faults.get('photos')
  return (
    <div class={`govuk-form-group${fault ? ' govuk-form-group--error' : ''}`}>
      <label class="govuk-label" for="photos">
        {t(lang, 'page.citizen.photos.add')}
        <span class="quiet small"> ({t(lang, 'page.frame.optional')})</span>
      </label>
      <div class="govuk-hint" id="photos-hint">
        {t(lang, 'page.citizen.photos.hint')}
      </div>
      {fault && (
        <p class="govuk-error-message" id="photos-error">
          <span class="shade">{t(lang, 'page.frame.errorPrefix')}: </span>
          {fault}
        </p>
      )}
      <db-photos
        data-resizing={t(lang, 'page.citizen.photos.resizing')}
        data-chosen={t(lang, 'page.citizen.photos.chosen')}
      >
        <input
          class="govuk-file-upload"
          id="photos"
          name="photos"
          type="file"
          multiple
          accept="image/jpeg,image/png,image/webp"
          aria-describedby={`photos-hint${fault ? ' photos-error' : ''}`}
        />
        <label class="button button--second" for="photos" hidden data-choose>
          {t(lang, 'page.citizen.photos.choose')}
        </label>
        <p class="quiet small" role="status" />
        <ul class="photos" data-preview />
      </db-photos>
    </div>
  )
}

interface HeldProps {
  readonly here: Here
  readonly photos: readonly HeldFile[]
  /** The key of the form, by which its photos are opened. */
  readonly draft: string
  /** Each may be taken away again. */
  readonly drop?: boolean
}

/** Photos that came with the form and wait for it to be sent. */
export function HeldPhotos({ here, photos, draft, drop }: HeldProps) {
  const { lang } = here
  if (photos.length === 0) return null
  return (
    <ul class="photos">
      {photos.map(({ id }, i) => (
        <li>
          <img
            src={`${inLanguage(lang, `/report/photos/${id}`)}?key=${encodeURIComponent(draft)}`}
            alt={t(lang, 'page.citizen.photos.held', { n: i + 1 })}
            width="160"
            height="120"
          />
          {drop && (
            <label class="photos__drop">
              <input type="checkbox" name={`drop-${id}`} value="yes" /> {t(lang, 'page.citizen.photos.drop')}
              <span class="shade">: {t(lang, 'page.citizen.photos.held', { n: i + 1 })}</span>
            </label>
          )}
        </li>
      ))}
    </ul>
  )
}
