import type { EventView } from '../../../shared/contract/event.ts'
import { CENTRAL_DESK } from '../../../shared/domain/case.ts'
import type { Text3 } from '../../../shared/domain/text.ts'
import type { Key } from '../../../shared/i18n/catalog.ts'
import { formatNear } from '../../../shared/i18n/format.ts'
import { isKey, say, t } from '../../../shared/i18n/text.ts'
import type { FullWorld } from '../../world.ts'
import type { Step } from '../components/timeline.tsx'
import type { Here } from '../here.ts'
import { stepsOf } from '../steps.ts'

type Said = EventView & Readonly<Record<string, unknown>>

/** Everything that happened, internal too, the newest first: what everyone reads, and behind it who, why and what fired. */
export function historyOf(events: readonly EventView[], here: Here, zone: string, world: FullWorld): Step[] {
  return events
    .map((event) => {
      const e = event as Said
      const [shown] = stepsOf([event], here, zone, world)
      const step: Step = shown ?? {
        at: Date.parse(event.at),
        title: say(here.lang, `event.${event.kind}` as Key),
        lines: [],
        ...(event.by.name ? { by: event.by.name } : {}),
      }
      return { ...step, ...(step.words ? {} : wordsOf(e)), lines: [...step.lines, ...linesOf(e, here, zone, world)] }
    })
    .reverse()
}

function wordsOf(e: Said): Pick<Step, 'words'> {
  const text = typeof e.text === 'string' ? e.text : undefined
  return text === undefined ? {} : { words: { text, lang: typeof e.language === 'string' ? e.language : undefined } }
}

function linesOf(e: Said, here: Here, zone: string, world: FullWorld): string[] {
  const { lang } = here
  const lines: string[] = []
  const because = e.because as Text3 | undefined
  const owner = e.owner as { name?: string } | undefined
  if (e.kind === 'assigned' && owner?.name) lines.push(t(lang, 'page.desk.owner', { name: owner.name }))
  if (e.kind === 'rung') lines.push(...rungLines(e, here, zone, world))
  if (e.kind === 'verdict' && e.verdict === 'met')
    lines.push(t(lang, 'page.case.text.verdictMet', { deadline: say(lang, `deadline.${e.deadline}` as Key) }))
  if (because?.[lang]) lines.push(because[lang])
  if (typeof e.reason === 'string' && !because) lines.push(t(lang, 'page.desk.reason', { reason: e.reason }))
  if (!e.public && e.kind === 'updated') lines.push(`(${t(lang, 'page.desk.internal')})`)
  return lines
}

function rungLines(e: Said, { lang, now }: Here, zone: string, { roster }: FullWorld): string[] {
  const desk = roster.person(CENTRAL_DESK)?.name
  const name = `rung.${e.rung}`
  const lines = [
    `${say(lang, `deadline.${e.deadline}` as Key)}: ${isKey(name) ? say(lang, name as Key) : String(e.rung)}`,
  ]
  if (e.late && typeof e.rungDueAt === 'string')
    lines.push(t(lang, 'page.desk.late', { when: formatNear(lang, zone, Date.parse(e.rungDueAt), now) }))
  for (const deed of (e.did ?? []) as { action: string; to?: string; result: string }[]) {
    const to = deed.to === undefined ? null : nameOf(deed.to)
    const action = isKey(`rungAction.${deed.action}`) ? say(lang, `rungAction.${deed.action}` as Key) : deed.action
    const result = say(lang, `rungResult.${deed.result}` as Key)
    lines.push(to === null ? `${action} (${result})` : t(lang, 'page.desk.did', { action, to, result }))
  }
  // The same person may be passed over on several ways to somebody.
  return [...new Set(lines)]

  /** A person by name, a position or a level by its word; the central desk is a position. */
  function nameOf(to: string): string {
    if (to === desk) return t(lang, 'role.desk')
    const key = [`whom.${to}`, `level.${to}`].find(isKey)
    return key ? say(lang, key as Key) : to
  }
}
