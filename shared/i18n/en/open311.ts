import type { Translation } from '../catalog.ts'
import type { open311 as kk, open311Problem as kkProblem } from '../kk/open311.ts'

/** Open311 (GeoReport v2): words for other systems. */
export const open311: Translation<typeof kk> = {
  notice: 'Public answer due: {when}.',
  service: '{name}. For example: {example}',
  key: 'API keys are given by the administrator; write to {mail}. A key is needed to report only; reading is open to all.',
}

/** The title says what happened, the detail what to do now. */
export const open311Problem: Translation<typeof kkProblem> = {
  open311_format: {
    title: 'There is no such address',
    detail:
      'Add the format to the end of the address: services.xml or services.json. The addresses are named in /open311/discovery.xml on this server.',
  },
  open311_key: {
    title: 'The API key is missing or not valid',
    detail: 'Send a valid key in the field “api_key”. Keys are given by the administrator.',
  },
  open311_form: {
    title: 'The data came in another form',
    detail: 'Send it as application/x-www-form-urlencoded or multipart/form-data.',
  },
  open311_service_missing: {
    title: 'The service code is missing',
    detail: 'Fill in the field “service_code”. The list of codes (/open311/v2/services.xml) is open to all.',
  },
  open311_unknown_service: {
    title: 'There is no such service code',
    detail: 'Load the list of services (/open311/v2/services.xml) again and take a code from it.',
  },
  open311_place_missing: {
    title: 'The place is missing',
    detail: 'Send “lat” and “long” together, or in “address_string” an address that names the region.',
  },
  open311_address_vague: {
    title: 'The address does not tell the region',
    detail: 'Add the name of the region to the address (“Kostanay Region”), or send “lat” and “long”.',
  },
  open311_point_invalid: {
    title: 'The point is not well written',
    detail: 'Send “lat” and “long” together, in degrees of WGS 84 as decimal fractions: 53.214 and 63.625.',
  },
  open311_field_long: {
    title: 'The text is too long',
    detail: 'Shorten the field “{field}”. The limit is {max} characters.',
  },
  open311_media_url: {
    title: 'The link to the picture is wrong',
    detail: 'Send an http or https link in “media_url”. There may be at most {max} links.',
  },
  open311_date: {
    title: 'The date is not well written',
    detail: 'Write the field “{field}” with its time zone, for example 2026-11-21T08:00:00+05:00.',
  },
  open311_span: {
    title: 'The period is wrong',
    detail: '“start_date” must be before “end_date”, and the period 90 days at most. Ask for a longer one in parts.',
  },
  open311_status: {
    title: 'There is no such status',
    detail: 'Write open, closed, or both parted by a comma in “status”.',
  },
  open311_page: {
    title: 'The page is not well written',
    detail: 'Send a whole number from 1 on in “{field}”.',
  },
}
