import type { Fragment } from 'postgres'
import type { Sql } from './client.ts'
import { OPEN } from './open-case.ts'

/** Whose work a brief is about: a person's own, or that of branches; null means the whole organisation. */
export type BriefScope = { readonly owner: number } | { readonly branches: readonly string[] | null }

/** One line of a brief. Instants are epoch ms. */
export interface BriefRow {
  readonly number: string
  readonly category: string
  readonly region: string | null
  readonly district: string | null
  readonly branch: string
  readonly owner: string
  readonly status: string
  readonly severity: number
  readonly zone: string
  readonly dueAt: number | null
  /** Kind of the deadline that is due next. */
  readonly deadline: string | null
  readonly body: string | null
  readonly outgoing: string | null
}

export interface BriefList {
  /** Counted up to `COUNTED`. */
  readonly total: number
  readonly rows: readonly BriefRow[]
}

/** Rows of one section. */
const SHOWN = 50
/** Nobody reads a greater number to its last digit in the morning. */
const COUNTED = 10_000

const open = (sql: Sql) => sql.unsafe(OPEN)

function within(sql: Sql, scope: BriefScope): Fragment {
  if ('owner' in scope) return sql`c.owner = ${scope.owner}`
  return scope.branches === null ? sql`true` : sql`c.branch = any(${scope.branches as string[]}::text[])`
}

async function list(sql: Sql, where: Fragment, order: Fragment): Promise<BriefList> {
  const rows = await sql<(BriefRow & { total: number })[]>`
    with found as materialized (select c.id from cases c where ${where} order by ${order}, c.id limit ${COUNTED}),
    shown as (select id, row_number() over () as nth from found limit ${SHOWN})
    select c.number, c.category, c.region, c.district, c.branch, s.name as owner, c.status, c.severity, b.timezone as zone,
      c.due_at as "dueAt", d.kind as deadline, k.body, k.outgoing_number as outgoing,
      (select count(*) from found) as total
    from shown f join cases c on c.id = f.id join staff s on s.id = c.owner join branches b on b.code = c.branch
      left join deadlines d on d.id = c.next_deadline
      left join contacts k on k.id = d.subject and d.kind = 'reply'
    order by f.nth`
  return { total: rows[0]?.total ?? 0, rows }
}

/** Open cases with a deadline due in [from, to), the latest first to be late. `from` null: since ever. */
export function listDueCases(sql: Sql, scope: BriefScope, from: number | null, to: number): Promise<BriefList> {
  const since = from === null ? sql`` : sql`and c.due_at >= ${from}`
  return list(sql, sql`${within(sql, scope)} and ${open(sql)} and c.due_at < ${to} ${since}`, sql`c.due_at`)
}

/** Cases recorded since the instant that nobody has answered yet and that are due at `dueFrom` or later. */
export function listFreshCases(sql: Sql, scope: BriefScope, since: number, dueFrom: number): Promise<BriefList> {
  return list(
    sql,
    sql`${within(sql, scope)} and ${open(sql)} and c.due_at >= ${dueFrom} and c.status in ('received','reopened') and c.recorded_at >= ${since}`,
    sql`c.due_at`,
  )
}

/** Cases that wait for the reporter's word. */
export function listUnconfirmedCases(sql: Sql, scope: BriefScope): Promise<BriefList> {
  return list(sql, sql`${within(sql, scope)} and ${open(sql)} and c.status = 'resolved'`, sql`c.resolved_at`)
}

/** Cases whose body has not replied by the instant, though something else of theirs may be due sooner. */
export async function listLateReplies(sql: Sql, scope: BriefScope, at: number): Promise<BriefList> {
  const rows = await sql<(BriefRow & { total: number })[]>`
    with found as materialized (
      select d.id, d.case_id, d.due_at, d.subject from deadlines d join cases c on c.id = d.case_id
      where d.kind = 'reply' and d.closed_at is null and d.due_at <= ${at} and c.due_at <= ${at}
        and ${within(sql, scope)} and ${open(sql)}
      order by d.due_at, d.id limit ${COUNTED}),
    shown as (select *, row_number() over () as nth from found limit ${SHOWN})
    select c.number, c.category, c.region, c.district, c.branch, s.name as owner, c.status, c.severity, b.timezone as zone,
      f.due_at as "dueAt", 'reply' as deadline, k.body, k.outgoing_number as outgoing, (select count(*) from found) as total
    from shown f join cases c on c.id = f.case_id join staff s on s.id = c.owner join branches b on b.code = c.branch
      left join contacts k on k.id = f.subject
    order by f.nth`
  return { total: rows[0]?.total ?? 0, rows }
}

/** Cases with a reply that has come by itself and that nobody has graded yet, the oldest reply first. */
export async function listUngradedReplies(sql: Sql, scope: BriefScope): Promise<BriefList> {
  const rows = await sql<(BriefRow & { total: number })[]>`
    with found as materialized (
      select r.id, x.case_id, r.received_at, k.body, k.outgoing_number from replies r
        join contacts k on k.id = r.contact join contact_cases x on x.contact = k.id join cases c on c.id = x.case_id
      where r.grade is null and ${within(sql, scope)} and ${open(sql)}
      order by r.received_at, r.id limit ${COUNTED}),
    shown as (select *, row_number() over () as nth from found limit ${SHOWN})
    select c.number, c.category, c.region, c.district, c.branch, s.name as owner, c.status, c.severity, b.timezone as zone,
      (select min(d.due_at) from deadlines d where d.case_id = c.id and d.subject = f.id and d.kind = 'action' and d.closed_at is null) as "dueAt",
      'action' as deadline, f.body, f.outgoing_number as outgoing, (select count(*) from found) as total
    from shown f join cases c on c.id = f.case_id join staff s on s.id = c.owner join branches b on b.code = c.branch
    order by f.nth`
  return { total: rows[0]?.total ?? 0, rows }
}

/** Open cases lifted to the centre, the longest there first. */
export function listRaisedCases(sql: Sql): Promise<BriefList> {
  return list(sql, sql`c.raised_at is not null and ${open(sql)}`, sql`c.raised_at`)
}

/** Open cases with a deadline the engine has set aside. */
export function listFaultyCases(sql: Sql): Promise<BriefList> {
  return list(sql, sql`c.id in (select case_id from deadlines where fault is not null) and ${open(sql)}`, sql`c.due_at`)
}

export interface OwedInstruction {
  readonly number: string
  readonly text: string
  /** Local date. */
  readonly dueOn: string
  readonly state: string
}

/** Instructions of the person that are not off control and due by the local date, the latest first to be late. */
export async function listOwedInstructions(sql: Sql, person: number, until: string): Promise<OwedInstruction[]> {
  return sql<OwedInstruction[]>`
    select c.number, left(i.text, 200) as text, i.due_on as "dueOn", i.state
    from instructions i join cases c on c.id = i.case_id
    where i.responsible = ${person} and i.state <> 'accepted' and i.due_on <= ${until}::date
    order by i.due_on, i.id limit ${SHOWN}`
}

/** The branches with the most cases whose answer is overdue, as last folded. */
export async function listWorstBranches(sql: Sql, limit: number): Promise<{ branch: string; overdue: number }[]> {
  return sql<{ branch: string; overdue: number }[]>`
    select substr(scope, 8) as branch, value as overdue from figures
    where day = '' and metric = 'overdue' and scope like 'branch:%' and value > 0
    order by value desc, scope limit ${limit}`
}

/** A person who may get a brief today. */
export interface BriefPerson {
  readonly id: number
  readonly staff: number
  readonly language: string
  readonly branches: readonly string[]
  readonly centre: boolean
  readonly gap: boolean
}

/**
 * Writes one brief per person who has something to read, once per date, and with the `last` batch marks the zone as
 * done; one statement. `today` are epoch ms: the pass's instant, the end of the local day, when the brief was due.
 * Returns how many.
 */
export async function saveBriefs(
  sql: Sql,
  zone: string,
  date: string,
  people: readonly BriefPerson[],
  today: { readonly at: number; readonly ends: number; readonly briefAt: number },
  last: boolean,
): Promise<number> {
  const { at, ends, briefAt } = today
  const [row] = await sql<{ written: number }[]>`
    with written as (
      insert into outbox (id, kind, staff, language, data, once_key, created_at, send_after)
      select p.id, 'brief', p.staff, p.language, '{}', 'brief:' || p.staff || ':' || ${date}, ${at}, ${at}
      from jsonb_to_recordset(${sql.json(people as never)}) as p(id bigint, staff bigint, language text, branches text[], centre boolean, gap boolean)
      where p.gap
        or exists (select from outbox o where o.staff = p.staff and o.state = 'queued' and o.send_after <= ${at})
        or exists (select from cases c where c.owner = p.staff and ${open(sql)} and c.due_at < ${ends})
        or exists (select from cases c where c.owner = p.staff and c.status = 'resolved')
        or exists (select from instructions i where i.responsible = p.staff and i.state <> 'accepted' and i.due_on <= ${date}::date)
        or exists (select from cases c where c.branch = any(p.branches) and ${open(sql)} and c.due_at < ${ends})
        or (p.centre and exists (select from cases c where c.raised_at is not null and ${open(sql)}))
        or (p.centre and exists (select from deadlines d where d.fault is not null))
        or (p.centre and exists (select from inbound_mails where state in ('held','quarantined')))
      on conflict (once_key) do nothing
      returning 1
    ),
    done as (
      insert into pulses (job, at, started_at, ended_at, ok, did)
      select ${`brief:${zone}`}, ${briefAt}, ${at}, ${at}, true, '{}' where ${last}
      on conflict (job) do update set at = excluded.at, started_at = excluded.started_at, ended_at = excluded.ended_at
    )
    select count(*) as written from written`
  return row!.written
}

/** For which instant each zone had its brief last (epoch ms), by IANA zone. */
export async function listBriefMarks(sql: Sql): Promise<Map<string, number>> {
  const rows = await sql<
    { zone: string; at: number }[]
  >`select substr(job, 7) as zone, at from pulses where job like 'brief:%'`
  return new Map(rows.map((r) => [r.zone, r.at]))
}
