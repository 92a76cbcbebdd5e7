import type { Notice } from './change.ts'
import type { Draft } from './draft.ts'
import type { Lang } from './text.ts'

/** A meeting as its invitations tell it; what leaves later under a lower sequence number is passed over by calendars. */
export interface Invitation {
  readonly meeting: number
  readonly sequence: number
  /** RFC 5546. */
  readonly method: 'REQUEST' | 'CANCEL'
  readonly title: string
  readonly agenda: string
  readonly place: string
  readonly startsAt: number
  readonly endsAt: number
  readonly organiser: number
  readonly staff: readonly number[]
  readonly bodies: readonly string[]
}

/** Who is invited: a person of the staff, or a body at its address. */
export type Guest = { readonly staff: number } | { readonly body: string }

const guestOf = (guest: Guest): string => ('staff' in guest ? `staff:${guest.staff}` : `body:${guest.body}`)

/** Throws RangeError for what `guestOf` has not written. */
export function readGuest(text: string): Guest {
  const [kind, id] = [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)]
  if (kind === 'staff' && /^\d+$/.test(id)) return { staff: Number(id) }
  if (kind === 'body' && id !== '') return { body: id }
  throw new RangeError('not a guest')
}

/**
 * Invitations to everyone of a meeting, each a mail of its own. One that is over needs none. A body is written to in the
 * language of the case.
 */
export function inviteAll(draft: Draft, eventId: number, letters: readonly Invitation[], at: number): void {
  for (const letter of letters) {
    if (letter.endsAt <= at && letter.method === 'REQUEST') continue
    for (const id of letter.staff) {
      const person = draft.world.roster.person(id)
      if (person) draft.invite(notice(draft, { staff: id }, person.language, eventId, letter))
    }
    for (const id of letter.bodies)
      if (draft.world.body(id)?.email) draft.invite(notice(draft, { body: id }, draft.case.language, eventId, letter))
  }
}

function notice(draft: Draft, guest: Guest, language: Lang, eventId: number, letter: Invitation): Notice {
  return {
    id: draft.ids.next(),
    kind: letter.method === 'CANCEL' ? 'meeting-cancelled' : 'meeting-invited',
    guest: guestOf(guest),
    language,
    caseId: draft.case.id,
    eventId,
    data: { ...letter },
    createdAt: draft.at,
    sendAfter: draft.at,
  }
}
