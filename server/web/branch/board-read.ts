import { type ListedCase, listCases } from '../../../db/views/cases.ts'
import { caseQuery } from '../../../shared/contract/case-list.ts'
import { endOfLocalDay } from '../../../shared/domain/clock.ts'
import { SOON } from '../../../shared/domain/dawn.ts'
import type { Person } from '../../../shared/domain/people.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import { askList } from '../../cases/list.ts'
import type { Deps } from '../../deps.ts'
import type { ReferenceBranch } from '../../reference.ts'
import type { FullWorld } from '../../world.ts'
import type { StaffHere } from '../staff/pages.ts'

/** More cards than a screen can hold are no board; the queue has the rest. */
export const MOST_CARDS = 150

export const COLUMNS = ['overdue', 'soon', 'today', 'later'] as const
export type Column = (typeof COLUMNS)[number]

export interface BoardRow {
  readonly person: Person | undefined
  readonly owner: number
  readonly load: number
  readonly onDuty: boolean
  readonly away: boolean
  readonly cells: Readonly<Record<Column, readonly ListedCase[]>>
}

export interface Board {
  readonly rows: readonly BoardRow[]
  /** There are more cases than are shown. */
  readonly more: boolean
}

/** The open cases of a branch by person and by what is due next; people without a case stand there too. */
export async function readBoard(
  deps: Deps,
  { me, now }: StaffHere,
  world: FullWorld,
  branch: ReferenceBranch,
): Promise<Board> {
  const query = caseQuery.parse({ branch: branch.code, status: 'open', sort: 'due', limit: MOST_CARDS })
  const found = await listCases(deps.sql, askList(query, me, world, now).list)
  const cases = found.slice(0, MOST_CARDS)
  const { roster } = world
  const ends = endOfLocalDay(branch.zone, localDate(branch.zone, now))
  const crew = roster.staffOf(branch.code).map((person) => person.id)
  const owners = [...new Set([...crew, ...cases.map((c) => c.owner)])]
  const onDuty = roster.keepsRoster(branch.code) ? roster.onDuty(branch.code, now) : []
  const rows = owners.map((owner): BoardRow => {
    const own = cases.filter((c) => c.owner === owner)
    const cells = Object.fromEntries(
      COLUMNS.map((column) => [column, own.filter((c) => columnOf(c, now, ends) === column)]),
    ) as Record<Column, ListedCase[]>
    return {
      person: roster.person(owner),
      owner,
      // The folded count lags behind by a pass; what is on the board is counted here.
      load: found.length > MOST_CARDS ? roster.load(owner) : own.length,
      onDuty: onDuty.includes(owner),
      away: !roster.isPresent(owner, now),
      cells,
    }
  })
  const urgency = (row: BoardRow) => row.cells.overdue.length * 1_000 + row.cells.soon.length
  return {
    rows: rows.sort((a, b) => urgency(b) - urgency(a) || b.load - a.load || a.owner - b.owner),
    more: found.length > MOST_CARDS,
  }
}

function columnOf({ dueAt }: ListedCase, now: number, ends: number): Column {
  if (dueAt === null) return 'later'
  if (dueAt <= now) return 'overdue'
  if (dueAt - now <= SOON) return 'soon'
  return dueAt <= ends ? 'today' : 'later'
}
