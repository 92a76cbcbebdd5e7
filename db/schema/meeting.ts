import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.ts'

/** A meeting about one case or many. `sequence` grows with every change that calendars must hear of (RFC 5545). */
export const meetings = pgTable(
  'meetings',
  {
    id: id().primaryKey(),
    title: text().notNull(),
    agenda: text().notNull(),
    place: text().notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    /** Who called it, and from which branch. */
    organiser: id('organiser').notNull(),
    branch: text().notNull(),
    staff: id('staff').array().notNull(),
    bodies: text().array().notNull(),
    sequence: integer().notNull(),
    state: text().notNull(),
    createdAt: instant('created_at').notNull(),
    cancelledAt: instant('cancelled_at'),
    cancelReason: text('cancel_reason'),
    heldAt: instant('held_at'),
    minutesBy: id('minutes_by'),
    /** Put off past the day on which its minutes were owed, so often; and that day's end, as it was then. */
    putOff: integer('put_off').notNull().default(0),
    owedUntil: instant('owed_until'),
  },
  (t) => [
    index('meetings_called').on(t.startsAt, t.id).where(sql`state = 'called'`),
    index('meetings_past').on(t.startsAt, t.id).where(sql`state <> 'called'`),
    index('meetings_past_branch').on(t.branch, t.startsAt, t.id).where(sql`state <> 'called'`),
    index('meetings_people').using('gin', t.staff),
    check('meeting_state', sql`${t.state} in ('called','held','cancelled')`),
    check('meeting_lasts', sql`${t.endsAt} > ${t.startsAt}`),
  ],
)

export const meetingCases = pgTable(
  'meeting_cases',
  { meeting: id('meeting').notNull(), caseId: id('case_id').notNull() },
  (t) => [primaryKey({ columns: [t.meeting, t.caseId] }), index('meeting_cases_case').on(t.caseId)],
)

/** The minutes: each decision became an instruction, or says why nothing follows from it. */
export const meetingDecisions = pgTable(
  'meeting_decisions',
  {
    id: id().primaryKey(),
    meeting: id('meeting').notNull(),
    position: integer().notNull(),
    caseId: id('case_id').notNull(),
    text: text().notNull(),
    instruction: id('instruction'),
    noAction: text('no_action'),
  },
  (t) => [
    index('meeting_decisions_meeting').on(t.meeting, t.position),
    check('decision_has_its_end', sql`num_nonnulls(${t.instruction}, ${t.noAction}) = 1`),
  ],
)
