import { connect } from '../../db/client.ts'
import { type Child, startChild } from './child.ts'
import type { Ground } from './ground.ts'
import { growCases } from './grow.ts'
import type { LoadFigures, LoadOrder } from './load.ts'
import { type BenchOptions, type BenchResult, median } from './result.ts'

const READERS = 8
const SMALL = 1_000
const IDLE_PASSES = 300
const HOUR = 3_600_000

interface Server {
  readonly name: string
  readonly child: Child
  readonly port: number
  readonly numbers: readonly string[]
  readonly keys: Readonly<Record<'head' | 'centre', string>>
}

interface Reading {
  readonly name: string
  readonly as?: 'head' | 'centre'
  /** At once; READERS unless told. */
  readonly readers?: number
  paths(server: Server): readonly string[]
}

const list = (query: string) => `/api/v1/cases?${query}`

/** Public pages, for one reader: what they cost is the server's time. */
const PAGES = [
  '/kk',
  '/kk/report',
  '/kk/cases',
  '/kk/cases?region=KZ-39',
  '/kk/feed.atom',
  '/kk/branches',
  '/kk/bodies',
  '/kk/pulse',
]

const READINGS: readonly Reading[] = [
  { name: 'case', paths: ({ numbers }) => numbers.map((n) => `/api/v1/cases/${n}`) },
  { name: 'events of a case', paths: ({ numbers }) => numbers.map((n) => `/api/v1/cases/${n}/events`) },
  {
    name: 'list',
    paths: () => [
      list('limit=50'),
      list('region=KZ-39'),
      list('category=roads'),
      list('status=closed'),
      list('bbox=63,43,68,48'),
    ],
  },
  {
    name: 'board of a branch',
    as: 'head',
    paths: () => [
      list('branch=KZ-39&status=open&sort=due&limit=20'),
      list('branch=KZ-39&overdue=true&sort=due'),
      list('owner=me&sort=due'),
    ],
  },
  {
    name: 'wall: what is raised',
    as: 'centre',
    paths: () => [list('level=central&status=open&sort=due&limit=10'), list('overdue=true&sort=due&limit=10')],
  },
  { name: 'search, a rare word', paths: () => Array.from({ length: 100 }, (_, i) => list(`q=${1 + i}&limit=1`)) },
  {
    name: 'search, a word of every case',
    paths: () => [list('q=%D0%B6%D0%B0%D1%80%D1%8B%D2%9B'), list('q=%D0%B4%D0%B8%D1%81%D0%BF')],
  },
  {
    name: 'search, a word in a region',
    paths: () => [
      list('q=%D0%B6%D0%B0%D1%80%D1%8B%D2%9B&region=KZ-39&limit=20'),
      list('q=%D0%B6%D0%B0%D1%83%D0%B0%D0%BF&region=KZ-39&limit=20'),
    ],
  },
  { name: 'overview', paths: () => ['/api/v1/stats/overview'] },
  { name: 'wall of the centre', as: 'centre', paths: () => ['/api/v1/stats/wall'] },
  { name: 'overview of the centre', as: 'centre', paths: () => ['/api/v1/stats/overview'] },
  { name: 'figures of the branches', as: 'centre', paths: () => ['/api/v1/stats/branches'] },
  ...PAGES.map((path): Reading => ({ name: `page ${path}`, readers: 1, paths: () => [path] })),
  { name: 'page of a case', readers: 1, paths: ({ numbers }) => numbers.map((n) => `/kk/cases/${n}`) },
]

/** Eight readers at once on a small and on a large database, in turns; and the engine's pass when nothing is due. */
export async function benchReads(ground: Ground, options: BenchOptions): Promise<BenchResult[]> {
  const { cases, say } = options
  const results: BenchResult[] = []
  const dueAt = Date.now() + 10 * HOUR
  for (const [name, count] of [
    ['bench_small', SMALL],
    ['bench_large', cases],
  ] as const) {
    const begun = performance.now()
    await ground.copy(name)
    await growCases(ground.adminUrlOf(name), { count, dueAt, overMinutes: 1000, closed: 50 })
    say(`  ${count} cases grown in ${Math.round((performance.now() - begun) / 1000)} s`)
  }
  await ground.admin('checkpoint')
  await fold(ground, 'bench_small', SMALL)
  results.push(await fold(ground, 'bench_large', cases))
  results.push(await idle(ground, 'bench_large', options))

  const load = startChild('load')
  const servers = [await serve(ground, 'bench_small', SMALL), await serve(ground, 'bench_large', cases)] as const
  try {
    for (const reading of READINGS) results.push(...(await measure(load, servers, reading, options)))
  } finally {
    await load.end()
    for (const { child } of servers) await child.end()
    for (const name of ['bench_small', 'bench_large']) await ground.drop(name)
  }
  return results
}

async function serve(ground: Ground, name: string, count: number): Promise<Server> {
  const url = ground.urlOf(name)
  const child = startChild('serve')
  const port = await child.call<number>('start', url, ground.folder)
  const sql = connect(url, { max: 1 })
  const step = Math.max(1, Math.floor(count / 500))
  const rows = await sql<{ number: string }[]>`select number from cases where id % ${step} = 0 order by id limit 500`
  await sql.end()
  const keys = {
    head: await child.call<string>('key', 'head', 'KZ-39'),
    centre: await child.call<string>('key', 'central', 'KZ'),
  }
  return { name, child, port, numbers: rows.map((row) => row.number), keys }
}

async function measure(
  load: Child,
  servers: readonly [Server, Server],
  reading: Reading,
  options: BenchOptions,
): Promise<BenchResult[]> {
  const rounds: [LoadFigures[], LoadFigures[]] = [[], []]
  const seconds = Math.min(options.seconds, 1.5)
  for (let n = 0; n <= Math.min(options.rounds, 2); n++) {
    for (const [i, server] of servers.entries()) {
      const order: LoadOrder = {
        port: server.port,
        connections: reading.readers ?? READERS,
        seconds: n === 0 ? 0.5 : seconds,
        paths: reading.paths(server),
        ...(reading.as ? { key: server.keys[reading.as] } : {}),
      }
      const figures = await load.call<LoadFigures>('run', order)
      if (figures.failed > 0) {
        const why = figures.firstFailure?.split('\r\n')[0] ?? ''
        if (!why.includes(' 404 ')) throw new Error(`${reading.name}: ${why}`)
        options.say(`  ${reading.name}: not served by this version`)
        return []
      }
      // The first round fills the caches of both.
      if (n > 0) rounds[i]!.push(figures)
    }
  }
  const [small, large] = rounds.map((r) => ({
    p99: median(r.map((f) => f.p99)),
    p50: median(r.map((f) => f.p50)),
    rate: median(r.map((f) => f.requests / f.seconds)),
  }))
  options.say(
    `  ${reading.name}: p50 ${large!.p50.toFixed(1)} ms, p99 ${large!.p99.toFixed(1)} ms, ${Math.round(large!.rate)}/s; small: p50 ${small!.p50.toFixed(1)} ms, p99 ${small!.p99.toFixed(1)} ms, ${Math.round(small!.rate)}/s`,
  )
  return [
    {
      name: `${reading.name}, p99 at ${options.cases} cases`,
      unit: 'ms',
      value: large!.p99,
      floor: small!.p99,
      ratio: large!.p99 / small!.p99,
      note: `${reading.readers ?? READERS} at once, p50 ${large!.p50.toFixed(1)} ms; floor: p99 at ${SMALL} cases`,
    },
  ]
}

/** The figures of the wall and the statistics, folded from every event from the beginning. */
async function fold(ground: Ground, name: string, cases: number): Promise<BenchResult> {
  const child = startChild('fire')
  try {
    await child.call('start', ground.urlOf(name), ground.folder, Date.now())
    const before = { ...(await child.call<{ cpu: number }>('usage')), database: ground.cpu() ?? Number.NaN }
    const done = await child.call<{ ms: number; cases: number }>('fold')
    const after = { ...(await child.call<{ cpu: number }>('usage')), database: ground.cpu() ?? Number.NaN }
    if (done.cases !== cases) throw new Error(`${done.cases} cases were folded, not ${cases}`)
    return {
      name: 'figures folded from nothing',
      unit: 'cases/s',
      value: (done.cases * 1000) / done.ms,
      cpuPerUnit: (after.cpu - before.cpu + after.database - before.database) / done.cases,
    }
  } finally {
    await child.end()
  }
}

interface Idle {
  readonly p50: number
  readonly p99: number
}

async function idle(ground: Ground, name: string, options: BenchOptions): Promise<BenchResult> {
  const url = ground.urlOf(name)
  const sql = connect(url, { max: 1, limitMs: 0 })
  const [row] = await sql<
    { waiting: number }[]
  >`select count(*)::int as waiting from deadlines where wake_at is not null`
  await sql.end()
  const child = startChild('fire')
  try {
    const at = Date.now()
    await child.call('start', url, ground.folder, at)
    await child.call('idle', at, 30)
    const { p50, p99 } = await child.call<Idle>('idle', at, IDLE_PASSES)
    options.say(`  idle pass: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, ${row!.waiting} deadlines waiting`)
    return {
      name: 'engine, idle pass p99',
      unit: 'ms',
      value: p99,
      p99,
      note: `p50 ${p50.toFixed(1)} ms, ${row!.waiting} deadlines waiting`,
    }
  } finally {
    await child.end()
  }
}
