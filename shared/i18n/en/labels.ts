import type { Translation } from '../catalog.ts'
import type * as kk from '../kk/labels.ts'

/** Names of the system's words. */
export const status: Translation<typeof kk.status> = {
  received: 'received',
  responded: 'answered',
  in_progress: 'in progress',
  resolved: 'solved, waiting for confirmation',
  closed: 'closed',
  rejected: 'rejected',
  merged: 'merged',
  reopened: 'open again',
}

export const level: Translation<typeof kk.level> = {
  district: 'district',
  region: 'region',
  central: 'centre',
}

export const severity: Translation<typeof kk.severity> = { '1': 'low', '2': 'medium', '3': 'high', '4': 'critical' }

export const channel: Translation<typeof kk.channel> = {
  web: 'website',
  phone: 'phone',
  branch: 'branch',
  api: 'another system (API)',
  open311: 'Open311',
  email: 'e-mail',
}

export const contactChannel: Translation<typeof kk.contactChannel> = {
  email: 'e-mail letter',
  post: 'post',
  registered: 'registered post',
  phone: 'phone',
  visit: 'visit',
  meeting: 'meeting',
  portal: 'portal',
  open311: 'Open311',
}

export const role: Translation<typeof kk.role> = {
  reporter: 'reporter',
  responder: 'responder',
  head: 'head of the branch',
  central: 'staff of the centre',
  'central-head': 'head of the centre',
  admin: 'administrator',
  auditor: 'auditor',
  desk: 'central desk',
}

export const whom: Translation<typeof kk.whom> = {
  owner: 'person responsible',
  'branch-head': 'head of the branch',
  'central-duty': 'person on duty in the centre',
  'central-head': 'head of the centre',
  reporter: 'reporter',
  author: 'author of the instruction',
  responsible: 'assignee',
}

export const deadline: Translation<typeof kk.deadline> = {
  response: 'public answer',
  action: 'next step',
  reply: 'reply from the body',
  instruction: 'carrying out the instruction',
  confirmation: 'confirming the solution',
  overall: 'solving the problem',
  commitment: 'keeping a promise',
  help: 'the centre’s answer to a branch',
}

export const verdict: Translation<typeof kk.verdict> = { missed: 'overdue' }

/** Rungs are named by the policy; an unknown one is shown by its own name. */
export const rung: Translation<typeof kk.rung> = {
  report: 'at report',
  reminder: 'reminder before the deadline',
  'reminder-3': 'reminder 3 working days before',
  'reminder-1': 'reminder 1 working day before',
  overdue: 'reminder after the deadline',
  due: 'deadline passed',
  central: 'raised to the centre',
  head: 'head of the centre told',
  asked: 'the centre asked',
}

export const rungAction: Translation<typeof kk.rungAction> = {
  tell: 'tell',
  reassign: 'hand over',
  raise: 'raise the level',
  wall: 'put on the wall',
  verdict: 'judge the deadline',
  close: 'close the case',
  'remind-body': 'remind the body',
  'propose-next': 'propose the next instance',
  'replace-absent': 'replace the absent',
  skip: 'skip',
}

export const rungResult: Translation<typeof kk.rungResult> = {
  done: 'done',
  nobody: 'nobody found',
  duplicate: 'not repeated, already done',
  skipped: 'skipped',
}

export const grade: Translation<typeof kk.grade> = {
  substantive: 'substantive answer',
  holding: 'holding reply',
  forwarded: 'forwarded',
  refusal: 'reasoned refusal',
  'brush-off': 'brush-off',
}

export const delivery: Translation<typeof kk.delivery> = {
  draft: 'draft',
  sending: 'sending',
  sent: 'sent',
  delivered: 'delivered',
  failed: 'not sent',
  unknown: 'delivery unknown',
  'by-hand': 'sent by hand',
}

export const contactState: Translation<typeof kk.contactState> = {
  open: 'waiting for a reply',
  answered: 'answered',
  redirected: 'passed to another body',
  withdrawn: 'withdrawn',
}

export const instructionState: Translation<typeof kk.instructionState> = {
  open: 'open',
  reported: 'reported',
  accepted: 'closed',
}

export const meetingState: Translation<typeof kk.meetingState> = {
  called: 'called',
  held: 'held',
  cancelled: 'called off',
}

export const helpState: Translation<typeof kk.helpState> = {
  open: 'waiting',
  taken: 'taken up by the centre',
  answered: 'answered',
  instructed: 'answered by an instruction',
  withdrawn: 'withdrawn',
}

export const event: Translation<typeof kk.event> = {
  reported: 'Problem reported',
  assigned: 'Person responsible named',
  rung: 'A rung of the deadline fired',
  verdict: 'Deadline judged',
  escalated: 'Raised to a higher level',
  reacted: 'Public answer given',
  updated: 'News added',
  contacted: 'Body contacted',
  registered: 'Body registered the letter',
  'delivery-settled': 'Delivery of the letter settled',
  'reminded-body': 'Body reminded',
  replied: 'Body replied',
  graded: 'The body’s reply was graded',
  'reply-withdrawn': 'A reply recorded by mistake was taken back',
  rated: 'The reporter gave an opinion on the reply',
  extended: 'Body extended the deadline',
  redirected: 'Letter passed to another body',
  committed: 'A promise was written down',
  'commitment-ended': 'What became of a promise was recorded',
  'meeting-called': 'Meeting called',
  'meeting-changed': 'Time of the meeting changed',
  'meeting-cancelled': 'Meeting called off',
  met: 'Meeting held',
  instructed: 'Instruction given',
  'instruction-reported': 'Instruction reported on',
  'instruction-accepted': 'Instruction closed',
  'instruction-returned': 'Instruction returned',
  'instruction-extended': 'Instruction extended',
  'instruction-extension-refused': 'Instruction not extended',
  'help-asked': 'The branch asked the centre for help',
  'help-taken': 'The centre took up the branch’s question',
  'help-answered': 'The centre answered the branch',
  'help-withdrawn': 'The branch withdrew its question',
  rejected: 'Rejected',
  merged: 'Merged into another case',
  'merged-from': 'Another case merged into this one',
  resolved: 'Solution published',
  confirmed: 'Reporter confirmed the solution',
  disputed: 'Reporter disputed the solution',
  reopened: 'Case open again',
  closed: 'Case closed',
  're-dated': 'Deadline moved',
  supported: 'One more person has this too',
  attached: 'File added',
  moderated: 'Text moderated',
  erased: 'Personal data erased',
}

/** Names of what cannot be done now (problem.not_in_status). */
export const move: Translation<typeof kk.move> = {
  reaction: 'answer in public',
  work: 'work through a body or an instruction',
  rejection: 'reject the case',
  merge: 'merge the case',
  resolution: 'publish a solution',
  confirmation: 'confirm the solution',
  lapse: 'close the case after its deadline',
  closure: 'close the case',
  dispute: 'dispute the solution',
  update: 'add news',
  assignment: 'change the person responsible',
  escalation: 'raise to the centre',
  commitment: 'write down a promise',
  opinion: 'give an opinion on the reply',
  contact: 'contact a body',
  registration: 'register the letter',
  reply: 'record the reply',
  extension: 'extend the deadline',
  redirect: 'pass the letter on',
  delivery: 'settle the delivery',
  instruction: 'give an instruction',
  report: 'report on the instruction',
  acceptance: 'accept the report',
  return: 'return the instruction',
  meeting: 'call a meeting',
  'meeting-change': 'change the meeting',
  'meeting-cancellation': 'call the meeting off',
  minutes: 'write down what the meeting decided',
  'extension-refusal': 'refuse more time',
  help: 'ask the centre for help',
  'help-taking': 'take up the question',
  'help-answer': 'answer the question',
  'help-withdrawal': 'withdraw the question',
}

/** What stands in place of the text of a case. */
export const caseText: Translation<typeof kk.caseText> = { erased: 'The text was removed at the person’s request.' }

/** What was taken out of public view, and why. */
export const moderation: Translation<typeof kk.moderation> = {
  deed: {
    mask: 'Part of the text was hidden',
    unmask: 'The hidden words are shown again',
    hide: 'A file was hidden',
    show: 'The file is shown again',
    'hide-point': 'The point on the map was hidden',
    'show-point': 'The point on the map is shown again',
    remove: 'The case was taken out of public view',
    restore: 'The case is public again',
    keep: 'The complaints were looked at; nothing was changed',
  },
  because: 'Reason: {reason}',
  reason: {
    'personal-data': 'somebody’s personal data',
    insult: 'insults',
    false: 'not true',
    advert: 'advertising',
    law: 'the law forbids publishing it',
    another: 'another reason',
  },
}
