import type { FastifyRequest } from 'fastify'
import { type BoardWish, listPromises, type PromiseRow } from '../../db/views/promises.ts'
import type { BoardQuery } from '../../shared/contract/commitment.ts'
import { PERMISSIONS } from '../../shared/domain/permissions.ts'
import type { Lang } from '../../shared/domain/text.ts'
import { localDate } from '../../shared/domain/zone.ts'
import { formatTime } from '../../shared/i18n/format.ts'
import { t } from '../../shared/i18n/text.ts'
import { csvOf } from '../csv.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'
import { branchesInReach } from '../scope.ts'
import type { FullWorld } from '../world.ts'
import { viewPromise } from './view.ts'

const PLACE = 'p'
/** Lines of an export; more belongs to filters. */
const MOST_EXPORTED = 10_000

export type BoardAsked = Omit<BoardQuery, 'cursor' | 'limit' | 'lang'>

/** What this reader may see of what was asked for. Throws `unknown_branch`, `unknown_body`, `forbidden`. */
export function boardWish(
  request: FastifyRequest,
  world: FullWorld,
  asked: BoardAsked,
  now: number,
): Omit<BoardWish, 'limit'> {
  const { caller } = request
  // The page asks by the same rule as the API.
  const branches = branchesInReach(request, world, PERMISSIONS['GET /api/v1/commitments'])
  if (asked.branch !== undefined && !world.reference.branch(asked.branch))
    throw new HttpProblem('unknown_branch', { branch: asked.branch }, ['branch'])
  if (asked.branch !== undefined && branches && !branches.includes(asked.branch)) throw new HttpProblem('forbidden')
  if (asked.body !== undefined && !world.reference.body(asked.body))
    throw new HttpProblem('unknown_body', { body: asked.body }, ['body'])
  return {
    reach: branches === null || caller.kind !== 'staff' ? null : { branches, owner: caller.id },
    ...(asked.branch === undefined
      ? {}
      : { branches: [asked.branch, ...world.reference.descendants(asked.branch).map((b) => b.code)] }),
    body: asked.body,
    who: asked.who,
    dueBy: asked.overdue ? now : undefined,
  }
}

/** A page of the board and the cursor of the next. Throws `invalid_cursor`. */
export async function readBoard(
  deps: Deps,
  wish: Omit<BoardWish, 'limit'>,
  cursor: string | undefined,
  limit: number,
): Promise<{ rows: PromiseRow[]; nextCursor: string | null }> {
  const after = cursor === undefined ? undefined : (readCursor(PLACE, 2, cursor) as [number, number])
  const rows = await listPromises(deps.sql, { ...wish, ...(after ? { after } : {}), limit: limit + 1 })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { rows: shown, nextCursor: rows.length > limit && last ? writeCursor(PLACE, last.dueAt, last.id) : null }
}

/** The board as a CSV file in the reader's language, the latest first; at most `MOST_EXPORTED` lines. */
export async function boardFile(
  deps: Deps,
  wish: Omit<BoardWish, 'limit'>,
  world: FullWorld,
  lang: Lang,
  now: number,
): Promise<string> {
  const rows = await listPromises(deps.sql, { ...wish, limit: MOST_EXPORTED })
  const head = (
    [
      'due',
      'late',
      'kind',
      'who',
      'whose',
      'person',
      'text',
      'case',
      'category',
      'branch',
      'owner',
      'outgoing',
    ] as const
  ).map((name) => t(lang, `page.commitments.column.${name}`))
  const lines = rows.map((row) => {
    const p = viewPromise(row, world, deps.config.publicUrl, now)
    return [
      `${localDate(row.zone, row.dueAt - 1)} ${formatTime(row.zone, row.dueAt - 1)}`,
      t(lang, p.overdue ? 'page.commitments.yes' : 'page.commitments.no'),
      t(lang, `deadline.${p.kind}`),
      t(lang, `page.commitments.who.${p.who}`),
      p.body?.name[lang] ?? p.branch.name[lang],
      p.responsible?.name ?? null,
      p.text,
      p.case,
      p.category.name[lang],
      p.branch.name[lang],
      p.owner?.name ?? null,
      p.outgoingNumber,
    ]
  })
  return csvOf([head, ...lines])
}
