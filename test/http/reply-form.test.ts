import t, { type Test } from 'tap'
import { auditAll } from '../../server/audit/run.ts'
import { makeReplyToken } from '../../server/letters/reply-token.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { type Desk, makeDesk, REACTION } from '../support/desk.ts'

t.setTimeout(120_000)

const MONDAY_10 = '2026-11-23T10:00:00+05:00'
const SECRET_WORDS = 'Заявитель Асель Нурланова, 8 701 000 00 00'
const LETTER = {
  body: 'kostanay-roads',
  channel: 'post',
  subject: 'Яма у школы',
  text: 'Просим заделать яму у школы № 3',
}
const DUE = '2026-12-15T00:00:00+05:00'
const OWN = { origin: 'http://localhost:80' }

type Form = Record<string, string>
interface Desked extends TestApp, Desk {
  readonly id: number
  readonly url: string
  readonly number: string
  readonly reporter: { headers: Readonly<Record<string, string>> }
  readonly token: string
}

async function begin(t: Test, more: Record<string, unknown> = {}, options: object = {}): Promise<Desked> {
  const test = await makeApp(t, { at: MONDAY_10, ...options })
  const desk = await makeDesk(test)
  const made = await desk.report({ text: SECRET_WORDS, ...more })
  await desk.as(desk.responder).post(`${made.url}/reaction`, { ...REACTION, nextActionOn: '2026-11-24' })
  const { id } = (await desk.as(desk.responder).post(`${made.url}/contacts`, LETTER)).body
  const token = makeReplyToken(test.deps.secrets, id, Date.parse('2027-03-01T00:00:00Z'))
  return { ...test, ...desk, ...made, id, token }
}

const get = ({ app }: TestApp, path: string) => app.inject({ method: 'GET', url: path })

/** The form as a browser without scripts sends it, with files when there are any. */
function send(
  { app }: TestApp,
  path: string,
  fields: Form,
  files: { name: string; bytes: Buffer }[] = [],
  headers = OWN,
) {
  const parts: Buffer[] = []
  const put = (head: string, body: Buffer) =>
    parts.push(Buffer.from(`--${EDGE}\r\n${head}\r\n\r\n`), body, Buffer.from('\r\n'))
  for (const [name, value] of Object.entries(fields))
    put(`content-disposition: form-data; name="${name}"`, Buffer.from(value))
  for (const f of files.length > 0 ? files : [{ name: '', bytes: Buffer.alloc(0) }])
    put(
      `content-disposition: form-data; name="files"; filename="${f.name}"\r\ncontent-type: application/octet-stream`,
      f.bytes,
    )
  parts.push(Buffer.from(`--${EDGE}--\r\n`))
  return app.inject({
    method: 'POST',
    url: path,
    payload: Buffer.concat(parts),
    headers: { 'content-type': `multipart/form-data; boundary=${EDGE}`, ...headers },
  })
}

const EDGE = '----WebKitFormBoundaryDaybreakTest01'
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')
const letterOf = async ({ as, responder, id }: Desked) => (await as(responder).get(`/contacts/${id}`)).body
const sound = async (t: Test, { database, deps }: TestApp) =>
  t.same((await auditAll(database.sql, deps.now())).broken, [], 'every invariant holds')

t.test(
  'the page shows our letter, its term and article, in three languages, and nothing of the reporter',
  async (t) => {
    const test = await begin(t, { public: false, reporter: { name: 'Асель', phone: '+77010000000' } })
    const { token, number } = test
    for (const [lang, words] of [
      ['kk', ['Біздің хатқа жауап', '15 жұмыс күні', 'ӘРПК']],
      ['ru', ['Ответ на наше письмо', '15 рабочих дней', 'АППК']],
      ['en', ['Answer to our letter', '15 working days', 'Administrative Procedural Code']],
    ] as const) {
      const page = await get(test, `/${lang}/reply/${token}`)
      t.equal(page.statusCode, 200)
      for (const word of [...words, '39-26/000001', LETTER.subject, LETTER.text])
        t.match(page.body, word, `${lang}: ${word}`)
      for (const hidden of ['Асель', '7010000000', number, 'Нурланова'])
        t.notOk(page.body.includes(hidden), `${lang}: no ${hidden}`)
      t.match(page.body, /<meta name="robots" content="noindex"/)
      t.match(page.headers, { 'x-robots-tag': 'noindex', 'cache-control': /private/, 'referrer-policy': 'same-origin' })
      t.notMatch(page.body, /rel="alternate"/, 'the address goes nowhere')
    }
    t.match(await get(test, `/reply/${token}`), { statusCode: 302 }, 'without a language it leads to the reader’s')
    const before = await test.database
      .sql`select (select count(*) from events) as e, (select max(version) from cases) as v`
    for (let n = 0; n < 5; n++) await get(test, `/ru/reply/${token}`)
    t.same(
      await test.database.sql`select (select count(*) from events) as e, (select max(version) from cases) as v`,
      before,
      'a scanner that opens links changes nothing',
    )
  },
)

t.test('an answer with files: kept, ungraded, receipted, and its owner told', async (t) => {
  const test = await begin(t)
  const { token, as, responder, id, url, reporter } = test
  const sent = await send(
    test,
    `/ru/reply/${token}`,
    {
      kind: 'answer',
      text: 'Яма будет заделана до 1 декабря 2026 года.',
      incomingNumber: 'ЗТ-17',
      registeredOn: '2026-11-23',
    },
    [{ name: 'Акт <осмотра>.pdf', bytes: PDF }],
  )
  t.equal(sent.statusCode, 303, sent.body)
  const to = String(sent.headers.location)
  t.match(to, new RegExp(`^/ru/reply/${token}/receipt/\\d+$`))
  const receipt = await get(test, to)
  t.equal(receipt.statusCode, 200)
  t.match(receipt.body, /39-26\/000001\/\d+/, 'a number to keep')
  t.match(receipt.body, 'Яма будет заделана')
  t.match(receipt.body, /<db-print/)
  const letter = await letterOf(test)
  t.match(letter, {
    state: 'open',
    registeredOn: '2026-11-23',
    incomingNumber: 'ЗТ-17',
    replies: [
      {
        grade: null,
        source: 'form',
        form: { kind: 'answer', incomingNumber: 'ЗТ-17' },
        recordedBy: null,
        promises: [{ dueOn: '2026-12-01' }],
        files: [{ name: 'Акт осмотра.pdf', mime: 'application/pdf' }],
      },
    ],
  })
  const file = new URL(letter.replies[0].files[0].url).pathname.replace('/api/v1', '')
  t.equal((await as(responder).get(file)).status, 200)
  t.equal((await as(reporter).get(file)).status, 404, 'a letter may name others')
  t.equal((await as().get(file)).status, 404)
  t.equal((await as(reporter).get(url)).body.attachments.length, 0)
  t.equal((await test.database.sql`select from outbox where kind = 'reply-to-grade'`).length, 1)
  const event = (await as(responder).get(`${url}/events`)).body.items.find(
    (e: { kind: string }) => e.kind === 'replied',
  )
  t.match(event, { by: { kind: 'body', name: /дорог|жол/i }, files: [{ mime: 'application/pdf', size: PDF.length }] })
  t.match((await get(test, `/ru/reply/${token}`)).body, /его читает сотрудник/)
  await as(responder).put(`/contacts/${id}/replies/${letter.replies[0].id}/grade`, { grade: 'substantive' })
  t.match(await letterOf(test), { state: 'answered', replyDueAt: null })
  const after = await get(test, `/ru/reply/${token}`)
  t.match(after.body, /На это письмо ответили/)
  t.notMatch(after.body, /name="until"/, 'only something to add')
  t.equal((await send(test, `/ru/reply/${token}`, { kind: 'answer', text: 'Добавляем фото' })).statusCode, 303)
  t.equal((await letterOf(test)).replies.length, 2)
  await sound(t, test)
})

t.test('a refusal waits for its grade; an extension moves the term once, at most two months', async (t) => {
  const test = await begin(t)
  const { token, as, responder, url } = test
  const path = `/kk/reply/${token}`
  t.equal((await send(test, path, { kind: 'refusal', text: 'Бұл біздің өкілетімізге кірмейді' })).statusCode, 303)
  t.match(await letterOf(test), {
    state: 'open',
    replyDueAt: DUE,
    replies: [{ grade: null, form: { kind: 'refusal' } }],
  })
  const extend = (until: string, text = 'Сараптама керек, Асельге қоңырау шалыңыз') =>
    send(test, path, { kind: 'extension', until, text })
  t.match((await extend('2027-01-24')).body, /id="until-error"/, 'more than two months')
  t.match((await extend('2026-12-14')).body, /id="until-error"/, 'not later than the term')
  t.match((await extend('2026-11-20')).body, /id="until-error"/)
  const kept = (await extend('2027-01-24')).body
  t.match(kept, 'Сараптама керек')
  t.match(kept, /value="2027-01-24"/, 'what was typed stays')
  const done = await extend('2027-01-20')
  t.equal(done.statusCode, 303, done.body)
  t.match((await get(test, String(done.headers.location))).body, /2027 жылғы 20 қаңтар/)
  t.match(await letterOf(test), { extendedUntil: '2027-01-20', replyDueAt: '2027-01-21T00:00:00+05:00' })
  const open = (await as().get(`${url}/events`)).text + (await as().get(url)).text
  t.notMatch(open, /Асельге|Сараптама/, 'what nobody has read is not public')
  t.match((await as(responder).get(`${url}/events`)).text, /Сараптама/)
  t.equal((await test.database.sql`select from outbox where kind = 'extended'`).length, 1, 'the owner is told')
  t.match((await extend('2027-01-22')).statusCode, 422, 'once')
  t.notMatch((await get(test, path)).body, /value="extension"/, 'and is not offered again')
  await sound(t, test)
})

t.test('passed on: a known body gets a new clock at once, another is for a person to read', async (t) => {
  const test = await begin(t)
  const { token } = test
  const path = `/en/reply/${token}`
  const redirect = (fields: Form) => send(test, path, { kind: 'redirect', text: '', ...fields })
  t.match((await redirect({})).body, /id="to-error"/)
  t.match((await redirect({ to: 'kostanay-roads' })).body, /id="to-error"/, 'to itself')
  t.match((await redirect({ to: 'nobody' })).body, /id="to-error"/)
  t.match((await redirect({ to: 'akimat-kostanay', passedOn: '2026-11-24' })).body, /id="passedOn-error"/, 'tomorrow')
  const named = await redirect({ name: 'ТОО «Дорожник»', text: 'Это их участок' })
  t.equal(named.statusCode, 303, named.body)
  t.match((await get(test, String(named.headers.location))).body, /Дорожник/)
  t.match(await letterOf(test), {
    body: { code: 'kostanay-roads' },
    replyDueAt: DUE,
    replies: [{ grade: null, form: { kind: 'redirect', name: 'ТОО «Дорожник»' }, text: 'Это их участок' }],
  })
  const known = await redirect({
    to: 'akimat-kostanay',
    passedOn: '2026-11-23',
    text: 'По компетенции',
    incomingNumber: 'ЗТ-18',
    registeredOn: '2026-11-23',
  })
  t.equal(known.statusCode, 303, known.body)
  t.match(await letterOf(test), { body: { code: 'akimat-kostanay' }, state: 'open', registeredOn: '2026-11-23' })
  const { items } = (await test.as(test.responder).get(`${test.url}/events`)).body
  t.match(
    items.find((e: { kind: string }) => e.kind === 'registered'),
    { incomingNumber: 'ЗТ-18' },
    'the number of the body that passed it on is not lost',
  )
  t.equal((await test.database.sql`select from outbox where kind = 'redirected'`).length, 1)
  const again = await redirect({ to: 'kostanay-roads', passedOn: '2026-11-23', text: 'Всё-таки им' })
  t.equal(again.statusCode, 303)
  t.match(await letterOf(test), { replies: [{}, { grade: null, form: { kind: 'redirect', to: 'kostanay-roads' } }] })
  t.equal(
    (await test.database.sql`select from events where kind = 'redirected'`).length,
    1,
    'passed to and fro by themselves it would never be due',
  )
  t.match((await get(test, path)).body, /passed on: Akimat of/)
  await sound(t, test)
})

t.test(
  'links that are wrong, forged, stolen from another letter, expired, withdrawn: answered kindly, and nothing happens',
  async (t) => {
    const test = await begin(t)
    const { token, deps, id, database } = test
    const other = makeReplyToken(deps.secrets, 999_999, Date.parse('2027-03-01T00:00:00Z'))
    const [, day, mac] = token.split('-') as [string, string, string]
    const wrong = [
      'x',
      `${token}x`,
      `${id + 1}-${day}-${mac}`,
      `${id}-${Number(day) + 1000}-${mac}`,
      `${id}-${day}-${mac.slice(0, -1)}${mac.endsWith('a') ? 'b' : 'a'}`,
      other,
      '%00',
      '..%2f..%2f',
      "1' or '1'='1",
    ]
    for (const bad of wrong)
      for (const answer of [
        await get(test, `/ru/reply/${encodeURIComponent(bad)}`),
        await send(test, `/ru/reply/${encodeURIComponent(bad)}`, { kind: 'answer', text: 'Ответ' }),
        await get(test, `/ru/reply/${encodeURIComponent(bad)}/receipt/1`),
      ])
        t.match(answer, { statusCode: 404, body: /Такой ссылки нет|не найдена/ }, bad)
    const expired = makeReplyToken(deps.secrets, id, Date.parse('2026-11-23T00:00:00Z'))
    t.match(await get(test, `/ru/reply/${expired}`), { statusCode: 410, body: /39-26\/000001/ })
    t.match(await send(test, `/ru/reply/${expired}`, { kind: 'answer', text: 'Ответ' }), { statusCode: 410 })
    for (const deed of ['0', '999999', 'x', '1e3', '99999999999999999999'])
      t.match(await get(test, `/ru/reply/${token}/receipt/${deed}`), { statusCode: 404 }, deed)
    await database.sql`update contacts set state = 'withdrawn' where id = ${id}`
    t.match(await get(test, `/kk/reply/${token}`), { statusCode: 410, body: /жауап керек емес/ })
    t.match(await send(test, `/kk/reply/${token}`, { kind: 'answer', text: 'Жауап' }), { statusCode: 410 })
    t.equal((await database.sql`select from replies`).length, 0)
  },
)

t.test('sent twenty times at once: one reply, one receipt', async (t) => {
  const test = await begin(t)
  const form = { kind: 'answer', text: 'Сделаем' }
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => send(test, `/ru/reply/${test.token}`, form, [{ name: 'a.pdf', bytes: PDF }])),
  )
  t.same(new Set(answers.map((a) => a.statusCode)), new Set([303]))
  t.equal(new Set(answers.map((a) => a.headers.location)).size, 1, 'the same receipt')
  t.equal((await test.database.sql`select from replies`).length, 1)
  t.equal((await test.database.sql`select from attachments`).length, 1)
  t.equal((await test.database.sql`select from outbox where kind = 'reply-to-grade'`).length, 1)
  t.equal((await send(test, `/ru/reply/${test.token}`, { ...form, text: 'Сделаем завтра' })).statusCode, 303)
  t.equal((await test.database.sql`select from replies`).length, 2, 'other words are another reply')
})

t.test('bad input is shown at its field and keeps what was typed; foreign pages cannot send', async (t) => {
  const test = await begin(t)
  const { token } = test
  const path = `/ru/reply/${token}`
  const faults = async (fields: Form, files: { name: string; bytes: Buffer }[] = []) => {
    const answer = await send(test, path, fields, files)
    t.equal(answer.statusCode, 422)
    return [...answer.body.matchAll(/id="(\w+)-error"/g)].map((m) => m[1])
  }
  t.same(await faults({}), ['kind', 'text'])
  t.same(await faults({ kind: 'bribe', text: 'Текст' }), ['kind'])
  t.same(await faults({ kind: 'answer', text: 'ab' }), ['text'])
  t.same(await faults({ kind: 'extension', text: 'Причина' }), ['until'])
  t.same(await faults({ kind: 'extension', text: 'Причина', until: '2026-02-31' }), ['until'])
  t.same(await faults({ kind: 'answer', text: 'Ответ', incomingNumber: '5' }), ['registeredOn'])
  t.same(await faults({ kind: 'answer', text: 'Ответ', registeredOn: '2026-11-23' }), ['incomingNumber'])
  t.same(await faults({ kind: 'answer', text: 'Ответ', incomingNumber: '5', registeredOn: '2026-11-24' }), [
    'registeredOn',
  ])
  t.same(await faults({ kind: 'answer', text: 'Ответ', incomingNumber: '5', registeredOn: '2026-11-01' }), [
    'registeredOn',
  ])
  t.same(await faults({ kind: 'answer', text: 'я'.repeat(50_001) }), ['text'])
  t.same(await faults({ kind: 'answer', text: 'Ответ' }, [{ name: 'a.exe', bytes: Buffer.from('MZ\u0000\u0000') }]), [
    'files',
  ])
  const many = Array.from({ length: 11 }, () => ({ name: 'a.pdf', bytes: PDF }))
  t.same(await faults({ kind: 'answer', text: 'Ответ' }, many), ['files'])
  const kept = await send(test, path, { kind: 'answer', text: '<script>alert(1)</script> Ответ' }, [
    { name: 'a.exe', bytes: Buffer.from('MZ') },
  ])
  t.match(kept.body, '&lt;script>alert(1)')
  t.match(kept.body, /href="#files"/)
  t.match(await send(test, path, { kind: 'answer', text: 'Ответ' }, [], { origin: 'http://evil.example' }), {
    statusCode: 403,
  })
  t.match(
    await test.app.inject({
      method: 'POST',
      url: path,
      payload: 'x',
      headers: { ...OWN, 'content-type': 'multipart/form-data' },
    }),
    { statusCode: 400 },
  )
  t.equal((await test.database.sql`select from replies`).length, 0)
  const plain = await test.app.inject({
    method: 'POST',
    url: path,
    payload: new URLSearchParams({ kind: 'answer', text: 'Без файлов' }).toString(),
    headers: { ...OWN, 'content-type': 'application/x-www-form-urlencoded' },
  })
  t.equal(plain.statusCode, 303, plain.body)
})

t.test('a stolen link fills no disk: so many messages and no more, from one address and for one letter', async (t) => {
  const test = await begin(t)
  for (let n = 0; n < 20; n++)
    t.equal((await send(test, `/ru/reply/${test.token}`, { kind: 'answer', text: `Ответ ${n}` })).statusCode, 303)
  t.match(await send(test, `/ru/reply/${test.token}`, { kind: 'answer', text: 'Ещё' }), {
    statusCode: 422,
    body: /слишком много сообщений/,
  })
  const limited = await begin(t, {}, { config: { rateLimit: true } })
  const codes: number[] = []
  for (let n = 0; n < 32; n++) codes.push((await send(limited, `/ru/reply/${limited.token}`, {})).statusCode)
  t.same(codes.slice(0, 30), Array(30).fill(422))
  t.same(codes.slice(30), [429, 429])
})

t.test('whoever of the staff is signed in and opens the link sends it with the token of the session', async (t) => {
  const test = await begin(t)
  const { token, responder } = test
  const cookie = `daybreak_session=${responder.headers.authorization?.replace(/^Bearer /, '')}`
  const path = `/ru/reply/${token}`
  const fields = { kind: 'answer', text: 'Проверка' }
  t.match(await send(test, path, fields, [], { ...OWN, cookie } as never), { statusCode: 403 })
  const page = await test.app.inject({ method: 'GET', url: path, headers: { cookie } })
  const csrf = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
  const sent = await send(test, path, { ...fields, _csrf: csrf }, [], { ...OWN, cookie } as never)
  t.equal(sent.statusCode, 303, sent.body)
})
