import type { IdempotencyRecord } from './apply/index.ts'
import type { Sql } from './client.ts'
import { ms } from './ms.ts'

export interface Support {
  readonly caseId: number
  /** Keyed hash of whoever supports; base64. */
  readonly keyHash: string
  readonly language: string
  readonly at: number
  readonly eventId: number
}

export interface Supported {
  readonly supporters: number
  /** False when this person had been counted before. */
  readonly counted: boolean
}

/**
 * Counts one more person, once, with the event and the idempotency record. The row is locked first, so that events of the
 * case keep their order; its version stays, so that nobody at work on the case is disturbed. Undefined when it has ended.
 */
export async function saveSupport(
  sql: Sql,
  support: Support,
  idempotency: IdempotencyRecord | undefined,
): Promise<Supported | undefined> {
  const [row] = await sql.unsafe<Supported[]>(
    `with held as materialized (
      select t.* from cases t where t.id = $1 and t.status not in ('closed','rejected','merged') for no key update
    ),
    added as (
      insert into supporters (case_id, key_hash, language, at)
      select id, decode($2, 'base64'), $3, $4::timestamptz from held on conflict do nothing returning case_id
    ),
    counted as (
      update cases c set supporters = c.supporters + 1 from added a where c.id = a.case_id returning c.id, c.supporters
    ),
    told as (
      insert into events (id, case_id, kind, at, recorded_at, by_kind, public, data, state)
      select $5::bigint, h.id, 'supported', $4::timestamptz, $4::timestamptz, 'reporter', true, jsonb_build_object('supporters', n.supporters),
        jsonb_build_object('number', h.number, 'status', h.status, 'stage', h.stage, 'level', h.level, 'branch', h.branch,
          'owner', h.owner, 'region', h.region, 'district', h.district, 'category', h.category, 'severity', h.severity,
          'respondBy', ${ms('h.respond_by')}, 'respondedAt', ${ms('h.responded_at')}, 'dueAt', ${ms('h.due_at')}, 'public', h.public)
      from counted n join held h on h.id = n.id
    ),
    answer as materialized (
      select h.number, coalesce((select supporters from counted), h.supporters) as supporters, exists (select from added) as counted
      from held h
    ),
    keyed as (
      insert into idempotency (key, request, status, body, expires_at)
      select decode($6, 'base64'), decode($7, 'base64'), $8::int,
        jsonb_build_object('number', number, 'supporters', supporters, 'counted', counted), $9::timestamptz
      from answer where $6 is not null
    )
    select supporters, counted from answer`,
    [
      support.caseId,
      support.keyHash,
      support.language,
      support.at,
      support.eventId,
      idempotency?.key ?? null,
      idempotency?.request ?? null,
      idempotency?.status ?? null,
      idempotency?.expiresAt ?? null,
    ] as never[],
    { prepare: true },
  )
  return row
}
