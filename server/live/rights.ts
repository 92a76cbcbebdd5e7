import type { FeedRow } from '../../db/feed.ts'
import { type Asker, PERMISSIONS, roleFor, type Target } from '../../shared/domain/permissions.ts'
import type { Sight } from '../cases/view.ts'

/** Whom a socket speaks for. `hash` names the session or API key it came with, which is asked about again and again. */
export type Rights =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'reporter'; readonly caseId: number }
  | { readonly kind: 'staff'; readonly asker: Asker; readonly hash: string }

export const NOBODY: Rights = { kind: 'anonymous' }

const READ_CASE = PERMISSIONS['GET /api/v1/cases/:number']!
const EVERYWHERE = new Set(['central', 'central-head', 'auditor'])

/** Sockets with equal keys see the same of every event, so that a frame is rendered once for all of them. */
export function rightsKey(rights: Rights): string {
  if (rights.kind === 'anonymous') return 'outside'
  if (rights.kind === 'reporter') return `reporter ${rights.caseId}`
  const { id, roles, branch } = rights.asker
  return roles.some((role) => EVERYWHERE.has(role)) ? 'everywhere' : `staff ${id} ${branch} ${roles.join()}`
}

/** How much of the event these rights show; `target` is the case as it belongs now. */
export function sightOn(rights: Rights, row: Pick<FeedRow, 'caseId'>, target: Target): Sight {
  if (rights.kind === 'staff') return roleFor(READ_CASE, rights.asker, target) ? 'inside' : 'outside'
  return rights.kind === 'reporter' && rights.caseId === row.caseId ? 'reporter' : 'outside'
}
