import { Refusal } from '../../shared/domain/refusal.ts'
import type { Reference } from '../reference.ts'

export interface FoundPlace {
  readonly region: string | null
  readonly district: string | null
  readonly byPoint: boolean
}

/**
 * The region and district of a report: as named, or found from the point. Throws Refusal `unknown_region`,
 * `unknown_district`, `district_not_in_region`, `place_outside` (the point lies outside Kazakhstan).
 */
export function findPlace(
  reference: Reference,
  input: {
    region?: string | undefined
    district?: string | undefined
    location?: { lat: number; lon: number } | undefined
  },
): FoundPlace {
  if (input.region !== undefined && !reference.region(input.region))
    throw new Refusal('unknown_region', { region: input.region }, ['region'])
  if (input.district !== undefined) {
    const district = reference.district(input.district)
    if (!district) throw new Refusal('unknown_district', { district: input.district }, ['district'])
    if (input.region !== undefined && district.region !== input.region) {
      throw new Refusal('district_not_in_region', { district: input.district, region: input.region }, ['district'])
    }
    return { region: district.region, district: district.kato, byPoint: false }
  }
  if (input.region !== undefined) return { region: input.region, district: null, byPoint: false }
  if (!input.location) return { region: null, district: null, byPoint: false }
  const region = reference.regionAt(input.location.lat, input.location.lon)
  if (!region) throw new Refusal('place_outside', {}, ['location'])
  return { region, district: null, byPoint: true }
}
