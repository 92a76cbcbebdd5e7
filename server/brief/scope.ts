import { CENTRAL } from '../../shared/domain/case.ts'
import type { Reference } from '../reference.ts'
import type { FullWorld } from '../world.ts'
import type { BriefWish } from './read.ts'

interface Reader {
  readonly id: number
  readonly branch: string
  readonly roles: readonly string[]
  readonly zone: string
}

/** The branch and all below it. */
export function branchesBelow(reference: Reference, code: string): string[] {
  return [code, ...reference.descendants(code).map((b) => b.code)]
}

/** What a person's own brief is about: a responder's cases, a head's branches, the centre's everything that was raised. */
export function briefWishFor(person: Reader, { reference }: FullWorld): BriefWish {
  const { id, branch, roles, zone } = person
  const head = roles.includes('head') && branch !== CENTRAL
  const centre = roles.includes('central') || roles.includes('central-head')
  const branches = head ? branchesBelow(reference, branch) : []
  return {
    scope: head ? { branches } : { owner: id },
    zone,
    rosters: head ? branches : centre ? [CENTRAL] : [],
    centre,
    person: id,
  }
}

/** The brief of a branch, as its head reads it; that of the centre covers everything. */
export function briefWishOf(branch: string, zone: string, reference: Reference): BriefWish {
  const centre = branch === CENTRAL
  const branches = branchesBelow(reference, branch)
  return { scope: { branches: centre ? null : branches }, zone, rosters: centre ? [CENTRAL] : branches, centre }
}
