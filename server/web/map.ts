import { geoConicEqualArea } from 'd3-geo'
import type { RegionRow } from '../../db/views/reference.ts'
import type { Reference } from '../reference.ts'

export interface MapRegion {
  readonly code: string
  readonly path: string
  /** Where a number may stand. */
  readonly x: number
  readonly y: number
}

export const MAP_WIDTH = 1000
export const MAP_HEIGHT = 560

export type Ring = [number, number][]
export type Shape = { type: string; coordinates: unknown }

const drawn = new WeakMap<Reference, readonly MapRegion[]>()

/** The regions as paths, drawn once for each state of the reference data. */
export function mapOf(reference: Reference): readonly MapRegion[] {
  const known = drawn.get(reference)
  if (known) return known
  const map = draw(reference.regions)
  drawn.set(reference, map)
  return map
}

/** The country lies between its two parallels; points are projected one by one, so the winding of rings is no matter. */
export const projection = () =>
  geoConicEqualArea().parallels([43, 53]).rotate([-67, 0]).center([0, 48.1]).scale(1).translate([0, 0])

/**
 * Points are projected one by one and put on a grid: neighbours that share a border share its corners, so no gap opens
 * between them, and the whole map is a few kilobytes.
 */
function draw(regions: readonly RegionRow[]): MapRegion[] {
  const project = projection()
  const rings = regions.map((r) => ringsOf(r.geometry as Shape).map((ring) => ring.map((p) => project(p)!)))
  const all = rings.flat(2)
  const [left, right] = extent(all.map((p) => p[0]))
  const [top, bottom] = extent(all.map((p) => p[1]))
  const scale = Math.min((MAP_WIDTH - 8) / (right - left), (MAP_HEIGHT - 8) / (bottom - top))
  const put = ([x, y]: readonly [number, number]) =>
    [
      Math.round((x - (left + right) / 2) * scale + MAP_WIDTH / 2),
      Math.round((y - (top + bottom) / 2) * scale + MAP_HEIGHT / 2),
    ] as const
  return regions.map((region, i) => {
    const [x, y] = put(project([region.centre.lon, region.centre.lat])!)
    return { code: region.code, x, y, path: rings[i]!.map((ring) => pathOf(ring.map(put))).join('') }
  })
}

/** A ring on the grid as the path of an SVG; '' when nothing of it is left. */
export function pathOf(points: readonly (readonly [number, number])[]): string {
  const kept = points.filter((p, i) => i === 0 || p[0] !== points[i - 1]![0] || p[1] !== points[i - 1]![1])
  if (kept.length < 4) return ''
  let path = ''
  kept.forEach(([x, y], i) => {
    const [fx, fy] = kept[i - 1] ?? [0, 0]
    path += i === 0 ? `M${x} ${y}` : `${i === 1 ? 'l' : ' '}${x - fx} ${y - fy}`
  })
  return `${path}z`
}

/** All rings of a GeoJSON polygon or multipolygon, holes among them. */
export function ringsOf({ type, coordinates }: Shape): Ring[] {
  const polygons = (type === 'Polygon' ? [coordinates] : coordinates) as Ring[][]
  return polygons.flat()
}

export function extent(values: readonly number[]): [number, number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const v of values) {
    low = Math.min(low, v)
    high = Math.max(high, v)
  }
  return [low, high]
}
