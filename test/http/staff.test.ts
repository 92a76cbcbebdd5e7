import t from 'tap'
import { makeApp, type TestApp } from '../support/app.ts'
import { makeSigned, type Signed, signIn } from '../support/signed.ts'

t.setTimeout(120_000)

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
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

const PERSON = {
  email: 'New@daybreak.example',
  name: 'Жаңа Қызметкер',
  roles: ['responder'],
  branch: 'KZ-39',
  language: 'kk',
}

t.test('an administrator makes, changes and disables people; every change is logged', async (t) => {
  const test = await makeApp(t)
  const { database, app } = test
  const admin = await makeSigned(test, { roles: ['admin'], branch: 'KZ' })
  const ask = caller(test, admin)

  const made = await ask('POST', '/staff', PERSON)
  t.equal(made.status, 201, made.text)
  t.match(made.body, { email: PERSON.email, roles: ['responder'], branch: 'KZ-39', twoFactor: false, disabledAt: null })
  t.match(made.body.password, /^[a-z2-9-]{19}$/)
  const signedIn = await app.inject({
    method: 'POST',
    url: '/api/v1/session',
    payload: { email: PERSON.email, password: made.body.password },
  })
  t.equal(signedIn.statusCode, 201, 'and it opens the door')

  t.equal((await ask('POST', '/staff', { ...PERSON, email: 'new@DAYBREAK.example' })).body.code, 'email_taken')
  for (const [patch, code] of [
    [{ branch: undefined }, 'unknown_branch'],
    [{ branch: 'KZ' }, 'unknown_branch'],
    [{ branch: 'KZ-99' }, 'unknown_branch'],
    [{ roles: ['central'], branch: 'KZ-39' }, 'unknown_branch'],
    [{ roles: ['central', 'responder'] }, 'validation_failed'],
    [{ roles: ['desk'] }, 'validation_failed'],
    [{ roles: [] }, 'validation_failed'],
    [{ password: 'short' }, 'weak_password'],
    [{ email: 'nobody' }, 'validation_failed'],
    [{ salary: 1 }, 'validation_failed'],
  ] as const)
    t.equal((await ask('POST', '/staff', { ...PERSON, email: 'x@daybreak.example', ...patch })).body.code, code)

  const url = `/staff/${made.body.id}`
  const changed = await ask('PUT', url, { roles: ['head'], branch: 'KZ-10', name: 'Басшы' })
  t.match(changed.body, { roles: ['head'], branch: 'KZ-10', name: 'Басшы', email: PERSON.email })
  t.equal((await ask('PUT', url, { roles: ['head'] })).body.code, 'nothing_to_change')
  t.equal((await ask('PUT', url, { email: 'person1@staff.example' })).status, 200)
  t.equal((await ask('PUT', '/staff/999999', { name: 'x' })).status, 404)
  t.equal((await ask('PUT', '/staff/1', { name: 'x' })).status, 404, 'the desk is nobody')
  t.equal((await ask('PUT', `/staff/${admin.id}`, { disabled: true })).body.code, 'last_of_role')

  const token = signedIn.json().token
  const who = async () =>
    (await app.inject({ url: '/api/v1/session', headers: { authorization: `Bearer ${token}` } })).statusCode
  t.equal(await who(), 200)
  t.match((await ask('PUT', url, { disabled: true })).body.disabledAt, /^2026-11-21T14:00:00\+05:00$/)
  t.equal(await who(), 401)
  t.equal((await ask('PUT', url, { disabled: false })).body.disabledAt, null)
  t.equal(await who(), 401, 'back, but to be signed in anew')
  t.match((await ask('POST', `${url}/password`, {})).body.password, /-/)

  const log = await database.sql<{ what: string; staff: number; data: Record<string, unknown> }[]>`
    select what, staff, data from config_log order by at, id`
  t.same(
    log.map((row) => row.what),
    ['staff.add', 'staff.change', 'staff.change', 'staff.disable', 'staff.change', 'staff.password'],
  )
  t.ok(log.every((row) => row.staff === admin.id))
  t.match(log[1]!.data, { roles: ['head'], before: { roles: ['responder'], branch: 'KZ-39' } })
  t.notMatch(JSON.stringify(log), /scrypt|password_hash/)
})

t.test('a repeated POST makes one person and gives the same password; concurrent twins too', async (t) => {
  const test = await makeApp(t)
  const ask = caller(test, await makeSigned(test, { roles: ['admin'], branch: 'KZ' }))
  const keyed = () => ask('POST', '/staff', PERSON, { 'idempotency-key': 'one' })
  const [a, b] = await Promise.all([keyed(), keyed()])
  t.equal(a.status, 201, a.text)
  t.same(a.body, b.body)
  t.same((await keyed()).body, a.body)
  t.equal((await ask('POST', '/staff', { ...PERSON, name: 'Other' }, { 'idempotency-key': 'one' })).status, 422)
  const [row] = await test.database.sql`select count(*)::int as n from staff where branch = 'KZ-39'`
  t.equal(row!.n, 1)
  const [kept] = await test.database.sql`select body from idempotency`
  t.notMatch(JSON.stringify(kept), a.body.password, 'the password lies nowhere in clear')
})

t.test('a list shows the people in reach, page by page', async (t) => {
  const test = await makeApp(t)
  const admin = await makeSigned(test, { roles: ['admin'], branch: 'KZ' })
  const head = await makeSigned(test, { roles: ['head'], branch: 'KZ-39' })
  const responder = await makeSigned(test, { roles: ['responder'], branch: 'KZ-39' })
  const far = await makeSigned(test, { roles: ['responder'], branch: 'KZ-10' })
  const seen = async (who: Signed, query = '') =>
    (await caller(test, who)('GET', `/staff${query}`)).body.items.map((p: { id: number }) => p.id)
  t.same(await seen(admin), [admin.id, head.id, responder.id, far.id])
  t.same(await seen(head), [head.id, responder.id])
  t.same(await seen(responder), [head.id, responder.id])
  t.same(await seen(admin, '?role=responder'), [responder.id, far.id])
  t.same(await seen(admin, '?branch=KZ-10'), [far.id])
  t.equal((await caller(test, head)('GET', '/staff?branch=KZ-10')).status, 403)
  t.equal((await caller(test, head)('GET', `/staff/${far.id}`)).status, 403)
  t.equal((await caller(test, head)('GET', `/staff/${responder.id}`)).status, 200)
  const first = await caller(test, admin)('GET', '/staff?limit=3')
  t.equal(first.body.items.length, 3)
  const second = await caller(test, admin)('GET', `/staff?limit=3&cursor=${first.body.nextCursor}`)
  t.same(second.body, { ...second.body, nextCursor: null })
  t.equal(second.body.items[0].id, far.id)
  t.equal((await caller(test, admin)('GET', '/staff?cursor=zzz')).body.code, 'invalid_cursor')
})

t.test('API keys: shown once, act in the name of a person, stop when taken back', async (t) => {
  const test = await makeApp(t)
  const admin = await makeSigned(test, { roles: ['admin'], branch: 'KZ' })
  const person = await makeSigned(test, { roles: ['central'], branch: 'KZ', name: 'Robot' })
  const ask = caller(test, admin)
  const made = await ask('POST', '/api-keys', { name: '109', staff: person.id }, { 'idempotency-key': 'k' })
  t.equal(made.status, 201, made.text)
  t.match(made.body.key, /^dbk_[\w-]{43}$/)
  t.same(
    (await ask('POST', '/api-keys', { name: '109', staff: person.id }, { 'idempotency-key': 'k' })).body,
    made.body,
  )
  t.equal((await ask('POST', '/api-keys', { name: 'x', staff: 424242 })).body.code, 'unknown_staff')

  const key = { token: made.body.key, headers: { authorization: `Bearer ${made.body.key}` } }
  const me = await caller(test, key)('GET', '/session')
  t.match(me.body, { staff: { name: 'Robot' }, csrfToken: null, expiresAt: null })
  const report = await test.app.inject({
    method: 'POST',
    url: '/api/v1/cases',
    headers: key.headers,
    payload: { category: 'roads.pothole', region: 'KZ-39', text: 'Яма', externalId: '109-1' },
  })
  t.equal(report.statusCode, 201, 'what only staff may fill in')
  for (const [method, path, body] of [
    ['PUT', '/session/password', { current: 'x', password: 'long-enough-1' }],
    ['POST', '/session/two-factor', undefined],
    ['DELETE', '/session', undefined],
  ] as const)
    t.equal((await caller(test, key)(method, path, body)).status, 403, 'a key never takes an account over')

  const list = await ask('GET', '/api-keys')
  t.match(list.body.items, [{ id: made.body.id, name: '109', staff: { name: 'Robot' } }])
  t.notMatch(list.text, made.body.key)
  t.equal((await ask('DELETE', `/api-keys/${made.body.id}`)).status, 204)
  t.equal((await ask('DELETE', `/api-keys/${made.body.id}`)).status, 404)
  t.equal((await caller(test, key)('GET', '/session')).status, 401)
})

t.test('changes at the same moment on two instances: all are made, none is lost', async (t) => {
  const test = await makeApp(t)
  const other = await makeApp(t, { database: test.database })
  const admin = await makeSigned(test, { roles: ['admin'], branch: 'KZ' })
  const asks = [caller(test, admin), caller(other, await signIn(other, admin))]
  const keys = await Promise.all(
    Array.from({ length: 6 }, (_, n) => asks[n % 2]!('POST', '/api-keys', { name: `key ${n}`, staff: admin.id })),
  )
  t.same(
    keys.map((answer) => `${answer.status} ${answer.body.code ?? ''}`),
    Array(6).fill('201 '),
  )
  const [row] = await test.database.sql`select count(*)::int as n from config_log`
  t.equal(row!.n, 6)
})
