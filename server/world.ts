import type { Sql } from '../db/client.ts'
import { listLoads, loadPeopleRows, type PeopleRows } from '../db/views/people.ts'
import { findStamp } from '../db/views/reference.ts'

import { type Person, type Roster, worksOnCases } from '../shared/domain/people.ts'
import type { Policy } from '../shared/domain/policy.ts'
import { onDuty } from '../shared/domain/roster.ts'
import type { World } from '../shared/domain/world.ts'
import { keepReference, type Reference, type ReferenceKeeper } from './reference.ts'

const DAY = 86_400_000
const BEFORE = 2 * DAY
const AFTER = 6 * DAY
const LOADS_FOR = 1_000

/** The world plus the reference data it was made from. */
export interface FullWorld extends World {
  readonly reference: Reference
  readonly people: readonly (Person & { readonly disabled: boolean })[]
}

/** Open cases per person: the folded figure, and what this process has given out since it was read. */
class Loads {
  private folded = new Map<number, number>()
  private given = new Map<number, number>()
  private readAt = Number.NEGATIVE_INFINITY

  of(person: number): number {
    return (this.folded.get(person) ?? 0) + (this.given.get(person) ?? 0)
  }

  give(person: number): void {
    this.given.set(person, (this.given.get(person) ?? 0) + 1)
  }

  async refresh(sql: Sql, now: number): Promise<void> {
    if (now - this.readAt < LOADS_FOR && now >= this.readAt) return
    this.readAt = now
    const rows = await listLoads(sql)
    this.folded = new Map(rows.map((r) => [r.staff, r.open]))
    this.given = new Map()
  }
}

/**
 * Keeps the world in memory. `at(instant)` gives a snapshot that knows the roster around that instant; `outdated(stamp)`
 * is called when the database turned a write down because the world had changed.
 */
export class WorldKeeper {
  readonly loads = new Loads()
  private readonly sql: Sql
  private readonly references: ReferenceKeeper
  private world: FullWorld | undefined
  private window = { from: 0, to: 0 }
  private loading: Promise<FullWorld> | undefined
  private readonly listeners: (() => void)[] = []

  private constructor(sql: Sql, references: ReferenceKeeper) {
    this.sql = sql
    this.references = references
  }

  static async open(sql: Sql): Promise<WorldKeeper> {
    return new WorldKeeper(sql, await keepReference(sql))
  }

  get reference(): Reference {
    return this.references.current()
  }

  /** The snapshot for decisions at the instant (epoch ms). */
  async at(instant: number): Promise<FullWorld> {
    for (;;) {
      const { world, window, loading } = this
      if (world && instant >= window.from && instant < window.to) return world
      if (!loading) return this.load(instant)
      // What is being loaded may be for another instant (a drill, a replay), with another roster: looked at again.
      await loading
    }
  }

  /** Called with the stamp the database has now; the next `at` reads the world anew when it differs. */
  outdated(stamp: number): void {
    if (this.world && this.world.stamp !== stamp) this.world = undefined
  }

  /** Notices a change made by another process; one tiny query. */
  async refresh(): Promise<void> {
    this.outdated(await findStamp(this.sql))
  }

  /** Forgets the snapshot after a change made here. */
  forget(): void {
    this.world = undefined
    for (const listener of this.listeners) listener()
  }

  /** Hears of every change made here: rights may be others now. */
  onForgotten(listener: () => void): void {
    this.listeners.push(listener)
  }

  private load(instant: number): Promise<FullWorld> {
    this.loading = this.read(instant).finally(() => {
      this.loading = undefined
    })
    return this.loading
  }

  private async read(instant: number): Promise<FullWorld> {
    for (;;) {
      await this.references.refresh()
      const rows = await loadPeopleRows(this.sql, instant - BEFORE, instant + AFTER)
      // The two readings must belong together; a change between them is read again.
      if (rows.stamp !== this.references.stamp()) continue
      this.world = makeWorld(rows, this.references.current(), this.loads)
      this.window = { from: instant - DAY, to: instant + DAY }
      return this.world
    }
  }
}

export function makeWorld(rows: PeopleRows, reference: Reference, loads: { of(person: number): number }): FullWorld {
  const policies = new Map<number, Policy>(rows.policies.map((p) => [p.version, { ...p.data, version: p.version }]))
  const active = rows.policies.find((p) => p.state === 'active')
  if (!active) throw new Error('no active policy')
  const policyOf = (version: number) => {
    const policy = policies.get(version)
    if (!policy) throw new Error(`no policy version ${version}`)
    return policy
  }
  return {
    stamp: rows.stamp,
    policy: policyOf(active.version),
    calendar: reference.calendar,
    policyOf,
    calendarOf: (version) => reference.calendarOf(version),
    roster: makeRoster(rows, reference, loads),
    branch: (code) => reference.branch(code),
    category: (id) => reference.category(id),
    body: (id) => reference.body(id),
    legalTerm: (id, date) => reference.legalTerm(id, date),
    reference,
    people: rows.staff,
  }
}

function makeRoster(rows: PeopleRows, reference: Reference, loads: { of(person: number): number }): Roster {
  const people = new Map(rows.staff.map((p) => [p.id, p]))
  const crews = new Map<string, Person[]>()
  for (const p of rows.staff)
    if (!p.disabled && worksOnCases(p)) crews.set(p.branch, [...(crews.get(p.branch) ?? []), p])
  const absences = new Map<number, { from: number; to: number }[]>()
  for (const a of rows.absences) absences.set(a.staff, [...(absences.get(a.staff) ?? []), a])
  const shifts = new Map<string, (typeof rows.shifts)[number][]>()
  for (const s of rows.shifts) shifts.set(s.branch, [...(shifts.get(s.branch) ?? []), s])
  const rostered = new Set(rows.rostered)
  return {
    branch: (code) => reference.branch(code),
    person: (id) => people.get(id),
    isPresent(id, at) {
      const person = people.get(id)
      return !!person && !person.disabled && !(absences.get(id) ?? []).some((a) => a.from <= at && at < a.to)
    },
    staffOf: (branch) => crews.get(branch) ?? [],
    onDuty: (branch, at) =>
      onDuty(shifts.get(branch) ?? [], rows.absences, branch, at).filter((id) => people.get(id)?.disabled === false),
    keepsRoster: (branch) => rostered.has(branch),
    load: (person) => loads.of(person),
  }
}
