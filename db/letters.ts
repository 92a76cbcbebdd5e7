import type { Because } from '../shared/domain/because.ts'
import type { Annex, LetterPurpose } from '../shared/domain/mailing.ts'
import type { Lang } from '../shared/domain/text.ts'
import type { Sql } from './client.ts'
import { ms } from './ms.ts'

/** A letter taken in hand, and how often that was done. */
export interface ClaimedLetter {
  readonly id: number
  readonly attempts: number
}

/** What a letter is put together from. Instants are epoch milliseconds, dates local. */
export interface StoredLetter extends ClaimedLetter {
  readonly contact: number
  readonly purpose: LetterPurpose
  readonly thread: number
  readonly language: Lang
  readonly address: string
  readonly subject: string
  readonly text: string | null
  readonly annexes: readonly Annex[]
  readonly createdAt: number
  /** Since when it waits: a person may have sent it once more. */
  readonly waitsSince: number
  readonly messageId: string | null
  /** The bytes of an earlier attempt: the same go out again. */
  readonly raw: Buffer | null
  readonly outgoingNumber: string
  readonly contactText: string
  readonly contactState: string
  readonly branch: string
  readonly zone: string
  readonly body: string
  /** Null: the engine writes it. */
  readonly author: number | null
  readonly authorName: string | null
  readonly authorRole: string
  /** The day of the first letter. */
  readonly sentOn: string
  readonly extendedUntil: string | null
  readonly about: { readonly number: string; readonly sentOn: string; readonly body: string } | null
  readonly headMessageId: string | null
  /** The earliest reply deadline that is open. */
  readonly due: { readonly dueAt: number; readonly openedAt: number; readonly because: Because } | null
  readonly cases: readonly LetterCase[]
}

export interface LetterCase {
  readonly number: string
  readonly category: string
  readonly region: string | null
  readonly district: string | null
  readonly address: string | null
  readonly branch: string
  readonly public: boolean
}

/** What a contact's letters say of its cases. `k` is the contact. */
const CASES = `(select coalesce(jsonb_agg(jsonb_build_object('number', c.number, 'category', c.category, 'region', c.region,
    'district', c.district, 'address', c.address, 'branch', c.branch, 'public', c.public) order by c.id), '[]')
  from contact_cases kc join cases c on c.id = kc.case_id where kc.contact = k.id)`

const LETTER = `select l.id, l.attempts, l.contact, l.purpose, l.thread, l.language, l.address, l.subject, l.text, l.annexes,
    l.created_at as "createdAt",
    coalesce((select max((h->>'at')::float8) from jsonb_array_elements(l.history) h where h->>'state' = 'queued' and h ? 'by'), ${ms('l.created_at')}) as "waitsSince",
    l.message_id as "messageId", l.raw, k.outgoing_number as "outgoingNumber", k.text as "contactText",
    k.state as "contactState", k.branch, b.timezone as zone, k.body, l.author, s.name as "authorName", k.author_role as "authorRole",
    to_char(coalesce(k.sent_at, k.created_at) at time zone b.timezone, 'YYYY-MM-DD') as "sentOn",
    to_char(k.extended_until, 'YYYY-MM-DD') as "extendedUntil",
    (select jsonb_build_object('number', e.outgoing_number, 'body', e.body,
        'sentOn', to_char(coalesce(e.sent_at, e.created_at) at time zone b.timezone, 'YYYY-MM-DD'))
      from contacts e where e.id = k.redirected_from) as about,
    h.message_id as "headMessageId",
    (select jsonb_build_object('dueAt', ${ms('d.due_at')}, 'openedAt', ${ms('d.opened_at')}, 'because', d.because) from deadlines d
      where d.subject = k.id and d.kind = 'reply' and d.closed_at is null order by d.due_at, d.id limit 1) as due,
    ${CASES} as cases
  from letters l join contacts k on k.id = l.contact join branches b on b.code = k.branch join letters h on h.id = l.thread
    left join staff s on s.id = coalesce(l.author, k.author)`

/** The letters with these ids and everything their words need. */
export async function listStoredLetters(sql: Sql, ids: readonly number[]): Promise<StoredLetter[]> {
  return sql.unsafe<StoredLetter[]>(`${LETTER} where l.id = any($1::bigint[]) order by l.id`, [ids as number[]], {
    prepare: true,
  })
}

/**
 * Takes the next letters that are due at the instant (epoch ms), the longest waiting first. They are still `queued`: a
 * sender that dies before the conversation has sent nothing, and its lease runs out.
 */
export async function claimLetters(
  sql: Sql,
  wish: { readonly at: number; readonly leaseUntil: number; readonly limit: number },
): Promise<ClaimedLetter[]> {
  return sql<ClaimedLetter[]>`
    with due as (
      select id from letters
      where state = 'queued' and send_after <= ${wish.at} and (lease_until is null or lease_until <= ${wish.at})
      order by send_after, id limit ${wish.limit} for update skip locked
    )
    update letters l set attempts = l.attempts + 1, lease_until = ${wish.leaseUntil} from due where l.id = due.id
    returning l.id, l.attempts`
}

/** Gives claimed letters back untried. */
export async function releaseLetters(sql: Sql, letters: readonly ClaimedLetter[]): Promise<void> {
  await sql`
    update letters l set attempts = l.attempts - 1, lease_until = null
    from unnest(${letters.map((l) => l.id)}::bigint[], ${letters.map((l) => l.attempts)}::int[]) as x(id, attempts)
    where l.id = x.id and l.attempts = x.attempts and l.state = 'queued'`
}

/**
 * The last thing before the conversation with the mail server: from here on the letter may have left, and only an answer
 * says otherwise. False when it is no longer ours to send.
 */
export async function startLetter(
  sql: Sql,
  letter: ClaimedLetter,
  given: { readonly messageId: string; readonly raw: Buffer; readonly leaseUntil: number },
): Promise<boolean> {
  const rows = await sql`
    update letters set state = 'sending', message_id = ${given.messageId}, raw = ${given.raw}, lease_until = ${given.leaseUntil}
    where id = ${letter.id} and attempts = ${letter.attempts} and state = 'queued' returning id`
  return rows.length > 0
}

/** What became of an attempt. `retryAt` (epoch ms): when a letter that has certainly not left is tried again. */
export interface LetterOutcome {
  readonly state: 'sent' | 'failed' | 'unknown' | 'queued' | 'withdrawn'
  readonly at: number
  readonly fault: string | null
  readonly retryAt: number | null
}

/** The delivery of a contact is that of its first letter. */
const FOLLOW = `update contacts k set delivery = done.delivery, sent_at = coalesce(k.sent_at, done.sent_at)
  from done where k.id = done.contact and done.thread = done.id`
const DELIVERY = `case l.state when 'queued' then 'sending' when 'withdrawn' then 'by-hand' else l.state end as delivery`

/**
 * Writes the outcome of an attempt, and with it the delivery of the contact; false when the attempt is no longer the current
 * one. A sender that was only asleep (a paused machine) knows better than who took it for dead.
 */
export async function finishLetter(sql: Sql, letter: ClaimedLetter, outcome: LetterOutcome): Promise<boolean> {
  const { state, at, fault, retryAt } = outcome
  const note = { state, at, ...(fault === null ? {} : { fault }) }
  const rows = await sql.unsafe(
    `with done as (
      update letters l set state = $3, fault = $5, lease_until = null, history = l.history || $7::jsonb,
        sent_at = case when $3 = 'sent' then $4::timestamptz else l.sent_at end,
        send_after = coalesce($6::timestamptz, l.send_after)
      where l.id = $1 and l.attempts = $2
        and (l.state in ('queued','sending') or (l.state = 'unknown' and l.fault = 'interrupted'))
      returning l.id, l.contact, l.thread, l.sent_at, ${DELIVERY}
    ), followed as (${FOLLOW})
    select id from done`,
    [letter.id, letter.attempts, state, at, fault, retryAt, [note]] as never[],
  )
  return rows.length > 0
}

/** Letters whose sender has died in the conversation, by the instant (epoch ms): whether they left, nobody knows. */
export async function sweepLetters(sql: Sql, at: number): Promise<number> {
  const rows = await sql.unsafe(
    `with done as (
      update letters l set state = 'unknown', fault = 'interrupted', lease_until = null, history = l.history || $2::jsonb
      where l.state = 'sending' and l.lease_until <= $1
      returning l.id, l.contact, l.thread, l.sent_at, ${DELIVERY}
    ), followed as (${FOLLOW})
    select id from done`,
    [at, [{ state: 'unknown', at, fault: 'interrupted' }]] as never[],
  )
  return rows.length
}

/** A reminder that a later one has overtaken is not sent any more; returns how many. */
export async function withdrawOvertaken(sql: Sql, at: number): Promise<number> {
  const rows = await sql`
    update letters l set state = 'withdrawn', fault = 'overtaken', history = l.history || ${sql.json([{ state: 'withdrawn', at, fault: 'overtaken' }])}
    where l.state = 'queued' and l.send_after <= ${at} and l.purpose in ('reminder','overdue') and l.lease_until is null
      and exists (select from letters n where n.contact = l.contact and n.purpose in ('reminder','overdue') and n.id > l.id)
    returning l.id`
  return rows.length
}

/**
 * A mail server's later word: a bounce (`failed`) or a notice of success (`delivered`). Its cases and its author are
 * told of it by the next pass of the letters (server/engine/letters.ts). False when the letter is not in a state that
 * can become that, or the same was said before.
 */
export async function markLetter(
  sql: Sql,
  id: number,
  mark: { readonly state: 'failed' | 'delivered'; readonly at: number; readonly fault: string | null },
): Promise<boolean> {
  const note = { state: mark.state, at: mark.at, ...(mark.fault === null ? {} : { fault: mark.fault }) }
  const rows = await sql.unsafe(
    `with done as (
      update letters l set state = $2, fault = $4, lease_until = null, history = l.history || $5::jsonb,
        sent_at = case when $2 = 'delivered' then coalesce(l.sent_at, $3::timestamptz) else l.sent_at end,
        delivered_at = case when $2 = 'delivered' then $3::timestamptz end
      where l.id = $1 and (l.state in ('sending','sent','unknown') or ($2 = 'failed' and l.state = 'delivered'))
      returning l.id, l.contact, l.thread, l.sent_at, ${DELIVERY}
    ), followed as (${FOLLOW})
    select id from done`,
    [id, mark.state, mark.at, mark.fault, [note]] as never[],
  )
  return rows.length > 0
}

/** A letter waits to leave at $1, or news of one to be told. */
export const LETTER_DUE = `(exists (select from letters where state = 'queued' and send_after <= $1)
  or exists (select from letters where state = 'sending' and lease_until <= $1)
  or exists (select from letters where state not in ('queued','sending') and told is distinct from state))`

/** Whether a letter waits to leave at the instant (epoch ms), or news of one to be told. */
export async function anyLetterDue(sql: Sql, at: number): Promise<boolean> {
  const [row] = await sql.unsafe<{ due: boolean }[]>(`select ${LETTER_DUE} as due`, [at], { prepare: true })
  return row!.due
}

/** The bytes of a letter as they were given to the mail server; undefined before that, and after an erasure. */
export async function findRaw(sql: Sql, contact: number, id: number): Promise<Buffer | undefined> {
  const [row] = await sql<
    { raw: Buffer | null }[]
  >`select raw from letters where id = ${id} and contact = ${contact} and sent_at is not null`
  return row?.raw ?? undefined
}
