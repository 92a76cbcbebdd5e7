import { z } from 'zod'
import { cursor, limit, page } from './page.ts'
import { instant, language, text3, words } from './text.ts'

export const helpBody = z
  .strictObject({
    question: words(5_000, 3),
    tried: words(5_000, 3).describe('What the branch has done already.'),
    needed: words(5_000, 3).describe('What exactly is needed from the centre.'),
  })
  .meta({ id: 'NewHelp' })

export const helpAnswerBody = z.strictObject({ text: words(10_000, 3) })

const named = z.object({ id: z.number().int(), name: z.string() })

export const HELP_STATES = ['open', 'taken', 'answered', 'instructed', 'withdrawn'] as const

export const helpView = z
  .object({
    id: z.number().int(),
    case: z.string(),
    branch: z.string(),
    askedBy: named,
    question: z.string(),
    tried: z.string(),
    needed: z.string(),
    state: z.enum(HELP_STATES),
    askedAt: instant,
    dueAt: instant,
    dueBecause: text3.nullable(),
    overdue: z.boolean().describe('Not answered, and its hour has passed.'),
    lapsed: z.boolean().describe('Not answered, and its case has ended: nobody waits for it.'),
    takenBy: named.nullable(),
    takenAt: instant.nullable(),
    answeredBy: named.nullable(),
    answeredAt: instant.nullable(),
    answer: z.string().nullable(),
    instruction: z.number().int().nullable(),
    withdrawnBy: named.nullable(),
    withdrawnAt: instant.nullable(),
  })
  .meta({ id: 'Help' })
export type HelpView = z.infer<typeof helpView>

export const helpPage = page(helpView).meta({ id: 'HelpPage' })

export const helpQuery = z.strictObject({
  state: z
    .enum(['waiting', ...HELP_STATES, 'all'])
    .default('waiting')
    .describe('waiting: asked or taken, of a case that is open.'),
  branch: z.string().max(40).optional(),
  cursor: cursor.optional(),
  limit: limit.default(50),
  lang: language.optional(),
})
