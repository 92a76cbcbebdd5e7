import type { CaseFacts, Change, ContactSet, ReplySet } from './change.ts'
import type { ContactFacts, Grade } from './contact.ts'
import { Draft } from './draft.ts'
import { fireDue } from './escalation.ts'
import type { Actor } from './events.ts'
import { isAnswer } from './letter.ts'
import { step } from './reaction.ts'
import { Refusal } from './refusal.ts'
import { isOpen } from './status.ts'
import type { Ids, World } from './world.ts'

/** What is stored of a reply, as its grading needs it. */
export interface ReplyFacts {
  readonly id: number
  readonly receivedAt: number
  readonly grade: string | null
}

/**
 * A person has read a reply and says what it is worth. One that answers stops the clock at the instant it was received: in
 * time stays in time however late it is graded, and a verdict written meanwhile gets its correction. A grade may be
 * changed at any time, but an answer stays one: verdicts rely on it for ever, so a hollow answer is met by writing again.
 * Throws Refusal `nothing_to_change`, `grade_stands`.
 */
export function decideGrade(
  facts: readonly CaseFacts[],
  contact: ContactFacts,
  reply: ReplyFacts,
  input: { grade: Grade; note?: string | undefined },
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  const { id, receivedAt, grade: was } = reply
  if (was === input.grade) throw new Refusal('nothing_to_change')
  const answers = isAnswer(input.grade)
  if (isAnswer(was) && !answers) throw new Refusal('grade_stands', { grade: was! }, ['grade'])
  const cases = facts.map((fact) => {
    const draft = new Draft(fact, world, ids, at)
    fireDue(draft, Math.min(receivedAt, at))
    const eventId = draft.event('graded', by, true, {
      contact: contact.id,
      reply: id,
      body: contact.body,
      grade: input.grade,
      ...(was ? { was } : {}),
      ...(input.note ? { note: input.note } : {}),
      receivedAt,
    })
    if (answers)
      for (const d of draft.deadlines('reply', contact.id)) draft.end(d, 'met', eventId, receivedAt, contact.body)
    fireDue(draft)
    for (const d of draft.deadlines('action', id)) if (d.because.key === 'gradeOwed') draft.end(d, 'met', eventId)
    if (isOpen(draft.case.status)) {
      step(draft, eventId)
      draft.tellReporter('replied', eventId, { body: contact.body, grade: input.grade })
    }
    return draft.change()
  })
  const sets: ContactSet[] =
    answers && contact.state === 'open' ? [{ id: contact.id, state: 'answered', answeredAt: receivedAt }] : []
  const set: ReplySet = { id, grade: input.grade, gradedBy: by.staff ?? null, gradedAt: at }
  return { cases, contactSets: sets, replySets: [set] }
}
