import type { ComponentChildren } from 'preact'
import type { z } from 'zod'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import type { ProblemCode } from '../../../shared/i18n/catalog.ts'
import { problemText } from '../../../shared/i18n/problem.ts'
import { t } from '../../../shared/i18n/text.ts'
import { HttpProblem } from '../../problem.ts'
import type { Faults } from '../components/form.tsx'
import type { FormBody } from '../form-body.ts'
import { StaffForm } from '../staff/form.tsx'
import type { StaffHere } from '../staff/pages.ts'

/** The form that came back: which, what was typed, and what is wrong with it. */
export interface Back {
  readonly deed: string
  readonly form: FormBody
  readonly faults: Faults
}

/** A form behind its name, open when it came back. Its fields are named `{deed}-{field}`. */
export function DeedForm({
  here,
  deed,
  action,
  title,
  back,
  open,
  children,
}: {
  here: StaffHere
  deed: string
  action: string
  title: string
  back: Back | null
  open?: boolean
  children?: ComponentChildren
}) {
  return (
    <details class="deed" id={deed} open={open || back?.deed === deed ? true : undefined}>
      <summary>
        <span>{title}</span>
      </summary>
      <div class="deed__body">
        <StaffForm here={here} action={action}>
          {children}
          <div class="row deed__go">
            <button class="button" type="submit" id={`${deed}-form`}>
              {title}
            </button>
          </div>
        </StaffForm>
      </div>
    </details>
  )
}

/** What a field of the form shows again. */
export function fieldOf(lang: Lang, back: Back | null, deed: string, name: string, label: string) {
  const own = back?.deed === deed ? back : null
  return {
    ...{ lang, id: `${deed}-${name}`, name, label, value: own?.form[name] ?? '' },
    ...(own ? { faults: own.faults } : {}),
  }
}

/** What the schema says against a form, by the id of the field; `labels` name the fields. */
export function schemaFaults(
  deed: string,
  issues: readonly z.core.$ZodIssue[],
  labels: Readonly<Record<string, string>>,
  lang: Lang,
): Map<string, string> {
  const faults = new Map<string, string>()
  for (const issue of issues) {
    const name = String(issue.path[0] ?? 'form')
    const id = `${deed}-${name}`
    if (!faults.has(id)) faults.set(id, issueWords(issue, labels[name] ?? name, lang))
  }
  return faults
}

/** What the schema says against one field. */
export function issueWords(issue: z.core.$ZodIssue, field: string, lang: Lang): string {
  if (issue.code === 'too_small') return t(lang, 'page.desk.need.short', { field, min: Number(issue.minimum) })
  if (issue.code === 'too_big') return t(lang, 'page.desk.need.long', { field, max: Number(issue.maximum) })
  if (issue.code === 'invalid_type' || issue.code === 'invalid_value') return t(lang, 'page.desk.need.fill', { field })
  return t(lang, 'page.desk.need.wrong', { field })
}

const ON_PAGE: ReadonlySet<ProblemCode> = new Set(['conflict', 'idempotency_key_reused', 'idempotency_key_invalid'])
/** Who may not is told so by a page of its own. */
const ELSEWHERE: ReadonlySet<ProblemCode> = new Set(['forbidden', 'not_found'])

/** What was refused, beside its field; undefined for what is no fault of the form. */
export function refusalFault(error: unknown, deed: string, lang: Lang): Map<string, string> | undefined {
  const known = error instanceof Refusal ? !ELSEWHERE.has(error.code) : false
  if (!known && !(error instanceof HttpProblem && ON_PAGE.has(error.code))) return undefined
  const { code, details, path } = error as Refusal
  const { title, detail } = problemText(lang, code, details)
  return new Map([[`${deed}-${path[0] ?? 'form'}`, `${title}. ${detail}`]])
}

/** A mark with its word: never colour alone. */
export function Tag({ look, mark, children }: { look: string; mark: string; children: ComponentChildren }) {
  return (
    <span class={`tag is-${look}`}>
      <span aria-hidden="true">{mark}</span> {children}
    </span>
  )
}
