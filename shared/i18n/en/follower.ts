import type { Translation } from '../catalog.ts'
import type * as kk from '../kk/follower.ts'

/** E-mails to those who follow a case. */
export const follower: Translation<typeof kk.follower> = {
  'follow-asked': {
    subject: '{number}: shall we write to you?',
    body: 'Somebody asked us to send news about case {number} to this address. If it was you, please confirm:\n\n{link}\n\nIf it was not, do nothing: we will not write again, and the address is removed after seven days.',
  },
  reacted: {
    subject: '{number}: the branch has answered',
    body: 'The problem you follow was answered.\n\n{text}\n\nNext step: {nextAction}\nOn: {on}\n\n{link}',
  },
  updated: {
    subject: '{number}: there is news',
    body: 'There is news about the problem you follow.\n\n{text}\n\n{link}',
  },
  contacted: {
    subject: '{number}: we contacted a public body',
    body: 'About the problem you follow we contacted this public body: {body}.\nIts reply is due: {due}\n\n{link}',
  },
  replied: {
    subject: '{number}: a body has replied',
    body: 'A body has replied: {body}.\nKind of reply: {grade}\n\n{link}',
  },
  'meeting-called': {
    subject: '{number}: a meeting was called',
    body: 'A meeting about the problem you follow was called: {due}.\nWhat comes of it will be on the page of the case.\n\n{link}',
  },
  resolved: {
    subject: '{number}: the branch says it is solved',
    body: 'The branch says that the problem is solved. The last word is with the person who reported it.\n\n{text}\n\n{link}',
  },
  rejected: {
    subject: '{number}: the case was rejected',
    body: 'The case you follow was rejected. Why:\n\n{text}\n\nWho can solve it: {body}\n\n{link}',
  },
  merged: {
    subject: '{number}: the case joined another one',
    body: 'This problem was reported before, so the case joined case {into}. From now on we write to you about that one.\n\n{link}',
  },
  missed: {
    subject: '{number}: no answer came in time',
    body: 'The problem you follow was not answered in time.\n\nIt was due: {due}\nWho answers: {branch}\n\n{link}',
  },
  reopened: {
    subject: '{number}: the case is open again',
    body: 'The case you follow is open again. Somebody else has it now.\n\nAnswer due: {due}\n\n{link}',
  },
  closed: {
    subject: '{number}: the case is closed',
    body: 'The case you follow is closed.\n\n{link}',
  },
  news: {
    subject: '{number}: there is news about the case you follow',
    body: 'There is news about the case you follow.\n\n{link}',
  },
  leave: 'If you want no more e-mails, open this link and press “Stop writing”:',
}
