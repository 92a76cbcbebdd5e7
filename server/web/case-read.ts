import { type CaseRow, findCase } from '../../db/views/case.ts'
import { readSteps, type ShownInstruction, type Steps } from '../../db/views/case-page.ts'
import { type EventRow, listEvents } from '../../db/views/events.ts'
import type { EventView } from '../../shared/contract/event.ts'
import { masked } from '../../shared/domain/moderation.ts'
import { CLOCK_KINDS, viewEvent } from '../cases/event-view.ts'
import { seenCase } from '../cases/sight.ts'
import type { SeenCase, Sight } from '../cases/view.ts'
import type { Deps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'
import type { FullWorld } from '../world.ts'

/** More than any case has had; beyond it the page shows the beginning and the API all of it. */
const MOST_EVENTS = 500

export interface ReadCase {
  readonly row: CaseRow
  readonly seen: SeenCase
  readonly sight: Sight
  readonly events: readonly EventView[]
  readonly steps: Steps
  readonly world: FullWorld
}

/** Everything a page shows of a case, as far as the sight reaches. Throws `not_found`. */
export async function readCase(deps: Deps, number: string, sight: Sight, now: number): Promise<ReadCase> {
  const [world, row] = await Promise.all([deps.world.at(now), findCase(deps.sql, number)])
  if (!row) throw new HttpProblem('not_found')
  const { case: c } = row.facts
  const bare = sight === 'outside' && !c.public
  const [events, steps] = await Promise.all([
    listEvents(deps.sql, {
      caseId: c.id,
      scope: sight === 'inside' ? 'all' : sight === 'reporter' ? 'reporter' : 'public',
      ...(bare ? { kinds: Object.keys(CLOCK_KINDS) } : {}),
      limit: MOST_EVENTS,
    }),
    bare ? { contacts: [], instructions: [], meetings: [] } : readSteps(deps.sql, c.id, c.zone),
  ])
  const seen = seenCase(row)
  const shownDeadlines = bare
    ? seen.deadlines.filter((d) => d.kind === 'response' || d.kind === 'overall' || d.kind === 'confirmation')
    : seen.deadlines
  return {
    row,
    seen: { ...seen, deadlines: shownDeadlines },
    sight,
    events: events.flatMap((e: EventRow) => viewEvent(e, sight, world) ?? []),
    steps: sight === 'inside' ? steps : { ...steps, instructions: steps.instructions.map(withoutMasked(row)) },
    world,
  }
}

/** What the centre took out of public view is out of what an instruction says in public, too. */
const withoutMasked =
  ({ moderation }: CaseRow) =>
  (instruction: ShownInstruction) => ({
    ...instruction,
    publicText: masked(instruction.publicText, moderation?.words),
  })
