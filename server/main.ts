import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { Bell } from '../db/bell.ts'
import { connect } from '../db/client.ts'
import { startEmbedded } from '../db/embedded.ts'
import { IdSource } from '../db/ids.ts'
import { migrate } from '../db/migrate.ts'
import { prepareData } from '../db/prepare.ts'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import type { DemoClock } from './demo/clock.ts'
import type { Deps } from './deps.ts'
import { Engine } from './engine/engine.ts'
import { makeLog } from './log.ts'
import { Secrets } from './secrets.ts'
import { makeServices } from './services.ts'
import { type Clock, makeClock } from './skew.ts'
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

/** What the demo changes: its clock, and the filling before anybody is let in. */
export interface DemoOptions {
  clock(base: Clock): DemoClock
  fill(deps: Deps, app: FastifyInstance, clock: DemoClock): Promise<void>
}

/** Starts one instance: database, data, parts, HTTP, engine. Throws with a message fit for a person when it cannot; nothing stays behind then. */
export async function startInstance(config: Config, demo?: DemoOptions): Promise<Instance> {
  const begun = new Begun()
  try {
    return await start(config, begun, demo)
  } catch (error) {
    await begun.end().catch(() => undefined)
    throw error
  }
}

async function start(config: Config, begun: Begun, demo?: DemoOptions): Promise<Instance> {
  const log = makeLog(config.logLevel)
  const embedded = config.databaseUrl ? undefined : await startEmbedded({ dataDir: config.dataDir, log })
  if (embedded) begun.add(() => embedded.stop())
  const databaseUrl = config.databaseUrl ?? embedded!.url
  await migrate(databaseUrl)
  const sql = connect(databaseUrl, { max: CONNECTIONS })
  // Nothing is under way by then; but a connection that was once lost in the middle of a query never ends by itself (postgres.js 3.4.9).
  begun.add(() => sql.end({ timeout: 1 }))
  const machineClock = await makeClock(sql)
  const demoClock = demo?.clock(machineClock)
  const clock = demoClock ?? machineClock
  await prepareData(sql, clock.now())
  const deps: Deps = {
    config,
    log,
    sql,
    now: clock.now,
    clock,
    ...(demoClock ? { demo: demoClock } : {}),
    secrets: new Secrets(config.secretKey),
    ids: new IdSource(sql),
    world: await WorldKeeper.open(sql),
    bell: new Bell(sql),
  }
  await ensureAdmin(deps)
  const engine = config.engine ? new Engine(deps) : undefined
  if (engine) begun.add(() => engine.stop())
  const services = await makeServices(deps)
  begun.add(() => services.close())
  const app = await buildApp(deps, services)
  begun.add(() => app.close())
  if (demo && demoClock) await demo.fill(deps, app, demoClock)
  await app.listen({ host: config.host, port: config.port })
  await services.start()
  engine?.start()
  const { port } = app.server.address() as AddressInfo
  return {
    url: config.port === 0 ? config.publicUrl.replace(/:0$/, `:${port}`) : config.publicUrl,
    deps,
    stop: () => begun.end(),
  }
}

/** What was begun is ended in the opposite order, all of it even when one part fails; the first failure is thrown then. */
class Begun {
  private readonly ends: (() => Promise<unknown>)[] = []

  add(end: () => Promise<unknown>): void {
    this.ends.unshift(end)
  }

  async end(): Promise<void> {
    const failures: unknown[] = []
    for (const end of this.ends.splice(0)) await end().catch((error) => failures.push(error))
    if (failures.length > 0) throw failures[0]
  }
}
