import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { projectPath } from '../../../db/root.ts'
import type { RegionRow } from '../../../db/views/reference.ts'
import type { Text3 } from '../../../shared/domain/text.ts'
import type { Reference } from '../../reference.ts'
import { type Ring, ringsOf, type Shape } from '../map.ts'

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/** Decimals of a degree: the borders themselves are no finer than a kilometre (db/reference/borders.LICENCE.md). */
const GRID = 100
/** Half a region on a phone's screen: from there on the smaller towns have room. */
const NEAR = 6

export interface Ground {
  /** Changes with the data; stands in the address, so that a browser may keep it for a year. */
  readonly version: string
  readonly json: Buffer
  readonly br: Buffer
  readonly gzip: Buffer
}

type Place = readonly [lon: number, lat: number]

const made = new WeakMap<Reference, Promise<Ground>>()

/** Borders and names of the regions, and the larger towns, as GeoJSON; made once for each state of the reference data. */
export function groundOf(reference: Reference): Promise<Ground> {
  const known = made.get(reference)
  if (known) return known
  const ground = make(reference)
  made.set(reference, ground)
  return ground
}

async function make(reference: Reference): Promise<Ground> {
  const { regions } = reference
  const towns = [...regions.flatMap(centreOf), ...listTowns(reference)]
  const features = [...regions.map(borderOf), ...towns]
  const json = Buffer.from(JSON.stringify({ type: 'FeatureCollection', features }))
  const [br, gz] = await Promise.all([
    brotli(json, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    zip(json, { level: 9 }),
  ])
  return { version: createHash('sha256').update(json).digest('base64url').slice(0, 12), json, br, gzip: gz }
}

/** `at` is where its name may stand. */
function borderOf(region: RegionRow) {
  const rings = ringsOf(region.geometry as Shape).map(simplified)
  const { type } = region.geometry as Shape
  const nested = nestedAs(region.geometry as Shape, rings)
  return {
    type: 'Feature',
    id: region.code,
    properties: { name: text3(region.name), at: middleOf(rings) },
    geometry: { type, coordinates: nested },
  }
}

/** Where the region is governed from; a city that is a region by itself has its name already. */
function centreOf({ kind, centre }: RegionRow) {
  return kind === 'city' ? [] : [townOf(centre, centre)]
}

/** Towns that are units of their own beside the districts (db/reference/towns.LICENCE.md). */
function listTowns(reference: Reference) {
  const { towns } = JSON.parse(readFileSync(projectPath('db', 'reference', 'towns.json'), 'utf8')) as {
    towns: readonly { kato: string; lat: number; lon: number }[]
  }
  return towns.flatMap((town) => {
    const district = reference.district(town.kato)
    return district ? [townOf(district.name, town, NEAR)] : []
  })
}

/** `from`: the zoom from which it is shown. */
const townOf = (name: Text3, at: { readonly lat: number; readonly lon: number }, from = 0) => ({
  type: 'Feature',
  properties: { name: text3(name), from },
  geometry: { type: 'Point', coordinates: [at.lon, at.lat] },
})

const text3 = ({ kk, ru, en }: Text3): Text3 => ({ kk, ru, en })

/** On a grid, neighbours keep the corners they share; a ring that the grid swallows stays as it was. */
function simplified(ring: Ring): Ring {
  const rounded = ring.map(([lon, lat]) => [Math.round(lon * GRID) / GRID, Math.round(lat * GRID) / GRID] as Place)
  const kept = rounded.filter((p, i) => i === 0 || p[0] !== rounded[i - 1]![0] || p[1] !== rounded[i - 1]![1])
  return (kept.length < 4 ? ring : kept) as Ring
}

/** The rings in the nesting they came in. */
function nestedAs({ type, coordinates }: Shape, rings: readonly Ring[]): unknown {
  if (type === 'Polygon') return rings
  let next = 0
  return (coordinates as Ring[][]).map((polygon) => polygon.map(() => rings[next++]!))
}

/** The centre of gravity of the largest ring. */
function middleOf(rings: readonly Ring[]): Place {
  const found = rings.map(gravityOf).sort((a, b) => b.area - a.area)[0]!
  return found.at
}

function gravityOf(ring: Ring): { area: number; at: Place } {
  let [twice, x, y] = [0, 0, 0]
  ring.forEach(([lonA, latA], i) => {
    const [lonB, latB] = ring[(i + 1) % ring.length]!
    const cross = lonA * latB - lonB * latA
    twice += cross
    x += (lonA + lonB) * cross
    y += (latA + latB) * cross
  })
  const at: Place = [Math.round((x / (3 * twice)) * GRID) / GRID, Math.round((y / (3 * twice)) * GRID) / GRID]
  return { area: Math.abs(twice), at }
}
