import type { Role } from '../../../shared/domain/people.ts'
import { PERMISSIONS, roleFor } from '../../../shared/domain/permissions.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import type { StaffCaller } from './pages.ts'

/** The pages of the staff in the order of the menu; each has its word in `page.staff.menu`. */
const MENU = ['desk', 'branch', 'wall', 'instructions', 'help', 'meetings', 'inbox', 'commitments', 'admin'] as const
export type MenuName = (typeof MENU)[number]

/** Where a person begins, the first that there is. */
const HOME: readonly (readonly [Role, readonly MenuName[]])[] = [
  ['central-head', ['wall', 'desk']],
  ['central', ['wall', 'desk']],
  ['auditor', ['wall', 'desk']],
  ['head', ['branch', 'desk']],
  ['responder', ['desk']],
  ['admin', ['admin']],
]

/** The entries a person may open: those that stand in the permission table and let one of their roles in. */
export function menuFor(me: StaffCaller, lang: Lang): MenuName[] {
  return MENU.filter((name) => {
    const rule = PERMISSIONS[`GET /${lang}/${name}`]
    return rule !== undefined && roleFor(rule, me) !== null
  })
}

/** The page (without language) that a person sees after signing in. */
export function homeOf(me: StaffCaller, lang: Lang): string {
  const open = menuFor(me, lang)
  for (const [role, wished] of HOME) {
    const found = me.roles.includes(role) && wished.find((name) => open.includes(name))
    if (found) return `/${found}`
  }
  return '/me'
}
