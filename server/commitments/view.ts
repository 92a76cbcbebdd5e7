import type { CommitmentShown } from '../../db/commitments.ts'
import type { PromiseRow } from '../../db/views/promises.ts'
import type { CommitmentView, PromiseView } from '../../shared/contract/commitment.ts'
import type { CaseFacts, Change } from '../../shared/domain/change.ts'
import { isOverdue } from '../../shared/domain/clock.ts'
import { commitmentState } from '../../shared/domain/commitment.ts'
import type { Text3 } from '../../shared/domain/text.ts'
import { localDate, rfc3339 } from '../../shared/domain/zone.ts'
import { explain3 } from '../because.ts'
import type { FullWorld } from '../world.ts'

const named = (code: string, name: Text3 | undefined) => ({ code, name: name ?? { kk: code, ru: code, en: code } })

export function viewCommitment(row: CommitmentShown, { reference, roster }: FullWorld, at: number): CommitmentView {
  const person = (id: number) => ({ id, name: roster.person(id)?.name ?? '' })
  const { deadline, zone } = row
  return {
    id: row.id,
    case: row.number,
    who: row.who,
    body: row.body === null ? null : named(row.body, reference.body(row.body)?.name),
    branch: row.branch === null ? null : named(row.branch, reference.branch(row.branch)?.name),
    staff: row.staff === null ? null : person(row.staff),
    text: row.text,
    dueOn: row.dueOn,
    dueAt: rfc3339(zone, deadline.dueAt),
    because: explain3(deadline.because, reference),
    state: commitmentState(deadline),
    overdue: deadline.outcome === null && isOverdue(deadline.dueAt, at),
    source: row.source,
    contact: row.contact,
    reply: row.reply,
    instruction: row.instruction,
    createdBy: person(row.createdBy),
    createdAt: rfc3339(zone, row.createdAt),
    endedAt: deadline.closedAt === null ? null : rfc3339(zone, deadline.closedAt),
  }
}

/** A commitment that has just been made. */
export function newCommitment(change: Change, { case: { number, zone } }: CaseFacts): CommitmentShown {
  const { createdAt, ...row } = change.commitments![0]!
  const deadline = change.cases[0]!.opened.find((d) => d.kind === 'commitment' && d.subject === row.id)!
  const { dueAt, because, outcome, closedAt, judged } = deadline
  return {
    ...row,
    who: row.who as CommitmentShown['who'],
    number,
    zone,
    createdAt,
    createdOn: localDate(zone, createdAt),
    deadline: { dueAt, because, outcome, closedAt, judged, said: null },
  }
}

/** A commitment after its outcome. */
export function commitmentAfter(row: CommitmentShown, change: Change, said: string): CommitmentShown {
  const ended = change.cases[0]!.changed.find((d) => d.kind === 'commitment' && d.subject === row.id)
  if (!ended) return row
  const { dueAt, because, outcome, closedAt, judged } = ended
  return { ...row, deadline: { dueAt, because, outcome, closedAt, judged, said } }
}

export function viewPromise(row: PromiseRow, world: FullWorld, publicUrl: string, at: number): PromiseView {
  const { reference, roster } = world
  const person = (id: number | null) => {
    const found = id === null ? undefined : roster.person(id)
    return found ? { id: found.id, name: found.name } : null
  }
  const subject = (kind: PromiseRow['kind']) => (row.kind === kind ? row.subject : null)
  return {
    kind: row.kind,
    who: row.who,
    case: row.number,
    url: `${publicUrl}/desk/cases/${row.number}`,
    category: named(row.category, reference.category(row.category)?.name),
    branch: named(row.branch, reference.branch(row.branch)?.name),
    owner: person(row.owner),
    body: row.body === null ? null : named(row.body, reference.body(row.body)?.name),
    responsible: person(row.responsible),
    text: row.text,
    dueAt: rfc3339(row.zone, row.dueAt),
    because: explain3(row.because, reference),
    overdue: isOverdue(row.dueAt, at),
    outgoingNumber: row.outgoingNumber,
    contact: subject('reply'),
    instruction: subject('instruction'),
    commitment: subject('commitment'),
  }
}
