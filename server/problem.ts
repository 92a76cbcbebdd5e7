import type { Problem } from '../shared/contract/problem.ts'
import type { Lang } from '../shared/domain/text.ts'
import type { ProblemCode } from '../shared/i18n/catalog.ts'
import { problemText } from '../shared/i18n/problem.ts'

/** Every code and its HTTP status. A code that is not here does not compile. */
export const STATUS: Readonly<Record<ProblemCode, number>> = {
  validation_failed: 400,
  malformed_json: 400,
  malformed_url: 400,
  malformed_request: 400,
  headers_too_large: 431,
  request_timeout: 408,
  body_too_large: 413,
  unsupported_media_type: 415,
  not_found: 404,
  route_not_found: 404,
  method_not_allowed: 405,
  unauthenticated: 401,
  wrong_credentials: 401,
  code_required: 401,
  link_expired: 410,
  too_many_attempts: 429,
  forbidden: 403,
  csrf: 403,
  staff_only_field: 403,
  idempotency_key_reused: 422,
  idempotency_key_invalid: 400,
  conflict: 409,
  rate_limited: 429,
  queue_full: 503,
  unavailable: 503,
  internal: 500,
  unknown_region: 400,
  unknown_district: 400,
  unknown_category: 400,
  unknown_body: 400,
  unknown_branch: 400,
  unknown_staff: 400,
  place_outside: 400,
  district_not_in_region: 400,
  invalid_phone: 400,
  invalid_iin: 400,
  invalid_email: 400,
  invalid_cursor: 400,
  invalid_number: 400,
  text_too_short: 400,
  text_too_long: 400,
  date_in_past: 400,
  date_in_future: 400,
  date_too_far: 400,
  date_too_old: 400,
  not_in_status: 409,
  already_reacted: 409,
  already_central: 409,
  already_registered: 409,
  already_reported: 409,
  email_taken: 409,
  nothing_to_change: 409,
  unknown_annex: 400,
  annexes_too_large: 413,
  letter_under_way: 409,
  letter_not_by_mail: 400,
  merge_into_itself: 400,
  merge_target_closed: 409,
  merge_owes: 409,
  dispute_once: 409,
  dispute_term_passed: 409,
  second_signature_needed: 403,
  needs_other_person: 403,
  grade_stands: 409,
  placement_stands: 409,
  already_extended: 409,
  extension_not_longer: 400,
  extension_too_long: 400,
  reply_term_missing: 400,
  policy_faulty: 400,
  policy_not_tried: 409,
  policy_stale: 409,
  shifts_overlap: 409,
  already_answered: 409,
  already_rejected: 409,
  own_dispute: 403,
  file_too_large: 413,
  file_type_not_allowed: 415,
  too_many_files: 413,
  invalid_bbox: 400,
  last_of_role: 409,
  weak_password: 400,
  open311_format: 404,
  open311_key: 403,
  open311_form: 400,
  open311_service_missing: 400,
  open311_unknown_service: 404,
  open311_place_missing: 400,
  open311_address_vague: 400,
  open311_point_invalid: 400,
  open311_field_long: 400,
  open311_media_url: 400,
  open311_date: 400,
  open311_span: 400,
  open311_status: 400,
  open311_page: 400,
}

/** A problem to be answered with; thrown by the server's own code where the domain has no say. */
export class HttpProblem extends Error {
  readonly code: ProblemCode
  readonly details: Readonly<Record<string, string | number>>
  readonly path: readonly string[]
  /** Several faults at once, each with its place and words. */
  readonly errors: ((lang: Lang) => NonNullable<Problem['errors']>) | undefined

  constructor(
    code: ProblemCode,
    details: Record<string, string | number> = {},
    path: readonly string[] = [],
    errors?: (lang: Lang) => NonNullable<Problem['errors']>,
  ) {
    super(code)
    this.code = code
    this.details = details
    this.path = path
    this.errors = errors
  }
}

/** The answer for a code, in the reader's language (RFC 9457). */
export function problemOf(
  code: ProblemCode,
  lang: Lang,
  details: Readonly<Record<string, string | number>> = {},
  more: { errors?: Problem['errors']; id?: string } = {},
): Problem {
  const words = problemText(lang, code, details)
  return {
    type: `/docs/problems#${code}`,
    title: words.title,
    status: STATUS[code],
    detail: words.detail,
    code,
    ...more,
  }
}
