import { z } from 'zod'
import { cursor, limit, page } from './page.ts'
import { instant, language } from './text.ts'

export const OUTBOX_STATES = ['queued', 'sending', 'sent', 'bundled', 'failed', 'unknown'] as const

export const outboxQuery = z.strictObject({
  state: z.enum(OUTBOX_STATES).optional(),
  case: z.string().max(40).optional().describe('The number of a case.'),
  cursor: cursor.optional(),
  limit: limit.default(50),
  lang: z.string().max(5).optional(),
})

/** A notification and what became of it; never an address. */
export const outboxItem = z
  .object({
    id: z.number().int(),
    kind: z.string(),
    to: z.enum(['staff', 'reporter', 'follower', 'guest']),
    staff: z.string().nullable().describe('The name of the person of the staff.'),
    case: z.string().nullable(),
    language,
    state: z.enum(OUTBOX_STATES),
    createdAt: instant,
    sendAfter: instant,
    sentAt: instant.nullable(),
    attempts: z.number().int(),
    fault: z.string().nullable(),
    carriedBy: z.number().int().nullable().describe('The notification in whose mail this one left.'),
  })
  .meta({ id: 'Notification' })
export type OutboxItem = z.infer<typeof outboxItem>

export const outboxPage = page(outboxItem)
  .extend({
    counts: z
      .object({
        queued: z.number().int(),
        sending: z.number().int(),
        failed: z.number().int(),
        unknown: z.number().int(),
      })
      .describe('What has not left, each counted up to 10 000.'),
  })
  .meta({ id: 'Notifications' })
