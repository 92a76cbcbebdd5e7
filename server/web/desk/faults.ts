import type { z } from 'zod'
import type { Lang } from '../../../shared/domain/text.ts'
import { t } from '../../../shared/i18n/text.ts'
import type { DeedName } from './deeds.ts'
import { labelOf } from './labels.ts'

/** The id of a field of a form: several forms stand on one page. */
export const fieldId = (deed: DeedName, name: string, letter?: number) =>
  letter === undefined ? `${deed}-${name}` : `${deed}-${letter}-${name}`

/** Where a field of the API's body stands in the form under another name. */
const FIELDS: Readonly<Record<string, string>> = { receivedAt: 'receivedOn' }

/** What the schema says against the body, in words, by the id of the field; the first word per field counts. */
export function faultsOf(
  deed: DeedName,
  issues: readonly z.core.$ZodIssue[],
  lang: Lang,
  letter?: number,
): Map<string, string> {
  const faults = new Map<string, string>()
  for (const issue of issues) {
    const name = fieldOf(String(issue.path[0] ?? 'text'))
    const id = fieldId(deed, name, letter)
    if (!faults.has(id)) faults.set(id, wordsOf(issue, labelOf(deed, name, lang), lang))
  }
  return faults
}

export const fieldOf = (path: string) => FIELDS[path] ?? path

function wordsOf(issue: z.core.$ZodIssue, field: string, lang: Lang): string {
  if (issue.code === 'invalid_type' && issue.input === undefined) return t(lang, 'page.desk.need.fill', { field })
  if (issue.code === 'too_small') return t(lang, 'page.desk.need.short', { field, min: Number(issue.minimum) })
  if (issue.code === 'too_big') return t(lang, 'page.desk.need.long', { field, max: Number(issue.maximum) })
  // A choice not made is a field left empty.
  if (issue.code === 'invalid_value') return t(lang, 'page.desk.need.fill', { field })
  return t(lang, 'page.desk.need.wrong', { field })
}
