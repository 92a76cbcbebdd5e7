import { because } from './because.ts'
import type { CaseChange, CaseFacts } from './change.ts'
import { cutOff, endOfNextWorkingDay, isOverdue } from './clock.ts'
import type { Deadline } from './deadline.ts'
import type { Draft } from './draft.ts'
import { assignedData, begin, fireDue } from './escalation.ts'
import type { Actor } from './events.ts'
import { centralDuty, headFor } from './people.ts'
import { step } from './reaction.ts'
import { Refusal } from './refusal.ts'
import { overallTerm } from './report.ts'
import { type Sealed, sealOf, wordsOf } from './seal.ts'
import type { Lang } from './text.ts'
import type { Ids, World } from './world.ts'

const DAY = 86_400_000

/**
 * The problem is solved, says the branch; the reporter has the last word for seven days. Throws Refusal
 * `not_in_status`, `needs_other_person` (a disputed decision is taken again by somebody else).
 */
export function decideResolution(
  facts: CaseFacts,
  text: string,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
  language?: Lang,
): CaseChange {
  const draft = begin(facts, world, ids, at)
  resolve(draft, text, by, language)
  return draft.change()
}

/** The case is solved, and the days begin in which the reporter may say otherwise. Throws Refusal `not_in_status`, `needs_other_person`. */
export function resolve(draft: Draft, text: string, by: Actor, language?: Lang): void {
  const c = draft.case
  if (c.disputedPerson !== null && c.disputedPerson === by.staff) throw new Refusal('needs_other_person')
  draft.move('resolution')
  c.resolvedAt = draft.at
  c.decidedBy = by.staff ?? null
  c.decidedAs = by.role ?? null
  c.decidedAt = draft.at
  const eventId = draft.event('resolved', by, true, { text, ...(language ? { language } : {}) })
  step(draft, eventId)
  for (const d of draft.deadlines('overall')) draft.end(d, 'met', eventId)
  for (const d of draft.deadlines('reply')) draft.end(d, 'cancelled', eventId)
  const days = draft.world.policy.confirmationDays
  const due = draft.at + days * DAY
  draft.open('confirmation', due, because('confirmationTerm', { days, at: draft.at, due, zone: c.zone }))
  draft.tellReporter('resolved', eventId, { text, until: due })
}

export interface ConfirmationInput {
  readonly solved: boolean
  readonly rating?: number | undefined
  readonly text?: string | undefined
}

/**
 * The reporter's word on a resolution or a rejection: confirmed → closed; disputed within seven days → reopened with a
 * new response clock and another decider. Throws Refusal `not_in_status`, `dispute_once`, `dispute_term_passed`.
 */
export function decideConfirmation(
  facts: CaseFacts,
  input: ConfirmationInput,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
  sealed?: Sealed,
): CaseChange {
  const draft = begin(facts, world, ids, at)
  if (input.solved) confirm(draft, input, by, sealed)
  else dispute(draft, input, by, facts, sealed)
  return draft.change()
}

function confirm(draft: Draft, input: ConfirmationInput, by: Actor, sealed?: Sealed): void {
  draft.move('confirmation')
  draft.case.closedAt = draft.at
  const eventId = draft.event(
    'confirmed',
    by,
    true,
    { ...(input.rating ? { rating: input.rating } : {}), ...sealOf(sealed) },
    wordsOf(input.text, sealed),
  )
  close(draft, by, eventId)
}

function close(draft: Draft, by: Actor, cause: number): void {
  const eventId = draft.event('closed', by, true, { cause })
  for (const d of draft.deadlines()) draft.end(d, d.kind === 'confirmation' ? 'met' : 'cancelled', eventId)
}

function dispute(
  draft: Draft,
  input: ConfirmationInput,
  by: Actor,
  { stopped = [], ungraded = [] }: CaseFacts,
  sealed?: Sealed,
): void {
  const c = draft.case
  const wasRejected = c.status === 'rejected'
  if (c.status === 'closed' && c.resolvedAt === null)
    throw new Refusal('not_in_status', { status: c.status, move: 'dispute' })
  const since = c.decidedAt
  if (wasRejected && c.rejectionDisputes > 0) throw new Refusal('dispute_once')
  draft.move('dispute')
  // The days promised with the solution stand, whatever the policy says since.
  const [term] = draft.deadlines('confirmation')
  const { disputeDays } = term ? draft.world.policyOf(term.policy) : draft.world.policy
  if (since === null || isOverdue(since + disputeDays * DAY, draft.at)) throw new Refusal('dispute_term_passed')
  if (wasRejected) c.rejectionDisputes++
  c.disputedPerson = c.decidedBy
  c.resolvedAt = null
  c.closedAt = null
  c.respondedAt = null
  c.publicAnswer = null
  const disputed = draft.event(
    'disputed',
    by,
    true,
    { of: wasRejected ? 'rejection' : 'resolution', ...sealOf(sealed) },
    wordsOf(input.text, sealed),
  )
  for (const d of draft.deadlines('confirmation')) draft.end(d, 'met', disputed)

  const clock = cutOff(draft.world.policy.response, c.zone, draft.at, draft.world.calendar)
  c.respondBy = clock.dueAt
  const reopened = draft.event('reopened', { kind: 'engine' }, true, { because: because('disputed', {}) })
  draft.open(
    'response',
    clock.dueAt,
    because(clock.afterCutOff ? 'responseAfterCutOff' : 'responseBeforeCutOff', {
      at: draft.at,
      zone: c.zone,
      place: c.region ?? c.branch,
      cutOff: draft.world.policy.response.cutOff,
      due: clock.dueAt,
      calendar: draft.world.calendar.version,
    }),
  )
  resumeOverall(draft)
  for (const deadline of stopped) resume(draft, deadline)
  for (const reply of ungraded) if (draft.deadlines('action', reply.id).length === 0) oweGrade(draft, reply)
  handToAnother(draft, reopened)
  fireDue(draft)
}

/** What somebody owed is owed again; who was let off meanwhile has until the end of the next working day. */
function resume(draft: Draft, { kind, dueAt, because: why, subject }: Deadline): void {
  if (!isOverdue(dueAt, draft.at)) {
    draft.open(kind, dueAt, why, subject)
    return
  }
  const { due } = endOfNextWorkingDay(draft.world.calendar, draft.case.zone, draft.at)
  draft.open(kind, due, { key: why.key, params: { ...why.params, due } }, subject)
}

/** What bodies have written is read and graded, also what came when the case had ended. */
function oweGrade(draft: Draft, { id, body }: { readonly id: number; readonly body: string }): void {
  const { zone } = draft.case
  const { on, due } = endOfNextWorkingDay(draft.world.calendar, zone, draft.at)
  draft.open('action', due, because('gradeOwed', { on, due, zone, reply: id, body }), id)
}

/** The overall term never resets: what is left of it runs on. Once it has passed, its verdict is written already. */
function resumeOverall(draft: Draft): void {
  const category = draft.world.category(draft.case.category)
  if (!category || draft.deadlines('overall').length > 0) return
  const term = overallTerm(category, draft.case.reportedAt, draft.case.zone)
  if (!isOverdue(term.dueAt, draft.at)) draft.open('overall', term.dueAt, term.because)
}

/** A dispute is decided by the branch head, or by the centre when the head (or the centre) had decided. */
function handToAnother(draft: Draft, eventId: number): void {
  const c = draft.case
  const { roster } = draft.world
  const decider = c.disputedPerson === null ? undefined : roster.person(c.disputedPerson)
  const not = c.disputedPerson === null ? [] : [c.disputedPerson]
  const toCentre =
    c.level === 'central' || !!decider?.roles.some((r) => r === 'head' || r === 'central' || r === 'central-head')
  if (toCentre && c.level !== 'central') {
    const from = c.level
    c.level = 'central'
    c.raisedAt = draft.at
    draft.event('escalated', { kind: 'engine' }, true, {
      from,
      to: 'central',
      because: because('disputed', { name: decider?.name ?? '' }),
    })
  }
  const choice = toCentre ? centralDuty(roster, draft.at, not) : headFor(roster, c.branch, draft.at, not)
  c.owner = choice.person
  draft.event('assigned', { kind: 'engine' }, true, assignedData(draft, choice))
  draft.tell(roster.person(c.owner), 'disputed', eventId, {}, true)
}

/**
 * Closes a resolved case without the reporter: the central second signature where a branch would judge its own akimat,
 * or the branch head where nobody outside can answer. Throws Refusal `not_in_status`, `second_signature_needed`, `needs_other_person`.
 */
export function decideClosure(
  facts: CaseFacts,
  text: string | undefined,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): CaseChange {
  const draft = begin(facts, world, ids, at)
  const c = draft.case
  const central = by.role === 'central' || by.role === 'central-head'
  if (c.status === 'resolved') {
    if (c.needsSecondSignature && !central) throw new Refusal('second_signature_needed')
    if (c.decidedBy === by.staff) throw new Refusal('needs_other_person')
  }
  draft.move('closure')
  c.closedAt = at
  const eventId = draft.event('closed', by, true, {
    ...(text ? { text } : {}),
    secondSignature: c.needsSecondSignature,
  })
  for (const d of draft.deadlines())
    draft.end(d, d.kind === 'confirmation' || d.kind === 'action' ? 'met' : 'cancelled', eventId)
  draft.tellReporter('closed', eventId, { text: text ?? null })
  return draft.change()
}
