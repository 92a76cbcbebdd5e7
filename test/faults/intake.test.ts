import { randomUUID } from 'node:crypto'
import { connect as dial } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import t from 'tap'
import { accountForCases } from '../support/account.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { Client } from '../support/client.ts'
import { makeDatabase } from '../support/database.ts'
import { rounds, seeded, until } from '../support/fault.ts'
import { startProcess } from '../support/instance.ts'
import { makeSigned } from '../support/signed.ts'

const REPORT = { category: 'roads.pothole', region: 'KZ-39', text: 'Яма на дороге у школы' }
const DAY = 86_400_000

t.setTimeout(600_000)

const report = ({ app }: TestApp, body: object, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: '/api/v1/cases', payload: body, headers } as InjectOptions)

/** The same whatever the order of the fields: a first answer and a remembered one differ in it. */
const canonical = (value: unknown): unknown =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, part]) => [key, canonical(part)]),
      )
    : Array.isArray(value)
      ? value.map(canonical)
      : value
const said = ({ body }: { body: string }) => JSON.stringify(canonical(JSON.parse(body)))

const countCases = async ({ database }: Pick<TestApp, 'database'>): Promise<number> => {
  const [row] = await database.sql`select count(*)::int as cases from cases`
  return row!.cases
}

const tally = (answers: readonly { statusCode: number }[]): Record<number, number> => {
  const counts: Record<number, number> = {}
  for (const { statusCode } of answers) counts[statusCode] = (counts[statusCode] ?? 0) + 1
  return counts
}

const deadlocks = async ({ database }: TestApp): Promise<number> => {
  const [row] = await database.sql`select deadlocks from pg_stat_database where datname = current_database()`
  return Number(row!.deadlocks)
}

t.test(
  'one report sent a hundred times at once over two instances is one case, and everyone hears the same',
  async (t) => {
    const database = await makeDatabase(t)
    const instances = [await makeApp(t, { database }), await makeApp(t, { database })]
    const headers = { 'idempotency-key': randomUUID() }
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => report(instances[i % 2]!, REPORT, headers)))
    t.strictSame(tally(answers), { 201: 100 })
    t.equal(new Set(answers.map(said)).size, 1, 'one answer, with one number and one tracking token')
    t.match(answers[0]!.json().trackingToken, /^[\w-]{22}$/)
    t.equal(await countCases({ database }), 1)

    const other = await report(instances[0]!, { ...REPORT, text: 'Совсем другая яма' }, headers)
    t.equal(other.statusCode, 422)
    t.equal(other.json().code, 'idempotency_key_reused')
    instances[1]!.setTime(instances[1]!.deps.now() + 2 * DAY)
    const late = await report(instances[1]!, REPORT, headers)
    t.equal(said(late), said(answers[0]!), 'two days later, as long as the answer is remembered')
    t.equal(await countCases({ database }), 1)
  },
)

t.test('one key with two different reports at once: one is accepted, the other refused', async (t) => {
  const database = await makeDatabase(t)
  const instances = [await makeApp(t, { database }), await makeApp(t, { database })]
  for (let round = 0; round < 20; round++) {
    const headers = { 'idempotency-key': randomUUID() }
    const answers = await Promise.all(
      [0, 1].map((i) => report(instances[i]!, { ...REPORT, text: `Яма номер ${i}` }, headers)),
    )
    t.strictSame(tally(answers), { 201: 1, 422: 1 })
  }
  t.equal(await countCases({ database }), 20)
})

t.test('many keys, each many times, in another order at each instance: nobody waits for a deadlock', async (t) => {
  const database = await makeDatabase(t)
  const instances = [await makeApp(t, { database }), await makeApp(t, { database })]
  const keys = Array.from({ length: rounds(1_000, 200) }, () => randomUUID())
  const random = seeded(1)
  const shuffled = () => keys.map((key) => ({ key, at: random() })).sort((a, b) => a.at - b.at)
  const orders = [0, 1, 0, 1].map((i) => ({ it: instances[i]!, order: shuffled() }))
  const sent = orders.flatMap(({ it, order }) =>
    order.map(async ({ key }) => ({ key, answer: await report(it, REPORT, { 'idempotency-key': key }) })),
  )
  const answers = await Promise.all(sent)
  t.strictSame(tally(answers.map(({ answer }) => answer)), { 201: 4 * keys.length })
  t.equal(
    new Set(answers.map(({ key, answer }) => `${key} ${said(answer)}`)).size,
    keys.length,
    'one answer for each key',
  )
  t.equal(await countCases({ database }), keys.length)
  t.equal(await deadlocks(instances[0]!), 0)
})

t.test('one bad row does not take the others with it, and nothing is written twice', async (t) => {
  const it = await makeApp(t)
  const clerk = await makeSigned(it, { roles: ['responder'], branch: 'KZ-39' })
  const known = { ...REPORT, externalId: 'A-1' }
  t.equal((await report(it, known, clerk.headers)).statusCode, 201)
  const others = Array.from({ length: 60 }, () => report(it, REPORT))
  const [bad, ...good] = await Promise.all([report(it, known, clerk.headers), ...others])
  t.equal(bad!.statusCode, 409)
  t.equal(bad!.json().code, 'already_reported')
  t.strictSame(tally(good), { 201: 60 })
  t.equal(await countCases(it), 61)
  t.strictSame(await accountForCases(it.database.sql), [])
})

t.test('the world changes while reports come in: each is decided again and written once', async (t) => {
  const it = await makeApp(t)
  let changing = true
  const change = (async () => {
    while (changing) {
      await it.database.sql`update reference_stamp set stamp = stamp + 1 where id = 1`
      await wait(20)
    }
  })()
  const answers: LightMyRequestResponse[] = []
  for (let wave = 0; wave < 5; wave++)
    answers.push(
      ...(await Promise.all(Array.from({ length: 50 }, () => report(it, REPORT, { 'idempotency-key': randomUUID() })))),
    )
  changing = false
  await change
  const counts = tally(answers)
  t.comment(JSON.stringify(counts))
  t.strictSame(
    Object.keys(counts).filter((status) => status !== '201' && status !== '409'),
    [],
  )
  t.equal(await countCases(it), counts[201] ?? 0)
  t.equal((await report(it, REPORT)).statusCode, 201)
})

t.test('more reports at once than the queue holds: the rest hears 503 and when to try again', async (t) => {
  // A short queue, so that the answers do not outlast the database's time limit on a busy machine.
  const it = await makeApp(t, { queue: 200 })
  const sent = rounds(2_000, 600)
  const answers = await Promise.all(Array.from({ length: sent }, () => report(it, REPORT)))
  const counts = tally(answers)
  t.comment(JSON.stringify(counts))
  t.strictSame(Object.keys(counts), ['201', '503'])
  for (const { headers, body } of answers.filter(({ statusCode }) => statusCode === 503)) {
    if (
      headers['retry-after'] &&
      JSON.parse(body).code === 'queue_full' &&
      `${headers['content-type']}`.startsWith('application/problem+json')
    )
      continue
    t.fail(body)
  }
  t.equal(await countCases(it), counts[201], 'every accepted report is stored, and no refused one')
  t.equal((await report(it, REPORT)).statusCode, 201, 'and then it goes on')
})

t.test('told to stop under load: everything accepted is answered and stored, and nothing hangs', async (t) => {
  for (let round = 0; round < rounds(10, 2); round++) {
    const { url: DATABASE_URL, sql } = await makeDatabase(t)
    const instance = await startProcess(t, { DATABASE_URL, SECRET_KEY: '07'.repeat(32) })
    const { port } = new URL(instance.url)
    // A client that never finishes its request.
    const stalled = dial(Number(port), '127.0.0.1', () => {
      stalled.write(
        'POST /api/v1/cases HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"category"',
      )
    })
    stalled.on('error', () => undefined)
    t.teardown(() => stalled.destroy())

    const client = new Client(instance.url)
    const numbers: string[] = []
    const others: Record<string, number> = {}
    let slowest = 0
    let stopping = false
    const worker = async () => {
      while (!stopping || instance.ended() === undefined) {
        const begun = performance.now()
        try {
          const answer = await client.post('/api/v1/cases', REPORT)
          if (answer.status === 201) numbers.push(answer.json<{ number: string }>().number)
          else
            others[`${answer.status} ${answer.json().code}`] =
              (others[`${answer.status} ${answer.json().code}`] ?? 0) + 1
        } catch (error) {
          // Nobody listens any more.
          others[(error as NodeJS.ErrnoException).code ?? 'error'] =
            (others[(error as NodeJS.ErrnoException).code ?? 'error'] ?? 0) + 1
          if (stopping) return
        } finally {
          slowest = Math.max(slowest, performance.now() - begun)
        }
      }
    }
    const workers = Array.from({ length: 64 }, worker)
    await until(() => numbers.length > 300, 30_000)
    stopping = true
    const ms = await instance.stop()
    await Promise.all(workers)
    client.close()
    t.comment(
      `stopped in ${Math.round(ms)} ms, ${numbers.length} accepted, others ${JSON.stringify(others)}, slowest ${Math.round(slowest)} ms`,
    )
    t.equal(instance.ended(), 0, instance.said.join('\n'))
    t.ok(ms < 8_000 && slowest < 10_000, 'not even for a client that stopped half-way')
    t.notMatch(instance.said.join('\n'), /unavailable|unexpected|unhandled/)
    const [row] = await sql`select count(*)::int as cases from cases`
    t.equal(row!.cases, numbers.length, 'what is stored is what was answered')
    const [kept] = await sql`select count(*)::int as found from cases where number = any(${numbers})`
    t.equal(kept!.found, numbers.length)
    t.strictSame(await accountForCases(sql), [])
  }
})
