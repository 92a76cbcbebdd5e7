import type { Sql } from './client.ts'
import type { EventRow } from './views/events.ts'

/**
 * The feed: events in the order of (xid, id), read strictly below the oldest transaction that still runs
 * (pg_snapshot_xmin). By `id > last` 15 % of committed events were lost, by this order none: below that line nothing can
 * appear any more. A transaction that writes for long holds the line back for everybody, and while it lasts events are
 * late, never lost; reading transactions do not hold it. `idle_in_transaction_session_timeout` (db/client.ts) ends ours.
 */
export interface Position {
  readonly xid: number
  readonly id: number
}

/** A position that can be recognised, for the event there was recorded at this instant (epoch ms): a restored database has another there. */
export interface Place extends Position {
  readonly recordedAt: number
}

/** Before every event. */
export const BEGINNING: Place = { xid: 0, id: 0, recordedAt: 0 }

/** An event of the live feed: what is needed to show it, and whom it concerns. */
export interface FeedRow extends EventRow {
  /** What decides today who may see it: an old event is shown by the case's present branch, owner and visibility. */
  readonly now: EventRow['now'] & { readonly branch: string; readonly owner: number }
  /** Staff who get a notice because of this event. */
  readonly told: readonly number[]
  /** For `assigned`: whose it was before, so that they see it go. */
  readonly was: { readonly branch: string; readonly owner: number } | null
}

const SHOWN = `e.xid::text::bigint as xid, e.id, e.case_id as "caseId", e.kind, e.at, e.recorded_at as "recordedAt",
  e.by_kind as "byKind", e.by_staff as "byStaff", e.by_name as "byName", e.by_role as "byRole", e.public, e.data, e.erasable,
  e.state, jsonb_build_object('public', c.public, 'masks', c.moderation->'words', 'branch', c.branch, 'owner', c.owner) as now`
const CONCERNED = `array(select o.staff from outbox o where o.case_id = e.case_id and o.event_id = e.id and o.staff is not null) as told,
  case when e.kind = 'assigned' then (select jsonb_build_object('branch', p.state->'branch', 'owner', p.state->'owner') from events p
    where p.case_id = e.case_id and (p.xid, p.id) < (e.xid, e.id) order by p.xid desc, p.id desc limit 1) end as was`
const SETTLED = `e.xid < pg_snapshot_xmin(pg_current_snapshot())`

/** The next events of all cases after the position, at most `limit`; none of them can be overtaken any more. */
export async function readFeed(sql: Sql, after: Position, limit: number): Promise<FeedRow[]> {
  return sql.unsafe<FeedRow[]>(
    `select ${SHOWN}, ${CONCERNED} from events e join cases c on c.id = e.case_id
     where (e.xid, e.id) > ($1::text::xid8, $2) and ${SETTLED} order by e.xid, e.id limit $3`,
    [String(after.xid), after.id, limit],
    { prepare: true },
  )
}

/** What somebody listens to, as far as the database can tell; server/live decides exactly. */
export interface FeedFilter {
  /** Everything. */
  readonly all: boolean
  readonly public: boolean
  readonly branches: readonly string[]
  readonly cases: readonly number[]
  readonly staff: number | null
}

export interface FeedPage {
  readonly rows: readonly FeedRow[]
  /** Everything that matches up to here has been read; null: up to the end that was asked for. */
  readonly readTo: Position | null
}

/** One statement looks at so many events, whether they match or not, so that a rare topic cannot run for long. */
const WINDOW = 2_000

/** Backfill: what matches after one position and up to another (which is settled), a page at a time. */
export async function listAfter(
  sql: Sql,
  after: Position,
  upTo: Position,
  filter: FeedFilter,
  limit: number,
): Promise<FeedPage> {
  const between = `(e.xid, e.id) > ($1::text::xid8, $2) and (e.xid, e.id) <= ($3::text::xid8, $4)`
  const range = [String(after.xid), after.id, String(upTo.xid), upTo.id]
  const { cases } = filter
  if (!filter.all && !filter.public && filter.branches.length === 0 && filter.staff === null) {
    const rows = await sql.unsafe<FeedRow[]>(
      `select ${SHOWN}, ${CONCERNED} from events e join cases c on c.id = e.case_id
       where e.case_id = any($5::bigint[]) and ${between} order by e.xid, e.id limit $6`,
      [...range, cases as number[], limit],
      { prepare: true },
    )
    return { rows, readTo: rows.length < limit ? null : rows.at(-1)! }
  }
  const rows = await sql.unsafe<(FeedRow & { wanted: boolean })[]>(
    `with looked as materialized (select e.* from events e where ${between} order by e.xid, e.id limit ${WINDOW}),
     judged as materialized (
       select e.*, e.id = (select id from looked order by xid desc, id desc limit 1) as last,
         $5 or ($6 and e.public) or e.case_id = any($7::bigint[]) or e.state->>'branch' = any($8::text[])
           or ($9::bigint is not null and ((e.state->>'owner')::bigint = $9
             or exists (select from outbox o where o.case_id = e.case_id and o.event_id = e.id and o.staff = $9)))
           or (e.kind = 'assigned' and ($9::bigint is not null or cardinality($8::text[]) > 0)) as wanted
       from looked e)
     select ${SHOWN}, ${CONCERNED}, e.wanted from judged e join cases c on c.id = e.case_id
     where e.wanted or e.last order by e.xid, e.id limit $10`,
    [...range, filter.all, filter.public, cases as number[], filter.branches as string[], filter.staff, limit],
    { prepare: true },
  )
  return { rows: rows.filter((row) => row.wanted), readTo: rows.at(-1) ?? null }
}

/** The last event that can no longer be overtaken; BEGINNING when there is none. */
export async function findHead(sql: Sql): Promise<Place> {
  const [row] = await sql<Place[]>`
    select e.xid::text::bigint as xid, e.id, e.recorded_at as "recordedAt" from events e
    where e.xid < pg_snapshot_xmin(pg_current_snapshot()) order by e.xid desc, e.id desc limit 1`
  return row ? { ...row } : BEGINNING
}

/** Whether the event of the place is in this database. */
export async function hasPlace(sql: Sql, { xid, id, recordedAt }: Place): Promise<boolean> {
  const [row] = await sql<{ at: number }[]>`
    select recorded_at as at from events where id = ${id} and xid = ${String(xid)}::text::xid8`
  return row?.at === recordedAt
}

/** When the first event of all was recorded (epoch ms); undefined when there is none. */
export async function findFirstAt(sql: Sql): Promise<number | undefined> {
  const [row] = await sql<{ at: number }[]>`select recorded_at as at from events order by xid, id limit 1`
  return row?.at
}

/** Whether a comes before (negative), at (0) or after b (positive). */
export function comparePositions(a: Position, b: Position): number {
  return a.xid - b.xid || a.id - b.id
}
