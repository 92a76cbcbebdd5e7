// npm run demo [-- --cases N]: the same as npm start, filled with sample people and cases, and a clock to move.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { SingleBar } from 'cli-progress'
import { readConfig } from '../server/config.ts'
import { DemoClock } from '../server/demo/clock.ts'
import { fillDemo } from '../server/demo/fill.ts'
import { DEMO_PASSWORD } from '../server/demo/people.ts'
import { type Instance, startInstance } from '../server/main.ts'

const USAGE = `Usage: npm run demo [-- --cases N] [--fresh]
Sample people, N past cases (3000), a clock to move. Kept in DATA_DIR (./data/demo) for the next time; --fresh begins anew.`

process.exitCode = await main(process.argv.slice(2))

async function main(args: string[]): Promise<number> {
  const asked = readAsked(args)
  if (typeof asked === 'string') return refuse(asked)
  const env = { DATA_DIR: join('data', 'demo'), RATE_LIMIT: 'off', LOG_LEVEL: 'warn', ...process.env }
  // Nothing of the demo may reach people: letters and mails stay files, and no database but its own is filled.
  const result = readConfig({ ...env, SMTP_URL: undefined, DATABASE_URL: undefined, IMAP_URL: undefined })
  if ('faults' in result) return refuse(`The demo cannot start:\n${result.faults.map((f) => `  ${f}`).join('\n')}`)
  const { config } = result
  if (config.nodeEnv === 'production') return refuse('This is production: the demo was not started.')
  if (asked.fresh) rmSync(config.dataDir, { recursive: true, force: true })
  let instance: Instance
  try {
    instance = await startInstance(config, {
      clock: (base) => new DemoClock(base, join(config.dataDir, 'demo-clock.json')),
      fill: (deps, app, clock) => fill(() => fillDemo(deps, app, clock, asked.cases, progressBar())),
    })
  } catch (error) {
    return refuse(`The demo cannot start: ${(error as Error).message}`)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void leave(instance))
  await sayWho(instance)
  return 0
}

async function fill(filling: () => Promise<boolean>): Promise<void> {
  const begun = performance.now()
  if (await filling())
    console.log(`Filled in ${((performance.now() - begun) / 1000).toFixed(0)} s; kept for the next time.`)
}

function progressBar() {
  const bar = new SingleBar({
    format: 'Filling the demo {bar} {percentage} %',
    clearOnComplete: true,
    hideCursor: true,
  })
  let [total, done] = [0, 0]
  return {
    start(all: number) {
      total = all
      bar.start(total, 0)
    },
    add(more: number) {
      done += more
      bar.update(done)
      if (done >= total) bar.stop()
    },
  }
}

async function sayWho({ url, deps }: Instance): Promise<void> {
  console.log(`\nDaybreak (Таң), the demo: ${url}/demo\n`)
  const people = await deps.sql<{ email: string; roles: string[]; branch: string }[]>`
    select email, roles, branch from staff where email like '%@demo.example' and branch in ('KZ', 'KZ-39', 'KZ-75') order by id`
  for (const { email, roles, branch } of people)
    console.log(`  ${roles.join(', ').padEnd(14)} ${branch.padEnd(6)} ${email}`)
  console.log(`\nThe same for every region. Everybody's password: ${DEMO_PASSWORD}`)
}

async function leave(instance: Instance): Promise<void> {
  await instance.stop().catch((error: Error) => console.error(`The demo did not stop cleanly: ${error.message}`))
  process.exit()
}

function readAsked(args: string[]): { cases: number; fresh: boolean } | string {
  try {
    const { values } = parseArgs({ args, options: { cases: { type: 'string' }, fresh: { type: 'boolean' } } })
    const cases = values.cases === undefined ? 3_000 : Number(values.cases)
    if (!Number.isInteger(cases) || cases < 0 || cases > 100_000) return USAGE
    return { cases, fresh: values.fresh === true }
  } catch (error) {
    return `${USAGE}\n${(error as Error).message}`
  }
}

function refuse(why: string): number {
  console.error(why)
  return 2
}
