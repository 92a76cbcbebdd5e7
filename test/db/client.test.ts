import t from 'tap'
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
