import type { Sql } from './client.ts'

export interface RosterRows {
  /** Branches that keep a roster. */
  readonly rostered: readonly string[]
  readonly shifts: readonly { staff: number; branch: string; from: number; to: number }[]
  readonly absences: readonly { staff: number; from: number; to: number }[]
}

/** Shifts and absences of the branches that touch [from, to) (epoch ms), for finding gaps. */
export async function loadRoster(sql: Sql, branches: readonly string[], from: number, to: number): Promise<RosterRows> {
  const [shifts, absences, rostered] = await Promise.all([
    sql<RosterRows['shifts'][number][]>`
      select d.staff, d.branch, d.starts_at as from, d.ends_at as to from duty d join staff s on s.id = d.staff
      where d.branch = any(${branches as string[]}::text[]) and d.ends_at > ${from} and d.starts_at < ${to} and s.disabled_at is null`,
    sql<RosterRows['absences'][number][]>`
      select staff, starts_at as from, ends_at as to from absences
      where cancelled_at is null and ends_at > ${from} and starts_at < ${to}`,
    sql<{ branch: string }[]>`select distinct branch from duty where branch = any(${branches as string[]}::text[])`,
  ])
  return { rostered: rostered.map((r) => r.branch), shifts, absences }
}
