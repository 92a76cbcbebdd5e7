import type { Because } from '../shared/domain/because.ts'
import type { Lang, Text3 } from '../shared/domain/text.ts'
import { becauseText, becauseText3, type Names } from '../shared/i18n/because.ts'
import type { Reference } from './reference.ts'

/** Reasons kept in words; in a storm thousands of reports share the minute, the place and the category. */
const KEPT = 2_000
const MINUTE = 60_000

let kept = new Map<string, Text3>()
let keptFor: Reference | undefined

function namesOf(reference: Reference): Names {
  return {
    branch: (code) => reference.branch(code)?.name,
    category: (id) => reference.category(id)?.name,
    // The clock of a region is told by its city: "received Fri 21:40 (Aqtau)".
    place: (code) => reference.region(code)?.centre ?? reference.branch(code)?.name,
  }
}

/** The words of a reason in one language; codes of places become their names. */
export function explain(why: Because, lang: Lang, reference: Reference): string {
  return becauseText(lang, why, namesOf(reference))
}

/** The words in all three; wording them costs 10 % of intake, so the latest are kept. */
export function explain3(why: Because, reference: Reference): Text3 {
  if (keptFor !== reference) {
    kept = new Map()
    keptFor = reference
  }
  const key = nameOf(why)
  const known = kept.get(key)
  if (known) return known
  const words = becauseText3(why, namesOf(reference))
  if (kept.size >= KEPT) kept.clear()
  kept.set(key, words)
  return words
}

/** What the words depend on: instants are worded to the minute. */
function nameOf({ key, params }: Because): string {
  let name: string = key
  for (const param in params) {
    const value = params[param]
    name += `\0${typeof value === 'number' && value > 1e11 ? Math.floor(value / MINUTE) : value}`
  }
  return name
}
