import t from 'tap'
import { savePassword } from '../../db/staff.ts'
import { ensureAdmin } from '../../server/staff/admin.ts'
import { hashPassword } from '../../server/staff/password.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { makePerson } from '../support/make.ts'
import { makeSigned } from '../support/signed.ts'

// Each password costs what it costs in production.
t.setTimeout(120_000)

const PASSWORD = 'кітап-терезе-47'

async function makeKnown(test: TestApp, password = PASSWORD) {
  const person = await makePerson(test, { roles: ['responder'], branch: 'KZ-39', email: 'Aigul@daybreak.example' })
  await test.database.sql`update staff set password_hash = ${await hashPassword(password)} where id = ${person.id}`
  return person
}

const signIn = ({ app }: TestApp, payload: object, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: '/api/v1/session', payload, headers })

t.test('signing in gives a token, a cookie that scripts cannot read, and who I am', async (t) => {
  const test = await makeApp(t)
  const { app } = test
  const person = await makeKnown(test)
  const answer = await signIn(test, { email: 'aigul@DAYBREAK.example', password: PASSWORD })
  t.equal(answer.statusCode, 201, answer.body)
  const body = answer.json()
  t.match(body, {
    expiresAt: '2026-11-28T14:00:00+05:00',
    staff: { id: person.id, roles: ['responder'], branch: 'KZ-39' },
  })
  const cookie = String(answer.headers['set-cookie'])
  t.match(cookie, /^daybreak_session=/)
  t.match(cookie, /; HttpOnly/)
  t.match(cookie, /; SameSite=Lax/)
  t.match(cookie, /; Path=\//)
  t.notMatch(cookie, /Secure/, 'the public address of the test is http')
  t.notMatch(answer.body, /scrypt/)

  const me = await app.inject({ url: '/api/v1/session', headers: { cookie: `daybreak_session=${body.token}` } })
  t.equal(me.json().csrfToken, body.csrfToken)
  const out = await app.inject({
    method: 'DELETE',
    url: '/api/v1/session',
    headers: { cookie: `daybreak_session=${body.token}`, 'x-csrf-token': body.csrfToken },
  })
  t.equal(out.statusCode, 204)
  t.match(String(out.headers['set-cookie']), /daybreak_session=;/)
  const after = await app.inject({ url: '/api/v1/session', headers: { authorization: `Bearer ${body.token}` } })
  t.equal(after.statusCode, 401)
})

t.test('the cookie travels over https only where we live on https', async (t) => {
  const test = await makeApp(t, { config: { publicUrl: 'https://tan.example' } })
  await makeKnown(test)
  const answer = await signIn(test, { email: 'aigul@daybreak.example', password: PASSWORD })
  t.match(String(answer.headers['set-cookie']), /; Secure/)
  const foreign = await signIn(
    test,
    { email: 'aigul@daybreak.example', password: PASSWORD },
    { origin: 'http://tan.example' },
  )
  t.equal(foreign.json().code, 'csrf', 'a page of another origin signs nobody in')
})

t.test('a token does not survive a sign-in, nor other sessions a new password', async (t) => {
  const test = await makeApp(t)
  const { app } = test
  await makeKnown(test)
  const who = async (token: string) =>
    (await app.inject({ url: '/api/v1/session', headers: { authorization: `Bearer ${token}` } })).statusCode
  const credentials = { email: 'aigul@daybreak.example', password: PASSWORD }
  const first = (await signIn(test, credentials)).json()
  const second = (await signIn(test, credentials, { cookie: `daybreak_session=${first.token}` })).json()
  t.same([await who(first.token), await who(second.token)], [401, 200])

  const phone = (await signIn(test, credentials)).json()
  const change = (payload: object) =>
    app.inject({
      method: 'PUT',
      url: '/api/v1/session/password',
      headers: { authorization: `Bearer ${second.token}` },
      payload,
    })
  t.equal((await change({ current: 'wrong', password: 'another-good-one-9' })).json().code, 'wrong_credentials')
  t.equal((await change({ current: PASSWORD, password: 'password1234' })).json().code, 'weak_password')
  t.equal((await change({ current: PASSWORD, password: 'aigul-2026!' })).json().code, 'weak_password', 'own address')
  const changed = await change({ current: PASSWORD, password: 'тоғыз-алма-83' })
  t.equal(changed.statusCode, 200, changed.body)
  t.same([await who(second.token), await who(phone.token), await who(changed.json().token)], [401, 401, 200])
  t.equal((await signIn(test, credentials)).json().code, 'wrong_credentials')
  t.equal((await signIn(test, { ...credentials, password: 'тоғыз-алма-83' })).statusCode, 201)
})

t.test('a hash made with lesser parameters is made anew at the next sign-in', async (t) => {
  const test = await makeApp(t)
  const person = await makeKnown(test)
  const { scryptSync } = await import('node:crypto')
  const salt = Buffer.alloc(16, 3)
  const weak = `scrypt$14$8$1$${salt.toString('base64')}$${scryptSync(PASSWORD.normalize('NFKC'), salt, 32).toString('base64')}`
  await test.database.sql`update staff set password_hash = ${weak} where id = ${person.id}`
  t.equal((await signIn(test, { email: 'aigul@daybreak.example', password: PASSWORD })).statusCode, 201)
  const [row] = await test.database.sql<{ h: string }[]>`select password_hash as h from staff where id = ${person.id}`
  t.match(row!.h, /^scrypt\$17\$8\$1\$/)
  t.equal((await signIn(test, { email: 'aigul@daybreak.example', password: PASSWORD })).statusCode, 201)
})

t.test('the first administrator comes from the environment, once, on any number of instances', async (t) => {
  const admin = { email: 'boss@daybreak.example', password: 'тау-көл-дала-5' }
  const one = await makeApp(t, { config: { admin } })
  const two = await makeApp(t, { config: { admin }, database: one.database })
  const made = await Promise.all([ensureAdmin(one.deps), ensureAdmin(two.deps)])
  t.equal(made.filter(Boolean).length, 1)
  t.equal(await ensureAdmin(one.deps), false)
  const answer = await signIn(two, admin)
  t.match(answer.json().staff, { roles: ['admin', 'central-head'], branch: 'KZ' })

  const later = await makeApp(t, { config: { admin: { ...admin, email: 'late@daybreak.example' } } })
  await makeSigned(later, { roles: ['responder'], branch: 'KZ-39' })
  t.equal(await ensureAdmin(later.deps), false, 'somebody works here already')
})

t.test('a password that is taken away while it is being checked opens nothing, and changes nothing', async (t) => {
  const test = await makeApp(t)
  const { app, database, deps, services } = test
  const person = await makeKnown(test)
  const { token } = (await signIn(test, { email: 'aigul@daybreak.example', password: PASSWORD })).json()
  const [known] = await database.sql<
    { hash: string }[]
  >`select password_hash as hash from staff where id = ${person.id}`
  /** The hash is read by now, and its checking takes a while. */
  const counted = async () => {
    for (let n = 0; n < 400; n++) {
      if ((await database.sql`select from sign_in_failures where failures > 0`).length > 0) return
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    throw new Error('nobody tries to sign in')
  }
  const reset = await hashPassword('басқа-кілт-терезе-99')
  const takeAway = async () => {
    await counted()
    await new Promise((resolve) => setTimeout(resolve, 15))
    const log = { id: (await deps.ids.reserve(1)).next(), at: deps.now(), staff: null }
    t.equal(await savePassword(database.sql, person.id, reset, log), true)
  }
  const giveBack = async () => {
    await database.sql`update staff set password_hash = ${known!.hash} where id = ${person.id}`
    await database.sql`update sessions set ended_at = null`
    await database.sql`delete from sign_in_failures`
  }
  await giveBack()
  const [late] = await Promise.all([signIn(test, { email: 'aigul@daybreak.example', password: PASSWORD }), takeAway()])
  t.equal(late!.statusCode, 401)
  t.equal((await database.sql`select from sessions where ended_at is null`).length, 0, 'no session outlives it')

  await giveBack()
  const own = app.inject({
    method: 'PUT',
    url: '/api/v1/session/password',
    headers: { authorization: `Bearer ${token}` },
    payload: { current: PASSWORD, password: 'менің-жаңа-кілтім-12' },
  })
  const [changed] = await Promise.all([own, takeAway()])
  t.equal(changed.statusCode, 401, 'the old one cannot put itself back')
  const [now] = await database.sql<{ hash: string }[]>`select password_hash as hash from staff where id = ${person.id}`
  t.equal(now!.hash, reset)

  await t.rejects(services.sessions.start(person.id, deps.now(), undefined, known!.hash), { code: 'wrong_credentials' })
})
