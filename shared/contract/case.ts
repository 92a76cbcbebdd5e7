import { z } from 'zod'
import { CHANNELS, KINDS, LEVELS } from '../domain/case.ts'
import { DEADLINE_KINDS } from '../domain/deadline.ts'
import { STATUSES } from '../domain/status.ts'
import { attachmentView } from './attachment.ts'
import { date, instant, instantMs, language, text3, words } from './text.ts'

export const severity = z.number().int().min(1).max(4)
export const point = z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })

/** POST /cases. `severity`, `reportedAt`, `channel`, `externalId` are for staff and API keys only. */
export const reportBody = z
  .strictObject({
    category: z.string().min(1).max(100),
    text: words(10_000, 3),
    title: words(200).optional(),
    kind: z.enum(KINDS as [string, ...string[]]).default('problem'),
    region: z.string().max(20).optional(),
    district: z.string().max(20).optional(),
    address: words(500).optional(),
    location: point.optional(),
    language: language.optional(),
    public: z.boolean().default(false).describe('Consent to publish text, photos and the exact point.'),
    consent: z.boolean().optional().describe('Consent to the processing of personal data.'),
    reporter: z
      .strictObject({
        name: words(200).optional(),
        phone: z.string().max(40).optional(),
        email: z.email().max(254).optional(),
        iin: z.string().max(20).optional(),
      })
      .optional(),
    severity: severity.optional(),
    reportedAt: instantMs.optional(),
    channel: z.enum(CHANNELS as [string, ...string[]]).optional(),
    externalId: z.string().min(1).max(200).optional(),
  })
  .meta({ id: 'Report' })

export const deadlineView = z
  .object({
    kind: z.enum(DEADLINE_KINDS as [string, ...string[]]),
    dueAt: instant,
    because: text3,
    overdue: z.boolean(),
    subject: z.number().int().nullable(),
  })
  .meta({ id: 'Deadline' })

const named = z.object({ code: z.string(), name: text3 })

/** A case as the reader may see it; what they may not see is absent. */
export const caseView = z
  .object({
    number: z.string(),
    url: z.string(),
    kind: z.string(),
    category: named,
    severity,
    region: named.nullable(),
    district: named.nullable(),
    address: z.string().nullable().optional(),
    location: point
      .nullable()
      .optional()
      .describe('The exact point; null for outsiders where moderation has hidden it or masked the address.'),
    title: z.string().nullable().optional(),
    text: z.string().optional(),
    language,
    channel: z.string(),
    public: z.boolean(),
    status: z.enum(STATUSES as [string, ...string[]]),
    stage: z.number().int(),
    level: z.enum(LEVELS as [string, ...string[]]),
    branch: named,
    owner: z.object({ id: z.number().int().optional(), name: z.string() }).nullable(),
    reportedAt: instant,
    recordedAt: instant,
    respondBy: instant,
    respondByBecause: text3,
    respondedAt: instant.nullable(),
    dueAt: instant.nullable(),
    overdue: z.boolean(),
    raisedAt: instant.nullable(),
    resolvedAt: instant.nullable(),
    closedAt: instant.nullable(),
    mergedInto: z.string().nullable(),
    publicAnswer: z
      .object({
        text: z.string(),
        reason: z.string().optional(),
        competentBody: z.string().optional(),
        into: z.string().optional(),
      })
      .nullable(),
    supporters: z.number().int(),
    needsSecondSignature: z.boolean().optional(),
    erasedAt: instant.optional(),
    attachments: z.array(attachmentView).optional(),
    deadlines: z.array(deadlineView),
    version: z.number().int(),
    updatedAt: instant,
  })
  .meta({ id: 'Case' })
export type CaseView = z.infer<typeof caseView>

/** The answer to a report: the case, and the token by which the reporter follows it. */
export const reportAnswer = caseView
  .extend({ trackingToken: z.string(), trackingUrl: z.string() })
  .meta({ id: 'ReportAnswer' })
export type ReportAnswer = z.infer<typeof reportAnswer>

export const reactionBody = z.strictObject({
  text: words(5_000, 3),
  nextAction: words(1_000, 3),
  nextActionOn: date,
  language: language.optional(),
})
/** `public` and `nextActionOn` are for staff: a reporter adds words, and they stay with those who work on the case. */
export const updateBody = z.strictObject({
  text: words(5_000),
  public: z.boolean().default(false),
  nextActionOn: date.optional(),
  language: language.optional(),
})
export const assignmentBody = z.strictObject({
  owner: z.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
  branch: z.string().min(1).max(20).optional(),
  level: z.enum(LEVELS as [string, ...string[]]).optional(),
  reason: words(1_000, 3),
})
export const reasonBody = z.strictObject({ reason: words(2_000, 3) })
export const rejectionBody = z.strictObject({
  reason: words(1_000, 3),
  text: words(5_000, 3),
  competentBody: z.string().min(1).max(100).optional(),
  language: language.optional(),
})
export const mergeBody = z.strictObject({ into: z.string().min(1).max(60), reason: words(2_000, 3) })
export const resolutionBody = z.strictObject({ text: words(5_000, 3), language: language.optional() })
export const confirmationBody = z.strictObject({
  solved: z.boolean(),
  rating: z.number().int().min(1).max(5).optional(),
  text: words(5_000).optional(),
})
export const closureBody = z.strictObject({ text: words(5_000).optional() })

/** "I have this too"; with an e-mail address the person follows the case. */
export const supporterBody = z.strictObject({ email: z.email().max(254).optional(), language: language.optional() })
export const supporterAnswer = z
  .object({ number: z.string(), supporters: z.number().int(), counted: z.boolean() })
  .meta({ id: 'Supporters' })

/** Contacts of the person who reported, in clear; every reading is logged. */
export const reporterView = z
  .object({
    name: z.string().nullable(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    iin: z.string().nullable(),
    erasedAt: instant.nullable(),
  })
  .meta({ id: 'Reporter' })
