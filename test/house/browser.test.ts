import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import t from 'tap'
import { projectPath } from '../../db/root.ts'

t.test('what runs in the browser compiles under its own rules: no node, the DOM', async (t) => {
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
  // the test runner's loaders, which it hands down to every child, are not for the compiler
  const { status, stdout, stderr } = spawnSync(
    'env',
    ['-u', 'NODE_OPTIONS', process.execPath, compiler, '-p', projectPath('server/web/browser')],
    { encoding: 'utf8' },
  )
  t.equal(status, 0, `${stdout}${stderr}`)
})
