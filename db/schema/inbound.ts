import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { bytea, id, instant } from './columns.ts'

/** A mail exactly as it came, in pieces, so that a large one is never whole in memory while it is received. */
export const inboundRaws = pgTable(
  'inbound_raws',
  {
    raw: id('raw').notNull(),
    piece: integer().notNull(),
    bytes: bytea().notNull(),
    /** When the piece was written (UTC): pieces of a mail that never ended are taken away by it. */
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.raw, t.piece] }), index('inbound_raws_first').on(t.at).where(sql`piece = 0`)],
)

/** A mail that came in: kept before it is read. One row for each of our letters it was addressed to. */
export const inboundMails = pgTable(
  'inbound_mails',
  {
    id: id().primaryKey(),
    raw: id('raw').notNull(),
    size: integer().notNull(),
    sha256: bytea('sha256').notNull(),
    via: text().notNull(),
    envelopeFrom: text('envelope_from').notNull(),
    envelopeTo: text('envelope_to').array().notNull(),
    /** The same message in a mailbox, one row: folder, its validity and the number there. */
    onceKey: text('once_key'),
    receivedAt: instant('received_at').notNull(),
    state: text().notNull().default('received'),
    /** Why it is in this state: a key of the catalog. */
    reason: text(),
    attempts: integer().notNull().default(0),
    /** Not to be read before: a lease while it is being read, a rest after a failure. */
    readAfter: instant('read_after').notNull(),
    readAt: instant('read_at'),
    messageId: text('message_id'),
    /** What makes a second copy of it: Message-ID, sender, words and files. */
    twin: bytea('twin'),
    parsed: jsonb(),
    guesses: jsonb(),
    contact: id('contact'),
    letter: id('letter'),
    reply: id('reply'),
    handledBy: id('handled_by'),
    handledAt: instant('handled_at'),
    note: text(),
  },
  (t) => [
    index('inbound_mails_waiting').on(t.readAfter, t.id).where(sql`state = 'received'`),
    index('inbound_mails_pen').on(t.id).where(sql`state in ('held','quarantined')`),
    index('inbound_mails_state').on(t.state, t.id),
    index('inbound_mails_twin').on(t.twin).where(sql`twin is not null`),
    index('inbound_mails_contact').on(t.contact).where(sql`contact is not null`),
    index('inbound_mails_raw').on(t.raw),
    uniqueIndex('inbound_mails_once').on(t.onceKey),
    check('inbound_via', sql`${t.via} in ('smtp','lmtp','imap')`),
    check(
      'inbound_state',
      sql`${t.state} in ('received','placed','held','auto-reply','bounce','own','duplicate','quarantined','discarded')`,
    ),
    check('inbound_placed', sql`${t.state} <> 'placed' or (${t.contact} is not null and ${t.reply} is not null)`),
  ],
)

/** A file of a mail; one that is not kept is named with the reason. */
export const inboundFiles = pgTable(
  'inbound_files',
  {
    mail: id('mail').notNull(),
    n: integer().notNull(),
    name: text().notNull(),
    mime: text().notNull(),
    size: integer().notNull(),
    sha256: bytea('sha256'),
    bytes: bytea(),
    refused: text(),
    /** Shown inside the text, such as a signature's picture. */
    inline: boolean().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.mail, t.n] }),
    check('inbound_file_kept', sql`(${t.bytes} is null) = (${t.refused} is not null)`),
  ],
)
