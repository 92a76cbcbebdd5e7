import { type Because, because } from './because.ts'
import { CENTRAL, type Level } from './case.ts'
import type { Branch } from './people.ts'

export interface CategoryRule {
  readonly id: string
  readonly severity: number
  readonly overallDays: number
  /** A category may name the level or the unit that handles it. */
  readonly level: Level | null
  readonly branch: string | null
}

export interface Body {
  readonly id: string
  readonly kind: string
  readonly region: string | null
  /** Working-day term by law (АППК), or null when the term is the date in the letter (private utilities). */
  readonly replyByLaw: boolean
  /** Where it can be written to without paper. */
  readonly email?: string | null
}

export interface Place {
  readonly region: string | null
  readonly district: string | null
  /** True when the region was found from the point and not named by the reporter. */
  readonly byPoint?: boolean
}

export interface Unit {
  readonly branch: string
  readonly level: Level
  readonly because: Because
}

/**
 * The branch for a place: what the category names, else the district's branch if there is one, else the region's; no
 * place at all → the centre. `branches` is asked by code; district branches are found by `districtBranch`.
 */
export function unitFor(
  place: Place,
  category: CategoryRule,
  branches: { branch(code: string): Branch | undefined; branchOfDistrict(kato: string): Branch | undefined },
): Unit {
  const named = category.branch ? branches.branch(category.branch) : undefined
  if (named)
    return {
      branch: named.code,
      level: named.level,
      because: because('categoryBranch', { category: category.id, branch: named.code }),
    }
  const region = place.region ? branches.branch(place.region) : undefined
  if (!region || category.level === 'central') {
    const key = category.level === 'central' ? 'categoryLevel' : 'noPlace'
    // The region's branch keeps seeing what a category sends to the centre.
    if (region)
      return {
        branch: region.code,
        level: 'central',
        because: because(key, { category: category.id, level: 'central' }),
      }
    return { branch: CENTRAL, level: 'central', because: because(key, { category: category.id, level: 'central' }) }
  }
  if (category.level === 'region') {
    return {
      branch: region.code,
      level: 'region',
      because: because('categoryLevel', { category: category.id, level: 'region' }),
    }
  }
  const district = place.district ? branches.branchOfDistrict(place.district) : undefined
  if (district)
    return { branch: district.code, level: 'district', because: because('districtBranch', { branch: district.code }) }
  return {
    branch: region.code,
    level: 'region',
    because: because(place.byPoint ? 'pointInRegion' : 'regionBranch', { branch: region.code }),
  }
}
