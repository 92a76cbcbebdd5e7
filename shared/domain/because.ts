/**
 * A reason as facts: a key of the catalogs (`because.<key>`) and its parameters. Stored as facts, worded in the
 * reader's language when shown, so a better wording reaches old cases too. Instants are epoch milliseconds with `zone`.
 */
export interface Because {
  readonly key: BecauseKey
  readonly params: Readonly<Record<string, string | number | null>>
}

export type BecauseKey =
  // deadlines
  | 'responseBeforeCutOff' // at, zone, place, cutOff, due, calendar
  | 'responseAfterCutOff' // at, zone, place, cutOff, due, calendar
  | 'actionPromised' // on, due, zone
  | 'replyTerm' // days, from, due, calendar, article, zone, body
  | 'redirectTerm' // days, from, due, calendar, article, zone
  | 'replyOnDate' // on, due, zone, body
  | 'replyExtended' // until, due, zone, reason, body
  | 'replyExtendedItself' // until, due, zone, body (its own words stay inside)
  | 'gradeOwed' // on, due, zone, reply, body
  | 'commitmentDate' // on, due, zone, who, body
  | 'instructionDate' // on, due, zone, author, responsible (ids), coExecutors, reported (at)
  | 'confirmationTerm' // days, at, due, zone
  | 'overallTerm' // days, at, due, zone
  | 'overallImported' // due, zone, source
  | 'signatureTerm' // on, due, zone
  | 'nextStepOwed' // on, due, zone
  | 'letterLost' // on, due, zone, letter
  | 'letterUnknown' // on, due, zone, letter
  | 'helpTerm' // at, zone, place, cutOff, due
  | 'meetingTerm' // on, due, zone, meeting
  | 'inherited' // number, due, zone
  | 'calendarChanged' // calendar, from, to, zone
  // choice of a unit
  | 'districtBranch' // branch
  | 'regionBranch' // branch
  | 'pointInRegion' // branch
  | 'noPlace' // (central)
  | 'categoryLevel' // category, level
  | 'categoryBranch' // category, branch
  // choice of a person
  | 'owner' // (name)
  | 'onDuty' // name, branch, open
  | 'noRoster' // name, branch, open
  | 'nobodyOnDuty' // branch
  | 'branchHead' // name, branch
  | 'backupBranch' // name, branch
  | 'centralDuty' // name
  | 'centralHead' // name
  | 'centralDesk' //
  | 'notTheSilent' // name
  | 'manual' // reason (words of a person)
  | 'ownerAbsent' // name
  | 'disputed' // name
  | 'rungRaised' // rung, deadline
  | 'secondSignature' //
  | 'lapsed' // days
  | 'requested' // reason
  | 'before' // rungDueAt, openedAt, zone (skipped rung)
  | 'noEmail' // nothing to send to
  | 'alreadyThere' // level
  | 'history' // happened before the case came here

/** A reason as a key of the catalogs with what it speaks of; codes and instants are worded when it is read. */
export function because(key: BecauseKey, params: Record<string, string | number | null> = {}): Because {
  return { key, params }
}
