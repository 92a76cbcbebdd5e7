import type { Sql } from './client.ts'
import { END_OF_PLACE, EVENTS_PLACED, PLACE_OF_CURSOR, PLACE_OF_EVENT } from './places.ts'

/** A table as it is copied: its columns that are stored and not computed, and its primary key. */
export type Table = { name: string; columns: string[]; key: string[] }

export type Applied = { hash: string; when: number }

/** The tables of the application, each after those it refers to. */
export async function listTables(sql: Sql): Promise<Table[]> {
  const tables = await sql<Table[]>`
    select c.relname as name,
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      coalesce((select array_agg(a.attname::text order by k.position) from pg_index i
        cross join unnest(i.indkey::int[]) with ordinality k(attnum, position)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
        where i.indrelid = c.oid and i.indisprimary), '{}') as key
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname`
  const references = await sql<{ from: string; to: string }[]>`
    select f.relname as from, t.relname as to from pg_constraint k
    join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
    where k.contype = 'f' and k.conrelid <> k.confrelid and f.relnamespace = 'public'::regnamespace`
  return sortByReference([...tables], references)
}

function sortByReference(tables: Table[], references: readonly { from: string; to: string }[]): Table[] {
  const sorted: Table[] = []
  while (sorted.length < tables.length) {
    const there = new Set(sorted.map(({ name }) => name))
    const next = tables.filter(
      ({ name }) => !there.has(name) && references.every(({ from, to }) => from !== name || there.has(to)),
    )
    if (next.length === 0)
      throw new Error('Tables refer to each other in a circle; they cannot be copied one after another')
    sorted.push(...next)
  }
  return sorted
}

/** The migrations that this database has, oldest first; none when it is new. */
export async function listApplied(sql: Sql): Promise<Applied[]> {
  const [found] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`
  if (!found?.there) return []
  return [
    ...(await sql<Applied[]>`select hash, created_at as "when" from drizzle.__drizzle_migrations order by created_at`),
  ]
}

export type Sequence = { name: string; last: string; called: boolean }

/** Read after the tables: a sequence is never behind the rows of an earlier snapshot. */
export async function listSequences(sql: Sql): Promise<Sequence[]> {
  const names = await sql<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S' order by relname`
  const sequences: Sequence[] = []
  for (const { name } of names) {
    const [state] = await sql`select last_value::text as last, is_called as called from ${sql(name)}`
    sequences.push({ name, last: String(state?.last), called: Boolean(state?.called) })
  }
  return sequences
}

/**
 * The rows of a table as COPY's text, in the order of the key; of transaction ids only the order they stand for (db/places.ts).
 */
export function rowsOf({ name, columns, key }: Table): string {
  const from = name === 'events' ? EVENTS_PLACED : `public.${quote(name)} as t`
  const own: Record<string, string> = {
    'events.xid': PLACE_OF_EVENT,
    'fold_cursor.xid': PLACE_OF_CURSOR,
    'fold_cursor.event_id': END_OF_PLACE,
  }
  const list = columns.map((column) => own[`${name}.${column}`] ?? `t.${quote(column)}`).join(', ')
  return `select ${list} from ${from} order by ${key.map((column) => `t.${quote(column)}`).join(', ') || 't::text'}`
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
