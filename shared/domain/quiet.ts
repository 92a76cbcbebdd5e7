import type { Policy } from './policy.ts'
import { addDays, instantOf, localParts, minutesOf } from './zone.ts'

/**
 * When a notice may leave: at once, or, when it arises in the quiet hours of the recipient's zone, at their end.
 * Nobody is woken at midnight by a reminder (zammad #4432).
 */
export function noticeTime(policy: Policy, zone: string, at: number): number {
  const { date, minuteOfDay } = localParts(zone, at)
  const from = minutesOf(policy.quiet.from)
  const to = minutesOf(policy.quiet.to)
  const quiet = from <= to ? minuteOfDay >= from && minuteOfDay < to : minuteOfDay >= from || minuteOfDay < to
  if (!quiet) return at
  return instantOf(zone, minuteOfDay < to ? date : addDays(date, 1), to)
}
