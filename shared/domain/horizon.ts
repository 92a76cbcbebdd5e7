import { addMonths } from './date.ts'
import { Refusal } from './refusal.ts'

/** How far from today a day may lie that somebody promises, orders or writes down: what lies further is forgotten, or mistyped. */
const HORIZON_MONTHS = 12

/** A case that waits for a day years ahead would be silent until then. Local days. Throws Refusal `date_too_far`. */
export function mustComeSoon(on: string, today: string, path: readonly string[]): void {
  const latest = addMonths(today, HORIZON_MONTHS)
  if (on > latest) throw new Refusal('date_too_far', { latest }, path)
}

/** What happened before anybody wrote it down. Local days. Throws Refusal `date_too_old`. */
export function mustBeRecent(on: string, today: string, path: readonly string[]): void {
  const earliest = addMonths(today, -HORIZON_MONTHS)
  if (on < earliest) throw new Refusal('date_too_old', { earliest }, path)
}
