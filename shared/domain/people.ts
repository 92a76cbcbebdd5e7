import { type Because, because } from './because.ts'
import { CENTRAL, CENTRAL_DESK, type Level } from './case.ts'
import type { Lang } from './text.ts'

export type Role = 'responder' | 'head' | 'central' | 'central-head' | 'admin' | 'auditor' | 'desk'

export interface Person {
  readonly id: number
  readonly name: string
  readonly roles: readonly Role[]
  readonly branch: string
  readonly language: Lang
}

export interface Branch {
  readonly code: string
  readonly level: Level
  readonly parent: string | null
  readonly region: string | null
  readonly district: string | null
  readonly backup: string | null
  readonly zone: string
}

/** What the choice of a person needs to know; made from rows by server/world. All instants are epoch milliseconds. */
export interface Roster {
  branch(code: string): Branch | undefined
  person(id: number): Person | undefined
  /** Not disabled and not absent at the instant. */
  isPresent(id: number, at: number): boolean
  /** People of this very branch who work on cases (responder or head; central or central head in the centre). */
  staffOf(branch: string): readonly Person[]
  onDuty(branch: string, at: number): readonly number[]
  /** Whether the branch ever kept a roster: without one, everybody present counts as on duty. */
  keepsRoster(branch: string): boolean
  load(person: number): number
}

export interface Choice {
  readonly person: number
  readonly because: Because
  /** Who was looked for in vain before: `nobody on duty` belongs into the log. */
  readonly passed: readonly Because[]
}

const WORKS: Readonly<Record<string, readonly Role[]>> = {
  branch: ['responder', 'head'],
  centre: ['central', 'central-head'],
}

/** Whether a person may own a case where they work. */
export function worksOnCases(person: Person): boolean {
  return person.roles.some((r) => (person.branch === CENTRAL ? WORKS.centre! : WORKS.branch!).includes(r))
}

function leastLoaded(roster: Roster, ids: readonly number[]): number | undefined {
  let best: number | undefined
  let load = Number.POSITIVE_INFINITY
  for (const id of ids) {
    const l = roster.load(id)
    // Equal loads go to the smaller id so that every instance chooses alike.
    if (l < load || (l === load && best !== undefined && id < best)) {
      best = id
      load = l
    }
  }
  return best
}

const lead = (branch: string): Role => (branch === CENTRAL ? 'central-head' : 'head')

function dutyOf(roster: Roster, branch: string, at: number, not: ReadonlySet<number>): Choice | Because {
  const usable = (id: number) => !not.has(id) && roster.isPresent(id, at)
  if (roster.keepsRoster(branch)) {
    const id = leastLoaded(roster, roster.onDuty(branch, at).filter(usable))
    if (id === undefined) return because('nobodyOnDuty', { branch })
    const person = roster.person(id)!
    const key = branch === CENTRAL ? 'centralDuty' : 'onDuty'
    return { person: id, because: because(key, { name: person.name, branch, open: roster.load(id) }), passed: [] }
  }
  // Without a roster everyone who works on cases shares the duty; the head leads and comes last, on a rung of its own.
  const crew = roster.staffOf(branch).filter((p) => !p.roles.includes(lead(branch)))
  const id = leastLoaded(roster, crew.map((p) => p.id).filter(usable))
  if (id === undefined) return because('nobodyOnDuty', { branch })
  return {
    person: id,
    because: because('noRoster', { name: roster.person(id)!.name, branch, open: roster.load(id) }),
    passed: [],
  }
}

function headOf(roster: Roster, branch: string, at: number, not: ReadonlySet<number>): Choice | undefined {
  const heads = roster.staffOf(branch).filter((p) => p.roles.includes(lead(branch)))
  const id = leastLoaded(
    roster,
    heads.map((p) => p.id).filter((h) => !not.has(h) && roster.isPresent(h, at)),
  )
  if (id === undefined) return undefined
  const key = branch === CENTRAL ? 'centralHead' : 'branchHead'
  return { person: id, because: because(key, { name: roster.person(id)!.name, branch }), passed: [] }
}

/** The units asked in turn: the branch, those above it, the region's backup, the centre. Ends with the centre. */
function unitsAbove(roster: Roster, branch: string): string[] {
  const units: string[] = []
  for (let code: string | null = branch; code && code !== CENTRAL; ) {
    if (units.includes(code)) break
    units.push(code)
    code = roster.branch(code)?.parent ?? null
  }
  const backup = units.map((u) => roster.branch(u)?.backup).find((b) => b && !units.includes(b))
  if (backup) units.push(backup)
  units.push(CENTRAL)
  return units
}

/**
 * Somebody for the branch: next on duty → branch head → those above → the region's backup → central duty → head of the
 * central apparatus → the central desk, which always exists. Never finds nobody.
 */
export function someoneFor(roster: Roster, branch: string, at: number, not: readonly number[] = []): Choice {
  const excluded = new Set(not)
  const passed: Because[] = []
  const backup = unitsAbove(roster, branch)
  for (const unit of backup) {
    const duty = dutyOf(roster, unit, at, excluded)
    if ('person' in duty) return { ...duty, because: viaBackup(roster, branch, unit, duty), passed }
    passed.push(duty)
    const head = headOf(roster, unit, at, excluded)
    if (head) return { ...head, because: viaBackup(roster, branch, unit, head), passed }
  }
  return { person: CENTRAL_DESK, because: because('centralDesk'), passed }
}

function viaBackup(roster: Roster, branch: string, unit: string, choice: Choice): Because {
  const own = unit === CENTRAL || unit === branch || roster.branch(branch)?.parent === unit
  return own ? choice.because : because('backupBranch', { name: roster.person(choice.person)!.name, branch: unit })
}

/** The head of the branch, or of the nearest unit above it, who is present and not among `not`; then central duty and so on. */
export function headFor(roster: Roster, branch: string, at: number, not: readonly number[] = []): Choice {
  const excluded = new Set(not)
  const passed: Because[] = []
  for (const unit of unitsAbove(roster, branch)) {
    if (unit === CENTRAL) break
    const head = headOf(roster, unit, at, excluded)
    if (head) return { ...head, because: viaBackup(roster, branch, unit, head), passed }
    passed.push(because('nobodyOnDuty', { branch: unit }))
  }
  const central = centralDuty(roster, at, not)
  return { ...central, passed: [...passed, ...central.passed] }
}

/** Central duty officer, else the head of the central apparatus, else the desk. */
export function centralDuty(roster: Roster, at: number, not: readonly number[] = []): Choice {
  return someoneFor(roster, CENTRAL, at, not)
}

/** Who leads the centre, else who is on duty there, else its desk: never nobody. */
export function centralHead(roster: Roster, at: number, not: readonly number[] = []): Choice {
  const head = headOf(roster, CENTRAL, at, new Set(not))
  if (head) return head
  const duty = dutyOf(roster, CENTRAL, at, new Set(not))
  if ('person' in duty) return { ...duty, passed: [because('nobodyOnDuty', { branch: CENTRAL })] }
  return { person: CENTRAL_DESK, because: because('centralDesk'), passed: [duty] }
}

/**
 * The branch whose people do the work of this one: itself, or, while it has nobody who works on cases, the nearest branch
 * above that has. Most districts have a branch on paper before they have staff.
 */
export function handlingBranch(roster: Roster, branch: string): string {
  for (let code: string | null = branch; code && code !== CENTRAL; code = roster.branch(code)?.parent ?? null) {
    if (roster.staffOf(code).length > 0) return code
  }
  return branch
}
