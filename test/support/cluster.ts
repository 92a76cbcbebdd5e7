import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { connect } from '../../db/client.ts'
import { type EmbeddedLog, startEmbedded } from '../../db/embedded.ts'
import { migrate } from '../../db/migrate.ts'
import { prepareData } from '../../db/prepare.ts'
import { projectPath } from '../../db/root.ts'

/** Where tests make their databases: the superuser's address and the migrated database to copy. */
export type TestCluster = { adminUrl: string; template: string; home?: string; stop(): Promise<void> }

const quiet: EmbeddedLog = { info: () => undefined, warn: console.error, error: console.error }

/** Starts (or joins) a cluster for tests in `dataDir` and makes its template. Durability is off: nothing in it is kept. */
export async function startTestCluster(dataDir: string): Promise<TestCluster> {
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '128MB' }
  const server = await startEmbedded({ dataDir, log: quiet, settings })
  const template = await makeTemplate(server.adminUrl)
  return { adminUrl: server.adminUrl, template, home: server.home, stop: server.stop }
}

/** The migrated database with reference data that tests copy; made once for each state of migrations and reference data. */
export async function makeTemplate(adminUrl: string): Promise<string> {
  const template = `template_${hashOf('db/migrations', 'db/reference', 'db/reference.ts', 'db/reference-files.ts', 'db/policies.ts')}`
  const admin = postgres(adminUrl, { max: 1, fetch_types: false, onnotice: () => undefined })
  try {
    await admin`select pg_advisory_lock(20261121)`
    await dropLeftovers(admin)
    const [found] = await admin`select from pg_database where datname = ${template}`
    if (found) return template
    await makeRole(admin, new URL(adminUrl).password)
    const unfinished = `${template}_unfinished`
    await admin.unsafe(`drop database if exists ${unfinished} with (force)`)
    await admin.unsafe(`create database ${unfinished} owner daybreak`)
    const url = urlOf(adminUrl, unfinished)
    await migrate(url)
    const sql = connect(url, { max: 1, applicationName: 'daybreak test' })
    await prepareData(sql, Date.UTC(2026, 0, 1))
    await sql.end()
    await admin.unsafe(`alter database ${unfinished} rename to ${template}`)
    return template
  } finally {
    await admin.end()
  }
}

/** The address of a database of the cluster, as the application's role. */
export function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl)
  url.username = 'daybreak'
  url.pathname = `/${database}`
  return url.href
}

async function makeRole(admin: postgres.Sql, password: string): Promise<void> {
  const [found] = await admin`select from pg_roles where rolname = 'daybreak'`
  if (!found) await admin.unsafe(`create role daybreak login password '${password}'`)
}

/** Databases of test processes that were killed, and templates of older migrations. */
async function dropLeftovers(admin: postgres.Sql): Promise<void> {
  const databases = await admin<{ name: string }[]>`
    select datname as name from pg_database d where datname ~ '^(test|template)_'
      and not exists (select from pg_stat_activity where datid = d.oid) order by oid desc`
  const templates = databases.filter(({ name }) => name.startsWith('template_'))
  const orphans = databases.filter(({ name }) => name.startsWith('test_') && !isAlive(Number(name.split('_')[1])))
  for (const { name } of [...templates.slice(3), ...orphans]) await admin.unsafe(`drop database if exists ${name}`)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function hashOf(...paths: string[]): string {
  const hash = createHash('sha256')
  const add = (path: string): void => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name))
    else hash.update(path).update('\0').update(readFileSync(path)).update('\0')
  }
  for (const path of paths) add(projectPath(path))
  return hash.digest('hex').slice(0, 12)
}
