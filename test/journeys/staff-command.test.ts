import { spawn } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { connect } from '../../db/client.ts'
import { startEmbedded } from '../../db/embedded.ts'
import { findPostmaster } from '../../db/embedded-postmaster.ts'
import { makeDatabase } from '../support/database.ts'
import { makeFolder } from '../support/server.ts'

t.setTimeout(120_000)

type Result = { code: number | null; out: string; err: string }

/** `npm run staff -- …` without the build step. */
function staff(env: Record<string, string>, ...args: string[]): Promise<Result> {
  const script = join(import.meta.dirname, '..', '..', 'scripts', 'staff.js')
  const child = spawn(process.execPath, [script, ...args], {
    env: { PATH: process.env.PATH!, HOME: process.env.HOME ?? '/', NODE_ENV: 'test', ...env },
  })
  const result: Result = { code: null, out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    result.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    result.err += chunk
  })
  return new Promise((resolve) => child.once('exit', (code) => resolve({ ...result, code })))
}

t.test('people are made, listed, disabled and given keys; each fault says what to do', async (t) => {
  const { url, sql } = await makeDatabase(t)
  const env = { DATABASE_URL: url, DATA_DIR: makeFolder(t) }
  const run = (...args: string[]) => staff(env, ...args)
  const who = ['--email', 'aigul@daybreak.example', '--name', 'Айгүл С.']

  const lonely = await run('add', ...who, '--role', 'responder')
  t.match(lonely, { code: 2, out: '', err: /add --branch/ })
  t.match(await run('add', ...who, '--role', 'boss'), { code: 2, err: /no role "boss"/ })
  t.match(await run('add', ...who, '--role', 'responder', '--branch', 'KZ-99'), { code: 2, err: /no branch KZ-99/ })
  t.match(await run('add', ...who, '--role', 'head,central', '--branch', 'KZ-39'), { code: 2, err: /either/ })
  t.match(await run('add', '--name', 'x', '--role', 'admin'), { code: 2, err: /--email wants/ })
  t.match(await run('sing'), { code: 2, err: /no command "sing"\.\n\nUsage/ })
  t.match(await run('--help'), { code: 0, out: /^Usage/ })

  const made = await run('add', ...who, '--role', 'responder', '--role', 'head', '--branch', 'KZ-39')
  t.match(made, { code: 0, err: '', out: /responder, head in KZ-39/ })
  t.match(made.out, /shown only now: [a-z2-9]{4}(-[a-z2-9]{4}){3}\n/)
  t.match(await run('add', ...who, '--role', 'admin'), { code: 1, err: /address is taken/ })
  const given = ['--password', 'көктем-жаңбыр-8']
  t.match(await run('add', '--email', 'b@daybreak.example', '--name', 'B', '--role', 'central', ...given), {
    code: 0,
    out: /central in KZ /,
  })
  t.match(await run('add', '--email', 'c@daybreak.example', '--name', 'C', '--role', 'central', '--password', '123'), {
    code: 2,
    err: /--password wants 8 characters/,
  })
  const weak = await run(
    'add',
    '--email',
    'd@daybreak.example',
    '--name',
    'D',
    '--role',
    'auditor',
    '--password',
    'password1',
  )
  t.match(weak, { code: 0, err: /easy to guess/ }, 'the operator is warned, not refused')

  t.match(await run('disable', '--email', 'AIGUL@daybreak.example'), { code: 0, out: /signed out/ })
  t.match((await run('list')).out, /^\d+\tKZ\tcentral\tb@daybreak\.example\tB\n\d+\tKZ\tauditor\t/)
  t.match((await run('list', '--all')).out, /Айгүл С\.\t\(disabled\)/)
  const key = await run('api-key', '--email', 'b@daybreak.example', '--name', 'import')
  t.match(key.out, /dbk_[\w-]{43}/)
  t.match(await run('api-key', '--disable', '999999'), { code: 1, err: /Not found/ })
  t.match(await run('password', '--email', 'b@daybreak.example'), { code: 0, out: /shown only now/ })

  const log = await sql<{ what: string; data: object }[]>`select what, data from config_log order by at, id`
  t.same(
    log.map((row) => row.what),
    ['staff.add', 'staff.add', 'staff.add', 'staff.disable', 'api-key.add', 'staff.password'],
  )
  t.notMatch(JSON.stringify(log), /көктем|dbk_|scrypt/, 'no secret is logged')
})

t.test('it joins the embedded database that a server runs on, and leaves it running', async (t) => {
  const dataDir = makeFolder(t)
  const log = { info: () => undefined, warn: t.fail, error: t.fail }
  const embedded = await startEmbedded({ dataDir, log })
  t.teardown(() => embedded.stop())
  const sql = connect(embedded.url, { max: 1 })
  t.teardown(() => sql.end())
  const made = await staff(
    { DATA_DIR: dataDir },
    'add',
    '--email',
    'a@daybreak.example',
    '--name',
    'A',
    '--role',
    'admin',
  )
  t.equal(made.code, 0, made.err)
  const [row] = await sql`select name from staff where id <> 1`
  t.equal(row?.name, 'A', 'and it serves on')
})

t.test('without a server it starts the embedded database and stops it again', async (t) => {
  const dataDir = makeFolder(t)
  const made = await staff(
    { DATA_DIR: dataDir },
    'add',
    '--email',
    'a@daybreak.example',
    '--name',
    'A',
    '--role',
    'admin',
  )
  t.equal(made.code, 0, made.err)
  t.equal(findPostmaster(join(dataDir, 'postgres', 'cluster')), undefined)
  t.match((await staff({ DATA_DIR: dataDir }, 'list')).out, /a@daybreak\.example/)
})
