import postgres from 'postgres'
import { connect } from '../../db/client.ts'
import { startChild } from './child.ts'
import type { Ground } from './ground.ts'
import { growCases } from './grow.ts'
import { type BenchOptions, type BenchResult, median } from './result.ts'
import { HELP } from './rung-sql.ts'

/** Saturday 21 November 2026, 09:00 in Almaty: when everything in the storm is due. */
const DUE = Date.parse('2026-11-21T09:00:00+05:00')
const STORM = 'bench_storm'

interface Fired {
  readonly rungs: number
  readonly rate: number
  /** CPU milliseconds a rung, of the process and of the database. */
  readonly node: number
  readonly database: number
  /** MiB, and what the process had before it began to fire. */
  readonly peak: number
  readonly idle: number
}

/**
 * Rungs due at once: the engine beside plain set-based SQL and two job queues doing the same row changes, in turns, all of
 * them as many: with a fifth of the rungs a queue never meets a checkpoint, a vacuum or a page that is full.
 */
export async function benchEngine(ground: Ground, options: BenchOptions): Promise<BenchResult[]> {
  const { rungs, say } = options
  await ground.copy(STORM)
  await growCases(ground.adminUrlOf(STORM), { count: rungs, dueAt: DUE, overMinutes: 1, closed: 0 })
  const sql = connect(ground.urlOf(STORM), { max: 1, limitMs: 0 })
  await sql.unsafe(HELP)
  await sql.end()
  const runs: Record<string, Fired[]> = { product: [], floor: [], boss: [], graphile: [] }
  let rows: { product?: string; floor?: string } = {}
  for (let n = 0; n < Math.min(options.rounds, 2); n++) {
    for (const name of Object.keys(runs)) {
      const url = await ground.copy('bench_fire', STORM)
      await ground.admin('checkpoint')
      const fired = await fire(ground, name, url, rungs)
      runs[name]!.push(fired)
      say(
        `  ${name}: ${Math.round(fired.rate)} rungs/s, CPU ${fired.node.toFixed(3)} + ${fired.database.toFixed(3)} ms (node + database), peak ${Math.round(fired.peak)} MiB (${Math.round(fired.idle)} before)`,
      )
      if (name === 'product' || name === 'floor') rows = { ...rows, [name]: await rowsOf(url) }
    }
  }
  for (const name of ['bench_fire', STORM]) await ground.drop(name)
  if (rows.product !== rows.floor)
    throw new Error(`the floor writes other rows than the engine: ${rows.floor}, not ${rows.product}`)

  const rate = (name: string) => median(runs[name]!.map((r) => r.rate))
  const cpu = (name: string) => median(runs[name]!.map((r) => r.node + r.database))
  const against = (name: string, title: string, note: string): BenchResult => ({
    name: `engine, ${title}`,
    unit: 'rungs/s',
    value: rate('product'),
    floor: rate(name),
    ratio: median(runs.product!.map((r, i) => r.rate / runs[name]![i]!.rate)),
    cpuPerUnit: cpu('product'),
    note: `${note}; its CPU ${cpu(name).toFixed(3)} ms`,
  })
  return [
    against('floor', `${rungs} rungs due`, 'floor: set-based SQL, batches of 1,000'),
    against('graphile', 'against graphile-worker', '24 at once, local queue 500'),
    against('boss', 'against pg-boss', '1,000 a transaction'),
    {
      name: 'engine, peak memory',
      unit: 'MiB',
      value: Math.max(...runs.product!.map((r) => r.peak)),
      note: `${Math.round(runs.product![0]!.idle)} before the first rung`,
    },
  ]
}

async function fire(ground: Ground, name: string, url: string, rungs: number): Promise<Fired> {
  const child = startChild(name === 'product' ? 'fire' : 'fire-plain', profiled(name))
  try {
    if (name === 'product') await child.call('start', url, ground.folder, DUE)
    const before = {
      ...(await child.call<{ cpu: number; peak: number }>('usage')),
      database: ground.cpu() ?? Number.NaN,
    }
    const done = await work(name, (method, ...args) => child.call(method, ...args), url, rungs)
    const after = {
      ...(await child.call<{ cpu: number; peak: number }>('usage')),
      database: ground.cpu() ?? Number.NaN,
    }
    if (done.rungs !== rungs) throw new Error(`${name} fired ${done.rungs} rungs, not ${rungs}`)
    return {
      rungs,
      rate: (rungs * 1000) / done.ms,
      node: (after.cpu - before.cpu) / rungs,
      database: (after.database - before.database) / rungs,
      peak: after.peak,
      idle: before.peak,
    }
  } finally {
    await child.end()
  }
}

type Call = (method: string, ...args: unknown[]) => Promise<{ ms: number; rungs: number }>

function work(name: string, call: Call, url: string, rungs: number): Promise<{ ms: number; rungs: number }> {
  switch (name) {
    case 'product':
      return call('fire', DUE)
    case 'floor':
      return call('fireBySql', url, DUE)
    case 'boss':
      return call('fireByBoss', url, DUE, rungs)
    default:
      return call('fireByGraphile', url, DUE, rungs)
  }
}

const profiled = (name: string) =>
  name === 'product' && process.env.BENCH_PROF ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROF}`] : []

/** How many rows of each kind there are afterwards, and where the deadlines stand. */
async function rowsOf(url: string): Promise<string> {
  const sql = postgres(url, { max: 1 })
  const [row] = await sql
    .unsafe(
      `select (select count(*)::int from events) as events, (select count(*)::int from verdicts) as verdicts, (select count(*)::int from rungs) as rungs,
        (select count(*)::int from outbox) as outbox, (select sum(version)::int from cases) as versions, (select sum(next_rung)::int from deadlines) as next,
        (select sum(extract(epoch from wake_at))::text from deadlines) as wake`,
    )
    .finally(() => sql.end())
  return JSON.stringify(row)
}
