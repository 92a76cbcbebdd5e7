import type { Sql } from '../client.ts'
import { OPEN } from '../open-case.ts'

/** Sums over [from, to] (local dates) for each of the scopes and metrics. */
export async function sumDays(
  sql: Sql,
  scopes: readonly string[],
  metrics: readonly string[],
  from: string,
  to: string,
): Promise<{ scope: string; metric: string; value: number }[]> {
  return sql<{ scope: string; metric: string; value: number }[]>`
    select scope, metric, sum(value)::bigint as value from figures
    where scope = any(${scopes as string[]}::text[]) and metric = any(${metrics as string[]}::text[])
      and day >= ${from} and day <= ${to} and length(day) = 10
    group by scope, metric having sum(value) <> 0`
}

/** The values of one metric by day over [from, to] for each of the scopes that has any. */
export async function listDaysOf(
  sql: Sql,
  scopes: readonly string[],
  metric: string,
  from: string,
  to: string,
): Promise<{ scope: string; days: Record<string, number> }[]> {
  return sql<{ scope: string; days: Record<string, number> }[]>`
    select scope, jsonb_object_agg(day, value) as days from figures
    where scope = any(${scopes as string[]}::text[]) and metric = ${metric}
      and day >= ${from} and day <= ${to} and length(day) = 10 and value <> 0
    group by scope`
}

/** Of every scope of a kind ('body', 'branch') the metrics by month ('YYYY-MM'). */
export async function listMonths(
  sql: Sql,
  kind: string,
  months: readonly string[],
  metrics: readonly string[],
): Promise<{ scope: string; metric: string; day: string; value: number }[]> {
  return sql<{ scope: string; metric: string; day: string; value: number }[]>`
    select scope, metric, day, value from figures
    where day = any(${months as string[]}::text[]) and metric = any(${metrics as string[]}::text[])
      and scope >= ${`${kind}:`} and scope < ${`${kind};`} and value <> 0`
}

/** Every metric of one scope by month. */
export async function listMonthsOf(
  sql: Sql,
  scope: string,
  months: readonly string[],
): Promise<{ metric: string; day: string; value: number }[]> {
  return sql<{ metric: string; day: string; value: number }[]>`
    select metric, day, value from figures
    where scope = ${scope} and day = any(${months as string[]}::text[]) and value <> 0`
}

export interface BurningRow {
  readonly number: string
  readonly category: string
  readonly severity: number
  readonly region: string | null
  readonly district: string | null
  readonly branch: string
  readonly owner: number
  readonly respondBy: number
  readonly raised: boolean
  readonly onWall: boolean
  readonly answered: boolean
}

const BURNING = `c.id, c.number, c.category, c.severity, c.region, c.district, c.branch, c.owner, c.respond_by as "respondBy",
  c.raised_at is not null as raised, c.on_wall as "onWall"`

/**
 * The cases that come first: unanswered past their hour (epoch ms), the longest silence first; where those are few, then
 * open cases that were raised and have been answered, the last raised first.
 */
export async function listBurning(sql: Sql, at: number, limit: number): Promise<BurningRow[]> {
  return sql.unsafe<BurningRow[]>(
    `with late as materialized (
       select ${BURNING}, false as answered from cases c
       where c.status in ('received','reopened') and c.respond_by <= $1 order by c.respond_by, c.id limit $2),
     raised as materialized (
       -- Those that are late are fewer than the limit here, so the walk past them is short.
       select ${BURNING}, true as answered from cases c
       where (select count(*) from late) < $2 and c.raised_at is not null and ${OPEN}
         and c.status not in ('received','reopened') order by c.raised_at desc, c.id desc limit $2)
     select * from (select l.*, 0 as part, extract(epoch from "respondBy")::float8 as ord from late l
       union all select r.*, 1, -extract(epoch from "respondBy")::float8 from raised r) x
     order by part, ord, id limit $2`,
    [at, limit],
    { prepare: true },
  )
}

export interface ToldRow {
  readonly number: string
  readonly kind: string
  readonly data: Readonly<Record<string, unknown>>
  readonly at: number
  readonly state: Readonly<Record<string, unknown>>
}

/** Of the last events those of the kinds, newest first; a verdict only when it was missed. `looked` bounds the work. */
export async function listLastTold(
  sql: Sql,
  kinds: readonly string[],
  limit: number,
  looked = 400,
): Promise<ToldRow[]> {
  return sql.unsafe<ToldRow[]>(
    `with last as materialized (
       select e.xid, e.id, e.kind, e.data, e.at, e.state from events e
       where e.xid < pg_snapshot_xmin(pg_current_snapshot()) order by e.xid desc, e.id desc limit $3)
     select state->>'number' as number, kind, data, at, state from last
     where kind = any($1::text[]) and (kind <> 'verdict' or data->>'verdict' = 'missed') order by xid desc, id desc limit $2`,
    [kinds as string[], limit, looked],
    { prepare: true },
  )
}

export interface ControlRow {
  readonly id: number
  readonly number: string
  readonly responsible: number
  readonly dueOn: string
}

/** Instructions on control, the first due first. */
export async function listControlled(sql: Sql, limit: number): Promise<ControlRow[]> {
  return sql<ControlRow[]>`
    select i.id, c.number, i.responsible, i.due_on as "dueOn" from instructions i join cases c on c.id = i.case_id
    where i.state <> 'accepted' order by i.due_on, i.id limit ${limit}`
}

/** How many instructions are on control on the local date, counted up to `most` so that many do not make the wall wait. */
export async function countControlled(
  sql: Sql,
  today: string,
  most = 1_000,
): Promise<{ open: number; overdue: number; reported: number }> {
  const [row] = await sql<{ open: number; overdue: number; reported: number }[]>`
    select count(*) as open, count(*) filter (where due_on < ${today}) as overdue, count(*) filter (where state = 'reported') as reported
    from (select due_on, state from instructions where state <> 'accepted' order by due_on, id limit ${most}) x`
  return row!
}

/** Changes whenever a figure has or anything happened. */
export async function findWallPlace(sql: Sql): Promise<string> {
  const [row] = await sql<{ place: string }[]>`
    select concat_ws(' ', (select xid::text || '.' || event_id from fold_cursor where name = 'figures'),
      (select e.xid::text || '.' || e.id from events e order by e.xid desc, e.id desc limit 1)) as place`
  return row!.place
}

/** Of every scope of a kind the sums of the metrics over the months. */
export async function sumMonthsOf(
  sql: Sql,
  kind: string,
  months: readonly string[],
  metrics: readonly string[],
): Promise<{ scope: string; metric: string; value: number }[]> {
  return sql<{ scope: string; metric: string; value: number }[]>`
    select scope, metric, sum(value)::bigint as value from figures
    where day = any(${months as string[]}::text[]) and metric = any(${metrics as string[]}::text[])
      and scope >= ${`${kind}:`} and scope < ${`${kind};`}
    group by scope, metric having sum(value) <> 0`
}
