import type { CaseChange } from './change.ts'
import type { Draft } from './draft.ts'
import { fireDue } from './escalation.ts'
import type { Actor } from './events.ts'
import type { Roster } from './people.ts'
import { answer } from './reaction.ts'
import { draftReport, type Geography, type ReportInput } from './report.ts'
import { resolve } from './resolution.ts'
import { isOpen } from './status.ts'
import type { Ids, World } from './world.ts'

/** How a case of another system ended there: its last public words are the answer and the solution at once. */
export interface PastClosing {
  readonly at: number
  readonly text: string
  readonly by: Actor
}

/**
 * A case of another system as it would have gone here: reported, reminded, missed or met, escalated, answered, and
 * closed a week after its solution, each at its own instant, all written down at `importedAt`, nobody told. What is
 * still to come at `importedAt` stays open for the engine. `world` is a `pastWorld`. Throws what `decideReport` throws.
 */
export function decideReplay(
  input: ReportInput,
  closing: PastClosing | null,
  geography: Geography,
  world: World,
  ids: Ids,
  importedAt: number,
): CaseChange {
  const draft = draftReport(input, geography, world, ids, input.reportedAt, importedAt)
  if (closing && closing.at <= importedAt) {
    fireUntil(draft, closing.at)
    // Other systems do not part the answer from the solution, and promise no next date: none is invented here.
    answer(draft, { text: closing.text, nextAction: null, nextActionOn: null }, closing.by)
    resolve(draft, closing.text, closing.by)
    fireUntil(draft, importedAt)
  }
  return draft.change()
}

/** Fires what was due up to the instant (epoch ms, inclusive), each rung with the clock on its own instant. */
export function fireUntil(draft: Draft, until: number): void {
  for (;;) {
    const next = Math.min(...draft.deadlines().map((d) => d.wakeAt ?? Number.POSITIVE_INFINITY))
    if (next > until || !isOpen(draft.case.status)) break
    draft.advance(Math.max(draft.at, next))
    fireDue(draft)
  }
  if (until > draft.at) draft.advance(until)
}

/** Nobody knows who was on duty then: the people of the day of the import (epoch ms) answer for the past too. */
export function pastWorld(world: World, importedAt: number): World {
  const { roster } = world
  const then: Roster = {
    ...roster,
    isPresent: (id) => roster.isPresent(id, importedAt),
    onDuty: (branch) => roster.onDuty(branch, importedAt),
  }
  return { ...world, roster: then }
}
