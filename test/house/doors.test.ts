import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import t from 'tap'
import { projectPath } from '../../db/root.ts'
import { Gather } from '../support/gather.ts'

/** Rooms from the most to the least specific, and what each may import besides node's own modules. */
const DOORS: readonly [room: string, rooms: readonly string[], packages: readonly string[] | 'any' | 'runtime'][] = [
  ['shared/domain', ['shared/domain'], []],
  ['shared/i18n', ['shared/i18n', 'shared/domain'], []],
  ['shared/contract', ['shared/contract', 'shared/domain'], ['zod']],
  ['server/web/browser', ['server/web/browser', 'shared'], ['leaflet']],
  ['db', ['db', 'shared'], ['drizzle-orm', 'postgres']],
  ['server', ['server', 'db', 'shared'], 'runtime'],
  ['scripts', ['scripts', 'server', 'db', 'shared', 'test/support'], 'any'],
  ['test', ['test', 'scripts', 'server', 'db', 'shared'], 'any'],
]

const sources = ['shared', 'db', 'server', 'scripts', 'test'].flatMap((top) =>
  readdirSync(projectPath(top), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(top, name)),
)
const runtime = Object.keys(JSON.parse(readFileSync(projectPath('package.json'), 'utf8')).dependencies)
const textOf = (file: string) => readFileSync(projectPath(file), 'utf8')
const codeOf = (file: string) =>
  textOf(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '')

t.test('an import only goes down the list of rooms', async (t) => {
  const all = new Gather()
  for (const file of sources) {
    const [room, rooms, packages] = DOORS.find(([name]) => file.startsWith(`${name}/`))!
    for (const [, specifier] of codeOf(file).matchAll(/^(?:(?:(?:import|export)\b.*|\}) from |import )'([^']+)'$/gm)) {
      if (specifier!.startsWith('node:')) {
        all.notOk(room.startsWith('shared'), `${file} imports ${specifier}`)
      } else if (specifier!.startsWith('.')) {
        const target = relative(projectPath(), join(projectPath(file), '..', specifier!))
        all.ok(
          rooms.some((r) => target.startsWith(`${r}/`)),
          `${file} imports ${target}`,
        )
      } else {
        const name = specifier!
          .split('/')
          .slice(0, specifier!.startsWith('@') ? 2 : 1)
          .join('/')
        const allowed = packages === 'any' || (packages === 'runtime' ? runtime : packages).includes(name)
        all.ok(allowed, `${file} imports the package ${name}`)
      }
    }
  }
  all.tell(t, 1_000)
})

t.test('shared/domain is pure: no clock, no waiting, no process', async (t) => {
  for (const file of sources.filter((f) => f.startsWith('shared/domain/'))) {
    t.notMatch(
      codeOf(file),
      /\bnew Date\(\)|Date\.now\(|\bprocess\.|\basync\b|\bawait\b|Math\.random|performance\./,
      file,
    )
  }
})

t.test('no interactive transactions: after a killed connection the second half would commit by itself', async (t) => {
  for (const file of sources.filter((f) => /^(server|db)\//.test(f) && !f.startsWith('server/web/browser/')))
    t.notMatch(codeOf(file), /\.(begin|transaction)\(/, file)
})

t.test('the clock is read once and handed into SQL', async (t) => {
  const reading =
    /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp)\(\)|\bcurrent_(timestamp|date|time)\b/i
  // db/skew.ts is where the two clocks are compared.
  for (const file of sources.filter((f) => f.startsWith('db/') && f !== 'db/skew.ts')) {
    for (const [sql] of codeOf(file).matchAll(/`[^`]*`/g))
      if (/\b(select|insert|update|delete)\b/i.test(sql)) t.notMatch(sql, reading, file)
  }
})

t.test('files stay small', async (t) => {
  for (const file of sources.filter((f) => !f.startsWith('test/'))) t.ok(textOf(file).split('\n').length <= 320, file)
})
