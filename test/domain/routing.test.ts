import t from 'tap'
import { type Geometry, regionAt, shapeOf } from '../../shared/domain/routing.ts'
import { readProjectData } from '../support/data.ts'

type Borders = { features: { properties: { code: string }; geometry: Geometry }[] }
type Regions = { regions: { code: string; centre: { lat: number; lon: number } }[] }
const borders = readProjectData<Borders>('db', 'reference', 'borders.geojson')
const { regions } = readProjectData<Regions>('db', 'reference', 'regions.json')
const shapes = borders.features.map(({ properties, geometry }) => shapeOf(properties.code, geometry))

t.test('every region holds its own centre', async (t) => {
  t.equal(shapes.length, 20)
  t.equal(regions.length, 20)
  for (const { code, centre } of regions) t.equal(regionAt(shapes, centre.lat, centre.lon), code)
})

t.test('known places', async (t) => {
  const places: [string, number, number, string | null][] = [
    ['Rudny', 52.97, 63.12, 'KZ-39'],
    ['Arkalyk', 50.25, 66.92, 'KZ-39'],
    ['Semey', 50.427, 80.267, 'KZ-10'],
    ['Aktau, on the coast of another offset once', 43.65, 51.2, 'KZ-47'],
    ['Almaty city, a hole in its region', 43.25, 76.93, 'KZ-75'],
    ['the region around it', 43.6, 77.6, 'KZ-19'],
    ['Astana, a hole in Akmola', 51.13, 71.43, 'KZ-71'],
    ['Shymkent', 42.33, 69.6, 'KZ-79'],
    ['Zhezkazgan', 47.8, 67.71, 'KZ-62'],
    ['Moscow', 55.75, 37.62, null],
    ['Tashkent', 41.31, 69.28, null],
    ['Bishkek', 42.87, 74.59, null],
    ['latitude and longitude swapped', 76.93, 43.25, null],
    ['the zero point', 0, 0, null],
  ]
  for (const [name, lat, lon, code] of places) t.equal(regionAt(shapes, lat, lon), code, name)
})

t.test('what is no point is nowhere', async (t) => {
  for (const [lat, lon] of [
    [Number.NaN, 70],
    [50, Number.NaN],
    [91, 70],
    [50, 181],
    [Number.POSITIVE_INFINITY, 0],
  ]) {
    t.equal(regionAt(shapes, lat!, lon!), null)
  }
  t.equal(regionAt([], 50, 70), null)
})

const square = (west: number, south: number, size: number): number[][] => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
]

t.test('holes, several polygons, and an island in a hole', async (t) => {
  const ring = shapeOf('ring', { type: 'Polygon', coordinates: [square(0, 0, 10), square(4, 4, 2)] })
  const island = shapeOf('island', { type: 'Polygon', coordinates: [square(4.5, 4.5, 1)] })
  const pair = shapeOf('pair', { type: 'MultiPolygon', coordinates: [[square(20, 0, 5)], [square(30, 0, 5)]] })
  const all = [ring, island, pair]
  t.equal(regionAt(all, 1, 1), 'ring')
  t.equal(regionAt(all, 4.2, 4.2), null, 'in the hole')
  t.equal(regionAt(all, 5, 5), 'island')
  t.equal(regionAt(all, 2, 22), 'pair')
  t.equal(regionAt(all, 2, 32), 'pair')
  t.equal(regionAt(all, 2, 27), null)
  t.equal(ring.area, 96)
  t.equal(pair.area, 50)
})

t.test('where borders overlap the smaller region wins, in any order', async (t) => {
  const city = shapeOf('city', { type: 'Polygon', coordinates: [square(4, 4, 2)] })
  const region = shapeOf('region', { type: 'Polygon', coordinates: [square(0, 0, 10)] })
  t.equal(regionAt([city, region], 5, 5), 'city')
  t.equal(regionAt([region, city], 5, 5), 'city')
  t.equal(regionAt([region, city], 1, 1), 'region')
})

t.test('property: a point on a shared border belongs to exactly one neighbour', async (t) => {
  const west = shapeOf('west', {
    type: 'Polygon',
    coordinates: [
      [
        [0, 0],
        [5, 0],
        [7, 5],
        [5, 10],
        [0, 10],
        [0, 0],
      ],
    ],
  })
  const east = shapeOf('east', {
    type: 'Polygon',
    coordinates: [
      [
        [5, 0],
        [12, 0],
        [12, 10],
        [5, 10],
        [7, 5],
        [5, 0],
      ],
    ],
  })
  let faults = 0
  for (let n = 0; n < 1000; n++) {
    const lat = n / 100
    const lon = lat <= 5 ? 5 + (2 * lat) / 5 : 7 - (2 * (lat - 5)) / 5
    const inWest = regionAt([west], lat, lon) !== null
    const inEast = regionAt([east], lat, lon) !== null
    if (inWest === inEast) faults++
  }
  t.equal(faults, 0)
})

t.test('slivers between neighbours of the real map are rare', async (t) => {
  // A point is in a sliver when no region holds it although regions hold all four points 0.05° around it.
  let inside = 0
  let slivers = 0
  for (let lat = 41; lat < 55; lat += 0.11) {
    for (let lon = 47; lon < 87; lon += 0.13) {
      const here = regionAt(shapes, lat, lon)
      if (here !== null) inside++
      else if (
        [
          [0.05, 0],
          [-0.05, 0],
          [0, 0.05],
          [0, -0.05],
        ].every(([a, b]) => regionAt(shapes, lat + a!, lon + b!) !== null)
      ) {
        slivers++
      }
    }
  }
  t.ok(inside > 20_000, `${inside} points inside`)
  t.ok(slivers <= inside / 1000, `${slivers} slivers`)
})
