import { z } from 'zod'
import { DEADLINE_KINDS, type DeadlineKind } from '../domain/deadline.ts'
import type { Policy } from '../domain/policy.ts'
import { cursor, limit } from './page.ts'
import { date, instant, language, text3, words } from './text.ts'

const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .describe('Local time.')
const YEAR_MINUTES = 366 * 1440
const minutes = z.number().int().min(-YEAR_MINUTES).max(YEAR_MINUTES)

const rungWhen = z.union([
  z.strictObject({ from: z.literal('opened'), minutes: minutes.min(0) }),
  z.strictObject({ from: z.literal('due'), minutes }),
  z.strictObject({ from: z.literal('due'), workingDays: z.number().int().min(-60).max(60), at: time }),
])
const rungAction = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('tell'),
    whom: z.enum(['owner', 'branch-head', 'central-duty', 'central-head', 'reporter', 'author', 'responsible']),
  }),
  z.strictObject({ do: z.literal('reassign'), whom: z.enum(['branch-head', 'central-duty', 'central-head']) }),
  z.strictObject({ do: z.literal('raise'), level: z.enum(['region', 'central']) }),
  z.strictObject({ do: z.literal('wall') }),
  z.strictObject({ do: z.literal('verdict') }),
  z.strictObject({ do: z.literal('close') }),
  z.strictObject({ do: z.literal('remind-body') }),
  z.strictObject({ do: z.literal('propose-next') }),
])
const rung = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  when: rungWhen,
  actions: z.array(rungAction).min(1).max(10),
  severities: z.array(z.number().int().min(1).max(4)).min(1).max(4).optional(),
})
const ladder = z.array(rung).min(1).max(30)
/** Kinds that came after the first clients: a draft that does not name one takes it from the policy in force. */
const LATER_KINDS: readonly DeadlineKind[] = ['commitment']
const ladders = Object.fromEntries(
  DEADLINE_KINDS.map((kind) => [kind, LATER_KINDS.includes(kind) ? ladder.optional() : ladder]),
) as Record<DeadlineKind, typeof ladder>

/** The content of a policy; its version is given when it is stored. */
export const policyData = z
  .strictObject({
    response: z.strictObject({ cutOff: time, hour: time, workingDaysOnly: z.boolean().optional() }),
    confirmationDays: z.number().int().min(1).max(60),
    disputeDays: z.number().int().min(1).max(60),
    briefAt: time,
    quiet: z.strictObject({ from: time, to: time }),
    ladders: z.strictObject(ladders),
  })
  .meta({ id: 'PolicyData' })
export type PolicyData = Omit<Policy, 'version'>

export const policyBody = z.strictObject({ data: policyData, note: words(1_000) })

const person = z.object({ id: z.number().int(), name: z.string() })
export const policyItem = z
  .object({
    version: z.number().int(),
    state: z.enum(['draft', 'active', 'retired']),
    note: z.string().nullable(),
    createdAt: instant,
    createdBy: person.nullable().describe('Null: shipped with the system.'),
    triedAt: instant.nullable(),
    activatedAt: instant.nullable(),
    activatedBy: person.nullable(),
  })
  .meta({ id: 'PolicyItem' })

const kind = z.enum(DEADLINE_KINDS as [string, ...string[]])
const outcome = z.object({
  breaches: z.array(z.object({ deadline: kind, judged: z.number().int(), missed: z.number().int() })),
  messages: z
    .object({
      total: z.number().int(),
      people: z.array(
        person.extend({
          branch: z.string(),
          total: z.number().int(),
          mornings: z.number().int().describe('Messages that leave in the hour of the brief, all days together.'),
          busiestMorning: z.number().int().describe('The most of them on one day.'),
        }),
      ),
    })
    .describe('People with the fullest mornings first; a hundred at most.'),
  gaps: z
    .array(z.object({ branch: z.string(), times: z.number().int(), first: instant, last: instant }))
    .describe('Branches in which a rung would have found nobody on duty.'),
})
export const trialView = z
  .object({
    version: z.number().int(),
    against: z.number().int().describe('The version in force at the time of the trial.'),
    from: instant,
    to: instant,
    cases: z.number().int(),
    deadlines: z.number().int(),
    complete: z.boolean().describe('False: only the newest cases up to 20,000 deadlines were tried.'),
    draft: outcome,
    active: outcome,
  })
  .meta({ id: 'PolicyTrial' })
export type TrialView = z.infer<typeof trialView>

export const policyView = policyItem.extend({ data: policyData, trial: trialView.nullable() }).meta({ id: 'Policy' })

export const trialBody = z.strictObject({ days: z.number().int().min(1).max(366).default(30) })
export const versionParams = z.object({ version: z.coerce.number().int().positive().max(2_147_483_647) })
export const policyQuery = z.strictObject({
  cursor: cursor.optional(),
  limit: limit.default(50),
  lang: language.optional(),
})

export const calendarDay = z.strictObject({ kind: z.enum(['off', 'working']), name: text3 })
export const calendarView = z
  .object({
    version: z.number().int(),
    note: z.string(),
    createdAt: instant,
    days: z
      .record(date, z.object({ kind: z.enum(['off', 'working']), name: text3 }))
      .describe('Days that are not what their weekday says; Saturdays and Sundays not named here are off.'),
  })
  .meta({ id: 'Calendar' })
const dayName = words(200)
export const calendarBody = z.strictObject({
  days: z
    .record(
      date,
      z
        .strictObject({
          kind: z.enum(['off', 'working']),
          name: z.strictObject({ kk: dayName, ru: dayName, en: dayName }),
        })
        .nullable(),
    )
    .refine((days) => Object.keys(days).length > 0 && Object.keys(days).length <= 400, { error: 'not_valid' })
    .describe('Only the days that change; null: the day is what its weekday says.'),
  note: words(500).describe('Why: the order or the law.'),
})
