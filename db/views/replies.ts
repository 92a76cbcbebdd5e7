import type { Grade } from '../../shared/domain/contact.ts'
import type { Sql } from '../client.ts'

/** A graded reply as the reporter of a case sees it; the text only of a letter about this case alone. */
export interface ReporterReply {
  readonly id: number
  readonly contact: number
  readonly body: string
  readonly receivedAt: number
  readonly grade: Grade
  readonly text: string | null
  readonly opinion: string | null
}

const GRADED = `select r.id, r.contact, k.body, r.received_at as "receivedAt", r.grade,
    case when (select count(*) from contact_cases o where o.contact = k.id) = 1 then r.text end as text, p.opinion
  from contact_cases x join contacts k on k.id = x.contact join replies r on r.contact = k.id
    left join reply_opinions p on p.reply = r.id and p.case_id = x.case_id
  where x.case_id = $1 and r.grade is not null`

/** The graded replies about a case, newest first, a page of them. */
export async function listRepliesOf(sql: Sql, caseId: number): Promise<ReporterReply[]> {
  return sql.unsafe<ReporterReply[]>(`${GRADED} order by r.received_at desc, r.id desc limit 20`, [caseId], {
    prepare: true,
  })
}

/** One graded reply about the case, or undefined. */
export async function findReplyOf(sql: Sql, caseId: number, reply: number): Promise<ReporterReply | undefined> {
  const [row] = await sql.unsafe<ReporterReply[]>(`${GRADED} and r.id = $2`, [caseId, reply], { prepare: true })
  return row
}
