import type { Because } from '../../shared/domain/because.ts'
import type { InstructionFacts } from '../../shared/domain/instruction.ts'
import type { Sql } from '../client.ts'

export interface InstructionRow extends InstructionFacts {
  readonly text: string
  readonly createdAt: number
  /** The case's number and time zone. */
  readonly number: string
  readonly zone: string
  readonly due: { readonly dueAt: number; readonly because: Because } | null
  readonly reports: readonly ReportShown[]
}

export interface ReportShown {
  readonly id: number
  readonly text: string
  readonly final: boolean
  readonly by: number
  readonly at: number
}

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`

const INSTRUCTION = `select i.id, i.case_id as "caseId", i.text, i.author, i.responsible, i.co_executors as "coExecutors", i.due_on as "dueOn",
    i.state, i.created_at as "createdAt", i.accepted_at as "acceptedAt", i.extension, c.number, b.timezone as zone,
    (select jsonb_build_object('dueAt', ${ms('d.due_at')}, 'because', d.because) from deadlines d
      where d.subject = i.id and d.kind = 'instruction' and d.closed_at is null order by d.id limit 1) as due,
    (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'text', r.text, 'final', r.final = 1, 'by', r.by, 'at', ${ms('r.at')}) order by r.id), '[]')
      from instruction_reports r where r.instruction = i.id) as reports
  from instructions i join cases c on c.id = i.case_id join branches b on b.code = c.branch`

export async function findInstruction(sql: Sql, id: number): Promise<InstructionRow | undefined> {
  const [row] = await sql.unsafe<InstructionRow[]>(`${INSTRUCTION} where i.id = $1`, [id], { prepare: true })
  return row
}

/** The instructions on a case, oldest first, after an id. */
export async function listInstructions(
  sql: Sql,
  caseId: number,
  after: number,
  limit: number,
): Promise<InstructionRow[]> {
  return sql.unsafe<InstructionRow[]>(
    `${INSTRUCTION} where i.case_id = $1 and i.id > $2 order by i.id limit $3`,
    [caseId, after, limit],
    { prepare: true },
  )
}
