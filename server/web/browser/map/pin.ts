import { divIcon, type LatLngTuple, type Marker, marker } from 'leaflet'

const SVG = 'http://www.w3.org/2000/svg'

/** The mark of a place: a drop whose tip stands on the point. The words beside the map say where it is. */
export function makePin(at: LatLngTuple, draggable: boolean): Marker {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 32 44')
  const drop = document.createElementNS(SVG, 'path')
  drop.setAttribute('d', 'M16 42C6 29 2 23 2 16a14 14 0 0 1 28 0c0 7-4 13-14 26z')
  const eye = document.createElementNS(SVG, 'circle')
  for (const [name, value] of [
    ['cx', '16'],
    ['cy', '16'],
    ['r', '5'],
  ] as const)
    eye.setAttribute(name, value)
  svg.append(drop, eye)
  const icon = divIcon({
    className: 'pin__mark',
    html: svg as unknown as HTMLElement,
    iconSize: [32, 44],
    iconAnchor: [16, 42],
  })
  return marker(at, { icon, draggable, keyboard: false, autoPan: true, zIndexOffset: 1_000 })
}
