import { z } from 'zod'
import { cursor, limit, page } from './page.ts'
import { instant, language } from './text.ts'

/**
 * What happened to a case. The fields of a kind stand beside these (see `kind`); reasons and texts the system wrote come as
 * `{kk, ru, en}`. `at` is when it happened, `recordedAt` when it was written.
 */
export const eventView = z
  .looseObject({
    id: z.number().int(),
    cursor,
    kind: z.string(),
    at: instant,
    recordedAt: instant,
    by: z.object({
      kind: z.enum(['reporter', 'staff', 'engine', 'body', 'system']),
      name: z.string().optional(),
      role: z.string().optional(),
    }),
    public: z.boolean(),
  })
  .meta({ id: 'Event' })
export type EventView = z.infer<typeof eventView>

export const eventPage = page(eventView).meta({ id: 'EventPage' })

export const eventQuery = z.strictObject({
  after: cursor.optional().describe('The cursor of the last event seen.'),
  cursor: cursor.optional().describe('The same as `after`.'),
  limit: limit.default(100),
  lang: language.optional(),
})
