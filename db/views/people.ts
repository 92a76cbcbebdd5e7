import type { Person } from '../../shared/domain/people.ts'
import type { Policy } from '../../shared/domain/policy.ts'
import type { Absence, Shift } from '../../shared/domain/roster.ts'
import type { Sql } from '../client.ts'
import { ms } from '../ms.ts'

export interface PeopleRows {
  readonly stamp: number
  readonly staff: readonly (Person & { readonly disabled: boolean })[]
  readonly shifts: readonly Shift[]
  readonly absences: readonly Absence[]
  readonly rostered: readonly string[]
  readonly policies: readonly { readonly version: number; readonly state: string; readonly data: Policy }[]
}

/** Everyone, who is on duty and who is absent between the instants (epoch ms), and the policies; one statement, one stamp. */
export async function loadPeopleRows(sql: Sql, from: number, to: number): Promise<PeopleRows> {
  const [row] = await sql.unsafe<PeopleRows[]>(
    `select
      (select stamp from reference_stamp where id = 1) as stamp,
      (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name, 'roles', roles, 'branch', branch, 'language', language,
        'disabled', disabled_at is not null) order by id), '[]') from staff) as staff,
      (select coalesce(jsonb_agg(jsonb_build_object('staff', staff, 'branch', branch, 'from', ${ms('starts_at')}, 'to', ${ms('ends_at')})), '[]')
        from duty where ends_at > $1 and starts_at < $2) as shifts,
      (select coalesce(jsonb_agg(jsonb_build_object('staff', staff, 'from', ${ms('starts_at')}, 'to', ${ms('ends_at')})), '[]')
        from absences where cancelled_at is null and ends_at > $1 and starts_at < $2) as absences,
      array(select distinct branch from duty) as rostered,
      (select coalesce(jsonb_agg(jsonb_build_object('version', version, 'state', state, 'data', data) order by version), '[]')
        from policies where state <> 'draft') as policies`,
    [from, to],
    { prepare: true },
  )
  return row!
}

/** Open cases per person as last folded; the caller adds what it has given out itself since. */
export async function listLoads(sql: Sql): Promise<{ staff: number; open: number }[]> {
  return sql<{ staff: number; open: number }[]>`select staff, open from staff_load where open > 0`
}
