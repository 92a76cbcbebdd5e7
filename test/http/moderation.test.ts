import t from 'tap'
import { caseView } from '../../shared/contract/case.ts'
import { makeApp } from '../support/app.ts'
import { postForm } from '../support/citizen.ts'
import { makeDesk, REACTION } from '../support/desk.ts'
import { formOf, PIXEL_PNG } from '../support/picture.ts'

const TEXT = 'Мастер Иванов П. С. обещал приехать, тел. +7 701 123 45 67'
const HIDDEN = ['Иванов П. С.', '+7 701 123 45 67']

async function begin(t: Parameters<typeof makeApp>[0]) {
  const test = await makeApp(t)
  const desk = await makeDesk(test)
  const made = await desk.report({
    public: true,
    text: TEXT,
    title: 'Иванов П. С. не приехал',
    address: 'Абая 1, кв. 5',
  })
  return { ...test, ...desk, ...made, centreSays: desk.as(desk.centre) }
}
const page = async ({ app }: Awaited<ReturnType<typeof begin>>, number: string) =>
  (await app.inject(`/ru/cases/${number}`)).body

t.test('masked words are gone for everyone outside, in every place, and come back as they were', async (t) => {
  const made = await begin(t)
  const { as, url, number, responder, centreSays } = made
  await as(responder).post(`${url}/reaction`, { ...REACTION, text: 'Позвоним: Иванов П. С. приедет во вторник' })
  const order = { responsible: responder.id, text: 'Починить', dueOn: '2026-11-30', publicText: 'Иванов П. С. чинит' }
  t.equal((await as(made.centralHead).post(`${url}/instructions`, order)).status, 201)
  t.match(await page(made, number), 'Иванов П. С. чинит')
  const done = await centreSays.post(`${url}/moderation`, {
    do: 'mask',
    reason: 'personal-data',
    words: HIDDEN,
    note: 'по жалобе',
  })
  t.equal(done.status, 201, done.text)
  caseView.parse(done.body)
  const seen = (await as().get(url)).body
  t.equal(seen.text, 'Мастер █████ обещал приехать, тел. █████')
  t.equal(seen.title, '█████ не приехал')
  t.equal(seen.address, 'Абая 1, кв. 5')
  const events = (await as().get(`${url}/events`)).body.items
  t.match(
    events.find((e: { kind: string }) => e.kind === 'reacted').text,
    /^Позвоним: █████ приедет/,
    'what the staff wrote, too',
  )
  const said = events.find((e: { kind: string }) => e.kind === 'moderated')
  t.match(said, { what: 'mask', reason: 'personal-data', public: true })
  t.notOk('note' in said, 'the note is for colleagues')
  t.notMatch(JSON.stringify([seen, events]), /Иванов|701 123/)
  const html = await page(made, number)
  t.notMatch(html, /Иванов|701 123/)
  t.match(html, 'Часть текста скрыта')
  t.match(html, 'чужие личные данные')
  t.same((await as().get('/cases?q=Иванов')).body.items, [], 'and nobody finds the case by them')
  t.match((await as(responder).get(`${url}/events`)).text, 'Иванов', 'those who work on it read what a colleague wrote')

  t.equal((await centreSays.post(`${url}/moderation`, { do: 'mask', reason: 'another', words: HIDDEN })).status, 409)
  await centreSays.post(`${url}/moderation`, { do: 'unmask', reason: 'another' })
  t.match((await as().get(url)).body, { text: TEXT, title: 'Иванов П. С. не приехал' })
  t.equal((await as().get('/cases?q=Иванов')).body.items.length, 1)
})

t.test('a report that is removed shows its clock and why, and comes back', async (t) => {
  const made = await begin(t)
  const { as, url, number, centreSays, reporter } = made
  await centreSays.post(`${url}/moderation`, { do: 'remove', reason: 'insult' })
  const seen = (await as().get(url)).body
  t.equal(seen.public, false)
  t.notOk('text' in seen || 'address' in seen)
  t.match((await as().get(`${url}/events`)).body.items.at(-1), { kind: 'moderated', what: 'remove', reason: 'insult' })
  const html = await page(made, number)
  t.notMatch(html, 'Иванов')
  t.match(html, 'Дело убрано из открытого доступа')
  t.equal((await as(reporter).get(url)).body.text, TEXT, 'its reporter still reads it')
  t.equal((await centreSays.post(`${url}/moderation`, { do: 'remove', reason: 'insult' })).status, 409)
  await centreSays.post(`${url}/moderation`, { do: 'restore', reason: 'insult' })
  t.match((await as().get(url)).body, { public: true, text: TEXT })
})

t.test('a photo is hidden and shown again; complaints are settled with it', async (t) => {
  const made = await begin(t)
  const { app, as, url, number, centreSays, reporter, database } = made
  const form = formOf([{ name: 'a.png', bytes: PIXEL_PNG }])
  await app.inject({
    method: 'POST',
    url: `/api/v1${url}/attachments`,
    headers: { ...form.headers, ...reporter.headers },
    payload: form.payload,
  })
  const [photo] = (await as().get(url)).body.attachments
  const complaint = await as().post(`${url}/abuse-reports`, {
    reason: 'personal-data',
    text: 'На фото мой номер',
    file: photo.id,
  })
  t.equal(complaint.status, 201, complaint.text)
  await centreSays.post(`${url}/moderation`, { do: 'hide', reason: 'personal-data', file: photo.id })
  t.same((await as().get(url)).body.attachments, [])
  t.equal((await as().get(`${url}/attachments/${photo.id}`)).status, 404)
  t.same((await database.sql`select outcome, handled_by as by from abuse_reports`)[0], {
    outcome: 'removed',
    by: made.centre.id,
  })
  t.equal((await centreSays.post(`${url}/moderation`, { do: 'hide', reason: 'another', file: 999_999 })).status, 404)
  await centreSays.post(`${url}/moderation`, { do: 'show', reason: 'personal-data', file: photo.id })
  t.equal((await as().get(url)).body.attachments.length, 1)
  t.equal((await centreSays.post(`${url}/moderation`, { do: 'keep', reason: 'another' })).status, 409, 'none waits')
  t.equal(number.length > 0, true)
})

t.test('only the centre moderates, a wrong body is refused, and erasure leaves no original behind', async (t) => {
  const { as, url, head, responder, reporter, centreSays, database } = await begin(t)
  for (const who of [head, responder, reporter])
    t.equal((await as(who).post(`${url}/moderation`, { do: 'remove', reason: 'law' })).status, 403)
  for (const body of [
    { do: 'mask', reason: 'law' },
    { do: 'mask', reason: 'law', words: ['я'] },
    { do: 'hide', reason: 'law' },
    { do: 'x' },
    { do: 'remove', reason: 'whim' },
  ])
    t.equal((await centreSays.post(`${url}/moderation`, body)).status, 400)
  await centreSays.post(`${url}/moderation`, { do: 'mask', reason: 'law', words: HIDDEN })
  await centreSays.post(`${url}/erasure`, { reason: 'по просьбе' })
  const [row] = await database.sql`select moderation, text, title from cases`
  t.notOk('original' in row!.moderation)
  await centreSays.post(`${url}/moderation`, { do: 'unmask', reason: 'law' })
  t.same((await database.sql`select text, title, address from cases`)[0], { text: '', title: null, address: null })
})

t.test('a complaint that comes in while a moderator reads another is not settled with it', async (t) => {
  const made = await begin(t)
  const { app, as, url, number, centre, centreSays, database } = made
  const complain = (agent: string, text: string) =>
    as().post(`${url}/abuse-reports`, { reason: 'insult', text }, { 'user-agent': agent })
  const form = async () => {
    const html = (await app.inject({ url: `/ru/admin/moderation/${number}`, headers: centre.headers })).body
    return { looked: / name="looked" value="([^"]*)"/.exec(html)![1]! }
  }
  const waiting = async () =>
    (await database.sql`select text from abuse_reports where handled_at is null order by id`).map((row) => row.text)
  const press = (fields: Record<string, string>) =>
    postForm(made, `/ru/admin/moderation/${number}`, { do: 'keep', reason: 'another', ...fields }, centre.headers)
  const before = await form()
  t.equal((await complain('one', 'Тут грубят')).status, 201)
  t.equal((await press(before)).statusCode, 422, 'nothing was there to be looked at')
  const read = await form()
  t.equal((await complain('two', 'Тут адрес моей мамы')).status, 201)
  t.equal((await press(read)).statusCode, 303)
  t.same(await waiting(), ['Тут адрес моей мамы'])
  t.equal((await press(read)).statusCode, 422)
  const [{ id }] = (await database.sql`select id from abuse_reports where handled_at is null`) as unknown as [
    { id: number },
  ]
  t.equal(
    (await centreSays.post(`${url}/moderation`, { do: 'keep', reason: 'another', complaints: [id + 1] })).status,
    409,
  )
  t.equal(
    (await centreSays.post(`${url}/moderation`, { do: 'mask', reason: 'insult', words: HIDDEN, complaints: [] }))
      .status,
    201,
  )
  t.same(await waiting(), ['Тут адрес моей мамы'])
  t.equal((await centreSays.post(`${url}/moderation`, { do: 'keep', reason: 'another' })).status, 201)
  t.same(await waiting(), [])
})

t.test('what was said while a case was out of public view stays out of it when the case is back', async (t) => {
  const { app, as, url, number, responder, centreSays } = await begin(t)
  await centreSays.post(`${url}/moderation`, { do: 'remove', reason: 'personal-data' })
  await as(responder).post(`${url}/reaction`, { ...REACTION, text: 'Приедем на Абая 1' })
  await centreSays.post(`${url}/moderation`, { do: 'restore', reason: 'another' })
  t.equal((await as().get(url)).body.public, true)
  const outlets = [`/api/v1${url}/events`, `/ru/cases/${number}`, `/ru/feed.atom?case=${number}`, '/ru/feed.atom']
  for (const outlet of [...outlets, `/open311/v2/requests/${number}.json`, '/open311/v2/requests.json'])
    t.notMatch((await app.inject(outlet)).body, 'Приедем на', outlet)
  t.match((await as(responder).get(`${url}/events`)).text, 'Приедем на')
})
