/** Why the domain says no. Every code has a title and an advice in three languages (shared/i18n, `problem.<code>`). */
export type RefusalCode =
  | 'not_found'
  | 'forbidden'
  | 'conflict'
  | 'not_in_status'
  | 'already_reacted'
  | 'unknown_region'
  | 'unknown_district'
  | 'unknown_category'
  | 'unknown_body'
  | 'unknown_branch'
  | 'unknown_staff'
  | 'place_outside'
  | 'district_not_in_region'
  | 'invalid_phone'
  | 'invalid_iin'
  | 'invalid_number'
  | 'date_in_past'
  | 'date_in_future'
  | 'date_too_far'
  | 'date_too_old'
  | 'already_central'
  | 'merge_into_itself'
  | 'merge_target_closed'
  | 'merge_owes'
  | 'dispute_once'
  | 'dispute_term_passed'
  | 'second_signature_needed'
  | 'needs_other_person'
  | 'extension_too_long'
  | 'reply_term_missing'
  | 'already_reported'
  | 'already_registered'
  | 'nothing_to_change'
  | 'too_many_files'
  | 'unknown_annex'
  | 'annexes_too_large'
  | 'letter_under_way'
  | 'letter_not_by_mail'
  | 'grade_stands'
  | 'placement_stands'
  | 'already_extended'
  | 'extension_not_longer'

/** Thrown by decisions; nothing has been changed. `path` names the input field at fault, where there is one. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly details: Readonly<Record<string, string | number>>
  readonly path: readonly string[]

  constructor(code: RefusalCode, details: Record<string, string | number> = {}, path: readonly string[] = []) {
    super(code)
    this.code = code
    this.details = details
    this.path = path
  }
}
