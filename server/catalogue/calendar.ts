import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { insertCalendar } from '../../db/catalogue.ts'
import type { CalendarRow } from '../../db/views/reference.ts'
import type { calendarBody, calendarView } from '../../shared/contract/policy.ts'
import { addWorkingDays, type Calendar, type CalendarDay, NoWorkingDay } from '../../shared/domain/calendar.ts'
import { isDate } from '../../shared/domain/date.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import type { Deps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'
import type { Reference } from '../reference.ts'
import { changeSetting, nothing } from '../settings.ts'
import { zoneOf } from '../staff/view.ts'

/** The longest term that is counted in working days, and some. */
const LOOK_WORKING_DAYS = 30

/**
 * Changes days of the calendar, in both directions: a new version, never an edit. Open working-day terms are counted
 * again by the engine, each with an event. Throws `validation_failed`, `nothing_to_change`.
 */
export async function changeCalendar(deps: Deps, request: FastifyRequest, given: z.output<typeof calendarBody>) {
  await changeSetting(deps, request, {
    read: nothing,
    decide(_facts, world, _ids, now) {
      const { version, days: held } = world.reference.calendar
      const days = merge(held, given.days)
      refuseEndless({ version: version + 1, days }, Object.keys(given.days))
      const by = request.caller.kind === 'staff' ? request.caller.id : null
      return {
        write: insertCalendar(deps.sql, { version: version + 1, days, note: given.note, by, at: now }),
        log: { what: 'calendar.change', subject: String(version + 1), data: { days: given.days, note: given.note } },
      }
    },
  })
  return viewCalendar((await deps.world.at(deps.now())).reference)
}

/** The days with the changes in them. Throws `validation_failed`, `nothing_to_change`. */
export function merge(
  held: Readonly<Record<string, CalendarDay>>,
  given: Readonly<Record<string, CalendarDay | null>>,
): Record<string, CalendarDay> {
  const days = { ...held }
  let changed = false
  for (const [date, day] of Object.entries(given)) {
    if (!isDate(date)) throw new HttpProblem('validation_failed', {}, ['days', date])
    if (same(days[date], day)) continue
    changed = true
    if (day === null) delete days[date]
    else days[date] = day
  }
  if (!changed) throw new HttpProblem('nothing_to_change')
  return days
}

const same = (a: CalendarDay | undefined, b: CalendarDay | null): boolean =>
  a === undefined || b === null
    ? (a ?? null) === b
    : a.kind === b.kind && a.name.kk === b.name.kk && a.name.ru === b.name.ru && a.name.en === b.name.en

/** A calendar under which a term would never end is a mistake. */
function refuseEndless(calendar: Calendar, dates: readonly string[]): void {
  try {
    for (const date of dates) addWorkingDays(calendar, date, LOOK_WORKING_DAYS)
  } catch (error) {
    if (!(error instanceof NoWorkingDay)) throw error
    throw new HttpProblem('validation_failed', {}, ['days'])
  }
}

export function viewCalendar(reference: Reference): z.infer<typeof calendarView> {
  const { version, note, days, createdAt }: CalendarRow = reference.calendar
  return { version, note, createdAt: rfc3339(zoneOf(reference, 'KZ'), Date.parse(createdAt)), days: { ...days } }
}
