// The engine's own pass, alone in a process: so that its memory and CPU can be told.
import pino from 'pino'
import { connect, type Sql } from '../../db/client.ts'
import { IdSource } from '../../db/ids.ts'
import { readConfig } from '../../server/config.ts'
import type { Deps } from '../../server/deps.ts'
import { runOnce } from '../../server/engine/engine.ts'
import { escalationsDue } from '../../server/engine/escalate.ts'
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
    /** Whole passes with nothing to do. */
    async idle(at: number, times: number) {
      const took: number[] = []
      for (let n = 0; n < times; n++) {
        const begun = performance.now()
        await runOnce(deps!, at)
        took.push(performance.now() - begun)
      }
      const sorted = took.sort((a, b) => a - b)
      return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) }
    },
    usage,
  },
  () => sql?.end({ timeout: 2 }),
)
