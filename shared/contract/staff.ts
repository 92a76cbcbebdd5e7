import { z } from 'zod'
import type { Role } from '../domain/people.ts'
import { cursor, limit } from './page.ts'
import { instant, language, words } from './text.ts'

/** The roles a person can be given; `desk` is the position that nobody holds. */
export const GIVEN_ROLES = [
  'responder',
  'head',
  'central',
  'central-head',
  'admin',
  'auditor',
] as const satisfies Role[]
export const role = z.enum(GIVEN_ROLES)
export const roles = z.array(role).min(1).max(GIVEN_ROLES.length)
export const branchCode = z.string().min(1).max(20)
/** As it was typed; addresses are compared without regard to case. */
export const email = z.string().trim().max(254).pipe(z.email())
/** Long enough is checked with the reasons for `weak_password`; the upper bound keeps hashing cheap. */
export const password = z.string().min(1).max(200)

export const staffView = z
  .object({
    id: z.number().int(),
    name: z.string(),
    email: z.string(),
    roles: z.array(z.string()),
    branch: z.string(),
    language,
    twoFactor: z.boolean().describe('A one-time code is asked for at sign-in.'),
    createdAt: instant,
    disabledAt: instant.nullable(),
  })
  .meta({ id: 'Staff' })
export type StaffView = z.infer<typeof staffView>

export const signInBody = z.strictObject({
  email: z.string().trim().min(1).max(254),
  password,
  totp: z
    .string()
    .trim()
    .max(10)
    .optional()
    .describe('The six digits of the code application; asked for with `code_required`.'),
})
export const sessionView = z
  .object({
    staff: staffView,
    expiresAt: instant.nullable().describe('Null for an API key. Twelve hours without use end a session earlier.'),
    csrfToken: z.string().nullable().describe('Send it back as X-CSRF-Token with the cookie. Null for an API key.'),
  })
  .meta({ id: 'Session' })
export const newSession = sessionView
  .extend({ token: z.string().describe('For Authorization: Bearer.'), expiresAt: instant, csrfToken: z.string() })
  .meta({ id: 'NewSession' })

export const ownPasswordBody = z.strictObject({ current: password, password })
export const twoFactorSecret = z.object({
  secret: z.string().describe('Base32, for the code application. Nothing is switched on until a code proves it.'),
  uri: z.string().describe('otpauth:// for a QR code.'),
})
export const twoFactorBody = z.strictObject({
  secret: z.string().regex(/^[A-Z2-7]{32}$/),
  code: z.string().max(10),
  password,
})
export const twoFactorEnd = z.strictObject({ password })

export const staffBody = z.strictObject({
  email,
  name: words(200),
  roles,
  branch: branchCode.optional().describe('Needed for responder and head; the centre (KZ) when there is none.'),
  language: language.default('ru'),
  password: password.optional().describe('Without one, one is made and shown once in the answer.'),
})
export const newStaff = staffView.extend({ password: z.string().optional() }).meta({ id: 'NewStaff' })
export const staffChange = z.strictObject({
  email: email.optional(),
  name: words(200).optional(),
  roles: roles.optional(),
  branch: branchCode.optional(),
  language: language.optional(),
  disabled: z.boolean().optional().describe('A disabled person is signed out at once; open cases are handed on.'),
  twoFactor: z.literal(false).optional().describe('Switches the one-time code off, for somebody who lost the phone.'),
})
export const staffQuery = z.strictObject({
  branch: branchCode.optional(),
  role: role.optional(),
  disabled: z.stringbool().default(false).describe('Disabled people too.'),
  cursor: cursor.optional(),
  limit: limit.default(50),
  lang: language.optional(),
})
export const passwordBody = z.strictObject({ password: password.optional() })
export const passwordAnswer = z.object({ password: z.string().optional() })

export const apiKeyBody = z.strictObject({
  name: words(100),
  staff: z.number().int().positive().describe('The person in whose name the key acts.'),
})
export const apiKeyView = z
  .object({
    id: z.number().int(),
    name: z.string(),
    staff: z.object({ id: z.number().int(), name: z.string() }),
    createdAt: instant,
    disabledAt: instant.nullable(),
  })
  .meta({ id: 'ApiKey' })
export const newApiKey = apiKeyView.extend({ key: z.string().describe('Shown once.') }).meta({ id: 'NewApiKey' })
