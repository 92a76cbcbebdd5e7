import type { InstructionRow } from '../../db/views/instructions.ts'
import type { InstructionView } from '../../shared/contract/instruction.ts'
import type { CaseFacts, Change } from '../../shared/domain/change.ts'
import { isOverdue } from '../../shared/domain/clock.ts'
import type { ExtensionAsked } from '../../shared/domain/instruction.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import { explain3 } from '../because.ts'
import type { FullWorld } from '../world.ts'

/** An instruction as those on either side of it see it. */
export function viewInstruction(row: InstructionRow, world: FullWorld, at: number): InstructionView {
  const instant = (ms: number) => rfc3339(row.zone, ms)
  const maybe = (ms: number | null) => (ms === null ? null : instant(ms))
  const person = (id: number) => ({ id, name: world.roster.person(id)?.name ?? '' })
  const asking = ({ until, reason, askedBy, askedAt }: ExtensionAsked) => ({
    until,
    reason,
    askedBy: person(askedBy),
    askedAt: instant(askedAt),
  })
  const asked = row.extension as ExtensionAsked | null
  return {
    id: row.id,
    case: row.number,
    text: row.text,
    publicText: row.publicText,
    author: person(row.author),
    responsible: person(row.responsible),
    coExecutors: row.coExecutors.map(person),
    branch: row.branch,
    dueOn: row.dueOn,
    dueAt: maybe(row.due?.dueAt ?? null),
    dueBecause: row.due ? explain3(row.due.because, world.reference) : null,
    overdue: row.due !== null && isOverdue(row.due.dueAt, at),
    state: row.state as InstructionView['state'],
    createdAt: instant(row.createdAt),
    acceptedAt: maybe(row.acceptedAt),
    acceptedBy: row.acceptedBy === null ? null : person(row.acceptedBy),
    extension: asked && asking(asked),
    extensions: row.extensions.map((e) => ({
      granted: e.granted,
      until: e.until,
      reason: e.reason,
      asked: e.asked && asking(e.asked),
      decidedBy: person(e.decidedBy),
      decidedAt: instant(e.decidedAt),
    })),
    reports: row.reports.map(({ id, text, final, by, at, returnedAt, returnedBy, returnReason }) => ({
      ...{ id, text, final, by: person(by), at: instant(at) },
      returned:
        returnedAt === null ? null : { at: instant(returnedAt), by: person(returnedBy!), reason: returnReason ?? '' },
    })),
  }
}

/** An instruction after a change; a new one when there was none. */
export function instructionAfter(row: InstructionRow | null, facts: CaseFacts, change: Change): InstructionRow {
  const [made] = change.instructions ?? []
  const [set] = change.instructionSets ?? []
  const before: Omit<InstructionRow, 'due'> = row ?? {
    ...made!,
    acceptedAt: null,
    acceptedBy: null,
    extension: null,
    extensions: [],
    number: facts.case.number,
    zone: facts.case.zone,
    reports: [],
  }
  const deadlines = new Map(facts.deadlines.map((d) => [d.id, d]))
  for (const c of change.cases) for (const d of [...c.opened, ...c.changed]) deadlines.set(d.id, d)
  const due = [...deadlines.values()].find(
    (d) => d.kind === 'instruction' && d.subject === before.id && d.closedAt === null,
  )
  const returned = new Map((change.instructionReportSets ?? []).map((r) => [r.id, r]))
  const fresh = (change.instructionReports ?? []).map((r) => ({
    ...r,
    returnedAt: null,
    returnedBy: null,
    returnReason: null,
  }))
  return {
    ...before,
    ...set,
    due: due ? { dueAt: due.dueAt, because: due.because } : null,
    reports: [...before.reports.map((r) => ({ ...r, ...returned.get(r.id) })), ...fresh],
  }
}
