import { formatNumber, t } from '../../../shared/i18n/format.ts'
import type { FullWorld } from '../../world.ts'
import { type Here, inLanguage } from '../here.ts'
import { MAP_HEIGHT, MAP_WIDTH, mapOf } from '../map.ts'
import { casesPath, type Filters } from '../pages/cases.tsx'
import type { Standing } from '../standing.ts'

interface MapProps {
  readonly here: Here
  readonly world: FullWorld
  readonly standing: Standing
  readonly filters: Filters
}

/** The regions by their open cases. Each is a link to its list; the same figures stand in a table. */
export function RegionMap({ here, world, standing, filters }: MapProps) {
  const { lang } = here
  const counted = new Map(standing.regions.map((r) => [r.code, r]))
  const most = Math.max(1, ...standing.regions.map((r) => r.open))
  const rows = world.reference.regions.map((region) => ({
    code: region.code,
    name: region.name[lang],
    open: counted.get(region.code)?.open ?? 0,
    overdue: counted.get(region.code)?.overdue ?? 0,
  }))
  const link = (code: string) => inLanguage(lang, casesPath({ ...filters, region: code }))
  const shapes = mapOf(world.reference)
  return (
    <>
      <svg class="map" viewBox={`0 0 ${MAP_WIDTH} ${MAP_HEIGHT}`} aria-label={t(lang, 'page.cases.map')} role="group">
        {shapes.map((shape, i) => {
          const row = rows[i]!
          const said = t(lang, 'page.cases.mapRegion', { region: row.name, open: row.open, overdue: row.overdue })
          return (
            <a href={link(row.code)} aria-label={said} aria-current={filters.region === row.code ? 'true' : undefined}>
              <title>{said}</title>
              <path class={`fill-${level(row.open, most)}`} d={shape.path} />
              {row.open > 0 && (
                <text x={shape.x} y={shape.y + 8}>
                  {formatNumber(lang, row.open)}
                </text>
              )}
            </a>
          )
        })}
      </svg>
      <p class="quiet small">{t(lang, 'page.cases.mapHint')}</p>
      <details class="govuk-details">
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">{t(lang, 'page.cases.mapTable')}</span>
        </summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{t(lang, 'page.cases.region')}</th>
              <th scope="col">{t(lang, 'page.cases.openCases')}</th>
              <th scope="col">{t(lang, 'page.cases.overdueCases')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                <th scope="row">
                  <a href={link(row.code)}>{row.name}</a>
                </th>
                <td>{formatNumber(lang, row.open)}</td>
                <td>{formatNumber(lang, row.overdue)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  )
}

/** Five shades; none is the lightest, and one case is already more than none. */
function level(open: number, most: number): number {
  return open === 0 ? 0 : Math.min(4, 1 + Math.floor((open / (most + 1)) * 4))
}
