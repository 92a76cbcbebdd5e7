import { execFile } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { projectPath } from '../../db/root.ts'
import { makeDatabase } from '../support/database.ts'
import { makeFolder } from '../support/server.ts'

t.setTimeout(180_000)

interface Result {
  readonly code: number
  readonly out: string
  readonly err: string
}

t.test('npm run audit: real imported cases hold; one that was tampered with is named', async (t) => {
  const { url, sql } = await makeDatabase(t)
  const env = { DATABASE_URL: url, DATA_DIR: makeFolder(t) }
  const run = (name: string, ...args: string[]): Promise<Result> =>
    new Promise((resolve) => {
      const script = join(import.meta.dirname, '..', '..', 'scripts', `${name}.js`)
      const variables = { PATH: process.env.PATH!, HOME: process.env.HOME ?? '/', NODE_ENV: 'test', ...env }
      execFile(process.execPath, [script, ...args], { env: variables }, (error, out, err) =>
        resolve({ code: error ? Number(error.code) : 0, out, err }),
      )
    })
  const sample = projectPath('db', 'reference', 'import', 'nyc311-2011-03.jsonl')
  t.match(await run('import', sample, '--at', '2011-03-04T00:00:00+06:00'), { code: 0 })
  t.match(await run('engine', '--once', '--at', '2011-03-05T09:00:00+06:00'), { code: 0, err: '' })
  t.match(await run('audit'), { code: 0, err: '', out: /^1996 cases, \d+ invariants: all of them hold\.\n$/ })

  const [tampered] = await sql<{ number: string }[]>`
    update cases set due_at = due_at + interval '1 day' where id = (select min(id) from cases where due_at is not null) returning number`
  const found = await run('audit')
  t.equal(found.code, 1)
  t.match(found.out, new RegExp(`^due_at_is_the_earliest_breach:\\n {2}${tampered!.number}: `))
  t.match(found.out, /: 1 broken\.\n$/)
  t.match(await run('audit', '--fix'), { code: 2, err: /^Usage/ })
})
