import {
  divIcon,
  geoJSON,
  type LatLngBounds,
  type LatLngTuple,
  type Map as LeafletMap,
  map,
  marker,
  tileLayer,
} from 'leaflet'

interface Named {
  readonly type: 'Feature'
  readonly id?: string
  readonly properties: {
    readonly name: Readonly<Record<string, string>>
    readonly at?: readonly [number, number]
    readonly from?: number
  }
  readonly geometry: { readonly type: string; readonly coordinates: readonly [number, number] }
}

export interface Ground {
  readonly map: LeafletMap
  /** All of it. */
  readonly bounds: LatLngBounds
  /** The borders of a region, or undefined. */
  boundsOf(code: string): LatLngBounds | undefined
  /** The zoom of a place: so far in as there is something to see. */
  readonly near: number
}

const TAG = { interactive: false, keyboard: false }

/** The map with borders and names of our own, and the tiles under them where the instance has some. */
export async function makeGround(dialog: HTMLDialogElement): Promise<Ground> {
  const place = dialog.querySelector<HTMLElement>('.pin__map')!
  const { ground, tiles, zoomIn, zoomOut } = place.dataset
  const answer = await fetch(ground!)
  if (!answer.ok) throw new Error(String(answer.status))
  const { features } = (await answer.json()) as { features: Named[] }
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  const made = map(place, {
    attributionControl: false,
    zoomControl: false,
    // A dialog closed in the middle of it leaves Leaflet 1.9.4 with a timer on a map that is gone.
    zoomAnimation: false,
    markerZoomAnimation: false,
    fadeAnimation: !calm,
    inertia: !calm,
    minZoom: 3,
    maxZoom: tiles ? 18 : 14,
    // Whole steps only where there are pictures, which are made for those.
    zoomSnap: tiles ? 1 : 0.5,
  })
  dialog.addEventListener('close', () => made.remove())
  if (tiles) {
    // Most owners of maps want to know from where they are asked; the page itself is not named.
    tileLayer(tiles, { maxZoom: 18, referrerPolicy: 'strict-origin-when-cross-origin' }).addTo(made)
    place.classList.add('has-tiles')
  }
  const regions = features.filter((f) => f.id !== undefined)
  const towns = features.filter((f) => f.id === undefined)
  const layers = new Map(
    regions.map((f) => [f.id!, geoJSON(f as never, { interactive: false, style: { className: 'pin__region' } })]),
  )
  for (const layer of layers.values()) layer.addTo(made)
  const bounds = [...layers.values()].map((layer) => layer.getBounds()).reduce((all, one) => all.extend(one))
  made.setMaxBounds(bounds.pad(0.4))
  made.fitBounds(bounds)
  zoomButtons(made, place, zoomIn!, zoomOut!)
  label(made, towns, regions)
  return { map: made, bounds, near: tiles ? 15 : 8, boundsOf: (code) => layers.get(code)?.getBounds() }
}

/** Buttons of ours: those of the library are links without words. */
function zoomButtons(made: LeafletMap, place: HTMLElement, zoomIn: string, zoomOut: string): void {
  const box = document.createElement('div')
  box.className = 'pin__zoom'
  for (const [sign, name, act] of [
    ['+', zoomIn, () => made.zoomIn()],
    ['−', zoomOut, () => made.zoomOut()],
  ] as const) {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = sign
    button.setAttribute('aria-label', name)
    button.addEventListener('click', (event) => {
      event.stopPropagation()
      act()
    })
    // A second tap zooms again, and is none on the map below.
    button.addEventListener('dblclick', (event) => event.stopPropagation())
    box.append(button)
  }
  place.append(box)
}

/** Names where there is room for them: towns before regions, and none over another. */
function label(made: LeafletMap, towns: readonly Named[], regions: readonly Named[]): void {
  const lang = document.documentElement.lang
  const tags = [
    ...towns.map((f) => ({ f, at: f.geometry.coordinates, className: 'pin__town', from: f.properties.from ?? 0 })),
    ...regions.map((f) => ({ f, at: f.properties.at!, className: 'pin__name', from: 5.5 })),
  ].map(({ f, at: [lon, lat], className, from }) => {
    const text = document.createElement('span')
    text.textContent = f.properties.name[lang] ?? ''
    const at: LatLngTuple = [lat, lon]
    const tag = marker(at, { ...TAG, icon: divIcon({ className, html: text, iconSize: [0, 0] }) }).addTo(made)
    return { at, from, text, element: tag.getElement()! }
  })
  for (const { element } of tags) element.setAttribute('aria-hidden', 'true')
  const arrange = () => {
    const taken: { x: number; y: number; width: number; height: number }[] = []
    for (const { at, from, text, element } of tags) {
      element.hidden = made.getZoom() < from
      const { x, y } = made.latLngToLayerPoint(at)
      const box = { x, y, width: text.offsetWidth + 8, height: text.offsetHeight + 2 }
      const fits =
        !element.hidden &&
        taken.every(
          (t) => Math.abs(t.x - x) * 2 >= t.width + box.width || Math.abs(t.y - y) * 2 >= t.height + box.height,
        )
      text.classList.toggle('is-crowded', !fits)
      if (fits) taken.push(box)
    }
  }
  made.on('zoomend', arrange)
  arrange()
}
