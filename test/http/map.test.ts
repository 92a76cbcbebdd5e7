import t from 'tap'
import { LANGS } from '../../shared/domain/text.ts'
import { makeApp } from '../support/app.ts'
import { postForm, reportFields } from '../support/citizen.ts'
import { makeCase } from '../support/make.ts'

const GROUND = '/map/ground.json'
const TILES = {
  url: 'https://tiles.example/{z}/{x}/{y}.png',
  origin: 'https://tiles.example',
  attribution: '© Картографы <b>, https://tiles.example/terms',
}
type Position = readonly [number, number]
interface Feature {
  readonly id?: string
  readonly properties: { readonly name: Record<string, string>; readonly at?: Position }
  readonly geometry: { readonly type: string; readonly coordinates: unknown }
}

const positions = (value: unknown): Position[] =>
  typeof (value as unknown[])[0] === 'number' ? [value as Position] : (value as unknown[]).flatMap(positions)

t.test('the ground: borders and names of every region and its town, small, and true to the data', async (t) => {
  const { app, deps } = await makeApp(t)
  const answer = await app.inject(GROUND)
  t.equal(answer.statusCode, 200)
  t.match(answer.headers['content-type'], 'application/geo+json')
  const { type, features } = answer.json() as { type: string; features: Feature[] }
  t.equal(type, 'FeatureCollection')
  const { reference } = await deps.world.at(deps.now())
  t.same(
    features.flatMap((f) => f.id ?? []),
    reference.regions.map((r) => r.code),
  )
  for (const f of features) for (const lang of LANGS) t.ok(f.properties.name[lang], `${f.id}: ${lang}`)
  for (const region of reference.regions) {
    const drawn = features.find((f) => f.id === region.code)!
    const name = region.name.kk
    t.equal(drawn.properties.name.kk, name)
    const [ours, theirs] = [
      positions(drawn.geometry.coordinates),
      positions((region.geometry as { coordinates: unknown }).coordinates),
    ]
    t.ok(ours.length <= theirs.length, name)
    // The box of a simplified border is that of the border, within the grid of a hundredth of a degree.
    for (const axis of [0, 1] as const)
      for (const most of [Math.min, Math.max])
        t.ok(
          Math.abs(most(...ours.map((p) => p[axis])) - most(...theirs.map((p) => p[axis]))) <= 0.0051,
          `${name}: ${axis}`,
        )
    const [lon, lat] = drawn.properties.at!
    t.ok(reference.regionAt(lat, lon), `the name of ${name} stands in the country`)
  }
  const towns = features.filter((f) => f.geometry.type === 'Point')
  t.equal(towns.length, reference.regions.filter((r) => r.kind !== 'city').length + 18)
  const rudny = towns.find((town) => town.properties.name.ru === reference.district('392400000')!.name.ru)!
  const [lon, lat] = rudny.geometry.coordinates as Position
  t.equal(reference.regionAt(lat, lon), 'KZ-39', 'Rudny lies in its region')
  for (const town of towns) {
    const [lon, lat] = town.geometry.coordinates as Position
    t.ok(reference.regionAt(lat, lon), town.properties.name.kk!)
  }
})

t.test('the ground is packed, known by its version, and kept for a year only under it', async (t) => {
  const { app, database, deps } = await makeApp(t)
  const first = await app.inject({ url: GROUND, headers: { 'accept-encoding': 'gzip' } })
  t.equal(first.headers['content-encoding'], 'gzip')
  t.ok(first.rawPayload.length <= 60 * 1024, `${first.rawPayload.length} bytes`)
  const brotli = await app.inject({ url: GROUND, headers: { 'accept-encoding': 'gzip, br' } })
  t.equal(brotli.headers['content-encoding'], 'br')
  t.ok(brotli.rawPayload.length < first.rawPayload.length)
  const etag = String(first.headers.etag)
  t.match(first.headers['cache-control'], /no-cache/)
  t.match(first.headers.vary, 'accept-encoding')
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const again = await app.inject({ url: GROUND, headers: { 'if-none-match': known } })
    t.equal(again.statusCode, 304, known)
    t.equal(again.body, '')
  }
  t.equal((await app.inject({ url: GROUND, headers: { 'if-none-match': '"other"' } })).statusCode, 200)
  const dialog = (await app.inject('/kk/map?for=pin')).body
  const url = /data-ground="([^"]+)"/.exec(dialog)![1]!
  t.equal(url, `${GROUND}?v=${etag.replaceAll('"', '')}`)
  t.match((await app.inject(url)).headers['cache-control'], /max-age=31536000, immutable/)
  t.match((await app.inject(`${GROUND}?v=old&v=${'x'.repeat(500)}`)).headers['cache-control'], /no-cache/)

  await database.sql`with bumped as (update reference_stamp set stamp = stamp + 1 where id = 1)
    update regions set edited = true, name = jsonb_set(name, '{en}', '"Renamed"') where code = 'KZ-39'`
  deps.world.forget()
  const changed = await app.inject({ url, headers: { 'if-none-match': etag } })
  t.equal(changed.statusCode, 200)
  t.match(changed.body, 'Renamed')
  t.match(changed.headers['cache-control'], /no-cache/, 'an old version is not kept with a new content')
})

t.test('without tiles no other service is named; with them exactly theirs, for pictures only', async (t) => {
  const plain = await makeApp(t)
  const policy = async (made: typeof plain, url: string) =>
    String((await made.app.inject(url)).headers['content-security-policy'])
  for (const url of ['/kk/report', '/kk/map?for=pin', '/kk/cases']) t.notMatch(await policy(plain, url), /https?:/)
  t.notMatch((await plain.app.inject('/kk/map?for=pin')).body, 'data-tiles')

  const tiled = await makeApp(t, { config: { mapTiles: TILES } })
  const directives = (await policy(tiled, '/kk/report')).split(';')
  const foreign = directives.filter((d) => /https?:/.test(d))
  t.same(foreign, ["img-src 'self' data: blob: https://tiles.example"])
  const dialog = (await tiled.app.inject('/ru/map?for=pin')).body
  t.match(dialog, 'data-tiles="https://tiles.example/{z}/{x}/{y}.png"')
  t.match(dialog, '© Картографы &lt;b>, <a href="https://tiles.example/terms">', 'named as its owner asks, as text')
})

t.test('the frame of the map is worded in the language of the page, and a page carries none of it', async (t) => {
  const made = await makeApp(t)
  for (const lang of LANGS) {
    const pin = (await made.app.inject(`/${lang}/map?for=pin`)).body
    const words = pin
      .replace(/<a [^>]*lang="en">[^<]*<\/a>/g, '')
      .replace(
        /(data-(ground|styles)|id|class|aria-(labelledby|describedby)|role|type|href|data-use|data-back|data-clear)="[^"]*"/g,
        '',
      )
    const texts = [...words.matchAll(/>([^<]+)<|="([^"]+)"/g)].map((m) => m[1] ?? m[2]!).filter((s) => /\p{L}/u.test(s))
    t.ok(texts.length > 10)
    for (const text of texts)
      t.notMatch(text.replace('Enter', ''), lang === 'en' ? /\p{Script=Cyrillic}/u : /\p{Script=Latin}/u)
    t.match(pin, 'data-use')
    const look = (await made.app.inject(`/${lang}/map`)).body
    t.notMatch(look, /data-use|role="status"/, 'to look at a place, nothing is chosen')
    const page = (await made.app.inject(`/${lang}/report`)).body
    t.match(page, /<db-map data-map="map\.[\w-]+\.js"/)
    t.notMatch(page, /assets\/map\.|<dialog|ground\.json|leaflet/, 'nothing of it is loaded before the tap')
  }
  const script = (await made.app.inject(/\/assets\/main\.[\w-]+\.js/.exec((await made.app.inject('/kk')).body)![0]!))
    .body
  t.notMatch(script, /leaflet/i)
  const chunk = /data-map="([^"]+)"/.exec((await made.app.inject('/kk/report')).body)![1]!
  const asset = await made.app.inject(`/assets/${chunk}`)
  t.match(asset.body, 'leaflet')
  t.match(asset.headers['cache-control'], /immutable/)
  const styles = /data-styles="([^"]+)"/.exec((await made.app.inject('/kk/map')).body)![1]!
  t.notMatch((await made.app.inject(styles)).body, /url\((?!\/assets|#)/, 'no picture that is not there')
})

t.test('the page of a case: its region with a dot, said in words, and ways to other maps', async (t) => {
  const made = await makeApp(t)
  const picture = (html: string) => /<svg viewBox="0 0 320 200"[\s\S]*?<\/svg>/.exec(html)?.[0] ?? ''
  const dot = (svg: string) => [.../<circle cx="(\d+)" cy="(\d+)" r="7"/.exec(svg)!.slice(1)].map(Number)
  const shown = async (report: Record<string, unknown>, lang = 'kk') => {
    const { number } = await makeCase(made, { public: true, ...report })
    return (await made.app.inject(`/${lang}/cases/${number}`)).body
  }
  const [district] = await made.database.sql<{ kato: string; name: Record<string, string> }[]>`
    select kato, name from districts where region = 'KZ-39' order by kato limit 1`
  for (const [lang, label, town] of [
    ['kk', 'Картадағы орны: Абай "12", ', 'Қостанай'],
    ['ru', 'Место на карте: Абай "12", ', 'Костанай'],
    ['en', 'The place on the map: Абай "12", ', 'Kostanay'],
  ] as const) {
    const html = await shown(
      { address: 'Абай "12"', region: undefined, district: district!.kato, location: { lat: 52.97, lon: 63.12 } },
      lang,
    )
    const svg = picture(html)
    t.match(svg, 'role="img"')
    t.match(svg.replaceAll('&quot;', '"'), `aria-label="${label}${district!.name[lang]}`)
    t.match(svg, `>${town}</text>`)
    t.match(html, 'href="geo:52.970000,63.120000"')
    t.match(html, /data-lat="52\.970000" data-lon="63\.120000"/)
  }
  const north = dot(picture(await shown({ location: { lat: 53.9, lon: 63.6 } })))
  const south = dot(picture(await shown({ location: { lat: 49.5, lon: 64 } })))
  t.ok(north[1]! < 40 && south[1]! > 140, `north ${north}, south ${south}`)
  t.notOk(picture(await shown({})), 'no point, no map')
  t.notMatch(await shown({}), /geo:|<db-map/)
  const city = picture(await shown({ region: 'KZ-75', location: { lat: 43.24, lon: 76.93 } }))
  t.match(city, '<path')
  t.notMatch(city, '<text', 'a city is no region with a town')
  const elsewhere = await shown({ region: 'KZ-39', location: { lat: 43.24, lon: 76.93 } })
  t.notMatch(picture(elsewhere), '<text', 'the region is that of the point')
  const abroad = await shown({ region: 'KZ-39', location: { lat: 10, lon: -60 } })
  t.notOk(picture(abroad), 'outside the picture there is none')
  t.match(abroad, 'geo:10.000000,-60.000000')
})

t.test('the answers are checked with the point on its map', async (t) => {
  const made = await makeApp(t)
  const check = async (fields: Record<string, string>) =>
    (await postForm(made, '/kk/report', reportFields({ step: 'check', ...fields }))).body
  const html = await check({ lat: '52.97', lon: '63.12' })
  t.match(
    html,
    /<svg viewBox="0 0 320 200" role="img" aria-label="Картадағы орны: Абай көшесі, 12-үй, Қостанай облысы"/,
  )
  t.match(html, 'name="lat" value="52.97"')
  t.notMatch(await check({}), 'viewBox="0 0 320 200"')
})

t.test('the reporter and the desk see the map of a private case', async (t) => {
  const made = await makeApp(t)
  const { number, trackingToken } = await makeCase(made, { location: { lat: 52.97, lon: 63.12 } })
  t.notMatch((await made.app.inject(`/kk/cases/${number}`)).body, /geo:|viewBox="0 0 320 200"/)
  t.match((await made.app.inject(`/kk/track/${trackingToken}`)).body, 'geo:52.970000,63.120000')
})
