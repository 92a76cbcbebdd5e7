import { z } from 'zod'
import { share, standing } from './stats.ts'
import { date, instant, text3 } from './text.ts'

const n = z.number().int()

/** One case of the list that comes first: who has heard nothing longest. */
const burning = z.object({
  number: z.string(),
  category: z.string(),
  severity: n,
  region: z.string().nullable(),
  district: z.string().nullable(),
  branch: z.string(),
  owner: z.string().describe('Name of the person who has it.'),
  respondBy: instant,
  lateMinutes: n.describe('Since the promised hour; below zero for a raised case that has been answered.'),
  raised: z.boolean(),
  silent: z.boolean(),
  answered: z.boolean(),
})

export const wallView = z
  .object({
    at: instant,
    from: date.describe('First of the thirty days.'),
    to: date.describe('Today, by the clocks of the capital.'),
    standing,
    due: z
      .object({ date, n })
      .describe(
        'Answers owed by the next hour of answers: of today as long as it is ahead and somebody is owed one, else of a report made now.',
      ),
    /** The last thirty days. */
    month: z.object({
      reported: n,
      response: share,
      medianMinutes: z.number().nullable(),
    }),
    regions: z.array(z.object({ code: z.string(), name: text3, standing, response: share })),
    days: z.array(
      z.object({
        date,
        reported: n,
        met: n,
        missed: n,
        closed: n,
        medianMinutes: z.number().nullable().describe('Null below 30 answers.'),
      }),
    ),
    answers: z
      .array(z.object({ upTo: n.nullable().describe('Minutes; null: beyond the last bound.'), n }))
      .describe('Times from report to answer over the thirty days.'),
    rising: z
      .array(
        z.object({
          category: z.string(),
          name: text3,
          today: n,
          usual: z.number().describe('Reports of a usual day: the mean of the 28 before.'),
          p: z.number().describe('Chance of so many on a usual day (shared/domain/rising.ts).'),
        }),
      )
      .describe('Categories reported unusually often today.'),
    bodies: z
      .array(z.object({ code: z.string(), name: text3, asked: n, replied: n, silent: n, reply: share }))
      .describe('Asked most in this month and the last; silent: the term passed without an answer.'),
    instructions: z.object({
      open: n.describe('On control, counted up to 1,000.'),
      overdue: n,
      reported: n.describe('Reports that wait to be accepted.'),
      items: z.array(
        z.object({ id: n, number: z.string(), responsible: z.string(), dueOn: date, overdue: z.boolean() }),
      ),
    }),
    burning: z.array(burning),
    machine: z.object({
      engineAt: instant.nullable().describe('When the engine last ended a pass.'),
      behindSeconds: n.describe('How long the oldest event has waited to be counted.'),
    }),
  })
  .meta({ id: 'Wall' })
export type WallView = z.infer<typeof wallView>
