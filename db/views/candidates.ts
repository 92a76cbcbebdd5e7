import type { Sql } from '../client.ts'

/** A letter to a body that a mail may answer; instants epoch ms. */
export interface CandidateRow {
  readonly contact: number
  readonly outgoingNumber: string
  readonly body: string
  readonly branch: string
  readonly subject: string
  readonly sentAt: number
  readonly state: string
  /** Addresses its letters went to. */
  readonly addresses: readonly string[]
}

const CANDIDATE = `select k.id as contact, k.outgoing_number as "outgoingNumber", k.body, k.branch, k.subject,
    coalesce(k.sent_at, k.created_at) as "sentAt", k.state,
    array(select distinct l.address from letters l where l.contact = k.id) as addresses
  from contacts k`

/** Contacts with these numbers, at most 20. */
export async function listByOutgoingNumber(sql: Sql, numbers: readonly string[]): Promise<CandidateRow[]> {
  if (numbers.length === 0) return []
  return sql.unsafe<CandidateRow[]>(
    `${CANDIDATE} where k.outgoing_number = any($1::text[]) limit 20`,
    [numbers as string[]],
    {
      prepare: true,
    },
  )
}

/** The youngest contacts with these bodies, those that are open first. */
export async function listByBody(sql: Sql, bodies: readonly string[], limit: number): Promise<CandidateRow[]> {
  if (bodies.length === 0) return []
  return sql.unsafe<CandidateRow[]>(
    `${CANDIDATE} where k.id in (
       select x.id from unnest($1::text[]) as b(body)
         cross join lateral (select id from contacts where body = b.body order by id desc limit $2) x)
     order by k.state = 'open' desc, k.id desc limit $2`,
    [bodies as string[], limit],
    { prepare: true },
  )
}

/** Contacts with these ids. */
export async function listById(sql: Sql, contacts: readonly number[]): Promise<CandidateRow[]> {
  if (contacts.length === 0) return []
  return sql.unsafe<CandidateRow[]>(`${CANDIDATE} where k.id = any($1::bigint[])`, [contacts as number[]], {
    prepare: true,
  })
}

/** A letter of ours that a mail speaks of. */
export interface LetterRef {
  readonly letter: number
  readonly contact: number
}

/** The letter with this id, or undefined. */
export async function findLetterRef(sql: Sql, letter: number): Promise<LetterRef | undefined> {
  const [row] = await sql<LetterRef[]>`select id as letter, contact from letters where id = ${letter}`
  return row
}

/** Letters with these message ids (without angle brackets), the youngest first. */
export async function listLettersByMessageId(sql: Sql, messageIds: readonly string[]): Promise<LetterRef[]> {
  if (messageIds.length === 0) return []
  const both = messageIds.flatMap((id) => [id.toLowerCase(), `<${id.toLowerCase()}>`])
  return sql<LetterRef[]>`
    select id as letter, contact from letters where lower(message_id) = any(${both}::text[]) order by id desc limit 20`
}
