import type { Translation } from '../catalog.ts'
import type { mail as kk } from '../kk/mail.ts'
import { meeting } from './invitation.ts'

/** Mail to staff, to the reporter, to a public body. {link} always stands on a line of its own. */
const staff: Translation<typeof kk.staff> = {
  assigned: {
    subject: '{number}: yours, answer due {due}',
    body: 'This case is yours: {number}.\n{category}, {place}\n\n{text}\n\nWhy you: {because}\nPublic answer due: {due}\n\n{link}',
  },
  critical: {
    subject: 'CRITICAL {number}: {category}, {place}',
    body: 'A critical problem was reported: {number}.\n{category}, {place}\n\n{text}\n\nResponsible: {owner}, {branch}\nPublic answer due: {due}\n\n{link}',
  },
  reminder: {
    subject: '{number}: {left} ({deadline})',
    body: 'A deadline is near: {deadline}.\n{number}: {category}, {place}\n\nDue: {due} ({left})\nResponsible: {owner}\n\nWhat to do now: open the case and take the next step.\n\n{link}',
  },
  overdue: {
    subject: '{number}: overdue ({deadline})',
    body: 'A deadline has passed: {deadline}.\n{number}: {category}, {place}\n\nDue: {due} ({left})\nResponsible: {owner}, {branch}\n\nEverybody can see it now. Open the case and answer at once, or hand it to somebody else.\n\n{link}',
  },
  central: {
    subject: '{number}: raised to the centre, {place}',
    body: 'A deadline has passed ({deadline}), so the case is with the centre now.\n{number}: {category}, {place}\n\nDue: {due} ({left})\nBranch: {branch}\nResponsible now: {owner}\n\n{link}',
  },
  head: {
    subject: '{number}: the case is still not moving, {place}',
    body: 'The deadline passed long ago ({deadline}), and the case is still not moving.\n{number}: {category}, {place}\n\nDue: {due} ({left})\nBranch: {branch}\nResponsible: {owner}\n\nIt stays on the wall until this step is taken.\n\n{link}',
  },
  raised: {
    subject: '{number}: the branch raised the case to the centre',
    body: 'A branch raised a case to the centre: {branch}.\n{number}: {category}, {place}\n\nReason: {reason}\nDue: {due}\n\n{link}',
  },
  'reporter-added': {
    subject: '{number}: the reporter added something',
    body: 'The reporter added something to the case.\n{number}: {category}, {place}\n\n{text}\n\n{link}',
  },
  disputed: {
    subject: '{number}: the decision is disputed',
    body: 'The reporter does not agree with the decision. The case is open again and is yours now.\n{number}: {category}, {place}\n\n{text}\n\nAnswer due: {due}\n\n{link}',
  },
  replied: {
    subject: '{number}: the body replied ({grade})',
    body: 'The body replied: {body}.\nKind of reply: {grade}\n{number}: {category}, {place}\n\n{text}\n\nRead the reply and take the next step.\n\n{link}',
  },
  'reply-after-end': {
    subject: '{number}: the body replied after the case was closed',
    body: 'The case is closed, and a reply from the body has come: {body}.\n{number}: {category}, {place}\n\nRead it: if it changes the decision, tell the reporter.\n\n{link}',
  },
  'reply-to-grade': {
    subject: '{number}: the body replied, grade the reply',
    body: 'A reply from the body has come: {body}.\n{number}: {category}, {place}\n\nRead it and grade it: does it answer the matter? Until then the clock runs.\nGrade it by: {due}\n\n{link}',
  },
  redirected: {
    subject: '{number}: the letter was passed on to another body',
    body: 'The body passed the letter on: {body}.\n{number}: {category}, {place}\n\nThe new body owes the reply now. Due: {due}\n\n{link}',
  },
  committed: {
    subject: '{number}: a promise in your name',
    body: 'A promise was recorded in your name and is followed.\n{number}: {category}, {place}\n\n{text}\n\nDue: {due}\n\n{link}',
  },
  extended: {
    subject: '{number}: the body extended the deadline',
    body: 'The body extended the deadline: {body}.\n{number}: {category}, {place}\n\nReason: {reason}\nNow due: {until}\n\n{link}',
  },
  'letter-lost': {
    subject: '{number}: letter {outgoing} did not arrive',
    body: 'Letter {outgoing} did not reach its body: {body}.\n{number}: {category}, {place}\n\nThe deadline of this letter no longer runs. Check the address of the body and send the letter once more, or deliver it in another way.\n\n{link}',
  },
  'remind-body': {
    subject: '{number}: time to remind the body ({outgoing})',
    body: 'Letter {outgoing} was not sent by e-mail, so the system cannot remind the body: {body}.\n{number}: {category}, {place}\n\nDue: {due} ({left})\n\nRemind the body yourself.\n\n{link}',
  },
  'next-instance': {
    subject: '{number}: time for the next instance ({body})',
    body: 'The body has not answered: {body}. Letter: {outgoing}.\n{number}: {category}, {place}\n\nDue: {due} ({left})\n\nLetters to the body above, the prosecutor and the ombudsman are ready. Open the case and send one of them.\n\n{link}',
  },
  'delivery-trouble': {
    subject: '{number}: it is not known whether the letter arrived',
    body: 'It is not known whether letter {outgoing} arrived ({delivery}): {body}.\n{number}: {category}, {place}\n\nThe letter will not be sent again by itself. Ask the body and note whether it arrived.\n\n{link}',
  },
  inbox: {
    subject: 'Mail to be sorted: {from}',
    body: 'It is not clear which case this mail belongs to.\nFrom: {from}\nSubject: {topic}\n\nPut it with its case.\n\n{link}',
  },
  instructed: {
    subject: '{number}: an instruction, due {due}',
    body: 'You were given an instruction.\n{number}: {category}, {place}\n\n{text}\n\nBy: {author}\nDue: {due}\n\n{link}',
  },
  'instruction-reported': {
    subject: '{number}: report on an instruction',
    body: 'A report on an instruction has come from: {owner}.\n{number}: {category}, {place}\n\n{text}\n\nAccept the report or return it.\n\n{link}',
  },
  'instruction-to-accept': {
    subject: '{number}: a report waits to be accepted',
    body: 'The final report on an instruction has come, and nobody has accepted it yet.\n{number}: {category}, {place}\n\nThe instruction is due: {due}\n\nAccept the report, or return it with a reason. Only an accepted report stops the clock.\n\n{link}',
  },
  'instruction-accepted': {
    subject: '{number}: the instruction is closed',
    body: 'Your report was accepted, and the instruction is closed.\n{number}: {category}, {place}\n\n{link}',
  },
  'instruction-returned': {
    subject: '{number}: the instruction was returned',
    body: 'Your report was not accepted; the instruction stays open.\n{number}: {category}, {place}\n\nReason: {reason}\nDue: {due}\n\n{link}',
  },
  'instruction-extension-asked': {
    subject: '{number}: more time is asked for an instruction',
    body: 'More time for the instruction is asked for by: {owner}.\n{number}: {category}, {place}\n\nDue now: {due}\nNew date asked for: {until}\nReason: {reason}\n\n{link}',
  },
  'instruction-extended': {
    subject: '{number}: the instruction was extended',
    body: 'The instruction was extended.\n{number}: {category}, {place}\n\nNow due: {until}\n\n{link}',
  },
  'meeting-put-off': {
    subject: '{number}: the meeting was put off again',
    body: 'The meeting was put off past the day by which its decisions should have been written down. So often by now: {times}.\n{number}: {category}, {place}\n\nNew time: {until}\nPut off by: {author}\nResponsible for the case: {owner}\n\nFind out when the meeting will take place, or set another next step.\n\n{link}',
  },
  'meeting-minutes': {
    subject: '{number}: what the meeting decided',
    body: 'The decisions of a meeting that you were invited to were written down.\n{number}: {category}, {place}\n\nBy: {author}\n\n{link}',
  },
  'instruction-extension-refused': {
    subject: '{number}: the instruction was not extended',
    body: 'More time was refused; the instruction stays open with its date.\n{number}: {category}, {place}\n\nReason: {reason}\nDue: {due}\n\n{link}',
  },
  'help-asked': {
    subject: '{number}: a branch asks for help, {left}',
    body: 'A branch asks the centre for help: {branch}.\n{number}: {category}, {place}\n\nAnswer due: {due}\n\nTake up the question, answer it, or give an instruction.\n\n{link}',
  },
  'help-taken': {
    subject: '{number}: the centre took up your question',
    body: 'The centre took up your question.\n{number}: {category}, {place}\n\nBy: {author}\n\n{link}',
  },
  'help-answered': {
    subject: '{number}: the centre answered',
    body: 'The centre answered your question: {author}.\n{number}: {category}, {place}\n\n{text}\n\nOpen the case and take the next step.\n\n{link}',
  },
  'help-withdrawn': {
    subject: '{number}: the branch withdrew its question',
    body: 'The branch withdrew its question; no answer is needed.\n{number}: {category}, {place}\n\n{link}',
  },
  'roster-gap': {
    subject: 'Nobody on duty: {branch}',
    body: 'Nobody is on duty at these times: {branch}.\n\n{gaps}\n\nPut somebody on duty now. Otherwise cases that come then go to the backup branch or to the centre.\n\n{link}',
  },
  'poison-case': {
    subject: '{number}: the system could not work on a deadline',
    body: 'The system could not work on a deadline of this case and set it aside for a while.\n{number}: {category}, {place}\n\nOther cases were not stopped. Look at the case yourself and tell an administrator.\n\n{link}',
  },
  news: {
    subject: '{number}: news about a case',
    body: 'There is news about a case.\n{number}: {category}, {place}\n\n{link}',
  },
}

const bundle: Translation<typeof kk.bundle> = {
  subject: { by: 'n', one: '{n} message for you', other: '{n} messages for you' },
  intro: 'Cases that need your attention:',
  more: { by: 'n', one: 'And {n} more message.', other: 'And {n} more messages.' },
}

const brief: Translation<typeof kk.brief> = {
  subject: { by: 'n', one: 'Morning brief, {date}: {n} case', other: 'Morning brief, {date}: {n} cases' },
  subjectClear: 'Morning brief, {date}: everything in time',
  greeting: 'Good morning, {name}!',
  clear: 'Nothing is overdue and nothing is due today.',
  overdue: 'Overdue cases',
  dueToday: 'Cases that need an answer today',
  raised: 'Raised to the centre',
  notices: 'What happened overnight',
  ledger: 'Checksum of the ledger of answers (keep this mail)',
  replies: 'Waiting for replies from public bodies',
  instructions: 'Instructions',
  inbox: 'Mail to be sorted',
  gaps: 'Nobody on duty in the next 72 hours',
  line: '{due} ({left}): {number}, {category}, {place}',
  gap: '{branch}: {from} – {to}',
  more: { by: 'n', one: 'And {n} more case.', other: 'And {n} more cases.' },
  fresh: 'New cases without an answer yet',
  ungraded: 'Replies to be graded',
  confirmations: 'Cases waiting for confirmation',
  faults: 'Cases the system could not work on',
  branches: 'Branches with the most overdue cases',
  branchLine: '{branch}: {n}',
  replyLine: '{due} ({left}): {number}, {body}, {outgoing}',
  plainLine: '{number}: {category}, {place}',
}

const citizen: Translation<typeof kk.citizen> = {
  received: {
    subject: '{number}: your report has arrived',
    body: 'Your report has arrived. Its number: {number}.\n\nAnswer due: {due}\nWho answers: {branch}\n{because}\n\nThis link shows every step. It is for you alone: do not pass it on.\n\n{link}',
  },
  reacted: {
    subject: '{number}: you have an answer',
    body: 'Your problem was answered.\n\n{text}\n\nNext step: {nextAction}\nOn: {on}\n\n{link}',
  },
  updated: {
    subject: '{number}: there is news',
    body: 'There is news about your problem.\n\n{text}\n\n{link}',
  },
  'meeting-called': {
    subject: '{number}: a meeting about your problem',
    body: 'A meeting about your problem was called: {due}.\nWhat comes of it will be on the page of the case.\n\n{link}',
  },
  contacted: {
    subject: '{number}: we contacted a public body',
    body: 'To solve your problem we contacted this public body: {body}.\nIts reply is due: {due}\n\n{link}',
  },
  replied: {
    subject: '{number}: the body replied',
    body: 'The body replied: {body}.\nKind of reply: {grade}\n\n{link}',
  },
  resolved: {
    subject: '{number}: is the problem solved?',
    body: 'The branch says that the problem is solved.\n\n{text}\n\nIf it is, confirm; if it is not, say that you disagree. Your answer is due: {due}. Without one the case closes.\n\n{link}',
  },
  'confirm-reminder': {
    subject: '{number}: we are waiting for your answer',
    body: 'Is your problem solved? Your answer is due: {due}. Without one the case closes.\n\n{link}',
  },
  rejected: {
    subject: '{number}: your report was rejected',
    body: 'We cannot solve this problem.\n\n{text}\n\nWho can: {body}\n\nIf you disagree, tell us: somebody else will look at the decision again. The time for it ends: {until}.\n\n{link}',
  },
  merged: {
    subject: '{number}: your report joined another case',
    body: 'This very problem was reported before, so your report joined case {into}. From now on we write to you about it.\n\n{reason}\n\n{link}',
  },
  missed: {
    subject: '{number}: no answer came in time',
    body: 'No answer came in time. The case has gone to the centre.\n\nIt was due: {due}\nWho answers now: {branch}\n\n{link}',
  },
  reopened: {
    subject: '{number}: the case is open again',
    body: 'You disagreed, so the case is open again. Somebody else has it now.\n\nAnswer due: {due}\n\n{link}',
  },
  closed: {
    subject: '{number}: the case is closed',
    body: 'The case is closed. Thank you for reporting.\n\nIf the problem comes back, send a new report.\n\n{link}',
  },
  news: {
    subject: '{number}: there is news about your case',
    body: 'There is news about the case you reported.\n\n{link}',
  },
}

export const mail: Translation<typeof kk> = {
  staff,
  bundle,
  brief,
  citizen,
  meeting,
  hidden: 'The text is not sent by e-mail; read it in the case.',
  signature: 'Таң',
  automatic: 'This e-mail was sent by the system.',
}
