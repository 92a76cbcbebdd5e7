import type { HelpRow } from '../../db/views/help.ts'
import type { HelpView } from '../../shared/contract/help.ts'
import type { CaseFacts, Change } from '../../shared/domain/change.ts'
import { isOverdue } from '../../shared/domain/clock.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import { explain3 } from '../because.ts'
import type { FullWorld } from '../world.ts'

/** Help asked for, as the branch and the centre see it. */
export function viewHelp(row: HelpRow, world: FullWorld, at: number): HelpView {
  const instant = (ms: number) => rfc3339(row.zone, ms)
  const maybe = (ms: number | null) => (ms === null ? null : instant(ms))
  const person = (id: number) => ({ id, name: world.roster.person(id)?.name ?? '' })
  const maybePerson = (id: number | null) => (id === null ? null : person(id))
  const waits = row.state === 'open' || row.state === 'taken'
  return {
    id: row.id,
    case: row.number,
    branch: row.branch,
    askedBy: person(row.askedBy),
    ...{ question: row.question, tried: row.tried, needed: row.needed },
    state: row.state as HelpView['state'],
    askedAt: instant(row.askedAt),
    dueAt: instant(row.dueAt),
    dueBecause: row.because && explain3(row.because, world.reference),
    overdue: waits && row.because !== null && isOverdue(row.dueAt, at),
    lapsed: waits && row.because === null,
    takenBy: maybePerson(row.takenBy),
    takenAt: maybe(row.takenAt),
    answeredBy: maybePerson(row.answeredBy),
    answeredAt: maybe(row.answeredAt),
    answer: row.answer,
    instruction: row.instruction,
    withdrawnBy: maybePerson(row.withdrawnBy),
    withdrawnAt: maybe(row.withdrawnAt),
  }
}

/** Help after a change; new when there was none. */
export function helpAfter(row: HelpRow | null, { case: c, deadlines }: CaseFacts, change: Change): HelpRow {
  const [made] = change.helps ?? []
  const [set] = change.helpSets ?? []
  const before: Omit<HelpRow, 'because'> = row ?? {
    ...made!,
    ...{ takenBy: null, takenAt: null, answeredBy: null, answeredAt: null, answer: null },
    ...{ instruction: null, withdrawnBy: null, withdrawnAt: null, number: c.number, zone: c.zone },
  }
  const known = new Map(deadlines.map((d) => [d.id, d]))
  for (const one of change.cases) for (const d of [...one.opened, ...one.changed]) known.set(d.id, d)
  const open = [...known.values()].find((d) => d.kind === 'help' && d.subject === before.id && d.closedAt === null)
  return { ...before, ...set, because: open?.because ?? null }
}
