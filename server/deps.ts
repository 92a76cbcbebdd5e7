import type { Logger } from 'pino'
import type { Bell } from '../db/bell.ts'
import type { Sql } from '../db/client.ts'
import type { IdSource } from '../db/ids.ts'
import type { Config } from './config.ts'
import type { DemoClock } from './demo/clock.ts'
import type { Secrets } from './secrets.ts'
import type { Clock } from './skew.ts'
import type { WorldKeeper } from './world.ts'

/** What every part of the server is given; tests give a clock of their own. */
export interface Deps {
  readonly config: Config
  readonly log: Logger
  readonly sql: Sql
  /** Epoch milliseconds, corrected by the measured offset to the database's clock. Read once per command or pass. */
  readonly now: () => number
  /** What `now` is read from in a running server; tests have a clock in hand instead. */
  readonly clock?: Clock
  /** The clock that visitors of the demo move; only there. */
  readonly demo?: DemoClock
  readonly secrets: Secrets
  readonly ids: IdSource
  readonly world: WorldKeeper
  /** Rung after a write that has events, so that sockets hear of it at once; without it they do within a second. */
  readonly bell?: Bell
}
