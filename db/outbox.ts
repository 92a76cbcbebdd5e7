import type { Sql } from './client.ts'

/** A mail to be sent now: its own notice, those it carries, and the attempt that guards its outcome. */
export interface ClaimedMail {
  readonly id: number
  readonly kind: string
  readonly staff: number | null
  readonly reporterOf: number | null
  /** base64 */
  readonly follower: string | null
  /** Of a meeting (shared/domain/invitation.ts). */
  readonly guest: string | null
  readonly caseId: number | null
  readonly language: string
  readonly attempts: number
  readonly createdAt: number
  /** Ids of the notices that leave with this one. */
  readonly carries: readonly number[]
  /** It may have left before: the same words go out under the same Message-ID. */
  readonly again: boolean
}

export interface ClaimWish {
  /** Epoch ms; what is due at or before it may leave. */
  readonly at: number
  readonly leaseUntil: number
  /** At most so many mails. */
  readonly limit: number
  /** A notice to staff waits until the pass that wrote it has ended, so that one pass is one mail: created at or before this. */
  readonly gatheredTo: number
  /** Kinds that do not wait for the rest of their pass. */
  readonly urgent: readonly string[]
  /** People who had a mail a moment ago; theirs gathers a little longer. */
  readonly resting: readonly number[]
}

/**
 * Takes the next mails in one statement: attempt counted, lease set. All notices of one person that are due leave as
 * one mail, led by the brief where there is one; a mail whose sender died or whose outcome is unknown leaves again as
 * it was, because its Message-ID may already be known to the recipient.
 */
export async function claimMails(sql: Sql, wish: ClaimWish): Promise<ClaimedMail[]> {
  return sql<ClaimedMail[]>`
    with again as (
      select id from outbox
      where id in (
        (select id from outbox where state = 'sending' and lease_until <= ${wish.at} order by lease_until limit ${wish.limit})
        union all
        (select id from outbox where state = 'unknown' and lease_until <= ${wish.at} order by id limit ${wish.limit}))
        and ((state = 'sending' and lease_until <= ${wish.at}) or (state = 'unknown' and lease_until <= ${wish.at}))
      for update skip locked
    ),
    due as materialized (
      select id, staff, send_after from outbox
      where state = 'queued' and send_after <= ${wish.at}
        and (staff is null or ((created_at <= ${wish.gatheredTo} or kind = any(${wish.urgent as string[]}))
          and staff <> all(${wish.resting as number[]}::bigint[])))
      order by send_after, id limit 5000
    ),
    heads as materialized (
      select staff, case when staff is null then id end as single, min(send_after) as first
      from due group by 1, 2 order by first, single limit ${wish.limit}
    ),
    fresh as materialized (
      select id, staff, kind, coalesce(data->'carries', '[]') as carries from outbox
      where state = 'queued' and send_after <= ${wish.at}
        and (id in (select single from heads where staff is null)
          or (staff in (select staff from heads)
            and (created_at <= ${wish.gatheredTo} or kind = any(${wish.urgent as string[]}))))
      for update skip locked
    ),
    led as materialized (
      select id, carries, first_value(id) over (partition by coalesce(staff, -id) order by kind <> 'brief', id) as leader
      from fresh
    ),
    bundles as materialized (
      select l.leader, array(
        select n.id from (
          select m.id from led m where m.leader = l.leader
          union
          select x::bigint from led m, jsonb_array_elements_text(m.carries) x where m.leader = l.leader) n
        where n.id <> l.leader order by 1) as carries
      from led l where l.id = l.leader
    ),
    carried as (
      update outbox o set state = 'bundled', carried_by = b.leader
      from bundles b cross join unnest(b.carries) as n(id) where o.id = n.id
    )
    update outbox o set state = 'sending', attempts = o.attempts + 1, lease_until = ${wish.leaseUntil}, carried_by = null,
      data = case when b.again then o.data else o.data || jsonb_build_object('carries', to_jsonb(b.carries)) end
    from (select id, null::bigint[] as carries, true as again from again
      union all select leader, carries, false from bundles) b
    where o.id = b.id
    returning o.id, o.kind, o.staff, o.reporter_of as "reporterOf", encode(o.follower, 'base64') as follower, o.guest,
      o.case_id as "caseId", o.language, o.attempts, o.created_at as "createdAt", o.data->'carries' as carries, b.again`
}

/** What became of a mail. `retryAt` (epoch ms): when it may be tried again; null: never. */
export interface MailOutcome {
  readonly state: 'sent' | 'failed' | 'unknown' | 'queued'
  readonly at: number
  readonly fault: string | null
  readonly retryAt: number | null
}

/** Writes the outcome of an attempt, for the mail and all it carried; false when the attempt is no longer the current one. */
export async function finishMail(sql: Sql, mail: ClaimedMail, outcome: MailOutcome): Promise<boolean> {
  const { state, at, fault, retryAt } = outcome
  const sentAt = state === 'sent' ? at : null
  const rows = await sql<{ id: number }[]>`
    with led as (
      update outbox set state = ${state}, sent_at = ${sentAt}, fault = ${fault},
        lease_until = ${state === 'unknown' ? retryAt : null},
        send_after = case when ${state === 'queued'} then coalesce(${retryAt}::timestamptz, send_after) else send_after end
      where id = ${mail.id} and attempts = ${mail.attempts} and state = 'sending'
      returning id
    ),
    carried as (
      update outbox o set state = ${state === 'failed' ? 'failed' : 'bundled'}, sent_at = ${sentAt}, fault = ${fault}
      from led where o.id = any(${mail.carries as number[]}::bigint[]) and ${state === 'sent' || state === 'failed'}
    )
    select id from led`
  return rows.length > 0
}

/** Gives claimed mails back untried, as if they had not been taken; one that may have left before stays so. */
export async function releaseMails(sql: Sql, mails: readonly ClaimedMail[], at: number): Promise<void> {
  const again = mails.filter((m) => m.again).map((m) => m.id)
  await sql`
    update outbox o set attempts = o.attempts - 1,
      lease_until = case when o.id = any(${again}::bigint[]) then ${at}::timestamptz end,
      state = case when o.id = any(${again}::bigint[]) then 'sending' else 'queued' end
    from unnest(${mails.map((m) => m.id)}::bigint[], ${mails.map((m) => m.attempts)}::int[]) as x(id, attempts)
    where o.id = x.id and o.attempts = x.attempts and o.state = 'sending'`
}

/** A notice waits to leave at $1. */
export const MAIL_DUE = `(exists (select from outbox where state = 'queued' and send_after <= $1)
  or exists (select from outbox where state = 'sending' and lease_until <= $1)
  or exists (select from outbox where state = 'unknown' and lease_until <= $1))`

/** Whether anything waits to leave at the instant (epoch ms). */
export async function anyMailDue(sql: Sql, at: number): Promise<boolean> {
  const [row] = await sql.unsafe<{ due: boolean }[]>(`select ${MAIL_DUE} as due`, [at], { prepare: true })
  return row!.due
}

/** When the last pass of the engine that ended was for (epoch ms); 0 before the first. */
export async function lastPassAt(sql: Sql): Promise<number> {
  const [row] = await sql<{ at: number }[]>`select at from pulses where job = 'engine'`
  return row?.at ?? 0
}

export interface OutboxRow {
  readonly id: number
  readonly kind: string
  readonly to: 'staff' | 'reporter' | 'follower' | 'guest'
  readonly staff: string | null
  readonly case: string | null
  readonly language: string
  readonly state: string
  readonly createdAt: number
  readonly sendAfter: number
  readonly sentAt: number | null
  readonly attempts: number
  readonly fault: string | null
  readonly carriedBy: number | null
}

/** Notifications below an id, the newest first, without any address. */
export async function listOutbox(
  sql: Sql,
  wish: { readonly state?: string; readonly caseNumber?: string; readonly below: number; readonly limit: number },
): Promise<OutboxRow[]> {
  // Written out, so that the planner sees the state of the partial index.
  const state =
    wish.state === undefined ? sql`true` : sql`o.state = ${sql.unsafe(`'${wish.state.replace(/[^a-z]/g, '')}'`)}`
  const ofCase =
    wish.caseNumber === undefined
      ? sql`true`
      : sql`o.case_id = (select id from cases where number = ${wish.caseNumber})`
  return sql<OutboxRow[]>`
    select o.id, o.kind, case when o.staff is not null then 'staff' when o.reporter_of is not null then 'reporter'
        when o.guest is not null then 'guest' else 'follower' end as to,
      s.name as staff, c.number as case, o.language, o.state, o.created_at as "createdAt", o.send_after as "sendAfter",
      o.sent_at as "sentAt", o.attempts, o.fault, o.carried_by as "carriedBy"
    from (select * from outbox o where ${state} and ${ofCase} and o.id < ${wish.below} order by o.id desc limit ${wish.limit}) o
      left join staff s on s.id = o.staff left join cases c on c.id = o.case_id
    order by o.id desc`
}

export interface OutboxCounts {
  readonly queued: number
  readonly sending: number
  readonly failed: number
  readonly unknown: number
  /** Epoch ms; null when nothing is overdue. */
  readonly oldestDue: number | null
}

/** What has not left, each counted up to 10 000, and since when the oldest of it has been due. */
export async function countOutbox(sql: Sql, at: number): Promise<OutboxCounts> {
  const [row] = await sql<OutboxCounts[]>`
    select (select count(*) from (select 1 from outbox where state = 'queued' limit 10000) x) as queued,
      (select count(*) from (select 1 from outbox where state = 'sending' limit 10000) x) as sending,
      (select count(*) from (select 1 from outbox where state in ('failed','unknown') and state = 'failed' limit 10000) x) as failed,
      (select count(*) from (select 1 from outbox where state in ('failed','unknown') and state = 'unknown' limit 10000) x) as unknown,
      (select min(send_after) from outbox where state = 'queued' and send_after <= ${at}) as "oldestDue"`
  return row!
}
