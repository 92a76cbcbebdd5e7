import type { Sql } from '../client.ts'

/** A case that readers complain about; instants are epoch ms. */
export interface ComplainedCase {
  readonly number: string
  readonly count: number
  /** The first that waits. */
  readonly since: number
  readonly reasons: readonly string[]
}

export interface Complaint {
  readonly id: number
  readonly reason: string
  /** Null when nothing was written, or the case was erased. */
  readonly text: string | null
  readonly file: number | null
  readonly language: string
  readonly at: number
  readonly outcome: 'removed' | 'kept' | null
}

/** So many waiting complaints are looked at for the list. */
const LOOKED_AT = 1_000

/** Cases with complaints that wait, the longest wait first. */
export async function listComplainedCases(sql: Sql, limit: number): Promise<ComplainedCase[]> {
  return sql<ComplainedCase[]>`
    with waiting as materialized (
      select case_id, reason, at from abuse_reports where handled_at is null order by at, id limit ${LOOKED_AT})
    select c.number, count(*)::int as count, min(w.at) as since, array_agg(distinct w.reason) as reasons
    from waiting w join cases c on c.id = w.case_id group by c.id order by min(w.at), c.id limit ${limit}`
}

/** What was complained about one case, what waits first, then the newest. */
export async function listComplaints(sql: Sql, caseId: number, limit: number): Promise<Complaint[]> {
  return sql<Complaint[]>`
    select id, reason, text, file, language, at, outcome from abuse_reports
    where case_id = ${caseId} order by handled_at is not null, at desc, id desc limit ${limit}`
}

/** How many complaints about the case wait; of these, when some are named. */
export async function countComplaints(sql: Sql, caseId: number, which: readonly number[] | null): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from abuse_reports where case_id = ${caseId} and handled_at is null
      and (${which === null} or id = any(${(which ?? []) as number[]}::bigint[]))`
  return row!.n
}
