import { dawnOf } from '../../../shared/domain/dawn.ts'
import { formatDuration, formatNear, formatNumber, formatPercent, t } from '../../../shared/i18n/format.ts'
import { DawnLine } from '../components/dawn-line.tsx'
import { inLanguage } from '../here.ts'
import { Answers, Trend } from './charts.tsx'
import { Bodies, Burning, Instructions, Rising } from './lists.tsx'
import { MapKey, WallMap } from './map.tsx'
import { Part, type WallProps } from './part.tsx'

const MINUTE = 60_000
/** The engine passes each minute; three that stay away are not chance. */
const ENGINE_SILENT_MS = 200_000
const BEHIND_SECONDS = 60

/** Everything that is read anew as a whole; the browser replaces what has changed. */
export function Parts(props: WallProps) {
  const { here, world, wall, by } = props
  const { lang } = here
  const link = (path: string) => inLanguage(lang, path)
  return (
    <div class="wall__parts" data-at={wall.at}>
      <Alarm {...props} />
      <Now {...props} />
      <Burning {...props} />
      <Part
        name="map"
        title={t(lang, by === 'share' ? 'page.wall.map' : 'page.wall.mapOverdue')}
        to="regions"
        here={here}
      >
        <WallMap here={here} reference={world.reference} wall={wall} by={by} />
        <MapKey here={here} by={by} />
        <p class="wall__by">
          {(['share', 'overdue'] as const).map((name) => (
            <a
              href={link(name === 'share' ? '/wall' : '/wall?map=overdue')}
              aria-current={by === name ? 'true' : undefined}
            >
              {t(lang, name === 'share' ? 'page.wall.byShare' : 'page.wall.byOverdue')}
            </a>
          ))}
        </p>
      </Part>
      <Part name="trend" title={t(lang, 'page.wall.trend')} to="days" here={here}>
        <Trend lang={lang} wall={wall} />
      </Part>
      <Part name="answers" title={t(lang, 'page.wall.answers')} to="answers" here={here}>
        <Answers lang={lang} wall={wall} />
      </Part>
      <Rising {...props} />
      <Bodies {...props} />
      <Instructions {...props} />
    </div>
  )
}

/** Said before everything else: that the machine itself does not work, or that the figures lag. */
function Alarm({ here, wall, zone }: WallProps) {
  const { lang, now } = here
  const { engineAt, behindSeconds } = wall.machine
  const engine = engineAt === null ? null : Date.parse(engineAt)
  const faults = [
    ...(engine === null ? [t(lang, 'page.wall.engineNever')] : []),
    ...(engine !== null && now - engine > ENGINE_SILENT_MS
      ? [t(lang, 'page.wall.engineSilent', { time: formatNear(lang, zone, engine, now) })]
      : []),
    ...(behindSeconds > BEHIND_SECONDS
      ? [t(lang, 'page.wall.behind', { duration: formatDuration(lang, behindSeconds * 1000) })]
      : []),
  ]
  return (
    <div class="wall__alarm" id="part-alarm" data-part>
      {faults.length > 0 && (
        <p>
          <span aria-hidden="true">✕</span> {faults.join(' ')}
        </p>
      )}
    </div>
  )
}

function Now({ here, wall, dueAt, zone }: WallProps) {
  const { lang, now } = here
  const { standing, month } = wall
  const list = (of: string) => inLanguage(lang, `/wall/cases?of=${of}`)
  const dawn = dawnOf({ from: dueAt - 24 * 60 * MINUTE, due: dueAt, kept: null, raised: false, ended: false }, now)
  const counters = [
    { name: 'silent', mark: '✕', look: standing.silent > 0 ? 'missed' : '', href: list('overdue') },
    { name: 'raised', mark: '▲', look: standing.raised > 0 ? 'raised' : '', href: list('raised') },
    { name: 'overdue', mark: '✕', look: standing.overdue > 0 ? 'missed' : '', href: list('overdue') },
    { name: 'open', mark: '', look: '', href: list('open') },
  ] as const
  return (
    <section class="wall__panel wall__now" id="part-now" data-part aria-labelledby="title-now">
      <h2 id="title-now" class="shade">
        {t(lang, 'page.wall.table.now')}
      </h2>
      <p class="wall__share">
        <a href={inLanguage(lang, '/wall/tables#now')}>
          <b>{month.response.share === null ? '—' : formatPercent(lang, month.response.share)}</b>
          <span>{`${t(lang, 'page.wall.onTime')}, ${t(lang, 'page.wall.days30')}`}</span>
        </a>
      </p>
      <div class="wall__due">
        <a href={list('due')}>
          <b data-due>{formatNumber(lang, wall.due.n)}</b>
          <span>{t(lang, 'page.wall.due', { when: formatNear(lang, zone, dueAt, now) })}</span>
        </a>
        <DawnLine dawn={dawn} small />
      </div>
      <ul class="wall__counters">
        {counters.map(({ name, mark, look, href }) => (
          <li class={look ? `is-${look}` : undefined}>
            <a href={href}>
              <b>
                {mark && <i aria-hidden="true">{mark} </i>}
                <span data-count={name}>{formatNumber(lang, standing[name])}</span>
              </b>
              <span>{t(lang, `page.wall.${name}`)}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
