import type { Deadline } from './deadline.ts'
import type { Draft } from './draft.ts'
import { ENGINE, type RungDeed } from './events.ts'
import { ladderFor, type Rung, rungInstant } from './policy.ts'
import { localDate } from './zone.ts'

/** The body that owes a reply, or has promised something, is stamped into the reason of its deadline. */
export function bodyOf({ kind, because: { params } }: Deadline): string | null {
  return (kind === 'reply' || kind === 'commitment') && typeof params.body === 'string' ? params.body : null
}

/** What a rung does about a body: the deed itself, and the notice that whoever holds the case gets. */
export interface Reminded {
  readonly deed?: RungDeed
  readonly notice?: 'reminder' | 'remind-body'
}

/**
 * A reminder to the body that owes a reply. Only the latest of those that are due together goes out (after an outage),
 * and none before the term once it has passed. A letter that went by hand is reminded of by hand.
 */
export function remindBody(draft: Draft, deadline: Deadline, rung: Rung): Reminded {
  const { letter, subject, dueAt } = deadline
  const { zone } = draft.case
  const action = 'remind-body'
  if (draft.history || deadline.kind !== 'reply' || subject === null) return { deed: { action, result: 'skipped' } }
  const early = 'workingDays' in rung.when ? rung.when.workingDays < 0 : rung.when.minutes < 0
  const next = nextPlanned(draft, deadline)
  const overtaken = next?.rung.actions.some((a) => a.do === 'remind-body') && next.at <= draft.at
  if (overtaken || (early && draft.at >= dueAt)) return { deed: { action, result: 'skipped' } }
  const body = draft.world.body(bodyOf(deadline) ?? '')
  if (!letter?.mailed || !body?.email) return { notice: action }
  const purpose = early ? 'reminder' : 'overdue'
  draft.remind({
    id: draft.ids.next(),
    contact: subject,
    purpose,
    thread: null,
    language: null,
    address: body.email,
    subject: null,
    text: null,
    author: null,
    annexes: [],
    // A letter about many cases has a deadline on each, and is reminded of once.
    onceKey: `remind:${subject}:${body.id}:${rung.name}:${localDate(zone, dueAt - 1)}`,
    createdAt: draft.at,
    sendAfter: draft.at,
  })
  draft.event('reminded-body', ENGINE, true, { contact: subject, body: body.id, purpose, dueAt })
  return { deed: { action, to: body.id, result: 'done' }, ...(early ? { notice: 'reminder' } : {}) }
}

/** The next rung of a deadline and its planned instant. */
function nextPlanned(draft: Draft, deadline: Deadline): { rung: Rung; at: number } | undefined {
  const { world } = draft
  const rung = ladderFor(world.policyOf(deadline.policy), deadline.kind, deadline.severity)[deadline.nextRung]
  if (!rung) return undefined
  const calendar = world.calendarOf(deadline.calendar)
  return { rung, at: rungInstant(rung, deadline.openedAt, deadline.dueAt, draft.case.zone, calendar) }
}
