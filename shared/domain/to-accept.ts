import type { Deadline } from './deadline.ts'
import type { Draft } from './draft.ts'
import { type Choice, centralHead } from './people.ts'

/**
 * Whether those who were ordered have reported, and nobody has accepted or returned it yet: their part is done, and what the
 * ladder has to say is for whoever accepts. Stamped into the deadline, because the engine reads no instructions.
 */
export const isReported = ({ kind, because }: Pick<Deadline, 'kind' | 'because'>): boolean =>
  kind === 'instruction' && typeof because.params.reported === 'number'

/** The instant of the final report that waits to be accepted; null when it is returned. */
export function stampReport(draft: Draft, instruction: number, at: number | null): void {
  for (const deadline of draft.deadlines('instruction', instruction)) {
    const { reported, ...params } = deadline.because.params
    const since = at === null ? null : (reported ?? at)
    deadline.because = { ...deadline.because, params: { ...params, ...(since === null ? {} : { reported: since }) } }
    draft.touch(deadline)
  }
}

/** Who carries it out cannot accept it; where the author does, it is for the head of the centre. Null: the author. */
export function insteadOfAuthor(draft: Draft, { because: { params } }: Deadline): Choice | null {
  const helpers = typeof params.coExecutors === 'string' ? params.coExecutors.split(',').map(Number) : []
  const executes = params.author === params.responsible || helpers.includes(Number(params.author))
  return executes ? centralHead(draft.world.roster, draft.at) : null
}
