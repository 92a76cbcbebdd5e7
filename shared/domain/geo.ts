/** Points and boxes on the earth, WGS 84 degrees. */

export type Bbox = { readonly west: number; readonly south: number; readonly east: number; readonly north: number }

/** True for finite degrees on the earth. */
export function isPoint(lat: number, lon: number): boolean {
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180
}

/** True when the point lies in the box, its edges included. */
export function isInBbox(box: Bbox, lat: number, lon: number): boolean {
  return lat >= box.south && lat <= box.north && lon >= box.west && lon <= box.east
}
