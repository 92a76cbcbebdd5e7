import t from 'tap'
import { decideReaction } from '../../shared/domain/reaction.ts'
import { decideAssignment } from '../../shared/domain/reassignment.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { change, writeEvent } from '../support/events.ts'
import { openEar } from '../support/live.ts'
import { type MadePerson, makeCase, makePerson } from '../support/make.ts'
import { makeSigned } from '../support/signed.ts'

const ORIGIN = 'http://127.0.0.1:3000'
const WORDS = {
  text: 'Сосед Қанат Әбілов топит углём',
  title: 'Дым из трубы',
  address: 'ул. Абая 15, кв. 7',
  location: { lat: 53.2199, lon: 63.6284 },
  reporter: { name: 'Гүлнар Сейтқали', phone: '+77011234567', email: 'gulnar@mail.example' },
}
const ANSWER = { text: 'Выехали на место, составлен акт', nextAction: 'Письмо в экологию', nextActionOn: '2026-11-24' }

t.test('anybody hears of a private case that it moves, and not a word of what it is about', async (t) => {
  const test = await makeApp(t)
  const worker = await makePerson(test, { name: 'Бағдат Жұмабаев', roles: ['responder'], branch: 'KZ-39' })
  const { number } = await makeCase(test, { ...WORDS, public: false })
  const ear = await openEar(t, test.app)
  const raw: string[] = []
  ear.ws.on('message', (data) => raw.push(String(data)))
  t.match(await ear.subscribe(['public', `case:${number}`]), {
    type: 'subscribed',
    topics: ['public', `case:${number}`],
  })
  await change(test, number, (facts, world, ids, at) =>
    decideReaction(
      facts,
      ANSWER,
      { kind: 'staff', staff: worker.id, name: worker.name, role: 'responder' },
      world,
      ids,
      at,
    ),
  )
  const internal = await writeEvent(test.database.sql, number, {
    kind: 'updated',
    public: false,
    data: { text: 'между нами' },
  })
  const mark = await writeEvent(test.database.sql, number, { kind: 'closed', data: { text: 'решено' } })
  test.deps.bell!.ring()
  const reacted = await ear.until((m) => m.event?.kind === 'reacted')
  t.match(reacted.case, { number, status: 'responded', public: false, category: 'roads.pothole', respondBy: String })
  await ear.until((m) => m.event?.id === mark.id)
  t.notOk(ear.events.some((e) => e.event.id === internal.id))
  const said = raw.join('\n')
  for (const word of [
    'Қанат',
    'Дым',
    'Абая',
    '53.21',
    'Гүлнар',
    '7701',
    'gulnar',
    'Выехали',
    'экологию',
    'между',
    'решено',
  ])
    t.notMatch(said, word)
  for (const { event } of ear.events) t.notOk(event.text ?? event.because ?? event.by.name, event.kind)
  const list = await test.app.inject({ url: `/api/v1/cases/${number}/events` })
  t.same(
    ear.events.map((e) => e.event),
    list.json().items.slice(-ear.events.length),
    'as the list shows it to outsiders',
  )
})

t.test('its reporter, by tracking token, reads the answers; the people of the branch everything', async (t) => {
  const test = await makeApp(t)
  const worker = await makeSigned(test, { roles: ['responder'], branch: 'KZ-39' })
  const stranger = await makeSigned(test, { roles: ['responder'], branch: 'KZ-11' })
  const admin = await makeSigned(test, { roles: ['admin'], branch: 'KZ' })
  const { number, trackingToken } = await makeCase(test, { ...WORDS, public: false })
  const other = await makeCase(test, { public: false })
  const open = async (token: string) => {
    const ear = await openEar(t, test.app)
    ear.say({ type: 'auth', token })
    // Said in one breath: the subscription waits for the sign-in.
    await ear.subscribe([`case:${number}`, `case:${other.number}`])
    t.match(ear.said[0], { type: 'authenticated' })
    return ear
  }
  const ears = {
    reporter: await open(trackingToken),
    worker: await open(worker.token),
    stranger: await open(stranger.token),
    admin: await open(admin.token),
  }
  const by = { kind: 'staff', staff: worker.id, name: worker.name, role: 'responder' } as const
  for (const of of [number, other.number])
    await change(test, of, (facts, world, ids, at) => decideReaction(facts, ANSWER, by, world, ids, at))
  const note = await writeEvent(test.database.sql, number, {
    kind: 'updated',
    public: false,
    data: { text: 'между нами' },
  })
  const mark = await writeEvent(test.database.sql, number, { kind: 'closed' })
  test.deps.bell!.ring()
  for (const ear of Object.values(ears)) await ear.until((m) => m.event?.id === mark.id)
  const textOf = (ear: (typeof ears)['worker'], of: string) =>
    ear.events.find((e) => e.case.number === of && e.event.kind === 'reacted')?.event.text
  t.equal(textOf(ears.reporter, number), ANSWER.text)
  t.equal(textOf(ears.reporter, other.number), undefined, 'of somebody else’s case a reporter is an outsider')
  t.equal(textOf(ears.worker, number), ANSWER.text)
  t.equal(textOf(ears.stranger, number), undefined)
  t.equal(textOf(ears.admin, number), undefined, 'administrators see no cases')
  const heardNote = Object.entries(ears).filter(([, ear]) => ear.events.some((e) => e.event.id === note.id))
  t.same(
    heardNote.map(([name]) => name),
    ['worker'],
  )
})

t.test('who may listen to what', async (t) => {
  const test = await makeApp(t)
  const { number } = await makeCase(test)
  const wrong = `${number.slice(0, -1)}${(Number(number.at(-1)) + 1) % 10}`
  const anybody = await openEar(t, test.app)
  for (const topic of ['central', 'me', 'branch:KZ-39'])
    t.match(await anybody.subscribe([topic]), { type: 'refused', topics: [topic], code: 'unauthenticated' })
  t.match(await anybody.subscribe(['everything']), { type: 'refused', code: 'unknown_topic' })
  t.match(await anybody.subscribe([`case:${wrong}`]), { type: 'refused', code: 'not_found' })
  t.match(await anybody.subscribe(['case:39-26-9999999-0']), { type: 'refused', code: 'not_found' })
  t.match(await anybody.subscribe(['public', 'central']), { type: 'refused', topics: ['central'] })
  t.match(await anybody.until((m) => m.type === 'subscribed'), { topics: ['public'] })
  const rows = [
    [
      'responder',
      'KZ-39',
      { 'branch:KZ-39': true, 'branch:KZ-11': false, 'branch:KZ': false, central: false, me: true },
    ],
    ['head', 'KZ-39', { 'branch:KZ-39': true, 'branch:KZ-11': false, 'branch:KZ': false, central: false, me: true }],
    ['central', 'KZ', { 'branch:KZ-39': true, 'branch:KZ': true, central: true, me: true }],
    ['central-head', 'KZ', { 'branch:KZ-39': true, 'branch:KZ': true, central: true, me: true }],
    ['auditor', 'KZ', { 'branch:KZ-39': true, central: true, me: true }],
    ['admin', 'KZ', { 'branch:KZ-39': false, 'branch:KZ': false, central: false, me: true }],
  ] as const
  for (const [role, branch, may] of rows) {
    const person = await makeSigned(test, { roles: [role], branch })
    const ear = await openEar(t, test.app, { headers: person.headers })
    for (const [topic, allowed] of Object.entries(may))
      t.equal((await ear.subscribe([topic])).type, allowed ? 'subscribed' : 'refused', `${role}: ${topic}`)
  }
})

t.test('the cookie counts from our own pages only; a foreign page is turned away before the upgrade', async (t) => {
  const test = await makeApp(t)
  const person = await makeSigned(test, { roles: ['responder'], branch: 'KZ-39' })
  const headers = { cookie: `daybreak_session=${person.token}` }
  await t.rejects(openEar(t, test.app, { headers, origin: 'https://evil.example' }), { message: 'HTTP 403' })
  await t.rejects(openEar(t, test.app, { headers, origin: 'null' }), { message: 'HTTP 403' })
  const ear = await openEar(t, test.app, { headers, origin: ORIGIN })
  t.match(await ear.subscribe(['branch:KZ-39']), { type: 'subscribed' })
  const foreign = await openEar(t, test.app, { origin: 'https://news.example' })
  t.match(await foreign.subscribe(['public']), { type: 'subscribed' }, 'what is public is for every page')
  t.match(await foreign.subscribe(['branch:KZ-39']), { type: 'refused', code: 'unauthenticated' })
  await t.rejects(openEar(t, test.app, { headers: { authorization: 'Bearer nobody' } }), { message: 'HTTP 401' })
})

t.test('signing out closes the sockets of the session at once, and of no other', async (t) => {
  const test = await makeApp(t)
  const person = await makeSigned(test, { roles: ['responder'], branch: 'KZ-39' })
  const again = await test.services.sessions.start(person.id, test.deps.now())
  const ear = await openEar(t, test.app, { headers: person.headers })
  const other = await openEar(t, test.app, { headers: { authorization: `Bearer ${again.token}` } })
  await ear.subscribe(['branch:KZ-39'])
  await other.subscribe(['branch:KZ-39'])
  const answer = await test.app.inject({ method: 'DELETE', url: '/api/v1/session', headers: person.headers })
  t.equal(answer.statusCode, 204)
  t.match(await ear.closed, { code: 4401 })
  await makeCase(test)
  await other.until((m) => m.event?.kind === 'reported')
})

t.test('rights that end elsewhere are found by the check: disabled, signed out, key taken back', async (t) => {
  const test = await makeApp(t)
  const { sql } = test.database
  const people = {
    disabled: await makeSigned(test, { roles: ['responder'], branch: 'KZ-39' }),
    ended: await makeSigned(test, { roles: ['responder'], branch: 'KZ-39' }),
    kept: await makeSigned(test, { roles: ['responder'], branch: 'KZ-39' }),
  }
  const key = `dbk_${'k'.repeat(43)}`
  await sql`insert into api_keys (id, key_hash, name, staff, created_at)
    values (1, decode(${test.deps.secrets.hash(key)}, 'base64'), 'k', ${people.kept.id}, ${test.deps.now()})`
  const open = async (token: string) => {
    const ear = await openEar(t, test.app)
    ear.say({ type: 'auth', token })
    await ear.subscribe(['branch:KZ-39'])
    return ear
  }
  const disabled = await open(people.disabled.token)
  const ended = await open(people.ended.token)
  const kept = await open(people.kept.token)
  const keyed = await open(key)
  await sql`update staff set disabled_at = ${test.deps.now()} where id = ${people.disabled.id}`
  await sql`update sessions set ended_at = ${test.deps.now()} where staff = ${people.ended.id}`
  await sql`update api_keys set disabled_at = ${test.deps.now()} where id = 1`
  await test.services.live.recheck()
  for (const ear of [disabled, ended, keyed]) t.match(await ear.closed, { code: 4401 })
  await makeCase(test)
  await kept.until((m) => m.event?.kind === 'reported')
  for (const ear of [disabled, ended, keyed]) t.same(ear.events, [])
})

t.test(
  'another branch or role: topics out of reach are taken away, the rest goes on with less or more to see',
  async (t) => {
    const test = await makeApp(t)
    await makePerson(test, { roles: ['responder'], branch: 'KZ-39' })
    const person = await makeSigned(test, { roles: ['head'], branch: 'KZ-39' })
    const { number } = await makeCase(test)
    const ear = await openEar(t, test.app, { headers: person.headers })
    await ear.subscribe(['branch:KZ-39', `case:${number}`])
    await writeEvent(test.database.sql, number, { kind: 'updated', public: false, data: { text: 'между нами' } })
    test.deps.bell!.ring()
    await ear.until((m) => m.event?.kind === 'updated' && m.topic === 'branch:KZ-39')
    await test.database.sql`
    with bumped as (update reference_stamp set stamp = stamp + 1 where id = 1)
    update staff set branch = 'KZ-11' where id = ${person.id}`
    await test.services.live.recheck()
    t.match(await ear.until((m) => m.type === 'refused'), { topics: ['branch:KZ-39'], code: 'forbidden' })
    ear.events.length = 0
    const hidden = await writeEvent(test.database.sql, number, {
      kind: 'updated',
      public: false,
      data: { text: 'между нами' },
    })
    await writeEvent(test.database.sql, number, { kind: 'closed' })
    test.deps.bell!.ring()
    const closed = await ear.until((m) => m.event?.kind === 'closed')
    t.equal(closed.topic, `case:${number}`)
    t.notOk(ear.events.some((e) => e.event.id === hidden.id))
    t.equal(closed.case.owner.id, undefined)
    t.match(await ear.subscribe(['branch:KZ-11']), { type: 'subscribed' })
  },
)

t.test('a case that goes to another branch takes its words with it, also those said before', async (t) => {
  const test = await makeApp(t)
  const head = await makeSigned(test, { roles: ['head'], branch: 'KZ-39' })
  const there = await makePerson(test, { roles: ['responder'], branch: 'KZ-11' })
  const { number } = await makeCase(test, { public: false })
  const ear = await openEar(t, test.app, { headers: head.headers })
  const { cursor } = await ear.subscribe(['branch:KZ-39'])
  await writeEvent(test.database.sql, number, { kind: 'updated', public: false, data: { text: 'между нами' } })
  await assign(test, number, there)
  test.deps.bell!.ring()
  const gone = await ear.until((m) => m.event?.kind === 'assigned' && m.case.branch === 'KZ-11')
  t.equal(gone.topic, 'branch:KZ-39', 'those it leaves see it go')
  t.equal(gone.case.owner.id, undefined, 'as an outsider sees it')
  t.same(Object.keys(gone.event).sort(), ['at', 'by', 'cursor', 'id', 'kind', 'public', 'recordedAt'], 'and not why')
  for (const from of ['memory', 'database']) {
    if (from === 'database') test.services.live.hub.recent.forget(test.services.live.hub.position)
    const late = await openEar(t, test.app, { headers: head.headers })
    await late.subscribe(['branch:KZ-39'], cursor)
    await late.until((m) => m.event?.id === gone.event.id)
    t.notOk(
      late.events.some((e) => e.event.kind === 'updated'),
      from,
    )
  }
})

async function assign(test: TestApp, number: string, to: MadePerson): Promise<void> {
  const by = { kind: 'staff', staff: to.id, name: to.name, role: 'central' } as const
  await change(test, number, (facts, world, ids, at) =>
    decideAssignment(facts, { branch: to.branch, owner: to.id, reason: 'не наша область' }, by, world, ids, at),
  )
}
