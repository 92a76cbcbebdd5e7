// npm run simulate -- [--policy FILE|VERSION] [--days N] [--per-day N [--answered SHARE] [--seed N]] [--until INSTANT] [--json]:
// the last N days, or a made-up load, under a policy: breaches, messages per person, roster gaps. Writes nothing.
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { SingleBar } from 'cli-progress'
import { Merged, past, pastWorld } from '../server/policies/trial.ts'
import type { FullWorld } from '../server/world.ts'
import { policyData } from '../shared/contract/policy.ts'
import { instantMs } from '../shared/contract/text.ts'
import { type Policy, policyFaults } from '../shared/domain/policy.ts'
import { trialOf } from '../shared/domain/trial.ts'
import { openDeps } from './support/open.ts'
import { makeLoad } from './support/synthetic.ts'

const DAY = 86_400_000
const USAGE = `Usage: npm run simulate -- [--policy FILE|VERSION] [--days 30] [--per-day N] [--answered 0.7] [--seed 1] [--until INSTANT] [--json]
--policy:  a file with the content of a policy, or the number of a version; by default the one in force.
--days:    so many days back from --until (now), out of the database.
--per-day: so many made-up reports a day instead; --answered is the share that somebody answers.`

interface Asked {
  readonly policy: string | undefined
  readonly days: number
  readonly perDay: number | undefined
  readonly answered: number
  readonly seed: number
  readonly until: number | undefined
  readonly json: boolean
}

process.exitCode = await main(process.argv.slice(2))

async function main(args: string[]): Promise<number> {
  const asked = readAsked(args)
  if (typeof asked === 'string') return refuse(asked)
  const { deps, close } = await openDeps({ limitMs: 0 })
  try {
    const until = asked.until ?? deps.now()
    const from = until - asked.days * DAY
    const world = await pastWorld(deps, from, until)
    const policy = await readPolicy(asked.policy, world)
    if (typeof policy === 'string') return refuse(policy)
    const bar = process.stderr.isTTY
      ? new SingleBar({ format: '{bar} {percentage} % | {value} cases', stream: process.stderr })
      : undefined
    const { perDay } = asked
    const found = new Merged()
    let cases = 0
    bar?.start(perDay === undefined ? await countPast(deps.sql, from, until) : perDay * asked.days, 0)
    const load = perDay === undefined ? past(deps, from, until) : makeLoad(world, { ...asked, perDay, until })
    for await (const some of load) {
      found.add(trialOf(policy, some, world, until))
      cases += some.length
      bar?.update(cases)
    }
    bar?.stop()
    const view = found.view(policy, world)
    console.log(
      asked.json
        ? JSON.stringify({ policy: policy.version, from, until, cases, ...view })
        : tell(view, cases, asked, world),
    )
    return 0
  } finally {
    await close()
  }
}

function readAsked(args: string[]): Asked | string {
  const text = { type: 'string' } as const
  try {
    const { values } = parseArgs({
      args,
      options: {
        policy: text,
        days: text,
        'per-day': text,
        answered: text,
        seed: text,
        until: text,
        json: { type: 'boolean' },
      },
    })
    const number = (name: 'days' | 'per-day' | 'answered' | 'seed', least: number, most: number, usual: number) => {
      const value = values[name] === undefined ? usual : Number(values[name])
      if (!(value >= least && value <= most)) throw new Error(`--${name} wants a number from ${least} to ${most}.`)
      return value
    }
    const until = values.until === undefined ? undefined : instantMs.safeParse(values.until)
    if (until && !until.success) throw new Error('--until wants an instant with its offset: 2026-11-22T09:00:00+05:00.')
    return {
      policy: values.policy,
      days: Math.floor(number('days', 1, 3660, 30)),
      perDay: values['per-day'] === undefined ? undefined : Math.floor(number('per-day', 1, 1_000_000, 0)),
      answered: number('answered', 0, 1, 0.7),
      seed: Math.floor(number('seed', 0, 4_294_967_295, 1)),
      until: until && Date.parse(until.data),
      json: values.json === true,
    }
  } catch (error) {
    return `${USAGE}\n${(error as Error).message}`
  }
}

/** The policy asked for, or why there is none. */
async function readPolicy(name: string | undefined, world: FullWorld): Promise<Policy | string> {
  if (name === undefined) return world.policy
  if (/^\d+$/.test(name)) {
    try {
      return world.policyOf(Number(name))
    } catch (error) {
      return (error as Error).message
    }
  }
  let json: Record<string, unknown>
  try {
    json = JSON.parse(await readFile(name, 'utf8'))
  } catch (error) {
    return `The policy ${name} cannot be read: ${(error as Error).message}`
  }
  // The shipped file says what it is, and an exported one its version; neither is content.
  const { _meta: _said, version: _numbered, ...content } = json
  const parsed = policyData.safeParse(content)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    return `The policy ${name} is wrong:\n${faults.join('\n')}`
  }
  const policy = { ...parsed.data, version: 0 } as Policy
  const faults = policyFaults(policy).map(({ path, code }) => `  ${path}: ${code}`)
  return faults.length > 0 ? `The policy ${name} would break a promise:\n${faults.join('\n')}` : policy
}

async function countPast(sql: Parameters<typeof past>[0]['sql'], from: number, until: number): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from cases where reported_at >= ${from} and reported_at < ${until}`
  return row!.count
}

function tell(view: ReturnType<Merged['view']>, cases: number, asked: Asked, world: FullWorld): string {
  const share = (part: number, all: number) => (all === 0 ? '–' : `${((100 * part) / all).toFixed(1)} %`)
  const branch = (code: string) => `${code} ${world.reference.branch(code)?.name.en ?? ''}`.trim()
  const lines = [
    `${cases} cases in ${asked.days} days`,
    '',
    'Breaches',
    ...view.breaches.map(
      (b) => `  ${b.deadline.padEnd(13)} ${b.missed} of ${b.judged} missed (${share(b.missed, b.judged)})`,
    ),
    '',
    `Messages: ${view.messages.total} to ${view.messages.people.length} people; the fullest mornings first`,
    ...view.messages.people
      .slice(0, 20)
      .map((p) => `  ${p.name}, ${branch(p.branch)}: ${p.total}, at most ${p.busiestMorning} in one morning`),
    '',
    view.gaps.length === 0 ? 'Somebody was always on duty' : 'Nobody on duty when a rung looked for somebody',
    ...view.gaps.slice(0, 20).map((g) => `  ${branch(g.branch)}: ${g.times} times, ${g.first} to ${g.last}`),
  ]
  return lines.join('\n')
}

function refuse(why: string): number {
  console.error(why)
  return 2
}
