import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { bytea, id, instant, tsvector } from './columns.ts'
import { deadlines } from './deadline.ts'
import { branches, categories, districts, regions } from './reference.ts'
import { staff } from './staff.ts'

/** The serial of a case number; taken in blocks by every instance. */
export const caseSerial = pgSequence('case_serial', { startWith: 1, increment: 20 })
/** Ids of everything else; one block of 1000 per call. */
export const idBlocks = pgSequence('id_blocks', { startWith: 1000, increment: 1000 })

export const cases = pgTable(
  'cases',
  {
    id: id().primaryKey(),
    number: text().notNull(),
    version: integer().notNull().default(1),
    kind: text().notNull(),
    category: text()
      .notNull()
      .references(() => categories.id),
    severity: smallint().notNull(),
    region: text().references(() => regions.code),
    district: text().references(() => districts.kato),
    address: text(),
    lat: doublePrecision(),
    lon: doublePrecision(),
    title: text(),
    text: text().notNull(),
    language: text().notNull(),
    channel: text().notNull(),
    source: text(),
    externalId: text('external_id'),
    public: boolean().notNull(),
    status: text().notNull(),
    stage: smallint().notNull(),
    level: text().notNull(),
    branch: text()
      .notNull()
      .references(() => branches.code),
    owner: id('owner')
      .notNull()
      .references(() => staff.id),
    reportedAt: instant('reported_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    respondBy: instant('respond_by').notNull(),
    respondedAt: instant('responded_at'),
    /** Earliest due instant of an open deadline that can be breached; null when nothing is owed (closed, awaiting confirmation). */
    dueAt: instant('due_at'),
    nextDeadline: id('next_deadline'),
    nextDeadlineOpen: boolean('next_deadline_open').generatedAlwaysAs(sql`true`),
    raisedAt: instant('raised_at'),
    onWall: boolean('on_wall').notNull().default(false),
    decidedBy: id('decided_by'),
    decidedAs: text('decided_as'),
    decidedAt: instant('decided_at'),
    disputedPerson: id('disputed_person'),
    rejectionDisputes: smallint('rejection_disputes').notNull().default(0),
    underWay: boolean('under_way').notNull().default(false),
    needsSecondSignature: boolean('needs_second_signature').notNull().default(false),
    mergedInto: id('merged_into'),
    resolvedAt: instant('resolved_at'),
    closedAt: instant('closed_at'),
    publicAnswer: jsonb('public_answer'),
    trackingHash: bytea('tracking_hash').notNull(),
    supporters: integer().notNull().default(0),
    search: tsvector('search'),
    updatedAt: instant('updated_at').notNull(),
    erasedAt: instant('erased_at'),
    /** What the centre took out of public view, and how to put it back (shared/domain/moderation.ts). */
    moderation: jsonb('moderation'),
  },
  (t) => [
    uniqueIndex('cases_number').on(t.number),
    uniqueIndex('cases_external').on(t.source, t.externalId),
    uniqueIndex('cases_tracking').on(t.trackingHash),
    index('cases_owner_due').on(t.owner, t.dueAt, t.id).where(sql`status not in ('closed','rejected','merged')`),
    index('cases_branch_due').on(t.branch, t.dueAt, t.id).where(sql`status not in ('closed','rejected','merged')`),
    index('cases_due').on(t.dueAt, t.id).where(sql`status not in ('closed','rejected','merged')`),
    index('cases_branch').on(t.branch, t.id),
    index('cases_owner').on(t.owner, t.id),
    index('cases_status').on(t.status, t.id),
    index('cases_level').on(t.level, t.id).where(sql`level <> 'region'`),
    index('cases_central_due')
      .on(t.dueAt, t.id)
      .where(sql`level = 'central' and status not in ('closed','rejected','merged')`),
    index('cases_wall')
      .on(t.raisedAt, t.id)
      .where(sql`raised_at is not null and status not in ('closed','rejected','merged')`),
    // What nobody has answered yet, the longest wait first: the wall reads it at every look.
    index('cases_unanswered').on(t.respondBy, t.id).where(sql`status in ('received','reopened')`),
    index('cases_merged').on(t.mergedInto).where(sql`merged_into is not null`),
    index('cases_reported').on(t.reportedAt, t.id),
    index('cases_search').using('gin', t.search),
    check('case_kind', sql`${t.kind} in ('problem','complaint','proposal')`),
    check('case_severity', sql`${t.severity} between 1 and 4`),
    check('case_level', sql`${t.level} in ('district','region','central')`),
    check(
      'case_status',
      sql`${t.status} in ('received','responded','in_progress','resolved','closed','rejected','merged','reopened')`,
    ),
    check(
      'open_case_has_open_deadline',
      sql`(${t.status} in ('closed','rejected','merged')) = (${t.nextDeadline} is null)`,
    ),
    check('ended_case_says_why', sql`${t.status} not in ('rejected','merged') or ${t.publicAnswer} is not null`),
    // With the check above: an open case without an open deadline cannot be stored.
    foreignKey({
      name: 'case_next_deadline_is_open',
      columns: [t.nextDeadline, t.nextDeadlineOpen],
      foreignColumns: [deadlines.id, deadlines.open],
    }),
  ],
)

/** Contacts of the person who reported, sealed (AES-256-GCM) with a key outside the database; apart from the case. */
export const reporters = pgTable(
  'reporters',
  {
    caseId: id('case_id').primaryKey(),
    sealed: bytea('sealed'),
    hasEmail: boolean('has_email').notNull(),
    iinHash: bytea('iin_hash'),
    phoneHash: bytea('phone_hash'),
    emailHash: bytea('email_hash'),
    erasedAt: instant('erased_at'),
  },
  (t) => [
    index('reporters_iin').on(t.iinHash).where(sql`iin_hash is not null`),
    index('reporters_phone').on(t.phoneHash).where(sql`phone_hash is not null`),
    index('reporters_email').on(t.emailHash).where(sql`email_hash is not null`),
  ],
)

export const reporterReadings = pgTable(
  'reporter_readings',
  {
    id: id().primaryKey(),
    caseId: id('case_id').notNull(),
    staff: id('staff').notNull(),
    role: text().notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('reporter_readings_case').on(t.caseId, t.at)],
)

/** "I have this too"; counted once per keyed hash of the caller. */
export const supporters = pgTable(
  'supporters',
  {
    caseId: id('case_id').notNull(),
    keyHash: bytea('key_hash').notNull(),
    language: text().notNull(),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.caseId, t.keyHash] })],
)

export const attachments = pgTable(
  'attachments',
  {
    id: id().primaryKey(),
    caseId: id('case_id').notNull(),
    contact: id('contact'),
    /** The body's reply it came with. */
    reply: id('reply'),
    name: text().notNull(),
    mime: text().notNull(),
    size: integer().notNull(),
    sha256: bytea('sha256').notNull(),
    bytes: bytea('bytes'),
    public: boolean().notNull(),
    byKind: text('by_kind').notNull(),
    byStaff: id('by_staff'),
    at: instant('at').notNull(),
    hiddenAt: instant('hidden_at'),
  },
  (t) => [index('attachments_case').on(t.caseId)],
)
