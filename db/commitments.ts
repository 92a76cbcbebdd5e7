import type { Because } from '../shared/domain/because.ts'
import type { Promiser } from '../shared/domain/commitment.ts'
import type { Sql } from './client.ts'
import { ms } from './ms.ts'

/** A commitment with its deadline. Instants are epoch milliseconds, dates local. */
export interface CommitmentShown {
  readonly id: number
  readonly caseId: number
  readonly number: string
  readonly zone: string
  readonly who: Promiser
  readonly body: string | null
  readonly branch: string | null
  readonly staff: number | null
  readonly text: string
  readonly dueOn: string
  readonly source: 'found' | 'staff'
  readonly contact: number | null
  readonly reply: number | null
  readonly instruction: number | null
  readonly createdBy: number
  readonly createdAt: number
  /** The local day it was made. */
  readonly createdOn: string
  readonly deadline: {
    readonly dueAt: number
    readonly because: Because
    readonly outcome: string | null
    readonly closedAt: number | null
    readonly judged: boolean
    /** What was said when it ended; null while it is open, and where the case ended with it. */
    readonly said: string | null
  }
}

const COMMITMENT = `select m.id, m.case_id as "caseId", c.number, b.timezone as zone, m.who, m.body, m.branch, m.staff, m.text,
    m.due_on as "dueOn", m.source, m.contact, m.reply, m.instruction, m.created_by as "createdBy", m.created_at as "createdAt",
    to_char(m.created_at at time zone b.timezone, 'YYYY-MM-DD') as "createdOn",
    (select jsonb_build_object('dueAt', ${ms('d.due_at')}, 'because', d.because, 'outcome', d.outcome, 'closedAt', ${ms('d.closed_at')},
        'judged', exists (select from verdicts v where v.deadline_id = d.id),
        'said', (select e.data->>'outcome' from events e where e.id = d.closed_by and e.kind = 'commitment-ended'))
      from deadlines d where d.subject = m.id and d.kind = 'commitment' limit 1) as deadline
  from commitments m join cases c on c.id = m.case_id join branches b on b.code = c.branch`

/** The commitment with this id, or undefined. */
export async function findCommitment(sql: Sql, id: number): Promise<CommitmentShown | undefined> {
  const [row] = await sql.unsafe<CommitmentShown[]>(`${COMMITMENT} where m.id = $1`, [id], { prepare: true })
  return row
}

/** The commitments about a case, oldest first, after an id. */
export async function listCommitments(
  sql: Sql,
  caseId: number,
  after: number,
  limit: number,
): Promise<CommitmentShown[]> {
  return sql.unsafe<CommitmentShown[]>(
    `${COMMITMENT} where m.case_id = $1 and m.id > $2 order by m.id limit $3`,
    [caseId, after, limit],
    { prepare: true },
  )
}

/** The papers a commitment may lean on, as far as they belong to the case. */
export interface PapersOf {
  readonly contact: { readonly id: number; readonly body: string } | null
  readonly reply: {
    readonly id: number
    readonly contact: number
    readonly body: string
    readonly text: string
    readonly receivedOn: string
  } | null
  readonly instruction: number | null
}

/** Looks the named papers up among those of the case; null for each that is not there. */
export async function findPapersOf(
  sql: Sql,
  caseId: number,
  {
    contact,
    reply,
    instruction,
  }: { contact?: number | undefined; reply?: number | undefined; instruction?: number | undefined },
): Promise<PapersOf> {
  const [row] = await sql.unsafe<PapersOf[]>(
    `select
      (select jsonb_build_object('id', k.id, 'body', k.body) from contacts k join contact_cases x on x.contact = k.id
        where k.id = $2 and x.case_id = $1) as contact,
      (select jsonb_build_object('id', r.id, 'contact', k.id, 'body', k.body, 'text', r.text,
          'receivedOn', to_char(r.received_at at time zone b.timezone, 'YYYY-MM-DD'))
        from replies r join contacts k on k.id = r.contact join contact_cases x on x.contact = k.id
          join cases c on c.id = x.case_id join branches b on b.code = c.branch
        where r.id = $3 and x.case_id = $1) as reply,
      (select i.id from instructions i where i.id = $4 and i.case_id = $1) as instruction`,
    [caseId, contact ?? null, reply ?? null, instruction ?? null],
    { prepare: true },
  )
  return row!
}
