import { type Because, because } from './because.ts'
import { type Case, type CaseState, sameState, stateOf } from './case.ts'
import type { CaseChange, CaseFacts, Notice } from './change.ts'
import { endOfNextWorkingDay, isOverdue } from './clock.ts'
import {
  type Correction,
  correctionOf,
  type Deadline,
  type DeadlineKind,
  hasOnlyStepped,
  newDeadline,
  type Outcome,
  type RungFired,
  type Verdict,
  verdictOf,
} from './deadline.ts'
import { type Actor, asLeft, type EventKind, eventState, type NewEvent } from './events.ts'
import type { LetterRow } from './mailing.ts'
import { noticeToReporter, noticeToStaff } from './notice.ts'
import type { Person } from './people.ts'
import { ladderFor, rungInstant } from './policy.ts'
import { isOpen, type Move, nextStatus } from './status.ts'
import type { Ids, World } from './world.ts'

/**
 * A change in the making: the case as it will be, and everything to be written about it. Decisions speak to it in the
 * words of the product (move, open, meet, tell); `change()` is what db/apply writes. Pure: ids and the world are given.
 */
export class Draft {
  readonly case: Case & CaseState
  readonly world: World
  readonly ids: Ids
  /** The instant decided for; a replay of the past moves it forward with `advance`. */
  at: number
  /** Whether this tells what happened elsewhere before: it is all recorded now, and nobody is told of it. */
  readonly history: boolean
  private readonly writtenAt: number | undefined
  private readonly report: CaseChange['report']
  private readonly before: CaseFacts
  private readonly all: Deadline[]
  private readonly openedNow = new Set<Deadline>()
  private readonly touched = new Set<Deadline>()
  private readonly events: NewEvent[] = []
  private readonly verdicts: Verdict[] = []
  private readonly corrections: Correction[] = []
  private readonly rungsFired: RungFired[] = []
  private readonly notices: Notice[] = []
  private readonly letters: LetterRow[] = []

  constructor(
    facts: CaseFacts,
    world: World,
    ids: Ids,
    at: number,
    report?: CaseChange['report'],
    historyWrittenAt?: number,
  ) {
    this.case = { ...facts.case }
    this.before = facts
    this.all = facts.deadlines.map((d) => ({ ...d }))
    this.world = world
    this.ids = ids
    this.at = at
    this.report = report
    this.writtenAt = historyWrittenAt
    this.history = historyWrittenAt !== undefined
  }

  /** When it is written down: now, which in a history is later than when it happened. */
  get recordedAt(): number {
    return this.writtenAt ?? this.at
  }

  /** Moves on to a later instant; a change may tell of several in their order. Throws RangeError for an earlier one. */
  advance(at: number): void {
    if (at < this.at) throw new RangeError('a draft does not go back in time')
    this.at = at
  }

  /** Open deadlines, earliest first. */
  deadlines(kind?: DeadlineKind, subject?: number): Deadline[] {
    return this.all
      .filter(
        (d) => d.closedAt === null && (!kind || d.kind === kind) && (subject === undefined || d.subject === subject),
      )
      .sort((a, b) => a.dueAt - b.dueAt || a.id - b.id)
  }

  /** Moves the status; the event that says why must follow in the same decision. Throws Refusal `not_in_status`. */
  move(move: Move): void {
    this.case.status = nextStatus(this.case.status, move)
  }

  /** Adds what happened and gives the id of its event; `erasable` is kept apart from the data, so that it can go. */
  event(
    kind: EventKind,
    by: Actor,
    isPublic: boolean,
    data: Record<string, unknown> = {},
    more: { at?: number; erasable?: Record<string, unknown>; id?: number } = {},
  ): number {
    this.settle()
    const id = more.id ?? this.ids.next()
    this.events.push({
      id,
      caseId: this.case.id,
      kind,
      at: more.at ?? this.at,
      recordedAt: this.recordedAt,
      by,
      public: isPublic,
      data,
      ...(more.erasable ? { erasable: more.erasable } : {}),
      state: eventState(this.case),
    })
    return id
  }

  /** Opens a deadline under the world's policy and calendar of this moment. */
  open(kind: DeadlineKind, dueAt: number, because: Because, subject: number | null = null): Deadline {
    const deadline = newDeadline({
      id: this.ids.next(),
      caseId: this.case.id,
      kind,
      subject,
      severity: this.case.severity,
      openedAt: this.at,
      dueAt,
      policy: this.world.policy.version,
      calendar: this.world.calendar.version,
      because,
    })
    this.all.push(deadline)
    this.openedNow.add(deadline)
    this.schedule(deadline)
    this.settle()
    return deadline
  }

  /** When the engine must look at the deadline next: the planned instant of its next rung. */
  schedule(deadline: Deadline): void {
    const rungs = ladderFor(this.world.policyOf(deadline.policy), deadline.kind, deadline.severity)
    const rung = rungs[deadline.nextRung]
    deadline.wakeAt =
      rung && deadline.closedAt === null
        ? rungInstant(rung, deadline.openedAt, deadline.dueAt, this.case.zone, this.world.calendarOf(deadline.calendar))
        : null
    this.touch(deadline)
  }

  /**
   * Ends a deadline. Met before its due instant it gets the verdict `met`, relying on the event; met at or after it, the
   * verdict `missed` is written now if the engine has not come by yet. Cancelled ones that were already overdue are missed too.
   * Met in time, but written down after the verdict (a reply that lay on a desk): the verdict stays, a correction is added.
   */
  end(deadline: Deadline, outcome: Outcome, eventId: number, at: number = this.at, body: string | null = null): void {
    // The end of the confirmation term closes the case; passing it is no breach.
    const late = deadline.kind !== 'confirmation' && isOverdue(deadline.dueAt, at)
    if (!deadline.judged && (outcome === 'met' || late)) {
      if (late) this.judge(deadline, 'missed', null, deadline.dueAt, body)
      else this.judge(deadline, 'met', eventId, at, body)
    } else if (deadline.judged && outcome === 'met' && !late) {
      this.corrections.push(correctionOf(deadline, eventId, this.recordedAt))
    }
    deadline.closedAt = Math.max(at, deadline.openedAt)
    deadline.closedBy = eventId
    deadline.outcome = outcome
    deadline.wakeAt = null
    this.touch(deadline)
    this.settle()
  }

  /** Writes the verdict and its event; once per deadline, for ever. */
  judge(
    deadline: Deadline,
    verdict: 'met' | 'missed',
    reliedOn: number | null,
    decidedAt: number = deadline.dueAt,
    body: string | null = null,
  ): void {
    if (deadline.judged) return
    deadline.judged = true
    const eventId = this.event(
      'verdict',
      { kind: 'engine' },
      true,
      {
        deadline: deadline.kind,
        subject: deadline.subject,
        verdict,
        dueAt: deadline.dueAt,
        decidedBy: reliedOn,
        policy: deadline.policy,
        calendar: deadline.calendar,
        late: this.recordedAt > decidedAt,
      },
      { at: decidedAt },
    )
    const { recordedAt } = this
    this.verdicts.push(verdictOf(deadline, this.case, { verdict, decidedAt, recordedAt, eventId, reliedOn, body }))
  }

  /** Moves the due instant of an open deadline; rungs already fired stay fired, the rest follow the new instant. */
  redate(deadline: Deadline, dueAt: number, because: Because, calendar?: number): void {
    deadline.dueAt = dueAt
    deadline.because = because
    if (calendar !== undefined) deadline.calendar = calendar
    this.schedule(deadline)
    this.settle()
  }

  /**
   * More time. A term that has its verdict keeps it, and the later one is a promise of its own, with its own warnings and
   * verdict: moved, it would pass in silence.
   */
  extend(deadline: Deadline, dueAt: number, because: Because, eventId: number): void {
    if (deadline.judged) {
      this.end(deadline, 'cancelled', eventId)
      this.open(deadline.kind, dueAt, because, deadline.subject)
    } else this.redate(deadline, dueAt, because)
  }

  /** A rung of a deadline has fired: it never does again. */
  fired(rung: RungFired): void {
    this.rungsFired.push(rung)
  }

  /** The deadline is to be written again. */
  touch(deadline: Deadline): void {
    if (!this.openedNow.has(deadline)) this.touched.add(deadline)
  }

  /** A notice to a person of the staff. The central desk has no mailbox: everyone in the centre sees its queue. */
  tell(
    person: Person | undefined,
    kind: string,
    eventId: number,
    data: Record<string, unknown> = {},
    urgent = false,
  ): boolean {
    if (this.history || !person || person.roles.includes('desk')) return false
    const known = (n: Notice) => n.staff === person.id && n.kind === kind && n.createdAt === this.at
    // One notice of a kind is enough, unless each is about another instruction.
    if (this.notices.some((n) => known(n) && n.data.instruction === data.instruction)) return false
    this.notices.push(noticeToStaff(this, person, { kind, eventId, data, urgent }))
    return true
  }

  /** An invitation, or its end; it goes to the guest alone and is bundled with nothing. */
  invite(notice: Notice): void {
    if (!this.history) this.notices.push(notice)
  }

  /** A notice to the person who reported, and to the reporters of cases merged into this one; only where an address is known. */
  tellReporter(kind: string, eventId: number, data: Record<string, unknown> = {}): boolean {
    if (this.history) return false
    const recipients = [...(this.case.reporterHasEmail ? [this.case.id] : []), ...this.case.followers]
    for (const id of recipients) this.notices.push(noticeToReporter(this, id, { kind, eventId, data, urgent: true }))
    return recipients.length > 0
  }

  /** A letter that follows the first one to a body; it leaves by mail. */
  remind(letter: LetterRow): void {
    this.letters.push(letter)
  }

  /** Everything to be written about the case. */
  change(): CaseChange {
    this.settle()
    const c = this.case
    // An open case always owes somebody something: its owner the next step, when nothing else is left.
    if (isOpen(c.status) && c.nextDeadline === null) {
      const { on, due } = endOfNextWorkingDay(this.world.calendar, c.zone, this.at)
      this.open('action', due, because('nextStepOwed', { on, due, zone: c.zone }))
    }
    const stepped = (d: Deadline) => hasOnlyStepped(this.before.deadlines, d)
    return {
      ...(this.report ? { report: this.report } : {}),
      caseId: c.id,
      version: c.version,
      state: stateOf(c),
      moved: !sameState(c, this.before.case),
      updatedAt: this.recordedAt,
      events: asLeft(this.events, eventState(this.case)),
      opened: [...this.openedNow],
      changed: [...this.touched].filter((d) => !stepped(d)),
      stepped: [...this.touched].filter(stepped),
      verdicts: this.verdicts,
      corrections: this.corrections,
      rungs: this.rungsFired,
      notices: this.notices,
      ...(this.letters.length > 0 ? { letters: this.letters } : {}),
    }
  }

  /** Keeps what the case row says about its deadlines true after every step. */
  private settle(): void {
    const open = this.deadlines()
    const owed = open.filter((d) => d.kind !== 'confirmation')
    this.case.dueAt = owed[0]?.dueAt ?? null
    this.case.nextDeadline = isOpen(this.case.status) ? (owed[0]?.id ?? open[0]?.id ?? null) : null
  }
}
