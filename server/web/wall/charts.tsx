import type { WallView } from '../../../shared/contract/wall.ts'
import { shareOf } from '../../../shared/domain/share.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import { formatDuration, formatNumber, formatPercent, t } from '../../../shared/i18n/format.ts'

const MINUTE = 60_000
const WIDTH = 300
const HEIGHT = 50
const HOUR = 60

type Days = WallView['days']

/** Three small pictures with one axis of days, each with its figure in words; the numbers themselves are in the tables. */
export function Trend({ lang, wall }: { lang: Lang; wall: WallView }) {
  const { days, month } = wall
  // Today is not over: its share would be of the few that were early.
  const whole = days.slice(0, -1)
  const perDay = whole.reduce((sum, d) => sum + d.reported, 0) / Math.max(1, whole.filter((d) => d.reported > 0).length)
  const shares = whole.map((d) => shareOf(d.met, d.met + d.missed).share)
  const rows = [
    {
      name: t(lang, 'page.wall.trendShare'),
      value: month.response.share === null ? t(lang, 'page.wall.fewWord') : formatPercent(lang, month.response.share),
      picture: <Line values={shares} low={Math.min(0.5, ...shares.filter((s) => s !== null))} high={1} />,
    },
    {
      name: t(lang, 'page.wall.trendMedian'),
      value:
        month.medianMinutes === null
          ? t(lang, 'page.wall.fewWord')
          : formatDuration(lang, Math.round(month.medianMinutes) * MINUTE),
      picture: <Line values={whole.map((d) => d.medianMinutes)} low={0} high={mostOf(whole)} />,
    },
    {
      name: t(lang, 'page.wall.trendVolume'),
      value: formatNumber(lang, Math.round(perDay)),
      picture: <Bars values={days.map((d) => d.reported)} />,
    },
  ]
  return (
    <ul class="trend">
      {rows.map(({ name, value, picture }) => (
        <li>
          <span class="trend__words">
            <b>{value}</b> {name}
          </span>
          {picture}
        </li>
      ))}
    </ul>
  )
}

const mostOf = (days: Days) => Math.max(24 * HOUR, ...days.map((d) => d.medianMinutes ?? 0))

/** A gap where a day has too few. */
function Line({ values, low, high }: { values: readonly (number | null)[]; low: number; high: number }) {
  const step = WIDTH / Math.max(1, values.length - 1)
  const y = (value: number) => HEIGHT - 3 - ((value - low) / (high - low || 1)) * (HEIGHT - 6)
  let path = ''
  let drawing = false
  values.forEach((value, i) => {
    if (value !== null) path += `${drawing ? 'L' : 'M'}${(i * step).toFixed(1)} ${y(value).toFixed(1)}`
    // a single day between two gaps is a dot
    if (value !== null && !drawing && values[i + 1] == null) path += 'h.1'
    drawing = value !== null
  })
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <path class="trend__base" d={`M0 ${HEIGHT - 3}H${WIDTH}`} />
      <path class="trend__line" d={path} />
    </svg>
  )
}

function Bars({ values }: { values: readonly number[] }) {
  const most = Math.max(1, ...values)
  const step = WIDTH / values.length
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      {values.map((value, i) => {
        const height = (value / most) * HEIGHT
        return (
          <rect
            class="trend__bar"
            x={i * step + 1}
            width={step - 2}
            y={HEIGHT - height}
            height={Math.max(0.5, height)}
          />
        )
      })}
    </svg>
  )
}

/** How long answers took, in hours; the share stands over each column. */
export function Answers({ lang, wall }: { lang: Lang; wall: WallView }) {
  const { answers } = wall
  const all = answers.reduce((sum, { n }) => sum + n, 0)
  const most = Math.max(1, ...answers.map(({ n }) => n))
  return (
    <ol class="answers">
      {answers.map(({ upTo, n }, i) => {
        const share = all === 0 ? 0 : n / all
        const name = upTo === null ? `${answers[i - 1]!.upTo! / HOUR}+` : `≤ ${upTo / HOUR}`
        return (
          <li class={upTo !== null && upTo <= 1440 ? undefined : 'is-late'}>
            <b>{all === 0 ? '' : formatPercent(lang, share, 0)}</b>
            <svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
              <rect x="1" width="8" y={100 - (n / most) * 100} height={Math.max(1, (n / most) * 100)} />
            </svg>
            <span class="number">{name}</span>
          </li>
        )
      })}
    </ol>
  )
}
