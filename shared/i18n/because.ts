/** Reasons in words: the facts stored with a deadline or an assignment, said in the reader's language. */
import type { Because } from '../domain/because.ts'
import { isDate } from '../domain/date.ts'
import type { Lang, Text3 } from '../domain/text.ts'
import { isZone } from '../domain/zone.ts'
import type { Key } from './catalog.ts'
import { formatDate, formatDue, formatInstant } from './format.ts'
import { inEach, isKey, type Param, say } from './text.ts'

/** Names of what reasons mention by code; undefined leaves the code itself. */
export type Names = {
  branch(code: string): Text3 | undefined
  category(id: string): Text3 | undefined
  /** A region code, or the branch where no place was given. */
  place(code: string): Text3 | undefined
}

export const NO_NAMES: Names = { branch: () => undefined, category: () => undefined, place: () => undefined }

/** The Code is cited by its abbreviation, which differs by language. */
const CODE = /АППК/g
const CODE_IN: Text3 = { kk: 'ҚР ӘРПК', ru: 'АППК РК', en: 'Administrative Procedural Code' }

/** The reason in one language. */
export function becauseText(lang: Lang, because: Because, names: Names = NO_NAMES): string {
  const zone = because.params.zone
  const params: Record<string, Param> = {}
  for (const [name, value] of Object.entries(because.params)) {
    params[name] = wordOf(lang, name, value, typeof zone === 'string' && isZone(zone) ? zone : 'UTC', names)
  }
  const key = `because.${because.key}`
  return isKey(key) ? say(lang, key, params) : because.key
}

/** The reason in all three languages. */
export function becauseText3(because: Because, names: Names = NO_NAMES): Text3 {
  return inEach((lang) => becauseText(lang, because, names))
}

function wordOf(lang: Lang, name: string, value: Param, zone: string, names: Names): Param {
  if (value === null || value === undefined) return value
  switch (name) {
    case 'at':
    case 'rungDueAt':
    case 'openedAt':
      return typeof value === 'number' ? formatInstant(lang, zone, value) : value
    case 'due':
    case 'from':
    case 'to':
      if (typeof value === 'number') return formatDue(lang, zone, value)
      return isDate(value) ? formatDate(lang, value, { weekday: 'short' }) : value
    case 'on':
    case 'until':
      return typeof value === 'string' && isDate(value) ? formatDate(lang, value, { weekday: 'short' }) : value
    case 'branch':
    case 'category':
    case 'place':
      return names[name](String(value))?.[lang] ?? value
    case 'level':
    case 'rung':
    case 'deadline':
      return label(lang, name, value)
    case 'reason':
      return label(lang, 'whom', value)
    case 'article':
      return String(value).replace(CODE, CODE_IN[lang])
    default:
      return value
  }
}

function label(lang: Lang, section: string, value: string | number): string {
  const key = `${section}.${value}`
  return isKey(key) ? say(lang, key as Key) : String(value)
}
