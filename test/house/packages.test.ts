import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { projectPath } from '../../db/root.ts'

type Package = {
  version?: string
  resolved?: string
  integrity?: string
  hasInstallScript?: boolean
  engines?: { node?: string }
  optionalDependencies?: Record<string, string>
}

const read = (file: string) => JSON.parse(readFileSync(projectPath(file), 'utf8'))
const manifest = read('package.json')
const locked: [string, Package][] = Object.entries<Package>(read('package-lock.json').packages).filter(
  ([path]) => path !== '',
)

t.test(
  'npm ci finds what it needs: the lock names no address, and every platform has its optional packages',
  async (t) => {
    t.strictSame(
      locked.filter(([, { resolved }]) => resolved).map(([path]) => path),
      [],
      'no address of a registry or a machine',
    )
    const paths = locked.map(([path]) => path)
    for (const [path, { optionalDependencies = {} }] of locked) {
      const missing = Object.keys(optionalDependencies).filter(
        (name) => !paths.some((at) => at.endsWith(`node_modules/${name}`)),
      )
      if (missing.length > 0) t.fail(`${path} lacks ${missing.join(', ')} in the lock: npm ci refuses it`)
    }
    t.ok(paths.length > 100)
  },
)

t.test('every package runs on the oldest Node we promise', async (t) => {
  t.equal(manifest.engines.node, '>=20.19')
  const tooNew = locked.filter(([, { engines }]) => engines?.node && !allows(engines.node, [20, 19, 0]))
  t.strictSame(
    tooNew.map(([path, { engines }]) => `${path} wants ${engines?.node}`),
    [],
  )
})

t.test('no install script asks to be allowed: each is refused by name, and nothing of ours needs one', async (t) => {
  const asking = locked.filter(([, { hasInstallScript }]) => hasInstallScript)
  const names = asking.map(([path]) => path.replace(/^.*node_modules\//, ''))
  t.strictSame(
    names.filter((name) => manifest.allowScripts[name] !== false),
    [],
  )
})

t.test('direct packages have one exact version', async (t) => {
  for (const group of ['dependencies', 'optionalDependencies', 'devDependencies']) {
    for (const [name, version] of Object.entries<string>(manifest[group]))
      t.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, name)
  }
})

t.test('a command that does not exist is refused with what to do, and no path is run', async (t) => {
  for (const command of ['nonsense', '../test/house/x', 'Start']) {
    const { status, stderr } = spawnSync(process.execPath, [projectPath('scripts', 'run.mjs'), command], {
      encoding: 'utf8',
    })
    t.equal(status, 1)
    t.match(stderr, /There is no command/)
  }
})

/** Whether a range of package.json admits the version; knows the forms that stand in the lock and throws on others. */
function allows(range: string, version: number[]): boolean {
  return range.split('||').some((part) =>
    part
      .trim()
      .replace(/([<>=^~]+)\s+/g, '$1')
      .split(/\s+/)
      .every((word) => meets(word, version)),
  )
}

function meets(word: string, version: number[]): boolean {
  if (word === '*' || word === '') return true
  const match = /^(>=|<=|>|<|=|\^|~)?v?(\d+)(?:\.(\d+|x|\*))?(?:\.(\d+|x|\*))?/.exec(word)
  if (!match) throw new Error(`Unknown range ${word}`)
  const [, sign = '', ...digits] = match
  const wanted = digits.map((digit) => (digit === undefined || digit === 'x' || digit === '*' ? 0 : Number(digit)))
  const order =
    version.map((number, index) => number - (wanted[index] ?? 0)).find((difference) => difference !== 0) ?? 0
  if (sign === '>=') return order >= 0
  if (sign === '>') return order > 0
  if (sign === '<') return order < 0
  if (sign === '<=') return order <= 0
  // ^20, ~20, 20 and 20.x: the same major, and for the signs not below
  return version[0] === wanted[0] && (sign === '' || sign === '=' || order >= 0)
}
