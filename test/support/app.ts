import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { Bell } from '../../db/bell.ts'
import { IdSource } from '../../db/ids.ts'
import { buildApp } from '../../server/app.ts'
import type { Config } from '../../server/config.ts'
import type { DemoClock } from '../../server/demo/clock.ts'
import type { Deps } from '../../server/deps.ts'
import { type Report, runOnce } from '../../server/engine/engine.ts'
import { nothingWaits } from '../../server/engine/idle.ts'
import { TIMETABLE } from '../../server/engine/timetable.ts'
import { Secrets } from '../../server/secrets.ts'
import { makeServices, type Services } from '../../server/services.ts'
import type { Clock } from '../../server/skew.ts'
import { WorldKeeper } from '../../server/world.ts'
import { makeDatabase, type TestDatabase } from './database.ts'

type Teardown = { teardown(work: () => unknown): unknown }

/** Saturday 21 November 2026, 14:00 in Kostanay (UTC+5). */
export const SATURDAY_14 = Date.parse('2026-11-21T14:00:00+05:00')

export interface TestApp {
  readonly app: FastifyInstance
  readonly deps: Deps
  readonly services: Services
  readonly database: TestDatabase
  /** Moves the clock to an instant (RFC 3339 or epoch ms). */
  setTime(at: string | number): void
  /** The clock moves and one engine pass runs at that instant. */
  passAt(at: string | number): Promise<Report>
}

let folders = 0

const instant = (at: string | number) => (typeof at === 'number' ? at : Date.parse(at))

/** A whole instance on a database of its own, with a clock in hand; nothing runs by itself. */
export async function makeApp(
  t: Teardown,
  options: {
    at?: string | number
    config?: Partial<Config>
    database?: TestDatabase
    clock?: Clock
    queue?: number
    /** As under `npm run demo`: time is what this clock says. */
    demo?: DemoClock
  } = {},
): Promise<TestApp> {
  const database = options.database ?? (await makeDatabase(t))
  let now = instant(options.at ?? SATURDAY_14)
  const config = { ...testConfig(database.url), ...options.config }
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' })
  const deps: Deps = {
    config,
    log,
    sql: database.sql,
    now: options.demo ? options.demo.now : () => now,
    ...(options.demo ? { demo: options.demo } : {}),
    secrets: new Secrets(config.secretKey),
    ids: new IdSource(database.sql),
    world: await WorldKeeper.open(database.sql),
    bell: new Bell(database.sql),
    ...(options.clock ? { clock: options.clock } : {}),
  }
  const services = await makeServices(deps, options.queue === undefined ? {} : { queue: options.queue })
  const app = await buildApp(deps, services)
  t.teardown(async () => {
    await app.close()
    await services.close()
    if (options.config?.dataDir === undefined) rmSync(config.dataDir, { recursive: true, force: true })
  })
  const setTime = (at: string | number) => {
    now = instant(at)
  }
  return {
    app,
    deps,
    services,
    database,
    setTime,
    passAt: async (at) => {
      setTime(at)
      const idle = await nothingWaits(deps, instant(at))
      const report = await runOnce(deps, instant(at))
      if (idle) mustBeIdle(report)
      return report
    },
  }
}

/** What the one question of an idle pass overlooks would wait for ever. */
function mustBeIdle(report: Report): void {
  for (const { name, every } of TIMETABLE)
    if (every === 0 && Object.values(report[name] ?? {}).some((n) => n !== 0))
      throw new Error(`the engine thought itself idle, yet ${name} did ${JSON.stringify(report[name])}`)
}

export function testConfig(databaseUrl: string): Config {
  return {
    nodeEnv: 'test',
    port: 0,
    host: '127.0.0.1',
    databaseUrl,
    databaseReadUrl: undefined,
    dataDir: join(tmpdir(), `daybreak-test-data-${process.pid}-${++folders}`),
    publicUrl: 'http://127.0.0.1:3000',
    secretKey: Buffer.alloc(32, 7),
    admin: undefined,
    smtpUrl: undefined,
    mailFrom: 'daybreak@daybreak.example',
    mailDomain: 'daybreak.example',
    inboundSmtpPort: 0,
    inboundLmtp: false,
    imapUrl: undefined,
    engineCron: '* * * * *',
    engine: true,
    rateLimit: false,
    liveSocketsPerAddress: 1_000,
    logLevel: 'silent',
    trustProxy: false,
  }
}
