import type { WallView } from '../../../shared/contract/wall.ts'
import { formatNumber, formatPercent, t } from '../../../shared/i18n/format.ts'
import type { Reference } from '../../reference.ts'
import { type Here, inLanguage } from '../here.ts'
import { MAP_HEIGHT, MAP_WIDTH, mapOf } from '../map.ts'

export type MapBy = 'share' | 'overdue'
type Region = WallView['regions'][number]

/** The look of a region and what stands on it; hatched where there are too few to say. */
function lookOf(region: Region, by: MapBy): 'met' | 'soon' | 'missed' | 'few' {
  if (by === 'overdue') return (['met', 'soon', 'missed'] as const)[stepOf(region.standing.overdue)]!
  const { share } = region.response
  if (share === null) return 'few'
  return share >= 0.95 ? 'met' : share >= 0.85 ? 'soon' : 'missed'
}

const stepOf = (overdue: number) => (overdue === 0 ? 0 : overdue < 10 ? 1 : 2)

/** Cities lie inside their regions: their figures stand beside them. */
const NUDGED: Readonly<Record<string, readonly [number, number]>> = {
  'KZ-71': [0, -8],
  'KZ-75': [34, 30],
  'KZ-79': [-10, 34],
  'KZ-19': [-26, -16],
  'KZ-33': [28, -14],
  'KZ-11': [-64, -14],
  'KZ-61': [0, -46],
}

/** The regions by their share of answers in time, or by how many are overdue. Each leads to its cases. */
export function WallMap({
  here,
  reference,
  wall,
  by,
}: {
  here: Here
  reference: Reference
  wall: WallView
  by: MapBy
}) {
  const { lang } = here
  const regions = new Map(wall.regions.map((region) => [region.code, region]))
  const title = t(lang, by === 'share' ? 'page.wall.map' : 'page.wall.mapOverdue')
  const shapes = mapOf(reference).flatMap((shape) => {
    const region = regions.get(shape.code)
    return region ? [{ shape, region }] : []
  })
  return (
    <svg class="wall-map" viewBox={`0 0 ${MAP_WIDTH} ${MAP_HEIGHT}`} role="group" aria-label={title}>
      <defs>
        <pattern id="few" width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="wall-map__few" width="14" height="14" />
          <path class="wall-map__hatch" d="M0 0v14" />
        </pattern>
      </defs>
      {shapes.map(({ shape, region }) => {
        const { share } = region.response
        const { open, overdue } = region.standing
        const said = t(lang, 'page.wall.mapSaid', {
          region: region.name[lang],
          share: share === null ? t(lang, 'page.wall.fewWord') : formatPercent(lang, share),
          open,
          overdue,
        })
        return (
          <a href={inLanguage(lang, `/wall/cases?region=${region.code}`)} aria-label={said}>
            <title>{said}</title>
            <path class={`is-${lookOf(region, by)}`} d={shape.path} />
          </a>
        )
      })}
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in a group of an SVG takes the focus */}
      <g aria-hidden="true">
        {shapes.map(({ shape, region }) => {
          const { share } = region.response
          const figure =
            by === 'overdue'
              ? region.standing.overdue > 0 && formatNumber(lang, region.standing.overdue)
              : share !== null && String(Math.floor(share * 100))
          const [dx, dy] = NUDGED[region.code] ?? [0, 0]
          return figure ? (
            <text class={`is-${lookOf(region, by)}`} x={shape.x + dx} y={shape.y + dy + 12}>
              {figure}
            </text>
          ) : null
        })}
      </g>
    </svg>
  )
}

/** What the colours mean, in words. */
export function MapKey({ here, by }: { here: Here; by: MapBy }) {
  const { lang } = here
  const words = by === 'share' ? (['good', 'middling', 'bad', 'few'] as const) : (['none', 'some', 'many'] as const)
  const looks = ['met', 'soon', 'missed', 'few'] as const
  return (
    <ul class="wall-key">
      {words.map((word, i) => (
        <li>
          <svg viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <rect class={`is-${looks[i]}`} width="20" height="20" rx="3" />
          </svg>
          {t(lang, `page.wall.${word}`)}
        </li>
      ))}
    </ul>
  )
}
