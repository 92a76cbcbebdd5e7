import { z } from 'zod'
import { cursor, limit, page } from './page.ts'
import { date, instant, language, text3, words } from './text.ts'

const person = z.number().int().positive().max(Number.MAX_SAFE_INTEGER)

export const orderShape = {
  text: words(10_000, 3),
  responsible: person,
  coExecutors: z.array(person).max(20).default([]),
  dueOn: date,
  publicText: words(500, 3)
    .optional()
    .describe('What everyone may read of it, without names; without it only that something was ordered, and its date.'),
}
export const instructionBody = z.strictObject(orderShape).meta({ id: 'NewInstruction' })

export const instructionReportBody = z.strictObject({ text: words(10_000, 3), final: z.boolean() })

const named = z.object({ id: z.number().int(), name: z.string() })
const asked = z.object({ until: date, reason: z.string(), askedBy: named, askedAt: instant })

export const INSTRUCTION_STATES = ['open', 'reported', 'accepted'] as const

export const instructionView = z
  .object({
    id: z.number().int(),
    case: z.string(),
    text: z.string(),
    publicText: z.string().nullable(),
    author: named,
    responsible: named,
    coExecutors: z.array(named),
    branch: z.string().describe('Of the responsible when it was given: whose list it stands in.'),
    dueOn: date,
    dueAt: instant.nullable(),
    dueBecause: text3.nullable(),
    overdue: z.boolean(),
    state: z.enum(INSTRUCTION_STATES),
    createdAt: instant,
    acceptedAt: instant.nullable().describe('When it was taken off control, and by whom.'),
    acceptedBy: named.nullable(),
    extension: asked.nullable().describe('Asked for and not decided yet.'),
    extensions: z.array(
      z.object({
        granted: z.boolean(),
        until: date,
        reason: z.string(),
        asked: asked.nullable(),
        decidedBy: named,
        decidedAt: instant,
      }),
    ),
    reports: z.array(
      z.object({
        id: z.number().int(),
        text: z.string(),
        final: z.boolean(),
        by: named,
        at: instant,
        returned: z.object({ at: instant, by: named, reason: z.string() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'Instruction' })
export type InstructionBody = z.output<typeof instructionBody>
export type InstructionView = z.infer<typeof instructionView>

export const instructionPage = page(instructionView).meta({ id: 'InstructionPage' })

const flag = z.enum(['true', 'false']).transform((value) => value === 'true')

export const instructionQuery = z.strictObject({
  mine: flag.optional().describe('Only those I gave, answer for or help with.'),
  branch: z.string().max(40).optional(),
  state: z
    .enum(['control', ...INSTRUCTION_STATES, 'all'])
    .default('control')
    .describe('control: not accepted yet.'),
  overdue: flag.optional(),
  cursor: cursor.optional(),
  limit: limit.default(50),
  lang: language.optional(),
})
