import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import type { Sql } from './client.ts'
import { readShipment, type Shipment, type ShippedCalendar } from './reference-files.ts'
import { bodies, branches, categories, districts, legalTerms, regions } from './schema/reference.ts'

/** In the order of their foreign keys. */
const TABLES = [regions, districts, categories, bodies, branches, legalTerms].map(shapeOf)

interface Table {
  readonly name: string
  readonly key: readonly string[]
  /** Column → SQL type, of the columns that db/reference/*.json fills. */
  readonly types: Readonly<Record<string, string>>
  /** Rows that are shipped no longer become inactive. */
  readonly retires: boolean
}

export interface Loaded {
  /** False when the database already held these very files. */
  readonly changed: boolean
  /** Rows written, by table. */
  readonly counts: Readonly<Record<string, number>>
}

/**
 * Brings the reference tables to what db/reference/ ships. Safe to repeat and for many instances at once; a row edited by
 * hand (`edited`) is left alone. One tiny query when nothing has changed.
 */
export async function loadReference(sql: Sql, shipment?: Shipment): Promise<Loaded> {
  const shipped = shipment ?? (await readShipment())
  const [held] = await sql`select shipped_hash from reference_stamp where id = 1`
  const counts: Record<string, number> = {}
  if (held?.shipped_hash === shipped.hash) return { changed: false, counts }
  for (const table of TABLES) counts[table.name] = await saveRows(sql, table, shipped)
  counts.calendars = await saveCalendar(sql, shipped.calendar())
  // Last: an instance that dies before this line makes the next one do it all again.
  const stamped = await sql`
    insert into reference_stamp as held (id, stamp, shipped_hash) values (1, 1, ${shipped.hash})
    on conflict (id) do update set stamp = held.stamp + 1, shipped_hash = excluded.shipped_hash
    where held.shipped_hash is distinct from excluded.shipped_hash
    returning held.id`
  return { changed: stamped.length > 0, counts }
}

/** Tells every instance that its snapshot is old. Whoever can, does the same inside the statement that changes the data. */
export async function bumpStamp(sql: Sql): Promise<number> {
  const [row] = await sql`
    insert into reference_stamp as held (id, stamp) values (1, 1)
    on conflict (id) do update set stamp = held.stamp + 1
    returning stamp`
  return Number(row!.stamp)
}

function shapeOf(table: PgTable): Table {
  const { name, columns, primaryKeys } = getTableConfig(table)
  const keys = primaryKeys.flatMap((key) => key.columns)
  const filled = columns.filter((column) => !['shipped_hash', 'edited'].includes(column.name))
  return {
    name,
    key: (keys.length > 0 ? keys : columns.filter((column) => column.primary)).map((column) => column.name),
    types: Object.fromEntries(filled.map((column) => [column.name, column.getSQLType()])),
    retires: 'active' in table,
  }
}

async function saveRows(sql: Sql, table: Table, shipment: Shipment): Promise<number> {
  const columns = Object.keys(table.types)
  const rows = shipment.rows(table.name, columns)
  const [done] = await sql.unsafe(statementOf(table, columns), [JSON.stringify(rows)])
  return Number(done!.written)
}

/** Rows go in the order of their key, so that two loaders meet the same locks in the same order. */
function statementOf({ name, key, types, retires }: Table, columns: readonly string[]): string {
  const list = [...columns, 'shipped_hash']
  const typed = list.map((column) => `${column} ${types[column] ?? 'text'}`)
  const others = list.filter((column) => !key.includes(column))
  const same = key.map((column) => `shipped.${column} = held.${column}`)
  const retire = `update ${name} as held set active = false, shipped_hash = null
    where shipped_hash is not null and not edited and active
      and not exists (select from shipped where ${same.join(' and ')}) returning 1`
  return `with shipped as materialized (select * from jsonb_to_recordset($1::text::jsonb) as r (${typed.join(', ')})),
  saved as (
    insert into ${name} as held (${list.join(', ')})
    select ${list.join(', ')} from shipped order by ${key.join(', ')}
    on conflict (${key.join(', ')}) do update set ${others.map((column) => `${column} = excluded.${column}`).join(', ')}
    where not held.edited and held.shipped_hash is distinct from excluded.shipped_hash
    returning 1),
  retired as (${retires ? retire : 'select 1 where false'})
  select (select count(*) from saved) + (select count(*) from retired) as written`
}

/**
 * A calendar never shipped before becomes the next version: for each day the administrators' word where they changed
 * what was shipped last, else the new file's.
 */
async function saveCalendar(sql: Sql, calendar: ShippedCalendar): Promise<number> {
  const saved = await sql`
    with latest as (select version, days from calendars order by version desc limit 1),
    base as (select days from calendars where shipped_hash is not null order by version desc limit 1),
    sources as (
      select ${JSON.stringify(calendar.days)}::text::jsonb as shipped,
        coalesce((select days from latest), '{}') as latest, coalesce((select days from base), '{}') as base),
    merged as (
      select jsonb_object_agg(day, value) filter (where value is not null) as days
      from sources,
        lateral (select jsonb_object_keys(shipped || latest || base) as day) as every_day,
        lateral (select case when latest -> day is distinct from base -> day then latest -> day else shipped -> day end as value) as choice)
    insert into calendars (version, days, note, created_at, shipped_hash)
    select coalesce((select version from latest), 0) + 1, days, ${calendar.note}, ${calendar.createdAt}::text::timestamptz, ${calendar.hash}
    from merged
    where not exists (select from calendars where shipped_hash = ${calendar.hash})
    on conflict do nothing
    returning version`
  return saved.length
}
