import { setImmediate as breathe } from 'node:timers/promises'
import { findPastStart, listPast } from '../../db/views/past.ts'
import { loadPeopleRows } from '../../db/views/people.ts'
import type { TrialView } from '../../shared/contract/policy.ts'
import type { Policy } from '../../shared/domain/policy.ts'
import { type PastCase, type Trial, trialOf } from '../../shared/domain/trial.ts'
import { localDate, localParts, minutesOf, rfc3339 } from '../../shared/domain/zone.ts'
import type { Deps } from '../deps.ts'
import { zoneOf } from '../staff/view.ts'
import { type FullWorld, makeWorld } from '../world.ts'

/** Enough to judge by, and a few seconds of work. */
const DEADLINES_MAX = 20_000
/** A case has at least two deadlines. */
const CASES_MAX = DEADLINES_MAX / 2
const PAGE = 500
/** So many cases are tried before other requests get their turn. */
const AT_ONCE = 10
const PEOPLE_SHOWN = 100
const DAY = 86_400_000

/**
 * Tries a draft and the policy in force on the cases of the last `days`: the same cases, the roster as it was, who is on
 * duty taking turns. Writes nothing.
 */
export async function tryPolicy(deps: Deps, draft: Policy, days: number, now: number): Promise<TrialView> {
  const asked = now - days * DAY
  const from = await findPastStart(deps.sql, asked, now + 1, CASES_MAX)
  const world = await pastWorld(deps, from, now)
  const [found, known] = [new Merged(), new Merged()]
  let [cases, deadlines, complete] = [0, 0, true]
  // A case reported this very moment counts.
  for await (const some of past(deps, from, now + 1)) {
    if (deadlines >= DEADLINES_MAX) {
      complete = false
      break
    }
    found.add(trialOf(draft, some, world, now))
    known.add(trialOf(world.policy, some, world, now))
    cases += some.length
    deadlines += some.reduce((n, c) => n + c.deadlines.length, 0)
    await breathe()
  }
  if (cases >= CASES_MAX) complete = false
  const zone = zoneOf(world.reference, 'KZ')
  return {
    version: draft.version,
    against: world.policy.version,
    from: rfc3339(zone, asked),
    to: rfc3339(zone, now),
    cases,
    deadlines,
    complete,
    draft: found.view(draft, world),
    active: known.view(world.policy, world),
  }
}

/** Cases reported in [from, to), a few at a time so that others get their turn. */
export async function* past({ sql }: Deps, from: number, to: number): AsyncGenerator<PastCase[]> {
  for (let [start, afterId] = [from, 0]; ; ) {
    const page = await listPast(sql, start, to, PAGE, afterId)
    for (let n = 0; n < page.length; n += AT_ONCE) yield page.slice(n, n + AT_ONCE)
    if (page.length < PAGE) return
    start = page.at(-1)!.reportedAt
    afterId = page.at(-1)!.id
  }
}

/** The world of now with the roster of the whole span; nobody knows loads of then, so people take turns. */
export async function pastWorld(deps: Deps, from: number, to: number): Promise<FullWorld> {
  const { reference } = await deps.world.at(to)
  let turn = 0
  const takingTurns = { of: () => (turn = (turn * 1_103_515_245 + 12_345) % 2_147_483_648) }
  return makeWorld(await loadPeopleRows(deps.sql, from, to), reference, takingTurns)
}

/** Trials of several batches as one. */
export class Merged {
  private readonly breaches = new Map<string, { judged: number; missed: number }>()
  private readonly hours = new Map<string, Trial['messages'][number]>()
  private readonly gaps = new Map<string, Trial['gaps'][number]>()

  add(trial: Trial): void {
    for (const [kind, seen] of Object.entries(trial.breaches)) {
      const { judged, missed } = this.breaches.get(kind) ?? { judged: 0, missed: 0 }
      this.breaches.set(kind, { judged: judged + seen.judged, missed: missed + seen.missed })
    }
    for (const m of trial.messages) {
      const key = `${m.person} ${m.hour}`
      this.hours.set(key, { ...m, count: m.count + (this.hours.get(key)?.count ?? 0) })
    }
    for (const gap of trial.gaps) {
      const seen = this.gaps.get(gap.branch) ?? { ...gap, times: 0 }
      const [first, last] = [Math.min(seen.first, gap.first), Math.max(seen.last, gap.last)]
      this.gaps.set(gap.branch, { branch: gap.branch, times: seen.times + gap.times, first, last })
    }
  }

  view(policy: Policy, { reference }: FullWorld): TrialView['draft'] {
    const people = [...this.people(policy, reference)].sort(
      (a, b) => b.busiestMorning - a.busiestMorning || b.total - a.total,
    )
    return {
      breaches: [...this.breaches].map(([deadline, seen]) => ({ deadline, ...seen })),
      messages: { total: people.reduce((n, p) => n + p.total, 0), people: people.slice(0, PEOPLE_SHOWN) },
      gaps: [...this.gaps.values()]
        .sort((a, b) => b.times - a.times)
        .map(({ branch, times, first, last }) => {
          const zone = zoneOf(reference, branch)
          return { branch, times, first: rfc3339(zone, first), last: rfc3339(zone, last) }
        }),
    }
  }

  private people({ briefAt }: Policy, reference: FullWorld['reference']) {
    const hour = Math.floor(minutesOf(briefAt) / 60)
    const people = new Map<
      number,
      {
        id: number
        name: string
        branch: string
        total: number
        mornings: number
        busiestMorning: number
        days: Map<string, number>
      }
    >()
    for (const m of this.hours.values()) {
      const zone = zoneOf(reference, m.branch)
      const p = people.get(m.person) ?? {
        id: m.person,
        name: m.name,
        branch: m.branch,
        total: 0,
        mornings: 0,
        busiestMorning: 0,
        days: new Map(),
      }
      people.set(m.person, p)
      p.total += m.count
      if (localParts(zone, m.hour).hour !== hour) continue
      p.mornings += m.count
      const day = localDate(zone, m.hour)
      p.days.set(day, (p.days.get(day) ?? 0) + m.count)
      p.busiestMorning = Math.max(p.busiestMorning, p.days.get(day)!)
    }
    return [...people.values()].map(({ days: _, ...p }) => p)
  }
}
