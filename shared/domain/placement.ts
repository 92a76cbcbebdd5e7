import type { CaseFacts, Change, MailSet } from './change.ts'
import type { ContactFacts } from './contact.ts'
import { begin } from './escalation.ts'
import type { Actor } from './events.ts'
import type { Role } from './people.ts'
import { Refusal } from './refusal.ts'
import type { Ids, World } from './world.ts'

/** A mail that has become a reply, as taking it back needs it. */
export interface PlacedMail {
  readonly id: number
  readonly letter: number | null
  readonly reply: number
  readonly grade: string | null
  /** Whether somebody has made a promise of it already. */
  readonly promised: boolean
  /** Null: it found its place by itself. */
  readonly handledBy: number | null
}

const LEADS: ReadonlySet<Role> = new Set<Role>(['head', 'central', 'central-head'])

/**
 * A mail that was put to the wrong letter is taken back, with a reason, by whoever put it there or somebody who leads; what
 * found its place by itself, by anyone who works on the letter. Only as long as nobody has graded the reply or followed a
 * promise of it: deadlines and verdicts rely on those. The reply is gone, its grade is owed no longer, the mail waits in the
 * pen again. Throws Refusal `forbidden`, `placement_stands`.
 */
export function decideTakingBack(
  facts: readonly CaseFacts[],
  contact: ContactFacts,
  mail: PlacedMail,
  reason: string,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  const leads = world.roster.person(by.staff ?? 0)?.roles.some((role) => LEADS.has(role))
  if (mail.handledBy !== null && mail.handledBy !== by.staff && !leads) throw new Refusal('forbidden')
  if (mail.grade !== null || mail.promised) throw new Refusal('placement_stands')
  const cases = facts.map((fact) => {
    const draft = begin(fact, world, ids, at)
    const said = { contact: contact.id, reply: mail.reply, body: contact.body }
    const eventId = draft.event('reply-withdrawn', by, true, { ...said, reason })
    for (const owed of draft.deadlines('action', mail.reply))
      if (owed.because.key === 'gradeOwed') draft.end(owed, 'cancelled', eventId)
    return draft.change()
  })
  const back: MailSet = {
    id: mail.id,
    state: 'held',
    reason: 'taken-back',
    note: reason,
    contact: null,
    letter: mail.letter,
    reply: null,
    handledBy: by.staff!,
    handledAt: at,
  }
  return { cases, repliesGone: [{ id: mail.reply }], mailSets: [back] }
}
