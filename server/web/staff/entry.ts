import { ZodError } from 'zod'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { LANGS, type Lang } from '../../../shared/domain/text.ts'
import { problemText } from '../../../shared/i18n/problem.ts'
import { t } from '../../../shared/i18n/text.ts'
import { HttpProblem, STATUS } from '../../problem.ts'
import { type Faults, NO_FAULTS } from '../components/form.tsx'
import type { FormBody } from '../form-body.ts'
import type { StaffAsked, StaffHere } from './pages.ts'

/** A form that came back: what was typed, and what is wrong with it by the id of the field. */
export interface Returned {
  readonly name: string
  readonly form: FormBody
  readonly faults: Faults
}

/** One form of a page: the ids of its fields, what stands in them, and what is wrong. Several forms share a page. */
export class Entry {
  readonly here: StaffHere
  readonly name: string
  readonly returned: Returned | undefined
  /** What stood in the fields when the person opened the form; filled while they are drawn. */
  private readonly stood: Record<string, string> = {}

  constructor(here: StaffHere, name: string, returned: Returned | null | undefined) {
    this.here = here
    this.name = name
    this.returned = returned?.name === name ? returned : undefined
  }

  /** The id of the form itself; faults that are about no field lead there. */
  get id(): string {
    return `${this.name}-form`
  }

  get faults(): Faults {
    return this.returned?.faults ?? NO_FAULTS
  }

  value(field: string, otherwise = ''): string {
    this.stood[field] = otherwise
    return this.returned ? (this.returned.form[field] ?? '') : otherwise
  }

  /** A box with the value `yes`. */
  ticked(field: string, otherwise: boolean): boolean {
    return this.value(field, otherwise ? 'yes' : '') === 'yes'
  }

  /** For `touchedIn`; asked once all fields are drawn. A form that came back was opened with what it says itself. */
  get seen(): string {
    return this.returned?.form.seen ?? JSON.stringify(this.stood)
  }

  /** Props of Input, TextArea and Select. */
  field(field: string, label: string, otherwise?: string) {
    return {
      lang: this.here.lang,
      id: `${this.name}-${field}`,
      name: field,
      label,
      faults: this.faults,
      value: this.value(field, otherwise),
    }
  }
}

/**
 * Does what a form asks for. What a person can put right comes back as the form with its faults; everything else is
 * thrown on. `labels` names the fields in words; a fault of a field that is not there stands at the form.
 */
export async function tried(
  { here, form }: Pick<StaffAsked, 'here' | 'form'>,
  name: string,
  labels: Readonly<Record<string, string>>,
  work: () => Promise<unknown>,
): Promise<Returned | null> {
  try {
    await work()
    return null
  } catch (error) {
    const faults = faultsIn(error, here.lang, name, labels)
    if (!faults) throw error
    return { name, form, faults }
  }
}

function faultsIn(
  error: unknown,
  lang: Lang,
  name: string,
  labels: Readonly<Record<string, string>>,
): Faults | undefined {
  const idOf = (field: string) => `${name}-${field !== '' && field in labels ? field : 'form'}`
  if (error instanceof ZodError) {
    const faults = new Map<string, string>()
    for (const issue of error.issues) {
      const field = fieldOf(issue.path, labels)
      if (!faults.has(idOf(field))) faults.set(idOf(field), wordsOf(issue, labels[field] ?? labels.form ?? '', lang))
    }
    return faults
  }
  if (!(error instanceof Refusal || error instanceof HttpProblem)) return undefined
  const status = STATUS[error.code]
  const mend = status === 400 || status === 409 || status === 422 || MENDED.has(error.code)
  if (!mend) return undefined
  if (error instanceof HttpProblem && error.errors)
    return new Map([[idOf(''), [...new Set(error.errors(lang).map((one) => one.message))].join(' ')]])
  const words = problemText(lang, error.code, error.details)
  return new Map([[idOf(fieldOf(error.path, labels)), `${words.title}. ${words.detail}`]])
}

/** Refused to this person now, and still about what stands in the form. */
const MENDED: ReadonlySet<string> = new Set(['needs_other_person', 'second_signature_needed'])

/** `['name', 'kk']` is the field `name-kk` where there is one, else `name`. */
function fieldOf(path: readonly PropertyKey[], labels: Readonly<Record<string, string>>): string {
  const whole = path.map(String).join('-')
  const last = String(path.at(-1) ?? '')
  return [whole, String(path[0] ?? ''), last].find((name) => name in labels) ?? ''
}

function wordsOf(issue: ZodError['issues'][number], field: string, lang: Lang): string {
  if (issue.code === 'too_small' && issue.origin === 'string' && Number(issue.minimum) > 1)
    return t(lang, 'page.desk.need.short', { field, min: Number(issue.minimum) })
  if (issue.code === 'too_big' && issue.origin === 'string')
    return t(lang, 'page.desk.need.long', { field, max: Number(issue.maximum) })
  // What was left empty is left out, and a choice not made is a field left empty.
  const empty = issue.code === 'invalid_type' || issue.code === 'invalid_value'
  if (empty || (issue.code === 'too_small' && issue.origin !== 'number'))
    return t(lang, 'page.desk.need.fill', { field })
  return t(lang, 'page.desk.need.wrong', { field })
}

/**
 * Which fields of a form with `<Seen>` were changed in it. Only they are saved: what two people change in the same row at
 * the same time both holds, and nobody takes back by an old page what they never touched.
 */
export function touchedIn(form: FormBody): (...fields: readonly string[]) => boolean {
  const stood = stoodIn(form.seen)
  return (...fields) => !stood || fields.some((field) => (form[field] ?? '').trim() !== (stood[field] ?? '').trim())
}

/** Undefined when the form does not say: then all of it counts. */
function stoodIn(seen: string | undefined): Record<string, string> | undefined {
  try {
    const stood: unknown = JSON.parse(seen ?? '')
    if (typeof stood !== 'object' || stood === null) return undefined
    return Object.fromEntries(
      Object.entries(stood).map(([field, value]) => [field, String(value).replaceAll('\r\n', '\n')]),
    )
  } catch {
    // no such field, or not one of ours
    return undefined
  }
}

/** The named fields that hold something, as the API's bodies want them: what is empty is left out. */
export function filled(form: FormBody, ...names: string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (form[name]?.trim() ? [[name, form[name].trim()]] : [])))
}

/** As `filled`, whole numbers. */
export function counted(form: FormBody, ...names: string[]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(filled(form, ...names)).map(([name, value]) => [
      name,
      /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN,
    ]),
  )
}

/** `name-kk`, `name-ru`, `name-en` as one text in three languages; what is empty is left out. */
export function worded(form: FormBody, name: string): Record<string, string> {
  const words = filled(form, ...LANGS.map((lang) => `${name}-${lang}`))
  return Object.fromEntries(
    LANGS.flatMap((lang) => (words[`${name}-${lang}`] ? [[lang, words[`${name}-${lang}`]!]] : [])),
  )
}
