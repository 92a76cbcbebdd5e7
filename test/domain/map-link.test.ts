import t from 'tap'
import { pointIn } from '../../shared/domain/map-link.ts'

const ALMATY = { lat: 43.238949, lon: 76.889709 }

t.test('a link of a map or coordinates are a point, whichever of them stands first', async (t) => {
  for (const text of [
    '43.238949, 76.889709',
    '43.238949 76.889709',
    'у школы, 43.238949,76.889709',
    'https://2gis.kz/almaty/geo/9430047375000000/76.889709,43.238949',
    'https://2gis.kz/almaty?m=76.889709%2C43.238949%2F17',
    'https://yandex.kz/maps/162/almaty/?ll=76.889709%2C43.238949&z=16',
    'https://www.google.com/maps/@43.238949,76.889709,17z',
    'https://maps.google.com/?q=43.238949,76.889709',
    'https://www.openstreetmap.org/#map=17/43.238949/76.889709',
    'https://www.openstreetmap.org/?mlat=43.238949&mlon=76.889709#map=5/1/1',
    'geo:43.238949,76.889709?z=16',
    '76.889709, 43.238949',
  ])
    t.same(pointIn(text), ALMATY, text)
  t.same(pointIn('50.283900, 57.166900'), { lat: 50.2839, lon: 57.1669 }, 'where both might be either, latitude first')
})

t.test('an address is no point', async (t) => {
  for (const text of [
    '',
    'Абай көшесі, 12-үй',
    'дом 12.5, подъезд 3.2',
    'кв. 43, 76',
    '12.12.2026, 15.12.2026',
    '999.123456, 43.238949',
  ])
    t.equal(pointIn(text), null, text)
})
