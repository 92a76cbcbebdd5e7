import { z } from 'zod'
import { page } from './page.ts'
import { date, instant, text3, words } from './text.ts'

const person = z.number().int().positive().max(Number.MAX_SAFE_INTEGER)

export const instructionBody = z
  .strictObject({
    text: words(10_000, 3),
    responsible: person,
    coExecutors: z.array(person).max(20).default([]),
    dueOn: date,
  })
  .meta({ id: 'NewInstruction' })

export const instructionReportBody = z.strictObject({ text: words(10_000, 3), final: z.boolean() })

const named = z.object({ id: z.number().int(), name: z.string() })

export const instructionView = z
  .object({
    id: z.number().int(),
    case: z.string(),
    text: z.string(),
    author: named,
    responsible: named,
    coExecutors: z.array(named),
    dueOn: date,
    dueAt: instant.nullable(),
    dueBecause: text3.nullable(),
    overdue: z.boolean(),
    state: z.enum(['open', 'reported', 'accepted']),
    createdAt: instant,
    acceptedAt: instant.nullable(),
    extension: z.object({ until: date, reason: z.string(), askedBy: named, askedAt: instant }).nullable(),
    reports: z.array(z.object({ id: z.number().int(), text: z.string(), final: z.boolean(), by: named, at: instant })),
  })
  .meta({ id: 'Instruction' })
export type InstructionView = z.infer<typeof instructionView>

export const instructionPage = page(instructionView).meta({ id: 'InstructionPage' })
