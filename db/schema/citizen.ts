import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { bytea, id, instant } from './columns.ts'

/** Whoever wants to hear of a case by e-mail. Nothing is written to them before `confirmed_at`; who leaves is removed. */
export const followers = pgTable(
  'followers',
  {
    id: id().notNull(),
    caseId: id('case_id').notNull(),
    /** Keyed hash of the address, the same as `reporters.email_hash`. */
    keyHash: bytea('key_hash').notNull(),
    sealed: bytea('sealed').notNull(),
    language: text().notNull(),
    /** When the question whether the address is theirs was last sent. */
    askedAt: instant('asked_at').notNull(),
    confirmedAt: instant('confirmed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.caseId, t.keyHash] }),
    uniqueIndex('followers_id').on(t.id),
    index('followers_asked').on(t.keyHash, t.askedAt).where(sql`confirmed_at is null`),
    index('followers_unconfirmed').on(t.askedAt).where(sql`confirmed_at is null`),
  ],
)

/** What readers hold against a public case: a person named, a lie, a photo that should not be there. For the centre's moderation. */
export const abuseReports = pgTable(
  'abuse_reports',
  {
    id: id().primaryKey(),
    caseId: id('case_id').notNull(),
    reason: text().notNull(),
    /** The reader's own words; they may name people, and go when the case is erased. */
    text: text(),
    /** The photo meant (attachments.id). */
    file: id('file'),
    /** Keyed hash of whoever complains: one complaint of a person about a case. */
    keyHash: bytea('key_hash').notNull(),
    language: text().notNull(),
    at: instant('at').notNull(),
    handledAt: instant('handled_at'),
    handledBy: id('handled_by'),
    outcome: text(),
  },
  (t) => [
    uniqueIndex('abuse_reports_once').on(t.caseId, t.keyHash),
    index('abuse_reports_open').on(t.at, t.id).where(sql`handled_at is null`),
    check('abuse_reason', sql`${t.reason} in ('personal-data','insult','false','advert','other')`),
    check('abuse_outcome', sql`${t.outcome} in ('removed','kept')`),
    check('abuse_handled', sql`num_nonnulls(${t.handledAt}, ${t.handledBy}, ${t.outcome}) in (0, 3)`),
  ],
)

/** Photos of a report that is still being written, until it is sent; forgotten after a day. */
export const heldFiles = pgTable(
  'held_files',
  {
    id: id().primaryKey(),
    /** Keyed hash of the key of the form. */
    draft: bytea('draft').notNull(),
    name: text().notNull(),
    mime: text().notNull(),
    size: integer().notNull(),
    sha256: bytea('sha256').notNull(),
    bytes: bytea('bytes').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [uniqueIndex('held_files_draft').on(t.draft, t.sha256), index('held_files_at').on(t.at)],
)
