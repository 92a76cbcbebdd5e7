// The floor of intake: the smallest handler that writes the same rows, by one prepared statement. No checks, no
// encryption, no choice of a person, no words: what the product does beyond this is what the ratio prices.
import { createHash, randomBytes } from 'node:crypto'
import Fastify from 'fastify'
import postgres from 'postgres'
import { answerCalls, usage } from './child.ts'

interface Body {
  category: string
  region: string
  text: string
  address: string
  reporter: { phone: string; email: string }
}

const STATE = `jsonb_build_object('number', n.number, 'status', 'received', 'stage', 1, 'level', 'region', 'branch', $4::text, 'owner', $5::bigint,
  'region', $4::text, 'district', null, 'category', $3::text, 'severity', 2, 'respondBy', $7::float8, 'respondedAt', null, 'dueAt', $7::float8, 'public', true)`
const AT = `to_timestamp($6::float8 / 1000)`
const DUE = `to_timestamp($7::float8 / 1000)`
const BECAUSE = `jsonb_build_object('key', 'responseAfterCutOff', 'params', jsonb_build_object('at', $6::float8, 'zone', 'Asia/Almaty', 'place', $4::text, 'cutOff', '06:00', 'due', $7::float8, 'calendar', 1))`
const CHOICE = `jsonb_build_object('owner', $5::bigint, 'ownerName', 'x', 'branch', $4::text, 'level', 'region', 'passed', '[]'::jsonb, 'because',
  jsonb_build_object('key', 'noRoster', 'params', jsonb_build_object('name', 'x', 'branch', $4::text, 'open', 0)))`
const DID = `jsonb_build_array(jsonb_build_object('action', 'assigned', 'to', 'x', 'result', 'done', 'because', jsonb_build_object('key', 'owner', 'params', '{}'::jsonb)))`

/** As many words and facets as the product finds a case by. */
const SEARCH = `array_to_tsvector(tsvector_to_array(to_tsvector('simple', $9 || ' ' || $10)) || array['r:' || $4, 'c:' || $3,
  'c:' || split_part($3, '.', 1), 'p:1', 'm:682', 'b8:' || n.c / 256, 'b12:' || n.c / 4096, 'b16:' || n.c / 65536])`

/** $1 key, $2 hash of the request, $3 category, $4 region, $5 owner, $6 now, $7 due, $8 overall due, $9 text, $10 address, $11 tracking hash, $12 contacts, $13 phone, $14 email */
const INTAKE = `with n as materialized (
  select s.c, s.i, '39-26-' || lpad(s.c::text, 7, '0') || '-0' as number from (select nextval('case_serial') as c, nextval('id_blocks') as i) s),
key as (insert into idempotency (key, request, status, body, expires_at)
  select $1, $2, 201, jsonb_build_object('caseId', n.c, 'answer', jsonb_build_object('number', n.number, 'text', $9::text)), ${AT} + interval '1 day' from n
  on conflict (key) do nothing returning key),
g as materialized (select n.* from n, key),
c as (insert into cases (id, number, kind, category, severity, region, address, text, language, channel, public, status, stage, level, branch, owner,
    reported_at, recorded_at, respond_by, due_at, next_deadline, tracking_hash, search, updated_at)
  select n.c, n.number, 'problem', $3, 2, $4, $10, $9, 'ru', 'web', true, 'received', 1, 'region', $4, $5,
    ${AT}, ${AT}, ${DUE}, ${DUE}, n.i + 2, $11, ${SEARCH}, ${AT} from g n),
r as (insert into reporters (case_id, sealed, has_email, phone_hash, email_hash) select n.c, $12, true, $13, $14 from g n),
e as (insert into events (id, case_id, kind, at, recorded_at, by_kind, public, data, state)
  select n.i, n.c, 'reported', ${AT}, ${AT}, 'reporter', true, jsonb_build_object('category', $3::text, 'severity', 2, 'channel', 'web'), ${STATE} from g n
  union all select n.i + 1, n.c, 'assigned', ${AT}, ${AT}, 'engine', true, ${CHOICE}, ${STATE} from g n
  union all select n.i + 4, n.c, 'rung', ${AT}, ${AT}, 'engine', false, jsonb_build_object('deadline', 'response', 'deadlineId', n.i + 2, 'rung', 'report',
    'rungDueAt', $6::float8, 'dueAt', $7::float8, 'late', false, 'did', ${DID}), ${STATE} from g n),
d as (insert into deadlines (id, case_id, kind, severity, opened_at, due_at, policy, calendar, because, next_rung, wake_at)
  select n.i + 2, n.c, 'response', 2, ${AT}, ${DUE}, 1, 1, ${BECAUSE}, 1, ${DUE} - interval '3 hours' from g n
  union all select n.i + 3, n.c, 'overall', 2, ${AT}, to_timestamp($8::float8 / 1000), 1, 1, jsonb_build_object('key', 'overallTerm', 'params',
    jsonb_build_object('days', 30, 'at', $6::float8, 'due', $8::float8, 'zone', 'Asia/Almaty')), 0, to_timestamp($8::float8 / 1000) - interval '3 days' from g n),
u as (insert into rungs (deadline_id, rung, position, case_id, rung_due_at, fired_at, late, skipped, event_id)
  select n.i + 2, 'report', 0, n.c, ${AT}, ${AT}, false, false, n.i + 4 from g n),
o as (insert into outbox (id, kind, staff, reporter_of, language, case_id, event_id, data, created_at, send_after)
  select n.i + 5, 'received', null, n.c, 'ru', n.c, n.i, jsonb_build_object('respondBy', $7::float8), ${AT}, ${AT} from g n
  union all select n.i + 6, 'assigned', $5, null, 'ru', n.c, n.i + 4, jsonb_build_object('deadline', 'response', 'dueAt', $7::float8, 'rung', 'report'), ${AT}, ${AT} from g n)
select number from g`

const app = Fastify()
let sql: postgres.Sql | undefined

answerCalls(
  {
    async start(databaseUrl: string, connections: number) {
      sql = postgres(databaseUrl, { max: connections })
      const pool = sql
      const owners = new Map<string, number[]>()
      for (const { id, branch } of await pool<{ id: number; branch: string }[]>`
        select id::int, branch from staff where 'responder' = any(roles)`)
        owners.set(branch, [...(owners.get(branch) ?? []), id])
      let turn = 0
      app.post('/api/v1/cases', async (request, reply) => {
        const body = request.body as Body
        const now = Date.now()
        const due = now - (now % 86_400_000) + 86_400_000 + 4 * 3_600_000
        const crew = owners.get(body.region)!
        const token = randomBytes(16)
        const [row] = await pool.unsafe<{ number: string }[]>(
          INTAKE,
          [
            Buffer.from(request.headers['idempotency-key'] as string),
            createHash('sha256').update(body.text).digest(),
            body.category,
            body.region,
            crew[turn++ % crew.length]!,
            now,
            due,
            due + 30 * 86_400_000,
            body.text,
            body.address,
            createHash('sha256').update(token).digest(),
            Buffer.from(JSON.stringify(body.reporter)),
            Buffer.from(body.reporter.phone),
            Buffer.from(body.reporter.email),
          ],
          { prepare: true },
        )
        return reply.code(201).send({ number: row!.number, trackingToken: token.toString('base64url') })
      })
      await app.listen({ port: 0, host: '127.0.0.1' })
      return (app.server.address() as { port: number }).port
    },
    usage,
  },
  async () => {
    await app.close()
    await sql?.end({ timeout: 2 })
  },
)
