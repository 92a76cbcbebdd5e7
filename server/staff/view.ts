import type { StaffRow } from '../../db/staff.ts'
import type { StaffView } from '../../shared/contract/staff.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import type { Reference } from '../reference.ts'

/** The zone of a branch; of the centre for a branch that is no more. */
export function zoneOf(reference: Reference, branch: string): string {
  return (reference.branch(branch) ?? reference.branch('KZ'))?.zone ?? 'Asia/Almaty'
}

export function viewStaff(person: StaffRow, reference: Reference): StaffView {
  const zone = zoneOf(reference, person.branch)
  return {
    id: person.id,
    name: person.name,
    email: person.email,
    roles: [...person.roles],
    branch: person.branch,
    language: person.language,
    twoFactor: person.twoFactor,
    createdAt: rfc3339(zone, person.createdAt),
    disabledAt: person.disabledAt === null ? null : rfc3339(zone, person.disabledAt),
  }
}
