import type { Body, CategoryRule } from './assignment.ts'
import type { Calendar } from './calendar.ts'
import type { Branch, Roster } from './people.ts'
import type { Policy } from './policy.ts'

/** Source of identifiers, given out in blocks by the database (db/ids.ts) so that a decision can name what it writes. */
export interface Ids {
  next(): number
}

/** What a law says of a term on a day; `days` in `unit`, or `rule.months`. */
export interface LegalTerm {
  readonly days: number | null
  readonly unit: 'working' | 'calendar' | null
  readonly rule: { readonly months?: number }
  /** The article, as letters name it. */
  readonly source: string
}

/**
 * The slow-moving facts every decision may ask: policies, calendars, branches, people. One immutable snapshot; `stamp`
 * names its version, and a write under an outdated stamp is refused and decided again.
 */
export interface World {
  readonly stamp: number
  readonly policy: Policy
  readonly calendar: Calendar
  policyOf(version: number): Policy
  calendarOf(version: number): Calendar
  readonly roster: Roster
  branch(code: string): Branch | undefined
  category(id: string): CategoryRule | undefined
  body(id: string): Body | undefined
  /** The wording in force on a local date of `reply`, `extend` and other terms (db/reference/legal-terms.json). */
  legalTerm(id: string, date: string): LegalTerm | undefined
}
