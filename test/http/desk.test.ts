import t from 'tap'
import { LANGS } from '../../shared/domain/text.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { postForm } from '../support/citizen.ts'
import { type Desk, makeDesk } from '../support/desk.ts'
import { makePerson, putOnDuty } from '../support/make.ts'
import { makeSigned } from '../support/signed.ts'

t.setTimeout(120_000)

type Who = { readonly headers: { readonly authorization: string } }

const ANSWER = { text: 'Выезжаем на место вместе с подрядчиком', nextAction: 'Осмотр', nextActionOn: '2026-11-24' }

async function makeWorking(t: Parameters<typeof makeApp>[0]): Promise<TestApp & { desk: Desk }> {
  const made = await makeApp(t)
  const desk = await makeDesk(made)
  await putOnDuty(made, desk.responder, '2026-11-16T00:00:00+05:00', '2026-11-30T00:00:00+05:00')
  return { ...made, desk }
}

const get = (made: TestApp, url: string, who: Who) => made.app.inject({ url, headers: who.headers })
const send = (made: TestApp, url: string, who: Who, fields: Record<string, string>) =>
  postForm(made, url, fields, who.headers)
const numbers = (html: string) => [...html.matchAll(/id="row-([\d-]+)"/g)].map(([, number]) => number)

t.test(
  'the queue: what is due next comes first, mine apart from the branch, found by words and by number',
  async (t) => {
    const made = await makeWorking(t)
    const { desk } = made
    const first = await desk.report({ text: 'Яма на дороге у школы' })
    made.setTime('2026-11-22T07:00:00+05:00')
    const second = await desk.report({ text: 'Нет света во дворе' })
    await desk.as(desk.head).put(`${second.url}/assignment`, { owner: desk.colleague.id, reason: 'Его участок' })

    const mine = await get(made, '/ru/desk', desk.responder)
    t.same(numbers(mine.body), [first.number])
    t.match(mine.body, /Сейчас <b>1<\/b>/, 'due at nine, in two hours')
    t.match(mine.body, 'осталось 2 ч')
    t.same(numbers((await get(made, '/ru/desk?whose=branch', desk.responder)).body), [first.number, second.number])
    t.same(
      numbers((await get(made, '/ru/desk', desk.head)).body),
      [first.number, second.number],
      'a head sees the branch',
    )
    t.same(numbers((await get(made, '/ru/desk?whose=branch&q=свет', desk.responder)).body), [second.number])
    t.same(numbers((await get(made, '/ru/desk?whose=branch&overdue=yes', desk.responder)).body), [])
    const found = await get(made, `/ru/desk?q=${second.number.replaceAll('-', ' ')}`, desk.responder)
    t.equal(found.headers.location, `/ru/desk/cases/${second.number}`)
    t.match((await get(made, '/ru/desk?q=39-26-0009999-4', desk.responder)).body, 'Дела с номером')
    t.match((await get(made, '/ru/desk?q=ничегоподобного', desk.responder)).body, 'Таких дел нет')

    await made.passAt('2026-11-22T09:00:30+05:00')
    const late = await get(made, '/ru/desk?whose=branch&overdue=yes', desk.responder)
    t.same(numbers(late.body), [first.number])
    t.match(late.body, 'просрочен')

    const elsewhere = await makeSigned(made, { name: 'Ержан', roles: ['responder'], branch: 'KZ-10' })
    t.same(numbers((await get(made, '/ru/desk?whose=branch', elsewhere)).body), [], 'another branch sees none of it')
    t.equal((await get(made, `/ru/desk?q=${first.number}`, elsewhere)).statusCode, 200, 'nor is it led to the case')
    t.equal((await get(made, `/ru/desk/cases/${first.number}`, elsewhere)).statusCode, 403)
    t.same(numbers((await get(made, '/ru/desk?whose=branch', desk.centre)).body), [first.number, second.number])
    for (const cursor of ['x', 'd-1', `d-${'9'.repeat(150)}`, '%00'])
      t.equal((await get(made, `/ru/desk?cursor=${cursor}`, desk.responder)).statusCode, 200, `cursor ${cursor}`)
  },
)

t.test('a long queue goes on behind the first page', async (t) => {
  const made = await makeWorking(t)
  const all: string[] = []
  for (let n = 0; n < 35; n++) all.push((await made.desk.report({ text: `Яма номер ${n}` })).number)
  const first = await get(made, '/kk/desk', made.desk.responder)
  const next = /href="([^"]+)" rel="next"/.exec(first.body)![1]!.replaceAll('&amp;', '&')
  const second = await get(made, next, made.desk.responder)
  t.same([...numbers(first.body), ...numbers(second.body)], all)
  t.match(second.body, 'rel="prev"')
})

t.test(
  'an answer: faults keep what was typed, without scripts it is shown once more, and sent twice it is one',
  async (t) => {
    const made = await makeWorking(t)
    const { desk } = made
    const { number, url } = await desk.report({ language: 'kk', text: 'Үйде жылу жоқ' })
    const path = `/ru/desk/cases/${number}`
    const page = await get(made, path, desk.responder)
    t.match(
      page.body,
      /<select[^>]*id="reaction-language"[\s\S]*?<option value="kk" selected/,
      'in the language of the report',
    )
    t.match(page.body, 'data-text="Хабарламаңызды алдық', 'and so are the templates')
    const filled = await get(made, `${path}?template=visit`, desk.responder)
    t.match(filled.body, /<textarea[^>]*id="reaction-text"[^>]*>\s*Хабарламаңызды алдық/, 'without scripts, too')

    const faulty = await send(made, `${path}/reaction`, desk.responder, { ...ANSWER, text: 'а', nextActionOn: '' })
    t.equal(faulty.statusCode, 422)
    t.match(faulty.body, 'href="#reaction-text"')
    t.match(faulty.body, 'href="#reaction-nextActionOn"')
    t.match(faulty.body, /<textarea[^>]*id="reaction-nextAction"[^>]*>\s*Осмотр<\/textarea>/)
    t.match(faulty.body, '<title>Ошибка')
    t.match(
      faulty.body,
      `href="/kk/desk/cases/${number}?whose=mine"`,
      'another language is that of the case, not of the form',
    )
    const past = await send(made, `${path}/reaction`, desk.responder, { ...ANSWER, nextActionOn: '2026-11-01' })
    t.equal(past.statusCode, 422)
    t.match(past.body, 'href="#reaction-nextActionOn"', 'what the decision refuses stands beside its field')

    const check = await send(made, `${path}/reaction`, desk.responder, { ...ANSWER, step: 'check' })
    t.equal(check.statusCode, 200)
    t.match(check.body, 'Проверьте перед отправкой')
    t.match(check.body, ANSWER.text)
    t.equal((await desk.as(desk.responder).get(url)).body.status, 'received', 'nothing is out yet')
    const edit = await send(made, `${path}/reaction`, desk.responder, { ...ANSWER, step: 'edit' })
    t.match(edit.body, /<details class="deed" id="reaction" open/)
    t.match(edit.body, ANSWER.text)

    const sent = { ...ANSWER, step: 'send', key: '00000000-0000-4000-8000-000000000001', back: 'whose=branch' }
    const done = await send(made, `${path}/reaction`, desk.responder, sent)
    t.equal(done.statusCode, 303)
    t.equal(done.headers.location, `${path}?whose=branch&done=reaction`)
    t.equal((await send(made, `${path}/reaction`, desk.responder, sent)).statusCode, 303, 'the same press again')
    const { body } = await desk.as(desk.responder).get(`${url}/events`)
    t.equal(body.items.filter((e: { kind: string }) => e.kind === 'reacted').length, 1)
    const after = await get(made, String(done.headers.location), desk.responder)
    t.match(after.body, 'Ответ опубликован')
    t.notMatch(after.body, 'id="reaction"', 'what is done is not offered again')
    const again = await send(made, `${path}/reaction`, desk.responder, { ...sent, key: '' })
    t.equal(again.statusCode, 422, 'somebody was faster: said on the page')
  },
)

t.test('every deed at the desk is the decision of the API', async (t) => {
  const made = await makeWorking(t)
  const { desk } = made
  const api = desk.as(desk.centre)
  const one = await desk.report({ text: 'Нет тепла в доме', category: 'heat.no-heat' })
  const two = await desk.report({ text: 'Холодно в квартире', category: 'heat.no-heat' })
  const path = `/ru/desk/cases/${one.number}`
  const does = async (who: Who, deed: string, fields: Record<string, string>, at = path) => {
    const answer = await send(made, `${at}/${deed}`, who, fields)
    t.equal(answer.statusCode, 303, `${deed}: ${/<ul class="govuk-list[\s\S]*?<\/ul>/.exec(answer.body)?.[0] ?? ''}`)
    t.match(String(answer.headers.location), `done=${deed.split('/').at(-1)}`)
    t.equal((await get(made, String(answer.headers.location), who)).statusCode, 200)
  }
  await does(desk.responder, 'updates', { text: 'Звонил диспетчеру' })
  await does(desk.head, 'assignment', { owner: String(desk.colleague.id), reason: 'Его участок' })
  await does(desk.responder, 'reaction', ANSWER)
  await does(desk.responder, 'contacts', {
    body: 'akimat-kostanay-city',
    channel: 'post',
    subject: 'Отопление',
    text: 'Просим восстановить.',
    alsoCases: two.number,
  })
  const letters = (await api.get(`${one.url}/contacts`)).body.items
  t.equal(letters.length, 1)
  t.same(letters[0].cases, [one.number, two.number])
  const letter = `contacts/${letters[0].id}`
  const shown = await get(made, path, desk.responder)
  t.match(shown.body, letters[0].outgoingNumber)
  t.match(shown.body, `action="/ru/desk/cases/${one.number}/${letter}/replies"`)
  await does(desk.responder, `${letter}/registration`, { registeredOn: '2026-11-21', incomingNumber: '12-7' })
  await does(desk.responder, `${letter}/extension`, { until: '2026-12-20', reason: 'Нужна проверка' })
  await does(desk.responder, `${letter}/replies`, {
    receivedOn: '2026-11-21',
    text: 'Приняты меры.',
    grade: 'substantive',
  })
  const replied = (await api.get(`/contacts/${letters[0].id}`)).body
  t.equal(replied.incomingNumber, '12-7')
  t.equal(replied.replies[0].grade, 'substantive')
  await does(desk.responder, `${letter}/grade`, { reply: String(replied.replies[0].id), grade: 'refusal' })
  t.equal((await api.get(`/contacts/${letters[0].id}`)).body.replies[0].grade, 'refusal')
  await does(desk.responder, `${letter}/delivery`, { delivery: 'delivered', note: 'Почта вручила' })
  t.equal((await api.get(`/contacts/${letters[0].id}`)).body.delivery, 'delivered')

  await does(desk.responder, 'escalation', { reason: 'Нужна помощь центра' })
  t.equal((await api.get(one.url)).body.level, 'central')
  await does(desk.centre, 'instructions', {
    text: 'Восстановить до конца недели',
    responsible: String(desk.head.id),
    dueOn: '2026-11-27',
  })
  t.equal((await api.get(`${one.url}/instructions`)).body.items.length, 1)
  await does(desk.centre, 'merge', { other: one.number, reason: 'Тот же дом' }, `/ru/desk/cases/${two.number}`)
  t.equal((await api.get(two.url)).body.mergedInto, one.number)
  await does(desk.centre, 'resolution', { text: 'Тепло дали' })
  await does(desk.centralHead, 'closure', { text: 'Проверено' })
  t.equal((await api.get(one.url)).body.status, 'closed')
  const three = await desk.report({ text: 'Чужая дорога' })
  await does(
    desk.responder,
    'rejection',
    { reason: 'Не наша', text: 'Это частная дорога', competentBody: 'akimat-kostanay-city' },
    `/ru/desk/cases/${three.number}`,
  )
  t.equal((await api.get(three.url)).body.status, 'rejected')
})

t.test('a letter is seen as it will leave before it does, with its term', async (t) => {
  const made = await makeWorking(t)
  const { desk } = made
  const { number, url } = await desk.report({ text: 'Нет тепла', category: 'heat.no-heat' })
  const path = `/ru/desk/cases/${number}`
  const page = (await get(made, path, desk.responder)).body
  t.match(page, /id="contacts-body"[^>]*checked/, 'the competent body is chosen already')
  t.match(page, /срок ответа пт, 11 декабря, основание: часть 1 статьи 76 АППК РК/)
  const body = /name="body" type="radio" value="([^"]+)"/.exec(page)![1]!
  const fields = {
    body,
    channel: 'email',
    subject: 'Отопление',
    text: 'Просим восстановить тепло.',
  }
  const seen = await send(made, `${path}/contacts`, desk.responder, { ...fields, step: 'preview' })
  t.equal(seen.statusCode, 200)
  t.match(seen.body, 'Просим восстановить тепло.')
  t.match(seen.body, 'Система отправит письмо на адрес: ')
  t.same((await desk.as(desk.centre).get(`${url}/contacts`)).body.items, [], 'nothing is written')
  const refused = await send(made, `${path}/contacts`, desk.responder, {
    ...fields,
    replyDueOn: '2026-01-01',
    step: 'preview',
  })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, 'href="#contacts-replyDueOn"')
  const strange = await desk.report({ region: 'KZ-75' })
  const others = await send(made, `${path}/contacts`, desk.responder, {
    ...fields,
    alsoCases: strange.number,
    step: 'send',
  })
  t.equal(
    others.statusCode,
    422,
    "another branch's case among the further ones is a fault of the form, which comes back",
  )
  t.match(others.body, 'href="#contacts-alsoCases"')
  t.match(others.body, 'Просим восстановить тепло.')
  t.equal((await send(made, `${path}/contacts`, desk.responder, { ...fields, step: 'send' })).statusCode, 303)
  const written = (await desk.as(desk.centre).get(`${url}/contacts`)).body.items
  t.match(written, [{ body: { code: body }, delivery: 'sending' }])
  const after = (await get(made, path, desk.responder)).body
  t.match(after, written[0].outgoingNumber)
  t.match(after, 'по этому делу уже есть письмо')
})

t.test('who may not is not offered it, and is refused', async (t) => {
  const made = await makeWorking(t)
  const { desk } = made
  const { number } = await desk.report()
  const path = `/kk/desk/cases/${number}`
  const mine = (await get(made, path, desk.responder)).body
  t.notMatch(mine, 'id="assignment"')
  t.notMatch(mine, 'id="instructions"')
  const refused = await send(made, `${path}/assignment`, desk.responder, { owner: '1', reason: 'Себеп' })
  t.equal(refused.statusCode, 403)
  t.match(refused.body, 'Бұл бет сізге ашық емес')
  const auditor = await makeSigned(made, { name: 'Аудитор', roles: ['auditor'], branch: 'KZ' })
  const read = await get(made, path, auditor)
  t.equal(read.statusCode, 200)
  t.match(read.body, 'Бұл істі сіз тек көре аласыз')
  t.notMatch(read.body, '/reporter"')
  t.equal((await send(made, `${path}/reporter`, auditor, {})).statusCode, 403)
  t.equal((await get(made, '/kk/desk/cases/39-26-0009999-4', desk.centre)).statusCode, 404)
  t.equal((await get(made, '/kk/desk/cases/nonsense', desk.centre)).statusCode, 404)
})

t.test('contacts are shown on demand, and every look is logged', async (t) => {
  const made = await makeWorking(t)
  const { desk } = made
  const reporter = { name: 'Сәуле Ахметқызы', phone: '+7 701 123 45 67' }
  const { number } = await desk.report({ consent: true, reporter })
  const path = `/kk/desk/cases/${number}`
  t.notMatch((await get(made, path, desk.responder)).body, 'Сәуле')
  const opened = await send(made, `${path}/reporter`, desk.responder, {})
  t.match(opened.body, 'Сәуле Ахметқызы')
  t.match(opened.body, 'href="tel:+77011234567"')
  t.equal(opened.headers['cache-control'], 'no-store')
  const readings = await made.database.sql<{ staff: number; role: string }[]>`select staff, role from reporter_readings`
  t.same([...readings], [{ staff: desk.responder.id, role: 'responder' }])
})

t.test('who else has the case open is told, and forgotten when they have gone', async (t) => {
  const made = await makeWorking(t)
  const { desk } = made
  const { number } = await desk.report()
  const path = `/ru/desk/cases/${number}`
  t.notMatch((await get(made, path, desk.responder)).body, 'сейчас смотрят')
  t.match((await get(made, path, desk.colleague)).body, 'сейчас смотрят: Айгүл Серікова')
  t.match((await get(made, path, desk.responder)).body, 'сейчас смотрят: Пётр Коваль')
  made.setTime(made.deps.now() + 3 * 60_000)
  t.notMatch((await get(made, path, desk.responder)).body, 'сейчас смотрят')
})

t.test('all that happened is told, inside', async (t) => {
  const made = await makeWorking(t)
  const { desk } = made
  const { number, url } = await desk.report()
  await desk.as(desk.responder).post(`${url}/updates`, { text: 'Тайная заметка' })
  await made.passAt('2026-11-22T09:00:30+05:00')
  const page = (await get(made, `/ru/desk/cases/${number}`, desk.responder)).body
  t.match(page, 'Тайная заметка')
  t.match(page, 'внутреннее')
  t.match(page, 'напоминание перед сроком', 'rungs, too')
  t.match(page, 'Айгүл Серікова')
  t.notMatch((await made.app.inject(`/ru/cases/${number}`)).body, 'Тайная заметка')
})

t.test('filing for somebody on the phone', async (t) => {
  const made = await makeWorking(t)
  const { desk } = made
  await makePerson(made, { name: 'Бас', roles: ['head'], branch: 'KZ-39' })
  const fields = { text: 'Көшеде жарық жоқ', region: 'KZ-39', language: 'kk', name: 'Сәуле', phone: '8 701 123 45 67' }
  const faulty = await send(made, '/ru/desk/new', desk.responder, fields)
  t.equal(faulty.statusCode, 422)
  t.match(faulty.body, 'href="#consent"', 'contacts are kept with consent only')
  t.match(faulty.body, 'Көшеде жарық жоқ')
  const sent = { ...fields, consent: 'yes', severity: '3', key: '00000000-0000-4000-8000-000000000002' }
  const filed = await send(made, '/ru/desk/new', desk.responder, sent)
  t.equal(filed.statusCode, 303)
  t.equal((await send(made, '/ru/desk/new', desk.responder, sent)).headers.location, filed.headers.location, 'once')
  const page = await get(made, String(filed.headers.location), desk.responder)
  const number = /done__number">([\d-]+)</.exec(page.body)![1]!
  t.match(page.body, '09:00', 'the promised hour to say aloud')
  const { body } = await desk.as(desk.responder).get(`/cases/${number}`)
  t.match(body, { channel: 'phone', severity: 3, language: 'kk', public: false, text: 'Көшеде жарық жоқ' })
  const { body: events } = await desk.as(desk.responder).get(`/cases/${number}/events`)
  t.match(events.items[0].by, { kind: 'staff', name: 'Айгүл Серікова' })
  const { body: contacts } = await desk.as(desk.responder).get(`/cases/${number}/reporter`)
  t.match(contacts, { name: 'Сәуле', phone: '+77011234567' })
})

t.test('no input of a form is a fault of the server', async (t) => {
  const made = await makeWorking(t)
  const { desk } = made
  const { number } = await desk.report()
  const names = ['text', 'nextAction', 'nextActionOn', 'language', 'reason', 'owner', 'branch', 'into', 'other', 'body']
  const more = [
    'channel',
    'subject',
    'replyDueOn',
    'alsoCases',
    'competentBody',
    'responsible',
    'dueOn',
    'step',
    'back',
  ]
  const values = ['\u0000\ud800<b>', "'; --", '99999999999999999999', '2026-02-31']
  const deeds = ['reaction', 'updates', 'assignment', 'escalation', 'rejection', 'resolution', 'closure', 'merge']
  for (const value of values) {
    const fields = Object.fromEntries(
      [...names, ...more, 'key', 'registeredOn', 'receivedOn'].map((name) => [name, value]),
    )
    for (const deed of [
      ...deeds,
      'contacts',
      'instructions',
      'contacts/1/registration',
      'contacts/x/replies',
      'reporter',
    ]) {
      const url = `/en/desk/cases/${number}/${deed}`
      const { statusCode } = await send(made, url, desk.centre, fields)
      t.ok(statusCode < 500, `${deed} ${value.slice(0, 12)}: ${statusCode}`)
    }
    const filters = Object.fromEntries(
      ['whose', 'overdue', 'q', 'cursor', 'filed', 'template', 'done'].map((n) => [n, value.slice(0, 500)]),
    )
    for (const path of ['/desk', '/desk/new', `/desk/cases/${number}`]) {
      const { statusCode } = await get(made, `/en${path}?${new URLSearchParams(filters)}`, desk.centre)
      t.ok(statusCode < 500, `${path} ${value.slice(0, 12)}: ${statusCode}`)
    }
  }
  const long = await send(made, `/en/desk/cases/${number}/reaction`, desk.centre, {
    ...ANSWER,
    text: 'я'.repeat(20_000),
  })
  t.equal(long.statusCode, 422)
  for (const lang of LANGS) t.equal((await get(made, `/${lang}/desk/cases/${number}`, desk.centre)).statusCode, 200)
})
