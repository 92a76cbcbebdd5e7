import { isPoint } from './geo.ts'

/** Fewer decimals are a price or a house number: three are a hundred metres. */
const NUMBER = String.raw`(-?\d{1,3}\.\d{3,})`
const PAIR = new RegExp(`${NUMBER}(?:\\s*[,;/|]\\s*|\\s+)${NUMBER}`)
/** What these maps write first is the longitude. */
const LON_FIRST = /2gis\.|yandex\.|\bll=|[?&]m=/i
/** The south of the country lies north of 40°, its north south of 56°: a first number beyond is no latitude. */
const MOST_LATITUDE = 56

/**
 * The point in a text: a link of a map (2GIS, Yandex, Google, OpenStreetMap) or coordinates as people pass them on;
 * null when there is none.
 */
export function pointIn(text: string): { readonly lat: number; readonly lon: number } | null {
  const plain = text.replace(/%2c/gi, ',').replace(/%20|\+/g, ' ')
  const named = /mlat=(-?[\d.]+)&mlon=(-?[\d.]+)/.exec(plain)
  if (named) return point(Number(named[1]), Number(named[2]))
  const found = PAIR.exec(plain)
  if (!found) return null
  const [first, second] = [Number(found[1]), Number(found[2])]
  const lonFirst = LON_FIRST.test(plain) || first > MOST_LATITUDE
  return lonFirst ? point(second, first) : point(first, second)
}

const point = (lat: number, lon: number) => (isPoint(lat, lon) ? { lat, lon } : null)
