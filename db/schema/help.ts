import { sql } from 'drizzle-orm'
import { check, index, pgTable, text } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.ts'

/** A branch asks the centre; the centre answers by `due_at` or instructs. */
export const helpRequests = pgTable(
  'help_requests',
  {
    id: id().primaryKey(),
    caseId: id('case_id').notNull(),
    branch: text().notNull(),
    askedBy: id('asked_by').notNull(),
    question: text().notNull(),
    tried: text().notNull(),
    needed: text().notNull(),
    state: text().notNull(),
    askedAt: instant('asked_at').notNull(),
    dueAt: instant('due_at').notNull(),
    takenBy: id('taken_by'),
    takenAt: instant('taken_at'),
    answeredBy: id('answered_by'),
    answeredAt: instant('answered_at'),
    answer: text(),
    instruction: id('instruction'),
    withdrawnBy: id('withdrawn_by'),
    withdrawnAt: instant('withdrawn_at'),
  },
  (t) => [
    index('help_case').on(t.caseId),
    index('help_due').on(t.dueAt, t.id),
    index('help_waiting').on(t.dueAt, t.id).where(sql`state in ('open','taken')`),
    index('help_branch').on(t.branch, t.dueAt, t.id),
    check('help_state', sql`${t.state} in ('open','taken','answered','instructed','withdrawn')`),
  ],
)
