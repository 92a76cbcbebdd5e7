import postgres from 'postgres'
import { type Child, startChild } from './child.ts'
import type { Ground } from './ground.ts'
import type { LoadFigures, LoadOrder } from './load.ts'
import { type BenchOptions, type BenchResult, median } from './result.ts'

const REGIONS = [
  'KZ-10',
  'KZ-11',
  'KZ-15',
  'KZ-19',
  'KZ-23',
  'KZ-27',
  'KZ-31',
  'KZ-33',
  'KZ-35',
  'KZ-39',
  'KZ-43',
  'KZ-47',
  'KZ-55',
  'KZ-59',
  'KZ-61',
  'KZ-62',
  'KZ-63',
  'KZ-71',
  'KZ-75',
  'KZ-79',
]
const HOT = ['KZ-75']
/** Requests before anything is measured. */
const WARM = 4_000

interface Target {
  readonly name: string
  readonly database: string
  readonly child: Child
  readonly port: number
}

interface Round extends LoadFigures {
  readonly rate: number
  /** CPU milliseconds per report: of the process that serves, and of the database. */
  readonly node: number
  readonly database: number
}

/** Reports over real HTTP until committed, against the smallest handler that writes the same rows; the two in turns. */
export async function benchIntake(ground: Ground, options: BenchOptions): Promise<BenchResult[]> {
  const load = startChild('load')
  const product = await startTarget(ground, 'intake_product', 'serve', ground.folder)
  const floor = await startTarget(ground, 'intake_floor', 'serve-floor', 20)
  try {
    for (const target of [product, floor]) await warmUp(ground, load, target, options)
    const results: BenchResult[] = []
    for (const connections of [32, 128]) {
      const [a, b] = await inTurns(ground, load, options, connections, [
        [product, REGIONS],
        [floor, REGIONS],
      ])
      results.push({
        ...compare(`intake, ${connections} connections`, a!, b!),
        note: `floor p99 ${median(b!.map((r) => r.p99)).toFixed(1)} ms, CPU ${cpuOf(b!).toFixed(2)} ms`,
      })
    }
    const [hot, spread] = await inTurns(ground, load, options, 32, [
      [product, HOT],
      [product, REGIONS],
    ])
    results.push({
      ...compare('intake, one hot region', hot!, spread!),
      note: 'floor: the product with reports spread over 20 regions',
    })
    await sameRows(ground, product, floor)
    return results
  } finally {
    for (const child of [load, product.child, floor.child]) await child.end()
    for (const { database } of [product, floor]) await ground.drop(database)
  }
}

/** Until the engine of JavaScript has seen enough to compile what is hot. */
async function warmUp(ground: Ground, load: Child, target: Target, options: BenchOptions): Promise<void> {
  for (let requests = 0, rounds = 0; requests < WARM && rounds < 10; rounds++)
    requests += (await round(ground, load, target, options, 32, REGIONS, 1)).requests
}

async function startTarget(ground: Ground, database: string, role: string, option: unknown): Promise<Target> {
  const url = await ground.copy(database)
  const child = startChild(
    role,
    role === 'serve' && process.env.BENCH_PROF ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROF}`] : [],
  )
  return { name: role, database, child, port: await child.call<number>('start', url, option) }
}

async function inTurns(
  ground: Ground,
  load: Child,
  options: BenchOptions,
  connections: number,
  targets: readonly (readonly [Target, readonly string[]])[],
): Promise<Round[][]> {
  const rounds: Round[][] = targets.map(() => [])
  for (let n = 0; n < options.rounds; n++) {
    for (const [i, [target, regions]] of targets.entries()) {
      rounds[i]!.push(await round(ground, load, target, options, connections, regions, options.seconds))
    }
  }
  return rounds
}

async function round(
  ground: Ground,
  load: Child,
  target: Target,
  options: BenchOptions,
  connections: number,
  regions: readonly string[],
  seconds: number,
): Promise<Round> {
  const before = await cpuNow(ground, target)
  const figures = await load.call<LoadFigures>('run', {
    port: target.port,
    connections,
    seconds,
    regions,
  } satisfies LoadOrder)
  const after = await cpuNow(ground, target)
  const node = (after.node - before.node) / figures.requests
  const database = (after.database - before.database) / figures.requests
  if (figures.failed > 0) throw new Error(`${target.name}: ${figures.failed} requests failed: ${figures.firstFailure}`)
  const rate = figures.requests / figures.seconds
  options.say(
    `  ${target.name} ${connections} connections: ${Math.round(rate)}/s, p50 ${figures.p50.toFixed(1)} ms, p99 ${figures.p99.toFixed(1)} ms, CPU ${node.toFixed(2)} + ${database.toFixed(2)} ms (node + database)`,
  )
  return { ...figures, rate, node, database }
}

async function cpuNow(ground: Ground, target: Target): Promise<{ node: number; database: number }> {
  const { cpu } = await target.child.call<{ cpu: number }>('usage')
  return { node: cpu, database: ground.cpu() ?? Number.NaN }
}

const cpuOf = (rounds: readonly Round[]) => median(rounds.map((r) => r.node + r.database))

function compare(name: string, a: readonly Round[], b: readonly Round[]): BenchResult {
  const value = median(a.map((r) => r.rate))
  const floor = median(b.map((r) => r.rate))
  return {
    name,
    unit: 'reports/s',
    value,
    floor,
    ratio: median(a.map((r, i) => r.rate / b[i]!.rate)),
    p99: median(a.map((r) => r.p99)),
    cpuPerUnit: cpuOf(a),
  }
}

const TABLES = ['events', 'deadlines', 'rungs', 'reporters', 'outbox', 'idempotency']

/** The comparison is fair only while both write the same rows for a report. Throws when they do not. */
async function sameRows(ground: Ground, product: Target, floor: Target): Promise<void> {
  const [a, b] = await Promise.all([product, floor].map(({ database }) => rowsPerCase(ground.urlOf(database))))
  if (JSON.stringify(a) !== JSON.stringify(b))
    throw new Error(`the floor writes other rows than the product: ${JSON.stringify(b)}, not ${JSON.stringify(a)}`)
}

async function rowsPerCase(url: string): Promise<Record<string, number>> {
  const sql = postgres(url, { max: 1 })
  const counts = TABLES.map(
    (table) => `round((select count(*) from ${table})::numeric / (select count(*) from cases), 3)::float8 as ${table}`,
  )
  const [row] = await sql.unsafe(`select ${counts.join(', ')}`).finally(() => sql.end())
  return { ...row } as Record<string, number>
}
