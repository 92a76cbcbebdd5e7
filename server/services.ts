import { Intake } from './cases/intake.ts'
import type { Deps } from './deps.ts'

/** The parts of an instance that live longer than a request. */
export interface Services {
  readonly intake: Intake
  /** Finishes what was accepted, then lets go of everything. */
  close(): Promise<void>
}

export async function makeServices(deps: Deps): Promise<Services> {
  const intake = new Intake(deps)
  return {
    intake,
    async close() {
      await intake.drain()
    },
  }
}
