import { t } from '../../../shared/i18n/text.ts'
import { ErrorSummary, type Faults, Input, type Option, Select, TextArea } from '../components/form.tsx'
import { inLanguage } from '../here.ts'
import { StaffForm } from '../staff/form.tsx'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { type Check, Checks } from './parts.tsx'
import { type MeetingSheet, sheetId } from './sheet.ts'

export interface MeetingFormProps {
  readonly here: StaffHere
  readonly deed: 'call' | 'change'
  /** Without the language: where the form goes, and where one came from. */
  readonly action: string
  readonly from: { readonly path: string; readonly name: string }
  /** What is typed is kept on this device under this name. */
  readonly draft: string
  readonly sheet: MeetingSheet
  readonly faults: Faults
  /** Whose hours they are. */
  readonly place: string
  readonly people: readonly Check[]
  /** Somebody else called it. */
  readonly organiser: string | null
  readonly bodies: readonly Check[]
  readonly otherBodies: readonly Option[]
  /** How many colleagues were found; null when nobody was looked for. */
  readonly found: number | null
}

/** A meeting is called, or changed: one page, complete without scripts; the small buttons keep everything that is typed. */
export function MeetingFormPage(props: MeetingFormProps) {
  const { here, deed, action, from, draft, sheet, faults, found } = props
  const { lang } = here
  const title = t(lang, `page.meetings.${deed}`)
  const words = sheet.words
  const field = (name: 'title' | 'on' | 'from' | 'until' | 'untilOn' | 'place' | 'agenda' | 'find' | 'also') => ({
    ...{ lang, name, faults, id: sheetId(name), label: t(lang, `page.meetings.field.${name}`) },
    ...{ value: words[name] ?? '', autocomplete: 'off' },
  })
  const hint = (name: 'titleHint' | 'placeHint' | 'agendaHint' | 'alsoHint') => t(lang, `page.meetings.field.${name}`)
  const common = { errorPrefix: t(lang, 'page.frame.errorPrefix') }
  return (
    <StaffLayout here={here} title={title} at={deed === 'call' ? 'desk' : 'meetings'} faulty={faults.size > 0}>
      <div class="wide section">
        <a class="back" href={inLanguage(lang, from.path)}>
          {from.name}
        </a>
        <ErrorSummary lang={lang} faults={faults} />
        <h1>{title}</h1>
        <p class="lead">{t(lang, `page.meetings.${deed}Lead`)}</p>
        <db-draft name={draft}>
          <StaffForm here={here} action={action} class="meeting-form">
            <div class="meeting-form__what">
              <Input {...field('title')} hint={hint('titleHint')} maxLength={200} />
              <div class="hours">
                <Input {...field('on')} type="date" />
                <Input {...field('from')} type="time" />
                <Input {...field('until')} type="time" />
                {words.untilOn !== undefined && <Input {...field('untilOn')} type="date" />}
              </div>
              <p class="quiet small hours__zone">{t(lang, 'page.meetings.field.zone', { place: props.place })}</p>
              <Input {...field('place')} hint={hint('placeHint')} maxLength={500} />
              <TextArea {...field('agenda')} hint={hint('agendaHint')} rows={6} />
              {deed === 'call' && <Input {...field('also')} hint={hint('alsoHint')} optional />}
            </div>
            <div class="meeting-form__who">
              <Checks
                {...common}
                id={sheetId('staff')}
                legend={t(lang, 'page.meetings.field.staff')}
                hint={
                  props.organiser === null
                    ? t(lang, 'page.meetings.field.staffHint')
                    : t(lang, 'page.meetings.field.staffOthers', { name: props.organiser })
                }
                fault={faults.get(sheetId('staff'))}
                checks={props.people}
              />
              {found !== null && (
                <p role="status">
                  {found > 0
                    ? t(lang, 'page.meetings.field.found', { n: found })
                    : t(lang, 'page.meetings.field.notFound', { name: words.find ?? '' })}
                </p>
              )}
              <div class="beside">
                <Input {...field('find')} optional maxLength={100} />
                <button class="button button--second" type="submit" name="step" value="find">
                  {t(lang, 'page.meetings.field.findButton')}
                </button>
              </div>
              <Checks
                {...common}
                id={sheetId('bodies')}
                legend={t(lang, 'page.meetings.field.bodies')}
                hint={t(lang, 'page.meetings.field.bodiesHint')}
                fault={faults.get(sheetId('bodies'))}
                checks={props.bodies}
              />
              <div class="beside">
                <Select
                  lang={lang}
                  id={sheetId('body')}
                  name="body"
                  label={t(lang, 'page.meetings.field.body')}
                  empty={t(lang, 'page.meetings.field.bodyPick')}
                  options={props.otherBodies}
                  optional
                />
                <button class="button button--second" type="submit" name="step" value="body">
                  {t(lang, 'page.meetings.field.bodyButton')}
                </button>
              </div>
            </div>
            <div class="row meeting-form__go">
              <button class="button" type="submit" id={sheetId('form')}>
                {t(lang, `page.meetings.do.${deed}`)}
              </button>
            </div>
          </StaffForm>
        </db-draft>
      </div>
    </StaffLayout>
  )
}
