import type { Scope } from '../../db/views/case-list.ts'
import { handlingBranch } from '../../shared/domain/people.ts'
import { PERMISSIONS } from '../../shared/domain/permissions.ts'
import type { Caller } from '../caller.ts'
import type { FullWorld } from '../world.ts'

/** Which cases the caller works on or reads from inside, as the permission table says of one case; for lists, in SQL. */
export function scopeOf(caller: Caller, world: FullWorld): Scope {
  if (caller.kind !== 'staff') return { of: 'public' }
  const reach = PERMISSIONS['GET /api/v1/cases/:number']!.roles ?? {}
  const branches = new Set<string>()
  let works = false
  for (const role of caller.roles) {
    const far = reach[role]
    if (far === 'all') return { of: 'all' }
    if (!far) continue
    works = true
    branches.add(caller.branch)
    for (const { code } of world.reference.descendants(caller.branch)) {
      if (far === 'below' || handlingBranch(world.roster, code) === caller.branch) branches.add(code)
    }
  }
  return works ? { of: 'some', branches: [...branches].sort(), owner: caller.id } : { of: 'public' }
}
