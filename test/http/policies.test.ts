import t from 'tap'
import { policyFaults } from '../../shared/domain/policy.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { firedRungs, makeCase, makePerson, putOnDuty } from '../support/make.ts'
import { makeSigned, type Signed } from '../support/signed.ts'

type Method = 'GET' | 'POST' | 'PUT'
const caller =
  ({ app }: TestApp, { headers }: Signed) =>
  async (method: Method, path: string, payload?: object, more: Record<string, string> = {}) => {
    const answer = await app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { ...headers, ...more },
      ...(payload ? { payload } : {}),
    })
    return { status: answer.statusCode, body: answer.body ? answer.json() : undefined, text: answer.body }
  }

async function makeCentre(t: { teardown(work: () => unknown): unknown }) {
  const test = await makeApp(t)
  const author = await makeSigned(test, { roles: ['central'], branch: 'KZ', name: 'Author' })
  const chief = await makeSigned(test, { roles: ['central-head'], branch: 'KZ', name: 'Chief' })
  const { data } = (await caller(test, chief)('GET', '/policies/1')).body
  return { test, author: caller(test, author), chief: caller(test, chief), data }
}

t.test(
  'a policy is drafted, tried, and made active by somebody else; what runs goes on under the old one',
  async (t) => {
    const { test, author, chief, data } = await makeCentre(t)
    await makePerson(test, { roles: ['responder'], branch: 'KZ-39' })
    const before = await makeCase(test)
    const later = { ...data, response: { cutOff: '06:00', hour: '08:00' } }

    const draft = await author('POST', '/policies', { data: later, note: 'Бір сағат ерте' }, { 'idempotency-key': 'p' })
    t.equal(draft.status, 201, draft.text)
    t.match(draft.body, { version: 2, state: 'draft', createdBy: { name: 'Author' }, trial: null, data: later })
    t.same(
      (await author('POST', '/policies', { data: later, note: 'Бір сағат ерте' }, { 'idempotency-key': 'p' })).body,
      draft.body,
    )

    t.equal((await author('POST', '/policies/2/activation')).status, 403, 'only the head of the centre')
    t.equal((await chief('POST', '/policies/2/activation')).body.code, 'policy_not_tried')
    const trial = await author('POST', '/policies/2/trial', { days: 30 })
    t.equal(trial.status, 200, trial.text)
    t.match(trial.body, { version: 2, against: 1, cases: 1, deadlines: 2, complete: true })
    t.same((await chief('GET', '/policies/2')).body.trial, trial.body, 'kept with the version')

    const deadlines = () =>
      test.database.sql`select id, policy, due_at, wake_at from deadlines where policy = 1 order by id`
    const running = await deadlines()
    const active = await chief('POST', '/policies/2/activation')
    t.match(active.body, { version: 2, state: 'active', activatedBy: { name: 'Chief' } })
    t.same(await deadlines(), running, 'running deadlines are untouched')
    t.same(
      (await author('GET', '/policies')).body.items.map((p: { version: number; state: string }) => [
        p.version,
        p.state,
      ]),
      [
        [2, 'active'],
        [1, 'retired'],
      ],
    )
    t.equal((await chief('POST', '/policies/2/activation')).body.code, 'nothing_to_change')
    t.equal(
      (await chief('POST', '/policies/1/activation')).body.code,
      'nothing_to_change',
      'a retired one is drafted anew',
    )

    const after = await makeCase(test)
    t.equal(before.respondBy, '2026-11-22T09:00:00+05:00')
    t.equal(after.respondBy, '2026-11-22T08:00:00+05:00')
    await test.passAt('2026-11-22T08:30:00+05:00')
    t.notOk((await firedRungs(test, before.number)).includes('response/due'), 'the old promise stands')
    t.ok((await firedRungs(test, after.number)).some((r) => r.startsWith('response/due')))
    await test.passAt('2026-11-22T09:00:00+05:00')
    t.ok((await firedRungs(test, before.number)).includes('response/due'))
  },
)

t.test('nobody approves their own work, nor a trial against a policy that is gone', async (t) => {
  const { author, chief, data } = await makeCentre(t)
  const own = await chief('POST', '/policies', { data, note: 'mine' })
  await chief('POST', `/policies/${own.body.version}/trial`, {})
  t.equal((await chief('POST', `/policies/${own.body.version}/activation`)).body.code, 'needs_other_person')

  const [one, two] = [
    (await author('POST', '/policies', { data, note: 'one' })).body.version,
    (await author('POST', '/policies', { data: { ...data, confirmationDays: 8 }, note: 'two' })).body.version,
  ]
  await author('POST', `/policies/${one}/trial`, {})
  await author('POST', `/policies/${two}/trial`, {})
  t.equal((await chief('POST', `/policies/${one}/activation`)).status, 200)
  t.equal((await chief('POST', `/policies/${two}/activation`)).body.code, 'policy_stale')
  t.equal((await author('POST', `/policies/${two}/trial`, {})).body.against, one)
  t.equal((await chief('POST', `/policies/${two}/activation`)).status, 200)
  t.equal((await chief('POST', '/policies/99/activation')).status, 404)
  t.equal((await chief('POST', '/policies/99/trial', {})).status, 404)
})

t.test('a faulty policy is refused with every fault, its place and words', async (t) => {
  const { author, data, test } = await makeCentre(t)
  const faulty = structuredClone(data)
  faulty.response = { cutOff: '10:00', hour: '09:00' }
  faulty.ladders.action = faulty.ladders.action.filter((r: { name: string }) => r.name !== 'due')
  faulty.ladders.reply.reverse()
  faulty.ladders.overall[0].actions = [{ do: 'close' }]
  // Four hours after a report at the last minute before the cut-off are an hour after the due instant.
  faulty.ladders.response[0].when = { from: 'opened', minutes: 240 }
  faulty.ladders.confirmation.find((r: { name: string }) => r.name === 'due').when.minutes = -60
  const answer = await author('POST', '/policies', { data: faulty, note: 'x' }, { 'accept-language': 'ru' })
  t.equal(answer.status, 400)
  t.equal(answer.body.code, 'policy_faulty')
  const errors: { path: string; code: string; message: string }[] = answer.body.errors
  t.ok(errors.some((e) => e.path === '/data/response' && e.code === 'hour'))
  t.ok(errors.some((e) => e.path === '/data/ladders/action' && e.code === 'no_verdict'))
  t.ok(errors.some((e) => /^\/data\/ladders\/reply\/\d$/.test(e.path) && e.code === 'order'))
  t.ok(errors.some((e) => e.path === '/data/ladders/overall' && e.code === 'close'))
  t.ok(errors.some((e) => e.path === '/data/ladders/response/0' && e.code === 'order'))
  t.ok(errors.some((e) => e.path === '/data/ladders/confirmation' && e.code === 'no_close'))
  t.ok(errors.every((e) => /[а-я]/.test(e.message)))
  t.same(policyFaults({ ...data, version: 1 }), [], 'the shipped one has none')
  for (const patch of [
    { confirmationDays: 0 },
    { ladders: {} },
    { response: { cutOff: '6', hour: '9' } },
    { version: 3 },
  ])
    t.equal(
      (await author('POST', '/policies', { data: { ...data, ...patch }, note: 'x' })).body.code,
      'validation_failed',
    )
  const [row] = await test.database.sql`select count(*)::int as n from policies`
  t.equal(row!.n, 1)
})

t.test('a trial shows breaches, full mornings and holes in the roster, beside the policy in force', async (t) => {
  const { test, author, data } = await makeCentre(t)
  const person = await makePerson(test, { name: 'Busy', roles: ['responder'], branch: 'KZ-39' })
  await putOnDuty(test, person, '2026-11-21T00:00:00+05:00', '2026-11-22T12:00:00+05:00')
  for (let n = 0; n < 3; n++) await makeCase(test)
  test.setTime('2026-11-23T10:00:00+05:00')
  // Nobody is on duty any more when this one comes.
  await makeCase(test)
  test.setTime('2026-11-25T10:00:00+05:00')
  const counts = () =>
    test.database
      .sql`select (select count(*) from events) as e, (select count(*) from outbox) as o, (select count(*) from verdicts) as v`
  const before = await counts()

  // Nobody is told anything at the due instant, and the centre comes in a day later.
  const quiet = structuredClone(data)
  quiet.ladders.response = [
    { name: 'report', when: { from: 'opened', minutes: 0 }, actions: [{ do: 'tell', whom: 'owner' }] },
    { name: 'due', when: { from: 'due', minutes: 0 }, actions: [{ do: 'verdict' }] },
  ]
  const { version } = (await author('POST', '/policies', { data: quiet, note: 'тыныш' })).body
  const { body } = await author('POST', `/policies/${version}/trial`, { days: 30 })
  t.match(body, { cases: 4, deadlines: 8 })
  const response = (side: 'draft' | 'active') =>
    body[side].breaches.find((b: { deadline: string }) => b.deadline === 'response')
  t.same(response('active'), { deadline: 'response', judged: 4, missed: 4 })
  t.same(response('draft'), { deadline: 'response', judged: 4, missed: 4 })
  t.ok(body.draft.messages.total < body.active.messages.total, 'the quiet one tells less')
  t.match(body.active.messages.people[0], { name: /Busy|Author|Chief/, total: Number, mornings: Number })
  t.ok(
    body.active.messages.people.some((p: { busiestMorning: number }) => p.busiestMorning >= 3),
    'three cases due one morning',
  )
  t.ok(
    body.draft.gaps.some((g: { branch: string }) => g.branch === 'KZ-39'),
    'the hole in the roster',
  )
  t.same(await counts(), before, 'nothing is written')
})

t.test('a draft without the kinds that came later takes them from the policy in force', async (t) => {
  const test = await makeApp(t)
  const centre = await makeSigned(test, { roles: ['central-head'], branch: 'KZ' })
  const get = await test.app.inject({ method: 'GET', url: '/api/v1/policies/1', headers: centre.headers })
  const { commitment, ...ladders } = get.json().data.ladders
  t.ok(commitment.length > 0)
  const data = { ...get.json().data, ladders }
  const payload = { data, note: 'Ескі клиент' }
  const made = await test.app.inject({ method: 'POST', url: '/api/v1/policies', headers: centre.headers, payload })
  t.equal(made.statusCode, 201, made.body)
  t.same(made.json().data.ladders.commitment, commitment)
})
