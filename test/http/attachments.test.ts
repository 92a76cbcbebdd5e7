import { createHash } from 'node:crypto'
import t from 'tap'
import { attachmentsAnswer } from '../../shared/contract/attachment.ts'
import { caseView } from '../../shared/contract/case.ts'
import { makeApp } from '../support/app.ts'
import { makeDesk, REACTION } from '../support/desk.ts'
import { formOf, jpegOf, PIXEL_PNG, segment } from '../support/picture.ts'
import { makeSigned } from '../support/signed.ts'

type Headers = Readonly<Record<string, string>>

async function begin(t: Parameters<typeof makeApp>[0]) {
  const test = await makeApp(t)
  const desk = await makeDesk(test)
  const upload = async (
    url: string,
    who: { headers: Headers } | undefined,
    files: { name: string; bytes: Uint8Array }[],
    fields?: Record<string, string>,
    more: Headers = {},
  ) => {
    const form = formOf(files, fields)
    const answer = await test.app.inject({
      method: 'POST',
      url: `/api/v1${url}/attachments`,
      headers: { ...form.headers, ...who?.headers, ...more },
      payload: form.payload,
    })
    return { status: answer.statusCode, body: answer.json() }
  }
  const open = async (address: string, who?: { headers: Headers }) => {
    const answer = await test.app.inject({ url: new URL(address).pathname, headers: { ...who?.headers } })
    return { status: answer.statusCode, headers: answer.headers, bytes: answer.rawPayload }
  }
  return { ...test, ...desk, upload, open }
}

const PHOTO = { name: '../Дом Иванова.jpg', bytes: jpegOf([segment(0xe1, 'Exif\0\0MM\0*GPS 53.2144')]) }
const BARE = jpegOf([])

t.test(
  'a photo of a public case is shown to everyone, without the place where it was taken and the name it had',
  async (t) => {
    const { as, report, responder, upload, open } = await begin(t)
    const { url, reporter } = await report({ public: true })
    const sent = await upload(url, reporter, [PHOTO, { name: 'b.png', bytes: PIXEL_PNG }])
    t.equal(sent.status, 201, JSON.stringify(sent.body))
    attachmentsAnswer.parse(sent.body)
    t.match(sent.body.items, [
      { name: 'Дом Иванова.jpg', mime: 'image/jpeg', size: BARE.length, public: true },
      { mime: 'image/png' },
    ])
    const seen = (await as().get(url)).body
    caseView.parse(seen)
    t.match(seen.attachments, [{ name: /^\d+\.jpg$/ }, { name: /^\d+\.png$/ }])
    const photo = await open(seen.attachments[0].url)
    t.equal(photo.status, 200)
    t.same(photo.bytes, BARE)
    t.match(photo.headers, {
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'content-security-policy': /sandbox/,
      'content-disposition': /^inline/,
    })
    t.notMatch(photo.headers['content-disposition'], /%D0/)
    t.match((await as(responder).get(url)).body.attachments, [{ name: 'Дом Иванова.jpg' }, {}])
    const told = (await as().get(`${url}/events`)).body.items.find((e: { kind: string }) => e.kind === 'attached')
    t.match(told, { count: 2, public: true })
    t.notMatch(JSON.stringify(told), /Иванов|sha256/)
  },
)

t.test('files of a private case, hidden files and those of staff are not opened from outside', async (t) => {
  const { as, database, report, responder, upload, open } = await begin(t)
  const hidden = await report({ public: false })
  const other = await report({ public: true })
  const [file] = (await upload(hidden.url, hidden.reporter, [PHOTO])).body.items
  t.same((await as().get(hidden.url)).body.attachments, [])
  for (const who of [undefined, other.reporter]) t.equal((await open(file.url, who)).status, 404)
  for (const who of [responder, hidden.reporter]) t.equal((await open(file.url, who)).status, 200)
  t.match((await open(file.url, responder)).headers, { 'cache-control': 'private, no-store' })

  const [scan] = (await upload(other.url, responder, [PHOTO])).body.items
  t.equal((await open(scan.url)).status, 404, 'staff publish only what they mean to')
  const [meant] = (await upload(other.url, responder, [PHOTO], { public: 'true' })).body.items
  t.equal((await open(meant.url)).status, 200)
  await database.sql`update attachments set hidden_at = ${0} where id = ${meant.id}`
  t.equal((await open(meant.url)).status, 404, 'hidden by a moderator')
  t.equal((await open(meant.url.replace(other.number, hidden.number), hidden.reporter)).status, 404, 'of another case')
})

t.test('only pictures and PDF, at most ten of ten megabytes', async (t) => {
  const { report, upload } = await begin(t)
  const { url, reporter } = await report()
  const html = { name: 'a.jpg', bytes: Buffer.from('<script>alert(1)</script>') }
  t.match(await upload(url, reporter, [html]), { status: 415, body: { code: 'file_type_not_allowed' } })
  t.match(await upload(url, reporter, [{ name: 'a.jpg', bytes: BARE.subarray(0, 8) }]), { status: 415 })
  const big = { name: 'a.pdf', bytes: Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(10 * 1024 * 1024)]) }
  t.match(await upload(url, reporter, [big]), { status: 413, body: { code: 'file_too_large' } })
  t.match(await upload(url, reporter, []), { status: 400 })
  const six = Array.from({ length: 6 }, () => PHOTO)
  t.equal((await upload(url, reporter, six)).status, 201)
  t.match(await upload(url, reporter, six), { status: 413, body: { code: 'too_many_files' } })
  t.match(await upload(url, reporter, [...six, ...six]), { status: 413, body: { code: 'too_many_files' } })
  t.equal((await upload(url, reporter, six.slice(2))).status, 201, 'ten are ten')
})

t.test('a form that is none, or breaks off, is answered and nothing is kept', async (t) => {
  const { app, database, report } = await begin(t)
  const { url, reporter } = await report()
  const post = async (payload: Buffer | object, headers: Headers) =>
    (
      await app.inject({
        method: 'POST',
        url: `/api/v1${url}/attachments`,
        headers: { ...reporter.headers, ...headers },
        payload,
      })
    ).statusCode
  const form = formOf([PHOTO])
  t.equal(await post(form.payload.subarray(0, form.payload.length - 30), form.headers), 400)
  t.equal(await post({ file: 'x' }, {}), 415)
  t.equal(await post(Buffer.from('x'), { 'content-type': 'multipart/form-data' }), 400, 'no boundary')
  t.equal(await post(form.payload, { ...form.headers, authorization: 'Bearer AAAAAAAAAAAAAAAAAAAAAA' }), 403)
  const [row] = await database.sql`select count(*)::int as n from attachments`
  t.equal(row!.n, 0)
})

t.test('the same upload twice is one; another under the same key is refused', async (t) => {
  const { database, report, upload } = await begin(t)
  const { url, reporter } = await report()
  const key = { 'idempotency-key': 'photo-of-the-reporter' }
  const answers = await Promise.all([1, 2, 3].map(() => upload(url, reporter, [PHOTO], {}, key)))
  for (const answer of answers) t.same(answer, answers[0])
  t.equal(answers[0]!.status, 201)
  t.match(await upload(url, reporter, [{ name: 'b.png', bytes: PIXEL_PNG }], {}, key), { status: 422 })
  const [row] = await database.sql`select count(*)::int as n from attachments`
  t.equal(row!.n, 1)
})

t.test(
  'erasure takes contacts, words, place and photos; what was promised stays, and the seals verify what was said',
  async (t) => {
    const { as, centre, centralHead, database, head, report, responder, upload, open } = await begin(t)
    const { url, reporter, number } = await report({
      public: true,
      text: 'Живу в доме 5, Секретов',
      title: 'Секретов',
      address: 'Секретная, 5',
      location: { lat: 53.2, lon: 63.6 },
      reporter: { name: 'Секретов', phone: '+7 701 123 45 67', email: 'secret@example.com', iin: '991130241005' },
    })
    await as(reporter).post(`${url}/updates`, { text: 'Секретов добавляет' })
    const [file] = (await upload(url, reporter, [PHOTO])).body.items
    await as(responder).post(`${url}/reaction`, REACTION)
    const [said] = await database.sql`select data, erasable from events where kind = 'updated'`
    const seal = createHash('sha256').update(said!.erasable.salt).update(said!.erasable.text).digest('base64')
    t.equal(said!.data.seal, seal, 'the event can be verified as long as the words are there')

    t.match(await as(head).post(`${url}/erasure`, { reason: 'Просьба' }), { status: 403 })
    const erased = await as(centre).post(`${url}/erasure`, { reason: 'По просьбе заявителя' })
    t.match(erased, {
      status: 201,
      body: { title: null, address: null, location: null, attachments: [], status: 'responded' },
    })
    t.match(erased.body.text, /өшірілді/, 'in the language of the case')
    t.same((await as(centre).get(url)).body, erased.body)
    t.match(await as(centralHead).post(`${url}/erasure`, { reason: 'Ещё раз' }), {
      status: 409,
      body: { code: 'nothing_to_change' },
    })
    t.match(await as(responder).get(`${url}/reporter`), {
      status: 200,
      body: { name: null, phone: null, email: null, erasedAt: '2026-11-21T14:00:00+05:00' },
    })
    t.equal((await open(file.url, responder)).status, 404)
    for (const query of ['q=секретов', 'bbox=63,53,64,54'])
      t.same((await as(centre).get(`/cases?${query}`)).body.items, [], query)
    t.match((await as().get('/cases?region=KZ-39')).body.items, [{ number }], 'still listed')
    const rows = await database.sql`
    select c::text as row from cases c union all select r::text from reporters r union all select e::text from events e
    union all select a::text from attachments a`
    t.notMatch(rows.map((r) => r.row).join('\n'), /Секрет|secret|sekret|Иванов/, 'not a row holds it')
    const [event] = await database.sql`select data, erasable from events where kind = 'updated'`
    t.match(event, { data: { seal }, erasable: null }, 'the chain holds the seal only')
  },
)

t.test('contacts are read by those who work on the case, and every reading is logged', async (t) => {
  const test = await begin(t)
  const { as, centre, database, report, responder } = test
  const { url } = await report({ reporter: { name: 'Асель', phone: '8 701 123 45 67', email: 'a@example.com' } })
  t.match(await as(responder).get(`${url}/reporter`), {
    status: 200,
    body: { name: 'Асель', phone: '+77011234567', email: 'a@example.com', iin: null },
  })
  t.equal((await as(centre).get(`${url}/reporter`)).status, 200)
  t.equal((await as().get(`${url}/reporter`)).status, 401)
  for (const roles of [['auditor'], ['admin']] as const) {
    const who = await makeSigned(test, { roles: [...roles], branch: 'KZ' })
    t.equal((await as(who).get(`${url}/reporter`)).status, 403, roles[0])
  }
  t.match(await database.sql`select staff, role, at from reporter_readings order by id`, [
    { staff: responder.id, role: 'responder', at: Date.parse('2026-11-21T14:00:00+05:00') },
    { staff: centre.id, role: 'central' },
  ])
})
