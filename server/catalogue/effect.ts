import { listFacts } from '../../db/facts.ts'
import { listOutdatedTerms } from '../../db/redating.ts'
import type { CalendarDay } from '../../shared/domain/calendar.ts'
import { redatedTerm } from '../../shared/domain/contact.ts'
import type { Deps } from '../deps.ts'
import type { FullWorld } from '../world.ts'
import { merge } from './calendar.ts'

const MOST_CASES = 500

export interface MovedTerm {
  readonly case: string
  readonly zone: string
  /** Due instants, epoch ms. */
  readonly from: number
  readonly to: number
}

export interface CalendarEffect {
  readonly moved: readonly MovedTerm[]
  /** Cases looked at, when there are more. */
  readonly looked: number | null
}

/**
 * What a change of the calendar would do to the terms that run, by the decision that will be taken when it is saved
 * (shared/domain/redating.ts). Writes nothing. Throws `validation_failed`, `nothing_to_change`.
 */
export async function effectOf(
  { sql }: Deps,
  world: FullWorld,
  given: Readonly<Record<string, CalendarDay | null>>,
): Promise<CalendarEffect> {
  const { version, days } = world.calendar
  const calendar = { version: version + 1, days: merge(days, given) }
  const ids = await listOutdatedTerms(sql, calendar.version, MOST_CASES + 1)
  const facts = await listFacts(sql, ids.slice(0, MOST_CASES))
  const moved = facts.flatMap(({ case: c, deadlines }) =>
    deadlines
      .filter((d) => d.kind === 'reply' && !d.judged)
      .flatMap((d): MovedTerm[] => {
        const to = redatedTerm(d.because, calendar, c.zone)
        return to === null || to === d.dueAt ? [] : [{ case: c.number, zone: c.zone, from: d.dueAt, to }]
      }),
  )
  return { moved, looked: ids.length > MOST_CASES ? MOST_CASES : null }
}
