import type { Because } from '../shared/domain/because.ts'
import type { Lang } from '../shared/domain/text.ts'
import type { Sql } from './client.ts'

/** A notice with what its words are made of. Instants are epoch ms. */
export interface MailItem {
  readonly leader: number
  readonly id: number
  readonly kind: string
  readonly data: Readonly<Record<string, unknown>>
  readonly createdAt: number
  readonly caseId: number | null
  readonly number: string | null
  readonly category: string | null
  readonly region: string | null
  readonly district: string | null
  readonly branch: string | null
  readonly zone: string | null
  readonly public: boolean | null
  /** Whether what happened may be read by everyone: the case may be one that this was merged into, or was not public then. */
  readonly wordsPublic: boolean | null
  /** What a moderator has taken out of its words. */
  readonly masks: readonly string[] | null
  readonly text: string | null
  readonly owner: string | null
  readonly dueAt: number | null
  readonly respondBy: number | null
  /** Why the answer is due when it is, for the first notice to the reporter. */
  readonly because: Because | null
  /** Data of the event that caused it, and of the latest assignment of its case. */
  readonly event: Readonly<Record<string, unknown>> | null
  readonly by: string | null
  readonly assigned: Readonly<Record<string, unknown>> | null
}

/**
 * The notices of some mails, at most `perMail` of each, those that matter longest first. `mails` name the leading
 * notice and all that leave with it.
 */
export async function listMailItems(
  sql: Sql,
  mails: readonly { id: number; carries: readonly number[] }[],
  perMail: number,
): Promise<MailItem[]> {
  const leaders = mails.flatMap((m) => [m.id, ...m.carries.map(() => m.id)])
  const ids = mails.flatMap((m) => [m.id, ...m.carries])
  return sql<MailItem[]>`
    with wanted as (
      select x.leader, o.id, o.kind, o.data, o.case_id, o.event_id, o.created_at, c.due_at,
        row_number() over (partition by x.leader order by c.due_at nulls last, o.id) as nth
      from unnest(${leaders}::bigint[], ${ids}::bigint[]) as x(leader, id)
      join outbox o on o.id = x.id left join cases c on c.id = o.case_id
      where o.kind <> 'brief'
    )
    select w.leader, w.id, w.kind, w.data, w.created_at as "createdAt", c.id as "caseId", c.number, c.category, c.region,
      c.district, c.branch, b.timezone as zone, c.public, coalesce(ec.public and (e.state->>'public')::boolean, c.public) as "wordsPublic",
      coalesce(ec.moderation, c.moderation)->'words' as masks, case when c.public then left(c.text, 600) end as text, s.name as owner, c.due_at as "dueAt",
      c.respond_by as "respondBy", e.data as event, coalesce(e.by_name, '') as by,
      case when w.kind = 'assigned' then (
        select a.data from events a where a.case_id = w.case_id and a.kind = 'assigned' order by a.xid desc, a.id desc limit 1
      ) end as assigned,
      case when w.kind = 'received' then (
        select d.because from deadlines d where d.case_id = w.case_id and d.kind = 'response' order by d.id limit 1
      ) end as because
    from wanted w
    left join cases c on c.id = w.case_id
    left join branches b on b.code = c.branch
    left join staff s on s.id = c.owner
    left join events e on e.id = w.event_id
    left join cases ec on ec.id = e.case_id
    where w.nth <= ${perMail}
    order by w.leader, w.nth`
}

export interface StaffRecipient {
  readonly id: number
  readonly email: string
  readonly name: string
  readonly language: Lang
  readonly branch: string
  readonly zone: string
  readonly roles: readonly string[]
  readonly disabled: boolean
}

/** The people as they are now: a mail goes where the person is today. */
export async function listRecipients(sql: Sql, ids: readonly number[]): Promise<StaffRecipient[]> {
  return sql<StaffRecipient[]>`
    select s.id, s.email, s.name, s.language, s.branch, b.timezone as zone, s.roles, s.disabled_at is not null as disabled
    from staff s join branches b on b.code = s.branch where s.id = any(${ids as number[]}::bigint[])`
}

export interface SealedRecipient {
  /** The case whose reporter this is. */
  readonly caseId: number
  readonly sealed: Buffer | null
}

/** The sealed contacts of reporters, by case; erased ones are null. */
export async function listSealedReporters(sql: Sql, cases: readonly number[]): Promise<SealedRecipient[]> {
  return sql<SealedRecipient[]>`
    select case_id as "caseId", case when erased_at is null then sealed end as sealed
    from reporters where case_id = any(${cases as number[]}::bigint[])`
}

export interface SealedFollower {
  readonly id: number
  readonly caseId: number
  readonly key: string
  readonly sealed: Buffer | null
}

/** The sealed addresses of followers. Keys are base64. */
export async function listSealedFollowers(
  sql: Sql,
  wanted: readonly { caseId: number; key: string }[],
): Promise<SealedFollower[]> {
  if (wanted.length === 0) return []
  return sql<SealedFollower[]>`
    select s.id, s.case_id as "caseId", encode(s.key_hash, 'base64') as key, s.sealed
    from unnest(${wanted.map((w) => w.caseId)}::bigint[], ${wanted.map((w) => w.key)}::text[]) as x(case_id, key)
    join followers s on s.case_id = x.case_id and s.key_hash = decode(x.key, 'base64')`
}
