import { readdirSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { connect } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { accountForCases } from '../support/account.ts'
import { Client } from '../support/client.ts'
import { rounds, until } from '../support/fault.ts'
import { startProcess } from '../support/instance.ts'
import { Load, makeResponder, SECRET } from '../support/load.ts'
import { makeServer } from '../support/server.ts'

const SILENCES = rounds(3, 1)
const SILENT_MS = 14_000

t.setTimeout(600_000)

/** Every process of the server: they stop where they are, and their sockets stay open. */
function signalServer(home: string, signal: 'SIGSTOP' | 'SIGCONT'): void {
  const cluster = realpathSync(join(home, 'cluster'))
  for (const name of readdirSync('/proc')) {
    try {
      if (/^\d+$/.test(name) && readlinkSync(`/proc/${name}/cwd`) === cluster) process.kill(Number(name), signal)
    } catch {
      // gone meanwhile, or not ours to look at
    }
  }
}

t.test(
  'the database falls silent without closing a line: every request is answered in time, and work goes on when it speaks again',
  { skip: process.platform !== 'linux' },
  async (t) => {
    const server = await makeServer(t)
    t.teardown(() => signalServer(server.home, 'SIGCONT'))
    const instance = await startProcess(t, { DATABASE_URL: server.url, SECRET_KEY: SECRET.toString('hex') })
    await migrate(server.url)
    const sql = connect(server.url, { max: 1 })
    t.teardown(() => sql.end({ timeout: 1 }))
    const load = new Load([instance.url], await makeResponder(sql))
    t.teardown(() => load.stop())
    load.start()
    const probe = new Client(instance.url)
    t.teardown(() => probe.close())
    for (let silence = 0; silence < SILENCES; silence++) {
      const before = load.answered.length
      await until(() => load.answered.length > before + 100, 30_000)
      signalServer(server.home, 'SIGSTOP')
      const silentAt = performance.now()
      await wait(SILENT_MS - 2_000)
      const health = await probe.get('/healthz')
      t.ok(health.status === 200 && health.ms < 1_000, 'the process lives, and says so')
      await wait(SILENT_MS - (performance.now() - silentAt))
      const then = load.answered.length
      signalServer(server.home, 'SIGCONT')
      const { ms } = await until(() => load.answered.length > then + 20, 20_000, 5)
      t.ok(ms < 5_000, `serving again after ${ms} ms`)
    }
    await load.stop()
    const { heard } = load
    const slowest = Math.round(Math.max(...heard.map(({ ms }) => ms)))
    const refused = heard.filter(({ status }) => status === 503)
    t.comment(`${load.answered.length} accepted, ${refused.length} refused with 503, slowest ${slowest} ms`)
    t.ok(refused.length > 0 && refused.every(({ headers }) => headers['retry-after']))
    t.ok(slowest < 10_000, 'no request hangs')
    t.strictSame(load.failures, [])
    t.strictSame([...new Set(heard.map(({ status }) => status))].sort(), [201, 503])
    const numbers = load.answered.map(({ number }) => number)
    const [kept] = await sql`select count(*)::int as found from cases where number = any(${numbers})`
    t.equal(kept!.found, numbers.length, 'every accepted report is stored')
    t.strictSame(await accountForCases(sql), [])

    signalServer(server.home, 'SIGSTOP')
    const ms = await instance.stop()
    signalServer(server.home, 'SIGCONT')
    t.ok(ms < 20_000, `told to stop while the database is silent: ended after ${Math.round(ms)} ms`)
    t.equal(instance.ended(), 0)
  },
)
