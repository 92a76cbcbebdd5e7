import { sql } from 'drizzle-orm'
import { bigint, boolean, check, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { bytea, id, instant, xid8 } from './columns.ts'

/** Versioned escalation policies; one is active, a running deadline keeps the version it was made under. */
export const policies = pgTable(
  'policies',
  {
    version: integer().primaryKey(),
    state: text().notNull(),
    data: jsonb().notNull(),
    note: text(),
    createdAt: instant('created_at').notNull(),
    createdBy: id('created_by'),
    triedAt: instant('tried_at'),
    trial: jsonb(),
    activatedAt: instant('activated_at'),
    activatedBy: id('activated_by'),
  },
  (t) => [check('policy_state', sql`${t.state} in ('draft','active','retired')`)],
)

/** Who does a job now, so that instances do not repeat each other's work; correctness never depends on it. */
export const leases = pgTable('leases', {
  name: text().primaryKey(),
  holder: text().notNull(),
  until: instant('until').notNull(),
})

/** The heartbeat of every timed job. */
export const pulses = pgTable('pulses', {
  job: text().primaryKey(),
  at: instant('at').notNull(),
  startedAt: instant('started_at').notNull(),
  endedAt: instant('ended_at'),
  ok: boolean().notNull(),
  did: jsonb().notNull(),
  fault: text(),
})

export const idempotency = pgTable(
  'idempotency',
  {
    key: bytea('key').primaryKey(),
    request: bytea('request').notNull(),
    status: integer().notNull(),
    body: jsonb().notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [index('idempotency_expiry').on(t.expiresAt)],
)

/** Where the fold of events into figures stands, and what each case last contributed. */
export const foldCursor = pgTable('fold_cursor', {
  name: text().primaryKey(),
  xid: xid8('xid').notNull(),
  eventId: id('event_id').notNull(),
})

export const caseFigures = pgTable('case_figures', {
  caseId: id('case_id').primaryKey(),
  keys: jsonb().notNull(),
})

/** Rollups: key is a dimension path such as 'region:KZ-39', metric such as 'open'; day is null for standing figures. */
export const figures = pgTable(
  'figures',
  {
    scope: text().notNull(),
    metric: text().notNull(),
    day: text().notNull().default(''),
    value: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.scope, t.metric, t.day] }), index('figures_day').on(t.day, t.metric, t.scope)],
)

/** Open cases per person, for assignment by load. */
export const staffLoad = pgTable('staff_load', {
  staff: id('staff').primaryKey(),
  open: integer().notNull(),
})
