import t from 'tap'
import { makeApp, type TestApp } from '../support/app.ts'
import { postForm } from '../support/citizen.ts'
import { makeDesk, REACTION } from '../support/desk.ts'
import { makeSigned } from '../support/signed.ts'

t.setTimeout(120_000)

type Who = { readonly headers: { readonly authorization: string } }

async function begin(t: Parameters<typeof makeApp>[0]) {
  const test = await makeApp(t, { at: '2026-11-23T10:00:00+05:00' })
  const desk = await makeDesk(test)
  const { url, number } = await desk.report()
  const order = { text: 'Проверить все дворы', responsible: desk.responder.id, dueOn: '2026-11-30' }
  const { id } = (await desk.as(desk.centre).post(`${url}/instructions`, order)).body as { id: number }
  const get = (path: string, who: Who) => test.app.inject({ url: path, headers: who.headers })
  const send = (path: string, who: Who, fields: Record<string, string> = {}) =>
    postForm(test as TestApp, path, fields, who.headers)
  return { ...test, ...desk, url, number, id, get, send }
}

t.test('an instruction on its page: reported, returned, extended, off control, without a script', async (t) => {
  const { id, responder, centre, colleague, head, get, send, number } = await begin(t)
  const path = `/ru/instructions/${id}`
  for (const lang of ['kk', 'ru', 'en']) {
    const list = await get(`/${lang}/instructions`, responder)
    t.equal(list.statusCode, 200)
    t.match(list.body, `href="/${lang}/instructions/${id}"`)
  }
  t.match((await get('/ru/instructions?whose=reach', head)).body, 'На контроле: 1. Просрочено: 0')
  t.match((await get('/ru/instructions', head)).body, 'Здесь поручений нет', 'not the head’s own')
  const mine = await get(path, responder)
  t.match(mine.body, /Отчитаться[\s\S]*Попросить продлить срок/)
  t.notMatch(mine.body, 'Принять отчёт')
  t.match(mine.body, `/ru/desk/cases/${number}`)
  t.match((await get(path, head)).body, 'от вас сейчас ничего не требуется')
  t.equal((await get(path, colleague)).statusCode, 200, 'whoever works on the case reads it')
  t.match((await get(path, { headers: { authorization: 'Bearer nobody' } })).headers.location, '/ru/sign-in')

  const short = await send(`${path}/reports`, responder, { text: '', final: 'yes' })
  t.equal(short.statusCode, 422)
  t.match(short.body, /govuk-error-summary[\s\S]*href="#reports-text"/)
  const kept = await send(`${path}/ask`, responder, { until: '2026-11-01', reason: 'Много дворов' })
  t.equal(kept.statusCode, 422, 'a day that has passed')
  t.match(kept.body, /href="#ask-until"[\s\S]*Много дворов/, 'what was typed is kept')
  t.match(
    (await send(`${path}/ask`, responder, { until: '2026-12-04', reason: 'Много дворов' })).headers.location,
    'done=ask',
  )
  t.match((await get(path, centre)).body, /Отказать в продлении/)
  t.equal((await send(`${path}/refusal`, centre, { reason: 'Срок прежний' })).statusCode, 303)
  t.match((await get(path, responder)).body, /Отказано: пт, 4 декабря 2026/)
  t.equal((await send(`${path}/reports`, responder, { text: 'Половина', final: 'no' })).statusCode, 303)
  const key = '0b9f4a4e-52b4-4d0c-9d2f-6d8e2a4f7a11'
  for (const _ of [1, 2])
    t.equal((await send(`${path}/reports`, responder, { text: 'Всё готово', final: 'yes', key })).statusCode, 303)
  const reported = (await get(path, centre)).body
  t.equal(reported.split('Всё готово').length, 2, 'a form sent twice is one report')
  t.equal((await send(`${path}/acceptance`, responder)).statusCode, 403)
  t.equal((await send(`${path}/return`, centre, { reason: 'Нет фотографий' })).statusCode, 303)
  t.match((await get(path, responder)).body, /Возвращён: Дина Омарова[\s\S]*Нет фотографий/)
  await send(`${path}/reports`, responder, { text: 'С фотографиями', final: 'yes' })
  t.match((await send(`${path}/acceptance`, centre)).headers.location, 'done=acceptance')
  const off = (await get(`${path}?done=acceptance`, responder)).body
  t.match(off, /Поручение снято с контроля[\s\S]*Дина Омарова/)
  t.notMatch(off, 'Отчитаться')
  t.match((await get('/ru/instructions?state=accepted', responder)).body, `/ru/instructions/${id}`)
})

t.test('a stranger learns nothing of an instruction, by no way', async (t) => {
  const test = await begin(t)
  const { id, get, send } = test
  const stranger = await makeSigned(test, { roles: ['responder'], branch: 'KZ-75' })
  t.equal((await get(`/ru/instructions/${id}`, stranger)).statusCode, 403)
  for (const deed of ['reports', 'ask', 'grant', 'refusal']) {
    const answer = await send(`/ru/instructions/${id}/${deed}`, stranger, {})
    t.equal(answer.statusCode, 403, deed)
    t.notMatch(answer.body, 'Проверить все дворы')
  }
  t.equal((await get('/ru/instructions/999', stranger)).statusCode, 404)
  t.equal((await get('/ru/instructions/x', stranger)).statusCode, 404)
})

t.test('help on its pages: the branch asks from its desk, the centre takes it, orders or answers', async (t) => {
  const { as, responder, centre, head, url, number, get, send } = await begin(t)
  await as(responder).post(`${url}/reaction`, REACTION)
  t.match((await get(`/ru/desk/cases/${number}`, responder)).body, `/ru/desk/cases/${number}/help`)
  const asking = `/ru/desk/cases/${number}/help`
  t.match((await get(asking, responder)).body, 'до 6:00')
  t.equal((await get(asking, centre)).statusCode, 403, 'the centre does not ask itself')
  const fault = await send(asking, responder, { question: 'Кто отвечает?', tried: '', needed: '' })
  t.equal(fault.statusCode, 422)
  t.match(fault.body, /href="#help-tried"[\s\S]*href="#help-needed"[\s\S]*Кто отвечает\?/)
  const words = { question: 'Кто отвечает?', tried: 'Писали в акимат', needed: 'Назвать орган' }
  const asked = await send(asking, responder, words)
  const path = /^(\/ru\/help\/\d+)\?done=asked$/.exec(String(asked.headers.location))![1]!
  for (const lang of ['kk', 'ru', 'en']) t.match((await get(`/${lang}/help`, centre)).body, 'Кто отвечает?')
  t.match((await get(path, responder)).body, 'Отозвать вопрос')
  t.notMatch((await get(path, responder)).body, 'Взять вопрос')
  t.equal((await send(`${path}/taking`, head)).statusCode, 403)
  t.equal((await send(`${path}/taking`, centre)).statusCode, 303)
  const wrong = await send(`${path}/instruction`, centre, { text: 'Обследовать', responsible: '', dueOn: '2026-12-01' })
  t.equal(wrong.statusCode, 422)
  t.match(wrong.body, 'href="#instruction-responsible"')
  const made = await send(`${path}/instruction`, centre, {
    text: 'Обследовать здания',
    responsible: String(head.id),
    dueOn: '2026-12-01',
    publicText: 'Обследовать здания',
  })
  t.match(made.headers.location, 'done=instruction')
  t.match((await get(path, responder)).body, /В ответ дано поручение/)
  t.match((await get('/ru/instructions', head)).body, 'Обследовать здания')
})
