import type { ComponentChildren } from 'preact'
import type { Lang } from '../../../shared/domain/text.ts'
import { t } from '../../../shared/i18n/text.ts'

/** Faults of a form by the id of the field, in the order of the page. */
export type Faults = ReadonlyMap<string, string>

export const NO_FAULTS: Faults = new Map()

/** Every fault at the top of the page, each a link to its field. */
export function ErrorSummary({ lang, faults }: { lang: Lang; faults: Faults }) {
  if (faults.size === 0) return null
  return (
    <div class="govuk-error-summary" id="faults" role="alert" tabIndex={-1}>
      <h2 class="govuk-error-summary__title">{t(lang, 'page.frame.errorSummary')}</h2>
      <ul class="govuk-list govuk-error-summary__list">
        {[...faults].map(([id, message]) => (
          <li>
            <a href={`#${id}`}>{message}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}

interface FieldProps {
  readonly lang: Lang
  readonly id: string
  readonly label: string
  readonly hint?: string | undefined
  readonly faults?: Faults | undefined
  readonly optional?: boolean
  /** The question above says the same already: the label is for those who hear the page. */
  readonly unseenLabel?: boolean
}

const describedBy = ({ id, hint, faults }: FieldProps) =>
  [hint ? `${id}-hint` : '', faults?.has(id) ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined

function Group({ field, children }: { field: FieldProps; children: ComponentChildren }) {
  const { lang, id, label, hint, faults, optional, unseenLabel } = field
  const fault = faults?.get(id)
  return (
    <div class={`govuk-form-group${fault ? ' govuk-form-group--error' : ''}`}>
      <label class={unseenLabel ? 'shade' : 'govuk-label'} for={id}>
        {label}
        {optional && <span class="quiet small"> ({t(lang, 'page.frame.optional')})</span>}
      </label>
      {hint && (
        <div class="govuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {fault && <FieldFault lang={lang} id={id} fault={fault} />}
      {children}
    </div>
  )
}

function FieldFault({ lang, id, fault }: { lang: Lang; id: string; fault: string }) {
  return (
    <p class="govuk-error-message" id={`${id}-error`}>
      <span class="shade">{t(lang, 'page.frame.errorPrefix')}: </span>
      {fault}
    </p>
  )
}

interface InputProps extends FieldProps {
  readonly name?: string
  readonly value?: string
  readonly type?: 'text' | 'tel' | 'email' | 'search' | 'password' | 'date' | 'time' | 'datetime-local'
  readonly autocomplete?: string
  readonly inputMode?: 'text' | 'tel' | 'email' | 'numeric' | 'search'
  readonly maxLength?: number
  /** The id of a datalist with suggestions. */
  readonly list?: string
}

export function Input(props: InputProps) {
  const { id, faults, value, type = 'text', autocomplete, inputMode, maxLength, list } = props
  return (
    <Group field={props}>
      <input
        class={`govuk-input${faults?.has(id) ? ' govuk-input--error' : ''}`}
        id={id}
        name={props.name ?? id}
        // preact's types want a union narrowed to one kind
        type={type as 'text'}
        value={value}
        autocomplete={autocomplete}
        inputMode={inputMode}
        maxLength={maxLength}
        list={list}
        aria-describedby={describedBy(props)}
        aria-invalid={faults?.has(id) ? 'true' : undefined}
      />
    </Group>
  )
}

export function TextArea(props: InputProps & { rows?: number }) {
  const { id, faults, value, rows = 5 } = props
  return (
    <Group field={props}>
      <textarea
        class={`govuk-textarea${faults?.has(id) ? ' govuk-textarea--error' : ''}`}
        id={id}
        name={props.name ?? id}
        rows={rows}
        data-optional={props.optional ? true : undefined}
        aria-describedby={describedBy(props)}
        aria-invalid={faults?.has(id) ? 'true' : undefined}
      >
        {value ? `\n${value}` : undefined}
      </textarea>
    </Group>
  )
}

export interface Option {
  readonly value: string
  readonly text: string
  /** Said below it, where the choice is one of radio buttons. */
  readonly hint?: string
  /** Of the text, where it is not the page's. */
  readonly lang?: string
}
export interface OptionGroup {
  readonly label: string
  /** A code by which the browser may narrow the choice. */
  readonly key?: string
  readonly options: readonly Option[]
}

export function Select(
  props: FieldProps & {
    name?: string
    value?: string
    empty: string
    options?: readonly Option[]
    groups?: readonly OptionGroup[]
  },
) {
  const { id, faults, value, empty, options = [], groups = [] } = props
  const item = (option: Option) => (
    <option value={option.value} lang={option.lang} selected={option.value === value ? true : undefined}>
      {option.text}
    </option>
  )
  return (
    <Group field={props}>
      <select
        class={`govuk-select${faults?.has(id) ? ' govuk-select--error' : ''}`}
        id={id}
        name={props.name ?? id}
        data-optional={props.optional ? true : undefined}
        aria-describedby={describedBy(props)}
        aria-invalid={faults?.has(id) ? 'true' : undefined}
      >
        <option value="">{empty}</option>
        {options.map(item)}
        {groups.map((group) => (
          <optgroup label={group.label} data-key={group.key}>
            {group.options.map(item)}
          </optgroup>
        ))}
      </select>
    </Group>
  )
}

export function Checkbox(props: FieldProps & { name?: string; checked?: boolean }) {
  const { lang, id, label, hint, faults, checked } = props
  const fault = faults?.get(id)
  return (
    <div class={`govuk-form-group${fault ? ' govuk-form-group--error' : ''}`}>
      {fault && <FieldFault lang={lang} id={id} fault={fault} />}
      <div class="govuk-checkboxes">
        <div class="govuk-checkboxes__item">
          <input
            class="govuk-checkboxes__input"
            id={id}
            name={props.name ?? id}
            type="checkbox"
            value="yes"
            checked={checked ? true : undefined}
            aria-describedby={describedBy(props)}
            aria-invalid={fault ? 'true' : undefined}
          />
          <label class="govuk-label govuk-checkboxes__label" for={id}>
            {label}
          </label>
          {hint && (
            <div class="govuk-hint govuk-checkboxes__hint" id={`${id}-hint`}>
              {hint}
            </div>
          )}
        </div>
      </div>
    </div>
  )
}

export function Radios(
  props: FieldProps & { name?: string; value?: string; options: readonly Option[]; inline?: boolean },
) {
  const { lang, id, label, hint, faults, value, options, optional } = props
  const fault = faults?.get(id)
  return (
    <div class={`govuk-form-group${fault ? ' govuk-form-group--error' : ''}`}>
      <fieldset class="govuk-fieldset" aria-describedby={describedBy(props)}>
        <legend class="govuk-label">
          {label}
          {optional && <span class="quiet small"> ({t(lang, 'page.frame.optional')})</span>}
        </legend>
        {hint && (
          <div class="govuk-hint" id={`${id}-hint`}>
            {hint}
          </div>
        )}
        {fault && <FieldFault lang={lang} id={id} fault={fault} />}
        <div class={`govuk-radios${props.inline ? ' govuk-radios--inline' : ''}`}>
          {options.map((option, i) => (
            <div class="govuk-radios__item">
              <input
                class="govuk-radios__input"
                id={i === 0 ? id : `${id}-${i + 1}`}
                name={props.name ?? id}
                type="radio"
                value={option.value}
                checked={option.value === value ? true : undefined}
                aria-describedby={option.hint ? `${id}-${i + 1}-hint` : undefined}
              />
              <label class="govuk-label govuk-radios__label" for={i === 0 ? id : `${id}-${i + 1}`}>
                {option.text}
              </label>
              {option.hint && (
                <div class="govuk-hint govuk-radios__hint" id={`${id}-${i + 1}-hint`}>
                  {option.hint}
                </div>
              )}
            </div>
          ))}
        </div>
      </fieldset>
    </div>
  )
}

export function Hidden({ values }: { values: Readonly<Record<string, string | undefined | null>> }) {
  return (
    <>
      {Object.entries(values).map(([name, value]) =>
        value === undefined || value === null || value === '' ? null : (
          <input type="hidden" name={name} value={value} />
        ),
      )}
    </>
  )
}
