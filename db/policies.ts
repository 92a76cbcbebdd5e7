import { readFileSync } from 'node:fs'
import type { Policy } from '../shared/domain/policy.ts'
import type { Sql } from './client.ts'
import { projectPath } from './root.ts'
import { decidedNow, type Fragment } from './settings.ts'

/** The shipped default becomes version 1 on a new system; afterwards policies are edited by the centre only. */
export async function ensurePolicy(sql: Sql, at: number): Promise<void> {
  const { _meta, ...policy } = JSON.parse(
    readFileSync(projectPath('db', 'reference', 'policy.json'), 'utf8'),
  ) as Policy & { _meta: { title: string } }
  await sql`
    insert into policies (version, state, data, note, created_at, activated_at)
    values (1, 'active', ${sql.json(policy as never)}, ${_meta.title}, ${at}, ${at})
    on conflict (version) do nothing`
}

/** A policy version with its story; instants are epoch milliseconds. */
export interface PolicyRow {
  readonly version: number
  readonly state: 'draft' | 'active' | 'retired'
  readonly data: Policy
  readonly note: string | null
  readonly createdAt: number
  readonly createdBy: number | null
  readonly createdByName: string | null
  readonly triedAt: number | null
  readonly trial: unknown
  readonly activatedAt: number | null
  readonly activatedBy: number | null
  readonly activatedByName: string | null
}

const columns = (sql: Sql, whole: boolean) => sql`v.version, v.state, v.note, v.created_at as "createdAt",
  v.created_by as "createdBy", a.name as "createdByName", v.tried_at as "triedAt", v.activated_at as "activatedAt",
  v.activated_by as "activatedBy", b.name as "activatedByName" ${whole ? sql`, v.data, v.trial` : sql``}
  from policies v left join staff a on a.id = v.created_by left join staff b on b.id = v.activated_by`

/** Newest first, without content and trial. */
export async function listPolicies(
  sql: Sql,
  before: number | null,
  limit: number,
): Promise<Omit<PolicyRow, 'data' | 'trial'>[]> {
  return sql<PolicyRow[]>`
    select ${columns(sql, false)} where ${before}::int is null or v.version < ${before} order by v.version desc limit ${limit}`
}

/** The version of the policy, or undefined. */
export async function findPolicy(sql: Sql, version: number): Promise<PolicyRow | undefined> {
  const [row] = await sql<PolicyRow[]>`select ${columns(sql, true)} where v.version = ${version}`
  return row
}

/** The version that the next draft gets. */
export async function nextPolicyVersion(sql: Sql): Promise<number> {
  const [row] = await sql<{ next: number }[]>`select max(version) + 1 as next from policies`
  return row!.next
}

export interface NewPolicy {
  readonly version: number
  readonly data: Policy
  readonly note: string
  readonly by: number | null
  readonly at: number
}

/** A draft; none when the version is taken meanwhile. */
export function insertPolicy(sql: Sql, p: NewPolicy): Fragment {
  return sql`
    insert into policies (version, state, data, note, created_at, created_by)
    select ${p.version}::int, 'draft', ${sql.json(p.data as never)}::jsonb, ${p.note}, ${p.at}::timestamptz, ${p.by}::bigint
    where ${decidedNow(sql)} on conflict (version) do nothing returning version`
}

/** What a trial of the draft found. */
export function saveTrial(sql: Sql, version: number, trial: unknown, at: number): Fragment {
  return sql`
    update policies set trial = ${sql.json(trial as never)}::jsonb, tried_at = ${at}
    where version = ${version} and ${decidedNow(sql)} returning version`
}

/** The draft becomes the one active version; the one before it retires in the same statement. */
export function activatePolicy(sql: Sql, version: number, by: number | null, at: number): Fragment {
  return sql`
    update policies set state = case when version = ${version} then 'active' else 'retired' end,
      activated_at = case when version = ${version} then ${at}::timestamptz else activated_at end,
      activated_by = case when version = ${version} then ${by}::bigint else activated_by end
    where (version = ${version} or state = 'active') and ${decidedNow(sql)} returning version`
}
