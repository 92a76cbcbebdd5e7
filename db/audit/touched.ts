import type { Sql } from '../client.ts'
import type { Broken } from './index.ts'

const NAME = 'audit'
const FOUND = 'audit:found'

export interface Audited {
  readonly cases: readonly number[]
  /** Moves the cursor past these cases' events. */
  readonly next: { readonly xid: number; readonly id: number } | null
}

/** The cases touched by the next events since the last audit, as far as they can no longer be overtaken. */
export async function findUnaudited(sql: Sql, events: number): Promise<Audited> {
  const [row] = await sql<Audited[]>`
    with at as (select xid, event_id from fold_cursor where name = ${NAME}
      union all select '0'::xid8, 0 order by xid desc limit 1),
    next as materialized (
      select e.xid, e.id, e.case_id from events e, at
      where (e.xid, e.id) > (at.xid, at.event_id) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
      order by e.xid, e.id limit ${events}
    )
    select array(select distinct case_id from next order by 1) as cases,
      (select jsonb_build_object('xid', xid::text::bigint, 'id', id) from next order by xid desc, id desc limit 1) as next`
  return row!
}

/** Remembers how far the audit has come; two audits at once only look twice. */
export async function saveAudited(sql: Sql, place: { readonly xid: number; readonly id: number }): Promise<void> {
  await sql`
    insert into fold_cursor (name, xid, event_id) values (${NAME}, ${String(place.xid)}::text::xid8, ${place.id})
    on conflict (name) do update set xid = excluded.xid, event_id = excluded.event_id`
}

/** What the last audits found and nobody has put right yet. */
export async function listFound(sql: Sql): Promise<Broken[]> {
  const [row] = await sql<{ found: Broken[] | null }[]>`select did->'found' as found from pulses where job = ${FOUND}`
  return row?.found ?? []
}

/** Keeps what is broken (the first of it), to be looked at again and shown. */
export async function saveFound(sql: Sql, found: readonly Broken[], at: number): Promise<void> {
  await sql`
    insert into pulses (job, at, started_at, ended_at, ok, did)
    values (${FOUND}, ${at}, ${at}, ${at}, ${found.length === 0}, ${sql.json({ found: found.slice(0, 200) } as never)})
    on conflict (job) do update set at = excluded.at, started_at = excluded.started_at, ended_at = excluded.ended_at,
      ok = excluded.ok, did = excluded.did`
}
