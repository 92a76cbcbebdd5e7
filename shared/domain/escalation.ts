import { type Because, because } from './because.ts'
import { bodyOf, remindBody } from './body-reminder.ts'
import { CENTRAL, type Level } from './case.ts'
import type { CaseFacts } from './change.ts'
import { endOfNextWorkingDay } from './clock.ts'
import type { Deadline } from './deadline.ts'
import { Draft } from './draft.ts'
import { ENGINE, type RungDeed } from './events.ts'
import { type Choice, centralDuty, centralHead, headFor, someoneFor } from './people.ts'
import { ladderFor, type Rung, type RungAction, rungInstant, type Whom } from './policy.ts'
import { isOpen } from './status.ts'
import { insteadOfAuthor, isReported } from './to-accept.ts'
import type { Ids, World } from './world.ts'

/** A rung handled more than two cron periods after its instant counts as late, and says so. */
const LATE_AFTER_MS = 120_000

/** The draft of a case in which all that was due by now has been fired: what is decided on it comes after that. */
export function begin(facts: CaseFacts, world: World, ids: Ids, at: number): Draft {
  const draft = new Draft(facts, world, ids, at)
  fireDue(draft)
  return draft
}

/**
 * Fires every rung of the case whose planned instant has come (by `until`, if that is earlier than now), in the order of
 * those instants, until none is left. Safe to run late: each rung keeps its own due instant beside the real one. Returns
 * how many fired.
 */
export function fireDue(draft: Draft, until: number = draft.at): number {
  let fired = 0
  for (;;) {
    const due = draft
      .deadlines()
      .filter((d) => d.wakeAt !== null && d.wakeAt <= until)
      .sort((a, b) => a.wakeAt! - b.wakeAt! || endsAll(a) - endsAll(b) || a.id - b.id)[0]
    if (!due || !isOpen(draft.case.status)) return fired
    fireNext(draft, due)
    fired++
  }
}

/** What closes the case comes last of all that is due at the same instant. */
const endsAll = (deadline: Deadline) => Number(deadline.kind === 'confirmation')

function fireNext(draft: Draft, deadline: Deadline): void {
  const policy = draft.world.policyOf(deadline.policy)
  const ladder = ladderFor(policy, deadline.kind, deadline.severity)
  const rung = ladder[deadline.nextRung]
  if (!rung) {
    deadline.wakeAt = null
    draft.touch(deadline)
    return
  }
  const planned = rungInstant(
    rung,
    deadline.openedAt,
    deadline.dueAt,
    draft.case.zone,
    draft.world.calendarOf(deadline.calendar),
  )
  // A warning about an hour that had passed before the deadline existed helps nobody; a breach is never skipped.
  const skipped = planned < deadline.openedAt && planned < deadline.dueAt
  const eventId = draft.ids.next()
  const position = deadline.nextRung
  deadline.nextRung++
  deadline.failures = 0
  const did: RungDeed[] = skipped
    ? [
        {
          action: 'skip',
          result: 'skipped',
          because: because('before', { rungDueAt: planned, openedAt: deadline.openedAt, zone: draft.case.zone }),
        },
      ]
    : rung.actions.flatMap((action) => act(draft, deadline, rung, action, eventId))
  if (deadline.closedAt === null) draft.schedule(deadline)
  const late = !skipped && draft.recordedAt - planned > LATE_AFTER_MS
  draft.event(
    'rung',
    ENGINE,
    false,
    {
      deadline: deadline.kind,
      deadlineId: deadline.id,
      rung: rung.name,
      rungDueAt: planned,
      dueAt: deadline.dueAt,
      late,
      did,
    },
    { id: eventId },
  )
  draft.fired({
    deadlineId: deadline.id,
    rung: rung.name,
    position,
    caseId: draft.case.id,
    rungDueAt: planned,
    firedAt: draft.recordedAt,
    late,
    skipped,
    eventId,
  })
}

function act(draft: Draft, deadline: Deadline, rung: Rung, action: RungAction, eventId: number): RungDeed[] {
  switch (action.do) {
    case 'verdict':
      draft.judge(deadline, 'missed', null, deadline.dueAt, bodyOf(deadline))
      return [{ action: 'verdict', result: 'done' }]
    case 'wall':
      if (draft.case.onWall) return [{ action: 'wall', result: 'duplicate' }]
      draft.case.onWall = true
      return [{ action: 'wall', result: 'done' }]
    case 'tell':
      return tell(draft, deadline, rung, action.whom, eventId)
    case 'reassign':
      return [handOver(draft, choose(draft, action.whom, deadline), 'reassign')]
    case 'raise':
      return raise(draft, action.level, because('rungRaised', { rung: rung.name, deadline: deadline.kind }))
    case 'close':
      return [lapse(draft, deadline)]
    case 'remind-body': {
      const { deed, notice } = remindBody(draft, deadline, rung)
      return [...(deed ? [deed] : []), ...(notice ? tell(draft, deadline, rung, 'owner', eventId, notice) : [])]
    }
    case 'propose-next':
      return tell(draft, deadline, rung, 'owner', eventId, 'next-instance')
  }
}

/** Words of a notice, by what the rung is about. */
function noticeKind({ kind }: Deadline, rung: Rung, whom: Whom): string {
  if (kind === 'help' && rung.when.from === 'opened') return 'help-asked'
  if (rung.name === 'report') return whom === 'central-duty' ? 'critical' : 'assigned'
  return rung.when.from === 'due' && ('minutes' in rung.when ? rung.when.minutes < 0 : rung.when.workingDays < 0)
    ? 'reminder'
    : 'overdue'
}

function tell(
  draft: Draft,
  deadline: Deadline,
  rung: Rung,
  whom: Whom,
  eventId: number,
  notice: string = noticeKind(deadline, rung, whom),
): RungDeed[] {
  const reported = isReported(deadline)
  const action = reported ? 'instruction-to-accept' : notice
  if (draft.history) return [{ action: 'tell', to: whom, result: 'skipped', because: because('history') }]
  const about = deadline.letter ? { outgoingNumber: deadline.letter.number, body: bodyOf(deadline) } : {}
  const ordered = reported ? { instruction: deadline.subject } : {}
  const data = { deadline: deadline.kind, dueAt: deadline.dueAt, rung: rung.name, ...about, ...ordered }
  if (whom === 'reporter') {
    const told = draft.tellReporter(action === 'reminder' ? 'confirm-reminder' : action, eventId, data)
    return [
      told
        ? { action: 'tell', to: 'reporter', result: 'done' }
        : { action: 'tell', to: 'reporter', result: 'nobody', because: because('noEmail') },
    ]
  }
  const deeds: RungDeed[] = []
  if (whom === 'owner' && !draft.world.roster.isPresent(draft.case.owner, draft.at))
    deeds.push(replaceAbsentOwner(draft))
  const choice = choose(draft, reported && whom === 'responsible' ? 'author' : whom, deadline)
  for (const passed of choice.passed) deeds.push({ action: 'tell', to: whom, result: 'nobody', because: passed })
  const person = draft.world.roster.person(choice.person)
  const told = draft.tell(person, action, eventId, data, rung.name === 'report')
  // The desk has no mailbox but a queue that everyone in the centre sees; the log says that nobody was there in person.
  const result = told ? 'done' : person?.roles.includes('desk') ? 'nobody' : 'duplicate'
  deeds.push({ action: 'tell', to: person?.name ?? whom, result, because: choice.because })
  if (whom === 'responsible' && !reported) deeds.push(...tellHelpers(draft, deadline, action, eventId, data))
  return deeds
}

/** Co-executors hear what the responsible hears; nobody stands in for them. */
function tellHelpers(
  draft: Draft,
  { because: { params } }: Deadline,
  action: string,
  eventId: number,
  data: Record<string, unknown>,
): RungDeed[] {
  if (typeof params.coExecutors !== 'string') return []
  return params.coExecutors.split(',').map((id) => {
    const person = draft.world.roster.person(Number(id))
    const told = draft.tell(person, action, eventId, data)
    return { action: 'tell', to: person?.name ?? 'responsible', result: told ? 'done' : 'duplicate' }
  })
}

function choose(draft: Draft, whom: Exclude<Whom, 'reporter'>, deadline: Deadline): Choice {
  const { roster } = draft.world
  const { owner, branch } = draft.case
  switch (whom) {
    case 'branch-head':
      // Nobody is asked to watch over himself: when the head is the silent owner, the next above is told.
      return headFor(roster, branch, draft.at, [owner])
    case 'central-duty':
      return centralDuty(roster, draft.at)
    case 'central-head':
      return centralHead(roster, draft.at)
    case 'owner':
      return { person: owner, because: because('owner'), passed: [] }
    default: {
      const other = whom === 'author' && isReported(deadline) ? insteadOfAuthor(draft, deadline) : null
      if (other) return other
      // Author and responsible of an instruction are stamped into its deadline.
      const id = Number(deadline.because.params[whom])
      const person = roster.person(id)
      if (person && roster.isPresent(id, draft.at))
        return { person: id, because: because('owner', { name: person.name }), passed: [] }
      return someoneFor(roster, person?.branch ?? branch, draft.at, [id])
    }
  }
}

function replaceAbsentOwner(draft: Draft): RungDeed {
  const { roster } = draft.world
  const absent = roster.person(draft.case.owner)
  const choice = someoneFor(roster, unitOf(draft), draft.at, [draft.case.owner])
  return handOver(
    draft,
    { ...choice, passed: [because('ownerAbsent', { name: absent?.name ?? '' }), ...choice.passed] },
    'replace-absent',
  )
}

/** Gives the case to the chosen person, with the event that says why. */
function handOver(draft: Draft, choice: Choice, action: string): RungDeed {
  const name = draft.world.roster.person(choice.person)?.name ?? ''
  if (choice.person === draft.case.owner) return { action, to: name, result: 'duplicate', because: choice.because }
  draft.case.owner = choice.person
  draft.event('assigned', ENGINE, true, assignedData(draft, choice))
  return { action, to: name, result: 'done', because: choice.because }
}

/** What the event of an assignment says: to whom, why, and who was passed over. */
export function assignedData(draft: Draft, choice: Choice): Record<string, unknown> {
  const { owner, branch, level } = draft.case
  const name = draft.world.roster.person(owner)?.name ?? ''
  return { owner, ownerName: name, branch, level, because: choice.because, passed: choice.passed }
}

/** Lifts the case to a level: its owner becomes the person on duty there; the branch keeps seeing it. */
function raise(draft: Draft, level: Level, reason: Because): RungDeed[] {
  const order: Record<Level, number> = { district: 0, region: 1, central: 2 }
  const from = draft.case.level
  if (order[from] >= order[level]) {
    // Already there: whoever holds it must still be able to act.
    if (draft.world.roster.isPresent(draft.case.owner, draft.at))
      return [{ action: 'raise', to: level, result: 'duplicate', because: because('alreadyThere', { level }) }]
    return [
      { action: 'raise', to: level, result: 'duplicate', because: because('alreadyThere', { level }) },
      replaceAbsentOwner(draft),
    ]
  }
  draft.case.level = level
  draft.case.raisedAt = draft.at
  draft.event('escalated', ENGINE, true, { from, to: level, because: reason })
  const not = level === 'central' ? [] : [draft.case.owner]
  const choice = someoneFor(draft.world.roster, unitOf(draft), draft.at, not)
  return [{ action: 'raise', to: level, result: 'done' }, handOver(draft, choice, 'reassign')]
}

/** The unit whose people hold the case on its level: the branch, the region above a district, the centre. */
export function unitOf({ case: { level, branch }, world }: Draft): string {
  return unitOn(world, level, branch)
}

/** As `unitOf`, for any case of the branch on this level. */
export function unitOn(world: Pick<World, 'branch'>, level: Level, branch: string): string {
  if (level === 'central') return CENTRAL
  const unit = world.branch(branch)
  return level === 'region' && unit?.level === 'district' ? (unit.parent ?? branch) : branch
}

/** Seven days without an answer close the case, unless a branch would then be judging its own akimat. */
function lapse(draft: Draft, deadline: Deadline): RungDeed {
  if (draft.case.needsSecondSignature) {
    const reason = because('secondSignature')
    const { on, due } = endOfNextWorkingDay(draft.world.calendar, draft.case.zone, draft.at)
    const deeds = raise(draft, 'central', reason)
    const eventId = draft.event('updated', ENGINE, false, { because: reason })
    draft.open('action', due, because('signatureTerm', { on, due, zone: draft.case.zone }))
    draft.end(deadline, 'met', eventId)
    return { action: 'close', result: 'skipped', because: reason, to: deeds[0]?.to ?? '' }
  }
  draft.move('lapse')
  draft.case.closedAt = draft.at
  const eventId = draft.event('closed', ENGINE, true, {
    because: because('lapsed', { days: draft.world.policyOf(deadline.policy).confirmationDays }),
  })
  // Passing is no breach: the verdict relies on the closing itself.
  draft.end(deadline, 'met', eventId)
  // An engine that comes by late makes nothing late that was not yet due when the seven days ran out.
  for (const other of draft.deadlines()) draft.end(other, 'cancelled', eventId, deadline.dueAt)
  return { action: 'close', result: 'done' }
}
