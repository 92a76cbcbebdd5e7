import { date, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { cases } from './case.ts'
import { bytea, id, instant } from './columns.ts'

/** A closed day of the public ledger; never changed. Hashes are bytes (shared/domain/ledger.ts). */
export const ledgerDays = pgTable('ledger_days', {
  /** The last local day of the country that it covers. */
  date: date().primaryKey(),
  closedAt: instant('closed_at').notNull(),
  previous: date(),
  previousRoot: bytea('previous_root'),
  root: bytea('root').notNull(),
  signature: bytea('signature').notNull(),
  /** The public key, Ed25519. */
  key: bytea('key').notNull(),
  leaves: integer().notNull(),
  /** The answers that were due or given, as they are hashed; without a word about people. */
  answers: jsonb().notNull(),
  met: integer().notNull(),
  missed: integer().notNull(),
  late: integer().notNull(),
  cases: integer().notNull(),
})

/** The head of a case's chain at the end of a day on which something happened to it. */
export const ledgerHeads = pgTable(
  'ledger_heads',
  {
    caseId: id('case_id')
      .notNull()
      .references(() => cases.id),
    date: date()
      .notNull()
      .references(() => ledgerDays.date),
    /** The place among the heads of the day. */
    place: integer().notNull(),
    number: text().notNull(),
    /** How many events of the case the head covers, of all days. */
    events: integer().notNull(),
    head: bytea('head').notNull(),
  },
  (t) => [primaryKey({ columns: [t.caseId, t.date] }), index('ledger_heads_day').on(t.date, t.place)],
)
