import type { LatLngTuple } from 'leaflet'
import { makeGround } from './ground.ts'
import { makePin } from './pin.ts'

/** The place of a case, to look around it. */
export async function show(dialog: HTMLDialogElement, at: LatLngTuple): Promise<void> {
  const ground = await makeGround(dialog)
  ground.map.setView(at, ground.near, { animate: false })
  makePin(at, false).addTo(ground.map).getElement()?.setAttribute('aria-hidden', 'true')
  ground.map.getContainer().focus()
}
