import { Intake } from './cases/intake.ts'
import type { Deps } from './deps.ts'
import { InboundLoop } from './inbound/loop.ts'
import { LetterLoop } from './letters/loop.ts'
import { Live } from './live/live.ts'
import { DeliveryLoop } from './mail/loop.ts'
import { Sessions } from './sessions.ts'
import { FoldLoop } from './stats/loop.ts'

const CLOCK_EVERY_MS = 60_000

/** The parts of an instance that live longer than a request. */
export interface Services {
  readonly intake: Intake
  readonly sessions: Sessions
  readonly live: Live
  /** Sets going what works by itself: mail out and in, figures, the watch on the clock. Tests leave it out. Throws when the port for mail is taken. */
  start(): Promise<void>
  /** Finishes what was accepted, then lets go of everything. */
  close(): Promise<void>
}

export async function makeServices(deps: Deps, options: { queue?: number } = {}): Promise<Services> {
  const intake = new Intake(deps, options.queue)
  const sessions = new Sessions(deps)
  const live = new Live(deps, sessions)
  const mail = new DeliveryLoop(deps)
  const letters = new LetterLoop(deps)
  const inbound = new InboundLoop(deps)
  const fold = new FoldLoop(deps, (counts) => live.publishCounts(counts), deps.config.engine)
  let clock: NodeJS.Timeout | undefined
  return {
    intake,
    sessions,
    live,
    async start() {
      await inbound.start()
      if (deps.config.engine) mail.start()
      if (deps.config.engine) letters.start()
      fold.start()
      clock = setInterval(() => {
        // Unreachable: the last offset stands, and /readyz tells of the database.
        void deps.clock?.refresh().catch(() => undefined)
      }, CLOCK_EVERY_MS).unref()
    },
    async close() {
      clearInterval(clock)
      // Side by side: each may wait for a database that says nothing.
      await Promise.all([inbound.stop(), mail.stop(), letters.stop(), fold.stop(), intake.drain(), sessions.drain()])
      await live.close()
      await deps.bell?.close()
    },
  }
}
