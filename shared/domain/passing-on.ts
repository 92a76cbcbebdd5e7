import { addWorkingDays } from './calendar.ts'
import type { ContactFacts } from './contact.ts'
import type { World } from './world.ts'

/** What holds where the law of the day sets no term in working days. */
const WORKING_DAYS = 3

/** The last day on which a body that is not competent may pass a letter on (АППК 65(1)), counted from its registration. */
export function passOnBy(
  contact: Pick<ContactFacts, 'registeredOn' | 'sentOn'>,
  { calendar, legalTerm }: Pick<World, 'calendar' | 'legalTerm'>,
): string {
  const from = contact.registeredOn ?? contact.sentOn
  const term = legalTerm('redirect', from)
  return addWorkingDays(calendar, from, (term?.unit === 'working' ? term.days : null) ?? WORKING_DAYS)
}

/** Whether a letter reached the competent body later than the first one had to pass it on. */
export function passedOnLate(
  contact: Pick<ContactFacts, 'registeredOn' | 'sentOn'>,
  receivedOn: string,
  world: Pick<World, 'calendar' | 'legalTerm'>,
): boolean {
  return receivedOn > passOnBy(contact, world)
}
