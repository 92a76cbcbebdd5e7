import type { FastifyRequest } from 'fastify'
import { type InstructionRow, type InstructionWish, listOrders } from '../../db/views/instructions.ts'
import type { Rule } from '../../shared/domain/permissions.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import { branchesAsked } from '../scope.ts'
import type { FullWorld } from '../world.ts'

const DAY = 86_400_000
/** A head sees what the people of the branch owe; a responder only what they have to do with themselves, wherever the case is. */
export const OF_BRANCH: Rule = {
  about: 'branch',
  roles: { head: 'below', central: 'all', 'central-head': 'all', auditor: 'all' },
}

/** The order by date, forth for what is on control, back for the rest. */
const placeOf = (state: string) => (state === 'accepted' || state === 'all' ? 'ib' : 'if')

export interface OrdersAsked {
  readonly mine?: boolean | undefined
  readonly branch?: string | undefined
  readonly state: InstructionWish['state']
  readonly overdue?: boolean | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** A page of the instructions in the caller's reach. Throws `invalid_cursor`, `unknown_branch`, `forbidden`. */
export async function readOrders(
  deps: Deps,
  request: FastifyRequest,
  world: FullWorld,
  asked: OrdersAsked,
  now: number,
): Promise<{ items: InstructionRow[]; nextCursor: string | null }> {
  const place = placeOf(asked.state)
  const rows = await listOrders(deps.sql, {
    ...scopeOfOrders(request, world, asked),
    state: asked.state,
    overdueAt: asked.overdue ? now : undefined,
    after: asked.cursor === undefined ? undefined : (readCursor(place, 2, asked.cursor) as [number, number]),
    limit: asked.limit + 1,
  })
  const items = rows.slice(0, asked.limit)
  const last = items.at(-1)
  return {
    items,
    nextCursor: rows.length > asked.limit ? writeCursor(place, Date.parse(last!.dueOn) / DAY, last!.id) : null,
  }
}

/** Whose instructions are asked for: of the branches in reach, and always those the caller has to do with. */
export function scopeOfOrders(
  request: FastifyRequest,
  world: FullWorld,
  { mine, branch }: Pick<OrdersAsked, 'mine' | 'branch'>,
): Pick<InstructionWish, 'mine' | 'branches' | 'involved'> {
  const { caller } = request
  const involved = caller.kind === 'staff' ? caller.id : 0
  const leads = caller.kind === 'staff' && caller.roles.some((role) => OF_BRANCH.roles?.[role])
  if (branch === undefined && !leads) return { mine: mine ? involved : undefined, branches: [], involved }
  const branches = branchesAsked(request, world, branch, OF_BRANCH)
  // A branch asked for is that branch alone.
  return { mine: mine ? involved : undefined, branches, involved: branch === undefined ? involved : 0 }
}
