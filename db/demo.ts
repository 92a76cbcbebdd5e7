import type { Sql } from './client.ts'

/** The next instant after `now` (epoch ms) at which a rung is due; undefined when none is planned. */
export async function findNextWake(sql: Sql, now: number): Promise<number | undefined> {
  const [row] = await sql<{ at: number }[]>`
    select wake_at as at from deadlines where wake_at is not null and wake_at > ${now} order by wake_at limit 1`
  return row?.at
}

/** Moves the sessions that have not ended on by so many milliseconds. */
export async function moveSessions(sql: Sql, ms: number): Promise<void> {
  await sql`
    update sessions set created_at = created_at + ${ms} * interval '1 millisecond',
      seen_at = seen_at + ${ms} * interval '1 millisecond', expires_at = expires_at + ${ms} * interval '1 millisecond'
    where ended_at is null`
}

/** One person of each role for the page that offers them: of the centre, and of the branches named. */
export async function listDemoPeople(
  sql: Sql,
  branches: readonly string[],
): Promise<{ id: number; name: string; email: string; roles: string[]; branch: string }[]> {
  return sql`
    select distinct on (roles, branch) id, name, email, roles, branch from staff
    where not roles @> '{desk}' and disabled_at is null and (branch = 'KZ' or branch = any(${branches as string[]}))
    order by roles, branch, id`
}

export interface DemoCase {
  readonly number: string
  readonly owner: number
  readonly language: string
  readonly region: string | null
  readonly category: string
  readonly level: string
}

/** Cases reported in the demo itself with one of these statuses and an owner who is a person, the oldest first. */
export async function listDemoOpen(sql: Sql, statuses: readonly string[]): Promise<DemoCase[]> {
  return sql<DemoCase[]>`
    select c.number, c.owner, c.language, c.region, c.category, c.level from cases c join staff s on s.id = c.owner
    where c.status = any(${statuses as string[]}) and c.source is null and not s.roles @> '{desk}' order by c.id`
}

/** A person of the demo by id; undefined for anybody else. */
export async function findDemoPerson(
  sql: Sql,
  id: number,
): Promise<{ id: number; name: string; email: string; roles: string[]; branch: string } | undefined> {
  const [row] = await sql<{ id: number; name: string; email: string; roles: string[]; branch: string }[]>`
    select id, name, email, roles, branch from staff where id = ${id} and email like '%@demo.example' and disabled_at is null`
  return row
}
