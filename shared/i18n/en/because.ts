import type { Translation } from '../catalog.ts'
import type { because as kk } from '../kk/because.ts'

/** Why this very deadline, why this very person. */
export const because: Translation<typeof kk> = {
  responseBeforeCutOff: 'Received {at} ({place}), before the {cutOff} cut-off; answer due {due}; calendar v{calendar}.',
  responseAfterCutOff:
    'Received {at} ({place}); the {cutOff} cut-off had passed; answer due {due}; calendar v{calendar}.',
  actionPromised: 'The next step was promised for {on}; due {due}.',
  replyTerm: {
    by: 'days',
    one: 'Letter registered on {from}; {days} working day to reply, counted from the next day ({article}); due {due}; calendar v{calendar}.',
    other:
      'Letter registered on {from}; {days} working days to reply, counted from the next day ({article}); due {due}; calendar v{calendar}.',
  },
  redirectTerm: {
    by: 'days',
    one: 'Letter received on {from}; the body has {days} working day to pass it on to the competent body ({article}); due {due}; calendar v{calendar}.',
    other:
      'Letter received on {from}; the body has {days} working days to pass it on to the competent body ({article}); due {due}; calendar v{calendar}.',
  },
  replyOnDate: 'The letter itself names the date of the reply, {on}; due {due}.',
  replyExtended: 'The body extended the deadline until {until}, reason: {reason}; now due {due}.',
  replyExtendedItself: 'The body itself extended the deadline until {until} and gave a reason; now due {due}.',
  gradeOwed: 'The body has replied; the reply has to be read and graded. Due: {due}.',
  commitmentDate: 'Promised by {on}. Due: {due}.',
  instructionDate: 'The instruction names the date, {on}; due {due}.',
  confirmationTerm: {
    by: 'days',
    one: 'The solution was published {at}; the reporter has {days} day to answer; due {due}.',
    other: 'The solution was published {at}; the reporter has {days} days to answer; due {due}.',
  },
  overallTerm: {
    by: 'days',
    one: 'Reported {at}; a problem on this topic is to be solved within {days} day; due {due}.',
    other: 'Reported {at}; a problem on this topic is to be solved within {days} days; due {due}.',
  },
  overallImported: 'The deadline came with the case from another system ({source}): {due}.',
  signatureTerm: 'To close the case, the centre has to sign as well; due {due}.',
  letterLost: 'Letter {letter} did not arrive; it must be sent in another way. Due: {due}.',
  letterUnknown:
    'It is not known whether letter {letter} has arrived; ask the body and note what you found out. Due: {due}.',
  nextStepOwed: 'No other deadline is left, so the person responsible owes the next step; due {due}.',
  helpTerm:
    'The branch asked the centre for help: {at} ({place}). A question asked before {cutOff} is answered the same morning, a later one the next morning; due {due}.',
  meetingTerm: 'A meeting was called for {on}; its decisions are to be written down by {due}.',
  inherited: 'Taken over from case {number}, which was reported earlier; due {due}.',
  calendarChanged: 'The working calendar changed (v{calendar}); the deadline moves from {from} to {to}.',
  districtBranch: 'The problem is in the district of this branch: {branch}.',
  regionBranch: 'The problem is in the region of this branch: {branch}.',
  pointInRegion: 'The point on the map lies in the region of this branch: {branch}.',
  noPlace: 'No place was given, so the case is with the centre.',
  categoryLevel: 'The topic “{category}” is handled at this level: {level}.',
  categoryBranch: 'The topic “{category}” is handled by this unit: {branch}.',
  owner: 'The person responsible for the case.',
  onDuty: {
    by: 'open',
    one: '{name} has the fewest open cases of those on duty ({open} case). {branch}.',
    other: '{name} has the fewest open cases of those on duty ({open} cases). {branch}.',
  },
  noRoster: {
    by: 'open',
    one: 'There is no duty roster, so the person with the fewest open cases was chosen: {name} ({open} case). {branch}.',
    other:
      'There is no duty roster, so the person with the fewest open cases was chosen: {name} ({open} cases). {branch}.',
  },
  nobodyOnDuty: 'Nobody on duty: {branch}.',
  branchHead: 'Head of the branch: {name}. {branch}.',
  backupBranch: 'Somebody from the backup branch: {name}. {branch}.',
  centralDuty: 'On duty in the centre: {name}.',
  centralHead: 'Head of the centre: {name}.',
  centralDesk: 'Nobody else was found, so the case is at the central desk, seen by everyone in the centre.',
  notTheSilent: 'Whoever let the deadline pass is not chosen: {name}.',
  manual: 'Assigned by hand. Reason: {reason}.',
  ownerAbsent: 'The person responsible is absent: {name}.',
  disputed: 'The reporter disputed the decision, so somebody else decides now.',
  rungRaised: 'The deadline passed (“{deadline}”), rung: {rung}.',
  secondSignature:
    'The letter went to the akimat of the same region, so the case closes only with the confirmation of the reporter or a second signature of the centre.',
  lapsed: {
    by: 'days',
    one: 'Nobody objected within {days} day, so the case was closed.',
    other: 'Nobody objected within {days} days, so the case was closed.',
  },
  requested: 'Asked for by the branch. Reason: {reason}.',
  before: 'This rung was due {rungDueAt}, before the deadline was opened ({openedAt}). It was skipped.',
  noEmail: 'The reporter left no e-mail address.',
  alreadyThere: 'The case is already at this level: {level}.',
  history: 'This was before the case was brought into the system, so nobody was told.',
}
