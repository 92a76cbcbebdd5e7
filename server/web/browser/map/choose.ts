import { type LatLng, type LatLngTuple, latLng, type Marker } from 'leaflet'
import { makeGround } from './ground.ts'
import { makePin } from './pin.ts'

interface Region {
  readonly code: string
  readonly name: string
}

/** A place for the report form around the button: a tap, a drag or Enter puts the pin, "Use" takes it over. */
export async function choose(dialog: HTMLDialogElement, button: HTMLElement, close: () => void): Promise<void> {
  const form = button.closest('form')!
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement
  const said = dialog.querySelector<HTMLElement>('[role=status]')!
  const use = dialog.querySelector<HTMLButtonElement>('[data-use]')!
  const clear = dialog.querySelector<HTMLElement>('[data-clear]')!
  const ground = await makeGround(dialog)
  const { map } = ground
  let pin: Marker | undefined
  let region: Region | undefined
  let asked = 0

  const put = async (to: LatLng) => {
    const at = to.wrap()
    if (pin) pin.setLatLng(at)
    else {
      pin = makePin([at.lat, at.lng], true).addTo(map)
      pin.getElement()?.setAttribute('aria-hidden', 'true')
      pin.on('dragend', () => put(pin!.getLatLng()))
    }
    // From far a finger covers a district: the map comes nearer, and the next touch is more exact.
    const zoom = map.getZoom()
    if (zoom < ground.near) map.setView(at, Math.min(zoom + 3, ground.near))
    said.textContent = said.dataset.looking!
    use.disabled = true
    const mine = ++asked
    const found = await askRegion(form, at).catch(() => null)
    // Put elsewhere meanwhile: the next answer is the right one.
    if (mine !== asked) return
    region = found ?? undefined
    // Whoever has no connection now may mark the place all the same.
    use.disabled = found?.code === ''
    said.textContent = found
      ? found.code
        ? said.dataset.found!.replace('%', found.name)
        : said.dataset.outside!
      : said.dataset.unknown!
  }

  map.on('click', ({ latlng }) => put(latlng))
  map.getContainer().addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.target !== map.getContainer()) return
    event.preventDefault()
    void put(map.getCenter())
  })
  use.addEventListener('click', () => {
    const at = pin!.getLatLng()
    take(form, at, region)
    close()
  })
  clear.addEventListener('click', () => {
    take(form, null, undefined)
    close()
  })

  const known = pointOf(field('lat').value, field('lon').value)
  const chosen = ground.boundsOf(field('region').value)
  if (known) {
    map.setView(known, ground.near, { animate: false })
    void put(latLng(known))
    clear.hidden = false
  } else if (chosen) map.fitBounds(chosen, { animate: false })
  map.getContainer().focus()
}

function pointOf(lat: string, lon: string): LatLngTuple | null {
  return lat === '' || lon === '' ? null : [Number(lat), Number(lon)]
}

/** The region of a point as the server knows it; an empty code outside of all. */
async function askRegion(form: HTMLFormElement, { lat, lng }: LatLng): Promise<Region> {
  const body = new URLSearchParams({ what: 'region', lat: lat.toFixed(6), lon: lng.toFixed(6) })
  const csrf = (form.elements.namedItem('_csrf') as HTMLInputElement | null)?.value
  if (csrf) body.set('_csrf', csrf)
  const url = form.closest('db-report')!.getAttribute('suggestions')!
  const answer = await fetch(url, { method: 'POST', body, credentials: 'same-origin' })
  if (!answer.ok) throw new Error(String(answer.status))
  const found = new DOMParser()
    .parseFromString(await answer.text(), 'text/html')
    .querySelector<HTMLElement>('[data-region]')
  return { code: found?.dataset.region ?? '', name: found?.textContent ?? '' }
}

/** Into the same fields that "my location" fills; null takes the mark out of them. */
function take(form: HTMLFormElement, at: LatLng | null, region: Region | undefined): void {
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement
  field('lat').value = at ? at.lat.toFixed(6) : ''
  field('lon').value = at ? at.lng.toFixed(6) : ''
  if (region) field('region').value = region.code
  // The districts follow the region, and the draft is kept.
  field('region').dispatchEvent(new Event('change', { bubbles: true }))
  const said = form.querySelector('[data-place]')
  const words = form.closest<HTMLElement>('db-report')!.dataset.located ?? ''
  if (said) said.textContent = at && region ? words.replace('%', region.name) : ''
}
