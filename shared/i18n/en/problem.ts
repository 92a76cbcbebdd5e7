import type { Translation } from '../catalog.ts'
import type { problem as kk } from '../kk/problem.ts'
import { open311Problem } from './open311.ts'

/** The title says what happened, the detail what to do now. */
export const problem: Translation<typeof kk> = {
  ...open311Problem,
  validation_failed: { title: 'Some fields are wrong', detail: 'Correct the fields named below and send again.' },
  malformed_json: { title: 'The JSON cannot be read', detail: 'Check the JSON of the request body and send again.' },
  malformed_url: {
    title: 'The address is not well formed',
    detail: 'Copy the whole link and open it again.',
  },
  malformed_request: {
    title: 'The request is not well-formed HTTP',
    detail: 'Check that it follows the rules of HTTP and send again.',
  },
  headers_too_large: {
    title: 'The HTTP headers are too large',
    detail: 'Make cookies and other headers smaller and send again.',
  },
  request_timeout: {
    title: 'The whole request did not arrive in time',
    detail: 'Check the connection and send again.',
  },
  staff_only_field: {
    title: 'Only staff fill in this field',
    detail: 'Remove the field “{field}” and send again.',
  },
  too_many_attempts: {
    title: 'Too many failed attempts',
    detail: 'Wait at least {minutes} min, then try to sign in again.',
  },
  body_too_large: { title: 'The request is too large', detail: 'Make it smaller. The limit is {max}.' },
  unsupported_media_type: {
    title: 'This type of data is not accepted',
    detail: 'Send Content-Type: application/json, or multipart/form-data for files.',
  },
  not_found: {
    title: 'Not found',
    detail: 'Check the number or the link. There is no such record, or it is not open to you.',
  },
  route_not_found: { title: 'There is no such page', detail: 'Check the address, or start from the front page.' },
  method_not_allowed: {
    title: 'This method does not work here',
    detail: 'Use one of the methods named in the Allow header.',
  },
  unauthenticated: { title: 'You need to sign in', detail: 'Sign in and do it again.' },
  wrong_credentials: {
    title: 'The e-mail or the password is wrong',
    detail: 'Check both and try again. If you forgot the password, tell an administrator.',
  },
  code_required: { title: 'A one-time code is needed', detail: 'Enter the six digits of your code application.' },
  forbidden: {
    title: 'You may not do this',
    detail: 'This belongs to another role. If you need it, ask the head of your branch or an administrator.',
  },
  csrf: { title: 'The page is out of date', detail: 'Reload the page and do it again.' },
  idempotency_key_reused: {
    title: 'This key was used for another request',
    detail: 'Take a new Idempotency-Key for a new request.',
  },
  idempotency_key_invalid: {
    title: 'The Idempotency-Key is not valid',
    detail: 'Send a key of 1 to 255 Latin letters and digits.',
  },
  conflict: {
    title: 'The case has changed meanwhile',
    detail: 'Reload the page, see what is new, and do it again.',
  },
  rate_limited: { title: 'Too many requests', detail: 'Wait a little and try again in {seconds} s.' },
  queue_full: {
    title: 'Too much is coming in just now',
    detail: 'The report was not taken. Send it again in {seconds} s.',
  },
  unavailable: {
    title: 'The system is not available just now',
    detail: 'Nothing was saved. Try again in {seconds} s.',
  },
  internal: {
    title: 'Something went wrong on our side',
    detail: 'Try again a little later. If it happens again, give an administrator this number: {id}.',
  },
  invalid_cursor: { title: 'The list cannot be continued from here', detail: 'Open the list from its beginning.' },
  invalid_bbox: {
    title: 'The bounds of the map are wrong',
    detail: 'Give four numbers: west, south, east, north. For example: 62.5,52,64.25,54.',
  },
  link_expired: {
    title: 'This link has expired',
    detail: 'Write to the branch with the number of the letter: you will be sent a new link.',
  },
  file_too_large: { title: 'The file is too large', detail: 'Make it smaller. The limit is {max}.' },
  file_type_not_allowed: {
    title: 'This type of file is not accepted',
    detail: 'Send pictures as JPEG, PNG or WebP, documents as PDF.',
  },
  too_many_files: { title: 'Too many files', detail: 'Remove some and send again. The limit for a case is {max}.' },
  not_in_status: {
    title: 'This cannot be done now',
    detail:
      'The state is now: “{status}”. In it you cannot {move}. Reload the page and choose one of the actions offered.',
  },
  already_reacted: { title: 'This case has been answered', detail: 'If there is more to say, add news.' },
  already_rejected: {
    title: 'This case has been rejected',
    detail: 'Only a dispute by the reporter can open it again.',
  },
  already_central: {
    title: 'The case is with the centre already',
    detail: 'There is no need to raise it again. If the centre should know something, add news.',
  },
  already_reported: {
    title: 'This problem has been reported',
    detail: 'Open the case and press “I have this too”: {number}.',
  },
  grade_stands: {
    title: 'This grade can no longer be changed',
    detail:
      'This reply stopped the clock ({grade}), and the deadline was judged by it. If the reply turns out to be hollow, write to the body again.',
  },
  placement_stands: {
    title: 'This reply can no longer be taken back',
    detail:
      'It has been graded, or a promise of it has been recorded: deadlines rely on that. If it was a mistake, change its grade.',
  },
  already_extended: {
    title: 'The deadline has been extended already',
    detail: 'For this letter the deadline has been extended until {until}. Now answer the matter itself.',
  },
  extension_not_longer: {
    title: 'This date is not later than the deadline',
    detail: 'The deadline is now: {due}. Give a later date.',
  },
  already_registered: {
    title: 'This letter is registered already',
    detail: 'Check the number and the date of registration. If they are wrong, tell the centre.',
  },
  unknown_annex: {
    title: 'This file cannot go with this letter',
    detail: 'Choose files from the cases of this letter. File {file} is not one of them, or is hidden or erased.',
  },
  annexes_too_large: {
    title: 'The annexes are too large',
    detail: 'Choose fewer or smaller files: together at most {limit} MB, now {size} MB.',
  },
  letter_under_way: {
    title: 'The letter is being sent at this moment',
    detail: 'Wait until it is known whether it has left, and try again.',
  },
  letter_not_by_mail: {
    title: 'This letter does not go by e-mail',
    detail: 'Send it yourself and note how, or write a new letter to a body that has an e-mail address.',
  },
  nothing_to_change: { title: 'There is nothing to change', detail: 'Give a new value and send again.' },
  unknown_region: { title: 'There is no such region', detail: 'Choose a region from the list.' },
  unknown_district: { title: 'There is no such district', detail: 'Choose a district from the list.' },
  unknown_category: { title: 'There is no such topic', detail: 'Choose a topic from the list.' },
  unknown_body: {
    title: 'There is no such body',
    detail: 'Choose a body from the list, or ask an administrator to add it.',
  },
  unknown_branch: { title: 'There is no such branch', detail: 'Choose a branch from the list.' },
  unknown_staff: { title: 'There is no such person', detail: 'Choose an active member of staff of this branch.' },
  place_outside: {
    title: 'The point is outside Kazakhstan',
    detail: 'Choose the point on the map again, or name the region and the district.',
  },
  district_not_in_region: {
    title: 'The district is not in this region',
    detail: 'Choose the region first, then one of its districts.',
  },
  invalid_phone: {
    title: 'The phone number is wrong',
    detail: 'Write a number of Kazakhstan in full, for example: +7 701 123 45 67.',
  },
  invalid_iin: {
    title: 'The IIN is wrong',
    detail: 'Compare the 12 digits with the identity card, or leave the field empty.',
  },
  invalid_email: { title: 'The e-mail address is wrong', detail: 'Write it in full, for example: aigul@example.com.' },
  invalid_number: {
    title: 'The case number is wrong',
    detail: 'Compare it digit by digit: the last one does not fit, so one of the digits was misheard or mistyped.',
  },
  text_too_short: {
    title: 'The text is too short',
    detail: 'Say a little more about what happened: at least {min} characters.',
  },
  text_too_long: { title: 'The text is too long', detail: 'Make it shorter: at most {max} characters.' },
  date_in_past: { title: 'This date has passed', detail: 'Choose today or a later date.' },
  date_in_future: { title: 'This date is yet to come', detail: 'Give today or an earlier date.' },
  date_too_far: {
    title: 'This date is too far away',
    detail: 'Choose a day within a year, by {latest} at the latest.',
  },
  date_too_old: { title: 'This date is too long ago', detail: 'Give a day of the last year, {earliest} or later.' },
  merge_into_itself: { title: 'A case cannot be merged into itself', detail: 'Give the number of another case.' },
  merge_owes: {
    title: 'Something is still awaited on this case',
    detail: 'Awaited: {deadline}. Join the other case to this one instead, or settle that first.',
  },
  merge_target_closed: { title: 'That case is closed', detail: 'Case {number} is closed. Choose an open one.' },
  own_dispute: {
    title: 'You cannot decide a dispute about your own decision',
    detail: 'Somebody else decides it: the head of the branch, or the centre.',
  },
  dispute_once: { title: 'A decision can be disputed once', detail: 'If something is new, send a new report.' },
  dispute_term_passed: {
    title: 'The time to dispute has passed',
    detail: 'If the problem comes back, send a new report.',
  },
  second_signature_needed: {
    title: 'A second signature is needed',
    detail:
      'The letter went to the akimat of the same region. The case closes when the reporter or the centre confirms the solution.',
  },
  needs_other_person: {
    title: 'Somebody else has to do this',
    detail: 'Nobody approves their own work. Ask a colleague or the head of your branch.',
  },
  extension_too_long: {
    title: 'The extension is too long',
    detail: 'By law a deadline is extended by 2 months at most. The last possible day: {latest}.',
  },
  reply_term_missing: {
    title: 'The date of the reply is missing',
    detail: 'The deadline set by law does not bind this organisation. Name the date of the reply in the letter.',
  },
  already_answered: {
    title: 'This letter has been answered',
    detail: 'To add something, write to the address in the letter.',
  },
  policy_faulty: {
    title: 'The policy has faults',
    detail: 'Correct the rungs named below. As it is, it cannot be activated.',
  },
  policy_not_tried: {
    title: 'The policy has not been tried',
    detail: 'Try it on past cases first and look at the result.',
  },
  policy_stale: {
    title: 'Another version was activated meanwhile',
    detail: 'Make a new draft from the version in force.',
  },
  email_taken: {
    title: 'This e-mail address is taken',
    detail: 'Give another address, or change the record of the earlier person.',
  },
  weak_password: {
    title: 'The password is too weak',
    detail: 'Choose a longer one, at least {min} characters, without common words.',
  },
  last_of_role: { title: 'This is the last person in the role', detail: 'Give the role to somebody else first.' },
  shifts_overlap: {
    title: 'The shifts overlap',
    detail: 'This person is on duty at that time already. Choose another time.',
  },
}
