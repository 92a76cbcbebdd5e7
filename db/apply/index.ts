import type { ModerationPatch } from '../../shared/domain/moderation.ts'
import type { Sql } from '../client.ts'
import { type Command, documentOf } from './document.ts'
import {
  APPLY_ERASURE,
  APPLY_FILES,
  APPLY_FULL,
  APPLY_FULL_FILES,
  APPLY_MODERATION,
  APPLY_MOVES,
  APPLY_NEW,
  FILES,
} from './statement.ts'

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

/** A change of one case that takes its personal data out; `search` is what it may still be found by, `at` epoch ms. */
export async function applyErasure(
  sql: Sql,
  command: Command,
  stamp: number,
  search: string,
  at: number,
): Promise<Applied> {
  const { document } = documentOf([command])
  const [row] = await sql.unsafe<Row[]>(APPLY_ERASURE, [document as never, stamp, search, at], { prepare: true })
  return result(row!)
}

/** A change of one case that takes something out of public view, or back; `search` is what it may be found by. */
export async function applyModeration(
  sql: Sql,
  command: Command,
  stamp: number,
  patch: ModerationPatch,
  search: string,
): Promise<Applied> {
  const { document } = documentOf([command])
  const [row] = await sql.unsafe<Row[]>(APPLY_MODERATION, [document as never, stamp, patch as never, search], {
    prepare: true,
  })
  return result(row!)
}

/** A file to be kept, with its bytes; `sha256` is base64. */
export interface NewFile {
  readonly id: number
  readonly caseId: number
  readonly name: string
  readonly mime: string
  readonly size: number
  readonly sha256: string
  readonly public: boolean
  readonly byKind: string
  readonly byStaff: number | null
  readonly at: number
  /** The letter and the reply it came with, when a body sent it. */
  readonly contact?: number
  readonly reply?: number
  readonly bytes: Uint8Array
}

/** A change together with its files, at most ten. */
export async function applyFiles(
  sql: Sql,
  command: Command,
  stamp: number,
  files: readonly NewFile[],
): Promise<Applied> {
  const { document, full } = documentOf([command])
  document.f = files.map(({ bytes: _, ...file }, n) => ({ g: 0, n, ...file }))
  const bytes = Array.from({ length: FILES }, (_, n) => (files[n] ? Buffer.from(files[n].bytes) : null))
  const [row] = await sql.unsafe<Row[]>(full ? APPLY_FULL_FILES : APPLY_FILES, [document, stamp, ...bytes] as never[], {
    prepare: true,
  })
  return result(row!)
}
