import t from 'tap'
import { auditAll } from '../../server/audit/run.ts'
import { contactView } from '../../shared/contract/contact.ts'
import { inboxPage, mailView } from '../../shared/contract/inbox.ts'
import { LANGS } from '../../shared/domain/text.ts'
import { postForm } from '../support/citizen.ts'
import { REACTION } from '../support/desk.ts'
import { mailOf } from '../support/inbound.ts'
import { type Corresponding, makeCorresponding, TUESDAY_10 } from '../support/inbound-desk.ts'
import { makeSigned } from '../support/signed.ts'

t.setTimeout(120_000)

/** A letter, and a mail in the pen that is guessed to answer it. */
async function makeHeld(t: Parameters<typeof makeCorresponding>[0]) {
  const test = await makeCorresponding(t)
  const sent = await test.letter()
  test.setTime(TUESDAY_10)
  const held = async (more: Parameters<typeof mailOf>[0] = {}) => {
    const subject = `Re: Яма у школы ${sent.outgoingNumber}`
    await test.inbound.send(mailOf({ subject, text: 'Яма заделана.', ...more }), { to: 'office@daybreak.example' })
    await test.inbound.read()
    const [row] = await test.database.sql<{ id: number }[]>`select id from inbound_mails order by id desc limit 1`
    return row!.id
  }
  return { ...test, sent, held }
}

const replies = async ({ database }: Pick<Corresponding, 'database'>) =>
  (await database.sql`select count(*)::int as n from replies`)[0]!.n

t.test('the pen: what waits with its guesses; placed by a person it is a reply that waits for its grade', async (t) => {
  const test = await makeHeld(t)
  const { as, centre, responder, sent } = test
  const id = await test.held()
  const page = (await as(centre).get('/inbox')).body
  inboxPage.parse(page)
  t.match(page.items, [
    {
      id,
      state: 'held',
      reason: 'no-token',
      from: { address: 'kanc@roads.example' },
      excerpt: 'Яма заделана.',
      guesses: [{ contact: sent.contact, outgoingNumber: sent.outgoingNumber, cases: [sent.number] }],
    },
  ])
  const mail = (await as(centre).get(`/inbox/${id}`)).body
  mailView.parse(mail)
  t.match(mail, { text: 'Яма заделана.', to: ['office@daybreak.example', 'x@daybreak.example'] })
  const key = { 'idempotency-key': 'place-this-mail-once' }
  const placed = await as(centre).post(`/inbox/${id}/placement`, { contact: sent.contact }, key)
  t.equal(placed.status, 201, placed.text)
  mailView.parse(placed.body)
  t.match(placed.body, {
    state: 'placed',
    contact: { id: sent.contact, outgoingNumber: sent.outgoingNumber },
    handledBy: { id: centre.id },
  })
  t.same(
    (await as(centre).post(`/inbox/${id}/placement`, { contact: sent.contact }, key)).body,
    placed.body,
    'asked again it is answered again',
  )
  t.match(await as(centre).post(`/inbox/${id}/placement`, { contact: sent.contact }), { status: 409 })
  t.equal(await replies(test), 1)
  t.match((await as(responder).get(`/contacts/${sent.contact}`)).body.replies, [
    { text: 'Яма заделана.', grade: null, receivedAt: TUESDAY_10 },
  ])
  t.same((await as(centre).get('/inbox')).body.items, [])
  t.match((await as(centre).get('/inbox?state=placed')).body.items, [{ id }])
})

t.test('two people place at once: one reply', async (t) => {
  const test = await makeHeld(t)
  const { as, centre, centralHead, sent } = test
  const id = await test.held()
  const answers = await Promise.all(
    [centre, centralHead, centre].map((who) => as(who).post(`/inbox/${id}/placement`, { contact: sent.contact })),
  )
  t.same(answers.map((a) => a.status).sort(), [201, 409, 409])
  t.equal(await replies(test), 1)
})

t.test('a branch sees what may answer its own letters, and places on them only', async (t) => {
  const test = await makeHeld(t)
  const { as, responder, sent } = test
  const own = await test.held()
  const unknown = await test.held({ subject: 'Реклама', text: 'Купите', from: 'x@spam.example' })
  const elsewhere = await makeSigned(test, { name: 'Ержан', roles: ['responder'], branch: 'KZ-10' })
  const ids = async (who: typeof responder) => (await as(who).get('/inbox')).body.items.map((m: { id: number }) => m.id)
  t.same(await ids(responder), [own])
  t.same(await ids(elsewhere), [])
  t.same(await ids(test.centre), [unknown, own])
  for (const path of ['', '/raw', '/files/0']) {
    t.equal((await as(elsewhere).get(`/inbox/${own}${path}`)).status, 404, path)
    t.equal((await as(responder).get(`/inbox/${unknown}${path}`)).status, 404, path)
    t.equal((await as().get(`/inbox/${own}${path}`)).status, 401, path)
  }
  t.equal((await as(elsewhere).post(`/inbox/${own}/placement`, { contact: sent.contact })).status, 403)
  t.equal((await as(responder).post(`/inbox/${unknown}/placement`, { contact: sent.contact })).status, 404)
  t.equal((await as(responder).post(`/inbox/${own}/dismissal`, { reason: 'не наше' })).status, 403)
  t.equal((await as(responder).post(`/inbox/${own}/placement`, { contact: 999_999 })).status, 404)
  t.equal((await as(responder).post(`/inbox/${own}/placement`, { contact: sent.contact })).status, 201)
})

t.test('dismissed with a reason it leaves the pen, and can still be placed', async (t) => {
  const test = await makeHeld(t)
  const { as, centre, sent } = test
  const id = await test.held()
  t.equal((await as(centre).post(`/inbox/${id}/dismissal`, { reason: '' })).status, 400)
  const key = { 'idempotency-key': 'dismiss-this-mail-once' }
  const gone = await as(centre).post(`/inbox/${id}/dismissal`, { reason: 'Ошиблись адресом' }, key)
  t.match(gone, { status: 201, body: { state: 'discarded', note: 'Ошиблись адресом', handledBy: { id: centre.id } } })
  t.same((await as(centre).post(`/inbox/${id}/dismissal`, { reason: 'Ошиблись адресом' }, key)).body, gone.body)
  t.equal((await as(centre).post(`/inbox/${id}/dismissal`, { reason: 'Другое' }, key)).status, 422)
  t.equal((await as(centre).post(`/inbox/${id}/dismissal`, { reason: 'Ошиблись адресом' })).status, 409)
  t.same((await as(centre).get('/inbox')).body.items, [])
  t.equal((await as(centre).post(`/inbox/${id}/placement`, { contact: sent.contact })).status, 201)
})

t.test('put to the wrong letter, it is taken back with a reason as long as nobody has graded it', async (t) => {
  const test = await makeHeld(t)
  const { as, centre, responder, colleague, head, sent, database, deps, passAt } = test
  const id = await test.held()
  const place = (who = responder) => as(who).post(`/inbox/${id}/placement`, { contact: sent.contact })
  const back = (who = responder, body: object = { reason: 'Это о другой яме' }, key = {}) =>
    as(who).del(`/inbox/${id}/placement`, body, key)
  const owed = async () =>
    (await database.sql`select outcome from deadlines where because->>'key' = 'gradeOwed' order by id`).map(
      (d) => d.outcome,
    )
  t.equal((await back()).status, 409, 'it has no place yet')
  t.equal((await place()).status, 201)
  t.same(await owed(), [null])
  t.equal((await back(responder, {})).status, 400, 'a reason is wanted')
  t.equal((await back(colleague)).status, 403, 'it was not their deed')
  const stranger = await makeSigned(test, { name: 'Ержан', roles: ['head'], branch: 'KZ-10' })
  t.equal((await back(stranger)).status, 404)
  const key = { 'idempotency-key': 'take-this-mail-back-once' }
  const gone = await back(responder, { reason: 'Это о другой яме' }, key)
  t.equal(gone.status, 200, gone.text)
  mailView.parse(gone.body)
  t.match(gone.body, {
    ...{ state: 'held', reason: 'taken-back', note: 'Это о другой яме', contact: null },
    handledBy: { id: responder.id },
  })
  t.same((await back(responder, { reason: 'Это о другой яме' }, key)).body, gone.body, 'asked again, answered again')
  t.same((await as(centre).get(`/inbox/${id}`)).body, gone.body, 'as it is stored')
  t.equal(await replies(test), 0)
  t.same(await owed(), ['cancelled'])
  t.match((await as(centre).get('/inbox')).body.items, [{ id }], 'it waits again')
  t.match((await as(responder).get(`/contacts/${sent.contact}`)).body, { replies: [], state: 'open' })
  const told = (await as().get(`${sent.url}/events`)).body.items.at(-1)
  t.match(told, { kind: 'reply-withdrawn', contact: sent.contact })
  t.notMatch(JSON.stringify(told), 'другой яме', 'why is not for everyone')
  t.equal((await place()).status, 201, 'and may be placed anew')
  t.equal((await back(head)).status, 200, 'the head may, too')
  t.equal((await place()).status, 201)
  const [reply] = (await as(responder).get(`/contacts/${sent.contact}`)).body.replies
  await as(responder).put(`/contacts/${sent.contact}/replies/${reply.id}/grade`, { grade: 'holding' })
  t.match(await back(), { status: 409, body: { code: 'placement_stands' } })
  const second = await test.held({ text: 'Яма будет заделана до 1 декабря 2026 года.' })
  await as(responder).post(`/inbox/${second}/placement`, { contact: sent.contact })
  const { replies: both } = (await as(responder).get(`/contacts/${sent.contact}`)).body
  const promise = { who: 'body', reply: both.at(-1).id, text: 'Яма будет заделана', dueOn: '2026-12-01' }
  t.equal((await as(responder).post(`${sent.url}/commitments`, promise)).status, 201)
  t.match(await as(responder).del(`/inbox/${second}/placement`, { reason: 'Не то' }), {
    ...{ status: 409, body: { code: 'placement_stands' } },
  })
  await passAt('2026-11-26T09:00:00+05:00')
  t.same((await auditAll(database.sql, deps.now())).broken, [])
})

t.test(
  'a file that came with a reply goes along with the next letter, as long as its mail has its place',
  async (t) => {
    const test = await makeHeld(t)
    const { as, app, responder, sent, database, deps, passAt } = test
    await test.inbound.send(
      `From: kanc@roads.example\nSubject: Re: ${sent.outgoingNumber}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=p\n\n--p\nContent-Type: text/plain; charset=utf-8\n\nAnswer\n--p\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=answer.pdf\n\n%PDF-1.4 words of the body\n--p--\n`,
      { to: 'office@daybreak.example' },
    )
    await test.inbound.read()
    const [{ id } = { id: 0 }] = await database.sql<
      { id: number }[]
    >`select id from inbound_mails order by id desc limit 1`
    const letter = { body: 'kostanay-roads', channel: 'email', subject: 'Второе', text: 'Прилагаем ваш ответ' }
    const annexes = [{ mail: id, n: 0 }]
    const write = (more: object) => as(responder).post(`${sent.url}/contacts`, { ...letter, ...more })
    t.match(await write({ annexes }), { status: 400, body: { code: 'unknown_annex' } }, 'it has no place yet')
    t.equal((await as(responder).post(`/inbox/${id}/placement`, { contact: sent.contact })).status, 201)
    t.match(await write({ annexes: [{ mail: id, n: 7 }] }), { status: 400, body: { code: 'unknown_annex' } })
    t.equal((await write({ annexes: [{ mail: id }] })).status, 400)
    const page = (await app.inject({ url: `/ru/desk/cases/${sent.number}`, headers: responder.headers })).body
    t.match(page, `name="annex-${id}-0"`)
    t.match(page, `href="/api/v1/inbox/${id}/files/0">answer.pdf`)
    t.match(page, `href="/ru/inbox/${id}"`)
    const fields = { ...letter, [`annex-${id}-0`]: 'yes', step: 'send' }
    const done = await postForm(test, `/ru/desk/cases/${sent.number}/contacts`, fields, responder.headers)
    t.equal(done.statusCode, 303, done.body)
    await passAt(new Date(deps.now() + 60_000).toISOString())
    const letters = (await as(responder).get(`${sent.url}/contacts`)).body.items.at(-1)
    contactView.parse(letters)
    t.match(letters, { letters: [{ state: 'sent', annexes: [{ file: id, n: 0, name: 'answer.pdf' }] }] })
    const [row] = await database.sql<{ raw: Buffer }[]>`select raw from letters order by id desc limit 1`
    t.match(String(row!.raw), 'filename=answer.pdf')
    t.match(String(row!.raw), Buffer.from('%PDF-1.4 words of the body').toString('base64').slice(0, 30))
    const other = await test.report()
    await as(responder).post(`${other.url}/reaction`, REACTION)
    const foreign = await as(responder).post(`${other.url}/contacts`, { ...letter, annexes })
    t.match(foreign, { status: 400, body: { code: 'unknown_annex' } }, 'a mail of another case')
  },
)

t.test('what came after the end is owed its grade when the reporter disputes the end', async (t) => {
  const test = await makeHeld(t)
  const { as, responder, centre, database, deps, setTime } = test
  const { url, reporter } = await test.report()
  await as(responder).post(`${url}/reaction`, REACTION)
  const paper = { body: 'kostanay-roads', channel: 'post', subject: 'Знак', text: 'Просим поставить знак' }
  const contact = (await as(responder).post(`${url}/contacts`, paper)).body.id as number
  await as(responder).post(`${url}/resolution`, { text: 'Поставили' })
  t.equal((await as(reporter).post(`${url}/confirmation`, { solved: true })).status, 201)
  const id = await test.held({ subject: 'Знак', text: 'Знак поставлен' })
  t.equal((await as(centre).post(`/inbox/${id}/placement`, { contact })).status, 201)
  const owed = () =>
    database.sql`select d.subject = r.id as same from deadlines d join replies r on r.id = d.subject where d.closed_at is null`
  t.same([...(await owed())], [], 'what has ended owes nothing')
  setTime(new Date(deps.now() + 3_600_000).toISOString())
  t.equal((await as(reporter).post(`${url}/confirmation`, { solved: false, text: 'Знака нет' })).status, 201)
  t.same([...(await owed())], [{ same: true }])
  t.same((await auditAll(database.sql, deps.now())).broken, [])
})

t.test('graded and taken back at once: one of them', async (t) => {
  const test = await makeHeld(t)
  const { as, responder, head, sent, database, deps } = test
  for (let round = 0; round < 3; round++) {
    const id = await test.held({ text: `Ответ ${round}` })
    await as(responder).post(`/inbox/${id}/placement`, { contact: sent.contact })
    const { replies: all } = (await as(responder).get(`/contacts/${sent.contact}`)).body
    const [graded, back] = await Promise.all([
      as(head).put(`/contacts/${sent.contact}/replies/${all.at(-1).id}/grade`, { grade: 'holding' }),
      as(responder).del(`/inbox/${id}/placement`, { reason: 'Не то' }),
    ])
    t.not(graded.status < 300, back.status < 300, `${graded.status} ${back.status}`)
  }
  t.same((await auditAll(database.sql, deps.now())).broken, [])
})

t.test('files and the raw mail are only ever downloaded', async (t) => {
  const test = await makeHeld(t)
  const { as, centre, app } = test
  await test.inbound.send(
    `From: a@b.example\nSubject: files\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=p\n\n--p\nContent-Type: application/pdf\nContent-Disposition: attachment; filename*=UTF-8''%D0%BE%D1%82%D0%B2%D0%B5%D1%82%22.pdf\n\n%PDF-1.4 x\n--p\nContent-Type: text/html\nContent-Disposition: attachment; filename=x.html\n\n<script>alert(1)</script>\n--p--\n`,
    { to: 'office@daybreak.example' },
  )
  await test.inbound.read()
  const [mail] = (await as(centre).get('/inbox')).body.items
  t.match(mail.files, [
    { name: 'ответ.pdf', mime: 'application/pdf', refused: null },
    { name: 'x.html', refused: 'type', url: null },
  ])
  const get = (path: string) => app.inject({ url: `/api/v1/inbox/${mail.id}${path}`, headers: centre.headers })
  const file = await get('/files/0')
  t.match(file.headers, {
    'content-type': 'application/pdf',
    'content-disposition': "attachment; filename*=UTF-8''%D0%BE%D1%82%D0%B2%D0%B5%D1%82.pdf",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  })
  t.match(file.headers['content-security-policy'], 'sandbox')
  t.match(file.body, '%PDF-1.4')
  t.equal((await get('/files/1')).statusCode, 404)
  const raw = await get('/raw')
  t.match(raw.headers['content-type'], 'message/rfc822')
  t.match(raw.body, /^From: a@b\.example\r\nSubject: files\r\n/)
})

t.test('the pages, in three languages and without a script', async (t) => {
  const test = await makeHeld(t)
  const { app, centre, responder, sent } = test
  const id = await test.held({ text: '<b>жирно</b> & просто' })
  const get = (url: string, who = centre) => app.inject({ url, headers: who.headers })
  for (const lang of LANGS) {
    const list = await get(`/${lang}/inbox`)
    t.equal(list.statusCode, 200)
    t.match(list.body, sent.outgoingNumber)
    t.match(list.body, `href="/${lang}/inbox/${id}"`)
    const page = await get(`/${lang}/inbox/${id}`)
    t.match(page.body, '&lt;b>жирно&lt;/b> &amp; просто')
    t.notMatch(page.body, /page\.inbox|undefined/)
    for (const state of ['placed', 'bounce', 'auto-reply', 'own', 'duplicate', 'discarded'])
      t.equal((await get(`/${lang}/inbox?state=${state}`)).statusCode, 200)
  }
  t.equal((await get('/ru/inbox/999999')).statusCode, 404)
  t.equal((await get('/ru/inbox/x')).statusCode, 404)
  t.equal((await get('/ru/inbox?cursor=nonsense')).statusCode, 400)
  t.equal((await app.inject('/ru/inbox')).statusCode, 303, 'to the sign-in')
  t.notMatch((await get(`/ru/inbox/${id}`, responder)).body, 'id="dismiss"', 'a branch does not set aside')

  const form = (path: string, fields: Record<string, string>, who = centre) => postForm(test, path, fields, who.headers)
  const nothing = await form(`/ru/inbox/${id}/placement`, {})
  t.equal(nothing.statusCode, 422)
  t.match(nothing.body, /href="#contact"/)
  const wrong = await form(`/ru/inbox/${id}/placement`, { number: '39-26/999999' })
  t.equal(wrong.statusCode, 422)
  t.match(wrong.body, /value="39-26\/999999"/, 'what was typed stays')
  t.equal((await form(`/ru/inbox/${id}/dismissal`, { reason: ' ' })).statusCode, 422)
  const done = await form(`/ru/inbox/${id}/placement`, { number: ` исх. № ${sent.outgoingNumber} ` })
  t.equal(done.statusCode, 303, done.body)
  t.match((await get(String(done.headers.location))).body, sent.outgoingNumber)
  const placed = (await get(`/ru/inbox/${id}`)).body
  t.match(placed, `action="/ru/inbox/${id}/return"`)
  t.notMatch((await get(`/ru/inbox/${id}`, test.colleague)).body, '/return"', 'not for who did not place it')
  const bare = await form(`/ru/inbox/${id}/return`, { reason: ' ' })
  t.equal(bare.statusCode, 422)
  t.match(bare.body, '<details class="deed" id="return" open')
  const back = await form(`/ru/inbox/${id}/return`, { reason: 'Не то письмо' })
  t.equal(back.headers.location, '/ru/inbox?done=returned')
  t.match((await get('/ru/inbox?done=returned')).body, 'Письмо снова ждёт решения')
  t.match((await get(`/ru/inbox/${id}`)).body, 'Не то письмо')
  t.equal((await form(`/ru/inbox/${id}/placement`, { contact: String(sent.contact) })).statusCode, 303)
  const late = await form(`/ru/inbox/${id}/placement`, { contact: String(sent.contact) })
  t.equal(late.statusCode, 422)
  t.match(late.body, 'уже решил кто-то другой')
  const other = await test.held({ text: 'другое' })
  t.equal(
    (await form(`/ru/inbox/${other}/dismissal`, { reason: 'Не по адресу' })).headers.location,
    '/ru/inbox?done=dismissed',
  )
  t.equal(await replies(test), 1)
})
