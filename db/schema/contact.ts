import { sql } from 'drizzle-orm'
import { check, date, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.ts'
import { bodies } from './reference.ts'

/** A turn to a government body, numbered here, with its term. */
export const contacts = pgTable(
  'contacts',
  {
    id: id().primaryKey(),
    body: text()
      .notNull()
      .references(() => bodies.id),
    channel: text().notNull(),
    subject: text().notNull(),
    text: text().notNull(),
    language: text().notNull(),
    branch: text().notNull(),
    author: id('author').notNull(),
    authorRole: text('author_role').notNull(),
    year: integer().notNull(),
    serial: integer().notNull(),
    outgoingNumber: text('outgoing_number').notNull(),
    createdAt: instant('created_at').notNull(),
    sentAt: instant('sent_at'),
    delivery: text().notNull(),
    deliveryNote: text('delivery_note'),
    registeredOn: date('registered_on', { mode: 'string' }),
    incomingNumber: text('incoming_number'),
    replyDueOn: date('reply_due_on', { mode: 'string' }),
    extendedUntil: date('extended_until', { mode: 'string' }),
    redirectedFrom: id('redirected_from'),
    answeredAt: instant('answered_at'),
    state: text().notNull(),
    data: jsonb(),
  },
  (t) => [
    uniqueIndex('contacts_number').on(t.branch, t.year, t.serial),
    uniqueIndex('contacts_outgoing').on(t.outgoingNumber),
    index('contacts_body').on(t.body, t.id),
    check('contact_state', sql`${t.state} in ('open','answered','redirected','withdrawn')`),
  ],
)

export const contactCases = pgTable(
  'contact_cases',
  { contact: id('contact').notNull(), caseId: id('case_id').notNull() },
  (t) => [primaryKey({ columns: [t.contact, t.caseId] }), index('contact_cases_case').on(t.caseId)],
)

/** The gapless counter of outgoing numbers; bumped in the statement that issues the number. */
export const outgoingCounters = pgTable(
  'outgoing_counters',
  { branch: text().notNull(), year: integer().notNull(), last: integer().notNull() },
  (t) => [primaryKey({ columns: [t.branch, t.year] })],
)

export const replies = pgTable(
  'replies',
  {
    id: id().primaryKey(),
    contact: id('contact').notNull(),
    receivedAt: instant('received_at').notNull(),
    incomingNumber: text('incoming_number'),
    text: text().notNull(),
    grade: text().notNull(),
    recordedBy: id('recorded_by'),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [index('replies_contact').on(t.contact)],
)

export const instructions = pgTable(
  'instructions',
  {
    id: id().primaryKey(),
    caseId: id('case_id').notNull(),
    text: text().notNull(),
    author: id('author').notNull(),
    responsible: id('responsible').notNull(),
    coExecutors: id('co_executors').array().notNull(),
    dueOn: date('due_on', { mode: 'string' }).notNull(),
    state: text().notNull(),
    createdAt: instant('created_at').notNull(),
    acceptedAt: instant('accepted_at'),
    extension: jsonb(),
  },
  (t) => [
    index('instructions_case').on(t.caseId),
    index('instructions_responsible').on(t.responsible, t.dueOn).where(sql`state <> 'accepted'`),
    check('instruction_state', sql`${t.state} in ('open','reported','accepted')`),
  ],
)

export const instructionReports = pgTable(
  'instruction_reports',
  {
    id: id().primaryKey(),
    instruction: id('instruction').notNull(),
    text: text().notNull(),
    final: integer().notNull(),
    by: id('by').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('instruction_reports_instruction').on(t.instruction)],
)
