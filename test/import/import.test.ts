import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { projectPath } from '../../db/root.ts'
import { Loader } from '../../server/import/load.ts'
import { DEFAULT_MAP, type ImportMap, readMap } from '../../server/import/map.ts'
import { csvRows, type FileRow, jsonRows } from '../../server/import/rows.ts'
import { makeApp, type TestApp } from '../support/app.ts'

const NOW = '2026-11-21T14:00:00+05:00'
const good = {
  id: 'a1',
  created_at: '2026-11-20T21:40:00+05:00',
  closed_at: null,
  due_at: null,
  status: 'Open',
  agency: 'DOT',
  agency_name: 'Department of Transportation',
  category: 'Street Condition',
  subcategory: 'Pothole',
  text: null,
  resolution: null,
  channel: 'PHONE',
  borough: 'QUEENS',
  lat: 40.69,
  lon: -73.83,
}

t.test('every dirty row is told with its line and the reason, and the rest goes in', async (t) => {
  const it = await makeApp(t, { at: NOW })
  const line = (changed: object) => Buffer.from(`${JSON.stringify({ ...good, ...changed })}\n`)
  const file = write(t, 'dirty.jsonl', [
    line({}),
    Buffer.from('{"id": "a2", broken\n'),
    line({ id: 'a3', created_at: '2026-11-21T10:00:00+05:00', closed_at: '1900-01-01T00:00:00-05:00' }),
    Buffer.from('\n'),
    line({ id: 'a5', created_at: null }),
    line({ id: 'a6', created_at: 'yesterday' }),
    line({ id: 'a7', category: 'Flying saucer', agency: 'NASA' }),
    line({ id: 'a8', lat: 'north' }),
    line({ id: 'a9', lat: null }),
    line({ id: 'a10', borough: 'HOBOKEN' }),
    line({ id: 'a1' }),
    line({ id: 'a12', created_at: '2027-01-01T00:00:00+05:00' }),
    Buffer.from([...Buffer.from('{"id":"'), 0xff, 0xfe, ...Buffer.from('"}\n')]),
    Buffer.from('[1, 2]\n'),
    line({ id: '' }),
    line({ id: 'a16', text: 'x'.repeat(1_000_001) }),
    line({ id: 'a17', channel: 'PIGEON' }),
    line({ id: 'a18', due_at: '2026-11-01T00:00:00+05:00' }),
    line({ id: 'a19', text: 'a\u0000b' }),
    line({ id: 'a20', category: 'constructor', agency: '__proto__' }),
    line({ id: 'a21', lat: 95, lon: 0 }),
    line({ id: { nested: true } }),
    Buffer.from(JSON.stringify({ ...good, id: 'last', borough: 'Unspecified', lat: null, lon: null })),
  ])
  const { totals, faults } = await load(
    it,
    jsonRows(file, () => undefined),
  )
  t.same(faults, [
    [2, 'not_json'],
    [3, 'closed_before_reported'],
    [5, 'missing'],
    [6, 'unreadable'],
    [7, 'no_map'],
    [8, 'unreadable'],
    [9, 'missing'],
    [10, 'no_map'],
    [11, 'twice'],
    [12, 'in_future'],
    [13, 'not_utf8'],
    [14, 'not_json'],
    [15, 'missing'],
    [16, 'too_long'],
    [17, 'no_map'],
    [18, 'unreadable'],
    [19, 'unreadable'],
    [20, 'no_map'],
    [21, 'unreadable'],
    [22, 'unreadable'],
  ])
  t.same(totals, { rows: 22, added: 2, known: 0, faulty: 20 })
  const cases = await it.database.sql`
    select external_id as id, source, status, branch, level, region, lat, lon, text, channel, reported_at, respond_by from cases order by external_id`
  t.same(cases, [
    {
      id: 'a1',
      source: 'nyc311',
      status: 'received',
      branch: 'KZ-39',
      level: 'region',
      region: 'KZ-39',
      lat: 53.217,
      lon: 63.626,
      text: 'Street Condition: Pothole',
      channel: 'phone',
      reported_at: Date.parse('2026-11-20T21:40:00+05:00'),
      respond_by: Date.parse('2026-11-21T09:00:00+05:00'),
    },
    {
      id: 'last',
      source: 'nyc311',
      status: 'received',
      branch: 'KZ',
      level: 'central',
      region: null,
      lat: null,
      lon: null,
      text: 'Street Condition: Pothole',
      channel: 'phone',
      reported_at: Date.parse('2026-11-20T21:40:00+05:00'),
      respond_by: Date.parse('2026-11-21T09:00:00+05:00'),
    },
  ])
  await it.passAt(NOW)
  t.same(
    await it.database.sql`select verdict from verdicts where kind = 'response'`,
    [{ verdict: 'missed' }, { verdict: 'missed' }],
    'what was due before the import is missed at the next pass',
  )
})

t.test('CSV: columns by name, quotes, line breaks inside, wrong column counts, bytes that are no UTF-8', async (t) => {
  const it = await makeApp(t, { at: NOW })
  const row = (id: string, text: string) => `${id};11/20/2026 09:40:00 PM;;Queens;Street Condition;${text}\r\n`
  const file = write(t, 'dirty.csv', [
    Buffer.from('\ufeffUnique Key;Created Date;Closed Date;Borough;Complaint Type;Descriptor\r\n'),
    Buffer.from(row('c1', '"Deep; and\nwide, ""very"" wide"')),
    Buffer.from('c2;11/20/2026 09:40:00 PM;;Queens;Street Condition\r\n'),
    Buffer.from([...Buffer.from('c3;11/20/2026 09:40:00 PM;;Queens;Street Condition;'), 0xc3, 0x28, 0x0d, 0x0a]),
    Buffer.from(row('c4', 'say "what"')),
    Buffer.from(row('c5', 'шұңқыр')),
    Buffer.from('c6;13/45/2026 09:40:00 PM;;Queens;Street Condition;x\r\n'),
    Buffer.from('c7;11/20/2026 09:40:00 PM;;Queens;Street Condition;"no end\r\n'),
  ])
  const map: ImportMap = {
    ...(await defaultMap()),
    source: 'csv',
    delimiter: ';',
    instants: { format: 'us', zone: 'Asia/Qostanay' },
    fields: {
      id: 'Unique Key',
      reportedAt: 'Created Date',
      closedAt: 'Closed Date',
      text: 'Descriptor',
      textElse: [],
      place: 'Borough',
      category: 'Complaint Type',
    },
    places: { Queens: { region: 'KZ-39' } },
  }
  const { totals, faults } = await load(
    it,
    csvRows(file, ';', () => undefined),
    map,
  )
  t.same(faults.map(([, code]) => code).sort(), ['columns', 'not_utf8', 'unreadable', 'unreadable'])
  t.same(faults.find(([, code]) => code === 'columns')?.[0], 4, 'lines are counted as editors count them')
  t.same(totals, { rows: 7, added: 3, known: 0, faulty: 4 })
  t.same(await it.database.sql`select external_id, text, reported_at from cases order by external_id`, [
    { external_id: 'c1', text: 'Deep; and\nwide, "very" wide', reported_at: Date.parse('2026-11-20T21:40:00+05:00') },
    { external_id: 'c4', text: 'say "what"', reported_at: Date.parse('2026-11-20T21:40:00+05:00') },
    { external_id: 'c5', text: 'шұңқыр', reported_at: Date.parse('2026-11-20T21:40:00+05:00') },
  ])
})

t.test('the very instants: closed at the due instant is missed, a millisecond before is met', async (t) => {
  const it = await makeApp(t, { at: NOW })
  const closed = (id: string, closed_at: string) =>
    Buffer.from(`${JSON.stringify({ ...good, id, closed_at, resolution: 'Filled in.' })}\n`)
  const file = write(t, 'edge.jsonl', [
    closed('before', '2026-11-21T08:59:59.999+05:00'),
    closed('at', '2026-11-21T09:00:00.000+05:00'),
    closed('later', '2026-11-21T14:00:00.001+05:00'),
  ])
  await load(
    it,
    jsonRows(file, () => undefined),
  )
  t.same(
    await it.database.sql`
      select c.external_id as id, v.verdict, c.status, array(select r.rung from rungs r where r.deadline_id = v.deadline_id order by r.position) as rungs
      from cases c left join verdicts v on v.case_id = c.id and v.kind = 'response' order by 1`,
    [
      { id: 'at', verdict: 'missed', status: 'resolved', rungs: ['report', 'reminder', 'due'] },
      { id: 'before', verdict: 'met', status: 'resolved', rungs: ['report', 'reminder'] },
      { id: 'later', verdict: null, status: 'received', rungs: [] },
    ],
    'a closing later than the import has not happened yet',
  )
  const [reacted] = await it.database.sql`
    select e.by_kind, e.by_name, e.at, e.recorded_at, e.data->>'text' as text from events e join cases c on c.id = e.case_id
    where e.kind = 'reacted' and c.external_id = 'before'`
  t.same(reacted, {
    by_kind: 'system',
    by_name: 'Department of Transportation',
    at: Date.parse('2026-11-21T08:59:59.999+05:00'),
    recorded_at: Date.parse(NOW),
    text: 'Filled in.',
  })
  await it.passAt('2026-11-28T14:00:00+05:00')
  t.same(
    await it.database.sql`select external_id as id, status from cases where status = 'closed' order by 1`,
    [
      { id: 'at', status: 'closed' },
      { id: 'before', status: 'closed' },
    ],
    'a week after its solution a case closes by itself',
  )
})

t.test('two imports of one file at the same time bring each case in once', async (t) => {
  const it = await makeApp(t, { at: NOW })
  const rows = Array.from({ length: 950 }, (_, i) => Buffer.from(`${JSON.stringify({ ...good, id: `r${i}` })}\n`))
  const file = write(t, 'both.jsonl', rows)
  const both = await Promise.all([
    load(
      it,
      jsonRows(file, () => undefined),
    ),
    load(
      it,
      jsonRows(file, () => undefined),
    ),
  ])
  t.equal(both[0].totals.added + both[1].totals.added, 950)
  const [row] = await it.database.sql`select count(*)::int as cases, count(distinct external_id)::int as ids from cases`
  t.same(row, { cases: 950, ids: 950 })
})

async function load(it: TestApp, rows: AsyncIterable<FileRow[]>, map?: ImportMap) {
  const faults: [number, string][] = []
  const loader = new Loader(it.deps, map ?? (await defaultMap()), it.deps.now(), (line, { code }) => {
    faults.push([line, code])
  })
  return { totals: await loader.load(rows), faults }
}

function defaultMap(): Promise<ImportMap> {
  return readMap(projectPath(...DEFAULT_MAP))
}

function write(t: Test, name: string, parts: readonly Buffer[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'daybreak-import-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, name)
  writeFileSync(file, Buffer.concat(parts))
  return file
}
