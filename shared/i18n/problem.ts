/** Problem texts: what went wrong and what to do, for RFC 9457 answers and for pages. */

import { isDate } from '../domain/date.ts'
import type { Lang } from '../domain/text.ts'
import type { Key, ProblemCode } from './catalog.ts'
import { formatDate } from './format.ts'
import { isKey, type Param, type Params, say } from './text.ts'

/** Title and detail of a problem; codes among the details (a status, a move) are said in words. */
export function problemText(lang: Lang, code: ProblemCode, details: Params = {}): { title: string; detail: string } {
  const words: Record<string, Param> = {}
  for (const [name, value] of Object.entries(details)) words[name] = wordOf(lang, name, value)
  return { title: say(lang, `problem.${code}.title`, words), detail: say(lang, `problem.${code}.detail`, words) }
}

/** True when there is a text for the code. */
export function isProblemCode(code: string): code is ProblemCode {
  return isKey(`problem.${code}.title`)
}

function wordOf(lang: Lang, name: string, value: Param): Param {
  if (typeof value !== 'string') return value
  if (name === 'status')
    return labelIn(lang, ['status', 'contactState', 'instructionState', 'meetingState', 'helpState'], value)
  if (name === 'grade') return labelIn(lang, ['grade'], value)
  if (name === 'deadline') return labelIn(lang, ['deadline'], value)
  if (name === 'move') return labelIn(lang, ['move'], value)
  return isDate(value) ? formatDate(lang, value, { year: true }) : value
}

function labelIn(lang: Lang, sections: readonly string[], value: string): string {
  if (value === 'overdue') return say(lang, 'verdict.missed')
  for (const section of sections) {
    const key = `${section}.${value}`
    if (isKey(key)) return say(lang, key as Key)
  }
  return value
}
