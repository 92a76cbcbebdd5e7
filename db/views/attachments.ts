import type { Sql } from '../client.ts'

export interface AttachmentRow {
  readonly id: number
  readonly name: string
  readonly mime: string
  readonly size: number
  readonly public: boolean
  readonly hidden: boolean
  readonly byKind: string
  readonly at: number
}

/** The files of a case without their bytes, for the query of the case `c`; what was erased is not listed. */
export const SEEN_FILES = `(select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'mime', a.mime, 'size', a.size,
    'public', a.public, 'hidden', a.hidden_at is not null, 'byKind', a.by_kind,
    'at', (extract(epoch from a.at) * 1000)::float8) order by a.id), '[]')
  from attachments a where a.case_id = c.id and a.bytes is not null)`

/** One file of a case with its bytes; undefined when there is none, or it was erased. */
export async function findAttachment(
  sql: Sql,
  caseId: number,
  id: number,
): Promise<(AttachmentRow & { readonly bytes: Buffer }) | undefined> {
  const [row] = await sql<(AttachmentRow & { readonly bytes: Buffer })[]>`
    select id, name, mime, size, public, hidden_at is not null as hidden, by_kind as "byKind", at, bytes
    from attachments where id = ${id} and case_id = ${caseId} and bytes is not null`
  return row
}
