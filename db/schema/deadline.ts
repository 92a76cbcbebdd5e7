import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, smallint, text, unique } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.ts'

/** A promise with an instant; written when its cause happens, under the policy and calendar of that moment. */
export const deadlines = pgTable(
  'deadlines',
  {
    id: id().primaryKey(),
    caseId: id('case_id').notNull(),
    kind: text().notNull(),
    /** The contact (reply), instruction, commitment, help request, or the reply to be graded or meeting (action) this deadline belongs to. */
    subject: id('subject'),
    severity: smallint().notNull(),
    openedAt: instant('opened_at').notNull(),
    dueAt: instant('due_at').notNull(),
    policy: integer().notNull(),
    calendar: integer().notNull(),
    /** Facts of the explanation (key and parameters); the words are made in shared/i18n. */
    because: jsonb().notNull(),
    closedAt: instant('closed_at'),
    closedBy: id('closed_by'),
    outcome: text(),
    open: boolean().generatedAlwaysAs(sql`closed_at is null`),
    nextRung: smallint('next_rung').notNull(),
    /** When the engine looks at it next: the planned instant of the next rung, later while set aside; null when nothing is left to fire. */
    wakeAt: instant('wake_at'),
    failures: smallint().notNull().default(0),
    fault: text(),
  },
  (t) => [
    unique('deadlines_id_open').on(t.id, t.open),
    index('deadlines_wake').on(t.wakeAt, t.id).where(sql`wake_at is not null`),
    index('deadlines_case').on(t.caseId),
    index('deadlines_subject').on(t.subject).where(sql`subject is not null`),
    // Open terms in working days, by the calendar they were counted under: looked at in every pass.
    index('deadlines_terms').on(t.calendar, t.caseId).where(sql`closed_at is null and kind = 'reply'`),
    // Everything promised with a date and not yet kept, by lateness: the board.
    index('deadlines_promised')
      .on(t.kind, t.dueAt, t.id)
      .where(sql`closed_at is null and kind in ('action','reply','instruction','commitment')`),
    index('deadlines_fault').on(t.id).where(sql`fault is not null`),
    check(
      'deadline_kind',
      sql`${t.kind} in ('response','action','reply','instruction','confirmation','overall','commitment','help')`,
    ),
    check('deadline_outcome', sql`(${t.closedAt} is null) = (${t.outcome} is null)`),
    check('deadline_closed_sleeps', sql`${t.closedAt} is null or ${t.wakeAt} is null`),
  ],
)

/** One verdict per deadline, for ever. */
export const verdicts = pgTable(
  'verdicts',
  {
    deadlineId: id('deadline_id').primaryKey(),
    caseId: id('case_id').notNull(),
    kind: text().notNull(),
    verdict: text().notNull(),
    dueAt: instant('due_at').notNull(),
    decidedAt: instant('decided_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    eventId: id('event_id').notNull(),
    reliedOn: id('relied_on'),
    policy: integer().notNull(),
    calendar: integer().notNull(),
    branch: text().notNull(),
    owner: id('owner').notNull(),
    body: text(),
  },
  (t) => [
    index('verdicts_case').on(t.caseId),
    check('verdict_word', sql`${t.verdict} in ('met','missed')`),
    check('met_relies_on_event', sql`${t.verdict} = 'missed' or ${t.reliedOn} is not null`),
  ],
)

/**
 * A verdict that turned out wrong: the reply had come in time and was written down after the term. The verdict stays as it
 * was; whoever counts takes the correction's word.
 */
export const verdictCorrections = pgTable(
  'verdict_corrections',
  {
    deadlineId: id('deadline_id')
      .primaryKey()
      .references(() => verdicts.deadlineId),
    caseId: id('case_id').notNull(),
    verdict: text().notNull(),
    eventId: id('event_id').notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [index('verdict_corrections_case').on(t.caseId), check('correction_word', sql`${t.verdict} = 'met'`)],
)

/** A fired (or skipped) rung. The primary key is what makes it exactly once. */
export const rungs = pgTable(
  'rungs',
  {
    deadlineId: id('deadline_id').notNull(),
    rung: text().notNull(),
    position: smallint().notNull(),
    caseId: id('case_id').notNull(),
    rungDueAt: instant('rung_due_at').notNull(),
    firedAt: instant('fired_at').notNull(),
    late: boolean().notNull(),
    skipped: boolean().notNull(),
    eventId: id('event_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.deadlineId, t.rung] })],
)
