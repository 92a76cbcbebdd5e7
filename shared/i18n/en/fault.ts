import type { Translation } from '../catalog.ts'
import type * as kk from '../kk/fault.ts'

/** The fault of one row of an import. */
export const row: Translation<typeof kk.row> = {
  not_json: 'This row is not JSON. Correct it.',
  not_utf8: 'The file is not in UTF-8. Save it as UTF-8.',
  columns: 'The number of columns differs from the header: {found}, not {expected}.',
  missing: 'A required value is missing: {field}. Fill it in.',
  unreadable: 'The value cannot be read: {field}. Check how it is written.',
  no_map: 'The map has nothing for this value: {field}. Add it to the map file.',
  no_place: 'The place is not known: there is neither a region nor a point. Give one of them.',
  in_future: 'The time of the report is yet to come. Check the date.',
  closed_before_reported: 'The case was closed before it was reported. Check the dates.',
  twice: 'The same record stands earlier in this file. Remove one of them.',
  known: 'This record was loaded before, so it was left out.',
  too_long: 'The row is too long. Make it shorter: at most {max} bytes.',
}

/** What is wrong with a policy, and how to put it right. */
export const policyFault: Translation<typeof kk.policyFault> = {
  no_verdict:
    'For each severity leave exactly one rung that judges the deadline; the confirmation deadline must have none.',
  verdict_not_at_due: 'The rung that judges the deadline must stand at the due instant. Move it there.',
  order: 'This rung stands before the previous one. Put the rungs in the order of time.',
  duplicate_name: 'Two rungs have the same name. Give each its own.',
  no_close: 'The case is closed when the confirmation deadline comes. Add a rung with the action “close the case”.',
  close: 'Only the confirmation deadline closes a case. Remove the action “close the case” from here.',
  hour: 'The hour of the answer cannot be earlier than the cut-off. Correct the hour.',
}
