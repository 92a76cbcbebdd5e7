import { applyMoves } from '../../db/apply/index.ts'
import type { Sql } from '../../db/client.ts'
import { findFacts } from '../../db/facts.ts'
import type { FullWorld } from '../../server/world.ts'
import type { CaseChange, CaseFacts } from '../../shared/domain/change.ts'
import type { Ids } from '../../shared/domain/world.ts'
import type { TestApp } from './app.ts'

let last = 900_000_000

export interface Written {
  readonly id: number
}

/** Writes an event about a case as a transaction of its own would: a copy of its first, with another id and these words. */
export async function writeEvent(
  sql: Sql,
  number: string,
  event: { kind?: string; public?: boolean; data?: object; recordedAt?: number } = {},
): Promise<Written> {
  const id = ++last
  await sql`
    insert into events (id, case_id, kind, at, recorded_at, by_kind, public, data, state)
    select ${id}, c.id, ${event.kind ?? 'reported'}, e.at, coalesce(${event.recordedAt ?? null}::timestamptz, e.recorded_at),
      case when ${event.kind ?? 'reported'} = 'reported' then e.by_kind else 'staff' end,
      ${event.public ?? true}, coalesce(${event.data ? sql.json(event.data as never) : null}, e.data), e.state
    from cases c join lateral (select * from events where case_id = c.id order by xid, id limit 1) e on true
    where c.number = ${number}`
  return { id }
}

/** Decides and writes a change of a case as a route does, but without a ring of the bell. */
export async function change(
  { deps }: TestApp,
  number: string,
  decide: (facts: CaseFacts, world: FullWorld, ids: Ids, at: number) => CaseChange,
): Promise<void> {
  const at = deps.now()
  const world = await deps.world.at(at)
  const ids = await deps.ids.reserve(60)
  const facts = (await findFacts(deps.sql, number))!
  const { applied } = await applyMoves(deps.sql, [{ change: { cases: [decide(facts, world, ids, at)] } }], world.stamp)
  if (!applied.has(0)) throw new Error('the change was not written')
}
