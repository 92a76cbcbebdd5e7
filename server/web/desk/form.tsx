import type { ComponentChildren } from 'preact'
import type { Lang } from '../../../shared/domain/text.ts'
import { t } from '../../../shared/i18n/text.ts'
import { type Faults, Hidden, Input, NO_FAULTS, type Option, Select, TextArea } from '../components/form.tsx'
import type { FormBody } from '../form-body.ts'
import { StaffForm } from '../staff/form.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { CHECKED, DEED_KEYS, type DeedName } from './deeds.ts'
import { fieldId } from './faults.ts'
import { labelOf } from './labels.ts'

/** The form that came back, or is opened by the address: what was typed, and what is wrong with it. */
export interface Opened {
  readonly deed: DeedName
  readonly letter?: number | undefined
  readonly form: FormBody
  readonly faults: Faults
}

/** One form of the desk as its fields see it. */
export class Sheet {
  readonly here: StaffHere
  readonly deed: DeedName
  readonly letter: number | undefined
  readonly opened: Opened | undefined

  constructor(here: StaffHere, deed: DeedName, opened: Opened | null, letter?: number) {
    this.here = here
    this.deed = deed
    this.letter = letter
    this.opened = opened && opened.deed === deed && opened.letter === letter ? opened : undefined
  }

  get lang(): Lang {
    return this.here.lang
  }

  get id(): string {
    return fieldId(this.deed, 'form', this.letter)
  }

  value(name: string, other = ''): string {
    return this.opened?.form[name] ?? other
  }

  field(name: string) {
    const { lang, deed, letter } = this
    return {
      lang,
      name,
      id: fieldId(deed, name, letter),
      label: labelOf(deed, name, lang),
      faults: this.opened?.faults ?? NO_FAULTS,
    }
  }
}

interface FieldProps {
  readonly sheet: Sheet
  readonly name: string
  readonly value?: string | undefined
  readonly hint?: string | undefined
  readonly optional?: boolean
}

export function Words({ sheet, name, value, rows = 4, ...more }: FieldProps & { rows?: number }) {
  return <TextArea {...sheet.field(name)} {...more} value={sheet.value(name, value)} rows={rows} />
}

export function Line({ sheet, name, value, type = 'text', ...more }: FieldProps & { type?: 'text' | 'date' }) {
  const field = sheet.field(name)
  return <Input {...field} {...more} type={type} value={sheet.value(name, value)} autocomplete="off" />
}

export function Choice({
  sheet,
  name,
  value,
  empty,
  ...more
}: FieldProps & {
  empty: string
  options?: readonly Option[]
  groups?: readonly { label: string; options: readonly Option[] }[]
}) {
  return <Select {...sheet.field(name)} {...more} empty={empty} value={sheet.value(name, value)} />
}

/**
 * A form behind its name: open when it came back with a fault. What is typed is kept on this device until it is sent;
 * what goes out in public waits ten seconds, or is shown once more where there are no scripts.
 */
export function Deed({
  sheet,
  action,
  back,
  number,
  left,
  done,
  before,
  children,
}: {
  sheet: Sheet
  action: string
  /** The filters of the queue, to come back to. */
  back: string
  number: string
  /** Milliseconds to the promised hour: too close to it nothing is held back. */
  left?: number | undefined
  /** It was just sent: what was kept on the device is forgotten. */
  done: boolean
  before?: ComponentChildren
  children: ComponentChildren
}) {
  const { here, deed, letter, lang, opened } = sheet
  const checked = CHECKED.has(deed)
  const key = letter === undefined ? DEED_KEYS[deed] : undefined
  const form = (
    <db-draft name={`desk-${number}-${deed}${letter ?? ''}`} clear={done ? true : undefined}>
      <StaffForm here={here} action={action} id={sheet.id}>
        <Hidden values={{ back, step: checked ? 'check' : null }} />
        {children}
        <div class="row deed__go">
          <button class="button" type="submit">
            {t(lang, `page.desk.do.${deed}`)}
          </button>
          {(deed === 'contacts' || deed === 'letters') && (
            <button class="button button--second" type="submit" name="step" value="preview">
              {t(lang, 'page.desk.field.preview')}
            </button>
          )}
        </div>
        {checked && <p class="quiet small deed__go only-scripts">{t(lang, 'page.desk.undo.hint')}</p>}
      </StaffForm>
    </db-draft>
  )
  return (
    <details class="deed" id={letter === undefined ? deed : `${deed}-${letter}`} open={opened ? true : undefined}>
      <summary data-key={key}>
        <span>{t(lang, `page.desk.deed.${deed}`)}</span>
        {key && (
          <span class="kbd" aria-hidden="true" lang="en">
            {key}
          </span>
        )}
      </summary>
      <div class="deed__body">
        {before}
        {checked ? (
          <db-undo
            data-left={left}
            data-waiting={t(lang, 'page.desk.undo.waiting')}
            data-undo={t(lang, 'page.desk.undo.undo')}
            data-now={t(lang, 'page.desk.undo.now')}
          >
            {form}
          </db-undo>
        ) : (
          form
        )}
      </div>
    </details>
  )
}
