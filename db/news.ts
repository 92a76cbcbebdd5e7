import type { Sql } from './client.ts'
import type { Position } from './feed.ts'

const NAME = 'followers'

/** What followers hear of: public steps, and an answer that did not come. The notice is named after the event. */
const NEWS = [
  'reacted',
  'updated',
  'contacted',
  'replied',
  'meeting-called',
  'resolved',
  'rejected',
  'merged',
  'reopened',
  'closed',
] as const

export interface News {
  /** Where the reading stood, and where it stands once these are told. */
  readonly from: Position
  readonly to: Position
  /** One for each event and follower. */
  readonly told: readonly Told[]
}

export interface Told {
  readonly kind: string
  readonly event: number
  /** The case they follow: that of the event, or one that was merged into it. */
  readonly caseId: number
  /** Keyed hash of the follower; base64. */
  readonly follower: string
  readonly language: string
}

/**
 * The next events that can no longer be overtaken, with whom they concern. Followers are found here and not when the
 * step is decided: a case may have thousands, and none of them must keep the person at work waiting. Where nobody
 * follows anything, the reading leaps to the end. Undefined when nothing has happened.
 */
export async function findNews(sql: Sql, events: number): Promise<News | undefined> {
  const [row] = await sql.unsafe<{ from: Position; to: Position | null; told: Told[] }[]>(
    `with recursive at as (select xid, event_id from fold_cursor where name = '${NAME}'
      union all select '0'::xid8, 0 order by xid desc limit 1),
    anybody as materialized (select exists (select from followers where confirmed_at is not null) as yes),
    next as materialized (
      select e.xid, e.id, e.case_id, e.kind, e.recorded_at,
        case when e.kind = 'verdict' then 'missed' else e.kind end as notice,
        e.public and (e.kind = any($2::text[]) or (e.kind = 'verdict' and e.data->>'deadline' = 'response' and e.data->>'verdict' = 'missed')) as wanted
      from events e
      where (select yes from anybody) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
        and (e.xid, e.id) > ((select xid from at), (select event_id from at))
      order by e.xid, e.id limit $1
    ),
    leap as (
      select e.xid, e.id from events e where not (select yes from anybody) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
        and (e.xid, e.id) > ((select xid from at), (select event_id from at))
      order by e.xid desc, e.id desc limit 1
    ),
    -- Also of what was merged into what was merged into it.
    joined as (
      select distinct n.case_id as into_case, n.case_id as id from next n where n.wanted
      union select j.into_case, c.id from joined j join cases c on c.merged_into = j.id
    ),
    concerned as (
      select n.*, j.id as followed from next n join joined j on j.into_case = n.case_id where n.wanted
    )
    select (select jsonb_build_object('xid', xid::text::bigint, 'id', event_id) from at) as from,
      (select jsonb_build_object('xid', xid::text::bigint, 'id', id) from (
        (select xid, id from next order by xid desc, id desc limit 1) union all select xid, id from leap) x) as to,
      (select coalesce(jsonb_agg(jsonb_build_object('kind', n.notice, 'event', n.id, 'caseId', f.case_id,
          'follower', encode(f.key_hash, 'base64'), 'language', f.language) order by n.xid, n.id, f.id), '[]')
        from concerned n join followers f on f.case_id = n.followed and f.confirmed_at <= n.recorded_at) as told`,
    [events, [...NEWS]],
    { prepare: true },
  )
  return row?.to ? { from: row.from, to: row.to, told: row.told } : undefined
}

/** Writes the notices and moves the reading on, in one statement; false when another was faster. `ids`: one for each notice. */
export async function saveNews(sql: Sql, news: News, ids: readonly number[], at: number): Promise<boolean> {
  const notices = news.told.map((told, i) => ({ id: ids[i], ...told }))
  const [row] = await sql.unsafe<{ moved: number }[]>(
    `with begun as (
      insert into fold_cursor (name, xid, event_id) select '${NAME}', $4::text::xid8, $5::bigint where $2 = '0' and $3::bigint = 0
      on conflict (name) do nothing returning 1
    ),
    moved as (
      update fold_cursor set xid = $4::text::xid8, event_id = $5::bigint
      where name = '${NAME}' and xid = $2::text::xid8 and event_id = $3::bigint returning 1
    ),
    gate as materialized (select 1 from begun union all select 1 from moved),
    told as (
      insert into outbox (id, kind, follower, language, case_id, event_id, data, created_at, send_after)
      select x.id, x.kind, decode(x.follower, 'base64'), x.language, x."caseId", x.event, '{}', $6::timestamptz, $6::timestamptz
      from jsonb_to_recordset($1::jsonb) as x(id bigint, kind text, follower text, language text, "caseId" bigint, event bigint), gate
    )
    select count(*) as moved from gate`,
    [notices as never, String(news.from.xid), news.from.id, String(news.to.xid), news.to.id, at],
    { prepare: true },
  )
  return row!.moved > 0
}
