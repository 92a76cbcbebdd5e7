import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { bumpStamp, loadReference } from '../../db/reference.ts'
import { readShipment } from '../../db/reference-files.ts'
import { projectPath } from '../../db/root.ts'
import { findStamp, loadSnapshotRows } from '../../db/views/reference.ts'
import { makeDatabase } from '../support/database.ts'

const TABLES = [
  'regions',
  'districts',
  'categories',
  'bodies',
  'branches',
  'legal_terms',
  'calendars',
  'reference_stamp',
]
const WHOLE = { regions: 20, districts: 228, categories: 69, bodies: 751, branches: 249, legal_terms: 28, calendars: 1 }

/** A database whose reference tables are empty. */
async function makeEmpty(t: Test) {
  const { sql } = await makeDatabase(t)
  await sql.unsafe(`truncate ${TABLES.join(', ')} cascade`)
  return sql
}

/** What would be shipped after an edit of one file. */
async function shipEdited(t: Test, file: string, edit: (text: string) => string) {
  const folder = await mkdtemp(join(tmpdir(), 'daybreak-reference-'))
  t.teardown(() => rm(folder, { recursive: true }))
  await cp(projectPath('db', 'reference'), folder, { recursive: true })
  const before = await readFile(join(folder, file), 'utf8')
  const after = edit(before)
  t.not(after, before, `the edit of ${file} takes`)
  await writeFile(join(folder, file), after)
  return readShipment(folder)
}

t.test('an empty database gets everything, and a second load nothing', async (t) => {
  const sql = await makeEmpty(t)
  t.same(await loadReference(sql), { changed: true, counts: WHOLE })
  const rows = await loadSnapshotRows(sql)
  t.match(
    {
      ...rows,
      regions: rows.regions.length,
      districts: rows.districts.length,
      bodies: rows.bodies.length,
      branches: rows.branches.length,
    },
    { stamp: 1, regions: 20, districts: 228, bodies: 751, branches: 249 },
  )
  t.same(await loadReference(sql), { changed: false, counts: {} })
  t.same(await loadSnapshotRows(sql), rows)
})

t.test('a snapshot row comes back as it was shipped', async (t) => {
  const { sql } = await makeDatabase(t)
  const rows = await loadSnapshotRows(sql)
  const shipped = JSON.parse(await readFile(projectPath('db', 'reference', 'bodies.json'), 'utf8')).bodies
  const { nameStatus, ...body } = shipped.find(({ id }: { id: string }) => id === 'edu-11')
  t.ok(nameStatus)
  t.same(
    rows.bodies.find(({ id }) => id === 'edu-11'),
    body,
  )
  t.equal(rows.regions.find(({ code }) => code === 'KZ-23')?.geometry.type, 'MultiPolygon')
  t.match(rows.calendars, [
    { version: 1, createdBy: null, days: { '2026-03-25': { kind: 'off' }, '2028-05-05': { kind: 'off' } } },
  ])
  t.same(
    rows.legalTerms.filter(({ id }) => id === 'reply').map(({ validFrom }) => validFrom),
    ['2007-01-12', '2021-07-01', '2026-01-01'],
  )
})

t.test('two loaders at once leave one set, one calendar and one stamp', async (t) => {
  const sql = await makeEmpty(t)
  const loads = await Promise.all([loadReference(sql), loadReference(sql), loadReference(sql)])
  t.equal(loads.filter(({ changed }) => changed).length, 1, 'one of them says it changed something')
  const counts: Record<string, number> = {}
  for (const table of Object.keys(WHOLE))
    counts[table] = Number((await sql.unsafe(`select count(*) from ${table}`))[0]!.count)
  t.same(counts, WHOLE)
  t.equal(await findStamp(sql), 1)
})

t.test('a shipped change reaches its row, and only its row', async (t) => {
  const { sql } = await makeDatabase(t)
  const stamp = await findStamp(sql)
  const shipment = await shipEdited(t, 'bodies.json', (text) =>
    text.replace('kense@edu-11.example', 'office@edu-11.example'),
  )
  const { changed, counts } = await loadReference(sql, shipment)
  t.equal(changed, true)
  t.same(counts, { regions: 0, districts: 0, categories: 0, bodies: 1, branches: 0, legal_terms: 0, calendars: 0 })
  t.equal((await sql`select email from bodies where id = 'edu-11'`)[0]!.email, 'office@edu-11.example')
  t.equal(await findStamp(sql), stamp + 1)
})

t.test("an administrator's edit survives restarts and shipped changes", async (t) => {
  const { sql } = await makeDatabase(t)
  await sql`update bodies set email = 'real@education.example', edited = true where id = 'edu-11'`
  await sql`update branches set active = false, edited = true where code = 'KZ-39-3910'`
  const shipment = await shipEdited(t, 'bodies.json', (text) => text.replaceAll('kense@edu-', 'office@edu-'))
  t.equal((await loadReference(sql, shipment)).counts.bodies, 17, 'every other education department')
  t.equal((await sql`select email from bodies where id = 'edu-11'`)[0]!.email, 'real@education.example')
  t.equal((await sql`select active from branches where code = 'KZ-39-3910'`)[0]!.active, false)
})

t.test('a row that is shipped no longer becomes inactive; shipped again it comes back', async (t) => {
  const { sql } = await makeDatabase(t)
  await sql`insert into bodies (id, kind, level, name, reply_term, edited) values ('own', 'chamber', 'chamber', '{}', '{}', true)`
  const without = await shipEdited(t, 'bodies.json', (text) => text.replace(/\n {4}\{"id":"edu-11".*\n/, '\n'))
  t.equal((await loadReference(sql, without)).counts.bodies, 1)
  t.same(await sql`select id from bodies where not active`, [{ id: 'edu-11' }], 'nothing else, and no row made by hand')
  t.equal((await loadReference(sql)).counts.bodies, 1)
  t.same(await sql`select id from bodies where not active`, [])
})

t.test('a shipped calendar becomes the next version and keeps what administrators added', async (t) => {
  const { sql } = await makeDatabase(t)
  await sql`
    insert into calendars (version, days, note, created_at, created_by)
    select 2, days - '2026-12-16' || '{"2026-12-30": {"kind": "off", "name": {"kk": "a", "ru": "a", "en": "a"}}}', 'an order', created_at, 1
    from calendars where version = 1`
  const shipment = await shipEdited(t, 'calendar.json', (text) =>
    text.replace('"2017-01-01"', '"2027-12-31": {"kind":"off","name":{"kk":"b","ru":"b","en":"b"}},\n    "2017-01-01"'),
  )
  t.equal((await loadReference(sql, shipment)).counts.calendars, 1)
  const { calendars } = await loadSnapshotRows(sql)
  t.same(
    calendars.map(({ version }) => version),
    [1, 2, 3],
  )
  const [first, , third] = calendars
  t.ok(third!.days['2026-12-30'], 'added by an administrator')
  t.notOk(third!.days['2026-12-16'], 'taken away by an administrator')
  t.ok(third!.days['2027-12-31'], 'shipped now')
  t.equal(Object.keys(third!.days).length, Object.keys(first!.days).length + 1)
  t.equal((await loadReference(sql)).counts.calendars, 0, 'an instance of the older release makes no fourth version')
  t.equal((await loadSnapshotRows(sql)).calendars.length, 3)
})

t.test('a load that broke off is finished by the next one', async (t) => {
  const sql = await makeEmpty(t)
  const shipment = await readShipment()
  const broken = { ...shipment, calendar: () => ({ ...shipment.calendar(), createdAt: 'never' }) }
  await t.rejects(loadReference(sql, broken), { code: '22007' })
  t.equal(await findStamp(sql), 0)
  t.match(await loadReference(sql), { changed: true, counts: { regions: 0, bodies: 0, calendars: 1 } })
})

t.test('a key that no column takes is refused, and the file is named', async (t) => {
  const { sql } = await makeDatabase(t)
  const shipment = await shipEdited(t, 'branches.json', (text) => text.replace('"timezone"', '"timeZone"'))
  await t.rejects(loadReference(sql, shipment), { message: /branches\.json: no column takes "timeZone"/ })
})

t.test('loading is fast: little when something changed, next to nothing when not', async (t) => {
  const { sql } = await makeDatabase(t)
  await loadReference(sql)
  const nothing = await timed(() => loadReference(sql))
  await sql`update reference_stamp set shipped_hash = null`
  const compared = await timed(() => loadReference(sql))
  t.comment(`nothing to do ${nothing.toFixed(1)} ms, every row compared ${compared.toFixed(1)} ms`)
  t.ok(nothing < 100, `${nothing} ms`)
  t.ok(compared < 1000, `${compared} ms`)
})

t.test('the stamp can be bumped by anybody', async (t) => {
  const { sql } = await makeDatabase(t)
  const stamp = await findStamp(sql)
  t.equal(await bumpStamp(sql), stamp + 1)
  t.equal(await findStamp(sql), stamp + 1)
  t.same(await loadReference(sql), { changed: false, counts: {} }, 'and does not make the loader work')
})

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
