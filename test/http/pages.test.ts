import { randomUUID } from 'node:crypto'
import { brotliDecompressSync } from 'node:zlib'
import t from 'tap'
import { PERMISSIONS } from '../../shared/domain/permissions.ts'
import { LANGS } from '../../shared/domain/text.ts'
import { makeApp } from '../support/app.ts'
import { postForm, reportFields } from '../support/citizen.ts'
import { makeCase } from '../support/make.ts'

const KB = 1_024

t.test('without a language the cookie decides, then Accept-Language, then Kazakh', async (t) => {
  const { app } = await makeApp(t)
  const to = async (headers: Record<string, string>) =>
    (await app.inject({ url: '/cases?region=KZ-39', headers })).headers.location
  t.equal(await to({}), '/kk/cases?region=KZ-39')
  t.equal(await to({ 'accept-language': 'en-GB,ru;q=0.5' }), '/en/cases?region=KZ-39')
  t.equal(await to({ 'accept-language': 'en', cookie: 'daybreak_lang=ru' }), '/ru/cases?region=KZ-39')
  t.equal(await to({ 'accept-language': 'en', cookie: 'daybreak_lang=de' }), '/en/cases?region=KZ-39')
  const page = await app.inject('/ru')
  t.match(page.headers['set-cookie'], /daybreak_lang=ru/, 'the language read last is remembered')
})

t.test('the language switch keeps the page and its filters', async (t) => {
  const { app } = await makeApp(t)
  const page = await app.inject('/kk/cases?region=KZ-39&status=open')
  t.match(page.body, 'href="/ru/cases?region=KZ-39&amp;status=open"')
})

t.test('a form of another site is refused, and the page says so in its language', async (t) => {
  const made = await makeApp(t)
  const refused = await postForm(made, '/ru/report', reportFields(), { origin: 'https://evil.example' })
  t.equal(refused.statusCode, 403)
  t.match(refused.body, 'Запрос пришёл с чужой страницы')
  t.equal((await made.database.sql`select count(*)::int as n from cases`)[0]!.n, 0)
})

t.test('a form sent twice is one case; changed and sent again it is another', async (t) => {
  const made = await makeApp(t)
  const fields = reportFields()
  const [first, second] = await Promise.all([
    postForm(made, '/kk/report', fields),
    postForm(made, '/kk/report', fields),
  ])
  t.equal(first.statusCode, 303)
  t.equal(second.headers.location, first.headers.location)
  const third = await postForm(made, '/kk/report', { ...fields, text: `${fields.text} Екінші үйде де.` })
  t.not(third.headers.location, first.headers.location)
  t.equal((await made.database.sql`select count(*)::int as n from cases`)[0]!.n, 2)
})

t.test('every fault of a report is said at once, and all that was typed stays', async (t) => {
  const made = await makeApp(t)
  const typed = {
    key: randomUUID(),
    text: 'x',
    category: 'no-such',
    region: 'KZ-39',
    district: '101000000',
    phone: '123',
    email: 'a@',
    name: '<script>alert(1)</script>',
    step: 'send',
  }
  const page = await postForm(made, '/en/report', typed)
  t.equal(page.statusCode, 422)
  for (const id of ['text', 'category', 'district', 'phone', 'email', 'consent'])
    t.match(page.body, `href="#${id}"`, id)
  t.match(page.body, 'value="&lt;script>', 'typed text is text')
  t.notMatch(page.body, '<script>alert')
  t.match(page.body, typed.key, 'the key stays, so that sending again is the same report')
})

t.test('no input makes a 5xx', async (t) => {
  const made = await makeApp(t)
  const { number, trackingToken } = await makeCase(made, { public: true })
  const odd = ['\u0000', '%00', '😀', '\ud800', 'x'.repeat(3_000), '../..', "'; drop table cases;--", '{}', '-1', '']
  for (const value of odd) {
    for (const path of [
      '/find?number=',
      '/cases?q=',
      '/cases?region=',
      '/cases?cursor=',
      '/cases?status=',
      '/cases/',
      '/track/',
      '/report?region=',
    ])
      t.ok(
        (await made.app.inject(`/kk${path}${encodeURIComponent(value.toWellFormed())}`)).statusCode < 500,
        `${path}${value.slice(0, 20)}`,
      )
    const fields = Object.fromEntries(
      [
        'text',
        'category',
        'region',
        'district',
        'address',
        'lat',
        'lon',
        'phone',
        'email',
        'key',
        'solved',
        'rating',
        'why',
      ].map((n) => [n, value]),
    )
    for (const url of [
      '/kk/report',
      '/kk/report/suggestions',
      `/kk/track/${trackingToken}/updates`,
      `/kk/track/${trackingToken}/confirmation`,
      `/kk/cases/${number}/followers`,
    ])
      t.ok((await postForm(made, url, { ...fields, step: 'send' })).statusCode < 500, `${url} ${value.slice(0, 20)}`)
  }
})

t.test('a private case shows everyone its topic, place and clock, and no word', async (t) => {
  const made = await makeApp(t)
  const { number, trackingToken } = await makeCase(made, { text: 'Құпия сөздер осында', address: 'Жасырын көше, 5' })
  const outside = await made.app.inject(`/kk/cases/${number}`)
  t.equal(outside.statusCode, 200)
  t.notMatch(outside.body, /Құпия|Жасырын/)
  t.match(outside.body, '09:00')
  const list = await made.app.inject('/kk/cases')
  t.match(list.body, number)
  t.notMatch(list.body, /Құпия|Жасырын/)
  t.match((await made.app.inject(`/kk/track/${trackingToken}`)).body, 'Құпия сөздер осында')
  t.equal((await made.app.inject(`/kk/track/${'x'.repeat(22)}`)).statusCode, 404)
})

t.test('joining counts once, following takes an address, and says what is wrong with a faulty one', async (t) => {
  const made = await makeApp(t)
  const { number } = await makeCase(made, { public: true })
  const joined = await postForm(made, `/kk/cases/${number}/supporters`, {})
  t.equal(joined.headers.location, `/kk/cases/${number}?done=supported`)
  await postForm(made, `/kk/cases/${number}/supporters`, {})
  t.equal((await made.database.sql`select supporters from cases`)[0]!.supporters, 1)
  const faulty = await postForm(made, `/kk/cases/${number}/followers`, { email: 'aigul@' })
  t.equal(faulty.statusCode, 422)
  t.match(faulty.body, 'value="aigul@"')
  const followed = await postForm(made, `/kk/cases/${number}/followers`, { email: 'aigul@example.com' })
  t.equal(followed.headers.location, `/kk/cases/${number}?done=followed`)
})

t.test('the reporter disputes by a form without scripts, and the case is open again', async (t) => {
  const made = await makeApp(t)
  const { trackingToken } = await makeCase(made)
  const nothing = await postForm(made, `/en/track/${trackingToken}/confirmation`, { solved: 'yes' })
  t.equal(nothing.statusCode, 422, 'what cannot be is said on the page')
  t.match(nothing.body, 'href="#solved"')
  const added = await postForm(made, `/en/track/${trackingToken}/updates`, { text: 'More of it', key: randomUUID() })
  t.equal(added.headers.location, `/en/track/${trackingToken}?done=added`)
})

t.test('a search by number: as people write it, and with a misheard digit', async (t) => {
  const made = await makeApp(t)
  const { number } = await makeCase(made)
  const find = (text: string) => made.app.inject(`/kk/find?number=${encodeURIComponent(text)}`)
  t.equal((await find(` № ${number.replaceAll('-', ' ')}`)).headers.location, `/kk/cases/${number}`)
  const wrong = await find(`${number.slice(0, -1)}${(Number(number.at(-1)) + 1) % 10}`)
  t.equal(wrong.statusCode, 404)
  t.match(wrong.body, 'id="number-error"')
})

t.test('errors are pages in the language of the address', async (t) => {
  const { app } = await makeApp(t)
  for (const [url, words] of [
    ['/kk/nothing', 'Мұндай бет табылмады'],
    ['/ru/cases/39-26-0000001-0', 'Такой страницы нет'],
    ['/en/track/short', 'There is no such page'],
  ] as const) {
    const page = await app.inject(url)
    t.equal(page.statusCode, 404, url)
    t.match(page.headers['content-type'], 'text/html')
    t.match(page.body, words)
  }
  t.match((await app.inject('/api/v1/nothing')).headers['content-type'], 'problem+json')
  const browser = await app.inject({ url: '/nothing', headers: { accept: 'text/html', 'accept-language': 'ru' } })
  t.match(browser.body, 'Такой страницы нет')
})

t.test('without the database a page says 503 in the reader’s language', async (t) => {
  const { app, database } = await makeApp(t)
  await app.inject('/kk')
  await database.drop()
  const page = await app.inject('/kk/cases')
  t.equal(page.statusCode, 503)
  t.ok(page.headers['retry-after'])
  t.match(page.body, 'Қазір қызмет көрсете алмай тұрмыз')
})

t.test('strict policy: no script and no style inside a page', async (t) => {
  const made = await makeApp(t)
  const { number, trackingToken } = await makeCase(made, { public: true })
  for (const path of ['', '/report', '/cases', `/cases/${number}`, `/track/${trackingToken}`, '/gallery']) {
    const page = await made.app.inject(`/kk${path}`)
    t.equal(page.statusCode, 200, path)
    t.notMatch(page.headers['content-security-policy'], /unsafe|https:/)
    t.notMatch(page.body, /<style|<[^>]+ style=|<[^>]+ on\w+=|<script(?![^>]* src=)/, path)
  }
})

t.test('a public page with everything it loads is light: 60 KB, 15 KB of it script, fonts 80 KB', async (t) => {
  const made = await makeApp(t)
  for (let n = 0; n < 25; n++)
    await makeCase(made, { public: true, text: `Мәселе ${n}: көшеде жарық жоқ, үш күн болды` })
  const { number } = await makeCase(made, { public: true })
  const size = async (url: string) =>
    (await made.app.inject({ url, headers: { 'accept-encoding': 'br' } })).rawPayload.length
  for (const lang of LANGS) {
    for (const path of ['', '/report', '/cases', `/cases/${number}`]) {
      const page = await made.app.inject({ url: `/${lang}${path}`, headers: { 'accept-encoding': 'br' } })
      const body = brotliDecompressSync(page.rawPayload).toString()
      const assets = [...new Set([...body.matchAll(/\/assets\/[\w.-]+/g)].map(([url]) => url))]
      const scripts = assets.filter((url) => url.endsWith('.js'))
      const sizes = await Promise.all(assets.filter((url) => !url.endsWith('.woff2')).map(size))
      const all = page.rawPayload.length + sizes.reduce((sum, n) => sum + n, 0)
      const script = (await Promise.all(scripts.map(size))).reduce((sum, n) => sum + n, 0)
      t.ok(all <= 60 * KB, `/${lang}${path}: ${(all / KB).toFixed(1)} KB`)
      t.ok(script <= 15 * KB, `/${lang}${path}: ${(script / KB).toFixed(1)} KB of script`)
    }
  }
  const css = (await made.app.inject(/\/assets\/main\.[\w-]+\.css/.exec((await made.app.inject('/kk')).body)![0]!)).body
  const fonts = [...css.matchAll(/\/assets\/[\w.-]+\.woff2/g)].map(([url]) => url)
  const weight = (await Promise.all(fonts.map(size))).reduce((sum, n) => sum + n, 0)
  t.ok(fonts.length > 0 && weight <= 80 * KB, `fonts: ${(weight / KB).toFixed(1)} KB`)
  const font = await made.app.inject(fonts[0]!)
  t.match(font.headers['cache-control'], 'max-age=31536000, immutable')
})

t.test('every page stands under each language', async (t) => {
  for (const route of Object.keys(PERMISSIONS).filter((r) => r.startsWith('GET /kk')))
    for (const lang of LANGS) t.ok(PERMISSIONS[route.replace('/kk', `/${lang}`)], route)
})
