import type { AddressInfo } from 'node:net'
import { Bell } from '../db/bell.ts'
import { connect } from '../db/client.ts'
import { startEmbedded } from '../db/embedded.ts'
import { IdSource } from '../db/ids.ts'
import { migrate } from '../db/migrate.ts'
import { prepareData } from '../db/prepare.ts'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import { Engine } from './engine/engine.ts'
import { makeLog } from './log.ts'
import { Secrets } from './secrets.ts'
import { makeServices } from './services.ts'
import { ensureAdmin } from './staff/admin.ts'
import { WorldKeeper } from './world.ts'

/** Connections of one instance; a cluster's max_connections divided among the instances must hold them. */
const CONNECTIONS = 20

export interface Instance {
  readonly url: string
  readonly deps: Deps
  /** Accepts nothing more, finishes what was accepted, lets the database go last. */
  stop(): Promise<void>
}

/** Starts one instance: database, data, parts, HTTP, engine. Throws with a message fit for a person when it cannot. */
export async function startInstance(config: Config): Promise<Instance> {
  const log = makeLog(config.logLevel)
  const embedded = config.databaseUrl ? undefined : await startEmbedded({ dataDir: config.dataDir, log })
  const databaseUrl = config.databaseUrl ?? embedded!.url
  await migrate(databaseUrl)
  const sql = connect(databaseUrl, { max: CONNECTIONS })
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
    bell: new Bell(sql),
  }
  await ensureAdmin(deps)
  const services = await makeServices(deps)
  const app = await buildApp(deps, services)
  await app.listen({ host: config.host, port: config.port })
  const engine = config.engine ? new Engine(deps) : undefined
  engine?.start()
  const { port } = app.server.address() as AddressInfo
  return {
    url: config.port === 0 ? config.publicUrl.replace(/:0$/, `:${port}`) : config.publicUrl,
    deps,
    async stop() {
      await app.close()
      await services.close()
      await engine?.stop()
      await sql.end({ timeout: 5 })
      await embedded?.stop()
    },
  }
}
