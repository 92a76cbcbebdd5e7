import t, { type Test } from 'tap'
import { AUDITS } from '../../db/audit/index.ts'
import type { Sql } from '../../db/client.ts'
import { auditAll } from '../../server/audit/run.ts'
import { type Contribution, spread } from '../../shared/domain/figures.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { takeLine } from '../support/lines.ts'
import { type MadePerson, makeCase } from '../support/make.ts'
import { foldAll, settle } from '../support/settle.ts'
import { makeSigned, type Signed } from '../support/signed.ts'

const at = (time: string) => Date.parse(`${time}:00+05:00`)
const NOW = at('2026-11-25T12:00')

interface Town {
  readonly test: TestApp
  readonly owner: MadePerson & Signed
  readonly centre: MadePerson & Signed
  /** open and on time; open and overdue, raised; answered with a letter; resolved; closed; rejected; merged; reopened */
  readonly numbers: Record<string, string>
}

/** A little of everything that a case can go through, by the product's own commands, up to Wednesday noon. */
async function makeTown(t: Test): Promise<Town> {
  const test = await makeApp(t, { at: at('2026-11-22T05:00') })
  const owner = await makeSigned(test, { roles: ['responder', 'head'], branch: 'KZ-39' })
  const centre = await makeSigned(test, { roles: ['central', 'central-head'], branch: 'KZ' })
  await makeSigned(test, { roles: ['central'], branch: 'KZ' })
  const report = (email?: string) =>
    makeCase(test, email ? { reporter: { email, name: 'Нұрлан', iin: '990412130013' } } : {})
  const post = async (who: { headers: object }, url: string, payload: object, status = 201) => {
    const answer = await test.app.inject({
      method: 'POST',
      url: `/api/v1${url}`,
      headers: who.headers as never,
      payload,
    })
    if (answer.statusCode !== status) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`)
    return answer.json()
  }
  const react = (number: string) =>
    post(owner, `/cases/${number}/reaction`, { text: 'Поняли', nextAction: 'Выедем', nextActionOn: '2026-11-26' })
  const silent = await report()
  const answered = await report('a@people.example')
  const resolved = await report('b@people.example')
  const closed = await report('c@people.example')
  const rejected = await report()
  const merged = await report()
  const reopened = await report('d@people.example')
  test.setTime(at('2026-11-22T07:00'))
  for (const c of [answered, resolved, closed, reopened]) await react(c.number)
  await post(owner, `/cases/${rejected.number}/rejection`, { reason: 'Не наше', text: 'Это вопрос другого органа' })
  await post(owner, `/cases/${merged.number}/merge`, { into: answered.number, reason: 'Та же яма' })
  const [body] = await test.database
    .sql`select id from bodies where region = 'KZ-39' and active and reply_term->>'kind' <> 'letter' order by id limit 1`
  const contact = await post(owner, `/cases/${answered.number}/contacts`, {
    body: body!.id,
    channel: 'post',
    subject: 'Яма',
    text: 'Просим устранить',
  })
  await post(owner, `/contacts/${contact.id}/replies`, {
    receivedAt: '2026-11-22T06:59:00+05:00',
    text: 'Ответ',
    grade: 'holding',
  })
  await post(centre, `/cases/${answered.number}/instructions`, {
    text: 'Проверить',
    responsible: owner.id,
    dueOn: '2026-11-24',
  })
  for (const c of [resolved, closed, reopened]) await post(owner, `/cases/${c.number}/resolution`, { text: 'Засыпали' })
  const reporter = (c: { trackingToken: string }) => ({ headers: { authorization: `Bearer ${c.trackingToken}` } })
  await test.passAt(at('2026-11-22T09:00'))
  await post(reporter(closed), `/cases/${closed.number}/confirmation`, { solved: true, rating: 5 })
  await post(reporter(reopened), `/cases/${reopened.number}/confirmation`, { solved: false, text: 'Не засыпали' })
  await test.passAt(at('2026-11-22T11:00'))
  await test.passAt(at('2026-11-23T09:00'))
  test.setTime(at('2026-11-25T11:30'))
  const fresh = await report()
  await test.passAt(at('2026-11-25T11:59'))
  await foldAll(test)
  const numbers = { silent, answered, resolved, closed, rejected, merged, reopened, fresh }
  return {
    test,
    owner,
    centre,
    numbers: Object.fromEntries(Object.entries(numbers).map(([name, c]) => [name, c.number])),
  }
}

/** A corruption that no command can make; `by` are what the database itself would refuse first. */
interface Seed {
  readonly by?: readonly string[]
  readonly at?: number
  seed(sql: Sql, town: Town): Promise<unknown>
}

const idOf = (number: string | undefined) => `(select id from cases where number = '${number}')`
const deadlineOf = (number: string | undefined, kind: string) =>
  `(select id from deadlines where case_id = ${idOf(number)} and kind = '${kind}' order by id limit 1)`
const verdictOf = (number: string | undefined, kind: string) =>
  `(select event_id from verdicts where deadline_id = ${deadlineOf(number, kind)})`

/** Writes an event of the case, standing as it stands. */
const event = (number: string | undefined, id: number, kind: string, data: string) =>
  `insert into events (id, case_id, kind, at, recorded_at, by_kind, public, data, state)
   select ${id}, case_id, '${kind}', recorded_at, recorded_at, 'engine', false, '${data}', state
   from events where case_id = ${idOf(number)} order by xid desc, id desc limit 1;`

const rung = (number: string | undefined, deadline: string, name: string, position: string, id: number) => `
  ${event(number, id, 'rung', '{}')}
  update events set data = jsonb_build_object('rung', '${name}', 'deadlineId', ${deadline}) where id = ${id};
  insert into rungs (deadline_id, rung, position, case_id, rung_due_at, fired_at, late, skipped, event_id)
  values (${deadline}, '${name}', ${position}, ${idOf(number)}, to_timestamp(${NOW / 1000}), to_timestamp(${NOW / 1000}), false, false, ${id});`

const run = (statement: (n: Record<string, string>) => string, by?: readonly string[]): Seed => ({
  ...(by ? { by } : {}),
  seed: (sql, { numbers }) => sql.unsafe(statement(numbers)).simple(),
})

const NEXT = 'alter table cases drop constraint case_next_deadline_is_open'

const SEEDS: Readonly<Record<string, Seed>> = {
  open_case_has_owner_and_branch: run(
    (n) => `delete from staff where id = (select owner from cases where number = '${n.fresh}')`,
    ['staff'],
  ),
  open_case_has_open_deadline: run((n) => `delete from deadlines where case_id = ${idOf(n.fresh)}`, [NEXT]),
  next_deadline_is_the_earliest: run(
    (n) => `update cases set next_deadline = ${deadlineOf(n.fresh, 'overall')} where number = '${n.fresh}'`,
  ),
  due_at_is_the_earliest_breach: run(
    (n) => `update cases set due_at = due_at + interval '1 hour' where number = '${n.fresh}'`,
  ),
  promised_hour_is_the_deadline: run(
    (n) => `update cases set respond_by = respond_by + interval '1 hour' where number = '${n.fresh}'`,
  ),
  one_open_response_deadline: run(
    (
      n,
    ) => `insert into deadlines (id, case_id, kind, severity, opened_at, due_at, policy, calendar, because, next_rung, wake_at, failures)
      select 900001, case_id, kind, severity, opened_at, due_at + interval '1 day', policy, calendar, because, 0, due_at, 1
      from deadlines where id = ${deadlineOf(n.fresh, 'response')}`,
  ),
  ended_case_owes_nothing: run(
    (
      n,
    ) => `update deadlines set closed_at = null, closed_by = null, outcome = null where id = ${deadlineOf(n.rejected, 'overall')};
      update cases set due_at = (select due_at from deadlines where id = ${deadlineOf(n.rejected, 'overall')}) where number = '${n.rejected}'`,
  ),
  status_changes_by_one_event: run((n) => event(n.closed, 900001, 'resolved', '{}')),
  case_is_as_its_last_event_says: run((n) => `update cases set level = 'central' where number = '${n.fresh}'`),
  case_begins_with_its_report: run((n) => `delete from events where case_id = ${idOf(n.fresh)} and kind = 'assigned'`),
  ended_case_says_why: run((n) => `update cases set public_answer = '{"text": " "}' where number = '${n.rejected}'`),
  merged_case_leads_somewhere: run((n) => `update cases set merged_into = id where number = '${n.merged}'`),
  what_was_removed_stays_out_of_sight: run(
    (n) =>
      `update cases set moderation = '{"words": [], "removed": {"reason": "law"}}', public = true where number = '${n.fresh}'`,
  ),
  reporter_is_sealed: run(
    (n) =>
      `update reporters set sealed = convert_to('{"email": "somebody@people.example"}', 'utf8') where case_id = ${idOf(n.answered)}`,
  ),
  closed_deadline_sleeps: run(
    (n) => `update deadlines set wake_at = due_at where id = ${deadlineOf(n.closed, 'response')}`,
    ['alter table deadlines drop constraint deadline_closed_sleeps'],
  ),
  closed_deadline_says_by_what: run(
    (n) => `update deadlines set closed_by = 1 where id = ${deadlineOf(n.closed, 'response')}`,
  ),
  open_deadline_wakes_for_its_next_rung: run(
    (n) => `update deadlines set wake_at = null where id = ${deadlineOf(n.fresh, 'response')}`,
  ),
  due_rung_has_fired: {
    at: at('2026-11-26T06:30'),
    seed: (sql) => sql`update pulses set at = ${at('2026-11-26T06:30')} where job = 'engine'`,
  },
  rungs_are_whole: run(
    (n) => `update deadlines set next_rung = next_rung + 1, failures = 1 where id = ${deadlineOf(n.fresh, 'response')}`,
  ),
  no_rung_is_doubled: run((n) => {
    const deadline = deadlineOf(n.silent, 'response')
    return rung(n.silent, deadline, 'once more', `(select next_rung - 1 from deadlines where id = ${deadline})`, 900001)
  }),
  no_rung_ahead_of_its_turn: run((n) => rung(n.fresh, deadlineOf(n.fresh, 'response'), 'reminder', '1', 900001)),
  rungs_fire_in_order: run(
    (n) =>
      `update rungs set fired_at = to_timestamp(${NOW / 1000}) where deadline_id = ${deadlineOf(n.silent, 'response')} and position = 0`,
  ),
  rung_is_named_by_its_policy: run(
    (n) => `update events set data = data || '{"rung": "invented"}' where id = (
        select event_id from rungs where deadline_id = ${deadlineOf(n.fresh, 'response')} and position = 0);
      update rungs set rung = 'invented' where deadline_id = ${deadlineOf(n.fresh, 'response')} and position = 0`,
  ),
  rung_has_its_event: run(
    (n) => `update events set kind = 'updated' where id = (
      select event_id from rungs where deadline_id = ${deadlineOf(n.fresh, 'response')} and position = 0)`,
  ),
  rung_event_has_its_rung: run((n) => event(n.fresh, 900001, 'rung', '{"rung": "ghost", "deadlineId": 1}')),
  past_due_deadline_is_judged: run(
    (n) => `delete from events where id = ${verdictOf(n.answered, 'instruction')};
      delete from verdicts where deadline_id = ${deadlineOf(n.answered, 'instruction')}`,
  ),
  met_means_in_time: run(
    (n) => `update deadlines set closed_at = due_at where id = ${deadlineOf(n.answered, 'response')}`,
  ),
  met_relies_on_an_event: run(
    (n) => `update verdicts set relied_on = 1 where deadline_id = ${deadlineOf(n.answered, 'response')}`,
  ),
  missed_is_decided_at_the_due_instant: run(
    (n) =>
      `update verdicts set decided_at = due_at + interval '1 hour' where deadline_id = ${deadlineOf(n.silent, 'response')}`,
  ),
  verdict_has_its_event: run((n) => `update events set kind = 'updated' where id = ${verdictOf(n.silent, 'response')}`),
  verdict_event_has_its_verdict: run((n) =>
    event(n.fresh, 900001, 'verdict', '{"deadline": "response", "verdict": "met"}'),
  ),
  papers_have_their_events: run(
    (
      n,
    ) => `insert into instructions (id, case_id, text, author, responsible, branch, co_executors, due_on, state, created_at, accepted_at)
      values (900001, ${idOf(n.fresh)}, 'x', 1, 1, 'KZ', '{}', '2026-12-01', 'accepted', to_timestamp(${NOW / 1000}), to_timestamp(${NOW / 1000}))`,
  ),
  instruction_on_control_has_its_clock: run(
    (n) => `update deadlines set subject = null where id = ${deadlineOf(n.answered, 'instruction')}`,
  ),
  off_control_is_somebody_elses_word: run(
    () => `update instructions set state = 'accepted', accepted_at = created_at, accepted_by = responsible`,
  ),
  meeting_has_its_events: run(
    (
      n,
    ) => `insert into meetings (id, title, agenda, place, starts_at, ends_at, organiser, branch, staff, bodies, sequence, state, created_at)
      values (900001, 'x', 'x', 'x', to_timestamp(1), to_timestamp(2), 1, 'KZ', '{}', '{}', 0, 'called', to_timestamp(0));
      insert into meeting_cases values (900001, ${idOf(n.fresh)})`,
  ),
  help_asked_has_its_clock: run(
    (n) => `insert into help_requests (id, case_id, branch, asked_by, question, tried, needed, state, asked_at, due_at)
      values (900001, ${idOf(n.fresh)}, 'KZ-39', 1, 'x', 'x', 'x', 'open', to_timestamp(1), to_timestamp(2))`,
  ),
  open_letter_has_its_term: run(
    (n) => `update deadlines set subject = null where id = ${deadlineOf(n.answered, 'reply')}`,
  ),
  letter_and_its_contact_agree: run(() => `update contacts set delivery = 'sending'`),
  reminder_has_its_event: run(
    () => `insert into letters (id, contact, purpose, thread, language, address, subject, created_at, send_after, once_key)
      select 900001, id, 'reminder', 1, 'ru', 'a@b.example', 'x', created_at, created_at, 'remind' from contacts limit 1`,
  ),
  mail_has_its_bytes: run(
    () => `insert into inbound_mails (id, raw, size, sha256, via, envelope_from, envelope_to, received_at, state, read_after)
      select 900002, 900002, 5, '', 'smtp', '', '{}', to_timestamp(0), 'held', to_timestamp(0)`,
  ),
  placed_mail_is_one_reply: run(
    () => `insert into inbound_mails (id, raw, size, sha256, via, envelope_from, envelope_to, received_at, state, read_after, contact, reply)
      select 900003, 900003, 0, '', 'smtp', '', '{}', to_timestamp(0), 'placed', to_timestamp(0), k.id, 1 from contacts k limit 1`,
  ),
  ungraded_reply_is_owed_its_grade: run(
    (n) =>
      `update replies set grade = null where contact in (select contact from contact_cases where case_id = ${idOf(n.answered)})`,
  ),
  graded_reply_says_by_whom: run(
    (n) =>
      `update replies set source = 'mail' where contact in (select contact from contact_cases where case_id = ${idOf(n.answered)})`,
  ),
  commitment_has_its_deadline: run(
    (n) => `insert into commitments (id, case_id, who, branch, text, due_on, source, created_by, created_at)
      select 900001, ${idOf(n.fresh)}, 'branch', 'KZ-39', 'Сделаем', '2026-12-01', 'staff', 1, to_timestamp(${NOW / 1000})`,
  ),
  notice_has_its_cause: run(
    (n) => `insert into outbox (id, kind, staff, language, case_id, event_id, data, created_at, send_after)
      values (900001, 'overdue', 1, 'ru', ${idOf(n.fresh)}, 1, '{}', to_timestamp(${NOW / 1000}), to_timestamp(${NOW / 1000}))`,
  ),
  outgoing_numbers_have_no_gap: run(() => `update outgoing_counters set last = last + 1`),
  repeated_request_leads_to_its_case: run(
    () => `insert into idempotency (key, request, status, body, expires_at)
      values ('\\x01', '\\x01', 201, '{"caseId": 99999999}', to_timestamp(${NOW / 1000}))`,
  ),
  foreign_number_is_one_case: run(
    () => `update cases set source = 'api:1', external_id = 'A-1' where status = 'closed' or status = 'rejected'`,
    ['drop index cases_external'],
  ),
  nothing_belongs_to_no_case: run(
    () =>
      `insert into supporters (case_id, key_hash, language, at) values (99999999, '\\x01', 'ru', to_timestamp(${NOW / 1000}))`,
  ),
  verdict_belongs_to_its_deadline: run(
    (n) => `${event(n.silent, 900001, 'verdict', '{"deadline": "response", "verdict": "missed"}')}
      insert into verdicts (deadline_id, case_id, kind, verdict, due_at, decided_at, recorded_at, event_id, policy, calendar, branch, owner)
      select 99999999, case_id, kind, verdict, due_at, decided_at, recorded_at, 900001, policy, calendar, branch, owner
      from verdicts where deadline_id = ${deadlineOf(n.silent, 'response')}`,
  ),
  disabled_person_has_no_session: {
    seed: (sql, { centre }) => sql`update staff set disabled_at = ${NOW - 1} where id = ${centre.id}`,
  },
  one_policy_is_active: run(() => `update policies set state = 'retired'`),
  the_central_desk_exists: run(() => `update staff set disabled_at = created_at where id = 1`),
  ledger_counts_its_events: run(
    (n) =>
      `update ledger_heads set events = events + 100 where case_id = ${idOf(n.fresh)} or case_id = ${idOf(n.silent)}`,
  ),
  ledger_day_has_its_heads: run(() => `update ledger_days set cases = cases + 1`),
  ledger_is_one_chain: run(() => `update ledger_days set previous_root = '\\x00' where previous is not null`),
  case_counts_as_it_is: run((n) => `update cases set on_wall = true where number = '${n.fresh}'`),
  folded_case_is_counted: {
    async seed(sql, { numbers }) {
      const [row] = await sql<{ keys: Contribution }[]>`
        delete from case_figures where case_id = (select id from cases where number = ${numbers.fresh!}) returning keys`
      for (const f of spread(row!.keys))
        await sql`update figures set value = value - 1 where scope = ${f.scope} and metric = ${f.metric} and day = ${f.day}`
      await sql`update staff_load set open = open - 1 where staff = ${row!.keys.o}`
    },
  },
  figures_add_up: run(
    () => `update figures set value = value + 1 where scope = 'all' and metric = 'open' and day = ''`,
  ),
  loads_add_up: run(() => `update staff_load set open = open + 1 where staff = (select min(staff) from staff_load)`),
}

/** Takes away what the database would refuse the corruption by: a statement, or all references to a table. */
async function disarm(sql: Sql, what: string): Promise<void> {
  if (what.includes(' ')) {
    await sql.unsafe(what).simple()
    return
  }
  const references = await sql<{ drop: string }[]>`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop from pg_constraint
    where contype = 'f' and confrelid = ${what}::regclass`
  for (const { drop } of references) await sql.unsafe(drop).simple()
}

t.test(
  'a town where everything happened by the rules breaks none; each corruption breaks what is meant for it',
  async (t) => {
    const town = await makeTown(t)
    const { sql } = town.test.database
    const { cases, broken } = await auditAll(sql, NOW)
    t.equal(cases, 8)
    t.same(broken, [])
    t.same(Object.keys(SEEDS).sort(), AUDITS.map((a) => a.name).sort(), 'every invariant has its corruption')

    const one = await takeLine(sql)
    for (const [name, seed] of Object.entries(SEEDS)) {
      await one`begin`
      for (const what of seed.by ?? []) await disarm(one, what)
      await seed.seed(one, town)
      const found = await auditAll(one, seed.at ?? NOW)
      t.same(
        [...new Set(found.broken.map((b) => b.name))],
        [name],
        found.broken.map((b) => `${b.name}: ${b.subject} ${b.detail}`).join('; '),
      )
      await one`rollback`
    }
    one.release()
    t.same((await auditAll(sql, NOW)).broken, [])
  },
)

t.test(
  'the audit of the engine looks at what was touched, remembers what is broken, and sees it put right',
  async (t) => {
    const test = await makeApp(t, { at: at('2026-11-22T05:00') })
    const made = await makeCase(test)
    await settle(test)
    t.match((await test.passAt(at('2026-11-22T05:01'))).audit, { cases: 1, broken: 0 })
    await settle(test)
    t.match((await test.passAt(at('2026-11-22T05:02'))).audit, { cases: 0, broken: 0 }, 'nothing was touched')
    await test.database.sql`update cases set due_at = due_at + interval '1 hour' where number = ${made.number}`
    await makeCase(test)
    await settle(test)
    t.match(
      (await test.passAt(at('2026-11-22T05:03'))).audit,
      { cases: 1, broken: 0 },
      'an untouched case is for the full audit',
    )
    await settle(test)
    const passed = await test.passAt(at('2026-11-22T06:01'))
    t.match(passed.escalate, { cases: 2 })
    await settle(test)
    t.match(
      (await test.passAt(at('2026-11-22T06:01'))).audit,
      { broken: 0 },
      'what the engine wrote since put it right',
    )

    await test.database.sql`update cases set level = 'central' where number = ${made.number}`
    await test.database.sql`update fold_cursor set xid = '0', event_id = 0 where name = 'audit'`
    await settle(test)
    t.match((await test.passAt(at('2026-11-22T06:02'))).audit, { broken: 1 })
    const pulse = (await test.app.inject({ url: '/pulse' })).json()
    t.match(pulse.audit, { ok: false, broken: ['case_is_as_its_last_event_says'] })
    await settle(test)
    t.match((await test.passAt(at('2026-11-22T06:03'))).audit, { cases: 0, broken: 1 }, 'still broken, still told')
    await test.database.sql`update cases set level = 'region' where number = ${made.number}`
    await settle(test)
    t.match((await test.passAt(at('2026-11-22T06:04'))).audit, { broken: 0 })
    t.match((await test.app.inject({ url: '/pulse' })).json().audit, { ok: true, broken: [] })
  },
)
