import type { Because } from '../../shared/domain/because.ts'
import type { Delivery, Grade } from '../../shared/domain/contact.ts'
import type { Annex, FirstLetter, LetterPurpose, LetterState } from '../../shared/domain/mailing.ts'
import type { Sql } from '../client.ts'
import { ms } from '../ms.ts'
import type { InboxFile } from './inbox.ts'

/** A contact as those who work on its cases see it. Instants are epoch milliseconds, dates local. */
export interface ContactRow {
  readonly id: number
  readonly body: string
  readonly channel: string
  readonly subject: string
  readonly text: string
  readonly language: string
  readonly branch: string
  readonly author: number
  readonly authorRole: string
  readonly outgoingNumber: string
  readonly createdAt: number
  readonly sentAt: number | null
  /** The local day of `sentAt` in the zone of the branch that signed. */
  readonly sentOn: string
  readonly delivery: Delivery
  readonly deliveryNote: string | null
  readonly registeredOn: string | null
  readonly incomingNumber: string | null
  readonly replyDueOn: string | null
  readonly extendedUntil: string | null
  readonly answeredAt: number | null
  readonly state: string
  readonly zone: string
  readonly cases: readonly { readonly id: number; readonly number: string }[]
  readonly replies: readonly ReplyShown[]
  /** The earliest reply deadline that is open. */
  readonly due: ReplyDue | null
  /** The contact that this one follows. */
  readonly about: { readonly id: number; readonly outgoingNumber: string } | null
  /** The first of `letters`, as decisions need it. */
  readonly letter: FirstLetter | null
  /** What left by mail under its number, oldest first. */
  readonly letters: readonly LetterShown[]
}

export interface LetterShown {
  readonly id: number
  readonly purpose: LetterPurpose
  readonly state: LetterState
  readonly address: string
  readonly createdAt: number
  readonly sentAt: number | null
  readonly deliveredAt: number | null
  readonly attempts: number
  readonly fault: string | null
  readonly annexes: readonly Annex[]
  readonly history: readonly LetterNote[]
}

export interface LetterNote {
  readonly state: LetterState
  readonly at: number
  readonly fault?: string
  readonly by?: string
}

export interface ReplyDue {
  readonly dueAt: number
  readonly because: Because
}

export interface ReplyShown {
  readonly id: number
  readonly receivedAt: number
  readonly incomingNumber: string | null
  readonly text: string
  /** Null: it waits for a person to grade it. */
  readonly grade: Grade | null
  readonly recordedBy: number | null
  readonly recordedAt: number
  readonly source: 'staff' | 'mail' | 'form'
  readonly mail: number | null
  readonly form: unknown
  readonly gradedBy: number | null
  readonly gradedAt: number | null
  /** What the reporters of its cases think of it. */
  readonly opinions: readonly OpinionShown[]
  /** Local dates of the commitments made of it. */
  readonly promised: readonly string[]
  /** Files of the body, with the case they are kept in. */
  readonly files: readonly ReplyFile[]
  /** Files that came with it by mail. */
  readonly mailFiles?: readonly Omit<InboxFile, 'refused' | 'inline'>[]
}

export interface OpinionShown {
  readonly caseId: number
  readonly opinion: string
  readonly text: string | null
  readonly at: number
}

export interface ReplyFile {
  readonly id: number
  readonly number: string
  readonly name: string
  readonly mime: string
  readonly size: number
}

const CONTACT = `select k.id, k.body, k.channel, k.subject, k.text, k.language, k.branch, k.author, k.author_role as "authorRole",
    k.outgoing_number as "outgoingNumber", k.created_at as "createdAt", k.sent_at as "sentAt",
    to_char(coalesce(k.sent_at, k.created_at) at time zone b.timezone, 'YYYY-MM-DD') as "sentOn",
    k.delivery, k.delivery_note as "deliveryNote", k.registered_on as "registeredOn", k.incoming_number as "incomingNumber",
    k.reply_due_on as "replyDueOn", k.extended_until as "extendedUntil", k.answered_at as "answeredAt", k.state, b.timezone as zone,
    (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'number', c.number) order by c.id), '[]')
      from contact_cases kc join cases c on c.id = kc.case_id where kc.contact = k.id) as cases,
    (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'receivedAt', ${ms('r.received_at')}, 'incomingNumber', r.incoming_number,
        'text', r.text, 'grade', r.grade, 'recordedBy', r.recorded_by, 'recordedAt', ${ms('r.recorded_at')}, 'source', r.source,
        'mail', r.mail, 'form', r.form, 'gradedBy', r.graded_by, 'gradedAt', ${ms('r.graded_at')},
        'opinions', (select coalesce(jsonb_agg(jsonb_build_object('caseId', o.case_id, 'opinion', o.opinion, 'text', o.text,
          'at', ${ms('o.at')}) order by o.case_id), '[]') from reply_opinions o where o.reply = r.id),
        'promised', (select coalesce(jsonb_agg(m.due_on::text), '[]') from commitments m where m.reply = r.id),
        'files', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'number', c.number, 'name', a.name, 'mime', a.mime,
          'size', a.size) order by a.id), '[]') from contact_cases kc join attachments a on a.case_id = kc.case_id
          join cases c on c.id = kc.case_id where kc.contact = k.id and a.reply = r.id and a.bytes is not null),
        'mailFiles', (select coalesce(jsonb_agg(jsonb_build_object('n', f.n, 'name', f.name, 'mime', f.mime, 'size', f.size) order by f.n), '[]')
          from inbound_files f where f.mail = r.mail and f.bytes is not null and not f.inline)) order by r.received_at, r.id), '[]')
      from replies r where r.contact = k.id) as replies,
    (select jsonb_build_object('dueAt', ${ms('d.due_at')}, 'because', d.because) from deadlines d
      where d.subject = k.id and d.kind = 'reply' and d.closed_at is null order by d.due_at, d.id limit 1) as due,
    (select jsonb_build_object('id', e.id, 'outgoingNumber', e.outgoing_number) from contacts e where e.id = k.redirected_from) as about,
    (select jsonb_build_object('id', l.id, 'state', l.state, 'address', l.address, 'sentAt', ${ms('l.sent_at')})
      from letters l where l.contact = k.id and l.id = l.thread) as letter,
    (select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'purpose', l.purpose, 'state', l.state, 'address', l.address,
        'createdAt', ${ms('l.created_at')}, 'sentAt', ${ms('l.sent_at')}, 'deliveredAt', ${ms('l.delivered_at')}, 'attempts', l.attempts,
        'fault', l.fault, 'annexes', l.annexes, 'history', l.history) order by l.id), '[]')
      from letters l where l.contact = k.id) as letters
  from contacts k join branches b on b.code = k.branch`

/** The contact with its letters and replies, or undefined. */
export async function findContact(sql: Sql, id: number): Promise<ContactRow | undefined> {
  const [row] = await sql.unsafe<ContactRow[]>(`${CONTACT} where k.id = $1`, [id], { prepare: true })
  return row
}

/** The contacts about a case, oldest first, after an id. */
export async function listContacts(sql: Sql, caseId: number, after: number, limit: number): Promise<ContactRow[]> {
  return sql.unsafe<ContactRow[]>(
    `${CONTACT} where k.id in (select contact from contact_cases where case_id = $1) and k.id > $2 order by k.id limit $3`,
    [caseId, after, limit],
    { prepare: true },
  )
}
