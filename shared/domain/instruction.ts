import { because } from './because.ts'
import type {
  CaseFacts,
  Change,
  ExtensionDecided,
  InstructionReportRow,
  InstructionRow,
  InstructionSet,
} from './change.ts'
import { endOfLocalDay } from './clock.ts'
import { Draft } from './draft.ts'
import { begin, fireDue } from './escalation.ts'
import type { Actor } from './events.ts'
import { mustComeSoon } from './horizon.ts'
import type { Role } from './people.ts'
import { step } from './reaction.ts'
import { Refusal } from './refusal.ts'
import { isOpen } from './status.ts'
import { stampReport } from './to-accept.ts'
import type { Ids, World } from './world.ts'
import { localDate } from './zone.ts'

/** A longer term asked for and not decided yet. */
export interface ExtensionAsked {
  readonly until: string
  readonly reason: string
  readonly askedBy: number
  readonly askedAt: number
}

export interface InstructionFacts {
  readonly id: number
  readonly caseId: number
  readonly author: number
  readonly responsible: number
  readonly coExecutors: readonly number[]
  readonly dueOn: string
  readonly state: string
  readonly acceptedAt: number | null
  readonly acceptedBy: number | null
  readonly extension: unknown
  readonly extensions: readonly ExtensionDecided[]
  readonly reports: readonly { readonly id: number; readonly final: boolean; readonly returnedAt: number | null }[]
}

export interface InstructionInput {
  readonly text: string
  readonly responsible: number
  readonly coExecutors: readonly number[]
  readonly dueOn: string
  /** For everyone: what was ordered, without names or anything private. */
  readonly publicText?: string | undefined
}

/** The centre orders something by a date; it stays on control until its report is accepted. Throws Refusal `unknown_staff`, `date_in_past`, `not_in_status`. */
export function decideInstruction(
  facts: CaseFacts,
  input: InstructionInput,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  const draft = new Draft(facts, world, ids, at)
  const row = order(draft, input, by)
  return { cases: [draft.change()], instructions: [row] }
}

/** Orders something on the case of the draft: by itself, in the minutes of a meeting, or as an answer to a branch. `path`: of the input. */
export function order(draft: Draft, input: InstructionInput, by: Actor, path: readonly string[] = []): InstructionRow {
  const { world, at } = draft
  if (!isOpen(draft.case.status))
    throw new Refusal('not_in_status', { status: draft.case.status, move: 'instruction' }, path)
  for (const [name, person] of [
    ['responsible', input.responsible] as const,
    ...input.coExecutors.map((p) => ['coExecutors', p] as const),
  ]) {
    const found = world.roster.person(person)
    if (!found || found.roles.includes('desk')) throw new Refusal('unknown_staff', { staff: person }, [...path, name])
  }
  const { zone } = draft.case
  if (input.dueOn < localDate(zone, at)) throw new Refusal('date_in_past', { date: input.dueOn }, [...path, 'dueOn'])
  mustComeSoon(input.dueOn, localDate(zone, at), [...path, 'dueOn'])
  fireDue(draft)
  const responsible = world.roster.person(input.responsible)!
  const coExecutors = [...new Set(input.coExecutors)].filter((p) => p !== input.responsible)
  const row: InstructionRow = {
    id: draft.ids.next(),
    caseId: draft.case.id,
    text: input.text,
    author: by.staff!,
    responsible: responsible.id,
    branch: responsible.branch,
    coExecutors,
    dueOn: input.dueOn,
    publicText: input.publicText ?? null,
    state: 'open',
    createdAt: at,
  }
  if (draft.case.status !== 'resolved') draft.move('work')
  draft.case.underWay = true
  const eventId = draft.event('instructed', by, true, {
    instruction: row.id,
    text: input.text,
    ...(row.publicText ? { publicText: row.publicText } : {}),
    responsible: row.responsible,
    responsibleName: responsible.name,
    dueOn: input.dueOn,
  })
  step(draft, eventId)
  draft.open('instruction', endOfLocalDay(zone, row.dueOn), termOf(draft, row, row.dueOn), row.id)
  for (const person of [row.responsible, ...coExecutors])
    draft.tell(world.roster.person(person), 'instructed', eventId, { instruction: row.id, dueOn: input.dueOn }, true)
  return row
}

/** Author, responsible and co-executors are stamped into the deadline: its ladder speaks to them. */
export function termOf(
  draft: Draft,
  row: Pick<InstructionFacts, 'author' | 'responsible' | 'coExecutors'>,
  on: string,
  reported: string | number | null = null,
) {
  const { zone } = draft.case
  const { author, responsible, coExecutors } = row
  return because('instructionDate', {
    ...{ on, due: endOfLocalDay(zone, on), zone, author, responsible },
    ...(coExecutors.length > 0 ? { coExecutors: coExecutors.join(',') } : {}),
    ...(reported === null ? {} : { reported }),
  })
}

export const isCentral = (role: Role | string | undefined) => role === 'central' || role === 'central-head'

/** Whether they act in a role that may order something. */
export const decidesForCentre = ({ role }: Actor): boolean => isCentral(role)

export const executes = (row: InstructionFacts, { staff }: Actor): boolean =>
  staff === row.responsible || row.coExecutors.includes(staff!)

/** The stored part of an instruction as it will be. */
export function set(row: InstructionFacts, more: Partial<InstructionSet>): InstructionSet {
  const { id, state, dueOn, acceptedAt, acceptedBy, extension, extensions } = row
  return { id, state, dueOn, acceptedAt, acceptedBy, extension, extensions, ...more }
}

/** Throws Refusal `not_in_status`. */
export function mustBe(row: InstructionFacts, states: readonly string[], move: string): void {
  if (!states.includes(row.state)) throw new Refusal('not_in_status', { status: row.state, move })
}

/** Whoever carries it out hears of it, co-executors too. */
export function tellExecutors(
  draft: Draft,
  row: InstructionFacts,
  kind: string,
  eventId: number,
  data: object,
  urgent = false,
) {
  for (const person of [row.responsible, ...row.coExecutors])
    draft.tell(draft.world.roster.person(person), kind, eventId, { instruction: row.id, ...data }, urgent)
}

/** A report on an instruction; an interim one does not take it off control. Throws Refusal `not_in_status`, `forbidden`. */
export function decideInstructionReport(
  facts: CaseFacts,
  row: InstructionFacts,
  input: { text: string; final: boolean },
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  mustBe(row, ['open', 'reported'], 'report')
  if (!executes(row, by)) throw new Refusal('forbidden')
  const draft = begin(facts, world, ids, at)
  const report: InstructionReportRow = {
    id: ids.next(),
    instruction: row.id,
    text: input.text,
    final: input.final,
    by: by.staff!,
    at,
  }
  const eventId = draft.event('instruction-reported', by, false, {
    instruction: row.id,
    final: input.final,
    text: input.text,
  })
  if (input.final) stampReport(draft, row.id, at)
  if (isOpen(draft.case.status)) step(draft, eventId)
  const told = { instruction: row.id, final: input.final }
  draft.tell(world.roster.person(row.author), 'instruction-reported', eventId, told)
  return {
    cases: [draft.change()],
    instructionReports: [report],
    instructionSets: [set(row, { state: input.final ? 'reported' : row.state })],
  }
}

/** The report is accepted: off control. Never by the person who reported. Throws Refusal `not_in_status`, `needs_other_person`. */
export function decideAcceptance(
  facts: CaseFacts,
  row: InstructionFacts,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  mustBe(row, ['reported'], 'acceptance')
  if (executes(row, by)) throw new Refusal('needs_other_person')
  const draft = begin(facts, world, ids, at)
  const eventId = draft.event('instruction-accepted', by, true, { instruction: row.id })
  for (const d of draft.deadlines('instruction', row.id)) draft.end(d, 'met', eventId)
  if (isOpen(draft.case.status)) step(draft, eventId)
  tellExecutors(draft, row, 'instruction-accepted', eventId, {})
  const off = { state: 'accepted', acceptedAt: at, acceptedBy: by.staff!, extension: null }
  return { cases: [draft.change()], instructionSets: [set(row, off)] }
}

/** The report is not enough: back to the responsible, the clock goes on. Throws Refusal `not_in_status`, `needs_other_person`. */
export function decideReturn(
  facts: CaseFacts,
  row: InstructionFacts,
  reason: string,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  mustBe(row, ['reported'], 'return')
  if (executes(row, by)) throw new Refusal('needs_other_person')
  const draft = begin(facts, world, ids, at)
  const eventId = draft.event('instruction-returned', by, true, { instruction: row.id, reason })
  stampReport(draft, row.id, null)
  tellExecutors(draft, row, 'instruction-returned', eventId, { reason }, true)
  const returned = row.reports
    .filter((r) => r.final && r.returnedAt === null)
    .map(({ id }) => ({ id, returnedAt: at, returnedBy: by.staff!, returnReason: reason }))
  return {
    cases: [draft.change()],
    instructionSets: [set(row, { state: 'open' })],
    instructionReportSets: returned,
  }
}
