import type { Because } from '../../shared/domain/because.ts'
import type { InstructionFacts } from '../../shared/domain/instruction.ts'
import type { Sql } from '../client.ts'
import { ms } from '../ms.ts'

export interface InstructionRow extends InstructionFacts {
  readonly text: string
  readonly publicText: string | null
  /** Of the responsible when it was given. */
  readonly branch: string
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
  readonly returnedAt: number | null
  readonly returnedBy: number | null
  readonly returnReason: string | null
}

const COLUMNS = `i.id, i.case_id as "caseId", i.text, i.public_text as "publicText", i.author, i.responsible, i.branch,
    i.co_executors as "coExecutors", to_char(i.due_on, 'YYYY-MM-DD') as "dueOn", i.state, i.created_at as "createdAt", i.accepted_at as "acceptedAt",
    i.accepted_by as "acceptedBy", i.extension, i.extensions, c.number, b.timezone as zone,
    (select jsonb_build_object('dueAt', ${ms('d.due_at')}, 'because', d.because) from deadlines d
      where d.subject = i.id and d.kind = 'instruction' and d.closed_at is null order by d.id limit 1) as due,
    (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'text', r.text, 'final', r.final = 1, 'by', r.by, 'at', ${ms('r.at')},
        'returnedAt', ${ms('r.returned_at')}, 'returnedBy', r.returned_by, 'returnReason', r.return_reason) order by r.id), '[]')
      from instruction_reports r where r.instruction = i.id) as reports`

const INSTRUCTION = `select ${COLUMNS} from instructions i join cases c on c.id = i.case_id join branches b on b.code = c.branch`

/** The instruction with its reports, or undefined. */
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

export interface InstructionWish {
  /** Only those this person gave, answers for or helps with. */
  readonly mine?: number | undefined
  /** Only those whose responsible is of one of these branches, or which `involved` has to do with; null: all. */
  readonly branches: readonly string[] | null
  readonly involved: number
  /** `control`: not accepted yet. */
  readonly state: 'control' | 'open' | 'reported' | 'accepted' | 'all'
  /** Only what was due before this instant (epoch ms) and is not accepted. */
  readonly overdueAt?: number | undefined
  /** After this place: the days since 1970 of its due date, and its id. */
  readonly after?: readonly [day: number, id: number] | undefined
  readonly limit: number
}

const INVOLVED = (who: string) => `(select id from instructions where responsible = ${who} and $STATE union
  select id from instructions where author = ${who} and $STATE union select id from instructions where co_executors @> array[${who}] and $STATE)`

/** Instructions by their date, the longest overdue first; off control, the latest date first. */
export async function listOrders(sql: Sql, wish: InstructionWish): Promise<InstructionRow[]> {
  const params: unknown[] = []
  const p = (value: unknown, cast = '') => `$${params.push(value)}${cast}`
  // Written out, so that the planner sees the state of the partial indexes.
  const state = {
    ...{ control: `state <> 'accepted'`, open: `state = 'open' and state <> 'accepted'`, all: 'true' },
    ...{ reported: `state = 'reported' and state <> 'accepted'`, accepted: `state = 'accepted'` },
  }[wish.state]
  const involved = (id: number) => INVOLVED(p(id, '::bigint')).replaceAll('$STATE', state)
  const back = wish.state === 'accepted' || wish.state === 'all'
  const wheres = [`i.${state}`.replace(' and state', ' and i.state').replace('i.true', 'true')]
  if (wish.mine !== undefined) wheres.push(`i.id in ${involved(wish.mine)}`)
  if (wish.branches)
    wheres.push(`(i.branch = any(${p(wish.branches, '::text[]')}) or i.id in ${involved(wish.involved)})`)
  if (wish.overdueAt !== undefined)
    wheres.push(`i.state <> 'accepted' and exists (select from deadlines d where d.subject = i.id and d.kind = 'instruction'
      and d.closed_at is null and d.due_at <= to_timestamp(${p(wish.overdueAt, '::float8')} / 1000))`)
  if (wish.after)
    wheres.push(
      `(i.due_on, i.id) ${back ? '<' : '>'} (date '1970-01-01' + ${p(wish.after[0], '::int')}, ${p(wish.after[1], '::bigint')})`,
    )
  const order = back ? 'i.due_on desc, i.id desc' : 'i.due_on, i.id'
  return sql.unsafe<InstructionRow[]>(
    `${INSTRUCTION} where ${wheres.join(' and ')} order by ${order} limit ${p(wish.limit, '::int')}`,
    params as never[],
    { prepare: true },
  )
}

/** How many are on control, how many of them overdue at the instant (epoch ms), in some branches or for one person. */
export async function countOrders(
  sql: Sql,
  wish: Pick<InstructionWish, 'mine' | 'branches' | 'involved'>,
  at: number,
): Promise<{ control: number; overdue: number; reported: number }> {
  const params: unknown[] = [at]
  const p = (value: unknown, cast = '') => `$${params.push(value)}${cast}`
  const involved = (id: number) => INVOLVED(p(id, '::bigint')).replaceAll('$STATE', `state <> 'accepted'`)
  const wheres = [`i.state <> 'accepted'`]
  if (wish.mine !== undefined) wheres.push(`i.id in ${involved(wish.mine)}`)
  if (wish.branches)
    wheres.push(`(i.branch = any(${p(wish.branches, '::text[]')}) or i.id in ${involved(wish.involved)})`)
  const [row] = await sql.unsafe<{ control: number; overdue: number; reported: number }[]>(
    `select count(*) as control, count(*) filter (where i.state = 'reported') as reported,
      count(*) filter (where exists (select from deadlines d where d.subject = i.id and d.kind = 'instruction' and d.closed_at is null
        and d.due_at <= to_timestamp($1::float8 / 1000))) as overdue
    from instructions i where ${wheres.join(' and ')}`,
    params as never[],
    { prepare: true },
  )
  return row!
}
