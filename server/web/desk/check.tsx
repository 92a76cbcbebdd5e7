import { isDate } from '../../../shared/domain/date.ts'
import { formatDate, t } from '../../../shared/i18n/format.ts'
import type { Preview } from '../../letters/preview.ts'
import type { FullWorld } from '../../world.ts'
import { Hidden } from '../components/form.tsx'
import type { FormBody } from '../form-body.ts'
import { StaffForm } from '../staff/form.tsx'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'
import type { DeskCase } from './case-read.ts'
import type { DeedName } from './deeds.ts'
import { labelOf } from './labels.ts'
import { LetterSheet } from './sheet.tsx'

const SHOWN = ['text', 'reason', 'competentBody', 'nextAction', 'nextActionOn'] as const
const NEVER = new Set(['_csrf', 'key', 'step'])

/** Without scripts there are no ten seconds to think better of it: what goes out is shown once more first. */
export function CheckDeed({
  here,
  world,
  desk,
  deed,
  action,
  form,
  preview,
}: {
  here: StaffHere
  world: FullWorld
  desk: DeskCase
  deed: DeedName
  /** Where the form goes, without the language. */
  action: string
  form: FormBody
  /** The letter as it would leave. */
  preview: Preview | null
}) {
  const { lang } = here
  const { number, language } = desk.read.seen.case
  const kept = Object.fromEntries(Object.entries(form).filter(([name]) => !NEVER.has(name)))
  const named = (name: string, value: string) => {
    if (name === 'competentBody') return world.reference.body(value)?.name[lang] ?? value
    return isDate(value) ? formatDate(lang, value, { weekday: 'short', year: true }) : value
  }
  return (
    <StaffLayout here={here} title={t(lang, 'page.desk.check.title')} at="desk">
      <div class="wide section">
        <p class="case__number">{number}</p>
        <h1>{t(lang, 'page.desk.check.title')}</h1>
        {preview ? (
          <section aria-labelledby="letter">
            <p class="lead">{t(lang, `page.write.${deed === 'contacts' ? 'numberLater' : 'numberSame'}`)}</p>
            <p>{t(lang, `page.write.${preview.to ? 'leaves' : 'byHand'}`, { address: preview.to ?? '' })}</p>
            <h2 id="letter" lang={preview.language}>
              {preview.sheet.mailSubject}
            </h2>
            <LetterSheet sheet={preview.sheet} />
          </section>
        ) : (
          <>
            <p class="lead">{t(lang, 'page.desk.check.lead')}</p>
            <h2>{t(lang, `page.desk.deed.${deed}`)}</h2>
            <dl class="facts">
              {SHOWN.filter((name) => form[name]?.trim()).map((name) => (
                <div>
                  <dt>{labelOf(deed, name, lang)}</dt>
                  <dd
                    class="words"
                    lang={name === 'text' || name === 'nextAction' ? form.language || language : undefined}
                  >
                    {named(name, form[name]!)}
                  </dd>
                </div>
              ))}
            </dl>
          </>
        )}
        <StaffForm here={here} action={action}>
          <Hidden values={kept} />
          <div class="row">
            <button class="button" type="submit" name="step" value="send">
              {t(lang, `page.desk.do.${deed}`)}
            </button>
            <button class="button button--second" type="submit" name="step" value="edit">
              {t(lang, 'page.desk.check.edit')}
            </button>
            {preview && (
              <button class="button button--second" type="submit" name="step" value="pdf" formtarget="_blank">
                {t(lang, 'page.write.pdf')}
              </button>
            )}
          </div>
        </StaffForm>
      </div>
    </StaffLayout>
  )
}
