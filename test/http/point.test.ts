import t, { type Test } from 'tap'
import { caseView } from '../../shared/contract/case.ts'
import { LANGS } from '../../shared/domain/text.ts'
import { makeApp } from '../support/app.ts'
import { makeDesk, REACTION } from '../support/desk.ts'
import { openEar, settle } from '../support/live.ts'
import { makeSigned } from '../support/signed.ts'

const POINT = { lat: 52.97231, lon: 63.11874 }
/** Any part of the point from which the house can be told. */
const EXACT = /52\.97|63\.1[12]|52,97|63,1[12]/
const NEAR = `/cases?near=${POINT.lat},${POINT.lon},500`
const BOX = `/cases?bbox=${POINT.lon - 0.01},${POINT.lat - 0.01},${POINT.lon + 0.01},${POINT.lat + 0.01}`
const ADDRESS = 'Рудный, Ленина 7, кв. 12'

type Deed = { do: string; words?: string[] }

async function begin(t: Test, more: Record<string, unknown> = {}) {
  const test = await makeApp(t)
  const desk = await makeDesk(test)
  const filed = await desk.report({ text: 'Течёт крыша', address: ADDRESS, location: POINT, ...more })
  const moderate = (body: Deed) =>
    desk.as(desk.centre).post(`${filed.url}/moderation`, { reason: 'personal-data', ...body })
  const found = async (url: string, who?: Parameters<typeof desk.as>[0]) =>
    ((await desk.as(who).get(url)).body.items as { number: string }[]).map((c) => c.number)
  /** Everything that anybody is given of this case without signing in. */
  const outlets = async (): Promise<[string, string][]> => [
    ...(await Promise.all(
      [
        ...LANGS.flatMap((lang) => [`/${lang}/cases/${filed.number}`, `/${lang}/cases`, `/${lang}/feed.atom`]),
        `/ru/cases?q=${encodeURIComponent('крыша')}`,
        `/ru/feed.atom?case=${filed.number}`,
        `/api/v1${filed.url}`,
        `/api/v1${filed.url}/events`,
        `/api/v1/cases?q=${filed.number}`,
        '/api/v1/cases',
        '/api/v1/cases?sort=due',
        `/api/v1${NEAR}`,
        `/api/v1${BOX}`,
      ].map(async (url): Promise<[string, string]> => {
        const { statusCode, body } = await test.app.inject(url)
        if (statusCode !== 200) t.fail(`${url}: ${statusCode}`)
        return [url, body]
      }),
    )),
  ]
  return { test, ...desk, ...filed, moderate, found, outlets }
}

t.test('a public case shows its point to everyone', async (t) => {
  const { as, url, number, found, outlets } = await begin(t)
  t.same((await as().get(url)).body.location, POINT)
  t.same((await as().get('/cases')).body.items[0].location, POINT)
  t.same(await found(NEAR), [number])
  t.same(await found(BOX), [number])
  const pages = (await outlets()).filter(([path]) => path.includes(`/cases/${number}`) && !path.startsWith('/api'))
  t.equal(pages.length, LANGS.length)
  for (const [path, html] of pages) {
    t.match(html, 'geo:52.972310,63.118740', path)
    t.match(html, /openstreetmap\.org\/\?mlat=52\.972310&amp;mlon=63\.118740/, path)
  }
})

for (const [how, deed, undo] of [
  ['something in the address is masked', { do: 'mask', words: ['кв. 12'] }, { do: 'unmask' }],
  ['the point is hidden by itself', { do: 'hide-point' }, { do: 'show-point' }],
] as const) {
  t.test(`${how}: no outlet shows the point, and no search finds it; staff and reporter see it`, async (t) => {
    const made = await begin(t)
    const { test, as, url, number, responder, reporter, moderate, found, outlets } = made
    const ear = await openEar(t, test.app)
    const raw: string[] = []
    ear.ws.on('message', (data) => raw.push(String(data)))
    await ear.subscribe(['public', `case:${number}`])
    const done = await moderate(deed as unknown as Deed)
    t.equal(done.status, 201, done.text)
    t.same(caseView.parse(done.body).location, POINT, 'who moderates works on it')
    await as(responder).post(`${url}/reaction`, REACTION)
    await settle(test)
    test.deps.bell!.ring()
    await ear.until((m) => m.event?.kind === 'reacted')

    for (const [path, body] of await outlets()) t.notMatch(body, EXACT, path)
    t.notMatch(raw.join('\n'), EXACT, 'the socket')
    const seen = (await as().get(url)).body
    t.equal(seen.location, null)
    t.equal(seen.region.code, 'KZ-39', 'where it is, it still says')
    t.equal((await as().get('/cases')).body.items[0].location, null)
    t.same(await found(NEAR), [])
    t.same(await found(BOX), [])
    const html = (await test.app.inject(`/ru/cases/${number}`)).body
    t.notMatch(html, /geo:|mlat|<db-map/)

    for (const who of [responder, made.head, made.centre]) {
      t.same((await as(who).get(url)).body.location, POINT)
      t.same((await as(who).get('/cases')).body.items[0].location, POINT)
      t.same(await found(NEAR, who), [number])
    }
    t.same((await as(reporter).get(url)).body.location, POINT)
    const desk = await test.app.inject({ url: `/ru/desk/cases/${number}`, headers: responder.headers })
    t.match(desk.body, 'geo:52.972310,63.118740')

    t.equal((await moderate(undo)).status, 201)
    t.same((await as().get(url)).body.location, POINT)
    t.same(await found(NEAR), [number])
  })
}

t.test('staff of another branch are outsiders here', async (t) => {
  const made = await begin(t)
  await made.moderate({ do: 'hide-point' })
  const { makeSigned } = await import('../support/signed.ts')
  const other = await makeSigned(made.test, { roles: ['responder'], branch: 'KZ-10' })
  t.equal((await made.as(other).get(made.url)).body.location, null)
  t.equal((await made.as(other).get('/cases')).body.items[0].location, null)
  t.same(await made.found(NEAR, other), [])
})

t.test('a private report shows no point and is not found by it', async (t) => {
  const { as, url, reporter, found, outlets } = await begin(t, { public: false })
  for (const [path, body] of await outlets()) t.notMatch(body, EXACT, path)
  t.notOk('location' in (await as().get(url)).body)
  t.same(await found(NEAR), [])
  t.same(await found(BOX), [])
  t.same((await as(reporter).get(url)).body.location, POINT)
})

t.test('a category may ask that the place is not public: of violence at home neither address nor point', async (t) => {
  const made = await begin(t, { category: 'order-rights.violence' })
  const { as, url, number, responder, reporter, found, outlets, test } = made
  for (const [path, body] of await outlets()) {
    t.notMatch(body, EXACT, path)
    t.notMatch(body, /Ленина|кв\. 12/, path)
  }
  t.match((await as().get(url)).body, { address: null, location: null, region: { code: 'KZ-39' }, text: 'Течёт крыша' })
  const byAddress = `/cases?q=${encodeURIComponent('Ленина')}`
  for (const search of [NEAR, BOX, byAddress]) t.same(await found(search), [], search)
  for (const who of [responder, reporter]) t.match((await as(who).get(url)).body, { address: ADDRESS, location: POINT })
  t.match((await as(responder).get('/cases')).body.items[0], { address: ADDRESS, location: POINT })
  t.same(await found(NEAR, responder), [number])

  await test.database.sql`with bumped as (update reference_stamp set stamp = stamp + 1 where id = 1)
    update categories set place = null where id = 'order-rights.violence'`
  test.deps.world.forget()
  t.match((await as().get(url)).body, { address: ADDRESS, location: POINT }, 'it is the category that asks')
})

t.test(
  'a category that is made to hide its places hides those it has: nobody finds a house by guessing its address',
  async (t) => {
    const { as, url, number, responder, found, test } = await begin(t)
    const admin = await makeSigned(test, { roles: ['admin'], branch: 'KZ' })
    const { category } = (await as(responder).get(url)).body
    const byAddress = `/cases?q=${encodeURIComponent('Ленина 7')}`
    const byText = `/cases?q=${encodeURIComponent('крыша')}`
    t.same(await found(byAddress), [number])
    const letter = {
      body: 'kostanay-roads',
      channel: 'email',
      subject: 'Крыша',
      text: 'Просим починить',
      language: 'ru',
    }
    t.match((await as(responder).post(`${url}/contacts/preview`, letter)).body.text, 'Ленина 7')
    t.equal((await as(admin).put(`/categories/${category.code}`, { place: 'hidden' })).status, 200)
    t.same(await found(byAddress), [])
    t.same(await found(byText), [number], 'by its words it is found as before')
    t.same(await found(`${byText}&near=${POINT.lat},${POINT.lon},500`), [])
    t.same(await found(`${byText}&near=${POINT.lat},${POINT.lon},500`, responder), [number])
    t.notMatch(
      (await as(responder).post(`${url}/contacts/preview`, letter)).body.text,
      /Ленина|кв\. 12/,
      'a body is outside',
    )
    t.equal((await as(admin).put(`/categories/${category.code}`, { place: null })).status, 200)
    t.same(await found(byAddress), [number], 'and back')
  },
)

t.test('a link of a map in the address is the point: hidden with it', async (t) => {
  for (const link of ['https://go.2gis.com/a1b2c', `Рудный ${POINT.lat}, ${POINT.lon}`]) {
    const { as, url, reporter, responder, moderate, outlets } = await begin(t, { address: link })
    t.equal((await as().get(url)).body.address, link)
    await moderate({ do: 'hide-point' })
    t.equal((await as().get(url)).body.address, null)
    for (const [path, body] of await outlets()) t.notMatch(body, link.includes('2gis') ? /2gis/ : EXACT, path)
    for (const who of [reporter, responder]) t.equal((await as(who).get(url)).body.address, link)
  }
})

t.test('there is something to hide, once; erasure takes the point itself', async (t) => {
  const { as, url, moderate, test, centre } = await begin(t)
  t.equal((await moderate({ do: 'show-point' })).status, 409)
  t.equal((await moderate({ do: 'hide-point' })).status, 201)
  t.equal((await moderate({ do: 'hide-point' })).status, 409)
  const events = (await as().get(`${url}/events`)).body.items
  t.match(events.at(-1), { kind: 'moderated', what: 'hide-point', reason: 'personal-data' })
  await as(centre).post(`${url}/erasure`, { reason: 'по просьбе' })
  t.same((await test.database.sql`select lat, lon from cases`)[0], { lat: null, lon: null })
  const without = await begin(t, { location: undefined })
  t.equal((await without.moderate({ do: 'hide-point' })).status, 409, 'no point, nothing to hide')
})
