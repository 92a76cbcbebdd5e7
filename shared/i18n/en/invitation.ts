import type { Translation } from '../catalog.ts'
import type * as kk from '../kk/invitation.ts'

/** An invitation to a meeting, its change and its end. */
export const meeting: Translation<typeof kk.meeting> = {
  invited: {
    subject: 'Invitation to a meeting: {title}',
    body: 'You are invited to a meeting.\n\n{title}\nWhen: {when}\nWhere: {place}\n\nAgenda:\n{agenda}\n\nCalled by: {organiser}, {branch}\nParticipants: {participants}\nCase: {number}',
  },
  changed: {
    subject: 'Meeting changed: {title}',
    body: 'The meeting has changed.\n\n{title}\nWhen: {when}\nWhere: {place}\n\nAgenda:\n{agenda}\n\nCalled by: {organiser}, {branch}\nParticipants: {participants}\nCase: {number}',
  },
  cancelled: {
    subject: 'Meeting called off: {title}',
    body: 'Your invitation has been withdrawn; take the meeting out of your calendar.\n\n{title}\nWhen: {when}\nWhere: {place}\n\nCalled by: {organiser}, {branch}\nCase: {number}',
  },
}
