import { because } from './because.ts'
import type { CaseFacts, Change } from './change.ts'
import type { Deadline } from './deadline.ts'
import { Draft } from './draft.ts'
import { fireDue } from './escalation.ts'
import type { Actor } from './events.ts'
import { Refusal } from './refusal.ts'
import { isOpen } from './status.ts'
import type { Ids, World } from './world.ts'

/**
 * Joins a case to another: its reporters follow the other, whose response and overall clocks become the earlier of the
 * two. The merged case owes nothing any more, so nothing of it escalates (zammad #904); so what others owe it, an answer to
 * a letter or an order, must be owed to another case as well, or nobody would ask for it any more. `sharing`: cases that
 * wait for the same papers; those relied on are written with it, so that none of them is merged away in the same moment. Throws Refusal `merge_into_itself`, `merge_target_closed`, `merge_owes`,
 * `not_in_status`, `needs_other_person` (a disputed decision is not merged away by whoever took it).
 */
export function decideMerge(
  from: CaseFacts,
  into: CaseFacts,
  { reason, sharing = [] }: { readonly reason: string; readonly sharing?: readonly CaseFacts[] },
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  if (from.case.id === into.case.id) throw new Refusal('merge_into_itself', {}, ['into'])
  const source = new Draft(from, world, ids, at)
  const target = new Draft(into, world, ids, at)
  fireDue(source)
  fireDue(target)
  // Asked after the firing: seven days that ran out a moment ago have closed it.
  if (!isOpen(target.case.status)) throw new Refusal('merge_target_closed', { number: into.case.number }, ['into'])
  const { disputedPerson } = source.case
  if (disputedPerson !== null && disputedPerson === by.staff) throw new Refusal('needs_other_person')

  const watchers = new Set<CaseFacts>()
  for (const owed of source.deadlines().filter(({ subject }) => subject !== null)) {
    const watcher = [into, ...sharing].find((other) => other.deadlines.some((d) => isSamePaper(d, owed)))
    if (!watcher) throw new Refusal('merge_owes', { deadline: owed.kind }, ['into'])
    if (watcher.case.id !== into.case.id) watchers.add(watcher)
  }

  inherit(source, target, 'response', by)
  inherit(source, target, 'overall', by)
  // Whoever may not end the one alone does not end it by way of the other.
  if (source.case.needsSecondSignature) target.case.needsSecondSignature = true
  target.event('merged-from', by, true, { number: source.case.number, reason })
  fireDue(target)

  source.move('merge')
  source.case.mergedInto = target.case.id
  source.case.closedAt = at
  source.case.onWall = false
  source.case.publicAnswer = { text: reason, into: target.case.number }
  const eventId = source.event('merged', by, true, { into: target.case.number, reason })
  for (const deadline of source.deadlines()) source.end(deadline, 'cancelled', eventId)
  source.tellReporter('merged', eventId, { into: target.case.number, reason })
  const unchanged = [...watchers].map((watcher) => new Draft(watcher, world, ids, at).change())
  return { cases: [source.change(), target.change(), ...unchanged] }
}

/** A letter, an order, a promise, a meeting: what a deadline of a case is about. */
const isSamePaper = (a: Deadline, b: Deadline) => a.kind === b.kind && a.subject === b.subject

/** The earlier clock counts for both. One that has its verdict stays as it was judged. */
function inherit(source: Draft, target: Draft, kind: 'response' | 'overall', by: Actor): void {
  const clock = source.deadlines(kind)[0]
  const owed = target.deadlines(kind)[0]
  if (!clock || !owed || owed.judged || clock.dueAt >= owed.dueAt) return
  const from = owed.dueAt
  const why = because('inherited', { number: source.case.number, due: clock.dueAt, zone: target.case.zone })
  target.redate(owed, clock.dueAt, why)
  if (kind === 'response') target.case.respondBy = clock.dueAt
  target.event('re-dated', by, true, { deadline: kind, from, to: clock.dueAt, because: why })
}
