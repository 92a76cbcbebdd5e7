import t from 'tap'
import { runOnce } from '../../server/engine/engine.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { openMailbox } from '../support/mailbox.ts'
import { makeCase, makePerson, putAway, putOnDuty } from '../support/make.ts'
import { makeSigned } from '../support/signed.ts'

const BRANCH = 'KZ-39'
const at = (time: string) => Date.parse(`${time}:00+05:00`)

const briefs = ({ database }: TestApp) =>
  database.sql<{ key: string; name: string; createdAt: number }[]>`
    select o.once_key as key, s.name, o.created_at as "createdAt" from outbox o join staff s on s.id = o.staff
    where o.kind = 'brief' order by o.once_key`

t.test('one brief for each person who has something to read, at nine by their own clocks', async (t) => {
  const box = await openMailbox(t)
  const test = await makeApp(t, { at: at('2026-11-23T05:00'), config: { smtpUrl: box.url } })
  const owner = await makePerson(test, { name: 'Owner', roles: ['responder'], branch: BRANCH })
  const head = await makePerson(test, { name: 'Head', roles: ['head'], branch: BRANCH, email: 'head@staff.example' })
  await makePerson(test, { name: 'Idle', roles: ['responder'], branch: 'KZ-10' })
  await makePerson(test, { name: 'Admin', roles: ['admin'], branch: 'KZ' })
  const away = await makePerson(test, { name: 'Away', roles: ['head'], branch: BRANCH })
  await putAway(test, away, '2026-11-22T00:00:00+05:00', '2026-11-30T00:00:00+05:00')
  await putOnDuty(test, owner, '2026-11-23T00:00:00+05:00', '2026-11-24T09:00:00+05:00')
  const made = await makeCase(test)

  await test.passAt(at('2026-11-23T08:59'))
  t.same(await briefs(test), [], 'not a minute early')
  box.mails.length = 0
  await test.passAt(at('2026-11-23T09:00'))
  t.same(
    (await briefs(test)).map((b) => [b.key, b.name]),
    [
      [`brief:${owner.id}:2026-11-23`, 'Owner'],
      [`brief:${head.id}:2026-11-23`, 'Head'],
    ].sort(),
  )
  t.equal(box.mails.length, 2, 'and it is the only mail of the pass')
  const mail = box.mails.find((m) => m.to[0] === 'head@staff.example')
  t.match(mail?.header('subject'), 'Утренняя сводка, пн, 23 ноября: 1 дело')
  t.match(mail?.text, 'Доброе утро, Head!')
  t.match(mail?.text, new RegExp(`Просроченные дела:\\n• пн, 23 ноября, 09:00 .*: ${made.number}`))
  t.match(mail?.text, 'Когда в ближайшие 72 часа нет дежурного')
  t.match(mail?.text, /вт, 24 ноября, 09:00 – чт, 26 ноября, 09:00/)

  await test.passAt(at('2026-11-23T09:01'))
  await test.passAt(at('2026-11-23T15:00'))
  t.equal((await briefs(test)).length, 2, 'once a day')
})

t.test('down from Monday evening to Wednesday morning: one brief, for Wednesday', async (t) => {
  const test = await makeApp(t, { at: at('2026-11-23T07:00') })
  const person = await makePerson(test, { roles: ['head'], branch: BRANCH })
  await makeCase(test)
  await test.passAt(at('2026-11-23T09:00'))
  await test.passAt(at('2026-11-25T08:30'))
  await test.passAt(at('2026-11-25T10:20'))
  t.same(
    (await briefs(test)).map((b) => b.key),
    [`brief:${person.id}:2026-11-23`, `brief:${person.id}:2026-11-25`],
  )
})

t.test('a morning missed until the quiet hours is over', async (t) => {
  const test = await makeApp(t, { at: at('2026-11-23T07:00') })
  await makePerson(test, { roles: ['responder'], branch: BRANCH })
  await makeCase(test)
  await test.passAt(at('2026-11-23T22:00'))
  t.same(await briefs(test), [])
})

t.test('six passes at once write one', async (t) => {
  const test = await makeApp(t, { at: at('2026-11-23T05:00') })
  for (let i = 0; i < 20; i++) await makePerson(test, { roles: ['head'], branch: BRANCH })
  await makeCase(test)
  test.setTime(at('2026-11-23T09:00'))
  const many = Array.from({ length: 6 }, () => runOnce(test.deps, at('2026-11-23T09:00')))
  for (const report of await Promise.all(many)) for (const did of Object.values(report)) t.notOk('fault' in did)
  t.equal((await briefs(test)).length, 20)
})

t.test('no storm at nine: 600 cases due, one mail each', async (t) => {
  const box = await openMailbox(t)
  const test = await makeApp(t, { at: at('2026-11-23T04:00'), config: { smtpUrl: box.url } })
  for (let i = 0; i < 5; i++) await makePerson(test, { roles: ['responder'], branch: BRANCH })
  await makePerson(test, { roles: ['head'], branch: BRANCH, email: 'head@staff.example' })
  await Promise.all(Array.from({ length: 600 }, () => makeCase(test)))
  await test.passAt(at('2026-11-23T08:59'))
  box.mails.length = 0
  const { escalate } = await test.passAt(at('2026-11-23T09:00'))
  t.match(escalate, { cases: 600, verdicts: 600 })
  const per = new Map<string, number>()
  for (const mail of box.mails) per.set(mail.to[0]!, (per.get(mail.to[0]!) ?? 0) + 1)
  const [owners] = await test.database.sql`select count(distinct owner)::int as n from verdicts`
  t.equal(per.size, owners!.n + 1, 'the owners and the head')
  t.ok([...per.values()].every((n) => n === 1))
  const head = box.mails.find((m) => m.to[0] === 'head@staff.example')
  t.match(head?.header('subject'), '600 дел')
  t.match(head?.text, 'И ещё 550 дел.')
  const [left] = await test.database.sql`select count(*)::int as n from outbox where state not in ('sent','bundled')`
  t.equal(left!.n, 0)
})

t.test('GET /brief: the same for those who may read the branch', async (t) => {
  const test = await makeApp(t, { at: at('2026-11-23T05:00') })
  const head = await makeSigned(test, { roles: ['head'], branch: BRANCH })
  const centre = await makeSigned(test, { roles: ['central'], branch: 'KZ' })
  const admin = await makeSigned(test, { roles: ['admin'], branch: 'KZ' })
  const made = await makeCase(test)
  await test.passAt(at('2026-11-23T11:00'))
  const get = (who: { headers: object }, branch?: string) =>
    test.app.inject({ url: `/api/v1/brief${branch ? `?branch=${branch}` : ''}`, headers: who.headers as never })
  const own = await get(head)
  t.equal(own.statusCode, 200, own.body)
  t.match(own.json(), {
    branch: { code: BRANCH },
    date: '2026-11-23',
    overdue: { total: 1, items: [{ number: made.number, dueAt: '2026-11-23T09:00:00+05:00', overdue: true }] },
    centre: null,
  })
  const all = await get(centre)
  t.match(all.json(), {
    branch: { code: 'KZ' },
    overdue: { total: 1 },
    centre: { raised: { total: 1, items: [{ number: made.number }] } },
  })
  t.equal((await get(head, 'KZ-10')).statusCode, 403)
  t.equal((await get(head, 'KZ-39-3910')).statusCode, 200, 'a branch below')
  t.equal((await get(centre, 'KZ-99')).statusCode, 400)
  t.equal((await get(admin)).statusCode, 403, 'no case content for administrators')
  t.equal((await test.app.inject({ url: '/api/v1/brief' })).statusCode, 401)
})

t.test('GET /outbox: states for the centre and the administrator, addresses for nobody', async (t) => {
  const test = await makeApp(t, { at: at('2026-11-23T12:00') })
  const admin = await makeSigned(test, { roles: ['admin'], branch: 'KZ' })
  const responder = await makeSigned(test, {
    name: 'Айгүл',
    roles: ['responder'],
    branch: BRANCH,
    email: 'a@staff.example',
  })
  const made = await makeCase(test, { reporter: { email: 'citizen@people.example' } })
  const get = (query = '') => test.app.inject({ url: `/api/v1/outbox${query}`, headers: admin.headers })
  const answer = await get()
  t.equal(answer.statusCode, 200, answer.body)
  t.notMatch(answer.body, 'people.example')
  t.notMatch(answer.body, 'staff.example')
  t.match(answer.json(), { counts: { queued: 2, failed: 0 }, nextCursor: null })
  t.match(
    answer
      .json()
      .items.map((i: { to: string }) => i.to)
      .sort(),
    ['reporter', 'staff'],
  )
  t.equal((await get(`?case=${made.number}`)).json().items.length, 2)
  t.equal((await get('?state=failed')).json().items.length, 0)
  const first = (await get('?limit=1')).json()
  t.equal(first.items.length, 1)
  const second = (await get(`?limit=1&cursor=${first.nextCursor}`)).json()
  t.not(second.items[0].id, first.items[0].id)
  t.equal((await get('?cursor=x')).statusCode, 400)
  t.equal((await test.app.inject({ url: '/api/v1/outbox', headers: responder.headers })).statusCode, 403)
})
