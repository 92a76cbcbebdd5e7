import type { PastCase } from '../../shared/domain/trial.ts'
import type { Sql } from '../client.ts'
import { ms } from '../ms.ts'

/**
 * Cases reported in [from, to) (epoch ms) with all their deadlines, as a trial of a policy wants them: branch and level are
 * those of the report. Oldest first, after the case `afterId` reported at `from`, at most `limit`.
 */
export async function listPast(sql: Sql, from: number, to: number, limit: number, afterId = 0): Promise<PastCase[]> {
  return sql.unsafe<PastCase[]>(
    `select c.id, c.category, c.severity, c.region, coalesce(first.branch, c.branch) as branch,
      coalesce(first.level, c.level) as level, b.timezone as zone, c.reported_at as "reportedAt",
      (select coalesce(jsonb_agg(jsonb_build_object('kind', d.kind, 'severity', d.severity, 'openedAt', ${ms('d.opened_at')},
        'dueAt', ${ms('d.due_at')}, 'because', d.because, 'closedAt', ${ms('d.closed_at')}, 'outcome', d.outcome) order by d.id), '[]')
        from deadlines d where d.case_id = c.id) as deadlines
    from cases c join branches b on b.code = c.branch
    left join lateral (
      select e.state->>'branch' as branch, e.state->>'level' as level from events e
      where e.case_id = c.id order by e.xid, e.id limit 1) first on true
    where (c.reported_at, c.id) > ($1, $4::bigint) and c.reported_at < $2
    order by c.reported_at, c.id limit $3`,
    [from, to, limit, afterId],
    { prepare: true },
  )
}

/** When the newest `cases` cases reported in [from, to) begin (epoch ms); `from` when there are no more than that. */
export async function findPastStart(sql: Sql, from: number, to: number, cases: number): Promise<number> {
  const [row] = await sql<{ start: number | null }[]>`
    select min(reported_at) as start from (
      select reported_at from cases where reported_at >= ${from} and reported_at < ${to}
      order by reported_at desc limit ${cases}) newest`
  return row?.start ?? from
}
