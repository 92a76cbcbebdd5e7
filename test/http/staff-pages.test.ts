import t from 'tap'
import { hashPassword } from '../../server/staff/password.ts'
import { codeOf } from '../../server/staff/totp.ts'
import { returnTo } from '../../server/web/staff/sign-in-page.tsx'
import { PERMISSIONS } from '../../shared/domain/permissions.ts'
import { LANGS } from '../../shared/domain/text.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { postForm } from '../support/citizen.ts'
import { makePerson } from '../support/make.ts'
import { makeSigned } from '../support/signed.ts'

t.setTimeout(120_000)

const PASSWORD = 'таңғы сағат тоғыз'
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

async function employ(made: TestApp, email: string, more: { totp?: boolean } = {}) {
  const person = await makePerson(made, { name: 'Айгүл Серікова', roles: ['responder'], branch: 'KZ-39', email })
  await made.database.sql`update staff set password_hash = ${await hashPassword(PASSWORD)} where id = ${person.id}`
  if (more.totp) {
    const sealed = made.deps.secrets.seal(SECRET, `totp:${person.id}`)
    await made.database.sql`update staff set totp_secret = decode(${sealed}, 'base64') where id = ${person.id}`
  }
  return person
}

const cookieOf = (answer: { headers: Record<string, unknown> }) =>
  [answer.headers['set-cookie']]
    .flat()
    .map(String)
    .find((c) => c.startsWith('daybreak_session='))
    ?.split(';')[0]

t.test('signing in leads to the page asked for, signing out ends the session', async (t) => {
  const made = await makeApp(t)
  t.match((await made.app.inject('/en/sign-in')).body, 'npm run staff -- add', 'nobody yet: how to make the first')
  await employ(made, 'aigul@staff.example')
  const asked = await made.app.inject('/kk/me')
  t.equal(asked.statusCode, 303)
  t.equal(asked.headers.location, '/kk/sign-in?to=%2Fme')
  const page = await made.app.inject(String(asked.headers.location))
  t.match(page.body, 'name="to" value="/me"')
  t.notMatch(page.body, 'npm run staff')

  const wrong = await postForm(made, '/ru/sign-in', { email: 'aigul@staff.example', password: 'не тот', to: '/me' })
  t.equal(wrong.statusCode, 422)
  t.match(wrong.body, 'value="aigul@staff.example"', 'the address stays')
  t.notMatch(wrong.body, 'не тот', 'the password never comes back')
  t.match(wrong.body, 'Проверьте')
  t.notOk(cookieOf(wrong))

  const right = await postForm(made, '/ru/sign-in', { email: 'Aigul@staff.example', password: PASSWORD, to: '/me' })
  t.equal(right.statusCode, 303)
  t.equal(right.headers.location, '/ru/me')
  const cookie = cookieOf(right)!
  const me = await made.app.inject({ url: '/ru/me', headers: { cookie } })
  t.match(me.body, 'Айгүл Серікова')
  t.match(me.headers['cache-control'], 'no-cache')
  t.equal((await made.app.inject({ url: '/ru/sign-in?to=/me', headers: { cookie } })).headers.location, '/ru/me')

  t.equal((await postForm(made, '/ru/sign-out', {}, { cookie })).statusCode, 403, 'a foreign form signs nobody out')
  const token = /name="_csrf" value="([^"]+)"/.exec(me.body)![1]!
  const out = await postForm(made, '/ru/sign-out', { _csrf: token }, { cookie })
  t.equal(out.headers.location, '/ru/sign-in?out=1')
  t.equal((await made.app.inject({ url: '/ru/me', headers: { cookie } })).statusCode, 303)
})

t.test('the one-time code is asked for in a second step', async (t) => {
  const made = await makeApp(t)
  await employ(made, 'aigul@staff.example', { totp: true })
  const first = await postForm(made, '/kk/sign-in', { email: 'aigul@staff.example', password: PASSWORD, to: '/me' })
  t.equal(first.statusCode, 200)
  t.notMatch(first.body, PASSWORD, 'the password is not in the page')
  const pending = /name="pending" value="([^"]+)"/.exec(first.body)![1]!
  const wrong = await postForm(made, '/kk/sign-in', { pending, totp: '000000' })
  t.equal(wrong.statusCode, 422)
  t.match(wrong.body, 'name="pending"', 'and may be tried again')
  const totp = codeOf(SECRET, Math.floor(made.deps.now() / 30_000))
  const right = await postForm(made, '/kk/sign-in', { pending, totp, to: '/me' })
  t.equal(right.headers.location, '/kk/me')
  t.ok(cookieOf(right))
  for (const bad of ['x', pending.slice(0, -8), `A${pending}`]) {
    const answer = await postForm(made, '/kk/sign-in', { pending: bad, totp })
    t.equal(answer.statusCode, 422, 'an altered step is none')
    t.notMatch(answer.body, 'name="pending"')
  }
  made.setTime(made.deps.now() + 6 * 60_000)
  t.match((await postForm(made, '/kk/sign-in', { pending, totp })).body, 'id="email"', 'too late: from the start')
})

t.test('guessing is slowed down on the page as it is in the API', async (t) => {
  const made = await makeApp(t)
  await employ(made, 'aigul@staff.example')
  const attempt = (password: string) =>
    postForm(made, '/en/sign-in', { email: 'aigul@staff.example', password, to: '' })
  for (let n = 0; n < 5; n++) await attempt('wrong')
  const stopped = await attempt(PASSWORD)
  t.equal(stopped.statusCode, 422)
  t.match(stopped.body, 'Too many failed attempts')
})

t.test('a page that is not for everyone says so, in the language of the page', async (t) => {
  const made = await makeApp(t)
  const admin = await makeSigned(made, { name: 'Admin Person', roles: ['admin'], branch: 'KZ' })
  const guarded = Object.entries(PERMISSIONS).filter(
    ([route, rule]) => /^GET \/kk\/[\w-]+$/.test(route) && !rule.anyone && !rule.roles?.admin,
  )
  for (const lang of LANGS) {
    for (const [route] of guarded) {
      const url = route.replace('GET /kk', `/${lang}`)
      const answer = await made.app.inject({ url, headers: admin.headers })
      t.equal(answer.statusCode, 403, url)
      t.match(answer.body, 'Admin Person')
      t.match(answer.headers['content-type'], 'text/html')
    }
    const me = await made.app.inject({ url: `/${lang}/me`, headers: admin.headers })
    t.equal(me.statusCode, 200)
    t.match(me.body, `<html lang="${lang}" class="staff">`)
  }
})

t.test('only an own path is gone back to', async (t) => {
  for (const path of ['/desk', '/desk/cases/39-26-0000001-0?done=reacted', '/kk/desk']) t.ok(returnTo(path), path)
  t.equal(returnTo('/kk/desk'), '/desk')
  for (const path of [
    undefined,
    '',
    'desk',
    '//evil.example',
    '/\\evil.example',
    '/kk//evil.example',
    'https://evil.example',
    '/sign-out',
    '/kk/sign-in?to=/desk',
    `/${'a'.repeat(600)}`,
    '/desk\r\nset-cookie: a=b',
  ])
    t.equal(returnTo(path), '', String(path))
})
