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
    /** Null until a person has read and graded it: what came by mail or form is no answer before. */
    grade: text(),
    recordedBy: id('recorded_by'),
    recordedAt: instant('recorded_at').notNull(),
    source: text().notNull().default('staff'),
    /** The inbound mail it came as. */
    mail: id('mail'),
    /** What the body chose and gave on the form besides the text. */
    form: jsonb(),
    gradedBy: id('graded_by'),
    gradedAt: instant('graded_at'),
  },
  (t) => [
    index('replies_contact').on(t.contact),
    index('replies_ungraded').on(t.contact).where(sql`grade is null`),
    uniqueIndex('replies_mail').on(t.mail).where(sql`mail is not null`),
    check('reply_source', sql`${t.source} in ('staff','mail','form')`),
    check('reply_grade', sql`${t.grade} in ('substantive','holding','forwarded','refusal','brush-off')`),
  ],
)

/** What a reporter thinks of a reply that concerns their case; one per case, as a letter may cover many. */
export const replyOpinions = pgTable(
  'reply_opinions',
  {
    reply: id('reply').notNull(),
    caseId: id('case_id').notNull(),
    opinion: text().notNull(),
    /** The reporter's words; taken out by an erasure. */
    text: text(),
    at: instant('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.reply, t.caseId] }),
    index('reply_opinions_case').on(t.caseId),
    check('opinion_word', sql`${t.opinion} in ('answered','partly','not')`),
  ],
)

/**
 * Something that somebody promised by a date, followed until it is kept or withdrawn. What becomes of it stands in its
 * deadline (kind `commitment`, subject this id): open, missed (judged), kept (met) or withdrawn (cancelled).
 */
export const commitments = pgTable(
  'commitments',
  {
    id: id().primaryKey(),
    caseId: id('case_id').notNull(),
    contact: id('contact'),
    reply: id('reply'),
    instruction: id('instruction'),
    who: text().notNull(),
    body: text().references(() => bodies.id),
    branch: text(),
    staff: id('staff'),
    text: text().notNull(),
    dueOn: date('due_on', { mode: 'string' }).notNull(),
    source: text().notNull(),
    createdBy: id('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('commitments_case').on(t.caseId),
    index('commitments_body').on(t.body, t.id).where(sql`body is not null`),
    index('commitments_reply').on(t.reply).where(sql`reply is not null`),
    check(
      'commitment_who',
      sql`${t.who} in ('body','branch','centre') and (${t.who} = 'body') = (${t.body} is not null)`,
    ),
    check('commitment_source', sql`${t.source} in ('found','staff')`),
  ],
)

export const instructions = pgTable(
  'instructions',
  {
    id: id().primaryKey(),
    caseId: id('case_id').notNull(),
    text: text().notNull(),
    author: id('author').notNull(),
    responsible: id('responsible').notNull(),
    /** Of the responsible when it was given: whose list it stands in. */
    branch: text().notNull(),
    coExecutors: id('co_executors').array().notNull(),
    dueOn: date('due_on', { mode: 'string' }).notNull(),
    /** What the public page says was ordered; without it, only that something was. */
    publicText: text('public_text'),
    state: text().notNull(),
    createdAt: instant('created_at').notNull(),
    acceptedAt: instant('accepted_at'),
    acceptedBy: id('accepted_by'),
    /** Asked for and not decided yet; the decided ones are in `extensions`, oldest first. */
    extension: jsonb(),
    extensions: jsonb().notNull().default([]),
  },
  (t) => [
    index('instructions_case').on(t.caseId),
    index('instructions_responsible').on(t.responsible, t.dueOn).where(sql`state <> 'accepted'`),
    index('instructions_author').on(t.author, t.dueOn).where(sql`state <> 'accepted'`),
    index('instructions_helpers').using('gin', t.coExecutors).where(sql`state <> 'accepted'`),
    index('instructions_control').on(t.dueOn, t.id).where(sql`state <> 'accepted'`),
    index('instructions_branch').on(t.branch, t.dueOn, t.id),
    index('instructions_due').on(t.dueOn, t.id),
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
    returnedAt: instant('returned_at'),
    returnedBy: id('returned_by'),
    returnReason: text('return_reason'),
  },
  (t) => [index('instruction_reports_instruction').on(t.instruction)],
)
