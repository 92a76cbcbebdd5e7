// The engine's own pass, alone in a process (fire.ts): so that its memory and CPU can be told.

import pino from 'pino'
import { connect, type Sql } from '../../db/client.ts'
import { savePulse } from '../../db/engine.ts'
import { IdSource } from '../../db/ids.ts'
import { readConfig } from '../../server/config.ts'
import type { Deps } from '../../server/deps.ts'
import { passDue } from '../../server/engine/engine.ts'
import { escalationsDue } from '../../server/engine/escalate.ts'
import { foldDue } from '../../server/engine/fold.ts'
import { TIMETABLE } from '../../server/engine/timetable.ts'
import { Secrets } from '../../server/secrets.ts'
import { WorldKeeper } from '../../server/world.ts'
import { answerCalls, usage } from './child.ts'
import { quantile } from './result.ts'

let deps: Deps | undefined
let sql: Sql | undefined

const alive = () => Promise.resolve(true)

answerCalls(
  {
    async start(databaseUrl: string, folder: string, at: number) {
      const result = readConfig({ DATABASE_URL: databaseUrl, SECRET_KEY: '5'.repeat(64), DATA_DIR: `${folder}/fire` })
      if ('faults' in result) throw new Error(result.faults.join('\n'))
      const { config } = result
      sql = connect(databaseUrl, { max: 20 })
      deps = {
        config,
        log: pino({ level: 'error' }),
        sql,
        now: () => at,
        secrets: new Secrets(config.secretKey),
        ids: new IdSource(sql),
        world: await WorldKeeper.open(sql),
      }
      await deps.world.at(at)
    },
    /** Everything due at the instant; milliseconds and rungs. */
    async fire(at: number) {
      const begun = performance.now()
      const did = await escalationsDue(deps!, { at, alive })
      return { ms: performance.now() - begun, rungs: did.rungs, setAside: did.setAside }
    },
    /** Folds every event there is into the figures. */
    async fold() {
      const begun = performance.now()
      const did = await foldDue(deps!, { alive })
      return { ms: performance.now() - begun, cases: did.cases ?? 0 }
    },
    /** Passes with nothing to do, as the engine makes them each minute; what an hourly job takes is not of every pass. */
    async idle(at: number, times: number) {
      const hourly = TIMETABLE.filter((job) => job.every > 0)
      for (const { name } of hourly)
        await savePulse(deps!.sql, { job: name, at, startedAt: at, endedAt: at, ok: true, did: {}, fault: null })
      // What growing the cases has left to do is done first.
      for (const job of TIMETABLE) if (job.every === 0) await job.run(deps!, { at, alive })
      const took: number[] = []
      for (let n = 0; n < times; n++) {
        const begun = performance.now()
        const report = await passDue(deps!, { at, alive })
        took.push(performance.now() - begun)
        if (Object.keys(report).length > 0) throw new Error(`not idle: ${JSON.stringify(report)}`)
      }
      took.sort((a, b) => a - b)
      return { p50: quantile(took, 0.5), p99: quantile(took, 0.99) }
    },
    usage,
  },
  () => sql?.end({ timeout: 2 }),
)
