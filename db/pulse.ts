import type { Sql } from './client.ts'
import type { Pulse } from './engine.ts'

/** The heartbeat of one job, or undefined when it never ran. */
export async function findPulse(sql: Sql, job: string): Promise<Pulse | undefined> {
  const [row] = await sql<Pulse[]>`
    select job, at, started_at as "startedAt", ended_at as "endedAt", ok, did, fault from pulses where job = ${job}`
  return row
}

/** How many deadlines are set aside because handling them failed. */
export async function countFaults(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*) as n from deadlines where fault is not null`
  return row!.n
}

export interface Waiting {
  /** Planned instant (epoch ms) of the rung that has waited longest; null when none is due. */
  readonly oldestRung: number | null
  /** Deadlines with a rung due, counted up to 10 000. */
  readonly dueRungs: number
  /** When the event that has waited longest for the fold was recorded (epoch ms); null when all are folded. */
  readonly oldestUnfolded: number | null
}

/** What is due at the instant (epoch ms) and not yet done. */
export async function findWaiting(sql: Sql, at: number): Promise<Waiting> {
  const [row] = await sql<Waiting[]>`
    select (select min(wake_at) from deadlines where wake_at is not null and wake_at <= ${at}) as "oldestRung",
      (select count(*) from (select 1 from deadlines where wake_at is not null and wake_at <= ${at} limit 10000) x) as "dueRungs",
      (select e.recorded_at from events e
        where (e.xid, e.id) > (coalesce((select xid from fold_cursor where name = 'figures'), '0'::xid8),
          coalesce((select event_id from fold_cursor where name = 'figures'), 0))
        order by e.xid, e.id limit 1) as "oldestUnfolded"`
  return row!
}

/** When the newest migration that the database has was made (its folder's instant, epoch ms); undefined without any. */
export async function findMigration(sql: Sql): Promise<number | undefined> {
  const [row] = await sql<{ at: string | null }[]>`select max(created_at) as at from drizzle.__drizzle_migrations`
  return row?.at == null ? undefined : Number(row.at)
}
