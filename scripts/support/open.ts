import pino from 'pino'
import { connect } from '../../db/client.ts'
import { IdSource } from '../../db/ids.ts'
import { migrate } from '../../db/migrate.ts'
import { openDatabase } from '../../db/open.ts'
import { prepareData } from '../../db/prepare.ts'
import { type Config, readConfig } from '../../server/config.ts'
import type { Deps } from '../../server/deps.ts'
import { makeLog } from '../../server/log.ts'
import { Secrets } from '../../server/secrets.ts'
import { WorldKeeper } from '../../server/world.ts'

export interface OpenOptions {
  /** Over process.env. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Over what the environment says. */
  readonly config?: Partial<Config>
  readonly connections?: number
  /** Each call's time limit; 0 for none (long reads). */
  readonly limitMs?: number
}

/**
 * What a command works with: the configured database, or the embedded one, which is joined when `npm start` runs on it
 * and started otherwise; migrated and with reference data. Log lines go to standard error, so that standard output is
 * the command's own. Prints the faults of the environment and ends the process with 1 when there are any.
 */
export async function openDeps(options: OpenOptions = {}): Promise<{ deps: Deps; close(): Promise<void> }> {
  const result = readConfig({ ...process.env, ...options.env })
  if ('faults' in result) {
    console.error(`The settings are wrong:\n${result.faults.map((fault) => `  ${fault}`).join('\n')}`)
    process.exit(1)
  }
  const config: Config = { ...result.config, ...options.config }
  // A command speaks for itself: only what went wrong is logged, unless the environment asks for more.
  const log = makeLog(process.env.LOG_LEVEL ? config.logLevel : 'warn', pino.destination({ dest: 2, sync: true }))
  const database = await openDatabase(config, log)
  try {
    await migrate(database.url)
    const sql = connect(database.url, {
      max: options.connections ?? 4,
      applicationName: 'daybreak command',
      ...(options.limitMs === undefined ? {} : { limitMs: options.limitMs }),
    })
    const now = () => Date.now()
    await prepareData(sql, now())
    const deps: Deps = {
      config,
      log,
      sql,
      now,
      secrets: new Secrets(config.secretKey),
      ids: new IdSource(sql),
      world: await WorldKeeper.open(sql),
    }
    return {
      deps,
      async close() {
        await sql.end({ timeout: 5 })
        await database.stop()
      },
    }
  } catch (error) {
    await database.stop()
    throw error
  }
}
