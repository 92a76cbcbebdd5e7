import { z } from 'zod'
import { date, instant, text3 } from './text.ts'

const named = z.object({ code: z.string(), name: text3 })

const line = z
  .object({
    number: z.string(),
    url: z.string(),
    category: named,
    region: named.nullable(),
    district: named.nullable(),
    branch: named,
    owner: z.string(),
    status: z.string(),
    severity: z.number().int(),
    deadline: z.string().nullable(),
    dueAt: instant.nullable(),
    overdue: z.boolean(),
    body: named.nullable(),
    outgoingNumber: z.string().nullable(),
  })
  .meta({ id: 'BriefLine' })

const section = z
  .object({ total: z.number().int().describe('Counted up to 10 000.'), items: z.array(line) })
  .meta({ id: 'BriefSection' })

export const briefQuery = z.strictObject({ branch: z.string().max(20).optional(), lang: z.string().max(5).optional() })

/** The morning brief of a branch, what is latest first. `centre` is there for the central apparatus only. */
export const briefView = z
  .object({
    branch: named,
    date,
    at: instant,
    overdue: section,
    dueToday: section,
    fresh: section,
    replies: section,
    ungraded: section.describe('Replies that have come and wait to be graded.'),
    confirmations: section,
    gaps: z.array(z.object({ branch: named, from: instant, to: instant })),
    centre: z
      .object({
        raised: section,
        faults: section,
        branches: z.array(z.object({ branch: named, overdue: z.number().int() })),
      })
      .nullable(),
  })
  .meta({ id: 'Brief' })
export type BriefView = z.infer<typeof briefView>
