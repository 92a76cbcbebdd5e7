import type { Contribution, FigureFacts } from '../shared/domain/figures.ts'
import type { Sql } from './client.ts'
import type { Position } from './feed.ts'

const NAME = 'figures'

export interface Touched {
  /** Where the fold stands. */
  readonly from: Position
  /** Where it stands once these cases are counted. */
  readonly to: Position
  readonly cases: readonly number[]
}

/** The cases touched by the next events that can no longer be overtaken; undefined when there are none. */
export async function findTouched(sql: Sql, events: number): Promise<Touched | undefined> {
  const [row] = await sql<{ from: Position; to: Position | null; cases: number[] }[]>`
    with at as (select xid, event_id from fold_cursor where name = ${NAME}
      union all select '0'::xid8, 0 order by xid desc limit 1),
    next as materialized (
      -- As scalars the cursor is where the index is entered; joined, every event ever written was read (76 ms at 100,000).
      select e.xid, e.id, e.case_id from events e
      where (e.xid, e.id) > ((select xid from at), (select event_id from at)) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
      order by e.xid, e.id limit ${events}
    )
    select (select jsonb_build_object('xid', xid::text::bigint, 'id', event_id) from at) as from,
      (select jsonb_build_object('xid', xid::text::bigint, 'id', id) from next order by xid desc, id desc limit 1) as to,
      array(select distinct case_id from next order by case_id) as cases`
  return row?.to ? { from: row.from, to: row.to, cases: row.cases } : undefined
}

const FACTS = `select c.id as "caseId", c.region, c.branch, c.category, c.owner, c.status, c.raised_at as "raisedAt",
  c.on_wall as "onWall", c.reported_at as "reportedAt", c.closed_at as "closedAt", b.timezone as zone,
  (select coalesce(jsonb_agg(jsonb_build_object('kind', d.kind, 'openedAt', (extract(epoch from d.opened_at) * 1000)::float8,
      'dueAt', (extract(epoch from d.due_at) * 1000)::float8, 'closedAt', (extract(epoch from d.closed_at) * 1000)::float8,
      'outcome', d.outcome, 'verdict', coalesce(x.verdict, v.verdict), 'branch', v.branch,
      'body', case when d.kind = 'reply' then coalesce(v.body, (
        select coalesce(e.data->>'to', e.data->>'body') from events e
        where e.case_id = d.case_id and e.kind in ('contacted','redirected') and (e.data->>'contact')::bigint = d.subject
          and e.recorded_at <= d.opened_at
        order by e.xid desc, e.id desc limit 1)) end,
      'leads', d.kind = 'reply' and not exists (
        select from contact_cases k where k.contact = d.subject and k.case_id < d.case_id)) order by d.id), '[]')
    from deadlines d left join verdicts v on v.deadline_id = d.id left join verdict_corrections x on x.deadline_id = d.id
    where d.case_id = c.id and d.kind in ('response','reply')) as deadlines`

export type FigureRow = FigureFacts & { readonly keys: Contribution | null }

/** What the figures need to know of the cases, and what each of them added when it was last counted. */
export async function listFigureFacts(sql: Sql, cases: readonly number[]): Promise<FigureRow[]> {
  return sql.unsafe<FigureRow[]>(
    `${FACTS}, f.keys from unnest($1::bigint[]) as x(id) join cases c on c.id = x.id
      join branches b on b.code = c.branch left join case_figures f on f.case_id = c.id`,
    [cases as number[]],
    { prepare: true },
  )
}

export interface FoldWrite {
  readonly from: Position
  readonly to: Position
  readonly cases: readonly { caseId: number; keys: Contribution }[]
  readonly figures: readonly { scope: string; metric: string; day: string; n: number }[]
  readonly loads: readonly { staff: number; n: number }[]
}

/** Moves the figures, the cursor and what each case added, in one statement; false when another fold was faster. */
export async function saveFold(sql: Sql, write: FoldWrite): Promise<boolean> {
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
    kept as (
      insert into case_figures (case_id, keys)
      select x."caseId", x.keys from jsonb_to_recordset($1::jsonb->'cases') as x("caseId" bigint, keys jsonb), gate
      on conflict (case_id) do update set keys = excluded.keys
    ),
    summed as (
      insert into figures as f (scope, metric, day, value)
      select x.scope, x.metric, x.day, x.n from jsonb_to_recordset($1::jsonb->'figures') as x(scope text, metric text, day text, n bigint), gate
      on conflict (scope, metric, day) do update set value = f.value + excluded.value
    ),
    loaded as (
      insert into staff_load as l (staff, open)
      select x.staff, x.n from jsonb_to_recordset($1::jsonb->'loads') as x(staff bigint, n int), gate
      on conflict (staff) do update set open = l.open + excluded.open
    )
    select count(*) as moved from gate`,
    [
      { cases: write.cases, figures: write.figures, loads: write.loads } as never,
      String(write.from.xid),
      write.from.id,
      String(write.to.xid),
      write.to.id,
    ],
    { prepare: true },
  )
  return row!.moved > 0
}

/** Where the fold stands; changes whenever a figure has. */
export async function findFoldPlace(sql: Sql): Promise<string> {
  const [row] = await sql<
    { place: string }[]
  >`select xid::text || '.' || event_id as place from fold_cursor where name = ${NAME}`
  return row?.place ?? ''
}

export interface FigureValue {
  readonly scope: string
  readonly metric: string
  readonly value: number
}

/** Standing figures of the scope, and of every scope of the kinds ('region', 'branch', …). */
export async function listStanding(sql: Sql, scope: string, kinds: readonly string[] = []): Promise<FigureValue[]> {
  return sql<FigureValue[]>`
    select scope, metric, value from figures
    where day = '' and value <> 0 and (scope = ${scope} or split_part(scope, ':', 1) = any(${kinds as string[]}::text[]))`
}

/** Sums over whole months ('YYYY-MM') for the scope and every scope of the kinds. */
export async function sumMonths(
  sql: Sql,
  months: readonly string[],
  scope: string,
  kinds: readonly string[] = [],
): Promise<FigureValue[]> {
  return sql<FigureValue[]>`
    select scope, metric, sum(value)::bigint as value from figures
    where day = any(${months as string[]}::text[]) and (scope = ${scope} or split_part(scope, ':', 1) = any(${kinds as string[]}::text[]))
    group by scope, metric having sum(value) <> 0`
}

/** The daily figures of one scope over [from, to] (local dates). */
export async function listDays(
  sql: Sql,
  scope: string,
  metrics: readonly string[],
  from: string,
  to: string,
): Promise<{ day: string; metric: string; value: number }[]> {
  return sql<{ day: string; metric: string; value: number }[]>`
    select day, metric, value from figures
    where scope = ${scope} and metric = any(${metrics as string[]}::text[]) and day >= ${from} and day <= ${to}
      and length(day) = 10 and value <> 0
    order by day, metric`
}
