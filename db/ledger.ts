import type { Sql } from './client.ts'
import { comparePositions, type Position } from './feed.ts'

const NAME = 'ledger'

/** A closed day. Instants are epoch milliseconds; hashes and the root are hex, signature and key base64url. */
export interface LedgerDayRow {
  readonly date: string
  readonly closedAt: number
  readonly previous: string | null
  readonly previousRoot: string | null
  readonly root: string
  readonly signature: string
  readonly key: string
  readonly leaves: number
  readonly met: number
  readonly missed: number
  readonly late: number
  readonly cases: number
}

const base64url = (column: string) => `translate(replace(encode(${column}, 'base64'), chr(10), ''), '+/=', '-_')`

const DAY = `to_char(d.date, 'YYYY-MM-DD') as date, d.closed_at as "closedAt", to_char(d.previous, 'YYYY-MM-DD') as previous,
  encode(d.previous_root, 'hex') as "previousRoot", encode(d.root, 'hex') as root, ${base64url('d.signature')} as signature,
  ${base64url('d.key')} as key, d.leaves, d.met, d.missed, d.late, d.cases`

/** Closed days before a date ('YYYY-MM-DD'), the newest first. */
export async function listLedgerDays(sql: Sql, before: string | null, limit: number): Promise<LedgerDayRow[]> {
  return sql.unsafe<LedgerDayRow[]>(
    `select ${DAY} from ledger_days d where $1::date is null or d.date < $1::date order by d.date desc limit $2`,
    [before, limit],
    { prepare: true },
  )
}

/** The day with its answers, or undefined. */
export async function findLedgerDay(
  sql: Sql,
  date: string,
): Promise<(LedgerDayRow & { answers: unknown[] }) | undefined> {
  const [row] = await sql.unsafe<(LedgerDayRow & { answers: unknown[] })[]>(
    `select ${DAY}, d.answers from ledger_days d where d.date = $1::date`,
    [date],
    { prepare: true },
  )
  return row
}

export interface HeadRow {
  readonly date: string
  readonly number: string
  readonly events: number
  readonly head: string
  readonly place: number
}

const HEAD = `to_char(h.date, 'YYYY-MM-DD') as date, h.number, h.events, encode(h.head, 'hex') as head, h.place`

/** The heads of a day in their places. */
export async function listHeads(sql: Sql, date: string): Promise<HeadRow[]> {
  return sql.unsafe<HeadRow[]>(`select ${HEAD} from ledger_heads h where h.date = $1::date order by h.place`, [date], {
    prepare: true,
  })
}

/** The heads of a case, the oldest day first. */
export async function listHeadsOf(sql: Sql, caseId: number): Promise<HeadRow[]> {
  return sql.unsafe<HeadRow[]>(`select ${HEAD} from ledger_heads h where h.case_id = $1 order by h.date`, [caseId], {
    prepare: true,
  })
}

/** Events an entry covers at most: a mass import is closed over several nights, and no pass waits long for it. */
const MOST = 200_000

/**
 * What an entry covers: from the end of the last one (of none, from the instant `begins`) to the last settled event that was
 * recorded before `ends` (epoch ms), at most MOST events. Null while one that belongs to it may still be overtaken.
 */
export async function findSpan(
  sql: Sql,
  begins: number,
  ends: number,
): Promise<{ from: Position; to: Position } | null> {
  const [row] = await sql<{ from: Position; to: Position | null; most: Position | null; unsettled: boolean }[]>`
    with at as materialized (
      select xid, event_id as id from fold_cursor where name = ${NAME}
      union all (select e.xid, e.id from events e
        where not exists (select from fold_cursor where name = ${NAME}) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
          and e.recorded_at < ${begins} order by e.xid desc, e.id desc limit 1)
      union all select '0'::xid8, 0 order by xid desc, id desc limit 1),
    next as (select e.xid, e.id, e.recorded_at from events e
      where (e.xid, e.id) > ((select xid from at), (select id from at)) and e.xid < pg_snapshot_xmin(pg_current_snapshot()))
    select (select jsonb_build_object('xid', xid::text::bigint, 'id', id) from at) as from,
      (select jsonb_build_object('xid', xid::text::bigint, 'id', id) from next
        where recorded_at < ${ends} order by xid desc, id desc limit 1) as to,
      (select jsonb_build_object('xid', xid::text::bigint, 'id', id) from next order by xid, id offset ${MOST - 1} limit 1) as most,
      exists (select from events e where e.xid >= pg_snapshot_xmin(pg_current_snapshot()) and e.recorded_at < ${ends}) as unsettled`
  const { from, to, most, unsettled } = row!
  if (unsettled) return null
  if (!to) return { from, to: from }
  return { from, to: most && comparePositions(most, to) < 0 ? most : to }
}

const SPAN = `(e.xid, e.id) > ($1::text::xid8, $2) and (e.xid, e.id) <= ($3::text::xid8, $4)`
const bounds = ({ from, to }: { from: Position; to: Position }) => [String(from.xid), from.id, String(to.xid), to.id]

/** The cases with events in the span, by id. */
export async function listCasesIn(sql: Sql, span: { from: Position; to: Position }): Promise<number[]> {
  const rows = await sql.unsafe<{ id: number }[]>(
    `select distinct e.case_id as id from events e where ${SPAN} order by 1`,
    bounds(span),
    { prepare: true },
  )
  return rows.map(({ id }) => id)
}

export interface ChainEvent {
  readonly id: number
  readonly caseId: number
  readonly kind: string
  readonly at: number
  readonly recordedAt: number
  readonly byKind: string
  readonly byStaff: number | null
  readonly byRole: string | null
  readonly public: boolean
  readonly data: Readonly<Record<string, unknown>>
  readonly state: {
    branch: string
    region: string | null
    category: string
    respondBy: number
    respondedAt: number | null
  }
}

export interface ChainCase {
  readonly id: number
  readonly number: string
  readonly reportedAt: number
  /** Of the last closed day on which something happened to it. */
  readonly head: string | null
  readonly events: number
}

const EVENT = `e.id, e.case_id as "caseId", e.kind, e.at, e.recorded_at as "recordedAt", e.by_kind as "byKind", e.by_staff as "byStaff",
  e.by_role as "byRole", e.public, e.data, e.state`

/** The cases with the heads they have. */
export async function listChainCases(sql: Sql, cases: readonly number[]): Promise<ChainCase[]> {
  return sql.unsafe<ChainCase[]>(
    `select c.id, c.number, c.reported_at as "reportedAt", h.head, coalesce(h.events, 0) as events
     from cases c left join lateral (select encode(head, 'hex') as head, events from ledger_heads where case_id = c.id
       order by date desc limit 1) h on true
     where c.id = any($1::bigint[]) order by c.id`,
    [cases as number[]],
    { prepare: true },
  )
}

/** The events of the cases within the span, in the order of each chain; of a case that has no head yet also those before. */
export async function listChainEvents(
  sql: Sql,
  span: { from: Position; to: Position },
  cases: readonly number[],
): Promise<(ChainEvent & { fresh: boolean })[]> {
  return sql.unsafe<(ChainEvent & { fresh: boolean })[]>(
    `select ${EVENT}, (e.xid, e.id) > ($1::text::xid8, $2) as fresh from events e
     where e.case_id = any($5::bigint[]) and (e.xid, e.id) <= ($3::text::xid8, $4)
       and ((e.xid, e.id) > ($1::text::xid8, $2) or not exists (select from ledger_heads h where h.case_id = e.case_id))
     order by e.case_id, e.xid, e.id`,
    [...bounds(span), cases as number[]],
    { prepare: true },
  )
}

/** The first events of a case in the order of its chain. */
export async function listChainOf(sql: Sql, caseId: number, limit: number): Promise<ChainEvent[]> {
  return sql.unsafe<ChainEvent[]>(
    `select ${EVENT} from events e where e.case_id = $1 order by e.xid, e.id limit $2`,
    [caseId, limit],
    { prepare: true },
  )
}

export interface NewLedgerDay {
  readonly date: string
  readonly closedAt: number
  readonly previous: { readonly date: string; readonly root: string } | null
  readonly root: string
  readonly signature: string
  readonly key: string
  readonly leaves: number
  readonly answers: readonly unknown[]
  readonly met: number
  readonly missed: number
  readonly late: number
  readonly heads: readonly {
    readonly caseId: number
    readonly number: string
    readonly events: number
    readonly head: string
  }[]
}

/** Writes the day, its heads and how far it came, in one statement; false when another instance was faster. */
export async function saveLedgerDay(
  sql: Sql,
  day: NewLedgerDay,
  { from, to }: { from: Position; to: Position },
): Promise<boolean> {
  const [row] = await sql.unsafe<{ days: number }[]>(
    `with last as (select date, root from ledger_days order by date desc limit 1),
    begun as (
      insert into fold_cursor (name, xid, event_id) select '${NAME}', $4::text::xid8, $5::bigint
      where not exists (select from last)
      on conflict (name) do nothing returning 1
    ),
    moved as (
      update fold_cursor set xid = $4::text::xid8, event_id = $5::bigint
      where name = '${NAME}' and xid = $2::text::xid8 and event_id = $3::bigint
        and (select date from last) is not distinct from ($1::jsonb->'previous'->>'date')::date returning 1
    ),
    gate as materialized (select 1 from begun union all select 1 from moved),
    day as (
      insert into ledger_days (date, closed_at, previous, previous_root, root, signature, key, leaves, answers, met, missed, late, cases)
      select (x->>'date')::date, to_timestamp((x->>'closedAt')::float8 / 1000), (x->'previous'->>'date')::date,
        decode(x->'previous'->>'root', 'hex'), decode(x->>'root', 'hex'), decode(x->>'signature', 'base64'), decode(x->>'key', 'base64'),
        (x->>'leaves')::int, x->'answers', (x->>'met')::int, (x->>'missed')::int, (x->>'late')::int, jsonb_array_length(x->'heads')
      from (select $1::jsonb as x) d, gate returning date
    ),
    heads as (
      insert into ledger_heads (case_id, date, place, number, events, head)
      select (h->>'caseId')::bigint, day.date, n - 1, h->>'number', (h->>'events')::int, decode(h->>'head', 'hex')
      from day, jsonb_array_elements($1::jsonb->'heads') with ordinality x (h, n)
    )
    select count(*)::int as days from day`,
    [
      { ...day, signature: toBase64(day.signature), key: toBase64(day.key) } as never,
      String(from.xid),
      from.id,
      String(to.xid),
      to.id,
    ],
    { prepare: true },
  )
  return row!.days > 0
}

const toBase64 = (text: string) => Buffer.from(text, 'base64url').toString('base64')
