import type { Sql } from './client.ts'

/** What the search document of a case is made of. */
export interface IndexedCase {
  readonly id: number
  readonly version: number
  readonly title: string | null
  readonly text: string
  readonly address: string | null
  readonly region: string | null
  readonly district: string | null
  readonly category: string
  readonly severity: number
  readonly public: boolean
  readonly reportedAt: number
  readonly lat: number | null
  readonly lon: number | null
}

/** Cases of the category behind an id, in the order of their ids. */
export async function listIndexed(sql: Sql, category: string, after: number, limit: number): Promise<IndexedCase[]> {
  return sql<IndexedCase[]>`
    select id, version, title, text, address, region, district, category, severity, public, reported_at as "reportedAt", lat, lon
    from cases where category = ${category} and id > ${after} order by id limit ${limit}`
}

/** Writes search documents; returns the ids of those whose case has moved on since it was read. */
export async function saveIndexed(
  sql: Sql,
  docs: readonly { readonly id: number; readonly version: number; readonly search: string }[],
): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    with given as (select * from jsonb_to_recordset(${sql.json(docs as never)}::jsonb) as x(id bigint, version int, search text)),
    written as (
      update cases c set search = array_to_tsvector(string_to_array(g.search, ' '))
      from given g where c.id = g.id and c.version = g.version returning c.id)
    select id from given where id not in (select id from written) order by id`
  return rows.map((row) => row.id)
}
