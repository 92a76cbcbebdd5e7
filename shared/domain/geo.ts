/** Points and boxes on the earth, WGS 84 degrees. */

export type Point = { readonly lat: number; readonly lon: number }
export type Bbox = { readonly west: number; readonly south: number; readonly east: number; readonly north: number }

const EARTH_RADIUS_METRES = 6_371_008.8

/** True for finite degrees on the earth. */
export function isPoint(lat: number, lon: number): boolean {
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180
}

/** Great-circle distance in metres (haversine on the mean sphere; within 0.5 % of the ellipsoid). */
export function distanceMetres(a: Point, b: Point): number {
  const latA = radians(a.lat)
  const latB = radians(b.lat)
  const half = Math.sin((latB - latA) / 2) ** 2
  const across = Math.cos(latA) * Math.cos(latB) * Math.sin(radians(b.lon - a.lon) / 2) ** 2
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(half + across)))
}

/** Reads 'west,south,east,north' (GeoJSON order). Null unless it is four numbers on the earth in that order. */
export function parseBbox(text: string): Bbox | null {
  if (text.length > 120) return null
  const parts = text.split(',').map((part) => part.trim())
  if (parts.length !== 4 || !parts.every((part) => /^[+-]?\d{1,3}(?:\.\d{1,20})?$/.test(part))) return null
  const [west, south, east, north] = parts.map(Number) as [number, number, number, number]
  if (!isPoint(south, west) || !isPoint(north, east) || west > east || south > north) return null
  return { west, south, east, north }
}

/** True when the point lies in the box, its edges included. */
export function isInBbox(box: Bbox, lat: number, lon: number): boolean {
  return lat >= box.south && lat <= box.north && lon >= box.west && lon <= box.east
}

/** The box that holds everything within `metres` of a point, for an index before distanceMetres decides. */
export function bboxAround(point: Point, metres: number): Bbox {
  const lat = degrees(metres / EARTH_RADIUS_METRES)
  const widest = Math.min(89.9, Math.abs(point.lat) + lat)
  const lon = Math.min(180, degrees(metres / EARTH_RADIUS_METRES / Math.cos(radians(widest))))
  return {
    west: Math.max(-180, point.lon - lon),
    south: Math.max(-90, point.lat - lat),
    east: Math.min(180, point.lon + lon),
    north: Math.min(90, point.lat + lat),
  }
}

function radians(degree: number): number {
  return (degree * Math.PI) / 180
}

function degrees(radian: number): number {
  return (radian * 180) / Math.PI
}
