import type { Key } from '../../../shared/i18n/catalog.ts'
import { say, t } from '../../../shared/i18n/text.ts'
import type { Preview } from '../../letters/preview.ts'
import { textOf } from '../../letters/render.ts'
import type { FullWorld } from '../../world.ts'
import { Hidden } from '../components/form.tsx'
import type { FormBody } from '../form-body.ts'
import { StaffForm } from '../staff/form.tsx'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'
import type { DeskCase } from './case-read.ts'
import type { CaseDeed } from './deeds.ts'
import { labelOf } from './labels.ts'

const SHOWN = [
  'body',
  'other',
  'channel',
  'subject',
  'text',
  'reason',
  'competentBody',
  'nextAction',
  'nextActionOn',
  'replyDueOn',
  'alsoCases',
] as const
const NEVER = new Set(['_csrf', 'key', 'step'])

/** Without scripts there are no ten seconds to think better of it: what goes out is shown once more first. */
export function CheckDeed({
  here,
  world,
  desk,
  deed,
  form,
  preview,
}: {
  here: StaffHere
  world: FullWorld
  desk: DeskCase
  deed: CaseDeed
  form: FormBody
  /** The letter as it would leave. */
  preview: Preview | null
}) {
  const { lang } = here
  const { number, language } = desk.read.seen.case
  const kept = Object.fromEntries(Object.entries(form).filter(([name]) => !NEVER.has(name)))
  const named = (name: string, value: string) =>
    name === 'body' || name === 'other' || name === 'competentBody'
      ? (world.reference.body(value)?.name[lang] ?? value)
      : value
  return (
    <StaffLayout here={here} title={t(lang, 'page.desk.check.title')} at="desk">
      <div class="wide section">
        <p class="case__number">{number}</p>
        <h1>{t(lang, 'page.desk.check.title')}</h1>
        <p class="lead">{t(lang, deed === 'contacts' ? 'page.desk.check.leadLetter' : 'page.desk.check.lead')}</p>
        <h2>{t(lang, `page.desk.deed.${deed}`)}</h2>
        <dl class="facts">
          {SHOWN.filter((name) => form[name]?.trim()).map((name) => (
            <div>
              <dt>{labelOf(deed, name, lang)}</dt>
              <dd class="words" lang={name === 'text' || name === 'nextAction' ? form.language || language : undefined}>
                {named(name, form[name]!)}
              </dd>
            </div>
          ))}
        </dl>
        {preview && (
          <section aria-labelledby="letter">
            <h2 id="letter">{preview.sheet.mailSubject}</h2>
            <p class="quiet">
              {say(lang, `delivery.${preview.delivery}` as Key)}
              {preview.to && `: ${preview.to}`}
            </p>
            <div class="panel words" lang={preview.language}>
              {textOf(preview.sheet)}
            </div>
          </section>
        )}
        <StaffForm here={here} action={`/desk/cases/${number}/${deed}`}>
          <Hidden values={kept} />
          <div class="row">
            <button class="button" type="submit" name="step" value="send">
              {t(lang, `page.desk.do.${deed}`)}
            </button>
            <button class="button button--second" type="submit" name="step" value="edit">
              {t(lang, 'page.desk.check.edit')}
            </button>
          </div>
        </StaffForm>
      </div>
    </StaffLayout>
  )
}
