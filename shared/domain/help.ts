import { because } from './because.ts'
import { CENTRAL } from './case.ts'
import type { CaseFacts, Change } from './change.ts'
import type { HelpRow, HelpSet } from './change-meeting.ts'
import { cutOff } from './clock.ts'
import type { Draft } from './draft.ts'
import { begin, fireDue } from './escalation.ts'
import type { Actor } from './events.ts'
import { type InstructionInput, order } from './instruction.ts'
import { Refusal } from './refusal.ts'
import { mustBeOpen } from './status.ts'
import type { Ids, World } from './world.ts'

export interface HelpInput {
  readonly question: string
  readonly tried: string
  readonly needed: string
}

export interface HelpFacts {
  readonly id: number
  readonly caseId: number
  readonly askedBy: number
  readonly state: string
  readonly takenBy: number | null
  readonly takenAt: number | null
}

/**
 * A branch turns to the centre. The centre owes its answer by the same cut-off as the branch owes its own, in the time
 * zone of the central apparatus. It is no step of the branch: its own promises run on. Throws Refusal `not_in_status`.
 */
export function decideHelp(facts: CaseFacts, input: HelpInput, by: Actor, world: World, ids: Ids, at: number): Change {
  const draft = begin(facts, world, ids, at)
  mustBeOpen(draft.case.status, 'help')
  const zone = world.branch(CENTRAL)?.zone ?? draft.case.zone
  const { dueAt } = cutOff(world.policy.response, zone, at, world.calendar)
  const id = ids.next()
  const { branch } = draft.case
  const row: HelpRow = {
    ...{ id, caseId: draft.case.id, branch, askedBy: by.staff!, ...input },
    ...{ state: 'open', askedAt: at, dueAt },
  }
  draft.event('help-asked', by, true, { help: id, ...input, dueAt })
  const cut = world.policy.response.cutOff
  draft.open('help', dueAt, because('helpTerm', { at, zone, place: CENTRAL, cutOff: cut, due: dueAt }), id)
  // The centre hears of it now, not with the next pass.
  fireDue(draft)
  return { cases: [draft.change()], helps: [row] }
}

/** Somebody of the centre takes it on; the clock goes on. Throws Refusal `not_in_status`. */
export function decideHelpTaking(
  facts: CaseFacts,
  help: HelpFacts,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  mustWait(help, 'help-taking', ['open'])
  const draft = begin(facts, world, ids, at)
  const eventId = draft.event('help-taken', by, false, { help: help.id })
  draft.tell(world.roster.person(help.askedBy), 'help-taken', eventId, { help: help.id })
  return { cases: [draft.change()], helpSets: [{ ...setOf(help), state: 'taken', takenBy: by.staff!, takenAt: at }] }
}

/** The centre answers: its clock stops. Throws Refusal `not_in_status`. */
export function decideHelpAnswer(
  facts: CaseFacts,
  help: HelpFacts,
  text: string,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  mustWait(help, 'help-answer')
  const draft = begin(facts, world, ids, at)
  answer(draft, help, by, { text })
  return { cases: [draft.change()], helpSets: [{ ...answered(help, by, at), state: 'answered', answer: text }] }
}

/** The centre answers by ordering something. Throws Refusal as `decideInstruction`. */
export function decideHelpInstruction(
  facts: CaseFacts,
  help: HelpFacts,
  input: InstructionInput,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  mustWait(help, 'instruction')
  const draft = begin(facts, world, ids, at)
  mustBeOpen(draft.case.status, 'instruction')
  const instruction = order(draft, input, by)
  answer(draft, help, by, { instruction: instruction.id })
  const set = { ...answered(help, by, at), state: 'instructed', instruction: instruction.id }
  return { cases: [draft.change()], instructions: [instruction], helpSets: [set] }
}

/** The branch needs it no longer. Throws Refusal `not_in_status`. */
export function decideHelpWithdrawal(
  facts: CaseFacts,
  help: HelpFacts,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  mustWait(help, 'help-withdrawal')
  const draft = begin(facts, world, ids, at)
  const eventId = draft.event('help-withdrawn', by, false, { help: help.id })
  for (const d of draft.deadlines('help', help.id)) draft.end(d, 'cancelled', eventId)
  if (help.takenBy !== null) draft.tell(world.roster.person(help.takenBy), 'help-withdrawn', eventId, { help: help.id })
  const set = { ...setOf(help), state: 'withdrawn', withdrawnBy: by.staff!, withdrawnAt: at }
  return { cases: [draft.change()], helpSets: [set] }
}

function mustWait({ state }: HelpFacts, move: string, states: readonly string[] = ['open', 'taken']): void {
  if (!states.includes(state)) throw new Refusal('not_in_status', { status: state, move })
}

function answer(draft: Draft, help: HelpFacts, by: Actor, said: Record<string, unknown>): void {
  const eventId = draft.event('help-answered', by, true, { help: help.id, ...said })
  for (const d of draft.deadlines('help', help.id)) draft.end(d, 'met', eventId)
  const { roster } = draft.world
  for (const person of new Set([help.askedBy, draft.case.owner]))
    if (person !== by.staff)
      draft.tell(roster.person(person), 'help-answered', eventId, { help: help.id, ...said }, true)
}

const setOf = ({ id, state, takenBy, takenAt }: HelpFacts): HelpSet => ({
  ...{ id, state, takenBy, takenAt, answeredBy: null, answeredAt: null },
  ...{ answer: null, instruction: null, withdrawnBy: null, withdrawnAt: null },
})

const answered = (help: HelpFacts, by: Actor, at: number): HelpSet => ({
  ...setOf(help),
  answeredBy: by.staff!,
  answeredAt: at,
})
