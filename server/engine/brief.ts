import { type BriefPerson, listBriefMarks, saveBriefs } from '../../db/brief.ts'
import { loadRoster } from '../../db/roster.ts'
import { CENTRAL } from '../../shared/domain/case.ts'
import { endOfLocalDay } from '../../shared/domain/clock.ts'
import { type Person, worksOnCases } from '../../shared/domain/people.ts'
import type { Policy } from '../../shared/domain/policy.ts'
import { instantOf, localDate, localParts, minutesOf } from '../../shared/domain/zone.ts'
import { AHEAD_MS, gapsOf } from '../brief/read.ts'
import { branchesBelow } from '../brief/scope.ts'
import type { Deps } from '../deps.ts'
import type { FullWorld } from '../world.ts'
import type { Did, Pass } from './pass.ts'

/** People written about in one statement. */
const BATCH = 500

/**
 * The morning brief: one for every present person who has something to read, at the policy's hour of their own clocks.
 * Only today's is ever written: a morning that was missed is over. Late, twice, or in many processes: still one.
 */
export async function briefsDue(deps: Deps, pass: Pass): Promise<Did> {
  const did = { zones: 0, briefs: 0 }
  const world = await deps.world.at(pass.at)
  const marks = await listBriefMarks(deps.sql)
  for (const { zone, people, briefAt } of zonesToBrief(world, marks, pass.at)) {
    if (!(await pass.alive())) break
    did.zones++
    did.briefs += await writeZone(deps, world, zone, people, briefAt, pass.at)
  }
  return did
}

interface ZoneToBrief {
  readonly zone: string
  readonly people: readonly Person[]
  /** Epoch ms. */
  readonly briefAt: number
}

/** Zones whose people are still to be told of this morning; `marks`: the hour of the last brief of each zone (epoch ms). */
export function zonesToBrief(world: FullWorld, marks: ReadonlyMap<string, number>, at: number): ZoneToBrief[] {
  const hours = new Map<string, number>()
  for (const zone of new Set(world.reference.branches.map((b) => b.zone))) {
    const briefAt = briefInstant(world.policy, zone, at)
    if (briefAt !== undefined && (marks.get(zone) ?? 0) < briefAt) hours.set(zone, briefAt)
  }
  if (hours.size === 0) return []
  return [...peopleByZone(world, at)].flatMap(([zone, people]) => {
    const briefAt = hours.get(zone)
    return briefAt === undefined ? [] : [{ zone, people, briefAt }]
  })
}

/** When today's brief of the zone was due; undefined before it and from the evening's quiet hours on. */
function briefInstant(policy: Policy, zone: string, at: number): number | undefined {
  const due = instantOf(zone, localDate(zone, at), policy.briefAt)
  const quiet = minutesOf(policy.quiet.from)
  const over = quiet > minutesOf(policy.briefAt) && localParts(zone, at).minuteOfDay >= quiet
  return at >= due && !over ? due : undefined
}

function peopleByZone(world: FullWorld, at: number): Map<string, Person[]> {
  const zones = new Map<string, Person[]>()
  for (const person of world.people) {
    if (person.roles.includes('desk') || !worksOnCases(person) || !world.roster.isPresent(person.id, at)) continue
    const zone = world.branch(person.branch)?.zone
    if (zone === undefined) continue
    const crew = zones.get(zone)
    if (crew) crew.push(person)
    else zones.set(zone, [person])
  }
  return zones
}

async function writeZone(
  deps: Deps,
  world: FullWorld,
  zone: string,
  people: readonly Person[],
  briefAt: number,
  at: number,
): Promise<number> {
  const heads = new Map(people.filter(isHead).map((p) => [p.branch, branchesBelow(world.reference, p.branch)]))
  const rosters = [...new Set([CENTRAL, ...[...heads.values()].flat()])]
  const gaps = new Set(gapsOf(await loadRoster(deps.sql, rosters, at, at + AHEAD_MS), at).map((gap) => gap.branch))
  const date = localDate(zone, at)
  let written = 0
  for (let from = 0; from < people.length; from += BATCH) {
    const batch = people.slice(from, from + BATCH)
    const ids = await deps.ids.reserve(batch.length)
    const rows = batch.map((person): BriefPerson => {
      const branches = isHead(person) ? heads.get(person.branch)! : []
      const centre = person.roles.includes('central') || person.roles.includes('central-head')
      const watched = centre ? [...branches, CENTRAL] : branches
      return {
        id: ids.next(),
        staff: person.id,
        language: person.language,
        branches,
        centre,
        gap: watched.some((b) => gaps.has(b)),
      }
    })
    const last = from + BATCH >= people.length
    written += await saveBriefs(deps.sql, zone, date, rows, { at, ends: endOfLocalDay(zone, date), briefAt }, last)
  }
  return written
}

const isHead = (person: Person) => person.roles.includes('head') && person.branch !== CENTRAL
