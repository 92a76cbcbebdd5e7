import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { findBinaries } from './embedded-binaries.ts'
import { type Cluster, createCluster, refuseOtherVersion, startCluster, stopCluster } from './embedded-cluster.ts'
import { findOwner, makeDataDir } from './embedded-owner.ts'
import { getState, ownerOfCluster, saveState } from './embedded-place.ts'
import { answers, findPostmaster } from './embedded-postmaster.ts'
import { withLockFile } from './lock-file.ts'

export type EmbeddedLog = { info(message: string): void; warn(message: string): void; error(message: string): void }

export type Embedded = {
  /** The application's database, as the role `daybreak`, which owns it and is no superuser. */
  url: string
  /** The same server as its superuser, for tests and upkeep. */
  adminUrl: string
  /** The folder with cluster and logs. */
  home: string
  /** Starts the server again if it has died; calls at the same time share one start. Resolves when it serves. */
  ensure(): Promise<void>
  /** Stops the server unless another Daybreak process uses it. Close your own connections first. */
  stop(): Promise<void>
}

const lockLimitMs = 60_000
const watchMs = 2_000

/**
 * Starts, or adopts, the embedded PostgreSQL of a DATA_DIR and watches over it. Throws with what to do when this system cannot run it.
 * `settings` are postgresql.conf values over the usual ones.
 */
export async function startEmbedded(options: {
  dataDir: string
  log: EmbeddedLog
  settings?: Record<string, string>
}): Promise<Embedded> {
  const { dataDir, log } = options
  makeDataDir(dataDir)
  const lock = join(dataDir, 'postgres.lock')
  const begun = performance.now()
  let lost = (): void => undefined

  const { cluster, urls, holder } = await withLockFile(lock, lockLimitMs, async () => {
    const user = findOwner()
    const state = getState(dataDir, user)
    const path = join(state.home, 'cluster')
    const owner = ownerOfCluster(path, user)
    const binaries = await findBinaries(owner, join(state.home, '..'))
    const cluster: Cluster = { home: state.home, path, binaries, owner, settings: options.settings ?? {} }
    await createCluster(cluster, state.password)
    refuseOtherVersion(cluster)
    const port = await startCluster(cluster, state.port, true)
    if (port !== state.port) saveState(dataDir, { ...state, port })
    const urls = urlsOf(port, state.password)
    await createDatabase(urls.admin, state.password)
    const holder = hold(urls.app, () => lost())
    await holder`select 1`
    return { cluster, urls, holder }
  })
  log.info(`Embedded PostgreSQL ${cluster.binaries.major} serves from ${cluster.home} (${since(begun)})`)

  let stopping = false
  let restarting: Promise<void> | undefined
  const ensure = (): Promise<void> => {
    if (stopping) return Promise.resolve()
    restarting ??= restart().finally(() => {
      restarting = undefined
    })
    return restarting
  }
  const watch = () => void ensure().catch((error) => log.error(`The embedded PostgreSQL is not back: ${error.message}`))

  async function restart(): Promise<void> {
    if (!findPostmaster(cluster.path)?.ready || !(await answers(urls.port))) {
      const died = performance.now()
      log.warn('The embedded PostgreSQL has died; it is being started again')
      await withLockFile(lock, lockLimitMs, () => startCluster(cluster, urls.port, false))
      log.info(`Embedded PostgreSQL serves again (${since(died)})`)
    }
    // reopens the holding connection if it was lost, and proves that the server answers
    await Promise.race([
      holder`select 1`,
      wait(5_000, undefined, { ref: false }).then(() => Promise.reject(new Error('no answer in 5 s'))),
    ])
  }

  lost = () => void setTimeout(watch, 100).unref()
  const timer = setInterval(watch, watchMs)
  timer.unref()

  return {
    url: urls.app,
    adminUrl: urls.admin,
    home: cluster.home,
    ensure,
    async stop() {
      if (stopping) return
      stopping = true
      clearInterval(timer)
      await restarting?.catch(() => undefined)
      await withLockFile(lock, lockLimitMs, async () => {
        const others = await countOthers(holder).catch(() => 0)
        await holder.end({ timeout: 1 })
        if (others > 0) log.info('Embedded PostgreSQL stays: another Daybreak process uses it')
        else await stopCluster(cluster)
      })
    },
  }
}

function urlsOf(port: number, password: string) {
  const url = (user: string) => `postgres://${user}:${password}@127.0.0.1:${port}/${user}`
  return { port, app: url('daybreak'), admin: url('postgres') }
}

/** One connection a process, held open: it counts who uses the server, and its end is the first sign of the server's death. */
function hold(url: string, onclose: () => void) {
  return postgres(url, {
    max: 1,
    fetch_types: false,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 5,
    backoff: () => 0.2,
    onclose,
    connection: { application_name: 'daybreak holder' },
    onnotice: () => undefined,
  })
}

async function countOthers(holder: postgres.Sql): Promise<number> {
  const query = holder<{ others: number }[]>`
    select count(*)::int as others from pg_stat_activity
    where application_name = 'daybreak holder' and pid <> pg_backend_pid()`
  const [row] = await Promise.race([query, wait(2_000, [], { ref: false })])
  return row?.others ?? 0
}

async function createDatabase(adminUrl: string, password: string): Promise<void> {
  const admin = postgres(adminUrl, { max: 1, fetch_types: false, connect_timeout: 5, onnotice: () => undefined })
  try {
    const [found] = await admin`
      select exists (select from pg_roles where rolname = 'daybreak') as role,
             exists (select from pg_database where datname = 'daybreak') as database`
    if (!found?.role) await admin.unsafe(`create role daybreak login password '${password}'`)
    if (!found?.database) await admin.unsafe('create database daybreak owner daybreak')
  } finally {
    await admin.end({ timeout: 5 })
  }
}

function since(begun: number): string {
  return `${Math.round(performance.now() - begun)} ms`
}
