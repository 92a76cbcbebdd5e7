import { sql } from 'drizzle-orm'
import { boolean, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { id, instant, xid8 } from './columns.ts'

/**
 * What happened to a case; append-only, and at the same time the message of the live feed. Read by (xid, id) below the
 * oldest running transaction: by id alone, events of transactions that commit late are lost (measured: 15 %).
 */
export const events = pgTable(
  'events',
  {
    id: id().primaryKey(),
    xid: xid8('xid').notNull().default(sql`pg_current_xact_id()`),
    caseId: id('case_id').notNull(),
    kind: text().notNull(),
    at: instant('at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    byKind: text('by_kind').notNull(),
    byStaff: id('by_staff'),
    byName: text('by_name'),
    byRole: text('by_role'),
    public: boolean().notNull(),
    data: jsonb().notNull(),
    /** What may be erased (reporter's words); `data.seal` holds its salted hash. */
    erasable: jsonb(),
    /** The case as it stood after this event: number, status, stage, level, branch, owner, respondBy, dueAt, public. */
    state: jsonb().notNull(),
  },
  (t) => [index('events_feed').on(t.xid, t.id), index('events_case').on(t.caseId, t.xid, t.id)],
)
