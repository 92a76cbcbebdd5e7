// npm test [-- FILES AND OPTIONS OF TAP]: lint, then every test against a PostgreSQL of its own. Ends with "N passed, N failed".
import { type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  accessSync,
  chmodSync,
  constants,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { freemem, tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { projectPath } from '../db/root.ts'
import { findChromium } from '../test/support/browser.ts'
import { makeTemplate, startTestCluster, type TestCluster } from '../test/support/cluster.ts'

const require = createRequire(import.meta.url)
const GIB = 2 ** 30
const built = dirname(import.meta.dirname)

process.exitCode = await main(process.argv.slice(2))

async function main(args: string[]): Promise<number> {
  const options = args.filter((arg) => arg.startsWith('-'))
  const wanted = args.filter((arg) => !arg.startsWith('-'))
  const files = wanted.length > 0 ? wanted.map(toBuilt) : listTests()
  const unclean = wanted.length === 0 && (await lint()) ? 1 : 0
  if (!isTapBuilt() && (await run(bin('tap', 'tap'), ['build'])) !== 0) return say(0, 1, 'tap could not be set up.')

  ensureBrowser()
  const folder = mkdtempSync(join(roomiest(), 'daybreak-test-'))
  // the server may run as another user, who has to pass through
  chmodSync(folder, 0o711)
  const cluster = await getCluster(folder)
  try {
    const output = join(folder, 'output.tap')
    const code = await runTap(output, [...options, ...files], {
      env: { ...process.env, NODE_ENV: 'test', TEST_DATABASE_URL: cluster.adminUrl, TEST_TEMPLATE: cluster.template },
    })
    const { pass, fail } = readTotals(output)
    // tap itself may fail where no test did: out of time, or killed
    return say(pass, unclean + (code !== 0 && fail === 0 ? 1 : fail))
  } finally {
    await cluster.stop()
    for (const path of [folder, cluster.home ?? folder]) rmSync(path, { recursive: true, force: true })
  }
}

/** The browser tests drive a real Chromium: installed where that can be done without a question, else they say what is missing. */
function ensureBrowser(): void {
  if (findChromium() || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  console.error('Chromium is missing; installing it for the browser tests …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args: string[]) =>
    spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  if (apt('update').status === 0) apt('install', '-y', '--no-install-recommends', 'chromium')
}

/** True when Biome finds a fault; the tests run all the same, and the run fails at its end. */
async function lint(): Promise<boolean> {
  const colors = process.stdout.isTTY ? '--colors=force' : '--colors=off'
  const failed = (await run(bin('@biomejs/biome', 'biome'), ['ci', colors, '.'])) !== 0
  if (failed) console.error('Lint failed; npm run format mends what can be mended.')
  return failed
}

/** Hundreds of databases are made and dropped: in memory, where there is enough of it, that costs a third. */
function roomiest(): string {
  const memory = '/dev/shm'
  if (!existsSync(memory)) return tmpdir()
  const { bavail, bsize } = statfsSync(memory)
  const enough = bavail * bsize > 3 * GIB && freemem() > 6 * GIB
  return enough && canWrite(memory) ? memory : tmpdir()
}

function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** TEST_DATABASE_URL, where it is set, names a superuser of another server to test against (PostgreSQL 15 or later). */
async function getCluster(folder: string): Promise<TestCluster> {
  const { TEST_DATABASE_URL: adminUrl } = process.env
  if (adminUrl) return { adminUrl, template: await makeTemplate(adminUrl), stop: () => Promise.resolve() }
  return startTestCluster(join(folder, 'data'))
}

function say(passed: number, failed: number, why?: string): number {
  if (why) console.error(why)
  console.log(`${passed} passed, ${failed} failed`)
  return failed > 0 ? 1 : 0
}

function listTests(): string[] {
  const names = readdirSync(join(built, 'test'), { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => name.endsWith('.test.js'))
    .map((name) => join(relative(projectPath(), built), 'test', name))
}

/** test/domain/number.test.ts → build/test/domain/number.test.js */
function toBuilt(file: string): string {
  const inside = relative(projectPath(), join(process.cwd(), file)).replace(/\.tsx?$/, '.js')
  return join(relative(projectPath(), built), inside)
}

/** Without its TypeScript loader (see .taprc) tap has to be generated anew once after each install. */
function isTapBuilt(): boolean {
  const folder = dirname(require.resolve('@tapjs/test/package.json'))
  return !readFileSync(join(folder, 'test-built', 'dist', 'esm', 'index.js'), 'utf8').includes('@tapjs/typescript')
}

function readTotals(output: string): { pass: number; fail: number } {
  const totals = /^# \{ total: .*\}$/gm
  const line = readFileSync(output, 'utf8').match(totals)?.at(-1) ?? ''
  const count = (word: string) => Number(new RegExp(`${word}: (\\d+)`).exec(line)?.[1] ?? 0)
  return { pass: count('pass'), fail: count('fail') }
}

function bin(name: string, command: string): string {
  const at = require.resolve(`${name}/package.json`)
  const { bin } = JSON.parse(readFileSync(at, 'utf8')) as { bin: string | Record<string, string> }
  return join(dirname(at), typeof bin === 'string' ? bin : bin[command]!)
}

/** On a terminal tap shows its progress; elsewhere its lines go through as they are (with --output-file tap would print them twice). */
async function runTap(output: string, args: string[], options: SpawnOptions): Promise<number> {
  const [program, first] = [bin('tap', 'tap'), ['run', '--jobs=3']]
  if (process.stdout.isTTY) return run(program, [...first, `--output-file=${output}`, ...args], options)
  const child = spawn(process.execPath, [program, ...first, ...args], {
    cwd: projectPath(),
    stdio: ['ignore', 'pipe', 'inherit'],
    ...options,
  })
  child.stdout?.pipe(process.stdout, { end: false })
  const kept = child.stdout?.pipe(createWriteStream(output))
  const [[code]] = await Promise.all([once(child, 'exit'), kept && once(kept, 'finish')])
  return code ?? 1
}

function run(program: string, args: string[], options: SpawnOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: projectPath(),
      stdio: ['ignore', 'inherit', 'inherit'],
      ...options,
    })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
