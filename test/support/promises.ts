import type { CaseChange } from '../../shared/domain/change.ts'
import { isOverdue } from '../../shared/domain/clock.ts'
import { type EventKind, eventState, type NewEvent } from '../../shared/domain/events.ts'
import { ladderFor, rungInstant } from '../../shared/domain/policy.ts'
import { overallTerm } from '../../shared/domain/report.ts'
import { isOpen, type Move, type Status, TRANSITIONS } from '../../shared/domain/status.ts'
import type { World } from '../../shared/domain/world.ts'
import { type Kept, PEOPLE } from './small-world.ts'

const MOVES: Partial<Record<EventKind, Move>> = {
  ...{ reacted: 'reaction', contacted: 'work', instructed: 'work', rejected: 'rejection', merged: 'merge' },
  ...{
    'meeting-called': 'work',
    resolved: 'resolution',
    confirmed: 'confirmation',
    disputed: 'dispute',
    closed: 'lapse',
  },
}

/** The status that the events of a change lead to, each by its move of the table. */
function statusAfter(was: Status | undefined, events: readonly NewEvent[], underWay: boolean): Status | undefined {
  let status = was ?? 'received'
  for (const { kind } of events) {
    const move = MOVES[kind]
    // The reporter's word closes by itself; an instruction or a meeting on a solved case leaves it so.
    if (
      !move ||
      (kind === 'closed' && status === 'closed') ||
      ((kind === 'instructed' || kind === 'meeting-called') && status === 'resolved')
    )
      continue
    const next = TRANSITIONS[status][move]
    if (!next) return undefined
    status = next === 'responded' && underWay ? 'in_progress' : next
  }
  return status
}

/** Everything that must hold of a case after a change of it. Throws an Error that says what does not. */
export function checkPromises(
  world: World,
  now: number,
  change: CaseChange,
  was: Status | undefined,
  kept: Kept,
): void {
  const { case: c } = kept
  const say = (holds: boolean, what: string) => {
    if (!holds) throw new Error(`${what} (case ${c.id}, ${was ?? 'new'} → ${c.status})`)
  }
  const open = kept.deadlines.filter((d) => d.closedAt === null)
  const owed = open.filter((d) => d.kind !== 'confirmation').map((d) => d.dueAt)
  say(isOpen(c.status) === open.length > 0, 'open cases have open deadlines, ended ones have none')
  say(c.dueAt === (owed.length > 0 ? Math.min(...owed) : null), 'due_at is the earliest deadline')
  say(!isOpen(c.status) || open.some((d) => d.id === c.nextDeadline), 'next_deadline is open')
  say(
    PEOPLE.some((p) => p.id === c.owner),
    'somebody owns it',
  )
  say(!!world.branch(c.branch), 'a branch has it')
  say(statusAfter(was, change.events, c.underWay) === c.status, 'a status moves by the table, each time with its event')
  const { dueAt } = overallTerm(world.category(c.category)!, c.reportedAt, c.zone)
  const running = open.some((d) => d.kind === 'overall' && d.dueAt <= dueAt)
  const unsolved = isOpen(c.status) && c.status !== 'resolved'
  say(!unsolved || isOverdue(dueAt, now) || running, 'the overall term never resets')
  const responses = kept.deadlines.filter((d) => d.kind === 'response')
  say(c.respondBy === responses.at(-1)!.dueAt, 'the promised hour is that of the last response deadline')
  say((c.status === 'received' || c.status === 'reopened') === responses.some((d) => d.closedAt === null), 'unanswered')
  const [last] = [...change.events].sort((a, b) => b.id - a.id)
  say(
    !last || JSON.stringify(last.state) === JSON.stringify(eventState(c)),
    'the last event shows the case as it stands',
  )
  for (const d of kept.deadlines) checkDeadline(world, now, kept, d, change, say)
}

function checkDeadline(
  world: World,
  now: number,
  { case: c, verdicts, rungs }: Kept,
  d: Kept['deadlines'][number],
  change: CaseChange,
  say: (holds: boolean, what: string) => void,
): void {
  const what = (words: string) => `${d.kind}: ${words}`
  const verdict = verdicts.find((v) => v.deadlineId === d.id)
  say(!!verdict === d.judged, what('judged means there is a verdict'))
  if (verdict) {
    say(verdict.dueAt === d.dueAt, what('the verdict is about the due instant'))
    const late = d.kind !== 'confirmation' && isOverdue(verdict.dueAt, verdict.decidedAt)
    say((verdict.verdict === 'missed') === late, what('met before the due instant, missed at it or after'))
  }
  if (d.outcome === 'met') say(!!verdict, what('what is met has a verdict'))
  if (d.closedAt !== null && d.kind !== 'confirmation' && isOverdue(d.dueAt, d.closedAt))
    say(verdict?.verdict === 'missed', what('what ended late was missed'))
  const ladder = ladderFor(world.policyOf(d.policy), d.kind, d.severity)
  const fired = rungs.filter((r) => r.deadlineId === d.id)
  say(
    fired.every((r, i) => r.position === i && r.rung === ladder[i]?.name),
    what('rungs fire in their order'),
  )
  say(fired.length === d.nextRung, what('each rung fires once'))
  for (const r of fired) say(r.firedAt >= r.rungDueAt || r.skipped, what('no rung fires early'))
  const next = ladder[d.nextRung]
  const planned = next && rungInstant(next, d.openedAt, d.dueAt, c.zone, world.calendarOf(d.calendar))
  if (d.closedAt === null) {
    say(d.wakeAt === (planned ?? null), what('the engine wakes for the next rung'))
    const settled = change.opened.every((x) => x.id !== d.id)
    if (settled)
      say(planned === undefined || planned > now || !isOpen(c.status), what('whatever is due has been fired'))
  } else if (planned !== undefined && planned <= d.closedAt && d.kind !== 'confirmation') {
    say(d.closedAt < d.openedAt + 1, what('no rung that came due before the end is missing'))
  }
}
