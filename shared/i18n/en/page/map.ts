import type { Translation } from '../../catalog.ts'
import type * as kk from '../../kk/page/map.ts'

/** The map: to choose a place and to look at it. */
export const map: Translation<typeof kk.map> = {
  choose: 'Choose on the map',
  open: 'Show on a large map',
  title: 'The place on the map',
  alt: 'The place on the map: {place}',
  geo: 'Open in a map program',
  web: 'Open a map on the web',
  map: 'Map of Kazakhstan',
  how: 'Touch the map where the problem is. It comes closer: touch again more exactly, or drag the pin.',
  keys: 'With the keyboard: the arrows move the map, + and − zoom, {key} puts the pin in the middle.',
  none: 'No place is marked yet.',
  found: 'The pin is set: {place}',
  outside: 'This place is outside Kazakhstan. Choose another one.',
  unknown: 'The pin is set, but its region could not be found out. Choose it from the list afterwards.',
  use: 'Use this place',
  back: 'Back',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  borders: 'Borders of the regions:',
  towns: 'Towns:',
  failed: 'The map did not open. Try again later.',
}
