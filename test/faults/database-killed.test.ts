import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { connect, type Sql } from '../../db/client.ts'
import { startEmbedded } from '../../db/embedded.ts'
import { Secrets } from '../../server/secrets.ts'
import { accountForCases } from '../support/account.ts'
import { Client, type Heard } from '../support/client.ts'
import { percentile, rounds, until } from '../support/fault.ts'
import { startProcess } from '../support/instance.ts'
import { type MadePerson, makePerson } from '../support/make.ts'
import { keep, killServer, makeFolder } from '../support/server.ts'
import { signIn } from '../support/signed.ts'

const KILLS = rounds(5, 3)
const INSTANCES = 2
const REPORTERS = 24
const RESPONDERS = 6
const SECRET = Buffer.alloc(32, 7)
const REPORT = {
  category: 'roads.pothole',
  region: 'KZ-39',
  text: 'Яма на дороге у школы',
  reporter: { email: 'a@b.example' },
}

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

async function makeResponder(sql: Sql): Promise<Record<string, string>> {
  const it = { database: { sql }, deps: { sql, now: () => Date.now(), secrets: new Secrets(SECRET) } } as never
  const person: MadePerson = await makePerson(it, { roles: ['responder'], branch: 'KZ-39' })
  return { ...(await signIn(it, person)).headers }
}

/** Reporters and responders that never rest. */
class Load {
  readonly heard: Heard[] = []
  readonly answered: { number: string; trackingToken: string }[] = []
  readonly reacted: string[] = []
  readonly failures: string[] = []
  /** Reports without a key that were refused: whether they are stored nobody knows. */
  unknown = 0
  private readonly clients: Client[]
  private readonly responder: Record<string, string>
  private readonly waiting: string[] = []
  private workers: Promise<void>[] = []
  private stopping = false

  constructor(urls: string[], responder: Record<string, string>) {
    this.clients = urls.map((url) => new Client(url))
    this.responder = responder
  }

  start(): void {
    for (let i = 0; i < REPORTERS; i++)
      this.workers.push(this.report(this.clients[i % this.clients.length]!, i % 3 > 0))
    for (let i = 0; i < RESPONDERS; i++) this.workers.push(this.react(this.clients[i % this.clients.length]!))
  }

  async stop(): Promise<void> {
    this.stopping = true
    await Promise.all(this.workers)
    for (const client of this.clients) client.close()
  }

  private async report(client: Client, keyed: boolean): Promise<void> {
    while (!this.stopping) {
      const answer = await this.send(client, '/api/v1/cases', REPORT, keyed ? { 'idempotency-key': randomUUID() } : {})
      if (answer?.status === 201) {
        const made = answer.json<{ number: string; trackingToken: string }>()
        this.answered.push(made)
        if (this.waiting.length < 100) this.waiting.push(made.number)
      } else this.unknown++
    }
  }

  private async react(client: Client): Promise<void> {
    while (!this.stopping) {
      const number = this.waiting.shift()
      if (!number) {
        await wait(5)
        continue
      }
      const body = { text: 'Жөндеу жұмыстары басталды', nextAction: 'Жолды тексереміз', nextActionOn: inDays(5) }
      const headers = { ...this.responder, 'idempotency-key': randomUUID() }
      const answer = await this.send(client, `/api/v1/cases/${number}/reaction`, body, headers)
      if (answer?.status === 201) this.reacted.push(number)
    }
  }

  /** With a key a refused request is sent again until it is answered, as a careful client does. */
  private async send(
    client: Client,
    path: string,
    body: object,
    headers: Record<string, string>,
  ): Promise<Heard | undefined> {
    for (;;) {
      try {
        const answer = await client.post(path, body, headers)
        this.heard.push(answer)
        if (answer.status !== 503 || !headers['idempotency-key']) return answer
      } catch (error) {
        this.failures.push(String(error))
        return undefined
      }
      await wait(50)
    }
  }
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
