import { because } from './because.ts'
import type { CaseChange, CaseFacts } from './change.ts'
import { redatedTerm } from './contact.ts'
import { begin, fireDue } from './escalation.ts'
import { SYSTEM } from './events.ts'
import type { Ids, World } from './world.ts'

/**
 * A calendar changed: open working-day terms are counted again, with an event that says so. A term that had already
 * passed keeps its verdict; one that does not move only takes the new calendar version.
 */
export function decideRedating(facts: CaseFacts, world: World, ids: Ids, at: number): CaseChange {
  const draft = begin(facts, world, ids, at)
  const { calendar } = world
  for (const deadline of draft.deadlines('reply')) {
    if (deadline.calendar >= calendar.version) continue
    const dueAt = deadline.judged ? null : redatedTerm(deadline.because, calendar, draft.case.zone)
    const from = deadline.dueAt
    if (dueAt === null || dueAt === from) {
      draft.redate(deadline, from, deadline.because, calendar.version)
      continue
    }
    const why = because('calendarChanged', { calendar: calendar.version, from, to: dueAt, zone: draft.case.zone })
    const params = { ...deadline.because.params, due: dueAt, calendar: calendar.version }
    draft.redate(deadline, dueAt, { key: deadline.because.key, params }, calendar.version)
    draft.event('re-dated', SYSTEM, true, {
      deadline: 'reply',
      contact: deadline.subject,
      from,
      to: dueAt,
      because: why,
    })
  }
  fireDue(draft)
  return draft.change()
}
