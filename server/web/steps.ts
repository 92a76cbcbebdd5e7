import type { EventView } from '../../shared/contract/event.ts'
import { isOverdue } from '../../shared/domain/clock.ts'
import { isDate } from '../../shared/domain/date.ts'
import type { DeadlineKind } from '../../shared/domain/deadline.ts'
import type { Text3 } from '../../shared/domain/text.ts'
import { localParts } from '../../shared/domain/zone.ts'
import type { Key } from '../../shared/i18n/catalog.ts'
import { formatDate, formatDue, formatNear } from '../../shared/i18n/format.ts'
import { isKey, say, t } from '../../shared/i18n/text.ts'
import type { SeenCase } from '../cases/view.ts'
import type { FullWorld } from '../world.ts'
import type { Step } from './components/timeline.tsx'
import type { Here } from './here.ts'

/** Said by the verdict beside them, or of no use to anyone outside. */
const UNTOLD: ReadonlySet<string> = new Set(['rung', 'supported', 'delivery-settled', 'reopened-by'])
/** Those in whose words a person speaks. */
const SPOKEN: ReadonlySet<string> = new Set([
  'reacted',
  'updated',
  'rejected',
  'resolved',
  'confirmed',
  'disputed',
  'closed',
])

const LOOK: Readonly<Record<string, Step['look']>> = {
  reacted: 'met',
  resolved: 'met',
  confirmed: 'met',
  replied: 'met',
  escalated: 'raised',
  disputed: 'soon',
  rejected: 'done',
  merged: 'done',
  closed: 'done',
}

/** What happened, in plain words: an event as the contract shows it becomes a step, or nothing. */
export function stepsOf(events: readonly EventView[], here: Here, zone: string, world: FullWorld): Step[] {
  return events.flatMap((event) => {
    if (UNTOLD.has(event.kind)) return []
    const step = stepOf(event, here, zone, world)
    return step ? [step] : []
  })
}

function stepOf(event: EventView, here: Here, zone: string, world: FullWorld): Step | undefined {
  const { lang } = here
  const e = event as EventView & Readonly<Record<string, unknown>>
  const text = (name: string) => (typeof e[name] === 'string' ? (e[name] as string) : undefined)
  const at = Date.parse(event.at)
  const lines: string[] = []
  const say1 = (line: string | undefined) => {
    if (line) lines.push(line)
  }
  const date = (name: string, words: typeof formatNear = formatNear) => {
    const value = text(name)
    if (value === undefined) return undefined
    return isDate(value)
      ? formatDate(lang, value, { weekday: 'short' })
      : words(lang, zone, Date.parse(value), here.now)
  }
  const until = (name: string) => date(name, dueWords)
  const bodyName = text('body') === undefined ? undefined : (world.body(text('body')!) as { name: Text3 } | undefined)
  let title = say(lang, `event.${event.kind}` as Key)
  let look = LOOK[event.kind]
  if (event.kind === 'updated' && event.by.kind === 'reporter') title = t(lang, 'page.track.yours')
  switch (event.kind) {
    case 'verdict': {
      const met = e.verdict === 'met'
      const deadline = text('deadline') ?? 'response'
      // An answer in time is told by the answer itself.
      if (met) return undefined
      title =
        deadline === 'response'
          ? t(lang, 'page.case.text.responseMissed')
          : t(lang, 'page.case.text.verdictMissed', { deadline: say(lang, `deadline.${deadline}` as Key) })
      look = 'missed'
      break
    }
    case 'assigned': {
      const branch = text('branch')
      say1(
        branch && t(lang, 'page.case.text.assigned', { branch: world.reference.branch(branch)?.name[lang] ?? branch }),
      )
      break
    }
    case 'escalated':
      say1(
        t(lang, 'page.case.text.escalated', {
          from: say(lang, `level.${text('from') ?? 'region'}` as Key),
          to: say(lang, `level.${text('to') ?? 'central'}` as Key),
        }),
      )
      break
    case 'instructed':
      say1(text('publicText'))
      break
    case 'meeting-called':
    case 'meeting-changed':
    case 'meeting-cancelled':
    case 'met':
      say1(date('startsAt'))
      for (const body of Array.isArray(e.bodies) ? e.bodies : [])
        say1((world.body(String(body)) as { name: Text3 } | undefined)?.name[lang])
      break
    case 'commitment-ended': {
      const outcome = `page.commitments.state.${text('outcome')}`
      if (isKey(outcome)) say1(say(lang, outcome as Key))
      break
    }
    case 'replied':
    case 'graded':
      if (isKey(`grade.${text('grade')}`))
        say1(t(lang, 'page.case.text.grade', { grade: say(lang, `grade.${text('grade')}` as Key) }))
      break
    case 'moderated': {
      const what = text('what')
      if (what === 'keep' || !isKey(`moderation.deed.${what}`)) return undefined
      title = say(lang, `moderation.deed.${what}` as Key)
      say1(
        t(lang, 'moderation.because', { reason: say(lang, `moderation.reason.${text('reason') ?? 'another'}` as Key) }),
      )
      break
    }
    case 're-dated':
      say1(until('from') && t(lang, 'page.case.text.from', { when: until('from')! }))
      say1(until('to') && t(lang, 'page.case.text.to', { when: until('to')! }))
      break
    case 'confirmed':
      if (typeof e.rating === 'number') say1(t(lang, 'page.case.text.rating', { rating: e.rating }))
      break
    case 'merged':
    case 'merged-from': {
      const number = text('into') ?? text('number')
      say1(number && t(lang, 'page.case.text.number', { number }))
      break
    }
    default:
  }
  say1(bodyName && t(lang, 'page.case.text.body', { body: bodyName.name[lang] }))
  const due = until('replyDueAt') ?? until('dueOn') ?? until('until')
  if (due && event.kind !== 'verdict') say1(t(lang, 'page.case.text.by', { date: due }))
  const spoken = SPOKEN.has(event.kind) ? text('text') : undefined
  if (event.kind === 'reacted') {
    say1(text('nextAction') && `${t(lang, 'page.case.nextStep')}: ${text('nextAction')}`)
    say1(date('nextActionOn') && t(lang, 'page.case.nextOn', { date: date('nextActionOn')! }))
  }
  const role = event.by.role
  const by =
    event.by.name ??
    (event.by.kind === 'staff' && role && isKey(`role.${role}`) ? say(lang, `role.${role}` as Key) : undefined)
  return {
    at,
    title,
    lines,
    ...(spoken === undefined ? {} : { words: { text: spoken, lang: text('language') } }),
    ...(by ? { by } : {}),
    ...(look ? { look } : {}),
  }
}

const COMING: Readonly<Record<DeadlineKind, Key>> = {
  response: 'page.case.comingAnswer',
  action: 'page.case.comingAction',
  reply: 'page.case.comingReply',
  instruction: 'page.case.comingInstruction',
  confirmation: 'page.case.comingConfirmation',
  overall: 'page.case.comingOverall',
  help: 'page.case.comingHelp',
  commitment: 'page.case.comingCommitment',
}

/** What is still owed, earliest first: the open deadlines of the case. */
export function comingOf({ deadlines }: Pick<SeenCase, 'deadlines'>, here: Here, zone: string): Step[] {
  return deadlines
    .filter((d) => d.closedAt === null)
    .sort((a, b) => a.dueAt - b.dueAt)
    .map((d) => ({
      at: d.dueAt,
      when: dueWords(here.lang, zone, d.dueAt, here.now),
      title: say(here.lang, COMING[d.kind]),
      lines: [],
      coming: true,
      look: isOverdue(d.dueAt, here.now) ? ('missed' as const) : undefined,
    }))
}

/** Local midnight is the end of the day before it. */
export function dueWords(lang: Here['lang'], zone: string, due: number, now: number): string {
  return localParts(zone, due).minuteOfDay === 0 ? formatDue(lang, zone, due) : formatNear(lang, zone, due, now)
}
