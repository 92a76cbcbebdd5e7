// The floor of the engine and its peers: the same row changes by plain SQL, driven by a loop, by graphile-worker, by pg-boss.

import { EventEmitter } from 'node:events'
import { Logger, runMigrations, run as startWorker, type WorkerEvents } from 'graphile-worker'
import pg from 'pg'
import PgBoss from 'pg-boss'
import { answerCalls, usage } from './child.ts'
import { fireSet, NEXT_DUE } from './rung-sql.ts'

const SET = { name: 'fire_next', text: fireSet(NEXT_DUE) }
const ONE = { name: 'fire_one', text: fireSet('select * from deadlines where id = $2 for update') }
const THESE = { name: 'fire_these', text: fireSet('select * from deadlines where id = any($2::bigint[]) for update') }

const silent = new Logger(() => () => undefined)

/** Set-based SQL in batches of a thousand on one connection. */
async function fireBySql(databaseUrl: string, at: number): Promise<{ ms: number; rungs: number }> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const begun = performance.now()
  let rungs = 0
  for (;;) {
    const { rows } = await client.query({ ...SET, values: [at] })
    if (rows[0].fired === 0) break
    rungs += rows[0].fired
  }
  const ms = performance.now() - begun
  await client.end()
  return { ms, rungs }
}

/** One job a rung, its tuning as its documentation advises for throughput: local queue, completions in batches, many at once. */
async function fireByGraphile(databaseUrl: string, at: number, count: number): Promise<{ ms: number; rungs: number }> {
  const concurrency = 24
  const pool = new pg.Pool({ connectionString: databaseUrl, max: concurrency + 4 })
  for (const event of ['error', 'connect'] as const)
    pool.on(event, (given: unknown) => {
      if (event === 'connect') (given as pg.PoolClient).on('error', (error) => console.error(error))
      else console.error(given)
    })
  await runMigrations({ pgPool: pool, logger: silent })
  await pool.query(
    `select count(*) from graphile_worker.add_jobs(array(
      select ('fire', json_build_object('id', id), null, to_timestamp($1::float8 / 1000) - interval '1 day', 1, null, 0, null)::graphile_worker.job_spec
      from deadlines where wake_at <= to_timestamp($1::float8 / 1000) order by wake_at, id limit $2))`,
    [at, count],
  )
  await pool.query('vacuum analyze graphile_worker._private_jobs')
  let rungs = 0
  const events: WorkerEvents = new EventEmitter()
  const begun = performance.now()
  const runner = await startWorker({
    pgPool: pool,
    logger: silent,
    noHandleSignals: true,
    events,
    preset: {
      worker: {
        concurrentJobs: concurrency,
        localQueue: { size: 500 },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
    taskList: {
      fire: async (payload, helpers) => {
        const { id } = payload as { id: number }
        const { rows } = await helpers.withPgClient((client) => client.query({ ...ONE, values: [at, id] }))
        rungs += rows[0].fired
      },
    },
  })
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (rungs < count) return
      clearInterval(timer)
      resolve()
    }, 5)
  })
  const ms = performance.now() - begun
  await runner.stop()
  const { rows } = await pool.query('select count(*)::int as left from graphile_worker._private_jobs')
  await pool.end()
  if (rows[0].left !== 0) throw new Error(`graphile-worker left ${rows[0].left} jobs`)
  return { ms, rungs }
}

/** One job a rung, taken a thousand at a time; work and completion in one transaction. */
async function fireByBoss(databaseUrl: string, at: number, count: number): Promise<{ ms: number; rungs: number }> {
  const boss = new PgBoss({ connectionString: databaseUrl, supervise: false, schedule: false })
  boss.on('error', (error) => console.error(error))
  await boss.start()
  await boss.createQueue('fire')
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const db = { executeSql: (text: string, values: unknown[]) => client.query(text, values) }
  const { rows } = await client.query(
    `select id::float8 as id from deadlines where wake_at <= to_timestamp($1::float8 / 1000) order by wake_at, id limit $2`,
    [at, count],
  )
  for (let from = 0; from < rows.length; from += 5000)
    await boss.insert(rows.slice(from, from + 5000).map(({ id }) => ({ name: 'fire', data: { id } })))
  await client.query('vacuum analyze pgboss.job')
  const begun = performance.now()
  let rungs = 0
  for (;;) {
    await client.query('begin')
    const jobs = await boss.fetch<{ id: number }>('fire', { batchSize: 1000, db })
    if (jobs.length > 0) {
      const fired = await client.query({ ...THESE, values: [at, jobs.map((job) => job.data.id)] })
      rungs += fired.rows[0].fired
      await boss.complete(
        'fire',
        jobs.map((job) => job.id),
        { db },
      )
    }
    await client.query('commit')
    if (jobs.length === 0) break
  }
  const ms = performance.now() - begun
  await client.end()
  await boss.stop({ graceful: false, wait: true })
  return { ms, rungs }
}

answerCalls({ fireBySql, fireByGraphile, fireByBoss, usage })
