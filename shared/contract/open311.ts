import { z } from 'zod'
import { instant } from './text.ts'

/** GeoReport v2 as it leaves us; in XML the same elements. Ids and codes are strings, what is empty is null. */
const text = z.string().nullable()

export const open311Services = z.array(
  z.object({
    service_code: z.string(),
    service_name: z.string(),
    description: z.string(),
    metadata: z.boolean(),
    type: z.literal('realtime'),
    keywords: text,
    group: z.string(),
  }),
)

/** No service asks for more than GeoReport itself does. */
export const open311Definition = z.object({ service_code: z.string(), attributes: z.array(z.never()) })

export const open311Requests = z.array(
  z.object({
    service_request_id: z.string(),
    status: z.enum(['open', 'closed']),
    status_notes: text,
    service_name: z.string(),
    service_code: z.string(),
    description: z.string().max(4_000).nullable(),
    agency_responsible: text,
    service_notice: text,
    requested_datetime: instant,
    updated_datetime: instant,
    expected_datetime: instant.nullable(),
    address: text,
    address_id: z.null(),
    zipcode: z.null(),
    lat: z.number().nullable(),
    long: z.number().nullable(),
    media_url: z.url().nullable(),
  }),
)
export type Open311Request = z.infer<typeof open311Requests>[number]

/** The answer to a report. */
export const open311Accepted = z.array(
  z.object({ service_request_id: z.string(), service_notice: text, account_id: z.null() }),
)

export const open311Tokens = z.array(z.object({ service_request_id: z.string(), token: z.string() }))

export const open311Errors = z.array(z.object({ code: z.string(), description: z.string() }))

export const open311Discovery = z.object({
  changeset: instant,
  contact: z.string(),
  key_service: z.string(),
  endpoints: z.array(
    z.object({
      specification: z.string(),
      url: z.string(),
      changeset: instant,
      type: z.enum(['production', 'test']),
      formats: z.array(z.string()),
    }),
  ),
})

/** Why a field of the report cannot be taken, as a problem code; a field that is empty is as good as absent. */
const field = (max: number) =>
  z
    .string()
    .trim()
    .transform((value) => value || undefined)
    .pipe(z.string().max(max, { error: 'open311_field_long' }).optional())
    .optional()

/** POST requests: the fields that are read; `attribute[…]`, `device_id` and the like are no part of a case. */
export const open311Report = z.object({
  service_code: field(100),
  lat: field(40),
  long: field(40),
  address_string: field(500),
  address_id: field(500),
  email: field(254),
  first_name: field(100),
  last_name: field(99),
  phone: field(40),
  description: field(4_000),
  media_url: field(5_000),
  public: field(10),
})
export type Open311Report = z.output<typeof open311Report>
