import type { z } from 'zod'
import type { MeetingRow } from '../../../db/views/meetings.ts'
import { minutesBody } from '../../../shared/contract/meeting.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import { problemText } from '../../../shared/i18n/problem.ts'
import { t } from '../../../shared/i18n/text.ts'
import type { Faults } from '../components/form.tsx'
import { type FormBody, typed } from '../form-body.ts'
import { issueWords, refusalFault } from '../orders/parts.tsx'

export const MOST_ROWS = 20
const ROW_FIELDS = ['text', 'case', 'responsible', 'dueOn', 'noAction'] as const
export type RowField = (typeof ROW_FIELDS)[number]

export const rowName = (field: RowField | 'follows', n: number) => `${field}-${n}`
export const rowId = (field: RowField | 'follows', n: number) => `minutes-${rowName(field, n)}`

/** How many decisions the form has room for. */
export function rowsOf(form: FormBody): number {
  const rows = Number(form.rows)
  return Number.isSafeInteger(rows) ? Math.min(Math.max(rows, 1), MOST_ROWS) : 1
}

type Read = { readonly body: z.output<typeof minutesBody>; readonly kept: readonly number[] } | { faults: Faults }

/**
 * The minutes of the form, or what is wrong with them by the id of the field. Rows left empty do not count; `kept` are the
 * others, in order. Who does not decide for the centre orders nothing.
 */
export function readMinutes(form: FormBody, meeting: MeetingRow, orders: boolean, lang: Lang): Read {
  const value = (field: RowField | 'follows', n: number) => typed(form, rowName(field, n))
  const kept = Array.from({ length: rowsOf(form) }, (_, i) => i + 1).filter((n) =>
    (['text', 'responsible', 'dueOn', 'noAction'] as const).some((field) => value(field, n) !== ''),
  )
  if (kept.length === 0) return { faults: new Map([[rowId('text', 1), t(lang, 'page.meetings.need.some')]]) }
  const parsed = minutesBody.safeParse({
    decisions: kept.map((n) => {
      const number = value('case', n)
      const decision = { text: value('text', n), ...(number && meeting.cases.length > 1 ? { case: number } : {}) }
      if (!isOrder(form, n, orders)) return { ...decision, noAction: value('noAction', n) }
      const responsible = Number(value('responsible', n))
      const dueOn = value('dueOn', n)
      const instruction = { ...(responsible > 0 ? { responsible } : {}), ...(dueOn ? { dueOn } : {}) }
      return { ...decision, instruction }
    }),
  })
  if (parsed.success) return { body: parsed.data, kept }
  const faults = new Map<string, string>()
  for (const issue of parsed.error.issues) {
    const { id, field } = placeOf(issue.path, kept)
    const label = field ? t(lang, `page.meetings.minutes.${field}`) : ''
    if (!faults.has(id)) faults.set(id, issueWords(issue, label, lang))
  }
  return { faults }
}

/** Whether an instruction follows from the decision of this row. */
const isOrder = (form: FormBody, n: number, orders: boolean) => orders && typed(form, rowName('follows', n)) !== 'none'

/** What was refused, beside the decision it is about; undefined for what is no fault of the form. */
export function minutesFaults(error: unknown, kept: readonly number[], lang: Lang): Faults | undefined {
  if (error instanceof Refusal && error.path[0] === 'decisions' && error.code !== 'forbidden') {
    const { title, detail } = problemText(lang, error.code, error.details)
    return new Map([[placeOf(error.path, kept).id, `${title}. ${detail}`]])
  }
  return refusalFault(error, 'minutes', lang)
}

/** The field that a path into the body is about: 'decisions', row, and the field, which may lie in the instruction. */
function placeOf(path: readonly PropertyKey[], kept: readonly number[]): { id: string; field: RowField | undefined } {
  const n = kept[Number(path[1])]
  const field = ROW_FIELDS.find((name) => name === path[2] || name === path[3])
  if (n === undefined) return { id: 'minutes-form', field }
  return { id: rowId(field ?? 'text', n), field }
}
