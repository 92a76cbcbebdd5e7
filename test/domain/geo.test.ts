import t from 'tap'
import { isInBbox, isPoint } from '../../shared/domain/geo.ts'

t.test('in a box, edges included', async (t) => {
  const box = { west: 62, south: 52, east: 64, north: 54 }
  t.ok(isInBbox(box, 52, 62))
  t.ok(isInBbox(box, 54, 64))
  t.notOk(isInBbox(box, 51.999, 63))
  t.notOk(isInBbox(box, 53, 64.001))
  t.ok(isPoint(-90, 180))
  t.notOk(isPoint(90.1, 0))
  t.notOk(isPoint(0, Number.NaN))
})
