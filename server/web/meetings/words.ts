import type { MeetingRow } from '../../../db/views/meetings.ts'
import { endOfNextWorkingDay, isOverdue } from '../../../shared/domain/clock.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import { formatInstant, formatNear, formatTime } from '../../../shared/i18n/format.ts'
import type { FullWorld } from '../../world.ts'

type Hours = Pick<MeetingRow, 'startsAt' | 'endsAt' | 'zone'>

/** 'завтра, 15:00 – 16:30', in the zone of the branch. */
export function spanOf(lang: Lang, { startsAt, endsAt, zone }: Hours, now: number): string {
  const sameDay = localDate(zone, startsAt) === localDate(zone, endsAt)
  const end = sameDay ? formatTime(zone, endsAt) : formatInstant(lang, zone, endsAt)
  return `${formatNear(lang, zone, startsAt, now)} – ${end}`
}

/** Until when what it decides is to be written down (epoch ms). */
export const owedBy = ({ endsAt, zone }: Hours, { calendar }: FullWorld) =>
  endOfNextWorkingDay(calendar, zone, endsAt).due

/** Begun and not yet held: its minutes are owed; `late` when their day has passed. */
export function standingOf(meeting: Hours & Pick<MeetingRow, 'state'>, world: FullWorld, now: number) {
  if (meeting.state !== 'called') return meeting.state as 'held' | 'cancelled'
  if (meeting.startsAt > now) return 'called'
  return isOverdue(owedBy(meeting, world), now) ? 'late' : 'owed'
}
