// npm run bench [-- --only intake,engine] [--quick] [--seconds N] [--rounds N] [--rungs N] [--cases N] [--json FILE]:
// every figure beside its floor, measured in turns on a PostgreSQL of its own with durable settings.
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { benchEngine } from './bench/engine.ts'
import { benchFanout } from './bench/fanout.ts'
import { layGround } from './bench/ground.ts'
import { benchInbound } from './bench/inbound.ts'
import { benchIntake } from './bench/intake.ts'
import { benchReads } from './bench/reads.ts'
import { type Bench, type BenchOptions, type BenchResult, tableOf } from './bench/result.ts'

const BENCHES: Readonly<Record<string, Bench>> = {
  intake: benchIntake,
  engine: benchEngine,
  reads: benchReads,
  fanout: benchFanout,
  inbound: benchInbound,
}

process.exitCode = await main(process.argv.slice(2))

async function main(args: string[]): Promise<number> {
  const asked = readAsked(args)
  if (typeof asked === 'string') {
    console.error(asked)
    return 2
  }
  const { only, json, options } = asked
  const ground = await layGround()
  const results: BenchResult[] = []
  let failed = false
  try {
    for (const name of only) {
      options.say(`${name}:`)
      try {
        results.push(...(await BENCHES[name]!(ground, options)))
      } catch (error) {
        failed = true
        console.error(`${name} could not be measured: ${(error as Error).stack}`)
      }
    }
  } finally {
    await ground.stop()
  }
  console.log(`\nNode ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}\n\n${tableOf(results)}`)
  if (json) writeFileSync(json, `${JSON.stringify(results, null, 2)}\n`)
  return failed ? 1 : 0
}

function readAsked(args: string[]): { only: string[]; json: string | undefined; options: BenchOptions } | string {
  const usage = `Usage: npm run bench -- [--only ${Object.keys(BENCHES).join(',')}] [--quick] [--seconds N] [--rounds N] [--rungs N] [--cases N] [--json FILE]`
  try {
    const text = { type: 'string' } as const
    const { values } = parseArgs({
      args,
      options: {
        only: text,
        quick: { type: 'boolean' },
        seconds: text,
        rounds: text,
        rungs: text,
        cases: text,
        json: text,
      },
    })
    const only = values.only?.split(',') ?? Object.keys(BENCHES)
    const unknown = only.find((name) => !(name in BENCHES))
    if (unknown !== undefined) return `${usage}\nThere is no benchmark "${unknown}".`
    const quick = values.quick === true
    const number = (value: string | undefined, usual: number) => (value === undefined ? usual : Number(value))
    const options: BenchOptions = {
      quick,
      seconds: number(values.seconds, quick ? 2 : 4),
      rounds: number(values.rounds, quick ? 2 : 3),
      rungs: number(values.rungs, quick ? 20_000 : 100_000),
      cases: number(values.cases, quick ? 50_000 : 1_000_000),
      say: (line) => console.error(line),
    }
    const wrong = Object.entries(options).find(([, value]) => typeof value === 'number' && !(value > 0))
    return wrong ? `${usage}\n--${wrong[0]} wants a number over 0.` : { only, json: values.json, options }
  } catch (error) {
    return `${usage}\n${(error as Error).message}`
  }
}
