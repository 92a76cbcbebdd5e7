import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { connect } from '../../db/client.ts'
import { startEmbedded } from '../../db/embedded.ts'
import { auditAll } from '../../server/audit/run.ts'
import { accountForCases } from '../support/account.ts'
import { percentile, rounds, until } from '../support/fault.ts'
import { startProcess } from '../support/instance.ts'
import { Load, makeResponder, SECRET } from '../support/load.ts'
import { keep, killServer, makeFolder } from '../support/server.ts'

const KILLS = rounds(5, 3)
const INSTANCES = 2

t.setTimeout(600_000)

t.test('the database is killed under load: no process ends, no request hangs, nothing answered is lost', async (t) => {
  const dataDir = makeFolder(t)
  t.teardown(async () => (await startEmbedded({ dataDir, log: keep([]) })).stop())
  const env = { DATA_DIR: dataDir, SECRET_KEY: SECRET.toString('hex') }
  const instances = await Promise.all(Array.from({ length: INSTANCES }, () => startProcess(t, env)))
  const { home, port, password } = JSON.parse(readFileSync(join(dataDir, 'postgres.json'), 'utf8'))
  const databaseUrl = `postgres://daybreak:${password}@127.0.0.1:${port}/daybreak`
  const sql = connect(databaseUrl, { max: 2 })
  t.teardown(() => sql.end({ timeout: 1 }))
  const [settings] =
    await sql`select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`
  t.strictSame({ ...settings }, { fsync: 'on', commit: 'on' }, 'a commit is on the disk before it is answered')

  const load = new Load(
    instances.map(({ url }) => url),
    await makeResponder(sql),
  )
  t.teardown(() => load.stop())
  load.start()
  const outages: { back: number; serving: number }[] = []
  for (let kill = 0; kill < KILLS; kill++) {
    const before = load.answered.length
    await until(() => load.answered.length > before + 300, 30_000)
    await wait(Math.random() * 200)
    killServer({ home })
    const { ms: back } = await until(() => answers(databaseUrl), 20_000, 30)
    const then = load.answered.length
    const { ms: serving } = await until(() => load.answered.length > then + 20, 20_000, 5)
    outages.push({ back, serving })
  }
  await load.stop()

  const { heard } = load
  const slowest = Math.round(Math.max(...heard.map(({ ms }) => ms)))
  const refused = heard.filter(({ status }) => status === 503)
  t.comment(
    `${heard.length} requests, ${load.answered.length} reports and ${load.reacted.length} answers accepted, ${refused.length} refused with 503`,
  )
  t.comment(
    `ms to the database's return after each kill: ${outages.map((o) => o.back)}; from there to reports answered: ${outages.map((o) => o.serving)}`,
  )
  t.comment(
    `slowest request ${slowest} ms; 99 of 100 refusals within ${Math.round(
      percentile(
        refused.map(({ ms }) => ms),
        99,
      ),
    )} ms`,
  )

  for (const instance of instances) t.equal(instance.ended(), undefined, 'the process lives on')
  t.strictSame(load.failures, [], 'every request has an answer')
  t.ok(slowest < 10_000, `no request hangs: the slowest took ${slowest} ms`)
  t.strictSame([...new Set(heard.map(({ status }) => status))].sort(), [201, 503])
  t.ok(
    refused.every(
      ({ headers, json }) =>
        /^application\/problem\+json/.test(headers['content-type']!) &&
        headers['retry-after'] &&
        ['unavailable', 'queue_full'].includes(json<{ code: string }>().code),
    ),
    'each refusal says what it is and when to try again',
  )
  for (const { serving } of outages) t.ok(serving < 5_000, `serving again ${serving} ms after the database is back`)

  const numbers = load.answered.map(({ number }) => number)
  t.equal(new Set(numbers).size, numbers.length, 'no number is given twice')
  const missing =
    await sql`select number from unnest(${numbers}::text[]) number where not exists (select from cases c where c.number = number.number)`
  t.strictSame([...missing], [], `all ${numbers.length} answered reports are in the database`)
  const [reactions] =
    await sql`select count(*)::int as missing from unnest(${load.reacted}::text[]) n where not exists (select from cases c where c.number = n and c.responded_at is not null)`
  t.equal(reactions!.missing, 0, `all ${load.reacted.length} answers are in the database`)
  const [keyed] =
    await sql`select count(*)::int as cases, count(distinct body->'caseId')::int as different from idempotency where body ? 'caseId'`
  t.equal(keyed!.cases, keyed!.different, 'no key has two cases')
  const [all] = await sql`select count(*)::int as cases from cases`
  t.ok(
    all!.cases <= numbers.length + load.unknown,
    `${all!.cases} cases: those answered, and some of ${load.unknown} whose answer was lost`,
  )
  t.strictSame(await accountForCases(sql), [], 'nothing is half-written')
  t.strictSame((await auditAll(sql, Date.now())).broken, [], 'every invariant holds')

  const unexpected = instances.flatMap(({ said }) =>
    said.filter((line) => /unhandled|unexpected error|uncaught/i.test(line)),
  )
  t.strictSame(unexpected, [], 'nothing unexpected is in the logs')
  await sql.end()
  for (const instance of instances) {
    const ms = await instance.stop()
    t.equal(instance.ended(), 0, `stopped cleanly in ${Math.round(ms)} ms`)
  }
})

async function answers(url: string): Promise<boolean> {
  const sql = connect(url, { max: 1, limitMs: 500 })
  try {
    await sql`select 1`
    return true
  } catch {
    return false
  } finally {
    await sql.end({ timeout: 0 })
  }
}
