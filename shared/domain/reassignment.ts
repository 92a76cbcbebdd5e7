import { because } from './because.ts'
import type { Level } from './case.ts'
import type { CaseChange, CaseFacts } from './change.ts'
import type { Draft } from './draft.ts'
import { assignedData, begin, unitOf } from './escalation.ts'
import type { Actor } from './events.ts'
import { type Choice, type Person, someoneFor, worksOnCases } from './people.ts'
import { Refusal } from './refusal.ts'
import { mustBeOpen } from './status.ts'
import type { Ids, World } from './world.ts'

export interface AssignmentInput {
  readonly owner?: number | undefined
  readonly branch?: string | undefined
  readonly level?: Level | undefined
  readonly reason: string
}

/**
 * Hands a case to another person, branch or level. Never touches a clock. Throws Refusal `unknown_staff`,
 * `unknown_branch`, `nothing_to_change`, `not_in_status`, `forbidden` (what the centre holds, only the centre gives away).
 */
export function decideAssignment(
  facts: CaseFacts,
  input: AssignmentInput,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): CaseChange {
  const draft = begin(facts, world, ids, at)
  mustBeOpen(draft.case.status, 'assignment')
  const c = draft.case
  const before = { owner: c.owner, branch: c.branch, level: c.level }
  // What was raised because the branch was silent is not taken back by the branch.
  if (before.level === 'central' && !isOfCentre(world.roster.person(by.staff ?? 0))) throw new Refusal('forbidden')
  if (input.branch !== undefined) {
    const branch = world.branch(input.branch)
    if (!branch) throw new Refusal('unknown_branch', { branch: input.branch }, ['branch'])
    c.branch = branch.code
    if (input.level === undefined && c.level !== 'central') c.level = branch.level
  }
  if (input.level !== undefined) c.level = input.level
  if (c.level === 'central' && before.level !== 'central') c.raisedAt = at
  if (c.level !== 'central') c.raisedAt = null

  const choice = chooseOwner(draft, input, before)
  c.owner = choice.person
  if (c.owner === before.owner && c.branch === before.branch && c.level === before.level)
    throw new Refusal('nothing_to_change')
  const eventId = draft.event('assigned', by, true, { ...assignedData(draft, choice), reason: input.reason })
  draft.tell(world.roster.person(c.owner), 'assigned', eventId, {}, true)
  return draft.change()
}

const isOfCentre = (person: Person | undefined) =>
  !!person?.roles.some((role) => role === 'central' || role === 'central-head')

function chooseOwner(draft: Draft, input: AssignmentInput, before: { branch: string; level: Level }): Choice {
  const { roster } = draft.world
  const c = draft.case
  const reason = because('manual', { reason: input.reason })
  if (input.owner !== undefined) {
    const person = roster.person(input.owner)
    if (!person || !roster.isPresent(person.id, draft.at) || !(worksOnCases(person) || person.roles.includes('desk'))) {
      throw new Refusal('unknown_staff', { staff: input.owner }, ['owner'])
    }
    return { person: person.id, because: reason, passed: [] }
  }
  const moved = c.branch !== before.branch || c.level !== before.level
  if (!moved) return { person: c.owner, because: reason, passed: [] }
  return someoneFor(roster, unitOf(draft), draft.at)
}

/** A branch asks upwards by hand: district → region → central. Throws Refusal `already_central`, `not_in_status`. */
export function decideEscalation(
  facts: CaseFacts,
  reason: string,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): CaseChange {
  const draft = begin(facts, world, ids, at)
  mustBeOpen(draft.case.status, 'escalation')
  const c = draft.case
  if (c.level === 'central') throw new Refusal('already_central')
  const from = c.level
  c.level = from === 'district' ? 'region' : 'central'
  c.raisedAt = at
  const why = because('requested', { reason })
  const escalated = draft.event('escalated', by, true, { from, to: c.level, because: why })
  const choice = someoneFor(world.roster, unitOf(draft), at, c.level === 'central' ? [] : [c.owner])
  c.owner = choice.person
  draft.event('assigned', { kind: 'engine' }, true, assignedData(draft, choice))
  draft.tell(world.roster.person(c.owner), 'raised', escalated, { reason }, true)
  return draft.change()
}
