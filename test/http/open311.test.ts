import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { projectPath } from '../../db/root.ts'
import { placeNamed } from '../../server/open311/address.ts'
import { SHIPPED } from '../../server/open311/services.ts'
import {
  open311Accepted,
  open311Definition,
  open311Discovery,
  open311Errors,
  open311Requests,
  open311Services,
  open311Tokens,
} from '../../shared/contract/open311.ts'
import { LANGS } from '../../shared/domain/text.ts'
import { makeApp, SATURDAY_14, type TestApp } from '../support/app.ts'
import { makeDesk, REACTION } from '../support/desk.ts'
import { makeCase } from '../support/make.ts'
import { asWritten, makeKey, open311 } from '../support/open311.ts'
import { formOf, PIXEL_PNG } from '../support/picture.ts'
import { makeSigned } from '../support/signed.ts'

const POINT = { lat: '53.214', long: '63.625' }
const HOLE = { service_code: 'roads.pothole', ...POINT, description: 'Мектеп алдындағы жолда шұңқыр бар' }
const DAY = 86_400_000
const iso = (at: number) => encodeURIComponent(new Date(at).toISOString())

const countCases = async ({ database }: TestApp) =>
  (await database.sql<{ n: number }[]>`select count(*)::int as n from cases`)[0]!.n

t.test('discovery and services: both formats say the same, in the language asked for', async (t) => {
  const test = await makeApp(t)
  const { get } = open311(test)
  const discovery = await get('discovery')
  t.equal(discovery.status, 200)
  t.equal(discovery.json.headers['content-type'], 'application/json; charset=utf-8')
  t.equal(discovery.xml.headers['content-type'], 'text/xml; charset=utf-8')
  t.ok(discovery.xml.body.startsWith('<?xml version="1.0" encoding="utf-8"?>\n<discovery>'))
  t.notMatch(discovery.xml.body, 'xmlns')
  t.same(discovery.fromXml, asWritten(discovery.body))
  const told = open311Discovery.parse(discovery.body)
  t.match(told.endpoints, [
    {
      specification: 'http://wiki.open311.org/GeoReport_v2',
      url: 'http://127.0.0.1:3000/open311/v2',
      type: 'production',
      formats: ['text/xml', 'application/json'],
    },
  ])
  t.ok(Date.parse(told.changeset) <= test.deps.now(), 'in the past')

  const services = await get('v2/services')
  t.same(services.fromXml, asWritten(services.body))
  const list = open311Services.parse(services.body)
  t.equal(list.length, test.deps.world.reference.categories.filter((c) => c.active).length)
  for (const lang of ['kk', 'ru', 'en']) {
    const { body } = await get(`v2/services?locale=${lang}`)
    const names = open311Services.parse(body).map((s) => s.service_name)
    t.equal(new Set(names).size, names.length, `every name is one service: ${lang}`)
  }
  for (const { service_code } of list) t.match(service_code, /^[a-z0-9.-]+$/, 'safe in an address')
  const pothole = async (query: string, headers = {}) =>
    open311Services
      .parse((await get(`v2/services${query}`, headers)).body)
      .find((s) => s.service_code === 'roads.pothole')
  t.match(await pothole(''), { service_name: 'Жолдағы шұңқырлар', metadata: false, type: 'realtime', keywords: /,/ })
  t.match(await pothole('?locale=ru_RU'), { service_name: 'Ямы на дороге', group: 'Дороги и безопасность движения' })
  t.match(await pothole('', { 'accept-language': 'en' }), { service_name: 'Potholes' })
  t.match(await pothole('?locale=en', { 'accept-language': 'ru' }), { service_name: 'Potholes' })
  t.match(await pothole('?locale=de', { 'accept-language': 'ru' }), { service_name: 'Ямы на дороге' })

  const one = await get('v2/services/roads.pothole')
  t.same(open311Definition.parse(one.body), { service_code: 'roads.pothole', attributes: [] })
  t.same(one.fromXml, one.body)
  t.match(one.xml.body, '<attributes/>')
  t.equal((await get('v2/services/nothing')).status, 404)

  t.equal((await test.app.inject('/open311/v2//services.xml')).statusCode, 200, 'an endpoint with a slash at its end')
  t.equal(
    (
      await test.app.inject({
        url: '/open311/v2/services.json?api_key=x&jurisdiction_id=y&extensions=true',
        headers: { authorization: 'Bearer nonsense' },
      })
    ).statusCode,
    200,
    'no key is asked for, none is looked at',
  )
})

t.test('discovery says when the services changed', async (t) => {
  const test = await makeApp(t)
  const shipped = createHash('sha256')
    .update(readFileSync(projectPath('db/reference/categories.json')))
    .digest('hex')
  t.equal(shipped, SHIPPED.sha256, 'db/reference/categories.json is another: give SHIPPED its hash and today')
  const { get } = open311(test)
  const before = (await get('discovery')).body.changeset
  const admin = await makeSigned(test, { roles: ['admin'], branch: 'KZ' })
  test.setTime(SATURDAY_14 + DAY)
  const changed = await test.app.inject({
    method: 'PUT',
    url: '/api/v1/categories/roads.snow',
    headers: admin.headers,
    payload: { active: false },
  })
  t.equal(changed.statusCode, 200)
  const { body } = await get('discovery')
  t.equal(Date.parse(body.changeset), SATURDAY_14 + DAY)
  t.ok(before < body.changeset)
  t.equal((await get('v2/services/roads.snow')).status, 404, 'what is offered no longer')
  t.notOk((await get('v2/services')).body.some((s: { service_code: string }) => s.service_code === 'roads.snow'))
})

t.test('a report of another system is a case like any other', async (t) => {
  const test = await makeApp(t)
  const key = await makeKey(test)
  const { get, post } = open311(test, key)
  const description = 'Шұңқыр & «су» <b>№ 5</b> — "қауіпті" \'иә\' ]]> 😀\r\nекінші жол'
  const sent = await post({
    ...HOLE,
    description,
    first_name: 'Асқар',
    last_name: 'Ібіраев',
    email: 'askar@example.org',
    phone: '111111111',
    device_id: 'tt222',
    account_id: '1',
    jurisdiction_id: 'x',
    'attribute[easting]': '5',
  })
  t.equal(sent.status, 200)
  t.equal(sent.answer.headers['content-type'], 'application/json; charset=utf-8')
  const [accepted] = open311Accepted.parse(sent.body)
  const id = accepted!.service_request_id
  t.match(accepted!.service_notice, '22 қараша')

  const one = await get(`v2/requests/${id}`)
  t.equal(one.status, 200)
  t.same(one.fromXml, asWritten(one.body))
  const [request] = open311Requests.parse(one.body)
  t.match(request, {
    service_request_id: id,
    status: 'open',
    service_code: 'roads.pothole',
    service_name: 'Жолдағы шұңқырлар',
    description: description.replace('\r\n', '\n'),
    requested_datetime: '2026-11-21T14:00:00+05:00',
    lat: 53.214,
    long: 63.625,
    address: 'Қостанай облысы',
    media_url: null,
  })
  t.notMatch(JSON.stringify(one.body) + one.xml.body, /Асқар|Ібіраев|askar@|111111111|tt222|Қала жүйесі/)
  const [kept] = await test.database
    .sql`select channel, public, region, branch, language from cases where number = ${id}`
  t.match(kept, { channel: 'open311', public: true, region: 'KZ-39', language: 'kk' })
  const officer = await makeSigned(test, { roles: ['central'], branch: 'KZ' })
  const reporter = await test.app.inject({ url: `/api/v1/cases/${id}/reporter`, headers: officer.headers })
  t.match(reporter.json(), { name: 'Асқар Ібіраев', phone: '111111111', email: 'askar@example.org' })
  t.same((await test.app.inject(`/api/v1/cases/${id}`)).json().text, description.replace('\r\n', '\n'))

  const inXml = await post({ ...HOLE, locale: 'ru', description: 'Другая яма' }, 'xml')
  t.equal(inXml.answer.headers['content-type'], 'text/xml; charset=utf-8')
  t.match(inXml.body, [{ service_notice: /Публичный ответ/ }])
  t.equal(
    (
      await test.app.inject({
        method: 'POST',
        url: '/open311/v2/requests.json',
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8', authorization: `Bearer ${key}` },
        payload: String(new URLSearchParams({ ...HOLE, description: 'By header' })),
      })
    ).statusCode,
    200,
    'the key as everywhere else in the API',
  )

  const asToken = await get(`v2/tokens/${id}`)
  t.same(open311Tokens.parse(asToken.body), [{ service_request_id: id, token: id }])
  t.same(asToken.fromXml, asToken.body)
  t.equal((await get('v2/tokens/123456')).status, 404)
  t.equal((await get('v2/requests/123456')).status, 404)
})

t.test('without a key nothing is reported', async (t) => {
  const test = await makeApp(t)
  const key = await makeKey(test)
  const { post } = open311(test)
  const staff = await makeSigned(test, { roles: ['responder'], branch: 'KZ-39' })
  const { trackingToken } = await makeCase(test)
  for (const api_key of ['', 'nonsense', `${key}x`, 'x'.repeat(5_000), staff.token, trackingToken]) {
    const refused = await post({ ...HOLE, api_key })
    t.equal(refused.status, 403, api_key.slice(0, 5))
    t.match(open311Errors.parse(refused.body), [{ code: '403', description: /API кілті/ }])
    t.notOk(refused.answer.headers['www-authenticate'])
  }
  t.equal((await post({ service_code: 'nothing' })).status, 403, 'and nothing is told about the rest')
  const empty = await test.app.inject({
    method: 'POST',
    url: `/open311/v2/requests.xml?api_key=${key}&service_code=roads.pothole`,
  })
  t.equal(empty.statusCode, 403, 'keys do not belong into addresses')
  await test.database.sql`update api_keys set disabled_at = ${test.deps.now()}`
  t.equal((await post({ ...HOLE, api_key: key })).status, 403, 'taken back')
  t.equal(await countCases(test), 1)
})

t.test('what is wrong with a report is said in words, each fault by itself', async (t) => {
  const test = await makeApp(t)
  const { post } = open311(test, await makeKey(test))
  const { lat, long, ...placeless } = { ...HOLE }
  const refused = async (form: Record<string, string>, status: number, words: RegExp) => {
    const json = await post({ locale: 'en', ...form })
    t.equal(json.status, status, JSON.stringify(form).slice(0, 60))
    t.match(open311Errors.parse(json.body)[0]!, { code: String(status), description: words })
    const xml = await post({ locale: 'en', ...form }, 'xml')
    t.same(xml.body, json.body)
  }
  await refused({ ...POINT }, 400, /service_code/)
  await refused({ ...HOLE, service_code: '' }, 400, /service_code/)
  await refused({ ...HOLE, service_code: 'nothing' }, 404, /no such service/)
  await refused(placeless, 400, /“lat” and “long” together/)
  await refused({ ...placeless, address_id: '7' }, 400, /“lat” and “long” together/)
  await refused({ ...placeless, lat }, 400, /decimal/)
  await refused({ ...placeless, long, lat: '' }, 400, /decimal/)
  await refused({ ...placeless, lat: '91', long }, 400, /decimal/)
  await refused({ ...placeless, lat: 'NaN', long: 'Infinity' }, 400, /decimal/)
  await refused({ ...placeless, lat: '37.765', long: '-122.421' }, 400, /outside/i)
  await refused({ ...placeless, address_string: '1234 5th street' }, 400, /does not tell the region/)
  await refused({ ...HOLE, description: 'x'.repeat(4_001) }, 400, /“description”.*4,?000/)
  await refused({ ...HOLE, email: 'no address' }, 400, /@|address/)
  await refused({ ...HOLE, media_url: 'javascript:alert(1)' }, 400, /media_url/)
  const many = await post({ ...placeless, email: 'x', media_url: 'x' })
  t.equal(open311Errors.parse(many.body).length, 3)
  t.match(many.body[0].description, /[әғқңөұүһі]/, 'in Kazakh unless told otherwise')
  t.equal(await countCases(test), 0)

  t.equal((await post({ ...HOLE, description: 'x'.repeat(4_000) })).status, 200)
  const wordless = await post({ service_code: 'roads.pothole', ...POINT, locale: 'ru' })
  const { body } = await open311(test).get(`v2/requests/${wordless.body[0].service_request_id}`)
  t.equal(body[0].description, 'Ямы на дороге', 'a point and a topic are enough')
})

t.test('an address names the region in any language, or says what is missing', async (t) => {
  const test = await makeApp(t)
  const { post } = open311(test, await makeKey(test))
  const placeOf = async (address_string: string) => {
    const { status, body } = await post({
      service_code: 'roads.pothole',
      address_string,
      description: 'Жолда шұңқыр бар',
    })
    if (status !== 200) return status
    const [row] = await test.database
      .sql`select region, district, address from cases where number = ${body[0].service_request_id}`
    t.equal(row!.address, address_string)
    return row!.district ? `${row!.region} ${row!.district}` : row!.region
  }
  t.equal(await placeOf('Костанайская область, с. Садовое, ул. Абая, 5'), 'KZ-39')
  t.equal(await placeOf('Қостанай, Абай даңғылы 12'), 'KZ-39')
  t.equal(await placeOf('12 Abai ave, Kostanay'), 'KZ-39')
  t.equal(await placeOf('Алматы облысы, Талғар'), 'KZ-19', 'the region, not the city')
  t.equal(await placeOf('Алматы, Сәтбаев көшесі 3'), 'KZ-75')
  t.match(await placeOf('г. Рудный, ул. Ленина 1'), /^KZ-39 39/, 'the district, too')
  t.equal(await placeOf('Қостанай, Алматы көшесі 7'), 'KZ-39', 'a street is no city')
  t.equal(await placeOf('Усть-Каменогорск, пр. Победы'), 'KZ-63')
  t.equal(await placeOf('Костанайская обл., Аулиекольский р-н, с. Аулиеколь'), 'KZ-39 393600000')
  t.equal(await placeOf('Қостанай обл., Рудный қ., Ленин көшесі'), await placeOf('город Рудный'))
  t.equal(await placeOf('Almaty oblast, Talgar'), 'KZ-19')
  t.equal(await placeOf('ул. Абая, 5'), 400)
  t.equal(await placeOf('Алматы – Астана тас жолы'), 400, 'two cities')
  t.equal(await placeOf('Абай ауданы, орталық'), 400, 'there are several')
  t.equal(await placeOf('Абай облысы, Абай ауданы'), 'KZ-10 103200000')
})

t.test('every region is known by its names, every district by its own where it has no namesake', async (t) => {
  const { deps } = await makeApp(t)
  const { reference } = deps.world
  const wrong: string[] = []
  let unsure = 0
  for (const { code, name, centre } of reference.regions) {
    for (const lang of LANGS) {
      for (const said of [name[lang], `${centre[lang]}, 5`])
        if (placeNamed(said, reference)?.region !== code) wrong.push(`${said} is not ${code}`)
      for (const district of reference.districtsOf(code)) {
        const said = `${name[lang]}, ${district.name[lang]}`
        const both = placeNamed(said, reference)
        if (both?.region !== code || both.district !== district.kato) wrong.push(`${said}: ${JSON.stringify(both)}`)
        const alone = placeNamed(district.name[lang], reference)
        if (!alone) unsure++
        else if (alone.region !== code) wrong.push(`${district.name[lang]} is in ${alone.region}`)
      }
    }
  }
  t.same(wrong, [])
  t.ok(unsure < 60, `${unsure} names have a namesake`)
})

t.test('asked twice, reported once', async (t) => {
  const test = await makeApp(t)
  const key = await makeKey(test)
  const { post } = open311(test, key)
  const twins = await Promise.all(Array.from({ length: 6 }, () => post(HOLE)))
  const ids = new Set(twins.map(({ body }) => body[0].service_request_id))
  t.equal(ids.size, 1)
  t.same(twins.at(-1)!.body, twins[0]!.body)
  test.setTime(SATURDAY_14 + 59 * 60_000)
  t.ok(ids.has((await post({ ...HOLE, locale: 'ru' })).body[0].service_request_id))
  test.setTime(SATURDAY_14 + 61 * 60_000)
  t.ok(ids.has((await post(HOLE)).body[0].service_request_id), 'also when the clock struck between')
  t.notOk(ids.has((await post({ ...HOLE, description: 'Басқа шұңқыр' })).body[0].service_request_id), 'other words')
  t.notOk(ids.has((await post({ ...HOLE, lat: '53.215' })).body[0].service_request_id), 'another place')
  t.notOk(ids.has((await post({ ...HOLE, email: 'b@example.org' })).body[0].service_request_id), 'another person')
  const other = open311(test, await makeKey(test))
  t.notOk(ids.has((await other.post(HOLE)).body[0].service_request_id), 'another system')
  test.setTime(SATURDAY_14 + 180 * 60_000)
  t.notOk(ids.has((await post(HOLE)).body[0].service_request_id), 'hours later it is reported again')
  t.equal(await countCases(test), 6)

  const header = { 'idempotency-key': 'one-of-the-systems-own' }
  const first = await post({ ...HOLE, description: 'Кілтпен' }, 'json', header)
  test.setTime(SATURDAY_14 + 600 * 60_000)
  t.same((await post({ ...HOLE, description: 'Кілтпен' }, 'json', header)).body, first.body)
  t.equal((await post({ ...HOLE, description: 'Басқа сөз' }, 'json', header)).status, 400)
})

t.test('pictures come with a multipart form, links stay in the words', async (t) => {
  const test = await makeApp(t)
  const key = await makeKey(test)
  const { get } = open311(test)
  const send = (files: Parameters<typeof formOf>[0], fields: Record<string, string>, format = 'json') =>
    test.app.inject({
      method: 'POST',
      url: `/open311/v2/requests.${format}`,
      ...formOf(files, { api_key: key, ...fields }),
    })
  const photo = { name: 'a.png', bytes: PIXEL_PNG }
  const sent = await send([photo], HOLE)
  t.equal(sent.statusCode, 200)
  const id = sent.json()[0].service_request_id
  const again = await send([photo], HOLE)
  t.equal(again.json()[0].service_request_id, id)
  const files = await test.database.sql`select public, by_kind as by, mime from attachments`
  t.same([...files], [{ public: true, by: 'reporter', mime: 'image/png' }], 'once')
  const { body } = await get(`v2/requests/${id}`)
  const seen = await test.app.inject(new URL(body[0].media_url).pathname)
  t.match(seen, { statusCode: 200, headers: { 'content-type': 'image/png' } })
  await test.database.sql`update attachments set hidden_at = ${test.deps.now()}`
  t.equal((await get(`v2/requests/${id}`)).body[0].media_url, null, 'hidden is hidden here, too')

  t.equal((await send([], { ...HOLE, description: 'Файлсыз' })).statusCode, 200, 'a multipart form without a file')
  const html = await send(
    [{ name: 'a.html', bytes: Buffer.from('<html></html>') }],
    { ...HOLE, description: 'Файлмен' },
    'xml',
  )
  t.equal(html.statusCode, 400)
  t.match(html.body, '<errors><error><code>400</code><description>')
  t.equal((await send([photo], { ...HOLE, api_key: 'x' })).statusCode, 403)
  const broken = await test.app.inject({
    method: 'POST',
    url: '/open311/v2/requests.json',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    payload: '--x\r\nnonsense',
  })
  t.equal(broken.statusCode, 400)
  open311Errors.parse(broken.json())

  const linked = await open311(test, key).post([
    ...Object.entries({ ...HOLE, description: 'Сілтемемен' }),
    ['media_url', 'https://photos.example/1.jpg'],
    ['media_url', 'https://photos.example/2.jpg'],
  ])
  const shown = (await get(`v2/requests/${linked.body[0].service_request_id}`)).body[0].description
  t.equal(shown, 'Сілтемемен\n\nhttps://photos.example/1.jpg\n\nhttps://photos.example/2.jpg')
})

t.test('the list shows what everybody may read, and nothing else', async (t) => {
  const test = await makeApp(t)
  const { as, report, responder } = await makeDesk(test)
  const { get, post } = open311(test, await makeKey(test))
  const hidden = await report({
    public: false,
    text: 'Көршім Ахмет',
    address: 'Абай 5',
    location: { lat: 53.2, lon: 63.6 },
  })
  const violence = await post({
    service_code: 'order-rights.violence',
    ...POINT,
    description: 'Көмектесіңіздер',
    address_string: 'Абай 7',
  })
  const open = await report({ text: 'Ашық мәселе \u0007\u0001 қоңырау', address: 'Абай 9' })
  await as(responder).post(`${open.url}/reaction`, REACTION)
  const all = await get('v2/requests')
  t.same(all.fromXml, asWritten(all.body))
  const list = open311Requests.parse(all.body)
  t.equal(list.length, 3)
  t.notMatch(all.json.body + all.xml.body, /Ахмет|Абай 5|Абай 7|Көмектес|53\.2,|53\.214|Айгүл/)
  const by = (id: string) => list.find((r) => r.service_request_id === id)!
  t.match(by(hidden.number), {
    description: null,
    lat: null,
    long: null,
    address: 'Қостанай облысы',
    service_code: 'roads.pothole',
  })
  t.match(by(violence.body[0].service_request_id), { lat: null, long: null, description: null })
  t.match(by(open.number), {
    description: 'Ашық мәселе  қоңырау',
    address: 'Абай 9, Қостанай облысы',
    service_notice: null,
  })
  t.match(by(open.number).status_notes, REACTION.text)
  t.match((await get(`v2/requests/${hidden.number}`)).body, [by(hidden.number)])

  await as(responder).post(`${open.url}/rejection`, { reason: 'Өкілет жоқ', text: 'Бұл басқа органның ісі' })
  const [ended] = (await get(`v2/requests/${open.number}?locale=ru`)).body
  t.match(ended, { status: 'closed', status_notes: /[Оо]тклонено.*Бұл басқа органның ісі/, expected_datetime: null })
  t.equal(Date.parse(ended.updated_datetime), SATURDAY_14, 'when it was closed')
})

t.test('the list is asked by date, service, status, number and page', async (t) => {
  const test = await makeApp(t, { at: SATURDAY_14 - 100 * DAY })
  const { report, as, responder } = await makeDesk(test)
  const { get } = open311(test)
  const old = await report()
  test.setTime(SATURDAY_14 - 10 * DAY)
  const heat = await report({ category: 'heat.no-heat', text: 'Жылу жоқ' })
  test.setTime(SATURDAY_14)
  const closed = await report({ text: 'Қабылданбайтын' })
  const last = await report({ text: 'Соңғысы' })
  await as(responder).post(`${closed.url}/rejection`, { reason: 'Өкілет жоқ', text: 'Бұл басқа органның ісі' })
  const ids = async (query: string) => {
    const { status, body, fromXml } = await get(`v2/requests${query}`)
    t.same(fromXml, asWritten(body), query)
    return status === 200 ? body.map((r: { service_request_id: string }) => r.service_request_id) : status
  }
  const recent = [last.number, closed.number, heat.number]
  t.same(await ids(''), recent, 'the newest first, of 90 days')
  t.same(
    await ids('?status=&service_code=&start_date=&end_date=&service_request_id=&page=&page_size='),
    recent,
    'empty is absent',
  )
  t.same(await ids('?extensions=true&lat=1&long=2&foo=bar'), recent)
  t.same(await ids('?status=closed'), [closed.number])
  t.same(await ids('?status=open'), [last.number, heat.number])
  t.same(await ids('?status=open,closed'), recent)
  t.same(await ids('?status=reopened'), 400)
  t.same(await ids('?service_code=heat.no-heat,roads.snow'), [heat.number])
  t.same(await ids('?service_code=nothing'), [])
  t.same(
    (await get('v2/requests?service_code=nothing')).xml.body,
    '<?xml version="1.0" encoding="utf-8"?>\n<service_requests/>\n',
  )
  t.same(
    await ids(`?service_request_id=${old.number},${heat.number},nonsense&status=closed&start_date=x`),
    [heat.number, old.number],
    'overrides everything',
  )
  t.same(await ids(`?end_date=${iso(SATURDAY_14 - 10 * DAY)}`), [heat.number, old.number], 'both ends are part of it')
  t.same(await ids(`?end_date=${iso(SATURDAY_14 - 10 * DAY - 1)}`), [old.number])
  t.same(await ids(`?start_date=${iso(SATURDAY_14 - 100 * DAY)}`), [heat.number, old.number], '90 days from the start')
  t.same(await ids(`?start_date=${iso(SATURDAY_14)}&end_date=${iso(SATURDAY_14)}`), [last.number, closed.number])
  t.same(await ids('?start_date=2026-11-21T08:00:00+03:00'), [last.number, closed.number], 'a plus that became a space')
  t.same(await ids('?start_date=2026-11-21T14:00:01%2B05:00'), [])
  t.same(await ids('?start_date=2026-11-21&end_date=2026-11-21'), [last.number, closed.number], 'a day')
  for (const wrong of [
    'start_date=yesterday',
    'start_date=2026-02-30',
    'end_date=2026-11-21T25:00:00Z',
    'start_date=9999-01-01',
    'start_date=2026-11-21&end_date=2026-11-20',
    'start_date=2026-01-01&end_date=2026-06-01',
    'page=0',
    'page=x',
    'page_size=-1',
    'page=1.5',
  ])
    t.equal(await ids(`?${wrong}`), 400, wrong)
  t.same(await ids('?page=1&page_size=2'), recent.slice(0, 2))
  t.same(await ids('?page=2&page_size=2'), recent.slice(2))
  t.same(await ids('?page=3&page_size=2'), [])
  t.same(await ids('?page=999999999&page_size=1000'), [])
  t.same(await ids('?page_size=999999'), recent)
  t.same(await ids('?page=2&page_size=1&status=open'), [heat.number])
  t.same(await ids('?status=open&status=closed'), recent)
  t.same(await ids('?service_request_id=%00&status=%00'), recent)
})

t.test('whatever goes wrong is said as GeoReport lays it, in the format asked for', async (t) => {
  const test = await makeApp(t)
  const { app } = test
  const shaped = async (url: string, status: number, method: 'GET' | 'POST' | 'PUT' = 'GET', more = {}) => {
    const answer = await app.inject({ method, url, ...more })
    t.equal(answer.statusCode, status, `${method} ${url.slice(0, 60)}`)
    if (url.includes('.json')) {
      t.equal(answer.headers['content-type'], 'application/json; charset=utf-8')
      t.equal(open311Errors.parse(answer.json())[0]!.code, String(status))
    } else {
      t.equal(answer.headers['content-type'], 'text/xml; charset=utf-8')
      t.match(answer.body, /^<\?xml version="1.0" encoding="utf-8"\?>\n<errors><error><code>\d+<\/code><description>\S/)
    }
  }
  for (const url of [
    '/open311/v2/services',
    '/open311/v2/services.html',
    '/open311/',
    '/open311/v2/requests/1.csv',
    '/open311/v2/nothing.xml',
    '/open311/v2/nothing.json',
  ])
    await shaped(url, 404, 'GET', { headers: { accept: 'text/html' } })
  await shaped('/open311/v2/requests/1.json', 404)
  await shaped(`/open311/v2/requests/${'1'.repeat(300)}.json`, 400)
  await shaped('/open311/v2/services/%E0%A4%A.xml', 400)
  await shaped('/open311/v2/requests.json', 404, 'PUT')
  await shaped('/open311/v2/requests.json', 400, 'POST', {
    headers: { 'content-type': 'application/json' },
    payload: '{}',
  })
  await shaped('/open311/v2/requests.xml', 400, 'POST', { headers: { 'content-type': 'text/plain' }, payload: 'x' })
  await shaped('/open311/v2/requests.json', 413, 'POST', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: `a=${'x'.repeat(300_000)}`,
  })
  await shaped('/open311/v2/requests.json', 413, 'POST', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'a=1&'.repeat(300),
  })
  await shaped('/open311/v2/requests.xml', 403, 'POST', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'api_key[]=1&__proto__=2&constructor=3',
  })
  t.match((await app.inject('/open311/v2/services?locale=en')).body, 'services.xml or services.json')
})

t.test('answers may be kept for a moment, refusals may not; a full house says so in the same form', async (t) => {
  const test = await makeApp(t, { queue: 0 })
  const { get, post } = open311(test, await makeKey(test))
  t.match((await get('v2/requests')).json.headers, { 'cache-control': 'public, max-age=60', vary: 'accept-language' })
  for (const path of ['v2/requests?status=x', 'v2/requests/1', 'v2/services/nothing', 'v2/nothing'])
    t.notOk((await get(path)).json.headers['cache-control'], path)
  const full = await post(HOLE)
  t.equal(full.status, 503)
  t.ok(full.answer.headers['retry-after'])
  t.match(open311Errors.parse(full.body), [{ code: '503' }])
  const described = (await test.app.inject('/openapi.json')).json().paths
  for (const path of [
    'discovery.json',
    'v2/services.json',
    'v2/services/{named}',
    'v2/requests.json',
    'v2/requests/{named}',
    'v2/tokens/{named}',
  ])
    t.ok(described[`/open311/${path}`]?.get, path)
  t.ok(described['/open311/v2/requests.json'].post)
})

t.test('one address asks only so often', async (t) => {
  const test = await makeApp(t, { config: { rateLimit: true } })
  const ask = () => test.app.inject({ method: 'POST', url: '/open311/v2/requests.json', ...formOf([], HOLE) })
  const answers = []
  for (let n = 0; n < 61; n++) answers.push(await ask())
  t.equal(answers[59]!.statusCode, 403)
  t.equal(answers[60]!.statusCode, 429)
  t.match(open311Errors.parse(answers[60]!.json()), [{ code: '429' }])
})
