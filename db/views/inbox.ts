import type { Guess, InboundMail } from '../../shared/domain/inbound.ts'
import type { Sql } from '../client.ts'
import type { InboundState } from '../inbound.ts'
import { ms } from '../ms.ts'

/** A mail that came in, as people see it. Instants are epoch milliseconds. */
export interface InboxRow {
  readonly id: number
  readonly raw: number
  readonly size: number
  readonly via: string
  readonly envelopeFrom: string
  readonly envelopeTo: readonly string[]
  readonly receivedAt: number
  readonly state: InboundState
  readonly reason: string | null
  readonly parsed: InboundMail | null
  readonly guesses: readonly InboxGuess[]
  readonly files: readonly InboxFile[]
  readonly contact: number | null
  readonly outgoingNumber: string | null
  readonly letter: number | null
  readonly reply: number | null
  /** The grade of the reply it became; null also when it became none. */
  readonly grade: string | null
  /** Whether somebody has made a promise of that reply. */
  readonly promised: boolean
  readonly handledBy: number | null
  readonly handledAt: number | null
  readonly note: string | null
}

export interface InboxGuess extends Omit<Guess, 'hints'> {
  readonly hints: readonly string[]
  readonly outgoingNumber: string
  readonly body: string
  readonly branch: string
  readonly subject: string
  readonly sentAt: number
  readonly state: string
  readonly cases: readonly string[]
}

export interface InboxFile {
  readonly n: number
  readonly name: string
  readonly mime: string
  readonly size: number
  readonly refused: string | null
  readonly inline: boolean
}

const MAIL = `select m.id, m.raw, m.size, m.via, m.envelope_from as "envelopeFrom", m.envelope_to as "envelopeTo",
    m.received_at as "receivedAt", m.state, m.reason, m.parsed, m.contact, o.outgoing_number as "outgoingNumber", m.letter, m.reply,
    r.grade, exists (select from commitments p where p.reply = r.id) as promised, m.handled_by as "handledBy", m.handled_at as "handledAt", m.note,
    (select coalesce(jsonb_agg(jsonb_build_object('contact', k.id, 'score', g.e->'score', 'hints', g.e->'hints',
        'outgoingNumber', k.outgoing_number, 'body', k.body, 'branch', k.branch, 'subject', k.subject,
        'sentAt', ${ms('coalesce(k.sent_at, k.created_at)')}, 'state', k.state,
        'cases', (select coalesce(jsonb_agg(c.number order by c.id), '[]') from contact_cases kc join cases c on c.id = kc.case_id
          where kc.contact = k.id)) order by g.n), '[]')
      from jsonb_array_elements(coalesce(m.guesses, '[]')) with ordinality as g(e, n)
        join contacts k on k.id = (g.e->>'contact')::bigint) as guesses,
    (select coalesce(jsonb_agg(jsonb_build_object('n', f.n, 'name', f.name, 'mime', f.mime, 'size', f.size, 'refused', f.refused,
        'inline', f.inline) order by f.n), '[]') from inbound_files f where f.mail = m.id) as files
  from inbound_mails m left join contacts o on o.id = m.contact left join replies r on r.id = m.reply`

/** Mails whose contact, or a guess, belongs to one of the branches ($ names the parameter). */
const reached = (parameter: string) => `(${parameter}::text[] is null
  or exists (select from contacts k where k.id = m.contact and k.branch = any(${parameter}))
  or exists (select from jsonb_array_elements(coalesce(m.guesses, '[]')) g join contacts k on k.id = (g->>'contact')::bigint
    where k.branch = any(${parameter})))`

export interface InboxWish {
  /** `pen`: what waits for a person. */
  readonly state: 'pen' | Exclude<InboundState, 'received'>
  readonly below: number
  readonly limit: number
  /** Null: all branches. */
  readonly branches: readonly string[] | null
}

/** Mails below an id, the newest first. */
export async function listInbox(sql: Sql, wish: InboxWish): Promise<InboxRow[]> {
  // Written out, so that the planner sees the states of the partial index.
  const states = wish.state === 'pen' ? `('held','quarantined')` : `('${wish.state}')`
  const rows = await sql.unsafe<InboxRow[]>(
    `${MAIL} where m.id in (select m.id from inbound_mails m where m.state in ${states} and m.id < $1 and ${reached('$3')}
      order by m.id desc limit $2) order by m.id desc`,
    [wish.below, wish.limit, wish.branches as string[] | null] as never[],
    { prepare: true },
  )
  return rows.map((row) => within(row, wish.branches))
}

/** A mail may be guessed at the letters of several branches: each sees its own guesses only. */
function within(row: InboxRow, branches: readonly string[] | null): InboxRow {
  return branches === null ? row : { ...row, guesses: row.guesses.filter((g) => branches.includes(g.branch)) }
}

/** A mail that has been read, when one of the branches may see it (null: all); undefined otherwise. */
export async function findInboxMail(
  sql: Sql,
  id: number,
  branches: readonly string[] | null,
): Promise<InboxRow | undefined> {
  const [row] = await sql.unsafe<InboxRow[]>(
    `${MAIL} where m.id = $1 and m.state <> 'received' and ${reached('$2')}`,
    [id, branches as string[] | null] as never[],
    { prepare: true },
  )
  return row && within(row, branches)
}

/** A kept file with its bytes. */
export async function findInboundFile(
  sql: Sql,
  mail: number,
  n: number,
): Promise<{ name: string; mime: string; bytes: Buffer } | undefined> {
  const [row] = await sql<{ name: string; mime: string; bytes: Buffer }[]>`
    select name, mime, bytes from inbound_files where mail = ${mail} and n = ${n} and bytes is not null`
  return row
}

/** How many wait for a person, counted up to 1,000. */
export async function countPen(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from (select 1 from inbound_mails where state in ('held','quarantined') limit 1000) x`
  return row!.n
}
