import { readFileSync } from 'node:fs'
import type { Policy } from '../shared/domain/policy.ts'
import type { Sql } from './client.ts'
import { projectPath } from './root.ts'

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
