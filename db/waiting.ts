import type { Sql } from './client.ts'
import { RUNG_DUE } from './facts.ts'
import { OPEN, type Wanting } from './hand-over.ts'
import { INBOUND_DUE } from './inbound.ts'
import { LETTER_DUE } from './letters.ts'
import { MAIL_DUE } from './outbox.ts'

export interface WaitingWish {
  /** Epoch ms. */
  readonly at: number
  /** Version of the calendar in force. */
  readonly calendar: number
  readonly wanting: Pick<Wanting, 'gone' | 'away' | 'soon'>
  readonly desk: number
}

export interface Waiting {
  /** Of the world: people, rosters, policies, calendar. */
  readonly stamp: number
  /** Something for the engine to do. */
  readonly any: boolean
  /** By time zone, the hour of the last morning brief (epoch ms). */
  readonly briefs: Readonly<Record<string, number>>
}

/** An event beyond the place where a reading stands, that can no longer be overtaken. */
const unread = (reading: string) => `exists (select from (
  select 1 from events e where e.xid < pg_snapshot_xmin(pg_current_snapshot()) and (e.xid, e.id) > (
    coalesce((select xid from fold_cursor where name = '${reading}'), '0'::xid8),
    coalesce((select event_id from fold_cursor where name = '${reading}'), 0))
  order by e.xid, e.id limit 1) beyond)`

const WAITING = `select coalesce((select stamp from reference_stamp where id = 1), 0)::float8 as stamp,
  ${RUNG_DUE} or ${LETTER_DUE} or ${MAIL_DUE} or ${INBOUND_DUE} or ${unread('figures')} or ${unread('followers')}
  or exists (select from deadlines where closed_at is null and kind = 'reply' and calendar < $2)
  or exists (select from cases c where ${OPEN} and c.owner = $6)
  or exists (select from unnest($3::bigint[]) as gone (id) cross join lateral (
    select from cases c where ${OPEN} and c.owner = gone.id limit 1) found)
  or exists (select from unnest($4::bigint[]) as away (id) cross join lateral (
    select from cases c where ${OPEN} and c.owner = away.id and c.due_at < $5 limit 1) found) as any,
  (select coalesce(jsonb_object_agg(substr(job, 7), extract(epoch from at) * 1000), '{}') from pulses where job like 'brief:%') as briefs`

/** Whether anything waits for the engine, asked in one statement: in most minutes nothing does. */
export async function findWaiting(sql: Sql, { at, calendar, wanting, desk }: WaitingWish): Promise<Waiting> {
  const [row] = await sql.unsafe<Waiting[]>(
    WAITING,
    [at, calendar, wanting.gone as number[], wanting.away as number[], wanting.soon, desk],
    { prepare: true },
  )
  return row!
}
