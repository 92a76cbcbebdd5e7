import { because } from './because.ts'
import type { CaseFacts, Change, InstructionReportRow, InstructionRow, InstructionSet } from './change.ts'
import { endOfLocalDay } from './clock.ts'
import { Draft } from './draft.ts'
import { fireDue } from './escalation.ts'
import type { Actor } from './events.ts'
import type { Role } from './people.ts'
import { step } from './reaction.ts'
import { Refusal } from './refusal.ts'
import { isOpen } from './status.ts'
import type { Ids, World } from './world.ts'
import { localDate } from './zone.ts'

export interface InstructionFacts {
  readonly id: number
  readonly caseId: number
  readonly author: number
  readonly responsible: number
  readonly coExecutors: readonly number[]
  readonly dueOn: string
  readonly state: string
  readonly acceptedAt: number | null
  readonly extension: unknown
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
  if (!isOpen(facts.case.status)) throw new Refusal('not_in_status', { status: facts.case.status, move: 'instruction' })
  for (const [path, person] of [
    ['responsible', input.responsible] as const,
    ...input.coExecutors.map((p) => ['coExecutors', p] as const),
  ]) {
    const found = world.roster.person(person)
    if (!found || found.roles.includes('desk')) throw new Refusal('unknown_staff', { staff: person }, [path])
  }
  const draft = new Draft(facts, world, ids, at)
  const { zone } = draft.case
  if (input.dueOn < localDate(zone, at)) throw new Refusal('date_in_past', { date: input.dueOn }, ['dueOn'])
  fireDue(draft)
  const row: InstructionRow = {
    id: ids.next(),
    caseId: draft.case.id,
    text: input.text,
    author: by.staff!,
    responsible: input.responsible,
    branch: world.roster.person(input.responsible)!.branch,
    coExecutors: input.coExecutors,
    dueOn: input.dueOn,
    publicText: input.publicText ?? null,
    state: 'open',
    createdAt: at,
  }
  if (draft.case.status !== 'resolved') draft.move('work')
  draft.case.underWay = true
  const dueAt = endOfLocalDay(zone, input.dueOn)
  const responsible = world.roster.person(input.responsible)!
  const eventId = draft.event('instructed', by, true, {
    instruction: row.id,
    text: input.text,
    responsible: input.responsible,
    responsibleName: responsible.name,
    dueOn: input.dueOn,
  })
  step(draft, eventId)
  draft.open(
    'instruction',
    dueAt,
    because('instructionDate', { on: input.dueOn, due: dueAt, zone, author: row.author, responsible: row.responsible }),
    row.id,
  )
  for (const person of new Set([input.responsible, ...input.coExecutors])) {
    draft.tell(world.roster.person(person), 'instructed', eventId, { instruction: row.id, dueOn: input.dueOn }, true)
  }
  return { cases: [draft.change()], instructions: [row] }
}

const isCentral = (role: Role) => role === 'central' || role === 'central-head'

function set(row: InstructionFacts, more: Partial<InstructionSet>): InstructionSet {
  return {
    id: row.id,
    state: row.state,
    dueOn: row.dueOn,
    acceptedAt: row.acceptedAt,
    extension: row.extension,
    ...more,
  }
}

function mustBe(row: InstructionFacts, states: readonly string[], move: string): void {
  if (!states.includes(row.state)) throw new Refusal('not_in_status', { status: row.state, move })
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
  if (by.staff !== row.responsible && !row.coExecutors.includes(by.staff!)) throw new Refusal('forbidden')
  const draft = new Draft(facts, world, ids, at)
  fireDue(draft)
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
  if (isOpen(draft.case.status)) step(draft, eventId)
  draft.tell(world.roster.person(row.author), 'instruction-reported', eventId, {
    instruction: row.id,
    final: input.final,
  })
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
  if (by.staff === row.responsible || row.coExecutors.includes(by.staff!)) throw new Refusal('needs_other_person')
  const draft = new Draft(facts, world, ids, at)
  fireDue(draft)
  const eventId = draft.event('instruction-accepted', by, true, { instruction: row.id })
  for (const d of draft.deadlines('instruction', row.id)) draft.end(d, 'met', eventId)
  if (isOpen(draft.case.status)) step(draft, eventId)
  draft.tell(world.roster.person(row.responsible), 'instruction-accepted', eventId, { instruction: row.id })
  return { cases: [draft.change()], instructionSets: [set(row, { state: 'accepted', acceptedAt: at })] }
}

/** The report is not enough: back to the responsible, the clock goes on. Throws Refusal `not_in_status`. */
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
  const draft = new Draft(facts, world, ids, at)
  fireDue(draft)
  const eventId = draft.event('instruction-returned', by, true, { instruction: row.id, reason })
  draft.tell(
    world.roster.person(row.responsible),
    'instruction-returned',
    eventId,
    { instruction: row.id, reason },
    true,
  )
  return { cases: [draft.change()], instructionSets: [set(row, { state: 'open' })] }
}

/**
 * An extension: asked for by the responsible before the term, decided by the author or the centre (their own call with a
 * date decides). Throws Refusal `forbidden`, `date_in_past`, `not_in_status`.
 */
export function decideInstructionExtension(
  facts: CaseFacts,
  row: InstructionFacts,
  input: { until: string; reason: string },
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  mustBe(row, ['open', 'reported'], 'extension')
  const draft = new Draft(facts, world, ids, at)
  const { zone } = draft.case
  if (input.until < localDate(zone, at)) throw new Refusal('date_in_past', { date: input.until }, ['until'])
  fireDue(draft)
  const asks = by.staff === row.responsible || row.coExecutors.includes(by.staff!)
  const deadline = draft.deadlines('instruction', row.id)[0]
  const decides = by.staff === row.author || !!world.roster.person(by.staff ?? 0)?.roles.some(isCentral)
  if (!asks && !decides) throw new Refusal('forbidden')
  if (asks) {
    if (deadline && deadline.dueAt <= at) throw new Refusal('not_in_status', { status: 'overdue', move: 'extension' })
    const eventId = draft.event('instruction-extended', by, false, { instruction: row.id, asked: true, ...input })
    draft.tell(world.roster.person(row.author), 'instruction-extension-asked', eventId, {
      instruction: row.id,
      ...input,
    })
    return {
      cases: [draft.change()],
      instructionSets: [set(row, { extension: { ...input, askedBy: by.staff, askedAt: at } })],
    }
  }
  const dueAt = endOfLocalDay(zone, input.until)
  const eventId = draft.event('instruction-extended', by, true, { instruction: row.id, asked: false, ...input })
  if (deadline) {
    const from = deadline.dueAt
    const why = because('instructionDate', {
      on: input.until,
      due: dueAt,
      zone,
      author: row.author,
      responsible: row.responsible,
    })
    draft.extend(deadline, dueAt, why, eventId)
    draft.event('re-dated', by, true, { deadline: 'instruction', from, to: dueAt, because: why, cause: eventId })
    fireDue(draft)
  }
  draft.tell(world.roster.person(row.responsible), 'instruction-extended', eventId, {
    instruction: row.id,
    until: input.until,
  })
  return { cases: [draft.change()], instructionSets: [set(row, { dueOn: input.until, extension: null })] }
}
