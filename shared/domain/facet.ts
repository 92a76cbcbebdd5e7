/**
 * What never changes about a case, as words of its own in the search index: place, category, severity, month, public or not, a
 * grid of cells for the point, and the block of case numbers it stands in. A list that asks for any of them reads one
 * index, the newest block first, so that its cost is bounded by the page and not by the table. No search word holds a
 * colon, so a facet is never mistaken for one.
 */

export interface Facetted {
  readonly id: number
  readonly region: string | null
  readonly district: string | null
  /** The category and those above it. */
  readonly categories: readonly string[]
  readonly severity?: number
  readonly public: boolean
  readonly reportedAt: number
  readonly lat: number | null
  readonly lon: number | null
}

/** Degrees, WGS 84. */
export interface Box {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

/**
 * Ids are read in blocks of 8,192, then of 131,072, then all: a step is taken when the one before did not fill the page, so
 * each looks at some sixteen pages of matches at most.
 */
export const BLOCK_BITS = [13, 17] as const

/** Sides of the cells in degrees; 1/128 of a degree is about 900 m north to south. */
const CELLS = [4, 1 / 2, 1 / 16, 1 / 128] as const
const MOST_CELLS = 36
const MOST_MONTHS = 36

export const PUBLIC = 'p:1'
export const regionFacet = (code: string) => `r:${code}`
export const districtFacet = (kato: string) => `d:${kato}`
export const categoryFacet = (id: string) => `c:${id}`
const blockFacet = (bits: number, block: number) => `b${bits}:${block}`
export const severityFacet = (severity: number) => `s:${severity}`
const monthFacet = (month: number) => `m:${month}`
const cellFacet = (zoom: number, y: number, x: number) => `g${zoom}:${y}:${x}`

/** The facets of a case, to stand beside its words. */
export function facets(c: Facetted): string[] {
  const found = c.categories.map(categoryFacet)
  if (c.region !== null) found.push(regionFacet(c.region))
  if (c.district !== null) found.push(districtFacet(c.district))
  if (c.severity !== undefined) found.push(severityFacet(c.severity))
  if (c.public) found.push(PUBLIC)
  found.push(monthFacet(monthOf(c.reportedAt)))
  if (c.lat !== null && c.lon !== null) {
    for (const [zoom, side] of CELLS.entries()) found.push(cellFacet(zoom, cell(c.lat, side), cell(c.lon, side)))
  }
  for (const bits of BLOCK_BITS) found.push(blockFacet(bits, Math.floor(c.id / 2 ** bits)))
  return found
}

/** The cells that cover a box, as fine as three dozen of them allow; null when even the coarsest are more. */
export function boxFacets(box: Box): string[] | null {
  for (let zoom = CELLS.length - 1; zoom >= 0; zoom--) {
    const side = CELLS[zoom]!
    const [south, north, west, east] = [box.south, box.north, box.west, box.east].map((d) => cell(d, side)) as [
      number,
      number,
      number,
      number,
    ]
    if ((north - south + 1) * (east - west + 1) > MOST_CELLS) continue
    const found: string[] = []
    for (let y = south; y <= north; y++) for (let x = west; x <= east; x++) found.push(cellFacet(zoom, y, x))
    return found
  }
  return null
}

/** The months between two instants (epoch ms, the second not included); null when they are too many to name. */
export function monthFacets(from: number, to: number): string[] | null {
  const first = monthOf(from)
  const last = monthOf(Math.max(from, to - 1))
  if (last - first >= MOST_MONTHS) return null
  return Array.from({ length: last - first + 1 }, (_, n) => monthFacet(first + n))
}

/** The box around a point that holds everything within the distance. */
export function boxAround(lat: number, lon: number, metres: number): Box {
  const dLat = metres / METRES_PER_DEGREE
  const dLon = dLat / Math.max(Math.cos((lat * Math.PI) / 180), 0.01)
  return { south: lat - dLat, north: lat + dLat, west: lon - dLon, east: lon + dLon }
}

export const METRES_PER_DEGREE = 111_320

const cell = (degrees: number, side: number) => Math.floor(degrees / side)

/** Months since 1970, UTC: the facet narrows, the exact instant is compared afterwards. */
function monthOf(at: number): number {
  const date = new Date(at)
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()
}
