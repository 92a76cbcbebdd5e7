import { because } from './because.ts'
import { CENTRAL } from './case.ts'
import type { CaseFacts, Change, CommitmentRow } from './change.ts'
import { endOfLocalDay, isOverdue } from './clock.ts'
import { Draft } from './draft.ts'
import { begin, fireDue } from './escalation.ts'
import type { Actor } from './events.ts'
import { mustComeSoon } from './horizon.ts'
import { Refusal } from './refusal.ts'
import { mustBeOpen } from './status.ts'
import type { Ids, World } from './world.ts'
import { localDate } from './zone.ts'

/** Who has promised: a government body, the branch, or the central apparatus. */
export type Promiser = 'body' | 'branch' | 'centre'
export const PROMISERS: readonly Promiser[] = ['body', 'branch', 'centre']

/** What somebody says became of it; `moved`: another day was promised, and that is followed from now on. */
export type CommitmentOutcome = 'kept' | 'broken' | 'moved' | 'withdrawn'
export const COMMITMENT_OUTCOMES: readonly CommitmentOutcome[] = ['kept', 'broken', 'moved', 'withdrawn']

export type CommitmentState = 'open' | 'missed' | CommitmentOutcome

export interface CommitmentInput {
  readonly who: Promiser
  readonly body?: string | undefined
  /** The person who promised, or saw to the promise. */
  readonly staff?: number | undefined
  readonly contact?: number | undefined
  readonly reply?: number | undefined
  readonly instruction?: number | undefined
  readonly text: string
  readonly dueOn: string
  /** `found`: read from the text of an answer, confirmed by a person. */
  readonly source: 'found' | 'staff'
}

export interface CommitmentFacts {
  readonly id: number
  readonly who: Promiser
  readonly body: string | null
  readonly branch: string | null
  readonly staff: number | null
  readonly contact: number | null
  readonly reply: number | null
  readonly instruction: number | null
  readonly text: string
  /** Local dates in the zone of the case. */
  readonly dueOn: string
  readonly createdOn: string
}

/**
 * A promise with a date, from now on followed: the owner is reminded, it is judged at the end of its day, and somebody
 * above is told when it is broken. Throws Refusal `unknown_body`, `unknown_staff`, `date_in_past`, `not_in_status`.
 */
export function decideCommitment(
  facts: CaseFacts,
  input: CommitmentInput,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  const { who, staff, dueOn } = input
  const body = who === 'body' ? (input.body ?? null) : null
  if (who === 'body' && (body === null || !world.body(body)))
    throw new Refusal('unknown_body', { body: body ?? '' }, ['body'])
  const person = staff === undefined ? undefined : world.roster.person(staff)
  if (staff !== undefined && (!person || person.roles.includes('desk')))
    throw new Refusal('unknown_staff', { staff }, ['staff'])
  const draft = begin(facts, world, ids, at)
  const { zone } = draft.case
  mustBeOpen(draft.case.status, 'commitment')
  if (dueOn < localDate(zone, at)) throw new Refusal('date_in_past', { date: dueOn }, ['dueOn'])
  const row = follow(
    draft,
    {
      contact: input.contact ?? null,
      reply: input.reply ?? null,
      instruction: input.instruction ?? null,
      who,
      body,
      branch: who === 'body' ? null : who === 'centre' ? CENTRAL : draft.case.branch,
      staff: staff ?? null,
      text: input.text,
      dueOn,
      source: input.source,
    },
    by,
  )
  return { cases: [draft.change()], commitments: [row] }
}

/** Follows a promise from now on: its event, its deadline, and the person who promised hears of it. */
function follow(
  draft: Draft,
  promise: Omit<CommitmentRow, 'id' | 'caseId' | 'createdBy' | 'createdAt'>,
  by: Actor,
): CommitmentRow {
  const { world, at } = draft
  const { who, body, dueOn, staff } = promise
  const row = { id: draft.ids.next(), caseId: draft.case.id, ...promise, createdBy: by.staff!, createdAt: at }
  const eventId = draft.event('committed', by, true, {
    commitment: row.id,
    who,
    ...(body === null ? {} : { body }),
    dueOn,
    text: row.text,
    ...(row.contact === null ? {} : { contact: row.contact }),
  })
  const { zone } = draft.case
  const due = endOfLocalDay(zone, dueOn)
  draft.open('commitment', due, because('commitmentDate', { on: dueOn, due, zone, who, body }), row.id)
  const person = staff === null ? undefined : world.roster.person(staff)
  if (person && person.id !== by.staff)
    draft.tell(person, 'committed', eventId, { commitment: row.id, dueAt: due, text: row.text })
  return row
}

/**
 * A promise is kept, was broken, is put off to another day, or is taken back with a reason. What a body has done by its day
 * counts for that day (`on`), also when it is written down later; nobody dates back what they promised themselves. Broken is
 * only what its day has passed of. Put off, it is ended, whatever its verdict, and the new day is a promise of its own with a
 * verdict of its own. Only the centre ends its own promises. Throws Refusal `nothing_to_change`, `forbidden`,
 * `date_in_future`, `date_in_past`, `date_too_far`.
 */
export function decideOutcome(
  facts: CaseFacts,
  commitment: CommitmentFacts,
  input: {
    outcome: CommitmentOutcome
    note?: string | undefined
    on?: string | undefined
    dueOn?: string | undefined
  },
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  const { id, who, body } = commitment
  const roles = world.roster.person(by.staff ?? 0)?.roles ?? []
  if (who === 'centre' && !roles.some((r) => r === 'central' || r === 'central-head')) throw new Refusal('forbidden')
  const draft = new Draft(facts, world, ids, at)
  const today = localDate(draft.case.zone, at)
  const on = input.outcome === 'kept' ? (input.on ?? today) : today
  const putOff = input.outcome === 'moved' ? mustBeLater(input.dueOn, commitment, today) : undefined
  if (on > today) throw new Refusal('date_in_future', { date: on }, ['on'])
  if (on < (who === 'body' ? commitment.createdOn : today)) throw new Refusal('date_in_past', { date: on }, ['on'])
  const doneAt = on === today ? at : endOfLocalDay(draft.case.zone, on) - 1
  fireDue(draft, doneAt)
  const [deadline] = draft.deadlines('commitment', id)
  if (!deadline) throw new Refusal('nothing_to_change')
  if (putOff !== undefined) mustBeOpen(draft.case.status, 'commitment')
  if (input.outcome === 'broken' && !isOverdue(deadline.dueAt, at))
    throw new Refusal('date_in_future', { date: commitment.dueOn }, ['outcome'])
  const eventId = draft.event(
    'commitment-ended',
    by,
    true,
    {
      commitment: id,
      who,
      ...(body === null ? {} : { body }),
      outcome: input.outcome,
      ...(input.note ? { note: input.note } : {}),
      ...(putOff === undefined ? {} : { dueOn: putOff }),
    },
    { at: doneAt },
  )
  const outcome = input.outcome === 'kept' ? 'met' : 'cancelled'
  draft.end(deadline, outcome, eventId, Math.max(doneAt, deadline.openedAt), body)
  const next = putOff === undefined ? [] : [follow(draft, { ...promiseOf(commitment), dueOn: putOff }, by)]
  fireDue(draft)
  return { cases: [draft.change()], ...(next.length > 0 ? { commitments: next } : {}) }
}

/** Throws Refusal `date_in_past`, `date_too_far`. */
function mustBeLater(dueOn: string | undefined, { dueOn: was }: CommitmentFacts, today: string): string {
  if (dueOn === undefined || dueOn < today || dueOn <= was)
    throw new Refusal('date_in_past', { date: dueOn ?? was }, ['dueOn'])
  mustComeSoon(dueOn, today, ['dueOn'])
  return dueOn
}

const promiseOf = ({ who, body, branch, staff, contact, reply, instruction, text }: CommitmentFacts) => ({
  ...{ who, body, branch, staff, contact, reply, instruction, text },
  source: 'staff' as const,
})

/** What has become of a promise, by its deadline and by what was said when that ended. */
export function commitmentState(deadline: {
  outcome: string | null
  judged: boolean
  said?: string | null
}): CommitmentState {
  if (deadline.outcome === 'met') return 'kept'
  if (deadline.outcome === null) return deadline.judged ? 'missed' : 'open'
  return COMMITMENT_OUTCOMES.find((outcome) => outcome === deadline.said) ?? 'withdrawn'
}
