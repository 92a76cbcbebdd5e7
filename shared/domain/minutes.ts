import type { CaseFacts, Change, InstructionRow } from './change.ts'
import type { MeetingDecisionRow } from './change-meeting.ts'
import { begin } from './escalation.ts'
import type { Actor } from './events.ts'
import { decidesForCentre, order } from './instruction.ts'
import { type MeetingFacts, mustBeCalled, owedBy, setOf, told } from './meeting.ts'
import { step } from './reaction.ts'
import { Refusal } from './refusal.ts'
import { isOpen } from './status.ts'
import type { Ids, World } from './world.ts'

export interface DecisionInput {
  readonly text: string
  /** The case it is about; the first of the meeting unless told. */
  readonly caseId?: number | undefined
  readonly instruction?:
    | { readonly responsible: number; readonly coExecutors: readonly number[]; readonly dueOn: string }
    | undefined
  /** Why nothing follows from it. */
  readonly noAction?: string | undefined
}

/**
 * What was decided. Each decision becomes an instruction on its case or says why nothing follows; only the centre
 * instructs. Throws Refusal `not_in_status`, `date_in_future` (it has not begun), `forbidden`, `unknown_staff`, `date_in_past`.
 */
export function decideMinutes(
  facts: readonly CaseFacts[],
  meeting: MeetingFacts,
  decisions: readonly DecisionInput[],
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  mustBeCalled(meeting, 'minutes')
  if (meeting.startsAt > at) throw new Refusal('date_in_future', {}, ['decisions'])
  const instructions: InstructionRow[] = []
  const rows: MeetingDecisionRow[] = []
  const cases = facts.map((fact, i) => {
    const draft = begin(fact, world, ids, at)
    const own = decisions.flatMap((decision, n) =>
      (decision.caseId ?? facts[0]!.case.id) === fact.case.id ? [{ ...decision, n }] : [],
    )
    const ordered = own.filter((d) => d.instruction).length
    const held = Math.max(Math.min(meeting.endsAt, at), draft.case.recordedAt)
    const data = { ...told(meeting), decisions: own.length, instructions: ordered, cases: facts.length }
    const eventId = draft.event('met', by, true, data, { at: Math.min(held, at) })
    for (const deadline of owedBy(draft, meeting)) draft.end(deadline, 'met', eventId)
    if (isOpen(draft.case.status)) step(draft, eventId)
    for (const { n, text, instruction, noAction } of own) {
      const decision = { id: ids.next(), meeting: meeting.id, position: n, caseId: fact.case.id, text }
      if (!instruction) {
        rows.push({ ...decision, instruction: null, noAction: noAction! })
        continue
      }
      const path = ['decisions', String(n), 'instruction']
      if (!decidesForCentre(by)) throw new Refusal('forbidden', {}, path)
      const row = order(draft, { text, ...instruction }, by, path)
      instructions.push(row)
      rows.push({ ...decision, instruction: row.id, noAction: null })
    }
    if (i === 0) {
      for (const person of meeting.staff)
        if (person !== by.staff)
          draft.tell(world.roster.person(person), 'meeting-minutes', eventId, { meeting: meeting.id })
    }
    return draft.change()
  })
  const held = { ...setOf(meeting), state: 'held', heldAt: at, minutesBy: by.staff! }
  return { cases, instructions, meetingSets: [held], meetingDecisions: rows.sort((a, b) => a.position - b.position) }
}
