import { t } from '../../../shared/i18n/text.ts'
import type { Config } from '../../config.ts'
import { assetUrl } from '../assets.ts'
import type { Here } from '../here.ts'

interface DialogProps {
  readonly here: Here
  /** The address of the borders and names. */
  readonly ground: string
  readonly tiles: Config['mapTiles']
  /** A place is chosen; else one is only looked at. */
  readonly choosing: boolean
}

/** The map with the words around it: fetched by the script when the map is opened, so that no page carries it. */
export function MapDialog({ here: { lang }, ground, tiles, choosing }: DialogProps) {
  return (
    <dialog class="pin" aria-labelledby="pin-title" data-styles={assetUrl('map.css')}>
      <h2 id="pin-title">{t(lang, choosing ? 'page.map.choose' : 'page.map.title')}</h2>
      {choosing && (
        <p class="pin__how" id="pin-how">
          {t(lang, 'page.map.how')} <span class="pin__keys">{t(lang, 'page.map.keys', { key: 'Enter' })}</span>
        </p>
      )}
      <div
        class="pin__map"
        role="application"
        aria-label={t(lang, 'page.map.map')}
        aria-describedby={choosing ? 'pin-how' : undefined}
        data-ground={ground}
        data-tiles={tiles?.url}
        data-zoom-in={t(lang, 'page.map.zoomIn')}
        data-zoom-out={t(lang, 'page.map.zoomOut')}
      />
      <p class="pin__credit">
        {tiles && (
          <>
            <Attribution text={tiles.attribution} />
            {' · '}
          </>
        )}
        {t(lang, 'page.map.borders')}{' '}
        <a href="https://whosonfirst.org/" lang="en">
          Who’s On First
        </a>
        {' · '}
        {t(lang, 'page.map.towns')}{' '}
        <a href="https://www.geonames.org/" lang="en">
          GeoNames
        </a>
      </p>
      {choosing && (
        <p
          class="pin__said"
          role="status"
          data-looking={t(lang, 'page.report.locating')}
          data-found={t(lang, 'page.map.found', { place: '%' })}
          data-outside={t(lang, 'page.map.outside')}
          data-unknown={t(lang, 'page.map.unknown')}
        >
          {t(lang, 'page.map.none')}
        </p>
      )}
      <p class="pin__deeds">
        {choosing && (
          <button class="button" type="button" data-use disabled>
            {t(lang, 'page.map.use')}
          </button>
        )}
        <button class="button button--second" type="button" data-back>
          {t(lang, 'page.map.back')}
        </button>
        {choosing && (
          <button class="button button--link" type="button" data-clear hidden>
            {t(lang, 'page.report.unlocate')}
          </button>
        )}
      </p>
    </dialog>
  )
}

/** As the owner of the map asks to be named; an address in it is a link. */
function Attribution({ text }: { text: string }) {
  return (
    <span translate={false}>
      {text.split(/(https?:\/\/[^\s)]+)/).map((part, i) => (i % 2 === 1 ? <a href={part}>{part}</a> : part))}
    </span>
  )
}
