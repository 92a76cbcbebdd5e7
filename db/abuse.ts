import type { IdempotencyRecord } from './apply/index.ts'
import type { Sql } from './client.ts'

/** Beyond so many open complaints about one case moderation knows enough; the next are thanked and not kept. */
const MOST_OPEN = 50

export interface AbuseReport {
  readonly id: number
  readonly caseId: number
  readonly reason: string
  readonly text: string | null
  readonly file: number | null
  /** Keyed hash of whoever complains; base64. */
  readonly keyHash: string
  readonly language: string
  /** Epoch ms. */
  readonly at: number
}

/** Keeps a complaint about a case with its idempotency record; of one person and case the first stands. */
export async function saveAbuse(
  sql: Sql,
  abuse: AbuseReport,
  idempotency: IdempotencyRecord | undefined,
): Promise<void> {
  await sql`
    with kept as (
      insert into abuse_reports (id, case_id, reason, text, file, key_hash, language, at)
      select ${abuse.id}, ${abuse.caseId}, ${abuse.reason}, ${abuse.text}, ${abuse.file},
        decode(${abuse.keyHash}, 'base64'), ${abuse.language}, ${abuse.at}
      where (select count(*) from (
        select from abuse_reports where case_id = ${abuse.caseId} and handled_at is null limit ${MOST_OPEN}) x) < ${MOST_OPEN}
      on conflict (case_id, key_hash) do nothing
    )
    insert into idempotency (key, request, status, body, expires_at)
    select decode(${idempotency?.key ?? null}, 'base64'), decode(${idempotency?.request ?? null}, 'base64'),
      ${idempotency?.status ?? null}::int, ${JSON.stringify(idempotency?.body ?? null)}::text::jsonb, ${idempotency?.expiresAt ?? 0}::timestamptz
    where ${idempotency !== undefined}`
}
