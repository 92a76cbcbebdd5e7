import type { Translation } from '../catalog.ts'
import type * as kk from '../kk/fault.ts'

/** The fault of one field, or of one row of an import. */
export const field: Translation<typeof kk.field> = {
  required: 'Fill in this field.',
  wrong_type: 'Another type of value is needed here: {expected}.',
  too_short: 'Write at least {min} characters.',
  too_long: 'Write at most {max} characters.',
  too_small: 'The value is too small. The least is {min}.',
  too_big: 'The value is too big. The most is {max}.',
  too_few: 'Give at least {min} items.',
  too_many: 'Give at most {max} items.',
  not_a_date: 'Write the date like this: 2026-11-22.',
  not_an_instant: 'Write the time with its offset: 2026-11-22T09:00:00+05:00.',
  not_one_of: 'Choose one of these values: {values}.',
  not_allowed: 'You may not fill in this field.',
  unknown_field: 'There is no such field. Check its name.',
  not_valid: 'Check the value and write it again.',
}

export const row: Translation<typeof kk.row> = {
  not_json: 'This row is no JSON. Correct it.',
  not_utf8: 'The file is not in UTF-8. Save it as UTF-8.',
  columns: 'The number of columns differs from the header: {found}, not {expected}.',
  missing: 'A required value is missing: {field}.',
  unreadable: 'The value cannot be read: {field}.',
  no_map: 'The map has nothing for this value: {field}. Add it to the map file.',
  no_place: 'The place is not known: neither a region nor a point.',
  in_future: 'The time of the report is yet to come.',
  closed_before_reported: 'Closed before it was reported.',
  twice: 'The same record stood earlier in this file.',
  known: 'This record was loaded before, so it was left out.',
  too_long: 'The row is too long: at most {max} bytes.',
}

/** What is wrong with a policy, and how to put it right. */
export const policyFault: Translation<typeof kk.policyFault> = {
  no_verdict: 'For each severity exactly one rung judges the deadline; the confirmation term is judged by none.',
  verdict_not_at_due: 'The rung that judges must stand at the very due instant.',
  order: 'This rung stands before the previous one. Put the rungs in the order of time.',
  duplicate_name: 'Two rungs have one name. Give each its own.',
  no_close: 'The case is closed at the end of the confirmation term. Add a rung with the action “close the case”.',
  close: 'Only the confirmation term closes a case. Take the action “close the case” away from here.',
  hour: 'The hour of the answer cannot be earlier than the cut-off.',
}
