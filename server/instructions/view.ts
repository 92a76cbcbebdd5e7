import type { InstructionRow } from '../../db/views/instructions.ts'
import type { InstructionView } from '../../shared/contract/instruction.ts'
import type { CaseFacts, Change } from '../../shared/domain/change.ts'
import { isOverdue } from '../../shared/domain/clock.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import { explain3 } from '../because.ts'
import type { FullWorld } from '../world.ts'

interface Asked {
  readonly until: string
  readonly reason: string
  readonly askedBy: number
  readonly askedAt: number
}

/** An instruction as those on either side of it see it. */
export function viewInstruction(row: InstructionRow, world: FullWorld, at: number): InstructionView {
  const instant = (ms: number | null) => (ms === null ? null : rfc3339(row.zone, ms))
  const person = (id: number) => ({ id, name: world.roster.person(id)?.name ?? '' })
  const asked = row.extension as Asked | null
  return {
    id: row.id,
    case: row.number,
    text: row.text,
    author: person(row.author),
    responsible: person(row.responsible),
    coExecutors: row.coExecutors.map(person),
    dueOn: row.dueOn,
    dueAt: instant(row.due?.dueAt ?? null),
    dueBecause: row.due ? explain3(row.due.because, world.reference) : null,
    overdue: row.due !== null && isOverdue(row.due.dueAt, at),
    state: row.state as InstructionView['state'],
    createdAt: instant(row.createdAt)!,
    acceptedAt: instant(row.acceptedAt),
    extension: asked && {
      until: asked.until,
      reason: asked.reason,
      askedBy: person(asked.askedBy),
      askedAt: instant(asked.askedAt)!,
    },
    reports: row.reports.map((r) => ({ ...r, by: person(r.by), at: instant(r.at)! })),
  }
}

/** An instruction after a change; a new one when there was none. */
export function instructionAfter(row: InstructionRow | null, facts: CaseFacts, change: Change): InstructionRow {
  const [made] = change.instructions ?? []
  const [set] = change.instructionSets ?? []
  const before = row ?? {
    ...made!,
    acceptedAt: null,
    extension: null,
    number: facts.case.number,
    zone: facts.case.zone,
    reports: [],
  }
  const deadlines = new Map(facts.deadlines.map((d) => [d.id, d]))
  for (const c of change.cases) for (const d of [...c.opened, ...c.changed]) deadlines.set(d.id, d)
  const due = [...deadlines.values()].find(
    (d) => d.kind === 'instruction' && d.subject === before.id && d.closedAt === null,
  )
  return {
    ...before,
    ...set,
    due: due ? { dueAt: due.dueAt, because: due.because } : null,
    reports: [...before.reports, ...(change.instructionReports ?? [])],
  }
}
