import type { CaseFacts, Change, ExtensionDecided } from './change.ts'
import { endOfLocalDay } from './clock.ts'
import { Draft } from './draft.ts'
import { begin, fireDue } from './escalation.ts'
import type { Actor } from './events.ts'
import { mustComeSoon } from './horizon.ts'
import {
  type ExtensionAsked,
  executes,
  type InstructionFacts,
  isCentral,
  mustBe,
  set,
  tellExecutors,
  termOf,
} from './instruction.ts'
import { Refusal } from './refusal.ts'
import type { Ids, World } from './world.ts'
import { localDate } from './zone.ts'

/**
 * An extension: asked for by those who execute it before the term, decided by its author or the centre (their own call
 * with a date decides), never by who asks. Throws Refusal `forbidden`, `date_in_past`, `nothing_to_change` (no later
 * than now), `not_in_status`.
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
  mustComeSoon(input.until, localDate(zone, at), ['until'])
  if (input.until <= row.dueOn) throw new Refusal('nothing_to_change', {}, ['until'])
  fireDue(draft)
  const asks = executes(row, by)
  const deadline = draft.deadlines('instruction', row.id)[0]
  if (!asks && !mayDecide(row, by, world)) throw new Refusal('forbidden')
  if (asks) {
    if (deadline && deadline.dueAt <= at) throw new Refusal('not_in_status', { status: 'overdue', move: 'extension' })
    const eventId = draft.event('instruction-extended', by, false, { instruction: row.id, asked: true, ...input })
    const told = { instruction: row.id, ...input }
    draft.tell(world.roster.person(row.author), 'instruction-extension-asked', eventId, told)
    const extension: ExtensionAsked = { ...input, askedBy: by.staff!, askedAt: at }
    return { cases: [draft.change()], instructionSets: [set(row, { extension })] }
  }
  const eventId = draft.event('instruction-extended', by, true, { instruction: row.id, asked: false, ...input })
  if (deadline) {
    const from = deadline.dueAt
    const why = termOf(draft, row, input.until, deadline.because.params.reported)
    const to = endOfLocalDay(zone, input.until)
    draft.extend(deadline, to, why, eventId)
    draft.event('re-dated', by, true, { deadline: 'instruction', from, to, because: why, cause: eventId })
    fireDue(draft)
  }
  tellExecutors(draft, row, 'instruction-extended', eventId, { until: input.until })
  const extensions = decided(row, { granted: true, until: input.until, reason: input.reason }, by, at)
  return { cases: [draft.change()], instructionSets: [set(row, { dueOn: input.until, extension: null, extensions })] }
}

/** No longer term: the asking is over, the date stands. Throws Refusal `forbidden`, `needs_other_person`, `nothing_to_change` (nobody asked), `not_in_status`. */
export function decideExtensionRefusal(
  facts: CaseFacts,
  row: InstructionFacts,
  reason: string,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  mustBe(row, ['open', 'reported'], 'extension-refusal')
  if (executes(row, by)) throw new Refusal('needs_other_person')
  if (!mayDecide(row, by, world)) throw new Refusal('forbidden')
  const asked = row.extension as ExtensionAsked | null
  if (!asked) throw new Refusal('nothing_to_change')
  const draft = begin(facts, world, ids, at)
  const { until } = asked
  const eventId = draft.event('instruction-extension-refused', by, false, { instruction: row.id, until, reason })
  tellExecutors(draft, row, 'instruction-extension-refused', eventId, { reason, dueOn: row.dueOn }, true)
  const extensions = decided(row, { granted: false, until, reason }, by, at)
  return { cases: [draft.change()], instructionSets: [set(row, { extension: null, extensions })] }
}

const mayDecide = (row: InstructionFacts, { staff }: Actor, world: World): boolean =>
  staff === row.author || !!world.roster.person(staff ?? 0)?.roles.some(isCentral)

/** What became of the asking, or of an extension nobody asked for, joins those before it. */
function decided(
  row: InstructionFacts,
  what: Pick<ExtensionDecided, 'granted' | 'until' | 'reason'>,
  by: Actor,
  at: number,
): readonly ExtensionDecided[] {
  const asked = row.extension as ExtensionAsked | null
  return [...row.extensions, { ...what, asked, decidedBy: by.staff!, decidedAt: at }]
}
