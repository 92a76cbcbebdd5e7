import type { Because } from '../shared/domain/because.ts'
import type { Lang, Text3 } from '../shared/domain/text.ts'
import { becauseText, becauseText3, type Names } from '../shared/i18n/because.ts'
import type { Reference } from './reference.ts'

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

export function explain3(why: Because, reference: Reference): Text3 {
  return becauseText3(why, namesOf(reference))
}
