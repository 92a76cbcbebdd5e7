import type { Deps } from '../deps.ts'
import { isWeak } from './password.ts'
import { addStaff, isStaffed } from './staff.ts'

/** Makes the first administrator from the environment when nobody works here yet. Safe in any number of instances. */
export async function ensureAdmin(deps: Deps): Promise<boolean> {
  const { admin } = deps.config
  if (!admin) return false
  if (await isStaffed(deps)) return false
  if (isWeak(admin.password, admin)) deps.log.warn('ADMIN_PASSWORD is easy to guess: change it after the first sign-in')
  const added = await addStaff(deps, null, {
    email: admin.email,
    name: admin.email.split('@')[0]!,
    roles: ['admin', 'central-head'],
    language: 'ru',
    password: admin.password,
    onlyFirst: true,
    byOperator: true,
  })
  return added !== undefined
}
