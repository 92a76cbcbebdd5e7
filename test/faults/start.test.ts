import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import t from 'tap'
import { connect } from '../../db/client.ts'
import { startEmbedded } from '../../db/embedded.ts'
import { projectPath } from '../../db/root.ts'
import { Client, type Heard } from '../support/client.ts'
import { makeDatabase } from '../support/database.ts'
import { kill, rounds, until } from '../support/fault.ts'
import { startProcess } from '../support/instance.ts'
import { keep, killServer, makeFolder } from '../support/server.ts'

const INSTANCES = rounds(8, 4)
const REPORT = { category: 'heat.no-heat', region: 'KZ-39', text: 'Үш күннен бері жылу жоқ.' }

t.setTimeout(600_000)

/** The first report that is accepted; refused ones and refused connections in between are counted as waiting. */
async function firstReport(url: string, limitMs: number): Promise<{ ms: number; answer: Heard }> {
  const client = new Client(url)
  try {
    return await until(
      async () => {
        const answer = await client.post('/api/v1/cases', REPORT).catch(() => undefined)
        if (answer && answer.status !== 201 && answer.status !== 503) throw new Error(`${answer.status} ${answer.body}`)
        return answer?.status === 201 && answer
      },
      limitMs,
      50,
    )
  } finally {
    client.close()
  }
}

const freePort = (): Promise<string> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(`${port}`))
    })
  })

t.test('a fresh clone: one command to the first report, and again after every way to die', async (t) => {
  const clone = join(makeFolder(t), 'clone')
  mkdirSync(clone)
  // Every file that a clone would have, as it stands here.
  for (const file of execFileSync('git', ['ls-files', '-z'], { cwd: projectPath(), encoding: 'utf8' }).split('\0')) {
    if (!file || !existsSync(projectPath(file))) continue
    mkdirSync(dirname(join(clone, file)), { recursive: true })
    cpSync(projectPath(file), join(clone, file))
  }
  symlinkSync(projectPath('node_modules'), join(clone, 'node_modules'))
  chmodSync(clone, 0o755)
  const DATA_DIR = join(clone, 'data')
  t.teardown(async () => existsSync(DATA_DIR) && (await startEmbedded({ dataDir: DATA_DIR, log: keep([]) })).stop())
  const PORT = await freePort()
  const start = async () => {
    const begun = performance.now()
    const instance = await startProcess(t, { PORT, DATA_DIR, LOG_LEVEL: 'info' }, [
      join(clone, 'scripts/run.mjs'),
      'start',
    ])
    await firstReport(instance.url, 60_000)
    return { ...instance, ms: Math.round(performance.now() - begun) }
  }
  const home = (): string => JSON.parse(readFileSync(join(DATA_DIR, 'postgres.json'), 'utf8')).home

  const first = await start()
  t.ok(first.ms < 90_000, `built, database made, first report accepted: ${first.ms} ms`)
  await first.stop()
  t.equal(first.ended(), 0)
  t.throws(
    () => process.kill(Number(readFileSync(join(home(), 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]), 0),
    'its database has stopped with it',
  )

  const second = await start()
  t.ok(second.ms < 5_000 * patience, `a second time: ${second.ms} ms`)
  await kill(second.process)

  const third = await start()
  t.ok(third.ms < 5_000 * patience, `after kill -9 of node: ${third.ms} ms`)
  const pid = killServer({ home: home() })
  const killedAt = performance.now()
  await until(() => {
    try {
      return !process.kill(pid, 0)
    } catch {
      return true
    }
  }, 5_000)
  await firstReport(third.url, 20_000)
  const back = Math.round(performance.now() - killedAt)
  t.ok(back < 20_000, `after kill -9 of the database: ${back} ms`)
  t.equal(third.ended(), undefined, 'the process lives on')
  await kill(third.process)
  killServer({ home: home() })

  const fourth = await start()
  t.ok(fourth.ms < 20_000, `after kill -9 of both: ${fourth.ms} ms`)
  const { port, password } = JSON.parse(readFileSync(join(DATA_DIR, 'postgres.json'), 'utf8'))
  const sql = connect(`postgres://daybreak:${password}@127.0.0.1:${port}/daybreak`, { max: 1 })
  const [row] = await sql`select count(*)::int as cases from cases`
  await sql.end()
  t.equal(row!.cases, 5, 'every report accepted on the way is there')
  await fourth.stop()
  t.equal(fourth.ended(), 0)
})

t.test('told to stop while it starts: it ends what it began, and its database does not go on alone', async (t) => {
  const dataDir = makeFolder(t)
  const start = join(import.meta.dirname, '../../scripts/start.js')
  const env = { PATH: process.env.PATH ?? '', PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'error' }
  const child = spawn(process.execPath, [start], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  t.teardown(() => kill(child))
  const ended = once(child, 'exit')
  await until(() => existsSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid')), 20_000, 5)
  child.kill('SIGTERM')
  t.strictSame(await ended, [0, null])
  t.notOk(existsSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid')))
})

t.test('the port is taken: it says so and leaves nothing behind', async (t) => {
  const dataDir = makeFolder(t)
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  t.teardown(() => taken.close())
  const { port } = taken.address() as { port: number }
  await t.rejects(startProcess(t, { DATA_DIR: dataDir, PORT: `${port}` }), {
    message: /ended \(1\)[\s\S]*EADDRINUSE/,
  })
  const { home } = JSON.parse(readFileSync(join(dataDir, 'postgres.json'), 'utf8'))
  t.notOk(existsSync(join(home, 'cluster', 'postmaster.pid')), 'the database it had started is stopped')
})

t.test('several instances at once on an empty database: one sets it up, all serve', async (t) => {
  const { url, sql } = await makeDatabase(t)
  // Emptier than any test's database: not even migrated.
  await sql.unsafe('drop schema public cascade; create schema public; drop schema if exists drizzle cascade')
  const begun = performance.now()
  const env = { DATABASE_URL: url, SECRET_KEY: '07'.repeat(32) }
  const instances = await Promise.all(Array.from({ length: INSTANCES }, () => startProcess(t, env)))
  t.comment(`${INSTANCES} instances up in ${Math.round(performance.now() - begun)} ms`)
  const answers = await Promise.all(instances.map(({ url }) => firstReport(url, 20_000)))
  t.equal(
    new Set(answers.map(({ answer }) => answer.json<{ number: string }>().number)).size,
    INSTANCES,
    'each gives its own numbers',
  )
  const [once] = await sql`
    select (select count(*) from regions)::int as regions, (select count(*) from calendars)::int as calendars, (select count(*) from policies)::int as policies,
      (select count(*) from staff)::int as staff, (select count(*) from cases)::int as cases`
  t.strictSame({ ...once }, { regions: 20, calendars: 1, policies: 1, staff: 1, cases: INSTANCES })
  await Promise.all(instances.map((instance) => instance.stop()))
  t.strictSame(
    instances.map((instance) => instance.ended()),
    instances.map(() => 0),
  )
})

/** A shared machine has slow minutes; the promise is for two cores of one's own. */
const patience = rounds(1, 3)
