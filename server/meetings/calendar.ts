import { listRecipients } from '../../db/mail.ts'
import type { MeetingRow } from '../../db/views/meetings.ts'
import type { Invitation } from '../../shared/domain/invitation.ts'
import type { Lang } from '../../shared/domain/text.ts'
import type { Deps } from '../deps.ts'
import { addressOf, senderOf } from '../mail/address.ts'
import { invitationLetter } from '../mail/invitation.ts'
import type { FullWorld } from '../world.ts'

/** The meeting as a calendar file (RFC 5545), as the invitation brings it; the reader is the one attendee, if asked to come. */
export async function meetingCalendar(
  deps: Deps,
  meeting: MeetingRow,
  reader: { readonly id: number; readonly name: string },
  language: Lang,
  world: FullWorld,
  now: number,
): Promise<string> {
  const { mailDomain, mailFrom, publicUrl } = deps.config
  const [person] = await listRecipients(deps.sql, [reader.id])
  const asked = meeting.staff.includes(reader.id)
  const { id, sequence, title, agenda, place, startsAt, endsAt, organiser, staff, bodies } = meeting
  const method = meeting.state === 'cancelled' ? 'CANCEL' : 'REQUEST'
  const letter: Invitation = {
    ...{ meeting: id, sequence, method, title, agenda, place, startsAt, endsAt, organiser, staff, bodies },
  }
  const { calendar } = invitationLetter(
    { data: { ...letter }, number: meeting.cases[0]?.number ?? null, branch: meeting.branch, createdAt: now },
    {
      name: reader.name,
      address: (asked && addressOf(person?.email)) || null,
      language,
      zone: person?.zone ?? meeting.zone,
      link: `${publicUrl}/${language}/meetings/${id}`,
    },
    world,
    senderOf(mailFrom) ?? { name: '', address: `daybreak@${mailDomain}` },
    mailDomain,
  )
  return calendar.content
}
