import type { Sql } from '../client.ts'
import { type Command, documentOf } from './document.ts'
import { APPLY_FULL, APPLY_MOVES, APPLY_NEW } from './statement.ts'

export type { Command, IdempotencyRecord } from './document.ts'

export interface Applied {
  /** Indexes of the commands that were written; the others wrote nothing. */
  readonly applied: ReadonlySet<number>
  /** The stamp of the world now: another than the one given means that nothing was written and all must be decided again. */
  readonly stamp: number
  readonly contacts: readonly { id: number; number: string }[]
}

interface Row {
  applied: number[]
  stamp: number
  contacts?: { id: number; number: string }[]
}

function result(row: Row): Applied {
  return { applied: new Set(row.applied), stamp: row.stamp, contacts: row.contacts ?? [] }
}

/** Writes new cases, each with its events, deadlines, notices and idempotency record. */
export async function applyNew(sql: Sql, commands: readonly Command[], stamp: number): Promise<Applied> {
  const { document } = documentOf(commands)
  const [row] = await sql.unsafe<Row[]>(APPLY_NEW, [document as never, stamp], { prepare: true })
  return result(row!)
}

/** Writes changes of existing cases; a command lands whole or not at all. Throws on a known idempotency key (`idempotency_pkey`). */
export async function applyMoves(sql: Sql, commands: readonly Command[], stamp: number): Promise<Applied> {
  const { document, full } = documentOf(commands)
  const [row] = await sql.unsafe<Row[]>(full ? APPLY_FULL : APPLY_MOVES, [document as never, stamp], { prepare: true })
  return result(row!)
}
