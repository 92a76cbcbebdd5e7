import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import root from 'tap'
import { type ConnectOptions, connect, type Sql } from '../../db/client.ts'
import { startTestCluster, type TestCluster, urlOf } from './cluster.ts'

export type TestDatabase = { url: string; sql: Sql; drop(): Promise<void> }
type Teardown = { teardown(work: () => unknown): unknown }

let cluster: Promise<TestCluster> | undefined
let count = 0

/** A database of its own, migrated and with reference data; closed and dropped when the test ends. `sql` connects as the application does. */
export async function makeDatabase(t: Teardown, options: ConnectOptions = {}): Promise<TestDatabase> {
  const { adminUrl, template } = await getCluster()
  const name = `test_${process.pid}_${++count}`
  await asAdmin(adminUrl, `create database ${name} template ${template} owner daybreak strategy file_copy`)
  const url = urlOf(adminUrl, name)
  const sql = connect(url, { max: 10, applicationName: 'daybreak test', ...options })
  let dropped: Promise<void> | undefined
  const drop = () => {
    dropped ??= closeAndDrop(sql, adminUrl, name)
    return dropped
  }
  t.teardown(drop)
  return { url, sql, drop }
}

/** The cluster of `npm test`; for a file run by hand, one in the temporary folder that is kept between runs. */
function getCluster(): Promise<TestCluster> {
  const { TEST_DATABASE_URL: adminUrl, TEST_TEMPLATE: template } = process.env
  if (adminUrl && template) return Promise.resolve({ adminUrl, template, stop: () => Promise.resolve() })
  if (!cluster) {
    const started = startTestCluster(join(tmpdir(), `daybreak-test-${userInfo().uid}`))
    root.teardown(async () => (await started).stop())
    cluster = started
  }
  return cluster
}

async function closeAndDrop(sql: Sql, adminUrl: string, name: string): Promise<void> {
  await sql.end({ timeout: 2 })
  // another test may have made the server restart: the drop is what the last connection waits for, so it is forced
  await asAdmin(adminUrl, `drop database if exists ${name} with (force)`)
}

async function asAdmin(adminUrl: string, statement: string): Promise<void> {
  const admin = postgres(adminUrl, { max: 1, fetch_types: false, connect_timeout: 10, onnotice: () => undefined })
  try {
    await admin.unsafe(statement)
  } finally {
    await admin.end({ timeout: 5 })
  }
}
