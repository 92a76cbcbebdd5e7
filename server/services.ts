import { Intake } from './cases/intake.ts'
import type { Deps } from './deps.ts'
import { Live } from './live/live.ts'
import { Sessions } from './sessions.ts'

/** The parts of an instance that live longer than a request. */
export interface Services {
  readonly intake: Intake
  readonly sessions: Sessions
  readonly live: Live
  /** Finishes what was accepted, then lets go of everything. */
  close(): Promise<void>
}

export async function makeServices(deps: Deps): Promise<Services> {
  const intake = new Intake(deps)
  const sessions = new Sessions(deps)
  const live = new Live(deps, sessions)
  return {
    intake,
    sessions,
    live,
    async close() {
      await intake.drain()
      await sessions.drain()
      await live.close()
      await deps.bell?.close()
    },
  }
}
