import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { makeApp, type TestApp } from '../support/app.ts'
import { reportFields } from '../support/citizen.ts'
import { makeCase } from '../support/make.ts'
import { formOf, jpegOf, PIXEL_PNG, pngWith, segment } from '../support/picture.ts'

const OWN = { origin: 'http://localhost:80' }
const PHOTO = {
  name: 'үй.jpg',
  bytes: jpegOf([segment(0xe1, 'Exif\0\0GPS 43.238949, 76.889709'), segment(0xdb, 'table')]),
}
const png = (n: number) => ({
  name: `${n}.png`,
  bytes: pngWith([
    ['tEXt', `at home ${n}`],
    ['zzZz', `${n}`],
  ]),
})

/** A form with files, as a browser without scripts sends it. */
function post({ app }: TestApp, url: string, files: Parameters<typeof formOf>[0], fields: Record<string, string>) {
  const { payload, headers } = formOf(files, fields)
  return app.inject({ method: 'POST', url, payload, headers: { ...headers, ...OWN } })
}

const photosIn = (body: string) =>
  [...body.matchAll(/src="(\/ru\/report\/photos\/\d+\?key=[\w-]+)"/g)].map(([, url]) => url!)
const files = (test: TestApp) =>
  test.database.sql`select name, mime, public, by_kind as by, bytes from attachments order by id`
const numberOf = async (test: TestApp, location: unknown) =>
  /done__number">([\d-]+)</.exec((await test.app.inject(String(location))).body)![1]!

t.test('photos go with the report, shown before it is sent, without place and device', async (t) => {
  const test = await makeApp(t)
  const fields = reportFields({ step: 'check' })
  const check = await post(test, '/ru/report', [PHOTO, png(1)], fields)
  t.equal(check.statusCode, 200)
  const shown = photosIn(check.body)
  t.equal(shown.length, 2)
  const seen = await test.app.inject(shown[0]!)
  t.match(seen, { statusCode: 200, headers: { 'content-type': 'image/jpeg' } })
  t.notMatch(seen.rawPayload.toString('latin1'), /GPS|43\.23/)
  t.match(seen.headers['cache-control'], /private/)
  const foreign = shown[0]!.replace(/key=.*/, `key=${randomUUID()}`)
  t.equal((await test.app.inject(foreign)).statusCode, 404, 'only with the key of the form')
  const [id] = /\d+/.exec(shown[1]!)!
  const edited = await post(test, '/ru/report', [], { ...fields, step: 'edit' })
  t.equal(photosIn(edited.body).length, 2, 'going back loses none')
  const dropped = await post(test, '/ru/report', [], { ...fields, [`drop-${id}`]: 'yes' })
  t.equal(photosIn(dropped.body).length, 1, 'one is taken back')

  const twins = await Promise.all(
    Array.from({ length: 5 }, () => post(test, '/ru/report', [], { ...fields, step: 'send' })),
  )
  t.same(new Set(twins.map((sent) => sent.statusCode)), new Set([303]))
  t.equal(new Set(twins.map((sent) => sent.headers.location)).size, 1, 'one case')
  const kept = await files(test)
  t.match(kept, [{ name: 'үй.jpg', mime: 'image/jpeg', public: true, by: 'reporter' }])
  t.equal(kept.length, 1, 'and each photo once')
  t.notMatch(kept[0]!.bytes.toString('latin1'), /GPS|43\.23/)
  t.same(await test.database.sql`select id from held_files`, [], 'nothing waits any more')
  const number = await numberOf(test, twins[0]!.headers.location)
  const page = await test.app.inject(`/ru/cases/${number}`)
  const [, url] = /<img src="([^"]+)"/.exec(page.body)!
  t.equal((await test.app.inject(url!)).statusCode, 200, 'everyone sees what the reporter has opened')
})

t.test(
  'a photo that is none is said beside what was typed, which stays; the good ones are not sent twice',
  async (t) => {
    const test = await makeApp(t)
    const fields = reportFields({ step: 'send' })
    const html = { name: 'photo.jpg', bytes: Buffer.from('<script>alert(1)</script>') }
    const faulty = await post(test, '/ru/report', [png(1), html], fields)
    t.equal(faulty.statusCode, 422)
    t.match(faulty.body, /href="#photos"/)
    t.match(faulty.body, fields.text)
    t.equal(photosIn(faulty.body).length, 1)
    const six = await post(test, '/ru/report', [1, 2, 3, 4, 5, 6].map(png), { ...fields, step: 'check' })
    t.equal(six.statusCode, 422)
    t.equal(photosIn(six.body).length, 5)
    t.same(await test.database.sql`select id from cases`, [])
    const broken = await test.app.inject({
      method: 'POST',
      url: '/ru/report',
      payload: '------x\r\nbroken',
      headers: { 'content-type': 'multipart/form-data; boundary=----x', ...OWN },
    })
    t.equal(broken.statusCode, 400)
    const foreign = formOf([], fields)
    const other = await test.app.inject({
      method: 'POST',
      url: '/ru/report',
      payload: foreign.payload,
      headers: { ...foreign.headers, origin: 'https://other.example' },
    })
    t.equal(other.statusCode, 403)
  },
)

t.test('photos of a report that is not opened are seen by its reporter alone', async (t) => {
  const test = await makeApp(t)
  const sent = await post(test, '/ru/report', [png(1)], reportFields({ publish: '' }))
  const token = String(sent.headers.location).split('/').at(-1)!
  const number = await numberOf(test, sent.headers.location)
  t.notMatch((await test.app.inject(`/ru/cases/${number}`)).body, '<img')
  const track = await test.app.inject(`/ru/track/${token}`)
  const [, url] = /<img src="([^"]+)"/.exec(track.body)!
  t.match(await test.app.inject(url!), { statusCode: 200, headers: { 'content-type': 'image/png' } })
  const id = url!.split('/').at(-1)
  t.equal((await test.app.inject(`/api/v1/cases/${number}/attachments/${id}`)).statusCode, 404)
  const other = await makeCase(test)
  t.equal((await test.app.inject(`/ru/track/${other.trackingToken}/photos/${id}`)).statusCode, 404)
})

t.test('the reporter adds text, photos, or both; sent twice it is added once', async (t) => {
  const test = await makeApp(t)
  const { number, trackingToken } = await makeCase(test, { public: true })
  const url = `/ru/track/${trackingToken}/updates`
  const key = randomUUID()
  t.equal((await post(test, url, [], { key, text: '' })).statusCode, 422)
  for (let n = 0; n < 2; n++) {
    const sent = await post(test, url, [png(1), png(2)], { key, text: 'Стало хуже' })
    t.match(sent, { statusCode: 303, headers: { location: /done=added/ } })
  }
  t.equal((await post(test, url, [png(3)], { key: randomUUID(), text: '' })).statusCode, 303, 'a photo alone')
  const [row] = await test.database.sql<{ files: number; events: number }[]>`
    select (select count(*) from attachments a where a.case_id = c.id)::int as files,
      (select count(*) from events e where e.case_id = c.id and e.kind = 'updated')::int as events
    from cases c where number = ${number}`
  t.equal(row!.events, 1)
  t.equal(row!.files, 3)
})

t.test('photos that were never sent are forgotten after a day', async (t: Test) => {
  const test = await makeApp(t)
  await post(test, '/ru/report', [png(1)], reportFields({ step: 'check' }))
  test.setTime(test.deps.now() + 25 * 3_600_000)
  await test.passAt(test.deps.now())
  t.same(await test.database.sql`select id from held_files`, [])
})

t.test('a pixel and a plain form do as well', async (t) => {
  const test = await makeApp(t)
  const sent = await post(test, '/ru/report', [{ name: 'a.png', bytes: PIXEL_PNG }], reportFields())
  t.equal(sent.statusCode, 303)
  t.equal((await files(test)).length, 1)
})
