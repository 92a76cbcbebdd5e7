import type { Because } from '../../shared/domain/because.ts'
import type { HelpFacts } from '../../shared/domain/help.ts'
import type { Sql } from '../client.ts'

export interface HelpRow extends HelpFacts {
  readonly branch: string
  readonly question: string
  readonly tried: string
  readonly needed: string
  readonly askedAt: number
  readonly dueAt: number
  readonly answeredBy: number | null
  readonly answeredAt: number | null
  readonly answer: string | null
  readonly instruction: number | null
  readonly withdrawnBy: number | null
  readonly withdrawnAt: number | null
  /** The case's number and time zone. */
  readonly number: string
  readonly zone: string
  /** Of its deadline while that is open. */
  readonly because: Because | null
}

const COLUMNS = `h.id, h.case_id as "caseId", h.branch, h.asked_by as "askedBy", h.question, h.tried, h.needed, h.state,
    h.asked_at as "askedAt", h.due_at as "dueAt", h.taken_by as "takenBy", h.taken_at as "takenAt", h.answered_by as "answeredBy",
    h.answered_at as "answeredAt", h.answer, h.instruction, h.withdrawn_by as "withdrawnBy", h.withdrawn_at as "withdrawnAt",
    c.number, b.timezone as zone, d.because`
const FROM = `from help_requests h join cases c on c.id = h.case_id join branches b on b.code = c.branch
  left join deadlines d on d.subject = h.id and d.kind = 'help' and d.closed_at is null`

/** The question to the centre with this id, or undefined. */
export async function findHelp(sql: Sql, id: number): Promise<HelpRow | undefined> {
  const [row] = await sql.unsafe<HelpRow[]>(`select ${COLUMNS} ${FROM} where h.id = $1`, [id], { prepare: true })
  return row
}

export interface HelpWish {
  readonly state: 'waiting' | 'open' | 'taken' | 'answered' | 'instructed' | 'withdrawn' | 'all'
  /** Of these branches; null: all. */
  readonly branches: readonly string[] | null
  readonly caseId?: number | undefined
  /** After this place: due instant (epoch ms) and id. */
  readonly after?: readonly [due: number, id: number] | undefined
  readonly limit: number
}

/** Help asked for: what waits by its due instant, everything else the latest first. */
export async function listHelp(sql: Sql, wish: HelpWish): Promise<HelpRow[]> {
  const params: unknown[] = []
  const p = (value: unknown, cast = '') => `$${params.push(value)}${cast}`
  const waits = wish.state === 'waiting' || wish.state === 'open' || wish.state === 'taken'
  // Written out, so that the planner sees the state of the partial index.
  const wheres = waits ? [`h.state in ('open','taken')`, 'd.id is not null'] : []
  if (wish.state !== 'waiting' && wish.state !== 'all') wheres.push(`h.state = ${p(wish.state)}`)
  if (wish.branches) wheres.push(`h.branch = any(${p(wish.branches, '::text[]')})`)
  if (wish.caseId !== undefined) wheres.push(`h.case_id = ${p(wish.caseId, '::bigint')}`)
  if (wish.after) {
    const [due, id] = [p(wish.after[0], '::float8'), p(wish.after[1], '::bigint')]
    wheres.push(`(h.due_at, h.id) ${waits ? '>' : '<'} (to_timestamp(${due} / 1000), ${id})`)
  }
  return sql.unsafe<HelpRow[]>(
    `select ${COLUMNS} ${FROM} where ${wheres.join(' and ') || 'true'}
      order by ${waits ? 'h.due_at, h.id' : 'h.due_at desc, h.id desc'} limit ${p(wish.limit, '::int')}`,
    params as never[],
    { prepare: true },
  )
}
