import type { LetterPurpose, LetterState } from '../shared/domain/mailing.ts'
import type { Sql } from './client.ts'

/** A letter whose news is still to be told. */
export interface UntoldLetter {
  readonly id: number
  readonly contact: number
  readonly purpose: LetterPurpose
  readonly first: boolean
  readonly state: LetterState
  readonly sentAt: number | null
  readonly fault: string | null
  readonly author: number | null
}

const UNTOLD = `select id, contact, purpose, id = thread as first, state, sent_at as "sentAt", fault, author from letters
  where state not in ('queued','sending') and told is distinct from state`

/** Letters whose outcome their case has not been told, oldest first. */
export async function listUntold(sql: Sql, limit: number): Promise<UntoldLetter[]> {
  return sql.unsafe<UntoldLetter[]>(`${UNTOLD} order by id limit $1`, [limit], { prepare: true })
}

/** The same of one letter; undefined when there is nothing (more) to tell. */
export async function findUntold(sql: Sql, id: number): Promise<UntoldLetter | undefined> {
  const [row] = await sql.unsafe<UntoldLetter[]>(`${UNTOLD} and id = $1`, [id], { prepare: true })
  return row
}

/** Nobody needs to be told of this one. */
export async function markTold(sql: Sql, id: number): Promise<void> {
  await sql`update letters set told = state where id = ${id}`
}
