import type { CaseFacts } from '../../shared/domain/change.ts'
import type { Deadline } from '../../shared/domain/deadline.ts'
import type { Moderation } from '../../shared/domain/moderation.ts'
import type { Sql } from '../client.ts'
import { FACTS, type FactsRow, toFacts } from '../facts.ts'
import { type AttachmentRow, SEEN_FILES } from './attachments.ts'
import { SEEN_DEADLINES } from './cases.ts'

/** A case with all that commands decide from and views show. */
export interface CaseRow {
  readonly facts: CaseFacts
  readonly supporters: number
  readonly updatedAt: number
  readonly erasedAt: number | null
  readonly moderation: Moderation | null
  /** Base64; only to compare a reporter's token with. */
  readonly trackingHash: string
  readonly seenDeadlines: readonly Pick<Deadline, 'id' | 'kind' | 'subject' | 'dueAt' | 'because' | 'closedAt'>[]
  readonly attachments: readonly AttachmentRow[]
}

type Row = FactsRow & Omit<CaseRow, 'facts'>

const CASE = `select ${FACTS}, c.supporters, c.updated_at as "updatedAt", c.erased_at as "erasedAt", c.moderation,
  encode(c.tracking_hash, 'base64') as "trackingHash", ${SEEN_DEADLINES} as "seenDeadlines", ${SEEN_FILES} as attachments
  from cases c join branches b on b.code = c.branch`

function toCase({
  supporters,
  updatedAt,
  erasedAt,
  moderation,
  trackingHash,
  seenDeadlines,
  attachments,
  ...facts
}: Row): CaseRow {
  return {
    facts: toFacts(facts),
    supporters,
    updatedAt,
    erasedAt,
    moderation,
    trackingHash,
    seenDeadlines,
    attachments,
  }
}

/** By its number as written in the database, or undefined. */
export async function findCase(sql: Sql, number: string): Promise<CaseRow | undefined> {
  const [row] = await sql.unsafe<Row[]>(`${CASE} where c.number = $1`, [number], { prepare: true })
  return row && toCase(row)
}

/** By ids, in their order of id; missing ones are left out. */
export async function listCaseRows(sql: Sql, ids: readonly number[]): Promise<CaseRow[]> {
  const rows = await sql.unsafe<Row[]>(`${CASE} where c.id = any($1::bigint[]) order by c.id`, [ids as number[]], {
    prepare: true,
  })
  return rows.map(toCase)
}
