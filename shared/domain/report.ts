import { type CategoryRule, type Unit, unitFor } from './assignment.ts'
import { type Because, because } from './because.ts'
import type { Case, CaseReport, Channel, Kind, Severity } from './case.ts'
import { CENTRAL } from './case.ts'
import type { CaseChange, ReporterRow } from './change.ts'
import { cutOff, endOfLocalDay } from './clock.ts'
import { Draft } from './draft.ts'
import { assignedData, fireDue } from './escalation.ts'
import type { Actor } from './events.ts'
import { caseNumber } from './number.ts'
import { centralDuty, someoneFor } from './people.ts'
import { Refusal } from './refusal.ts'
import type { Lang } from './text.ts'
import type { Ids, World } from './world.ts'
import { addDays, localDate, localParts } from './zone.ts'

export interface ReportInput {
  readonly id: number
  readonly kind: Kind
  readonly category: string
  readonly severity: Severity | null
  readonly region: string | null
  readonly district: string | null
  readonly byPoint: boolean
  readonly address: string | null
  readonly lat: number | null
  readonly lon: number | null
  readonly title: string | null
  readonly text: string
  readonly language: Lang
  readonly channel: Channel
  readonly public: boolean
  readonly reportedAt: number
  readonly source: string | null
  readonly externalId: string | null
  readonly reporter: ReporterRow | null
  readonly trackingHash: string
  readonly search: string
  readonly by: Actor
  /** A due instant brought along by an imported case, instead of the category's term. */
  readonly overallDueAt?: number
}

export interface Geography {
  /** Two digits of the region for the case number; '00' when no place is known. */
  digitsOf(region: string | null): string
  branchOfDistrict(kato: string): string | undefined
}

/**
 * A report becomes a case: numbered, given to a branch and a person with the reason in words, its response and overall
 * deadlines opened, everything due by now fired. Throws Refusal `unknown_category`, `date_in_future`.
 */
export function decideReport(input: ReportInput, geography: Geography, world: World, ids: Ids, at: number): CaseChange {
  return draftReport(input, geography, world, ids, at).change()
}

/** As `decideReport`, still open for what comes next. A report of the past (`at`) says when it is written down. */
export function draftReport(
  input: ReportInput,
  geography: Geography,
  world: World,
  ids: Ids,
  at: number,
  historyWrittenAt?: number,
): Draft {
  const category = world.category(input.category)
  if (!category) throw new Refusal('unknown_category', { category: input.category }, ['category'])
  if (input.reportedAt > at) throw new Refusal('date_in_future', {}, ['reportedAt'])
  const unit = unitFor(input, category, {
    branch: (code) => world.branch(code),
    branchOfDistrict: (kato) => world.branch(geography.branchOfDistrict(kato) ?? ''),
  })
  const zone = world.branch(unit.branch)?.zone ?? world.branch(CENTRAL)?.zone ?? 'Asia/Almaty'
  const c = newCase(
    input,
    geography,
    unit,
    (input.severity ?? category.severity) as Severity,
    zone,
    historyWrittenAt ?? at,
  )
  const clock = cutOff(world.policy.response, zone, input.reportedAt, world.calendar)
  c.respondBy = clock.dueAt
  const row = {
    ...reportOf(c),
    trackingHash: input.trackingHash,
    search: input.search,
    reporter: input.reporter,
  }
  const draft = new Draft({ case: c, deadlines: [] }, world, ids, at, row, historyWrittenAt)

  const choice = unit.level === 'central' ? centralDuty(world.roster, at) : someoneFor(world.roster, unit.branch, at)
  draft.case.owner = choice.person

  const reported = draft.event(
    'reported',
    input.by,
    true,
    { category: c.category, severity: c.severity, channel: c.channel },
    { at: input.reportedAt },
  )
  draft.event('assigned', { kind: 'engine' }, true, { ...assignedData(draft, choice), unit: unit.because })
  draft.open('response', clock.dueAt, responseBecause(draft, unit, input.reportedAt, clock.afterCutOff))
  const overall = overallTerm(category, input.reportedAt, zone)
  draft.open(
    'overall',
    input.overallDueAt ?? overall.dueAt,
    input.overallDueAt === undefined
      ? overall.because
      : because('overallImported', { due: input.overallDueAt, zone, source: input.source }),
  )
  draft.tellReporter('received', reported, { respondBy: clock.dueAt })
  fireDue(draft)
  return draft
}

/** By when a problem of the category is to be solved, counted from its report (epoch ms). */
export function overallTerm(
  { overallDays: days }: CategoryRule,
  reportedAt: number,
  zone: string,
): { dueAt: number; because: Because } {
  const due = endOfLocalDay(zone, addDays(localDate(zone, reportedAt), days))
  return { dueAt: due, because: because('overallTerm', { days, at: reportedAt, due, zone }) }
}

function responseBecause(draft: Draft, unit: Unit, reportedAt: number, after: boolean): Because {
  const { policy, calendar } = draft.world
  return because(after ? 'responseAfterCutOff' : 'responseBeforeCutOff', {
    at: reportedAt,
    zone: draft.case.zone,
    place: draft.case.region ?? unit.branch,
    cutOff: policy.response.cutOff,
    due: draft.case.respondBy,
    calendar: calendar.version,
  })
}

function newCase(
  input: ReportInput,
  geography: Geography,
  unit: Unit,
  severity: Severity,
  zone: string,
  at: number,
): Case & { respondBy: number } {
  const year = localParts(zone, input.reportedAt).year
  return {
    id: input.id,
    number: caseNumber(geography.digitsOf(input.region), year, input.id),
    kind: input.kind,
    category: input.category,
    severity,
    region: input.region,
    district: input.district,
    address: input.address,
    lat: input.lat,
    lon: input.lon,
    title: input.title,
    text: input.text,
    language: input.language,
    channel: input.channel,
    source: input.source,
    externalId: input.externalId,
    public: input.public,
    reportedAt: input.reportedAt,
    recordedAt: at,
    status: 'received',
    stage: 1,
    level: unit.level,
    branch: unit.branch,
    owner: 0,
    respondBy: 0,
    respondedAt: null,
    dueAt: null,
    nextDeadline: null,
    raisedAt: null,
    onWall: false,
    decidedBy: null,
    decidedAs: null,
    decidedAt: null,
    disputedPerson: null,
    rejectionDisputes: 0,
    underWay: false,
    needsSecondSignature: false,
    mergedInto: null,
    resolvedAt: null,
    closedAt: null,
    publicAnswer: null,
    version: 0,
    zone,
    reporterHasEmail: input.reporter?.hasEmail ?? false,
    followers: [],
  }
}

function reportOf(c: Case): CaseReport {
  return {
    id: c.id,
    number: c.number,
    kind: c.kind,
    category: c.category,
    severity: c.severity,
    region: c.region,
    district: c.district,
    address: c.address,
    lat: c.lat,
    lon: c.lon,
    title: c.title,
    text: c.text,
    language: c.language,
    channel: c.channel,
    source: c.source,
    externalId: c.externalId,
    public: c.public,
    reportedAt: c.reportedAt,
    recordedAt: c.recordedAt,
  }
}
