import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalAttendeeType,
  ICalCalendarMethod,
  ICalEventStatus,
} from 'ical-generator'
import type { MailItem } from '../../db/mail.ts'
import type { Invitation } from '../../shared/domain/invitation.ts'
import type { Lang } from '../../shared/domain/text.ts'
import { formatInstant, formatTime } from '../../shared/i18n/format.ts'
import { t } from '../../shared/i18n/text.ts'
import type { FullWorld } from '../world.ts'
import { oneLine, type Sender } from './address.ts'
import type { Calendar } from './message.ts'
import { nameOfBody, nameOfBranch } from './params.ts'
import type { Letter } from './staff.ts'

export interface Invitee {
  readonly name: string
  /** Null for somebody who reads it without being asked to come. */
  readonly address: string | null
  readonly language: Lang
  /** Times are said in this zone. */
  readonly zone: string
  /** People of the staff find the meeting by it; a body has no account. */
  readonly link: string | null
}

/** What a meeting is known by in every calendar, for ever. */
const uidOf = (meeting: number, domain: string): string => `meeting-${meeting}@${domain}`

/** What a letter says besides the invitation itself. */
type Told = Pick<MailItem, 'data' | 'number' | 'branch' | 'createdAt'>

/** An invitation (or its end) in words, with the calendar part that programs read (RFC 5545, 5546). */
export function invitationLetter(
  item: Told,
  to: Invitee,
  world: FullWorld,
  from: Sender,
  domain: string,
): Letter & { readonly calendar: Calendar } {
  const letter = item.data as unknown as Invitation
  const { language: lang } = to
  const organiser = world.roster.person(letter.organiser)?.name ?? ''
  const params = {
    title: oneLine(letter.title),
    when: `${formatInstant(lang, to.zone, letter.startsAt)} – ${timeOfEnd(lang, to.zone, letter)}`,
    place: oneLine(letter.place),
    agenda: letter.agenda,
    organiser,
    branch: nameOfBranch(world.reference, lang, world.roster.person(letter.organiser)?.branch ?? item.branch),
    participants: participants(letter, lang, world),
    number: item.number,
  }
  const word = letter.method === 'CANCEL' ? 'cancelled' : letter.sequence > 0 ? 'changed' : 'invited'
  const text = [t(lang, `mail.meeting.${word}.body`, params), ...(to.link ? [to.link] : [])].join('\n\n')
  return {
    subject: oneLine(t(lang, `mail.meeting.${word}.subject`, params)),
    text,
    calendar: { method: letter.method, content: calendarPart(letter, text, to, organiser, from, item, domain) },
  }
}

/** UTC throughout: no calendar has to know our zones. The reader is the one attendee named by address. */
function calendarPart(
  letter: Invitation,
  text: string,
  to: Invitee,
  organiser: string,
  from: Sender,
  item: Told,
  domain: string,
): string {
  const calendar = ical({
    prodId: { company: 'Daybreak', product: 'Daybreak', language: to.language.toUpperCase() },
    // A request without an attendee is none (RFC 5546, 3.2.2).
    method: to.address === null ? ICalCalendarMethod.PUBLISH : ICalCalendarMethod[letter.method],
  })
  calendar.createEvent({
    id: uidOf(letter.meeting, domain),
    sequence: letter.sequence,
    stamp: new Date(item.createdAt),
    start: new Date(letter.startsAt),
    end: new Date(letter.endsAt),
    summary: oneLine(letter.title),
    location: oneLine(letter.place),
    description: plain(text),
    status: letter.method === 'CANCEL' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: quotable(organiser || from.name), email: from.address },
    attendees:
      to.address === null
        ? []
        : [
            {
              name: quotable(to.name),
              email: to.address,
              role: ICalAttendeeRole.REQ,
              status: ICalAttendeeStatus.NEEDSACTION,
              type: ICalAttendeeType.INDIVIDUAL,
              // Nobody reads answers of calendars here.
              rsvp: false,
            },
          ],
  })
  return `${calendar.toString().replace(/\r?\n/g, '\r\n').trimEnd()}\r\n`
}

/** Parameters stand in quotes and have no escape for one (RFC 5545, 3.1). */
const quotable = (name: string) => oneLine(name).replace(/"/g, '’')

/** Line breaks are the only control signs a calendar's text may hold. */
const plain = (text: string) => text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]+/gu, ' ')

function timeOfEnd(lang: Lang, zone: string, { startsAt, endsAt }: Invitation): string {
  const sameDay = formatInstant(lang, zone, startsAt).replace(formatTime(zone, startsAt), '')
  const end = formatInstant(lang, zone, endsAt)
  return end.replace(formatTime(zone, endsAt), '') === sameDay ? formatTime(zone, endsAt) : end
}

function participants({ staff, bodies }: Invitation, lang: Lang, { roster, reference }: FullWorld): string {
  const people = staff.map((id) => roster.person(id)?.name).filter((name) => name !== undefined)
  return [...people, ...bodies.map((id) => nameOfBody(reference, lang, id))].join('; ')
}
