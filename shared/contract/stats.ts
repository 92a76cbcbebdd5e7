import { z } from 'zod'
import { date, instant, text3 } from './text.ts'

const n = z.number().int()

/** A share with its 95 % interval; null where there are fewer than 30 cases. */
export const share = z
  .object({
    n,
    share: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
  })
  .meta({ id: 'Share' })

/** What stands now. */
export const standing = z
  .object({
    open: n,
    unanswered: n,
    overdue: n.describe('The answer was due and there is none.'),
    raised: n.describe('Open and lifted to a higher level.'),
    resolved: n.describe('Solved, waiting for the reporter to confirm.'),
    wall: n,
    silent: n.describe('Overdue for so long that the centre has it on its wall.'),
  })
  .meta({ id: 'Standing' })

/** What was judged in the months asked for. */
const judged = z.object({
  reported: n,
  closed: n,
  rejected: n,
  response: share.describe('Answered in time, of all answers that were due.'),
  medianMinutes: z.number().nullable().describe('Median time from report to answer; null below 30 cases.'),
})

export const statsQuery = z.strictObject({
  months: z.coerce.number().int().min(1).max(12).default(3).describe('The running month and those before it.'),
  lang: z.string().max(5).optional(),
})

const span = { at: instant, from: date, to: date }

export const overviewView = z
  .object({
    ...span,
    standing,
    judged,
    regions: z.array(z.object({ code: z.string(), name: text3, standing, judged })),
    categories: z.array(z.object({ code: z.string(), name: text3, open: n, overdue: n, reported: n })),
    days: z.array(z.object({ date, reported: n, met: n, missed: n, closed: n })).describe('The last 30 days.'),
    staff: z
      .object({
        outbox: z.object({ queued: n, failed: n, unknown: n }),
        faults: n,
        engineAt: instant.nullable(),
      })
      .optional()
      .describe('For the staff only.'),
  })
  .meta({ id: 'StatsOverview' })
export type OverviewView = z.infer<typeof overviewView>

export const branchesView = z
  .object({
    ...span,
    items: z.array(
      z.object({
        code: z.string(),
        name: text3,
        level: z.string(),
        parent: z.string().nullable(),
        standing,
        judged,
      }),
    ),
  })
  .meta({ id: 'StatsBranches' })
export type BranchesView = z.infer<typeof branchesView>

export const bodiesView = z
  .object({
    ...span,
    items: z.array(
      z.object({
        code: z.string(),
        name: text3,
        region: z.string().nullable(),
        asked: n,
        reply: share.describe('Replied in time, of all replies that were due.'),
        medianDays: z.number().nullable().describe('Median time from letter to reply; null below 30 letters.'),
      }),
    ),
  })
  .meta({ id: 'StatsBodies' })
export type BodiesView = z.infer<typeof bodiesView>
