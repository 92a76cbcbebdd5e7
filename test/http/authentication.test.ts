import t from 'tap'
import { IDLE_MS, LIFETIME_MS } from '../../server/sessions.ts'
import { makeApp, SATURDAY_14 } from '../support/app.ts'
import { makePerson } from '../support/make.ts'

const STAFF = '/api/v1/session'

t.test('a session: by Bearer or by cookie, for as long as it is used, and seven days at most', async (t) => {
  const test = await makeApp(t)
  const { app, services, database, setTime } = test
  const person = await makePerson(test, { roles: ['responder'], branch: 'KZ-39' })
  const start = (at = SATURDAY_14) => services.sessions.start(person.id, at)
  const get = async (headers: Record<string, string>) => (await app.inject({ url: STAFF, headers })).statusCode
  const bearer = (token: string) => get({ authorization: `Bearer ${token}` })

  const session = await start()
  t.equal(await bearer(session.token), 200)
  t.equal(await get({ cookie: `daybreak_session=${session.token}` }), 200)
  t.equal(await bearer(`${session.token.slice(0, -1)}${session.token.endsWith('A') ? 'B' : 'A'}`), 401)
  t.equal(await bearer('nonsense'), 401, 'what is no token at all')
  t.equal(await get({ authorization: 'Basic dXNlcjpwYXNz' }), 401, 'another scheme')
  t.equal(await get({}), 401, 'nobody')
  t.equal(await get({ cookie: `daybreak_session=${'x'.repeat(43)}` }), 401, 'a cookie of nobody')

  setTime(SATURDAY_14 + IDLE_MS - 1)
  t.equal(await bearer(session.token), 200, 'just before it is idle for too long')
  await services.sessions.drain()
  const [row] = await database.sql<{ seen: number }[]>`select seen_at as seen from sessions`
  t.equal(row?.seen, SATURDAY_14 + IDLE_MS - 1, 'its use is remembered')
  setTime(SATURDAY_14 + IDLE_MS)
  t.equal(await bearer(session.token), 200, 'in use: it goes on')
  setTime(SATURDAY_14 + 2 * IDLE_MS - 1)
  t.equal(await bearer(session.token), 401, 'idle for twelve hours')

  const busy = await start(SATURDAY_14)
  for (let at = SATURDAY_14; at < SATURDAY_14 + LIFETIME_MS; at += IDLE_MS / 2) {
    setTime(at)
    t.equal(await bearer(busy.token), 200)
    await services.sessions.drain()
  }
  setTime(SATURDAY_14 + LIFETIME_MS)
  t.equal(await bearer(busy.token), 401, 'seven days, however busy')
})

t.test('a disabled person is out at once, with session and key', async (t) => {
  const test = await makeApp(t)
  const { app, deps, services, database } = test
  const person = await makePerson(test, { roles: ['responder'], branch: 'KZ-39' })
  const { token } = await services.sessions.start(person.id, SATURDAY_14)
  const key = `dbk_${'k'.repeat(43)}`
  await database.sql`insert into api_keys (id, key_hash, name, staff, created_at)
    values (1, decode(${deps.secrets.hash(key)}, 'base64'), 'import', ${person.id}, ${SATURDAY_14})`
  const get = async (t: string) =>
    (await app.inject({ url: STAFF, headers: { authorization: `Bearer ${t}` } })).statusCode
  t.same([await get(token), await get(key)], [200, 200])
  await database.sql`update staff set disabled_at = ${SATURDAY_14} where id = ${person.id}`
  t.same([await get(token), await get(key)], [401, 401])
})

t.test('the cookie alone changes nothing: CSRF token and our own Origin are asked for', async (t) => {
  const test = await makeApp(t)
  const { app, deps, services } = test
  const person = await makePerson(test, { roles: ['responder'], branch: 'KZ-39' })
  const { token } = await services.sessions.start(person.id, SATURDAY_14)
  const csrf = deps.secrets.csrfToken(token)
  const payload = { category: 'heat.no-heat', region: 'KZ-39', text: 'Нет тепла' }
  const post = async (headers: Record<string, string>, body: object = payload) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/cases',
      headers: { cookie: `daybreak_session=${token}`, ...headers },
      payload: body,
    })
    return answer.statusCode === 201 ? 201 : `${answer.statusCode} ${answer.json().code}`
  }
  t.equal(await post({}), '403 csrf')
  t.equal(await post({ 'x-csrf-token': 'wrong' }), '403 csrf')
  t.equal(await post({ 'x-csrf-token': csrf }), 201)
  t.equal(await post({ 'x-csrf-token': csrf, origin: 'http://127.0.0.1:3000' }), 201)
  t.equal(await post({ 'x-csrf-token': csrf, origin: 'https://evil.example' }), '403 csrf')
  t.equal(await post({ 'x-csrf-token': csrf, origin: 'null' }), '403 csrf')
  t.equal(await post({ 'x-csrf-token': csrf, 'sec-fetch-site': 'cross-site' }), '403 csrf')
  t.equal(await post({ 'x-csrf-token': csrf, origin: 'null', 'sec-fetch-site': 'same-origin' }), 201, 'our own form')
  t.equal(await post({ authorization: `Bearer ${token}` }), 201, 'a Bearer header cannot be forged by a page')
})

t.test('sessions tell when they end', async (t) => {
  const test = await makeApp(t)
  const { services } = test
  const person = await makePerson(test, { roles: ['responder'], branch: 'KZ-39' })
  const one = await services.sessions.start(person.id, SATURDAY_14)
  const heard: unknown[] = []
  const stop = services.sessions.onEnded((ended) => heard.push(ended))
  await services.sessions.end(one.hash, SATURDAY_14)
  const two = await services.sessions.start(person.id, SATURDAY_14)
  const three = await services.sessions.start(person.id, SATURDAY_14, two.hash)
  t.same(heard, [{ hash: one.hash }, { hash: two.hash }])
  stop()
  await services.sessions.end(three.hash, SATURDAY_14)
  t.equal(heard.length, 2)
})

t.test('a refusal to somebody unknown names the scheme', async (t) => {
  const { app } = await makeApp(t)
  const answer = await app.inject({ url: STAFF })
  t.equal(answer.statusCode, 401)
  t.equal(answer.headers['www-authenticate'], 'Bearer')
})
