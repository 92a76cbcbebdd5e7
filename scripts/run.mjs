// node scripts/run.mjs COMMAND [ARGS]: builds what changed into build/, then runs build/scripts/COMMAND.js in this process.
// Plain JavaScript: it must run before anything is built, and on a Node that is too old to say so.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const build = join(root, 'build')
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Daybreak needs Node.js 20.19 or later; this is ${process.version}. With nvm: nvm install && nvm use.`)
}

const command = process.argv[2] ?? 'build'
if (
  !/^[a-z][a-z0-9-]*$/.test(command) ||
  (command !== 'build' && !existsSync(join(root, 'scripts', `${command}.ts`)))
) {
  fail(`There is no command "${command}"; package.json lists them under "scripts".`)
}

await buildIfChanged()

if (command !== 'build') {
  process.setSourceMapsEnabled(true)
  process.argv.splice(1, 2, join(build, 'scripts', `${command}.js`))
  await import(pathToFileURL(process.argv[1]).href)
}

async function buildIfChanged() {
  const stamp = stampOfSources()
  if (builtStamp() === stamp) return
  // built beside and moved into place, so that no process sees half a build and no output of a removed source stays
  const fresh = `${build}-run-${process.pid}`
  rmSync(fresh, { recursive: true, force: true })
  try {
    const args = [compiler(), '-p', root, '--outDir', fresh, '--noEmitOnError']
    // installed for production, without the types of the packages: the sources were checked where they were tested
    if (!hasTypes()) args.push('--noCheck')
    const { status, error } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] })
    if (error || status !== 0) fail(error?.message ?? 'The build failed; build/ is as it was.')
    await bundleForBrowser(fresh)
    writeFileSync(join(fresh, '.stamp'), stamp)
    moveIntoPlace(fresh, stamp)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

function compiler() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
  } catch {
    return fail('The packages are not installed: run npm ci first.')
  }
}

function hasTypes() {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return Object.keys(devDependencies).every((name) => existsSync(join(root, 'node_modules', name)))
}

/** Scripts and styles for the browser are made by scripts/assets.ts, itself just compiled, where there is one. */
async function bundleForBrowser(fresh) {
  const assets = join(fresh, 'scripts', 'assets.js')
  if (existsSync(assets)) await (await import(pathToFileURL(assets).href)).buildAssets(fresh)
}

function moveIntoPlace(fresh, stamp) {
  const old = `${build}-old-${process.pid}`
  for (let left = 5; left > 0; left--) {
    try {
      if (existsSync(build)) renameSync(build, old)
      renameSync(fresh, build)
      break
    } catch (error) {
      // another process was faster: its build of the same sources is as good
      if (builtStamp() === stamp) break
      if (left === 1) throw error
    } finally {
      rmSync(old, { recursive: true, force: true })
    }
  }
}

function builtStamp() {
  const file = join(build, '.stamp')
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** By content, not by date: a checkout or a copy changes dates. */
function stampOfSources() {
  const hash = createHash('sha256')
  const add = (path) => hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0')
  for (const file of ['tsconfig.json', 'package-lock.json', 'drizzle.config.ts']) {
    if (existsSync(join(root, file))) add(join(root, file))
  }
  for (const folder of ['server', 'db', 'shared', 'scripts', 'test']) {
    const at = join(root, folder)
    if (!existsSync(at)) continue
    for (const name of readdirSync(at, { recursive: true }).sort()) {
      const path = join(at, name)
      if (/\.(tsx?|mts|m?js|css|scss|svg)$/.test(name) && statSync(path).isFile()) add(path)
    }
  }
  return hash.digest('hex')
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
