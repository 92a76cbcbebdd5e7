import { randomInt } from 'node:crypto'
import {
  appendFileSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Binaries } from './embedded-binaries.ts'
import type { Owner } from './embedded-owner.ts'
import { answers, endOrphans, findPostmaster, removeStalePidFile } from './embedded-postmaster.ts'
import { runDetached, runProgram } from './embedded-program.ts'

/** A cluster on disk and what is needed to run it. `settings` are postgresql.conf lines that go over the usual ones. */
export type Cluster = {
  home: string
  path: string
  binaries: Binaries
  owner: Owner | undefined
  settings: Record<string, string>
}

const usual: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: totalmem() > 3e9 ? '256MB' : '128MB',
  random_page_cost: '1.1',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  jit: 'off',
  // parallel plans take shared memory that small containers do not have, and the second core from everybody else
  max_parallel_workers_per_gather: '0',
  fsync: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  idle_in_transaction_session_timeout: '60s',
  // a week of logs, without values: DETAIL and statements hold personal data
  logging_collector: 'on',
  log_directory: '../log',
  log_filename: 'postgres-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
}

/** Makes the cluster unless it is there; a half-made one of a killed process is thrown away. */
export async function createCluster(
  { home, path, binaries, owner, settings }: Cluster,
  password: string,
): Promise<void> {
  if (existsSync(path)) return
  const [unfinished, passwordFile] = [`${path}.new`, join(home, 'initdb-password')]
  rmSync(unfinished, { recursive: true, force: true })
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (owner) chownSync(passwordFile, owner.uid, owner.gid)
  const args = [
    '-D',
    unfinished,
    '-U',
    'postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
  ]
  if (settings.fsync === 'off') args.push('--no-sync')
  // code point order everywhere, and letters known as letters: pg_trgm drops Cyrillic when the character type is plain C
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  try {
    await runProgram(binaries.initdb, [...args, ...locale, '--lc-ctype=C.UTF-8'], owner, home).catch(async (error) => {
      if (!/locale/.test(String(error))) throw error
      rmSync(unfinished, { recursive: true, force: true })
      await runProgram(binaries.initdb, [...args, ...locale], owner, home)
    })
  } finally {
    rmSync(passwordFile, { force: true })
  }
  appendFileSync(join(unfinished, 'postgresql.conf'), "\ninclude_if_exists 'daybreak.conf'\n")
  renameSync(unfinished, path)
}

/** Throws when the cluster was made by another major version, which cannot read it. */
export function refuseOtherVersion({ path, binaries }: Cluster): void {
  const made = Number(readFileSync(join(path, 'PG_VERSION'), 'utf8'))
  if (made === binaries.major) return
  throw new Error(
    `The database in ${path} was made by PostgreSQL ${made}; this Daybreak brings PostgreSQL ${binaries.major}. ` +
      'Run npm run backup with the Daybreak that made it, then npm run restore here with a new DATA_DIR.',
  )
}

/**
 * The port of the running server: an adopted one, or one started now (tries for up to `limitMs`: sessions of a killed server may hold
 * its memory for a moment). `port` is tried first; another is taken only when `mayMove`.
 */
export async function startCluster(
  cluster: Cluster,
  port: number | undefined,
  mayMove: boolean,
  limitMs = 20_000,
): Promise<number> {
  const giveUp = performance.now() + limitMs
  for (;;) {
    const adopted = await waitWhileBusy(cluster, giveUp)
    if (adopted) return adopted.port
    endOrphans(cluster.path)
    removeStalePidFile(cluster.path)
    const at = port && (!mayMove || (await isFree(port))) ? port : await pickPort()
    writeSettings(cluster, at)
    try {
      const log = join(cluster.home, 'start.log')
      await runDetached(
        cluster.binaries.pgCtl,
        ['start', '-w', '-t', '60', '-D', cluster.path, '-l', log],
        cluster.owner,
        cluster.home,
      )
      return at
    } catch (error) {
      if (performance.now() > giveUp)
        throw new Error(`The embedded PostgreSQL does not start (${error}). ${lastLines(cluster)}`)
      await wait(250)
    }
  }
}

/** Stops the server: running statements are cut off; committed data is safe either way. */
export async function stopCluster({ binaries, owner, home, path }: Cluster): Promise<void> {
  if (!findPostmaster(path)) return
  const stop = (mode: string) =>
    runProgram(binaries.pgCtl, ['stop', '-w', '-t', '30', '-m', mode, '-D', path], owner, home)
  await stop('fast').catch(() => (findPostmaster(path) ? stop('immediate') : undefined))
}

async function waitWhileBusy(cluster: Cluster, giveUp: number) {
  for (;;) {
    const found = findPostmaster(cluster.path)
    if (!found || (found.ready && (await answers(found.port)))) return found
    if (performance.now() > giveUp)
      throw new Error(`The PostgreSQL server ${found.pid} is neither ready nor gone. ${lastLines(cluster)}`)
    await wait(50)
  }
}

function writeSettings({ path, owner, settings }: Cluster, port: number): void {
  const lines = Object.entries({ ...usual, ...settings, port: String(port) }).map(
    ([name, value]) => `${name} = '${value}'`,
  )
  const file = join(path, 'daybreak.conf')
  writeFileSync(file, `# Written at each start.\n${lines.join('\n')}\n`, { mode: 0o600 })
  if (owner) chownSync(file, owner.uid, owner.gid)
}

/** Below 32768, where Linux takes the ports of outgoing connections from. */
async function pickPort(): Promise<number> {
  for (let left = 200; left > 0; left--) {
    const port = randomInt(15_000, 32_768)
    if (await isFree(port)) return port
  }
  throw new Error('No free TCP port between 15000 and 32767 on 127.0.0.1')
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

function lastLines({ home }: Cluster): string {
  const folder = join(home, 'log')
  const logs = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []
  const newest = logs.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0]
  const files = [join(home, 'start.log'), ...(newest ? [newest] : [])].filter(existsSync)
  const lines = files.flatMap((file) => readFileSync(file, 'utf8').trim().split('\n').slice(-5))
  return `Its last words: ${lines.join(' | ')}`
}
