import type { FastifyRequest } from 'fastify'
import { isUniqueViolation } from '../../db/errors.ts'
import {
  countOthers,
  endingSessions,
  findStaff,
  insertStaff,
  type StaffRow,
  savePassword,
  staffBefore,
  updateStaff,
} from '../../db/staff.ts'
import type { StaffView } from '../../shared/contract/staff.ts'
import { CENTRAL } from '../../shared/domain/case.ts'
import type { Role } from '../../shared/domain/people.ts'
import type { Lang } from '../../shared/domain/text.ts'
import type { Deps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'
import type { Reference } from '../reference.ts'
import type { Sessions } from '../sessions.ts'
import { changeSetting } from '../settings.ts'
import { hashPassword, makePassword, refuseWeak } from './password.ts'
import { viewStaff } from './view.ts'

export interface StaffInput {
  readonly email: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly branch?: string | undefined
  readonly language: Lang
  readonly password?: string | undefined
  /** Only when nobody works here yet. */
  readonly onlyFirst?: boolean
  /** Whoever runs the system chose the password: they are warned where they chose it, and not refused. */
  readonly byOperator?: boolean
  /** Of `password`, when it is known already: hashing is slow by design. */
  readonly passwordHash?: string
}

const IN_BRANCH: readonly Role[] = ['responder', 'head']
const IN_CENTRE: readonly Role[] = ['central', 'central-head']

/**
 * The branch a person with these roles belongs to: the one named, or the centre for roles that are not tied to one.
 * Throws `unknown_branch` (none named for a responder or head, or the centre named for them, or a branch for the
 * centre's roles) and `validation_failed` for roles of a branch and of the centre together.
 */
function branchFor(roles: readonly Role[], branch: string | undefined, reference: Reference): string {
  const inBranch = roles.some((role) => IN_BRANCH.includes(role))
  const inCentre = roles.some((role) => IN_CENTRE.includes(role))
  if (inBranch && inCentre) throw new HttpProblem('validation_failed', {}, ['roles'])
  const code = branch ?? (inBranch ? '' : CENTRAL)
  const found = reference.branch(code)
  const fits = inBranch ? code !== CENTRAL : inCentre ? code === CENTRAL : true
  if (!found?.active || !fits) throw new HttpProblem('unknown_branch', { branch: code }, ['branch'])
  return code
}

/**
 * A new person. `password` comes back only when it was made here; it is kept sealed, so that a repeated request gets the
 * same one. Undefined when `onlyFirst` came too late. Throws `email_taken`, `weak_password`, `unknown_branch`.
 */
export async function addStaff(
  deps: Deps,
  request: FastifyRequest | null,
  input: StaffInput,
): Promise<{ person: StaffView; password?: string } | undefined> {
  const roles = [...new Set(input.roles)]
  branchFor(roles, input.branch, deps.world.reference)
  if (input.password !== undefined && !input.byOperator) refuseWeak(input.password, input)
  const password = input.password ?? makePassword()
  const passwordHash = input.passwordHash ?? (await hashPassword(password))
  const { rows, repeated, answer } = await changeSetting<{ id: number }, boolean>(deps, request, {
    read: async () => !input.onlyFirst || !(await isStaffed(deps)),
    decide(wanted, world, ids, now) {
      if (!wanted) return null
      const { email, name, language } = input
      const branch = branchFor(roles, input.branch, world.reference)
      const row = { id: ids.next(), email, name, roles, branch, language, passwordHash, at: now }
      const person = viewStaff({ ...row, twoFactor: false, createdAt: now, disabledAt: null }, world.reference)
      const sealed = input.password === undefined ? deps.secrets.seal(password, `made:${row.id}`) : null
      return {
        write: insertStaff(deps.sql, row),
        log: { what: 'staff.add', subject: String(row.id), data: { email, name, roles, branch } },
        answer: { status: 201, body: { person, sealed } },
      }
    },
  })
  if (!answer) return undefined
  if (rows.length === 0 && !repeated) throw new HttpProblem('email_taken', {}, ['email'])
  const { person, sealed } = answer.body as { person: StaffView; sealed: string | null }
  if (sealed === null) return { person }
  return { person, password: deps.secrets.unseal(Buffer.from(sealed, 'base64'), `made:${person.id}`) }
}

/** Whether anybody but the desk works here. */
export async function isStaffed({ sql }: Deps): Promise<boolean> {
  return (await sql`select from staff where not roles @> '{desk}' limit 1`).length > 0
}

export interface StaffPatch {
  readonly email?: string | undefined
  readonly name?: string | undefined
  readonly roles?: readonly Role[] | undefined
  readonly branch?: string | undefined
  readonly language?: Lang | undefined
  readonly disabled?: boolean | undefined
  readonly twoFactor?: false | undefined
}

/**
 * Changes what is given of a person. Disabling ends every session in the same statement, and the engine hands the open
 * cases on. Throws `not_found`, `email_taken`, `unknown_branch`, `nothing_to_change`, `last_of_role` (somebody must be
 * left to administer).
 */
export async function changeStaff(
  deps: Deps,
  sessions: Sessions | null,
  request: FastifyRequest | null,
  id: number,
  patch: StaffPatch,
): Promise<StaffView> {
  const { sql } = deps
  let after: StaffRow | undefined
  try {
    await changeSetting<{ id: number }, { person: StaffRow; otherAdmins: number }>(deps, request, {
      async read() {
        const person = await findStaff(sql, id)
        if (!person) throw new HttpProblem('not_found')
        return { person, otherAdmins: await countOthers(sql, 'admin', id) }
      },
      decide({ person, otherAdmins }, world, _ids, now) {
        after = patched(person, patch, world.reference, now)
        const wasAdmin = person.disabledAt === null && person.roles.includes('admin')
        const isAdmin = after.disabledAt === null && after.roles.includes('admin')
        if (wasAdmin && !isAdmin && otherAdmins === 0) throw new HttpProblem('last_of_role')
        const ends = after.disabledAt !== null && person.disabledAt === null
        return {
          write: updateStaff(sql, id, { ...after, dropTotp: patch.twoFactor === false }),
          before: staffBefore(sql, id),
          ...(ends ? { more: endingSessions(sql, now) } : {}),
          log: { what: ends ? 'staff.disable' : 'staff.change', subject: String(id), data: { ...patch } },
        }
      },
    })
  } catch (error) {
    if (isUniqueViolation(error, 'staff_email')) throw new HttpProblem('email_taken', {}, ['email'])
    throw error
  }
  // Sockets close and come back with the rights of now; requests have them at once.
  sessions?.tellEnded({ staff: id })
  return viewStaff(after!, deps.world.reference)
}

function patched(person: StaffRow, patch: StaffPatch, reference: Reference, now: number): StaffRow {
  const roles = patch.roles ? [...new Set(patch.roles)] : person.roles
  const branch =
    patch.roles || patch.branch ? branchFor(roles as Role[], patch.branch ?? person.branch, reference) : person.branch
  const disabledAt =
    patch.disabled === undefined ? person.disabledAt : patch.disabled ? (person.disabledAt ?? now) : null
  const twoFactor = patch.twoFactor === false ? false : person.twoFactor
  const { email = person.email, name = person.name, language = person.language } = patch
  const after = { ...person, email, name, language, roles, branch, disabledAt, twoFactor }
  const same = (Object.keys(after) as (keyof StaffRow)[]).every((key) => String(after[key]) === String(person[key]))
  if (same) throw new HttpProblem('nothing_to_change')
  return after
}

/**
 * A new password for somebody who lost theirs; all their sessions end. Made here and returned when none is given. Throws
 * `not_found`, `weak_password`.
 */
export async function resetPassword(
  deps: Deps,
  sessions: Sessions | null,
  by: number | null,
  id: number,
  given: string | undefined,
  byOperator = false,
): Promise<string | undefined> {
  const person = await findStaff(deps.sql, id)
  if (!person) throw new HttpProblem('not_found')
  if (given !== undefined && !byOperator) refuseWeak(given, person)
  const password = given ?? makePassword()
  const log = { id: (await deps.ids.reserve(1)).next(), at: deps.now(), staff: by }
  if (!(await savePassword(deps.sql, id, await hashPassword(password), log))) throw new HttpProblem('not_found')
  sessions?.tellEnded({ staff: id })
  return given === undefined ? password : undefined
}
