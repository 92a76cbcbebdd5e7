/** Which region a point lies in, by GeoJSON borders (rings of [lon, lat]). */
import { type Bbox, isInBbox, isPoint } from './geo.ts'

type Ring = readonly (readonly number[])[]

export type Geometry =
  | { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly Ring[])[] }

/** Borders made ready for many questions. `area` is in square degrees, for choosing the smaller of two that overlap. */
export type RegionShape = {
  readonly code: string
  readonly parts: readonly { readonly rings: readonly Ring[]; readonly box: Bbox }[]
  readonly area: number
}

/** Prepares a region's borders: a box per polygon, and the area. */
export function shapeOf(code: string, geometry: Geometry): RegionShape {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  const parts = polygons.filter((rings) => rings.length > 0).map((rings) => ({ rings, box: boxOf(rings[0]!) }))
  const area = parts.reduce(
    (sum, { rings }) => sum + rings.reduce((part, ring, at) => part + (at === 0 ? areaOf(ring) : -areaOf(ring)), 0),
    0,
  )
  return { code, parts, area }
}

/**
 * The code of the region that holds the point, or null. Borders drawn for maps may overlap a little: then the smaller
 * region wins, a city before the region around it. A point on a shared border belongs to exactly one side.
 */
export function regionAt(shapes: readonly RegionShape[], lat: number, lon: number): string | null {
  if (!isPoint(lat, lon)) return null
  let found: RegionShape | null = null
  for (const shape of shapes) {
    if (found !== null && shape.area >= found.area) continue
    if (shape.parts.some(({ rings, box }) => isInBbox(box, lat, lon) && isInside(rings, lat, lon))) found = shape
  }
  return found === null ? null : found.code
}

/** Even-odd ray casting over all rings, so that holes count by themselves. */
function isInside(rings: readonly Ring[], lat: number, lon: number): boolean {
  let inside = false
  for (const ring of rings) {
    for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
      const [lonA, latA] = ring[at] as [number, number]
      const [lonB, latB] = ring[before] as [number, number]
      // Half-open in latitude: a ray through a corner meets it once.
      if (latA > lat === latB > lat) continue
      // Always from the lower corner, so that both neighbours compute the very same crossing.
      const crossing =
        latA < latB
          ? lonA + ((lat - latA) / (latB - latA)) * (lonB - lonA)
          : lonB + ((lat - latB) / (latA - latB)) * (lonA - lonB)
      if (lon < crossing) inside = !inside
    }
  }
  return inside
}

function boxOf(ring: Ring): Bbox {
  let [west, south, east, north] = [180, 90, -180, -90]
  for (const [lon, lat] of ring as readonly [number, number][]) {
    west = Math.min(west, lon)
    east = Math.max(east, lon)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  return { west, south, east, north }
}

function areaOf(ring: Ring): number {
  let twice = 0
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
    const [lonA, latA] = ring[at] as [number, number]
    const [lonB, latB] = ring[before] as [number, number]
    twice += lonB * latA - lonA * latB
  }
  return Math.abs(twice) / 2
}
