import type { Sql } from '../client.ts'
import { OPEN } from '../open-case.ts'
import { Params } from './params.ts'

/** Whose queue: of a person, of branches, of what was raised to the centre, or (none of them) of everybody. */
export interface QueueOf {
  readonly owner?: number | undefined
  readonly branches?: readonly string[] | undefined
  readonly central?: boolean | undefined
}

export interface DueCounts {
  /** Due before `soon`, what is overdue included. */
  readonly now: number
  /** Due before the end of the day, what is overdue included. */
  readonly today: number
}

/** More are not counted: a queue of a thousand is "more than a thousand". */
export const MOST_COUNTED = 1_000

/** How much of a queue is due before the two instants (epoch ms), each at most MOST_COUNTED; along the indexes of the due instant. */
export async function countDue(sql: Sql, of: QueueOf, soon: number, endOfDay: number): Promise<DueCounts> {
  const params = new Params()
  const where = [OPEN]
  if (of.owner !== undefined) where.push(`c.owner = ${params.add(of.owner, 'bigint')}`)
  if (of.branches) where.push(`c.branch = any(${params.add(of.branches, 'text[]')})`)
  if (of.central) where.push(`c.level = 'central'`)
  const before = (at: number) => `(select count(*)::int from (select from cases c where ${where.join(' and ')}
    and c.due_at < ${params.add(at, 'timestamptz')} limit ${MOST_COUNTED}) due)`
  const text = `select ${before(soon)} as now, ${before(endOfDay)} as today`
  const [row] = await sql.unsafe<DueCounts[]>(text, params.values as never[], { prepare: true })
  return row!
}
