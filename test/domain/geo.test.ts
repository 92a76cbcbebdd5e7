import t from 'tap'
import { bboxAround, distanceMetres, isInBbox, isPoint, parseBbox } from '../../shared/domain/geo.ts'

t.test('distances', async (t) => {
  const kostanay = { lat: 53.2144, lon: 63.6246 }
  const rudny = { lat: 52.9729, lon: 63.1168 }
  t.equal(distanceMetres(kostanay, kostanay), 0)
  t.ok(Math.abs(distanceMetres(kostanay, rudny) - 43_300) < 400, String(distanceMetres(kostanay, rudny)))
  t.equal(distanceMetres(kostanay, rudny), distanceMetres(rudny, kostanay))
  t.ok(Math.abs(distanceMetres({ lat: 0, lon: 0 }, { lat: 0, lon: 180 }) - 20_015_115) < 10)
  t.ok(
    Math.abs(distanceMetres({ lat: 0, lon: 179.999 }, { lat: 0, lon: -179.999 }) - 222.4) < 1,
    'across the date line',
  )
  t.ok(Math.abs(distanceMetres({ lat: 43, lon: 77 }, { lat: 43.001, lon: 77 }) - 111.2) < 0.1)
})

t.test('boxes are read', async (t) => {
  t.same(parseBbox('62.5,52,64.25,54'), { west: 62.5, south: 52, east: 64.25, north: 54 })
  t.same(parseBbox(' 62.5 , 52 , 64.25 , 54 '), { west: 62.5, south: 52, east: 64.25, north: 54 })
  t.same(parseBbox('-1,-2,+1,2'), { west: -1, south: -2, east: 1, north: 2 })
  t.same(parseBbox('1,1,1,1'), { west: 1, south: 1, east: 1, north: 1 })
  const wrong = [
    '',
    '1,2,3',
    '1,2,3,4,5',
    'a,b,c,d',
    '64,52,62,54',
    '62,54,64,52',
    '62,52,181,54',
    '62,-91,64,54',
    '1e1,2,30,4',
  ]
  wrong.push(
    'NaN,1,2,3',
    'Infinity,1,2,3',
    '0x1,2,3,4',
    ',,,',
    '1,2,3,',
    '1;2;3;4',
    `1,2,3,4.${'0'.repeat(200)}`,
    '1 1,2,3,4',
  )
  for (const text of wrong) t.equal(parseBbox(text), null, text.slice(0, 30))
})

t.test('in a box, edges included', async (t) => {
  const box = parseBbox('62,52,64,54')!
  t.ok(isInBbox(box, 52, 62))
  t.ok(isInBbox(box, 54, 64))
  t.notOk(isInBbox(box, 51.999, 63))
  t.notOk(isInBbox(box, 53, 64.001))
  t.ok(isPoint(-90, 180))
  t.notOk(isPoint(90.1, 0))
  t.notOk(isPoint(0, Number.NaN))
})

t.test('property: the box around a point holds everything within the distance', async (t) => {
  let seed = 5
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
  let faults = 0
  let near = 0
  for (let n = 0; n < 5000; n++) {
    const point = { lat: 40 + random() * 16, lon: 46 + random() * 42 }
    const other = { lat: point.lat + (random() - 0.5) * 0.06, lon: point.lon + (random() - 0.5) * 0.06 }
    if (distanceMetres(point, other) > 2000) continue
    near++
    if (!isInBbox(bboxAround(point, 2000), other.lat, other.lon)) faults++
  }
  t.ok(near > 1000)
  t.equal(faults, 0)
  t.same(bboxAround({ lat: 89.99, lon: 0 }, 5000).north, 90)
})
