import type { BodyRow, CategoryRow } from '../db/views/reference.ts'

/**
 * Why a body is offered. `rule`: its kind is named by the category, the category is among its own competences, or it
 * answers for everything in its place (the kinds that the category `other` names). `place`: what of the place it covers.
 */
export interface CompetentBody<Body extends BodyRow = BodyRow> {
  readonly body: Body
  readonly because: {
    readonly rule: 'category' | 'competence' | 'general'
    readonly place: 'district' | 'region' | 'country'
  }
}

/** Nearest first; every level not named here comes last. */
const NEARNESS: Readonly<Record<string, number>> = { district: 0, city: 0, regional: 1, territorial: 2, utility: 3 }
const FARTHEST = 4
const ANYTHING_ELSE = 'other'

/**
 * The active bodies that a case of this category in this place can be put to: district and city first, then regional,
 * territorial, utilities, central; within a level in the order in which the category names them. Bodies of other
 * districts never; without a district, no district body.
 */
export function rankBodies<Body extends BodyRow>(
  bodies: readonly Body[],
  categories: ReadonlyMap<string, CategoryRow>,
  { category, region, district }: { category: string; region: string | null; district: string | null },
): CompetentBody<Body>[] {
  const named = categories.get(category)?.competent ?? []
  const general = categories.get(ANYTHING_ELSE)?.competent ?? []
  const offers: { offer: CompetentBody<Body>; rank: readonly number[] }[] = []
  for (const body of bodies) {
    const place = placeOf(body, region, district)
    if (place === null || !body.active) continue
    const at = named.indexOf(body.kind)
    const rule =
      at >= 0
        ? 'category'
        : body.competences.includes(category)
          ? 'competence'
          : general.includes(body.kind)
            ? 'general'
            : null
    if (rule === null) continue
    const isGeneral = rule === 'general' ? 1 : 0
    const order = at >= 0 ? at : named.length + Math.max(0, general.indexOf(body.kind))
    offers.push({
      offer: { body, because: { rule, place } },
      rank: [isGeneral, NEARNESS[body.level] ?? FARTHEST, order],
    })
  }
  offers.sort((a, b) => compare(a.rank, b.rank) || (a.offer.body.id < b.offer.body.id ? -1 : 1))
  return offers.map(({ offer }) => offer)
}

function placeOf(
  body: BodyRow,
  region: string | null,
  district: string | null,
): 'district' | 'region' | 'country' | null {
  if (body.region === null) return 'country'
  if (body.region !== region) return null
  if (body.district === null) return 'region'
  return body.district === district ? 'district' : null
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return a[at]! - b[at]!
  return 0
}
