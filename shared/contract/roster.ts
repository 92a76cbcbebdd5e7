import { z } from 'zod'
import { cursor, limit } from './page.ts'
import { branchCode } from './staff.ts'
import { date, idParam, instant, instantMs, language, words } from './text.ts'

const person = z.object({ id: z.number().int(), name: z.string() })
const staffId = z.number().int().positive()

/** Half-open: on duty from `from` until just before `to`. */
export const shiftView = z
  .object({
    id: z.number().int(),
    branch: z.string(),
    staff: person,
    from: instant,
    to: instant,
    rotation: z.number().int().nullable().describe('The rotation that wrote it.'),
    swappedFrom: person.nullable().describe('Whose shift it was before a swap.'),
  })
  .meta({ id: 'Shift' })

export const shiftBody = z.strictObject({ branch: branchCode, staff: staffId, from: instantMs, to: instantMs })
export const swapBody = z.strictObject({ staff: staffId })

export const rosterQuery = z.strictObject({
  branch: branchCode.optional(),
  from: instantMs.optional().describe('Default: now.'),
  to: instantMs.optional().describe('Default: 14 days later.'),
  cursor: cursor.optional(),
  limit: limit.default(100),
  lang: language.optional(),
})
export const branchQuery = z.strictObject({ branch: branchCode.optional(), lang: language.optional() })

export const rotationBody = z.strictObject({
  branch: branchCode,
  members: z.array(staffId).min(1).max(50).describe('In the order of their turns; a name may come twice.'),
  startsOn: date,
  shiftDays: z.number().int().min(1).max(31),
  handover: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .describe('Local time of the branch.'),
})
export const rotationView = z
  .object({
    id: z.number().int(),
    branch: z.string(),
    members: z.array(person),
    startsOn: date,
    shiftDays: z.number().int(),
    handover: z.string(),
    writtenUntil: instant.nullable(),
    endedAt: instant.nullable(),
  })
  .meta({ id: 'Rotation' })

export const gapsView = z
  .object({
    branch: z.string(),
    roster: z.enum(['kept', 'none']).describe('`none`: everybody present shares the duty, so nothing can be missing.'),
    gaps: z.array(z.object({ from: instant, to: instant })),
  })
  .meta({ id: 'RosterGaps' })

export const absenceBody = z.strictObject({
  staff: staffId,
  from: instantMs,
  to: instantMs,
  reason: words(200).optional(),
})
export const absenceView = z
  .object({
    id: z.number().int(),
    staff: person,
    branch: z.string(),
    from: instant,
    to: instant,
    reason: z.string().nullable(),
  })
  .meta({ id: 'Absence' })

export const idParams = z.object({ id: idParam })
