import { index, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.ts'

/** Who has a case open at the desk; touched each time the page is read, forgotten after a day. */
export const presence = pgTable(
  'presence',
  { caseId: id('case_id').notNull(), staff: id('staff').notNull(), at: instant('at').notNull() },
  (t) => [primaryKey({ columns: [t.caseId, t.staff] }), index('presence_at').on(t.at)],
)
