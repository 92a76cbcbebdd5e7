import t from 'tap'
import { hashPassword } from '../../server/staff/password.ts'
import { codeOf } from '../../server/staff/totp.ts'
import { makeApp, SATURDAY_14, type TestApp } from '../support/app.ts'
import { makePerson } from '../support/make.ts'

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

t.test('wrong, unknown and disabled look alike; guessing is slowed down, on every instance', async (t) => {
  const test = await makeApp(t)
  const person = await makeKnown(test)
  const other = await makeApp(t, { database: test.database })
  const email = 'aigul@daybreak.example'
  const wrong = (on = test, password = 'wrong wrong') => signIn(on, { email, password })
  const unknown = (await signIn(test, { email: 'nobody@daybreak.example', password: PASSWORD })).json()
  t.same((await wrong()).json(), unknown, 'not even the words differ')

  // Together they do not slip through.
  await test.database.sql`update sign_in_failures set failures = 3 where failures = 1`
  const many = await Promise.all([wrong(), wrong(other), wrong()])
  t.equal(many.filter((a) => a.statusCode === 401).length, 2)
  const refused = many.filter((a) => a.statusCode === 429)
  t.equal(refused.length, 1)
  t.match(refused[0]!.json(), { code: 'too_many_attempts', detail: /\b1\b/ })
  t.equal((await wrong(other, PASSWORD)).statusCode, 429, 'the right one has to wait as well')
  test.setTime(SATURDAY_14 + 60_000)
  t.equal((await wrong()).statusCode, 401)
  t.match((await wrong()).json().detail, /\b2\b/, 'then two minutes')
  test.setTime(SATURDAY_14 + 3 * 60_000)
  t.equal((await wrong(test, PASSWORD)).statusCode, 201)
  t.equal((await wrong()).statusCode, 401, 'a success forgets the failures')

  const [row] = await test.database
    .sql`select count(*)::int as n from sign_in_failures where encode(key, 'escape') like '%aigul%'`
  t.equal(row!.n, 0, 'no address is kept')
  await test.database.sql`update staff set disabled_at = ${SATURDAY_14} where id = ${person.id}`
  t.same((await wrong(test, PASSWORD)).json(), unknown)
})

t.test('one address guessing many accounts is slowed down too', async (t) => {
  const test = await makeApp(t)
  const { deps } = test
  const now = SATURDAY_14
  const key = deps.secrets.match('sign-in-from', '127.0.0.1')
  await test.database
    .sql`insert into sign_in_failures (key, failures, until) values (decode(${key}, 'base64'), 29, ${now})`
  t.equal((await signIn(test, { email: 'a@daybreak.example', password: 'wrong' })).statusCode, 401)
  t.equal((await signIn(test, { email: 'b@daybreak.example', password: 'wrong' })).statusCode, 429)
})

t.test('the one-time code: asked for, valid half a minute, once', async (t) => {
  const test = await makeApp(t)
  const { app, setTime } = test
  await makeKnown(test)
  const email = 'aigul@daybreak.example'
  const { token } = (await signIn(test, { email, password: PASSWORD })).json()
  const headers = { authorization: `Bearer ${token}` }
  const url = '/api/v1/session/two-factor'
  const { secret, uri } = (await app.inject({ method: 'POST', url, headers })).json()
  t.match(uri, /^otpauth:\/\/totp\/Daybreak%3Aaigul%40/i)
  const put = (code: string, password = PASSWORD) =>
    app.inject({ method: 'PUT', url, headers, payload: { secret, code, password } })
  const at = (ms: number) => codeOf(secret, Math.floor(ms / 30_000))
  t.equal((await put('000000')).json().code, 'wrong_credentials')
  t.equal((await put(at(SATURDAY_14), 'wrong')).json().code, 'wrong_credentials')
  t.equal((await put(at(SATURDAY_14))).statusCode, 204)
  const [stored] = await test.database.sql<
    { s: string }[]
  >`select encode(totp_secret, 'escape') as s from staff where totp_secret is not null`
  t.notMatch(stored!.s, secret, 'sealed')

  t.equal((await signIn(test, { email, password: PASSWORD })).json().code, 'code_required')
  t.equal((await signIn(test, { email, password: 'wrong' })).json().code, 'wrong_credentials', 'says nothing before')
  t.equal(
    (await signIn(test, { email, password: PASSWORD, totp: at(SATURDAY_14 - 120_000) })).json().code,
    'wrong_credentials',
  )
  t.equal((await signIn(test, { email, password: PASSWORD, totp: at(SATURDAY_14) })).statusCode, 201)
  t.equal(
    (await signIn(test, { email, password: PASSWORD, totp: at(SATURDAY_14) })).json().code,
    'wrong_credentials',
    'once',
  )
  setTime(SATURDAY_14 + 60_000)
  t.equal((await signIn(test, { email, password: PASSWORD, totp: at(SATURDAY_14 + 60_000) })).statusCode, 201)
  const off = await app.inject({ method: 'DELETE', url, headers, payload: { password: PASSWORD } })
  t.equal(off.statusCode, 204, off.body)
  t.equal((await signIn(test, { email, password: PASSWORD })).statusCode, 201)
})

t.test('the codes are those of RFC 6238', async (t) => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  const wanted: [number, string][] = [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ]
  for (const [seconds, code] of wanted) t.equal(codeOf(secret, Math.floor(seconds / 30)), code)
})
