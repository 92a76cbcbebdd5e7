import type { CaseList } from '../../../db/views/case-list.ts'
import { type ListedCase, listCases } from '../../../db/views/cases.ts'
import { countDue, type DueCounts, type QueueOf } from '../../../db/views/desk.ts'
import { caseQuery } from '../../../shared/contract/case-list.ts'
import { CENTRAL, CENTRAL_DESK } from '../../../shared/domain/case.ts'
import { endOfLocalDay } from '../../../shared/domain/clock.ts'
import { SOON } from '../../../shared/domain/dawn.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import { askList } from '../../cases/list.ts'
import { scopeOf } from '../../cases/scope.ts'
import type { Deps } from '../../deps.ts'
import { HttpProblem } from '../../problem.ts'
import type { FullWorld } from '../../world.ts'
import { type FormBody, typed } from '../form-body.ts'
import type { StaffCaller, StaffHere } from '../staff/pages.ts'

/** Whose cases: one's own, those of the branches one works for (for the centre: all), what was raised, what nobody has. */
const WHOSE = ['mine', 'branch', 'central', 'nobody'] as const
export type Whose = (typeof WHOSE)[number]

export interface QueueFilters {
  readonly whose: Whose
  readonly overdue: boolean
  readonly q: string
}

export interface Queue {
  readonly filters: QueueFilters
  readonly items: readonly ListedCase[]
  readonly counts: DueCounts
  /** The cursor of the next page. */
  readonly next: string | null
}

const isCentral = (me: StaffCaller) => me.branch === CENTRAL

/** The queues that a person has: only the centre has one of what was raised to it. */
export function queuesOf(me: StaffCaller): Whose[] {
  return WHOSE.filter((whose) => whose !== 'central' || isCentral(me))
}

/** The filters of the address; a head and an auditor begin with the whole branch, everybody else with their own. */
export function filtersOf(form: FormBody, me: StaffCaller): QueueFilters {
  const works = me.roles.some((role) => role === 'responder' || role === 'central' || role === 'central-head')
  const whose = queuesOf(me).find((one) => one === form.whose) ?? (works ? 'mine' : 'branch')
  return { whose, overdue: form.overdue === 'yes', q: typed(form, 'q').slice(0, 200) }
}

/** The address (without language) of a queue. */
export function queuePath(filters: QueueFilters, cursor?: string): string {
  const query = new URLSearchParams({ whose: filters.whose })
  if (filters.overdue) query.set('overdue', 'yes')
  if (filters.q) query.set('q', filters.q)
  if (cursor) query.set('cursor', cursor)
  return `/desk?${query}`
}

/** What is due next, first; with how much is due soon and today. A wrong cursor begins anew. */
export async function readQueue(
  deps: Deps,
  here: StaffHere,
  world: FullWorld,
  filters: QueueFilters,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Queue> {
  const { me, now } = here
  const of = queueOf(filters.whose, me, world)
  const zone = world.reference.branch(me.branch)?.zone ?? 'Asia/Almaty'
  const counting = countDue(deps.sql, of, now + SOON, endOfLocalDay(zone, localDate(zone, now)))
  const asked = askFor(filters, cursor, limit, here, world)
  if (asked.wordless) return { filters, items: [], counts: await counting, next: null }
  const narrowed = (list: CaseList): CaseList => ({
    ...list,
    owner: of.owner,
    branches: of.branches,
    ...(of.central ? { levels: ['central'] } : {}),
  })
  const [found, counts] = await Promise.all([listCases(deps.sql, narrowed(asked.list)), counting])
  // Whoever types has not finished the last word.
  const rows = asked.begun && found.length <= limit ? await listCases(deps.sql, narrowed(asked.begun)) : found
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { filters, items, counts, next: last && rows.length > limit ? asked.cursorAfter(last, rows !== found) : null }
}

function askFor(filters: QueueFilters, cursor: string | undefined, limit: number, here: StaffHere, world: FullWorld) {
  const query = {
    limit,
    // Words are looked for from the newest down, in what has ended too: that is what the search index can do.
    ...(filters.q && !filters.overdue ? {} : { sort: 'due' }),
    ...(filters.overdue ? { overdue: 'true' } : {}),
    ...(filters.q ? { q: filters.q } : {}),
  }
  const ask = (more: object) => askList(caseQuery.parse({ ...query, ...more }), here.me, world, here.now)
  if (!cursor || cursor.length > 200) return ask({})
  try {
    return ask({ cursor })
  } catch (error) {
    if (error instanceof HttpProblem && error.code === 'invalid_cursor') return ask({})
    throw error
  }
}

function queueOf(whose: Whose, me: StaffCaller, world: FullWorld): QueueOf {
  const scope = scopeOf(me, world)
  const branches = scope.of === 'some' ? { branches: scope.branches } : {}
  switch (whose) {
    case 'mine':
      return { owner: me.id }
    case 'nobody':
      return { owner: CENTRAL_DESK, ...branches }
    case 'central':
      return { central: true }
    default:
      return branches
  }
}
