import { z } from 'zod'
import { orderShape } from './instruction.ts'
import { page } from './page.ts'
import { date, instant, instantMs, text3, words } from './text.ts'

const WEEK = 7 * 86_400_000
const person = z.number().int().positive().max(Number.MAX_SAFE_INTEGER)

const meetingShape = {
  title: words(200, 3),
  agenda: words(10_000, 3),
  place: words(500),
  startsAt: instantMs,
  endsAt: instantMs,
  staff: z.array(person).max(50).default([]),
  bodies: z.array(z.string().min(1).max(100)).max(30).default([]).describe('Codes; those with an address are mailed.'),
}

interface Times {
  readonly startsAt: string
  readonly endsAt: string
}
const lasts = ({ startsAt, endsAt }: Times) => {
  const ms = Date.parse(endsAt) - Date.parse(startsAt)
  return ms > 0 && ms <= WEEK
}
const LASTS = { error: 'out_of_range', path: ['endsAt'] }

export const meetingChangeBody = z.strictObject(meetingShape).refine(lasts, LASTS).meta({ id: 'MeetingChange' })
export const meetingBody = z
  .strictObject({ ...meetingShape, alsoCases: z.array(z.string().min(1).max(60)).max(50).optional() })
  .refine(lasts, LASTS)
  .meta({ id: 'NewMeeting' })

const decision = z
  .strictObject({
    text: words(10_000, 3),
    case: z.string().min(1).max(60).optional().describe('Of the meeting’s cases; the first unless told.'),
    instruction: z
      .strictObject({
        responsible: orderShape.responsible,
        coExecutors: orderShape.coExecutors,
        dueOn: date,
        publicText: orderShape.publicText,
      })
      .optional(),
    noAction: words(2_000, 3).optional().describe('Why nothing follows.'),
  })
  .refine((d) => (d.instruction === undefined) !== (d.noAction === undefined), {
    error: 'not_valid',
    path: ['instruction'],
  })

export const minutesBody = z.strictObject({ decisions: z.array(decision).min(1).max(50) }).meta({ id: 'Minutes' })

const named = z.object({ id: z.number().int(), name: z.string() })

export const meetingView = z
  .object({
    id: z.number().int(),
    cases: z.array(z.string()),
    title: z.string(),
    agenda: z.string(),
    place: z.string(),
    startsAt: instant,
    endsAt: instant,
    state: z.enum(['called', 'held', 'cancelled']),
    sequence: z.number().int().describe('Of the invitation (RFC 5545): grows with every change.'),
    organiser: named,
    branch: z.string(),
    staff: z.array(named),
    bodies: z.array(
      z.object({
        code: z.string(),
        name: text3,
        mailed: z.boolean().describe('False: no address; tell them yourself.'),
      }),
    ),
    createdAt: instant,
    cancelledAt: instant.nullable(),
    cancelReason: z.string().nullable(),
    heldAt: instant.nullable(),
    minutesBy: named.nullable(),
    decisions: z.array(
      z.object({
        id: z.number().int(),
        case: z.string(),
        text: z.string(),
        instruction: z.number().int().nullable(),
        noAction: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Meeting' })
export type MeetingView = z.infer<typeof meetingView>

export const meetingPage = page(meetingView).meta({ id: 'MeetingPage' })
