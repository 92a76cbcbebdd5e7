import type { MeetingRow } from '../../../db/views/meetings.ts'
import { t } from '../../../shared/i18n/text.ts'
import {
  ErrorSummary,
  type Faults,
  Hidden,
  Input,
  type OptionGroup,
  Radios,
  Select,
  TextArea,
} from '../components/form.tsx'
import type { FormBody } from '../form-body.ts'
import { inLanguage } from '../here.ts'
import { StaffForm } from '../staff/form.tsx'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { MOST_ROWS, type RowField, rowId, rowName, rowsOf } from './minutes-read.ts'
import { spanOf } from './words.ts'

interface MinutesProps {
  readonly here: StaffHere
  readonly meeting: MeetingRow
  readonly form: FormBody
  readonly faults: Faults
  /** Whether the writer decides for the centre, and so may order. */
  readonly orders: boolean
  readonly people: readonly OptionGroup[]
}

/** `/meetings/{id}/minutes`: what was decided, and what follows from each decision. Rows are added without scripts. */
export function MinutesPage(props: MinutesProps) {
  const { here, meeting, form, faults, orders } = props
  const { lang } = here
  const title = t(lang, 'page.meetings.do.minutes')
  const rows = rowsOf(form)
  const path = `/meetings/${meeting.id}`
  return (
    <StaffLayout here={here} title={title} at="meetings" faulty={faults.size > 0}>
      <div class="wide section">
        <a class="back" href={inLanguage(lang, path)}>
          {meeting.title}
        </a>
        <ErrorSummary lang={lang} faults={faults} />
        <h1>{title}</h1>
        <p class="quiet">{spanOf(lang, meeting, here.now)}</p>
        <p class="lead">{t(lang, `page.meetings.minutes.${orders ? 'lead' : 'leadBranch'}`)}</p>
        <StaffForm here={here} action={`${path}/minutes`}>
          <Hidden values={{ rows: String(rows) }} />
          {Array.from({ length: rows }, (_, i) => (
            <Decision {...props} n={i + 1} />
          ))}
          {rows > 1 && <p class="quiet">{t(lang, 'page.meetings.minutes.empty')}</p>}
          <div class="row">
            {rows < MOST_ROWS ? (
              <button
                class="button button--second"
                type="submit"
                name="step"
                value="more"
                formAction={`${inLanguage(lang, `${path}/minutes`)}#decision-${rows + 1}`}
              >
                {t(lang, 'page.meetings.minutes.more')}
              </button>
            ) : (
              <p class="quiet">{t(lang, 'page.meetings.minutes.full', { n: MOST_ROWS })}</p>
            )}
            <button class="button" type="submit" id="minutes-form">
              {title}
            </button>
          </div>
        </StaffForm>
      </div>
    </StaffLayout>
  )
}

function Decision({ here, meeting, form, faults, orders, people, n }: MinutesProps & { n: number }) {
  const { lang } = here
  const field = (name: RowField) => ({
    ...{ lang, faults, id: rowId(name, n), name: rowName(name, n) },
    ...{ label: t(lang, `page.meetings.minutes.${name}`), value: form[rowName(name, n)] ?? '' },
  })
  const follows = form[rowName('follows', n)]
  return (
    <fieldset class="decision" id={`decision-${n}`}>
      <legend>{t(lang, 'page.meetings.minutes.decision', { n })}</legend>
      <TextArea {...field('text')} rows={3} />
      {meeting.cases.length > 1 && (
        <Select
          {...field('case')}
          value={form[rowName('case', n)] ?? meeting.cases[0]!.number}
          empty={t(lang, 'page.desk.field.pick')}
          options={meeting.cases.map(({ number }) => ({ value: number, text: number }))}
        />
      )}
      {orders && (
        <Radios
          lang={lang}
          id={rowId('follows', n)}
          name={rowName('follows', n)}
          label={t(lang, 'page.meetings.minutes.follows')}
          value={follows === 'none' ? 'none' : 'order'}
          options={[
            { value: 'order', text: t(lang, 'page.meetings.minutes.order') },
            { value: 'none', text: t(lang, 'page.meetings.minutes.none') },
          ]}
          inline
        />
      )}
      {orders && (
        <div class="decision__order">
          <Select {...field('responsible')} empty={t(lang, 'page.meetings.minutes.choose')} groups={people} />
          <Input {...field('dueOn')} type="date" autocomplete="off" />
        </div>
      )}
      <div class="decision__none">
        <TextArea {...field('noAction')} rows={2} />
      </div>
    </fieldset>
  )
}
