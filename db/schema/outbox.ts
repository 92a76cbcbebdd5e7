import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { bytea, id, instant } from './columns.ts'

/** A notification that must leave; written together with its cause, sent at least once under one Message-ID. */
export const outbox = pgTable(
  'outbox',
  {
    id: id().primaryKey(),
    kind: text().notNull(),
    /** Exactly one of: a person of the staff, the reporter of the case, a follower (key hash), a guest of a meeting. */
    staff: id('staff'),
    reporterOf: id('reporter_of'),
    follower: bytea('follower'),
    /** 'staff:12' or 'body:akimat-39': an invitation is a mail of its own, never bundled with other notices. */
    guest: text(),
    language: text().notNull(),
    caseId: id('case_id'),
    eventId: id('event_id'),
    data: jsonb().notNull(),
    /** Same key, one row: a brief for a person and a date. */
    onceKey: text('once_key'),
    createdAt: instant('created_at').notNull(),
    sendAfter: instant('send_after').notNull(),
    state: text().notNull().default('queued'),
    attempts: integer().notNull().default(0),
    leaseUntil: instant('lease_until'),
    sentAt: instant('sent_at'),
    /** The mail that carried this one when several were bundled. */
    carriedBy: id('carried_by'),
    fault: text(),
  },
  (t) => [
    index('outbox_due').on(t.sendAfter, t.id).where(sql`state = 'queued'`),
    index('outbox_lease').on(t.leaseUntil).where(sql`state = 'sending'`),
    index('outbox_staff').on(t.staff, t.sendAfter).where(sql`state = 'queued'`),
    index('outbox_case').on(t.caseId).where(sql`case_id is not null`),
    index('outbox_trouble').on(t.id).where(sql`state in ('failed','unknown')`),
    uniqueIndex('outbox_once').on(t.onceKey),
    check('outbox_state', sql`${t.state} in ('queued','sending','sent','bundled','failed','unknown')`),
    check('outbox_one_recipient', sql`num_nonnulls(${t.staff}, ${t.reporterOf}, ${t.follower}, ${t.guest}) = 1`),
  ],
)
