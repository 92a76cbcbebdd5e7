import type { IdempotencyRecord } from './apply/index.ts'
import type { Sql } from './client.ts'
import type { Piece } from './pieces.ts'

/** A mail as it came, one for each of our letters it was addressed to; the bytes stand in pieces under `raw`. */
export interface NewMail {
  readonly id: number
  readonly raw: number
  /** Bytes. */
  readonly size: number
  /** base64 */
  readonly sha256: string
  readonly via: 'smtp' | 'lmtp' | 'imap'
  readonly envelopeFrom: string
  readonly envelopeTo: readonly string[]
  /** Epoch ms. */
  readonly receivedAt: number
  /** The same key, one mail: what a mailbox calls it. */
  readonly onceKey: string | null
}

/** Keeps the last piece and the mail itself in one statement: from here on it is not lost. False: that `onceKey` is known. */
export async function saveMails(sql: Sql, mails: readonly NewMail[], last: Piece): Promise<boolean> {
  const rows = await sql<{ kept: number }[]>`
    with kept as (
      insert into inbound_mails (id, raw, size, sha256, via, envelope_from, envelope_to, once_key, received_at, read_after)
      select x.id, x.raw, x.size, decode(x.sha256, 'base64'), x.via, x."envelopeFrom", x."envelopeTo", x."onceKey",
        to_timestamp(x."receivedAt" / 1000), to_timestamp(${last.at}::float8 / 1000)
      from jsonb_to_recordset(${sql.json(mails as never)}) as x(id bigint, raw bigint, size int, sha256 text, via text,
        "envelopeFrom" text, "envelopeTo" text[], "onceKey" text, "receivedAt" float8)
      on conflict (once_key) do nothing returning raw
    ), piece as (
      insert into inbound_raws (raw, piece, bytes, at)
      select ${last.raw}, ${last.piece}, ${Buffer.from(last.bytes)}, ${last.at} where exists (select from kept)
    )
    select count(*)::int as kept from kept`
  return rows[0]!.kept > 0
}

/** Of the keys of a mailbox, those that are here already. */
export async function listKnownKeys(sql: Sql, keys: readonly string[]): Promise<Set<string>> {
  const rows = await sql<{ key: string }[]>`
    select once_key as key from inbound_mails where once_key = any(${keys as string[]})`
  return new Set(rows.map((r) => r.key))
}

/** A mail taken to be read; `attempts` guards what is written of it. */
export interface ClaimedInbound {
  readonly id: number
  readonly via: NewMail['via']
  readonly raw: number
  readonly size: number
  readonly envelopeFrom: string
  readonly envelopeTo: readonly string[]
  readonly receivedAt: number
  readonly attempts: number
}

/** Takes the next mails to be read, oldest first: attempt counted, lease set. */
export async function claimInbound(sql: Sql, at: number, leaseUntil: number, limit: number): Promise<ClaimedInbound[]> {
  const rows = await sql<ClaimedInbound[]>`
    update inbound_mails m set attempts = m.attempts + 1, read_after = ${leaseUntil}
    where m.id in (
      select id from inbound_mails where state = 'received' and read_after <= ${at}
      order by read_after, id limit ${limit} for update skip locked)
    returning m.id, m.via, m.raw, m.size, m.envelope_from as "envelopeFrom", m.envelope_to as "envelopeTo",
      m.received_at as "receivedAt", m.attempts`
  return [...rows].sort((a, b) => a.id - b.id)
}

/** A mail waits to be read at $1. */
export const INBOUND_DUE = `exists (select from inbound_mails where state = 'received' and read_after <= $1)`

/** Whether any mail waits to be read at the instant (epoch ms). */
export async function anyInboundDue(sql: Sql, at: number): Promise<boolean> {
  const [row] = await sql.unsafe<{ due: boolean }[]>(`select ${INBOUND_DUE} as due`, [at], { prepare: true })
  return row!.due
}

/** Gives claimed mails back: not before the instant (epoch ms); `untried` takes the attempt back too. */
export async function releaseInbound(
  sql: Sql,
  mails: readonly ClaimedInbound[],
  readAfter: number,
  untried: boolean,
): Promise<void> {
  await sql`
    update inbound_mails m set read_after = ${readAfter}, attempts = m.attempts - ${untried ? 1 : 0}
    from unnest(${mails.map((m) => m.id)}::bigint[], ${mails.map((m) => m.attempts)}::int[]) as x(id, attempts)
    where m.id = x.id and m.attempts = x.attempts and m.state = 'received'`
}

/** A file of a mail; without bytes, why it is not kept. */
export interface NewInboundFile {
  readonly n: number
  readonly name: string
  readonly mime: string
  readonly size: number
  readonly inline: boolean
  readonly kept: { readonly bytes: Uint8Array; readonly sha256: string } | null
  readonly refused: string | null
}

/** Keeps a file; reading a mail again writes the same one over it. */
export async function saveInboundFile(sql: Sql, mail: number, file: NewInboundFile): Promise<void> {
  const bytes = file.kept ? Buffer.from(file.kept.bytes) : null
  const sha256 = file.kept ? Buffer.from(file.kept.sha256, 'base64') : null
  await sql`
    insert into inbound_files (mail, n, name, mime, size, sha256, bytes, refused, inline)
    values (${mail}, ${file.n}, ${file.name}, ${file.mime}, ${file.size}, ${sha256}, ${bytes}, ${file.refused}, ${file.inline})
    on conflict (mail, n) do update set name = excluded.name, mime = excluded.mime, size = excluded.size,
      sha256 = excluded.sha256, bytes = excluded.bytes, refused = excluded.refused, inline = excluded.inline`
}

/** What was read of a mail. */
export interface ReadMail {
  readonly messageId: string | null
  /** base64 */
  readonly twin: string | null
  readonly parsed: unknown
}

/** Keeps what was read; its place is found next. False when the attempt is no longer the current one. */
export async function saveRead(sql: Sql, mail: ClaimedInbound, read: ReadMail, at: number): Promise<boolean> {
  const rows = await sql`
    update inbound_mails set message_id = ${read.messageId}, twin = decode(${read.twin}, 'base64'),
      parsed = ${sql.json(read.parsed as never)}, read_at = ${at}
    where id = ${mail.id} and attempts = ${mail.attempts} and state = 'received' returning id`
  return rows.length > 0
}

export type InboundState =
  | 'received'
  | 'placed'
  | 'held'
  | 'auto-reply'
  | 'bounce'
  | 'own'
  | 'duplicate'
  | 'quarantined'
  | 'discarded'

/** Where a mail belongs when it is no answer, or nobody but a person can tell. */
export interface Settled {
  readonly state: Exclude<InboundState, 'received' | 'placed' | 'discarded'>
  readonly reason: string | null
  readonly contact: number | null
  readonly letter: number | null
  readonly guesses: unknown
}

/** Ends the reading of a mail; false when the attempt is no longer the current one. */
export async function settleInbound(sql: Sql, mail: ClaimedInbound, s: Settled, at: number): Promise<boolean> {
  const rows = await sql`
    update inbound_mails set state = ${s.state}, reason = ${s.reason}, contact = ${s.contact}, letter = ${s.letter},
      guesses = ${s.guesses === null ? null : sql.json(s.guesses as never)}, read_at = ${at}
    where id = ${mail.id} and attempts = ${mail.attempts} and state = 'received' returning id`
  return rows.length > 0
}

/** That a mail waits in the pen; the same `onceKey`, one notice. Instants are epoch ms. */
export interface PenNotice {
  readonly id: number
  readonly staff: number
  readonly language: string
  readonly data: { readonly from: string; readonly topic: string }
  readonly onceKey: string
  readonly at: number
  readonly sendAfter: number
}

/** Queues the notice for a person of the staff. */
export async function savePenNotice(sql: Sql, n: PenNotice): Promise<void> {
  await sql`
    insert into outbox (id, kind, staff, language, data, once_key, created_at, send_after)
    values (${n.id}, 'inbox', ${n.staff}, ${n.language}, ${sql.json(n.data)}, ${n.onceKey}, ${n.at}, ${n.sendAfter})
    on conflict (once_key) do nothing`
}

/** The earliest other mail with the same words and files that was read before; `contact` is where it was placed. */
export async function findTwin(
  sql: Sql,
  mail: number,
  twin: string,
  contact: number | null,
): Promise<{ id: number; contact: number | null } | undefined> {
  const [row] = await sql<{ id: number; contact: number | null }[]>`
    select id, contact from inbound_mails
    where twin = decode(${twin}, 'base64') and id <> ${mail} and state not in ('received', 'duplicate')
      and (${contact}::bigint is null or contact is null or contact = ${contact}) order by id limit 1`
  return row
}

/**
 * A person takes a mail out of the pen, with the reason; false when it no longer stands in it. Throws on a known
 * idempotency key (`idempotency_pkey`).
 */
export async function discardInbound(
  sql: Sql,
  { id, by, at, note }: { id: number; by: number; at: number; note: string },
  record?: IdempotencyRecord,
): Promise<boolean> {
  const kept = record
    ? sql`, kept as (
        insert into idempotency (key, request, status, body, expires_at)
        select decode(${record.key}, 'base64'), decode(${record.request}, 'base64'), ${record.status}::int,
          ${sql.json(record.body as never)}::jsonb, ${record.expiresAt}::timestamptz where exists (select from gone))`
    : sql``
  const rows = await sql`
    with gone as (
      update inbound_mails set state = 'discarded', handled_by = ${by}, handled_at = ${at}, note = ${note}
      where id = ${id} and state in ('held', 'quarantined') returning id
    )${kept} select id from gone`
  return rows.length > 0
}
