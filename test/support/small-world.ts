import { readFileSync } from 'node:fs'
import { projectPath } from '../../db/root.ts'
import type { Body, CategoryRule } from '../../shared/domain/assignment.ts'
import type { Calendar } from '../../shared/domain/calendar.ts'
import type { Case } from '../../shared/domain/case.ts'
import type {
  CaseFacts,
  Change,
  CommitmentRow,
  ContactRow,
  InstructionRow,
  ReplyRow,
} from '../../shared/domain/change.ts'
import type { HelpRow, MeetingRow } from '../../shared/domain/change-meeting.ts'
import type { Deadline, RungFired, Verdict } from '../../shared/domain/deadline.ts'
import type { NewEvent } from '../../shared/domain/events.ts'
import type { HelpFacts } from '../../shared/domain/help.ts'
import type { InstructionFacts } from '../../shared/domain/instruction.ts'
import type { Branch, Person, Role, Roster } from '../../shared/domain/people.ts'
import { worksOnCases } from '../../shared/domain/people.ts'
import type { Policy } from '../../shared/domain/policy.ts'
import { isOpen } from '../../shared/domain/status.ts'
import type { World } from '../../shared/domain/world.ts'
import { localDate } from '../../shared/domain/zone.ts'

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function dice(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let x = Math.imul(state ^ (state >>> 15), 1 | state)
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x
    return ((x ^ (x >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    below: (n: number) => Math.floor(next() * n),
    chance: (p: number) => next() < p,
    pick: <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]!,
  }
}
export type Dice = ReturnType<typeof dice>

const ZONE = 'Asia/Almaty'
const branch = (code: string, level: Branch['level'], parent: string | null, backup: string | null = null): Branch => ({
  ...{ code, level, parent, backup, zone: ZONE },
  region: level === 'central' ? null : code.slice(0, 5),
  district: level === 'district' ? '391000' : null,
})
const BRANCHES = [
  branch('KZ', 'central', null),
  branch('KZ-39', 'region', 'KZ', 'KZ-10'),
  branch('KZ-39-3910', 'district', 'KZ-39'),
  branch('KZ-10', 'region', 'KZ'),
]
const person = (id: number, at: string, ...roles: Role[]): Person => ({
  ...{ id, name: `Person ${id}`, roles, branch: at, language: 'ru' },
})
export const PEOPLE = [
  person(1, 'KZ', 'desk'),
  person(2, 'KZ', 'central-head'),
  person(3, 'KZ', 'central'),
  person(4, 'KZ', 'central'),
  person(5, 'KZ-39', 'head'),
  person(6, 'KZ-39', 'responder'),
  person(7, 'KZ-39', 'responder'),
  person(8, 'KZ-39-3910', 'responder'),
  person(9, 'KZ-10', 'head', 'responder'),
]
export const BODIES: Body[] = [
  { id: 'akimat-39', kind: 'akimat-region', region: 'KZ-39', replyByLaw: true },
  { id: 'ministry', kind: 'ministry', region: null, replyByLaw: true },
  { id: 'utility', kind: 'utility', region: 'KZ-39', replyByLaw: false },
]
export const CATEGORIES: CategoryRule[] = [
  { id: 'roads', severity: 2, overallDays: 30, level: null, branch: null },
  { id: 'heat', severity: 4, overallDays: 3, level: 'region', branch: null },
  { id: 'secret', severity: 1, overallDays: 60, level: 'central', branch: null },
]
const first = JSON.parse(readFileSync(projectPath('db/reference/policy.json'), 'utf8')) as Policy
/** The second policy has other hours, fewer days and a shorter ladder. */
const second: Policy = {
  ...{ ...first, version: 2, response: { cutOff: '05:00', hour: '10:00' }, confirmationDays: 3, disputeDays: 3 },
  ladders: { ...first.ladders, response: first.ladders.response.filter((r) => r.name !== 'reminder') },
}

/** The world of a walk: people come and go, holidays are announced late, policies change. */
export class WalkWorld implements World {
  readonly stamp = 1
  readonly away = new Set<number>()
  readonly policies = [first, second]
  policy = first
  calendars: Calendar[] = [{ version: 1, days: {} }]
  readonly roster: Roster = {
    branch: (code) => this.branch(code),
    person: (id) => PEOPLE.find((p) => p.id === id),
    isPresent: (id) => PEOPLE.some((p) => p.id === id) && !this.away.has(id),
    staffOf: (code) => PEOPLE.filter((p) => p.branch === code && worksOnCases(p)),
    onDuty: (code) => (code === 'KZ-39' ? [6, 7].filter((id) => !this.away.has(id)) : []),
    keepsRoster: (code) => code === 'KZ-39',
    load: () => 0,
  }
  get calendar() {
    return this.calendars.at(-1)!
  }
  policyOf = (version: number) => this.policies[version - 1]!
  calendarOf = (version: number) => this.calendars[version - 1]!
  branch = (code: string) => BRANCHES.find((b) => b.code === code)
  category = (id: string) => CATEGORIES.find((c) => c.id === id)
  body = (id: string) => BODIES.find((b) => b.id === id)
  legalTerm = (id: string) =>
    id === 'reply' ? { days: 15, unit: 'working' as const, rule: {}, source: 'АППК 76(1)' } : undefined
  comeOrGo(person: number) {
    if (!this.away.delete(person)) this.away.add(person)
  }
  announceHoliday(date: string) {
    const { version, days } = this.calendar
    const name = { kk: 'Мереке', ru: 'Праздник', en: 'Holiday' }
    this.calendars.push({ version: version + 1, days: { ...days, [date]: { kind: 'off', name } } })
  }
}

export interface Kept {
  case: Case
  deadlines: Deadline[]
  verdicts: Verdict[]
  rungs: RungFired[]
  events: NewEvent[]
  corrected: Set<number>
}
export type KeptContact = ContactRow & { state: string; cases: number[]; extendedUntil: string | null }

/** Whose clocks a dispute starts again (db/facts.ts). */
const RESUMED = new Set(['reply', 'instruction', 'help', 'commitment'])
const isResumed = ({ kind, outcome, because }: Deadline) =>
  kind === 'action' ? because.key === 'meetingTerm' : outcome === 'cancelled' && RESUMED.has(kind)
const ENDING = new Set(['resolved', 'rejected', 'closed'])
const STOPPED_IN = new Set(['resolved', 'closed', 'rejected'])
const NOT_YET = { acceptedAt: null, acceptedBy: null, extension: null, extensions: [], reports: [] }

/** What the database would hold, with the constraints that it has. Every write throws where the database would. */
export class Store {
  readonly cases = new Map<number, Kept>()
  readonly contacts = new Map<number, KeptContact>()
  readonly instructions = new Map<number, InstructionRow & InstructionFacts>()

  readonly replies = new Map<number, ReplyRow>()
  readonly commitments = new Map<number, CommitmentRow & { createdOn: string }>()
  readonly helps = new Map<number, HelpRow & HelpFacts>()
  readonly meetings = new Map<number, MeetingRow & { cases: number[] }>()

  facts({ case: c, deadlines, events }: Kept): CaseFacts {
    const open = deadlines.filter((d) => d.closedAt === null).map((d) => ({ ...d }))
    if (!STOPPED_IN.has(c.status)) return { case: { ...c }, deadlines: open }
    const ends = [c.resolvedAt, c.closedAt]
    const stopped = deadlines
      .filter((d) => ends.includes(d.closedAt) && isResumed(d))
      .filter((d) => events.some((e) => e.id === d.closedBy && ENDING.has(e.kind)) && this.stillOwed(d))
      .map((d) => ({ ...d, closedAt: null, closedBy: null, outcome: null }))
    const ungraded = [...this.replies.values()]
      .filter((r) => r.grade === null && this.contacts.get(r.contact)!.cases.includes(c.id))
      .map((r) => ({ id: r.id, body: this.contacts.get(r.contact)!.body }))
    return { case: { ...c }, deadlines: open, stopped, ungraded }
  }

  private stillOwed({ kind, subject }: Deadline): boolean {
    if (kind === 'action') return this.meetings.get(subject!)?.state === 'called'
    const letter = this.contacts.get(subject!)
    if (kind === 'reply') return letter!.state === 'open' && letter!.delivery !== 'failed'
    if (kind === 'instruction') return this.instructions.get(subject!)!.state !== 'accepted'
    return kind !== 'help' || ['open', 'taken'].includes(this.helps.get(subject!)!.state)
  }

  apply(change: Change): Kept[] {
    const touched = change.cases.map((c) => this.applyCase(c))
    for (const k of change.contacts ?? []) {
      const cases = (change.contactCases ?? []).filter((x) => x.contact === k.id).map((x) => x.caseId)
      this.contacts.set(k.id, { ...k, state: 'open', extendedUntil: null, cases })
    }
    for (const { id, ...set } of change.contactSets ?? []) Object.assign(this.contacts.get(id)!, set)
    for (const i of change.instructions ?? []) this.instructions.set(i.id, { ...i, ...NOT_YET })
    for (const { id, ...set } of change.instructionSets ?? []) Object.assign(this.instructions.get(id)!, set)
    this.applyPapers(change)
    return touched
  }

  private applyPapers(change: Change): void {
    for (const { instruction, ...report } of change.instructionReports ?? []) {
      const order = this.instructions.get(instruction)!
      this.instructions.set(instruction, { ...order, reports: [...order.reports, { ...report, returnedAt: null }] })
    }
    for (const { id, ...set } of change.instructionReportSets ?? [])
      for (const order of this.instructions.values()) {
        const reports = order.reports.map((r) => (r.id === id ? { ...r, ...set } : r))
        this.instructions.set(order.id, { ...order, reports })
      }
    for (const r of change.replies ?? []) this.replies.set(r.id, r)
    for (const { id, ...set } of change.replySets ?? []) this.replies.set(id, { ...this.replies.get(id)!, ...set })
    for (const { id } of change.repliesGone ?? []) this.replies.delete(id)
    for (const m of change.commitments ?? [])
      this.commitments.set(m.id, { ...m, createdOn: localDate(ZONE, m.createdAt) })
    for (const h of change.helps ?? []) this.helps.set(h.id, { ...h, takenBy: null, takenAt: null })
    for (const { id, ...set } of change.helpSets ?? []) Object.assign(this.helps.get(id)!, set)
    for (const m of change.meetings ?? []) {
      const cases = (change.meetingCases ?? []).filter((x) => x.meeting === m.id).map((x) => x.caseId)
      this.meetings.set(m.id, { ...m, cases })
    }
    for (const { id, ...set } of change.meetingSets ?? []) Object.assign(this.meetings.get(id)!, set)
  }

  private applyCase(change: Change['cases'][number]): Kept {
    const kept = this.cases.get(change.caseId)
    const next: Kept = kept ?? {
      case: null as never,
      deadlines: [],
      verdicts: [],
      rungs: [],
      events: [],
      corrected: new Set(),
    }
    if (!kept !== (change.report !== undefined)) throw new Error('a case is reported once')
    if (kept && kept.case.version !== change.version) throw new Error('an outdated version')
    next.case = { ...(kept?.case ?? (change.report as unknown as Case)), ...change.state, version: change.version + 1 }
    if (change.report) Object.assign(next.case, { zone: ZONE, reporterHasEmail: true, followers: [], version: 1 })
    for (const d of change.opened) next.deadlines.push({ ...d })
    for (const d of [...change.changed, ...change.stepped]) Object.assign(next.deadlines.find((x) => x.id === d.id)!, d)
    for (const v of change.verdicts) {
      if (next.verdicts.some((x) => x.deadlineId === v.deadlineId)) throw new Error('verdicts_pkey')
      if (v.verdict === 'met' && v.reliedOn === null) throw new Error('met_relies_on_event')
      next.verdicts.push(v)
    }
    for (const v of change.corrections) {
      if (next.corrected.has(v.deadlineId)) throw new Error('verdict_corrections_pkey')
      if (!next.verdicts.some((x) => x.deadlineId === v.deadlineId)) throw new Error('a correction without a verdict')
      next.corrected.add(v.deadlineId)
    }
    for (const r of change.rungs) {
      if (next.rungs.some((x) => x.deadlineId === r.deadlineId && x.rung === r.rung)) throw new Error('rungs_pkey')
      next.rungs.push(r)
    }
    next.events.push(...change.events)
    for (const d of next.deadlines) {
      if ((d.closedAt === null) !== (d.outcome === null)) throw new Error('deadline_outcome')
      if (d.closedAt !== null && d.wakeAt !== null) throw new Error('deadline_closed_sleeps')
    }
    const { status, nextDeadline, publicAnswer } = next.case
    if (!isOpen(status) !== (nextDeadline === null)) throw new Error('open_case_has_open_deadline')
    if (nextDeadline !== null && next.deadlines.find((d) => d.id === nextDeadline)?.closedAt !== null)
      throw new Error('case_next_deadline_is_open')
    if ((status === 'rejected' || status === 'merged') && !publicAnswer) throw new Error('ended_case_says_why')
    this.cases.set(change.caseId, next)
    return next
  }
}
