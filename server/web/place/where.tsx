import { t } from '../../../shared/i18n/text.ts'
import { addressShown, pointShown } from '../../cases/view.ts'
import type { Reference } from '../../reference.ts'
import { assetUrl } from '../assets.ts'
import type { ReadCase } from '../case-read.ts'
import { placeWords } from '../case-words.ts'
import type { Here } from '../here.ts'
import { regionViewOf, VIEW_HEIGHT, VIEW_WIDTH } from './region-view.ts'

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'db-map': preact.HTMLAttributes<HTMLElement> & { 'data-map'?: string; 'data-failed'?: string }
    }
  }
}

const ASSETS = '/assets/'

/** Where the case is: its region with a dot, and ways to a real map; nothing when this reader is shown no point. */
export function Where({ here: { lang }, read }: { here: Here; read: ReadCase }) {
  const { seen, sight, world } = read
  const c = seen.case
  const point = pointShown(c, sight, world.reference)
  if (!point) return null
  const [lat, lon] = [point.lat.toFixed(6), point.lon.toFixed(6)]
  const place = [addressShown(c, sight, world.reference), placeWords(c, lang, world)].filter(Boolean).join(', ')
  return (
    <div class="place">
      <Picture lang={lang} reference={world.reference} point={point} named={c.region} place={place} />
      <ul class="place__links">
        <li>
          <MapButton lang={lang} point={{ lat, lon }} />
        </li>
        <li>
          <a href={`geo:${lat},${lon}`}>{t(lang, 'page.map.geo')}</a>
        </li>
        <li>
          <a href={`https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=16/${lat}/${lon}`} rel="external">
            {t(lang, 'page.map.web')}
          </a>
        </li>
      </ul>
    </div>
  )
}

interface PictureProps {
  readonly lang: Here['lang']
  readonly reference: Reference
  readonly point: { readonly lat: number; readonly lon: number }
  /** The region that was named with it. */
  readonly named: string | null
  /** The place in words, for whoever does not see it. */
  readonly place: string
}

/** The region of a point with a dot in it; nothing when the point is far from any. */
export function Picture({ lang, reference, point, named, place }: PictureProps) {
  const view = regionViewOf(reference, point, named)
  const dot = view?.place(point)
  if (!view || !dot) return null
  return (
    <svg viewBox={`0 0 ${VIEW_WIDTH} ${VIEW_HEIGHT}`} role="img" aria-label={t(lang, 'page.map.alt', { place })}>
      <path d={view.path} />
      {view.town && (
        <>
          <circle class="town" cx={view.town.x} cy={view.town.y} r="3" />
          <text {...besideOf(view.town, dot)}>{view.town.name[lang]}</text>
        </>
      )}
      <circle cx={dot.x} cy={dot.y} r="7" />
    </svg>
  )
}

/** Opens the map, which is loaded only then; without scripts it is not there. `point`: to be looked at, else one is chosen. */
export function MapButton({ lang, point }: { lang: Here['lang']; point?: { lat: string; lon: string } }) {
  return (
    <db-map data-map={assetUrl('map.js').slice(ASSETS.length)} data-failed={t(lang, 'page.map.failed')}>
      <button
        id={point && 'place-open'}
        class="button button--second"
        type="button"
        data-lat={point?.lat}
        data-lon={point?.lon}
      >
        {t(lang, point ? 'page.map.open' : 'page.map.choose')}
      </button>
      <span role="status" />
    </db-map>
  )
}

/** Says in which region the pin of a form lies; scripts change it with the pin. */
export function Marked({
  lang,
  reference,
  point,
}: Pick<PictureProps, 'lang' | 'reference'> & { point: PictureProps['point'] | null }) {
  const region = point && reference.regionAt(point.lat, point.lon)
  return (
    <span role="status" data-place>
      {region && t(lang, 'page.report.located', { place: reference.region(region)?.name[lang] ?? region })}
    </span>
  )
}

/** The name of the town on that side of its mark where there is room, and not over the dot. */
function besideOf(town: { x: number; y: number }, dot: { x: number; y: number }) {
  const above = dot.y >= town.y && town.y > 24
  const anchor = town.x < 60 ? 'start' : town.x > VIEW_WIDTH - 60 ? 'end' : 'middle'
  const shift = { start: -4, middle: 0, end: 4 }[anchor]
  return { x: town.x + shift, y: town.y + (above ? -9 : 18), 'text-anchor': anchor } as const
}
