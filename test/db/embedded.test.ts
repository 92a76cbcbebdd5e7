import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { connect } from '../../db/client.ts'
import { startEmbedded } from '../../db/embedded.ts'
import { keep, killServer, makeFolder, pidOf } from '../support/server.ts'

// the others need not wait for the disk
const settings = { fsync: 'off' }

t.test('the server and its secrets are private, the role is no superuser, and writes are durable', async (t) => {
  const dataDir = makeFolder(t)
  const server = await startEmbedded({ dataDir, log: keep([]) })
  t.teardown(server.stop)
  const sql = connect(server.url, { max: 1 })
  t.teardown(() => sql.end())
  t.equal(statSync(join(dataDir, 'postgres.json')).mode & 0o777, 0o600)
  t.equal(statSync(join(server.home, 'cluster')).mode & 0o777, 0o700)
  const { hostname, port, password } = new URL(server.url)
  t.equal(hostname, '127.0.0.1')
  t.ok(Number(port) < 32_768)
  t.ok(password.length >= 32)
  const wrong = connect(server.url.replace(password, 'guess'), { max: 1 })
  t.teardown(() => wrong.end())
  await t.rejects(wrong`select 1`, { code: '28P01' })
  const [row] = await sql`
    select current_setting('is_superuser') as super, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
      current_setting('listen_addresses') as listen, current_setting('max_connections') as max, current_setting('TimeZone') as zone,
      lower('ӘҒҚҢӨҰҮҺІ') as lower`
  t.strictSame(
    { ...row },
    { super: 'off', fsync: 'on', commit: 'on', listen: '127.0.0.1', max: '200', zone: 'UTC', lower: 'әғқңөұүһі' },
  )
})

t.test('it comes back on the same port with the same data, and a stale pid file does not stop it', async (t) => {
  const dataDir = makeFolder(t)
  const first = await startEmbedded({ dataDir, log: keep([]), settings })
  const sql = connect(first.url, { max: 1 })
  await sql`create table kept (id int)`
  await sql.end()
  await first.stop()
  // the pid of this very process: alive, and no server; as after a restart of a container
  writeFileSync(
    join(first.home, 'cluster', 'postmaster.pid'),
    `${process.pid}\n${first.home}/cluster\n0\n1\n\n127.0.0.1\n`,
  )
  const second = await startEmbedded({ dataDir, log: keep([]), settings })
  t.teardown(second.stop)
  t.equal(second.url, first.url)
  const again = connect(second.url, { max: 1 })
  t.teardown(() => again.end())
  t.strictSame([...(await again`select * from kept`)], [])
})

t.test('processes that start at the same time share one server; the last one stops it', async (t) => {
  const dataDir = makeFolder(t)
  const servers = await Promise.all([1, 2, 3].map(() => startEmbedded({ dataDir, log: keep([]), settings })))
  t.equal(new Set(servers.map(({ url }) => url)).size, 1)
  const pid = pidOf(servers[0]!)
  await servers[0]!.stop()
  await servers[1]!.stop()
  t.ok(isAlive(pid), 'still used by the third')
  await servers[2]!.stop()
  t.notOk(isAlive(pid))
})

t.test('after kill -9 of the application its server is adopted by the next one', async (t) => {
  const dataDir = makeFolder(t)
  const module = new URL('../../db/embedded.js', import.meta.url).href
  const code = `const { startEmbedded } = await import(${JSON.stringify(module)})
    await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log: { info() {}, warn() {}, error() {} } })
    console.log('up')
    setInterval(() => {}, 1000)`
  const application = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(application.stdout, 'data')
  const { home } = JSON.parse(readFileSync(join(dataDir, 'postgres.json'), 'utf8'))
  const orphan = pidOf({ home })
  application.kill('SIGKILL')
  await once(application, 'exit')
  t.ok(isAlive(orphan))
  const next = await startEmbedded({ dataDir, log: keep([]), settings })
  t.equal(pidOf(next), orphan)
  await next.stop()
  t.notOk(isAlive(orphan), 'and stopped by it')
})

t.test('a killed server is started again, even while a session of it is busy', async (t) => {
  const said: string[] = []
  const server = await startEmbedded({ dataDir: makeFolder(t), log: keep(said), settings })
  t.teardown(server.stop)
  const sql = connect(server.url, { max: 1, limitMs: 0 })
  t.teardown(() => sql.end({ timeout: 0 }))
  const busy = t.rejects(sql`select pg_sleep(60)`)
  while ((await countSleepers(server.adminUrl)) === 0);
  const killedAt = performance.now()
  killServer(server)
  await Promise.all([server.ensure(), server.ensure()])
  const again = connect(server.url, { max: 1 })
  t.teardown(() => again.end())
  await again`select 1`
  t.ok(performance.now() - killedAt < 5_000, `serves after ${Math.round(performance.now() - killedAt)} ms`)
  t.equal(said.filter((line) => line.includes('has died')).length, 1, 'one start, not two')
  await busy
})

t.test('a cluster of another major version is refused, with what to do', async (t) => {
  const dataDir = makeFolder(t)
  const server = await startEmbedded({ dataDir, log: keep([]), settings })
  await server.stop()
  writeFileSync(join(server.home, 'cluster', 'PG_VERSION'), '17\n')
  await t.rejects(startEmbedded({ dataDir, log: keep([]), settings }), /made by PostgreSQL 17.*npm run backup/)
})

t.test(
  'a copied data folder is refused: both would write into one database',
  { skip: process.getuid?.() !== 0 },
  async (t) => {
    const folder = makeFolder(t)
    const closed = join(folder, 'home')
    mkdirSync(closed, { mode: 0o700 })
    const [dataDir, copy] = [join(closed, 'data'), join(closed, 'copy')]
    const server = await startEmbedded({ dataDir, log: keep([]), settings })
    t.teardown(async () => {
      await server.stop()
      rmSync(server.home, { recursive: true })
    })
    t.notOk(server.home.startsWith(folder), 'as root, under a 0700 home the cluster stands where its user can reach it')
    mkdirSync(copy)
    writeFileSync(join(copy, 'postgres.json'), readFileSync(join(dataDir, 'postgres.json')))
    await t.rejects(startEmbedded({ dataDir: copy, log: keep([]), settings }), /is a copy of/)
  },
)

async function countSleepers(adminUrl: string): Promise<number> {
  const admin = connect(adminUrl, { max: 1 })
  const rows = await admin`select from pg_stat_activity where wait_event = 'PgSleep'`
  await admin.end()
  return rows.length
}

function isAlive(pid: number): boolean {
  try {
    if (process.platform !== 'linux') return process.kill(pid, 0)
    // a container's first process may not collect the dead
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
