import t from 'tap'
import { forgetDue } from '../../server/engine/forget.ts'
import { makeApp } from '../support/app.ts'
import { makePerson } from '../support/make.ts'

const DAY = 86_400_000

t.test('what nobody may ask for any more goes; the rest stays', async (t) => {
  const test = await makeApp(t)
  const { sql } = test.database
  const now = test.deps.now()
  const person = await makePerson(test, { roles: ['responder'], branch: 'KZ-39' })
  await sql`insert into idempotency (key, request, status, body, expires_at)
    select decode(lpad(to_hex(n), 8, '0'), 'hex'), '\\x01', 201, '{}', case when n % 2 = 0 then ${now - 1}::timestamptz else ${now + DAY}::timestamptz end
    from generate_series(1, 10) n`
  await sql`insert into sessions (token_hash, staff, created_at, seen_at, expires_at, ended_at) values
    ('\\x01', ${person.id}, ${now}, ${now}, ${now + DAY}, null),
    ('\\x02', ${person.id}, ${now}, ${now}, ${now - 2 * DAY}, null),
    ('\\x03', ${person.id}, ${now}, ${now}, ${now + DAY}, ${now - 2 * DAY}),
    ('\\x04', ${person.id}, ${now}, ${now}, ${now + DAY}, ${now - 1})`
  await sql`insert into sign_in_failures (key, failures, until, locked) values
    ('\\x01', 3, ${now - 2 * DAY}, false), ('\\x02', 3, ${now + DAY}, false), ('\\x03', 20, ${now - 2 * DAY}, true)`
  await sql`insert into outbox (id, kind, staff, language, data, created_at, send_after, state)
    select n, 'overdue', ${person.id}, 'ru', '{}', at, at, state
    from (values (1, ${now - 91 * DAY}::timestamptz, 'sent'), (2, ${now - 91 * DAY}::timestamptz, 'bundled'), (3, ${now - 91 * DAY}::timestamptz, 'failed'),
      (4, ${now - 91 * DAY}::timestamptz, 'queued'), (5, ${now - 89 * DAY}::timestamptz, 'sent')) x(n, at, state)`
  const pass = { at: now, alive: () => Promise.resolve(true) }
  t.match(await forgetDue(test.deps, pass), { idempotency: 5, sessions: 2, signIns: 1, mail: 3 })
  t.match(await forgetDue(test.deps, pass), { idempotency: 0, sessions: 0, signIns: 0, mail: 0 })
  t.same(
    (await sql`select id from outbox order by id`).map((r) => r.id),
    [4, 5],
  )
  t.match(
    await forgetDue(test.deps, { ...pass, at: now + 400 * DAY }),
    { idempotency: 0, sessions: 0, signIns: 0, mail: 0 },
    'a drill in the future forgets nothing of the present',
  )
})
