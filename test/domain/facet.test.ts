import t from 'tap'
import { BLOCK_BITS, boxAround, boxFacets, facets, monthFacets } from '../../shared/domain/facet.ts'
import { tokens } from '../../shared/domain/search.ts'

const CASE = {
  id: 1_000_000,
  region: 'KZ-39',
  district: '391010000',
  categories: ['heat.no-heat', 'heat'],
  severity: 3,
  public: true,
  reportedAt: Date.UTC(2026, 10, 21),
  lat: 53.2144,
  lon: 63.6246,
}

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

t.test('a facet is never a search word, and holds no space', async (t) => {
  for (const facet of facets(CASE)) {
    t.match(facet, /^[a-z]\d*:\S+$/)
    t.notOk(tokens(facet).includes(facet))
  }
})

t.test('whatever lies in a box has one of the cells that cover it', async (t) => {
  const random = numbers(7)
  for (let n = 0; n < 2_000; n++) {
    const [lat, lon] = [40 + random() * 16, 46 + random() * 42]
    const size = 10 ** (random() * 4 - 3)
    const box = {
      south: lat - size * random(),
      north: lat + size * random(),
      west: lon - size * random(),
      east: lon + size * random(),
    }
    const cells = boxFacets(box)
    if (cells) t.ok(cells.length <= 36 && facets({ ...CASE, lat, lon }).some((f) => cells.includes(f)))
  }
  t.equal(boxFacets({ south: -90, north: 90, west: -180, east: 180 }), null, 'the whole earth is no filter')
  t.ok(boxFacets({ south: 53.2144, north: 53.2144, west: 63.6246, east: 63.6246 })!.length === 1, 'a point')
})

t.test('the box around a point holds what is as near as that', async (t) => {
  const { south, north, west, east } = boxAround(53.2, 63.6, 1_000)
  t.ok(Math.abs((north - south) * 111_320 - 2_000) < 1)
  t.ok(east - west > north - south, 'degrees of longitude are shorter')
})

t.test('months: the day before and the first instant of the next belong to different ones', async (t) => {
  const month = (at: number) => facets({ ...CASE, reportedAt: at }).find((f) => f.startsWith('m:'))!
  const first = Date.UTC(2026, 10, 1)
  t.same(monthFacets(first, Date.UTC(2026, 11, 1)), [month(first)], 'half-open')
  t.same(monthFacets(first - 1, first + 1), [month(first - 1), month(first)])
  t.equal(monthFacets(0, first), null, 'too many to name')
})

t.test('a case stands in one block of every size', async (t) => {
  const found = facets(CASE)
  for (const bits of BLOCK_BITS) t.ok(found.includes(`b${bits}:${Math.floor(CASE.id / 2 ** bits)}`))
})
