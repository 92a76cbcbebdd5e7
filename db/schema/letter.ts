import { type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, check, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { bytea, id, instant } from './columns.ts'
import { contacts } from './contact.ts'

/** Addresses and message ids are compared as mail programs compare them. */
const lower = (column: AnyPgColumn): SQL => sql`lower(${column})`

/**
 * A letter to a body that leaves by mail: the first of a contact and all that follow it under its number. Claimed before
 * the conversation with the mail server, never sent twice by itself.
 */
export const letters = pgTable(
  'letters',
  {
    id: id().primaryKey(),
    contact: id('contact')
      .notNull()
      .references(() => contacts.id),
    /** first, reminder, overdue, extension, thanks (shared/domain/mailing.ts). */
    purpose: text().notNull(),
    /** The first letter of the contact, itself for that one: its address stands in From and Reply-To of all. */
    thread: id('thread').notNull(),
    language: text().notNull(),
    /** Where it goes: the address of the body on the day it was written. */
    address: text().notNull(),
    subject: text().notNull(),
    /** What its author added; the words of the first letter are the contact's. */
    text: text(),
    author: id('author'),
    /** Files that go with it: [{ file, case, name, mime, size }]. */
    annexes: jsonb().notNull().default([]),
    /** Same key, one letter: a reminder of a kind for a term. */
    onceKey: text('once_key'),
    createdAt: instant('created_at').notNull(),
    sendAfter: instant('send_after').notNull(),
    state: text().notNull().default('queued'),
    attempts: integer().notNull().default(0),
    leaseUntil: instant('lease_until'),
    messageId: text('message_id'),
    /** The bytes as they were given to the mail server. */
    raw: bytea('raw'),
    sentAt: instant('sent_at'),
    deliveredAt: instant('delivered_at'),
    fault: text(),
    /** What became of it so far: [{ state, at, fault?, by? }]. */
    history: jsonb().notNull().default([]),
    /** The state that its cases and its author know of. */
    told: text(),
  },
  (t) => [
    index('letters_contact').on(t.contact, t.id),
    uniqueIndex('letters_first').on(t.contact).where(sql`id = thread`),
    uniqueIndex('letters_once').on(t.onceKey),
    uniqueIndex('letters_message').on(lower(t.messageId)),
    index('letters_due').on(t.sendAfter, t.id).where(sql`state = 'queued'`),
    index('letters_lease').on(t.leaseUntil).where(sql`state = 'sending'`),
    index('letters_untold').on(t.id).where(sql`state not in ('queued','sending') and told is distinct from state`),
    index('letters_trouble').on(t.id).where(sql`state in ('failed','unknown')`),
    check('letter_state', sql`${t.state} in ('queued','sending','sent','delivered','failed','unknown','withdrawn')`),
    check(
      'letter_left_with_its_bytes',
      sql`${t.state} not in ('sending','sent','delivered','unknown') or ${t.messageId} is not null`,
    ),
  ],
)
