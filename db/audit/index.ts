import type { Sql } from '../client.ts'
import type { Audit } from './audit.ts'
import { CASE_AUDITS } from './cases.ts'
import { DEADLINE_AUDITS, VERDICT_AUDITS } from './deadlines.ts'
import { FIGURE_AUDITS } from './figures.ts'
import { LEDGER_AUDITS } from './ledger.ts'
import { PAPER_AUDITS, WHOLE_AUDITS } from './papers.ts'

export type { Audit } from './audit.ts'

/** Every invariant of product.md, by name. */
export const AUDITS: readonly Audit[] = [
  ...CASE_AUDITS,
  ...DEADLINE_AUDITS,
  ...VERDICT_AUDITS,
  ...PAPER_AUDITS,
  ...FIGURE_AUDITS,
  ...LEDGER_AUDITS,
  ...WHOLE_AUDITS,
]

export interface Broken {
  readonly name: string
  /** What is broken: the number of a case, or a name of ours. */
  readonly subject: string
  readonly detail: string
}

/** Which cases: by id, or all in [from, to). */
export type AuditScope = readonly number[] | { readonly from: number; readonly to: number }

/** Breaches told per invariant and run; one that is broken everywhere is told by the first. */
const TOLD = 50

/** What breaks the invariant in the scope, at the instant (epoch ms). */
export async function listBroken(sql: Sql, audit: Audit, scope: AuditScope, at: number): Promise<Broken[]> {
  const byId = 'length' in scope
  const ids = byId ? scope : [scope.from, scope.to]
  const scoped = byId
    ? 'select unnest($1::bigint[]) as id'
    : 'select c.id from cases c where c.id >= ($1::bigint[])[1] and c.id < ($1::bigint[])[2]'
  const rows = await sql.unsafe<{ subject: string; detail: string }[]>(
    `with input as materialized (select $1::bigint[] as ids, $2::timestamptz as at),
      scope as materialized (${audit.about === 'cases' ? scoped : 'select null::bigint as id'}),
      found as (${audit.sql})
    select subject, detail from found limit ${TOLD}`,
    [ids as number[], at],
    { prepare: true },
  )
  return rows.map((row) => ({ name: audit.name, ...row }))
}

/** The lowest and the highest id of a case; undefined when there is none. */
export async function findCaseRange(sql: Sql): Promise<{ from: number; to: number; cases: number } | undefined> {
  const [row] = await sql<{ from: number | null; to: number | null; cases: number }[]>`
    select min(id) as from, max(id) as to, count(*) as cases from cases`
  return row?.from == null || row.to == null ? undefined : { from: row.from, to: row.to + 1, cases: row.cases }
}

/** Ids of the cases with these numbers. */
export async function listIdsOf(sql: Sql, numbers: readonly string[]): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`select id from cases where number = any(${numbers as string[]}::text[])`
  return rows.map((r) => r.id)
}
