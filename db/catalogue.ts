import type { Sql } from './client.ts'
import { decidedNow, type Fragment } from './settings.ts'

/** Tables that administrators edit, with the columns they may fill. */
const TABLES = {
  categories: {
    key: 'id',
    columns: [
      'id',
      'parent',
      'name',
      'severity',
      'overall_days',
      'level',
      'branch',
      'competent',
      'example',
      'keywords',
      'sort',
      'place',
      'active',
    ],
  },
  bodies: {
    key: 'id',
    columns: [
      ...['id', 'kind', 'level', 'region', 'district', 'parent', 'name', 'competences', 'email', 'phone'],
      ...['reply_term', 'note', 'active'],
    ],
  },
  branches: {
    key: 'code',
    columns: ['code', 'level', 'parent', 'region', 'district', 'backup', 'name', 'timezone', 'email', 'active'],
  },
} as const

export type CatalogueTable = keyof typeof TABLES

/** A row by column, as it is to be. What the loader ships later leaves it alone for ever (`edited`). */
export function saveCatalogueRow(sql: Sql, table: CatalogueTable, row: Readonly<Record<string, unknown>>): Fragment {
  const { key, columns } = TABLES[table]
  const list = columns.join(', ')
  const set = columns.filter((c) => c !== key && c !== 'sort').map((c) => `${c} = excluded.${c}`)
  return sql`
    insert into ${sql.unsafe(table)} (${sql.unsafe(list)}, edited)
    select ${sql.unsafe(list)}, true from jsonb_populate_record(null::${sql.unsafe(table)}, ${sql.json(row as never)}::jsonb)
    where ${decidedNow(sql)}
    on conflict (${sql.unsafe(key)}) do update set ${sql.unsafe(set.join(', '))}, edited = true
    returning ${sql.unsafe(key)}`
}

/** The row as the log keeps it. */
export function catalogueBefore(sql: Sql, table: CatalogueTable, id: string): Fragment {
  return sql`(select to_jsonb(r) - 'shipped_hash' from ${sql.unsafe(table)} r where r.${sql.unsafe(TABLES[table].key)} = ${id})`
}

/** A new calendar version: a version is never changed. */
export function insertCalendar(
  sql: Sql,
  c: {
    readonly version: number
    readonly days: unknown
    readonly note: string
    readonly by: number | null
    readonly at: number
  },
): Fragment {
  return sql`
    insert into calendars (version, days, note, created_at, created_by)
    select ${c.version}::int, ${sql.json(c.days as never)}::jsonb, ${c.note}, ${c.at}::timestamptz, ${c.by}::bigint
    where ${decidedNow(sql)} on conflict (version) do nothing returning version`
}
