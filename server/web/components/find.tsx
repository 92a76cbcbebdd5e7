import { t } from '../../../shared/i18n/text.ts'
import { type Here, inLanguage } from '../here.ts'

/** A valid number, to show what one looks like. */
const EXAMPLE_NUMBER = '39-26-0004127-3'

/** Search by the number that stands on the reporter's slip. */
export function Find({ here, value, wrong }: { here: Here; value?: string; wrong?: boolean }) {
  const { lang } = here
  return (
    <form method="get" action={inLanguage(lang, '/find')} role="search">
      <div class={`govuk-form-group${wrong ? ' govuk-form-group--error' : ''}`}>
        <label class="govuk-label" for="number">
          {t(lang, 'page.front.find')}
        </label>
        <div class="govuk-hint" id="number-hint">
          {t(lang, 'page.front.findHint', { example: EXAMPLE_NUMBER })}
        </div>
        {wrong && (
          <p class="govuk-error-message" id="number-error">
            <span class="shade">{t(lang, 'page.frame.errorPrefix')}: </span>
            {t(lang, 'page.front.findWrong')}
          </p>
        )}
        <div class="find">
          <input
            class={`govuk-input${wrong ? ' govuk-input--error' : ''}`}
            id="number"
            name="number"
            value={value}
            maxLength={60}
            autocomplete="off"
            inputMode="numeric"
            aria-describedby={wrong ? 'number-hint number-error' : 'number-hint'}
            aria-invalid={wrong ? 'true' : undefined}
          />
          <button class="button button--second" type="submit">
            {t(lang, 'page.front.findButton')}
          </button>
        </div>
      </div>
    </form>
  )
}
