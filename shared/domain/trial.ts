import type { Because } from './because.ts'
import type { Case, Level, Severity } from './case.ts'
import { cutOff } from './clock.ts'
import type { DeadlineKind, Outcome } from './deadline.ts'
import { Draft } from './draft.ts'
import type { RungDeed } from './events.ts'
import { type Choice, centralDuty, someoneFor } from './people.ts'
import type { Policy } from './policy.ts'
import { fireUntil } from './replay.ts'
import type { Status } from './status.ts'
import type { World } from './world.ts'

const DAY = 86_400_000
const HOUR = 3_600_000

/** What a trial needs to know of a deadline that ran; instants are epoch milliseconds. */
export interface PastDeadline {
  readonly kind: DeadlineKind
  readonly severity: number
  readonly openedAt: number
  readonly dueAt: number
  readonly because: Because
  /** null: still open at the end of the trial. */
  readonly closedAt: number | null
  readonly outcome: Outcome | null
}

/** A case as it stood when it was reported, and the deadlines it had. */
export interface PastCase {
  readonly id: number
  readonly category: string
  readonly severity: Severity
  readonly region: string | null
  readonly branch: string
  readonly level: Level
  readonly zone: string
  readonly reportedAt: number
  readonly deadlines: readonly PastDeadline[]
}

/** What a policy would have done. */
export interface Trial {
  readonly cases: number
  readonly deadlines: number
  /** Deadlines that came to a verdict, and those of them that were missed. */
  readonly breaches: Readonly<Partial<Record<DeadlineKind, { readonly judged: number; readonly missed: number }>>>
  /** Notices by person and by the hour (epoch ms of its beginning) in which they leave; the fullest first. */
  readonly messages: readonly { person: number; name: string; branch: string; hour: number; count: number }[]
  /** Branches where a rung found nobody on duty, the most often first. */
  readonly gaps: readonly { branch: string; times: number; first: number; last: number }[]
}

/**
 * Tries a policy on past cases: what came is taken as it was, the dates a policy sets (response, confirmation) are set
 * anew, the others stand, and every rung fires on its own instant up to `until`. Writes nothing; the roster is the world's.
 */
export function trialOf(policy: Policy, past: Iterable<PastCase>, world: World, until: number): Trial {
  const tried: World = { ...world, policy, policyOf: () => policy }
  const found = new Findings()
  let cases = 0
  let deadlines = 0
  for (const one of past) {
    cases++
    deadlines += one.deadlines.length
    found.add(runCase(one, tried, until, found))
  }
  return { cases, deadlines, ...found.result(tried) }
}

type Step = { readonly at: number; readonly order: number; run(draft: Draft): void }

function runCase(past: PastCase, world: World, until: number, found: Findings): Draft {
  const choice = takerOf(past, world)
  // Who takes a report on arrival: nobody on duty then is a gap as well.
  for (const passed of choice.passed) found.gap(passed, past.reportedAt)
  let id = 1
  const ids = { next: () => id++ }
  const draft = new Draft({ case: caseOf(past, choice.person), deadlines: [] }, world, ids, past.reportedAt)
  const steps = past.deadlines.flatMap((d) => stepsOf(d, past, world)).filter((s) => s.at <= until)
  for (const step of steps.sort((a, b) => a.at - b.at || a.order - b.order)) {
    fireUntil(draft, step.at)
    step.run(draft)
  }
  fireUntil(draft, until)
  return draft
}

function stepsOf(past: PastDeadline, { zone }: PastCase, world: World): Step[] {
  let opened: ReturnType<Draft['open']> | undefined
  const open: Step = {
    at: past.openedAt,
    order: 1,
    run(draft) {
      draft.case.status = STATUS_WHILE[past.kind] ?? draft.case.status
      opened = draft.open(past.kind, dueOf(past, zone, world), past.because)
    },
  }
  if (past.closedAt === null || past.outcome === null) return [open]
  const { closedAt, outcome } = past
  const end: Step = {
    at: closedAt,
    order: 0,
    run(draft) {
      if (!opened || opened.closedAt !== null) return
      draft.end(opened, outcome, draft.ids.next())
      if (past.kind === 'response' && outcome === 'met') draft.case.status = 'responded'
    },
  }
  // What was opened and ended in one step is ended after it is opened.
  return closedAt === past.openedAt ? [open, { ...end, order: 2 }] : [open, end]
}

/** The status that the engine must find for the rungs of a kind to mean what they say. */
const STATUS_WHILE: Readonly<Partial<Record<DeadlineKind, Status>>> = { response: 'received', confirmation: 'resolved' }

function dueOf(past: PastDeadline, zone: string, world: World): number {
  if (past.kind === 'response') return cutOff(world.policy.response, zone, past.openedAt, world.calendar).dueAt
  if (past.kind === 'confirmation') return past.openedAt + world.policy.confirmationDays * DAY
  return past.dueAt
}

function takerOf({ level, branch, reportedAt }: PastCase, { roster }: World): Choice {
  return level === 'central' ? centralDuty(roster, reportedAt) : someoneFor(roster, branch, reportedAt)
}

function caseOf(past: PastCase, owner: number): Case {
  const { deadlines: _, ...known } = past
  return {
    ...known,
    number: '',
    kind: 'problem',
    district: null,
    address: null,
    lat: null,
    lon: null,
    title: null,
    text: '',
    language: 'ru',
    channel: 'api',
    source: null,
    externalId: null,
    public: false,
    recordedAt: past.reportedAt,
    status: 'received',
    stage: 1,
    owner,
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
    reporterHasEmail: false,
    followers: [],
  }
}

class Findings {
  private readonly breaches: Partial<Record<DeadlineKind, { judged: number; missed: number }>> = {}
  private readonly hours = new Map<string, { person: number; hour: number; count: number }>()
  private readonly gaps = new Map<string, { branch: string; times: number; first: number; last: number }>()

  add(draft: Draft): void {
    const { verdicts, notices, events } = draft.change()
    for (const v of verdicts) {
      const { judged, missed } = this.breaches[v.kind] ?? { judged: 0, missed: 0 }
      this.breaches[v.kind] = { judged: judged + 1, missed: missed + (v.verdict === 'missed' ? 1 : 0) }
    }
    for (const n of notices) if (n.staff !== undefined) this.message(n.staff, n.sendAfter)
    for (const e of events) {
      if (e.kind === 'rung') for (const deed of e.data.did as RungDeed[]) this.gap(deed.because, e.at)
      if (e.kind === 'assigned') for (const passed of e.data.passed as Because[]) this.gap(passed, e.at)
    }
  }

  private message(person: number, at: number): void {
    const hour = Math.floor(at / HOUR) * HOUR
    const key = `${person} ${hour}`
    const seen = this.hours.get(key)
    if (seen) seen.count++
    else this.hours.set(key, { person, hour, count: 1 })
  }

  gap(why: Because | undefined, at: number): void {
    if (why?.key !== 'nobodyOnDuty') return
    const branch = String(why.params.branch)
    const seen = this.gaps.get(branch)
    if (seen) {
      seen.times++
      seen.first = Math.min(seen.first, at)
      seen.last = Math.max(seen.last, at)
    } else this.gaps.set(branch, { branch, times: 1, first: at, last: at })
  }

  result(world: World): Pick<Trial, 'breaches' | 'messages' | 'gaps'> {
    const messages = [...this.hours.values()]
      .sort((a, b) => b.count - a.count || a.hour - b.hour || a.person - b.person)
      .map((m) => {
        const person = world.roster.person(m.person)
        return { ...m, name: person?.name ?? '', branch: person?.branch ?? '' }
      })
    return { breaches: this.breaches, messages, gaps: [...this.gaps.values()].sort((a, b) => b.times - a.times) }
  }
}
