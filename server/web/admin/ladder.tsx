import type { DeadlineKind } from '../../../shared/domain/deadline.ts'
import type { Ladder, Policy, Rung, RungAction } from '../../../shared/domain/policy.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import type { Key } from '../../../shared/i18n/catalog.ts'
import { formatDuration } from '../../../shared/i18n/format.ts'
import { isKey, say, t } from '../../../shared/i18n/text.ts'
import { StackTable } from '../components/stack-table.tsx'

const MINUTE = 60_000
const WIDTH = 960
const EDGE = 60
const NEAREST = 84
/** About as wide as a letter; words that would touch their neighbours stand lower. */
const LETTER = 8
const LINE_Y = 46

/** One ladder drawn as a timeline, and the same as a table: nothing is in the picture alone. */
export function LadderPart({ lang, policy, kind }: { lang: Lang; policy: Policy; kind: DeadlineKind }) {
  const rungs = policy.ladders[kind]
  const deadline = t(lang, `deadline.${kind}`)
  const id = `ladder-${kind}`
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{t(lang, 'page.admin.policy.ladder', { deadline })}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone it is scrolled, also by keyboard */}
      <div class="ladder" tabIndex={0} role="group" aria-labelledby={id}>
        <Timeline lang={lang} rungs={rungs} said={t(lang, 'page.admin.policy.drawn', { deadline, n: rungs.length })} />
      </div>
      <StackTable
        labelledBy={id}
        heads={[
          t(lang, 'page.admin.policy.rung'),
          t(lang, 'page.admin.policy.when'),
          t(lang, 'page.admin.policy.does'),
        ]}
        rows={rungs.map((rung, i) => [
          <span>
            {i + 1}. {rungName(lang, rung)}
            {rung.severities && (
              <span class="quiet small">
                {' '}
                · {t(lang, 'page.admin.policy.severities', { list: rung.severities.join(', ') })}
              </span>
            )}
          </span>,
          whenWords(lang, rung),
          rung.actions.map((action) => actionWords(lang, action)).join('; '),
        ])}
      />
    </section>
  )
}

export const rungName = (lang: Lang, rung: Rung): string =>
  isKey(`rung.${rung.name}`) ? say(lang, `rung.${rung.name}` as Key) : rung.name

export function actionWords(lang: Lang, action: RungAction): string {
  const what = t(lang, `rungAction.${action.do}`)
  if ('whom' in action) return `${what}: ${t(lang, `whom.${action.whom}`)}`
  return 'level' in action ? `${what}: ${t(lang, `level.${action.level}`)}` : what
}

function whenWords(lang: Lang, { when }: Rung): string {
  if ('workingDays' in when) {
    const n = Math.abs(when.workingDays)
    return t(lang, when.workingDays < 0 ? 'page.admin.policy.workingBefore' : 'page.admin.policy.workingAfter', {
      n,
      time: when.at,
    })
  }
  const span = formatDuration(lang, when.minutes * MINUTE)
  if (when.from === 'opened')
    return when.minutes === 0
      ? t(lang, 'page.admin.policy.at.opened')
      : t(lang, 'page.admin.policy.at.openedAfter', { span })
  if (when.minutes === 0) return t(lang, 'page.admin.policy.at.due')
  return t(lang, when.minutes < 0 ? 'page.admin.policy.at.before' : 'page.admin.policy.at.after', { span })
}

function shortWhen(lang: Lang, { when }: Rung): string {
  const sign = (n: number) => (n < 0 ? '−' : '+')
  if ('workingDays' in when)
    return `${sign(when.workingDays)}${t(lang, 'page.admin.policy.wd', { n: Math.abs(when.workingDays) })}`
  if (when.from === 'due' && when.minutes === 0) return t(lang, 'page.admin.policy.dueShort')
  return when.minutes === 0 ? '0' : `${sign(when.minutes)}${formatDuration(lang, when.minutes * MINUTE)}`
}

/** Minutes from the due instant as far as that can be said: what counts from the opening stands first. */
function minutesOf({ when }: Rung): number {
  if ('workingDays' in when) return when.workingDays * 1440
  return when.from === 'opened' ? Number.NEGATIVE_INFINITY : when.minutes
}

/** Time is pressed together the farther it lies from the due instant; neighbours keep a hand's breadth. */
function places(rungs: Ladder): number[] {
  const scaled = rungs.map((rung) => {
    const minutes = minutesOf(rung)
    return minutes === Number.NEGATIVE_INFINITY ? null : Math.sign(minutes) * Math.log1p(Math.abs(minutes) / 60)
  })
  const known = scaled.filter((x): x is number => x !== null)
  const [low, high] = [Math.min(0, ...known) - 1, Math.max(0, ...known)]
  const width = WIDTH - 2 * EDGE
  const xs = scaled.map((x) => EDGE + (x === null ? 0 : ((x - low) / (high - low || 1)) * width))
  for (let i = 1; i < xs.length; i++) xs[i] = Math.max(xs[i]!, xs[i - 1]! + NEAREST)
  // Pushed over the edge: all move back as far as they must.
  for (let i = xs.length - 1, most = WIDTH - EDGE; i >= 0; i--, most -= NEAREST) xs[i] = Math.min(xs[i]!, most)
  return xs
}

interface Stop {
  readonly rung: Rung
  /** The numbers of the rungs that fire at this instant, as the table has them. */
  readonly numbers: string
  readonly raised: boolean
}

/** Rungs of one instant (for other severities, say) are one point of the line. */
function stopsOf(rungs: Ladder): Stop[] {
  const groups = new Map<string, [Rung, number][]>()
  for (const [i, rung] of rungs.entries()) {
    const key = JSON.stringify(rung.when)
    groups.set(key, [...(groups.get(key) ?? []), [rung, i + 1]])
  }
  return [...groups.values()].map((group) => ({
    rung: group[0]![0],
    numbers: group.map(([, n]) => n).join(', '),
    raised: group.some(([{ actions }]) => actions.some((a) => a.do === 'raise' || a.do === 'wall')),
  }))
}

function Timeline({ lang, rungs, said }: { lang: Lang; rungs: Ladder; said: string }) {
  const stops = stopsOf(rungs)
  const xs = places(stops.map((stop) => stop.rung))
  const due = stops.findIndex(({ rung: { when } }) => when.from === 'due' && 'minutes' in when && when.minutes === 0)
  const words = stops.map(({ rung }) => shortWhen(lang, rung))
  const low: boolean[] = []
  for (const [i, x] of xs.entries()) {
    const room = ((words[i]!.length + (words[i - 1]?.length ?? 0)) / 2 + 1) * LETTER
    low.push(i > 0 && x - xs[i - 1]! < room && !low[i - 1])
  }
  const look = (stop: Stop, i: number) => (i === due ? 'is-due' : stop.raised ? 'is-raised' : undefined)
  return (
    <svg viewBox={`0 0 ${WIDTH} ${low.includes(true) ? 112 : 96}`} role="img" aria-label={said}>
      <line x1={EDGE / 2} x2={WIDTH - EDGE / 2} y1={LINE_Y} y2={LINE_Y} />
      {due >= 0 && <line class="ladder__due" x1={xs[due]} x2={xs[due]} y1={LINE_Y - 26} y2={LINE_Y + 18} />}
      {stops.map((stop, i) => (
        <g class={look(stop, i)}>
          <circle cx={xs[i]} cy={LINE_Y} r="9" />
          <text x={xs[i]} y={LINE_Y - (i === due ? 31 : 18)} text-anchor="middle">
            {stop.numbers}
          </text>
          <text class="ladder__when" x={xs[i]} y={LINE_Y + (low[i] ? 52 : 34)} text-anchor="middle">
            {words[i]}
          </text>
        </g>
      ))}
    </svg>
  )
}
