import t from 'tap'
import { readArray, writeArray } from '../../db/arrays.ts'
import { makeDatabase } from '../support/database.ts'

t.test('instants go in and come out as epoch milliseconds, days as text, ids as numbers', async (t) => {
  const { sql } = await makeDatabase(t)
  const at = Date.UTC(2026, 10, 21, 13, 0, 0, 123)
  const [row] = await sql`
    select ${at}::timestamptz as at, ${[at, at + 1]}::timestamptz[] as several, 'infinity'::timestamptz as never,
      '2026-11-21'::date as day, 9007199254740991::bigint as id, '{"a":[1]}'::jsonb as json, null::timestamptz as none,
      '2026-11-21 13:00'::timestamp as wall`
  t.strictSame(row, {
    at,
    several: [at, at + 1],
    never: Number.POSITIVE_INFINITY,
    day: '2026-11-21',
    id: 9_007_199_254_740_991,
    json: { a: [1] },
    none: null,
    wall: Date.UTC(2026, 10, 21, 13),
  })
})

t.test('arrays of every kind go in and come out as they are, whatever stands in them', async (t) => {
  const { sql } = await makeDatabase(t)
  const words = [
    '',
    ' ',
    'NULL',
    'null',
    '{',
    '}',
    ',',
    '"',
    '\\',
    'a"b\\c',
    '{"a,b"}',
    'Әуе\n\t😀',
    "'; drop table cases; --",
  ]
  const at = Date.UTC(2026, 10, 21, 13, 0, 0, 123)
  const [row] = await sql`
    select ${words}::text[] as words, ${[]}::text[] as none, ${[1, -2, 9007199254740991]}::bigint[] as ids,
      ${[1, 2]}::int[] as ints, ${[0.1, 1e300]}::float8[] as floats, array[true, false] as flags,
      ${['2026-11-21']}::date[] as days, ${[at, Number.POSITIVE_INFINITY]}::timestamptz[] as instants,
      array['{"a": "{\\""}', '{"b": null}']::jsonb[] as objects, array['\\x00ff5c'::bytea] as bytes,
      array['a', null, 'NULL'] as gaps, array[[1, 2], [3, 4]] as square, array[array['{', '"'], array['', ',']] as odd,
      '[0:1]={7,8}'::int[] as shifted, array(select x::varchar from unnest(array['x', 'y']) x) as names,
      array[pg_current_xact_id()] as xids, array['6d1c2f0e-8a3b-4f55-9d1e-2b7c8a9f0e11'::uuid] as uuids`
  const { xids, ...others } = row!
  t.match(xids, [/^\d+$/])
  t.strictSame(others, {
    words,
    none: [],
    ids: [1, -2, 9_007_199_254_740_991],
    ints: [1, 2],
    floats: [0.1, 1e300],
    flags: [true, false],
    days: ['2026-11-21'],
    instants: [at, Number.POSITIVE_INFINITY],
    objects: [{ a: '{"' }, { b: null }],
    bytes: [Buffer.from([0, 255, 92])],
    gaps: ['a', null, 'NULL'],
    square: [
      [1, 2],
      [3, 4],
    ],
    odd: [
      ['{', '"'],
      ['', ','],
    ],
    shifted: [7, 8],
    names: ['x', 'y'],
    uuids: ['6d1c2f0e-8a3b-4f55-9d1e-2b7c8a9f0e11'],
  })
  for (const broken of ['', 'a', '{', '{1', '{"a', '{1,{2}']) t.throws(() => readArray(broken, String), RangeError)
  t.throws(() => writeArray([undefined], String), TypeError, 'a hole is a mistake of ours')
})

t.test('no column has an array type that is read as plain text', async (t) => {
  const { sql } = await makeDatabase(t)
  const rows = await sql<{ type: string }[]>`
    select distinct format_type(a.atttypid, null) as type from pg_attribute a join pg_class c on c.oid = a.attrelid
      join pg_type y on y.oid = a.atttypid
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and y.typcategory = 'A'
      and a.atttypid <> all(${Object.values(sql.options.types ?? {}).map((known) => (known as { to: number }).to)}::oid[])`
  t.same([...rows], [])
})
