import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { projectPath } from '../../db/root.ts'
import { makeApp } from '../support/app.ts'
import { makeDatabase } from '../support/database.ts'
import { makePerson } from '../support/make.ts'
import { runScript as run } from '../support/run.ts'
import { makeFolder } from '../support/server.ts'

t.setTimeout(120_000)

const SAMPLE = projectPath('db', 'reference', 'import', 'nyc311-2011-03.jsonl')

t.test('import twice, then a pass of the engine at an instant: what each says and how it ends', async (t) => {
  const { url, sql } = await makeDatabase(t)
  const folder = makeFolder(t)
  const env = { DATABASE_URL: url, DATA_DIR: folder, LANG: 'ru_RU.UTF-8' }
  const at = ['--at', '2011-03-04T00:00:00+06:00']

  t.match(await run(env, 'migrate'), { code: 0, err: '', out: /^The database is up to date: \d+ migrations/ })
  const first = await run(env, 'import', SAMPLE, ...at)
  t.match(first, { code: 0, out: /^2000 rows in .*: 1996 added, 0 known before, 4 left out\n$/ })
  t.match(first.err, /^line 1603: Дело закрыто раньше, чем/m, 'dirty rows in the language of the terminal')
  t.match(await run(env, 'import', SAMPLE, ...at), { code: 0, out: /: 0 added, 1996 known before, 4 left out\n$/ })

  const pass = await run(env, 'engine', '--once', '--at', '2011-03-05T09:00:00+06:00')
  t.match(pass, { code: 0, err: '' })
  const { at: instant, did } = JSON.parse(pass.out)
  t.equal(instant, '2011-03-05T03:00:00.000Z')
  t.ok(did.escalate.rungs > 0 && did.escalate.setAside === 0, pass.out)
  const again = await run(env, 'engine', '--once', '--at', '2011-03-04T09:00:00+06:00')
  t.match(JSON.parse(again.out).did.escalate, { rungs: 0, verdicts: 0 }, 'an earlier instant fires nothing')
  const [open] =
    await sql`select count(*)::int as n from deadlines where wake_at <= to_timestamp(${Date.parse('2011-03-05T09:00:00+06:00') / 1000})`
  t.equal(open?.n, 0)
})

t.test('what cannot be done is said, with exit code 2', async (t) => {
  const { url } = await makeDatabase(t)
  const folder = makeFolder(t)
  const env = { DATABASE_URL: url, DATA_DIR: folder }
  const broken = join(folder, 'broken.map.json')
  writeFileSync(broken, JSON.stringify({ source: 'x', fields: { id: 'id' }, surprise: 1 }))

  t.match(await run(env, 'engine'), { code: 2, out: '', err: /Usage.*--once/ })
  for (const wrong of ['tomorrow', '2026-11-22', '2026-11-22T09:00:00', '1026-11-22T09:00:00Z', ''])
    t.match(
      await run(env, 'engine', '--once', '--at', wrong),
      { code: 2, out: '', err: /--at wants an instant/ },
      wrong,
    )
  t.match(await run(env, 'engine', '--twice'), { code: 2, err: /Unknown option '--twice'/ })
  const production = { ...env, NODE_ENV: 'production', SECRET_KEY: '7'.repeat(64) }
  const future = new Date(Date.now() + 3_600_000).toISOString()
  t.match(await run(production, 'engine', '--once', '--at', future), { code: 2, out: '', err: /a drill/ })
  t.match(await run(env, 'engine', '--once', '--at', future), { code: 0 }, 'elsewhere a drill is welcome')

  t.match(await run(env, 'import'), { code: 2, err: /^Usage/ })
  t.match(await run(env, 'import', 'no-such.jsonl'), { code: 2, err: /cannot be read: ENOENT/ })
  t.match(await run(env, 'import', projectPath('package.json')), { code: 2, err: /is neither/ })
  t.match(await run(env, 'import', SAMPLE, '--map', 'no-such.json'), { code: 2, err: /The map .* cannot be read/ })
  const wrongMap = await run(env, 'import', SAMPLE, '--map', broken)
  t.match(wrongMap, { code: 2, err: /fields\.reportedAt/ })
  t.match(wrongMap.err, /surprise/, 'all faults of the map together')
})

t.test('simulate tells what a policy would have done, the same each time, and writes nothing', async (t) => {
  const it = await makeApp(t, { at: '2026-11-21T14:00:00+05:00' })
  await makePerson(it, { name: 'Duty officer', roles: ['central'], branch: 'KZ' })
  const env = { DATABASE_URL: it.database.url, DATA_DIR: makeFolder(t) }
  const until = ['--until', '2026-11-21T00:00:00+05:00', '--json']
  const made = [...until, '--per-day', '40', '--days', '7', '--answered', '0.5']
  const first = await run(env, 'simulate', ...made)
  t.match(first, { code: 0, err: '' })
  t.equal((await run(env, 'simulate', ...made)).out, first.out, 'same seed, same load')
  t.not((await run(env, 'simulate', ...made, '--seed', '2')).out, first.out)
  const { cases, breaches, messages, gaps } = JSON.parse(first.out)
  t.equal(cases, 280)
  const response = breaches.find((b: { deadline: string }) => b.deadline === 'response')
  t.ok(response.missed > 100 && response.missed < response.judged, 'half are never answered, some others late')
  t.match(messages.people, [{ name: 'Duty officer', branch: 'KZ' }])
  t.ok(messages.total >= response.missed, 'whoever is on duty in the centre hears of every breach')
  t.ok(
    gaps.some((g: { branch: string }) => g.branch === 'KZ-39'),
    'in the regions there is nobody',
  )

  const milder = join(makeFolder(t), 'milder.json')
  const policy = JSON.parse(readFileSync(projectPath('db', 'reference', 'policy.json'), 'utf8'))
  writeFileSync(milder, JSON.stringify({ ...policy, response: { cutOff: '06:00', hour: '18:00' } }))
  const later = JSON.parse((await run(env, 'simulate', ...made, '--policy', milder)).out)
  t.ok(later.breaches[0].missed < response.missed, 'answers are due later, fewer miss')
  writeFileSync(
    milder,
    JSON.stringify({ ...policy, ladders: { ...policy.ladders, response: [policy.ladders.response[0]] } }),
  )
  t.match(await run(env, 'simulate', '--policy', milder), { code: 2, err: /ladders\.response: no_verdict/ })
  t.match(await run(env, 'simulate', '--policy', '99'), { code: 2, err: /no policy version 99/ })
  t.match(await run(env, 'simulate', '--days', 'many'), { code: 2, err: /--days wants/ })
  t.same(await it.database.sql`select from cases`, [])
})
