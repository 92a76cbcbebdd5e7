import type { ComponentChildren, HTMLAttributes } from 'preact'
import type { WallView } from '../../../shared/contract/wall.ts'
import { dawnOf } from '../../../shared/domain/dawn.ts'
import {
  formatDate,
  formatDuration,
  formatNear,
  formatNumber,
  formatPercent,
  formatTime,
  t,
} from '../../../shared/i18n/format.ts'
import type { FullWorld } from '../../world.ts'
import { placeWords } from '../case-words.ts'
import { DawnLine } from '../components/dawn-line.tsx'
import { inLanguage } from '../here.ts'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { Answers, Trend } from './charts.tsx'
import { type MapBy, MapKey, WallMap } from './map.tsx'
import { casePath, type StreamLine, type StreamWords } from './words.ts'

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'db-wall': HTMLAttributes<HTMLElement>
    }
  }
}

const MINUTE = 60_000
/** The engine passes each minute; three that stay away are not chance. */
const ENGINE_SILENT_MS = 200_000
const BEHIND_SECONDS = 60

export interface WallProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly wall: WallView
  readonly by: MapBy
  /** Local hour of the day at which answers are due. */
  readonly dueAt: number
  readonly zone: string
}

interface PageProps extends WallProps {
  readonly stream: readonly StreamLine[]
  readonly words: StreamWords
  /** Where the live feed goes on. */
  readonly after: string
}

/** The wall: one screen, no scrolling on 16:9, a list on a phone. Parts marked data-part are taken anew when something happens. */
export function WallPage(props: PageProps) {
  const { here, wall, stream, words, after } = props
  const { lang } = here
  return (
    <StaffLayout here={here} title={t(lang, 'page.wall.title')} at="wall" bare assets={['wall.css', 'wall.js']}>
      <db-wall
        class="wall"
        data-after={after}
        data-parts={inLanguage(lang, here.path.replace(/^\/wall/, '/wall/parts'))}
        data-sign-in={inLanguage(lang, `/sign-in?to=${encodeURIComponent('/wall')}`)}
        data-words={JSON.stringify({
          ...words,
          live: t(lang, 'page.wall.live'),
          connecting: t(lang, 'page.wall.connecting'),
          lost: t(lang, 'page.wall.lost', { time: '{time}' }),
          old: t(lang, 'page.wall.old', { time: '{time}' }),
          ended: t(lang, 'page.wall.ended'),
          again: t(lang, 'page.wall.again'),
        })}
      >
        <div class="wall__top">
          <h1>{t(lang, 'page.wall.title')}</h1>
          <p class="wall__state" data-state="plain" role="status">
            {t(lang, 'page.wall.plain', { time: formatTime(props.zone, Date.parse(wall.at)) })}
          </p>
          <p class="wall__links">
            <a href={inLanguage(lang, '/wall/tables')}>{t(lang, 'page.wall.tables')}</a>
          </p>
        </div>
        <Parts {...props} />
        <section class="wall__panel wall__stream" aria-labelledby="stream">
          <h2 id="stream">{t(lang, 'page.wall.stream')}</h2>
          <ol data-stream>
            {stream.map((line) => (
              <StreamItem line={line} />
            ))}
          </ol>
          {stream.length === 0 && (
            <p class="quiet" data-stream-none>
              {t(lang, 'page.wall.streamNone')}
            </p>
          )}
          <template data-line>
            <StreamItem line={{ number: '', time: '', mark: '', look: '', words: '', place: '', href: '' }} />
          </template>
        </section>
      </db-wall>
    </StaffLayout>
  )
}

function StreamItem({ line }: { line: StreamLine }) {
  return (
    <li class={line.look ? `is-${line.look}` : undefined}>
      <a href={line.href}>
        <time>{line.time}</time> <i aria-hidden="true">{line.mark}</i> <b>{line.words}</b> <span>{line.place}</span>
      </a>
    </li>
  )
}

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

interface PartProps {
  readonly here: StaffHere
  readonly name: string
  readonly title: string
  /** The table behind it. */
  readonly to: string
  readonly children: ComponentChildren
}

function Part({ here, name, title, to, children }: PartProps) {
  return (
    <section class={`wall__panel wall__${name}`} id={`part-${name}`} data-part aria-labelledby={`title-${name}`}>
      <h2 id={`title-${name}`}>
        <a href={inLanguage(here.lang, `/wall/tables#${to}`)}>{title}</a>
      </h2>
      {children}
    </section>
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

function Burning({ here, world, wall }: WallProps) {
  const { lang } = here
  const rows = wall.burning
  return (
    <Part here={here} name="burning" title={t(lang, 'page.wall.burning')} to="burning">
      {rows.length === 0 && (
        <p class="wall__well">
          <span aria-hidden="true">✓</span> {t(lang, 'page.wall.burningNone')}
        </p>
      )}
      <ol>
        {rows.map((row) => {
          const [mark, look] = row.answered || (row.raised && !row.silent) ? ['▲', 'raised'] : ['✕', 'missed']
          const late = t(lang, 'page.wall.late', { duration: formatDuration(lang, row.lateMinutes * MINUTE) })
          return (
            <li class={`is-${look}`}>
              <a href={casePath(here, row.number)}>
                <b>
                  <i aria-hidden="true">{mark}</i> {placeWords(row, lang, world)}
                </b>
                <strong>{row.answered ? t(lang, 'page.wall.told.reacted') : late}</strong>
                <span>{world.reference.category(row.category)?.name[lang] ?? row.category}</span>
                <small class="number">{row.number}</small>
              </a>
            </li>
          )
        })}
      </ol>
    </Part>
  )
}

function Rising({ here, wall }: WallProps) {
  const { lang } = here
  return (
    <Part here={here} name="rising" title={t(lang, 'page.wall.rising')} to="rising">
      {wall.rising.length === 0 && <p class="quiet">{t(lang, 'page.wall.risingNone')}</p>}
      <ul>
        {wall.rising.slice(0, 3).map((rise) => (
          <li class="is-soon">
            <a href={inLanguage(lang, `/wall/cases?category=${rise.category}`)}>
              <b>
                <i aria-hidden="true">▲</i> {rise.name[lang]}
              </b>{' '}
              <span>
                {t(lang, 'page.wall.risingRow', { today: rise.today, usual: formatNumber(lang, rise.usual, 1) })}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Bodies({ here, wall }: WallProps) {
  const { lang } = here
  return (
    <Part here={here} name="bodies" title={t(lang, 'page.wall.bodies')} to="bodies">
      {wall.bodies.length === 0 && <p class="quiet">{t(lang, 'page.wall.bodiesNone')}</p>}
      <ul>
        {wall.bodies.map((body) => (
          <li>
            <a href={inLanguage(lang, `/bodies/${body.code}`)}>
              <span>{body.name[lang]}</span>
              <b>
                {body.reply.share === null
                  ? `${formatNumber(lang, body.replied)}/${formatNumber(lang, body.reply.n)}`
                  : formatPercent(lang, body.reply.share, 0)}
              </b>
              {body.silent > 0 && (
                <strong class="is-missed">
                  <i aria-hidden="true">✕ {formatNumber(lang, body.silent)}</i>
                  <span class="shade">{t(lang, 'page.wall.bodySilent', { n: body.silent })}</span>
                </strong>
              )}
            </a>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Instructions({ here, wall }: WallProps) {
  const { lang } = here
  const { open, overdue, reported, items } = wall.instructions
  return (
    <Part here={here} name="instructions" title={t(lang, 'page.wall.instructions')} to="instructions">
      <p class="wall__sums">
        <span>
          <b>{formatNumber(lang, open)}</b> {t(lang, 'page.wall.controlled')}
        </span>
        <span class={overdue > 0 ? 'is-missed' : undefined}>
          <b>
            {overdue > 0 && <i aria-hidden="true">✕ </i>}
            {formatNumber(lang, overdue)}
          </b>{' '}
          {t(lang, 'page.wall.controlOverdue')}
        </span>
        <span>
          <b>{formatNumber(lang, reported)}</b> {t(lang, 'page.wall.controlReported')}
        </span>
      </p>
      <ul>
        {items.slice(0, 3).map((item) => (
          <li class={item.overdue ? 'is-missed' : undefined}>
            <a href={casePath(here, item.number)}>
              <b>{formatDate(lang, item.dueOn)}</b> <span>{item.responsible}</span>
            </a>
          </li>
        ))}
      </ul>
    </Part>
  )
}
