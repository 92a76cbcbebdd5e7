import type { PendingQuery, Row } from 'postgres'
import type { IdempotencyRecord } from './apply/index.ts'
import type { Sql } from './client.ts'

export type Fragment = PendingQuery<Row[]>

/** Who changed which setting; `data` is what was asked for, without secrets. */
export interface SettingLog {
  readonly id: number
  /** Epoch ms. */
  readonly at: number
  /** Null: the command line, or the system itself. */
  readonly staff: number | null
  readonly what: string
  readonly subject: string
  readonly data: Readonly<Record<string, unknown>>
}

export interface SettingWrite {
  /** The `insert`, `update` or `delete` with its `returning`; must hold only where `decided` (see `decidedNow`). */
  readonly write: Fragment
  /** Further CTEs, each ending in a comma; they may read `written`. */
  readonly more?: Fragment
  /** A scalar that reads the row as it was, for the log. */
  readonly before?: Fragment
  readonly log: SettingLog
  readonly idempotency?: IdempotencyRecord | undefined
}

/** Put into the `where` of every write: nothing is written when the world has changed since it was read. */
export const decidedNow = (sql: Sql): Fragment => sql`exists (select from decided)`

/**
 * Writes one change of configuration, its log row, its idempotency record and the new stamp in one statement, if the
 * world still has the stamp it was decided under; undefined when it has not. The stamp's row lock makes such changes take
 * turns. An empty list: the write found no row, and nothing was logged.
 */
export async function applySetting<Written extends Row>(
  sql: Sql,
  stamp: number,
  { write, more, before, log, idempotency }: SettingWrite,
): Promise<Written[] | undefined> {
  const was = before ? sql`|| jsonb_build_object('before', ${before})` : sql``
  const kept = idempotency
    ? sql`kept as (
        insert into idempotency (key, request, status, body, expires_at)
        select decode(${idempotency.key}, 'base64'), decode(${idempotency.request}, 'base64'), ${idempotency.status}::int,
          ${sql.json(idempotency.body as never)}::jsonb, ${idempotency.expiresAt}::timestamptz
        where exists (select from written)),`
    : sql``
  const rows = await sql<(Written & { stampNow: number; wrote: boolean | null })[]>`
    with decided as (
      update reference_stamp set stamp = stamp + 1 where id = 1 and stamp = ${stamp} returning stamp),
    written as (${write}),
    ${more ?? sql``} ${kept}
    logged as (
      insert into config_log (id, at, staff, what, subject, data)
      select ${log.id}::bigint, ${log.at}::timestamptz, ${log.staff}::bigint, ${log.what}, ${log.subject},
        ${sql.json(log.data as never)}::jsonb ${was}
      where exists (select from written))
    select decided.stamp as "stampNow", w.* from decided left join (select true as wrote, * from written) w on true`
  if (rows.length === 0) return undefined
  return rows.filter((row) => row.wrote)
}
