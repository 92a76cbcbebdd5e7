import type { RegionRow } from '../../../db/views/reference.ts'
import type { Text3 } from '../../../shared/domain/text.ts'
import type { Reference } from '../../reference.ts'
import { extent, pathOf, projection, ringsOf, type Shape } from '../map.ts'

export const VIEW_WIDTH = 320
export const VIEW_HEIGHT = 200
const MARGIN = 14

/** One region as large as the picture lets it be. */
export interface RegionView {
  readonly path: string
  /** Where it is governed from; null for a city that is a region by itself. */
  readonly town: { readonly name: Text3; readonly x: number; readonly y: number } | null
  /** Where a point (degrees, WGS 84) stands in the picture; null when that is outside. */
  place(point: { readonly lat: number; readonly lon: number }): { readonly x: number; readonly y: number } | null
}

const views = new WeakMap<RegionRow, RegionView>()

/** The region that holds the point, else the one that was named; null when there is neither. */
export function regionViewOf(
  reference: Reference,
  point: { readonly lat: number; readonly lon: number },
  named: string | null,
): RegionView | null {
  const region = reference.region(reference.regionAt(point.lat, point.lon) ?? named ?? '')
  if (!region) return null
  const known = views.get(region)
  if (known) return known
  const view = draw(region)
  views.set(region, view)
  return view
}

function draw(region: RegionRow): RegionView {
  const project = projection()
  const rings = ringsOf(region.geometry as Shape).map((ring) => ring.map((p) => project(p)!))
  const [left, right] = extent(rings.flat().map((p) => p[0]))
  const [top, bottom] = extent(rings.flat().map((p) => p[1]))
  const scale = Math.min((VIEW_WIDTH - 2 * MARGIN) / (right - left), (VIEW_HEIGHT - 2 * MARGIN) / (bottom - top))
  const put = ([x, y]: readonly [number, number]) =>
    [
      Math.round((x - (left + right) / 2) * scale + VIEW_WIDTH / 2),
      Math.round((y - (top + bottom) / 2) * scale + VIEW_HEIGHT / 2),
    ] as const
  const place: RegionView['place'] = ({ lat, lon }) => {
    const [x, y] = put(project([lon, lat])!)
    return x >= 0 && x <= VIEW_WIDTH && y >= 0 && y <= VIEW_HEIGHT ? { x, y } : null
  }
  const { centre } = region
  const town = region.kind === 'city' ? null : place(centre)
  return {
    path: rings.map((ring) => pathOf(ring.map(put))).join(''),
    town: town && { name: { kk: centre.kk, ru: centre.ru, en: centre.en }, ...town },
    place,
  }
}
