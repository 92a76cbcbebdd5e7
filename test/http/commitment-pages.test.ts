import t, { type Test } from 'tap'
import { makeApp, type TestApp } from '../support/app.ts'
import { makeDesk, REACTION } from '../support/desk.ts'

t.setTimeout(120_000)
const MONDAY_10 = '2026-11-23T10:00:00+05:00'
const LETTER = { body: 'kostanay-roads', channel: 'post', subject: 'Яма у школы', text: 'Просим заделать яму' }
const FORM = { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost:80' }

type Signed = { readonly token: string }

async function begin(t: Test) {
  const test = await makeApp(t, { at: MONDAY_10 })
  const desk = await makeDesk(test)
  const made = await desk.report()
  await desk.as(desk.responder).post(`${made.url}/reaction`, { ...REACTION, nextActionOn: '2026-12-20' })
  const { id } = (await desk.as(desk.responder).post(`${made.url}/contacts`, LETTER)).body
  const text = 'Яма будет заделана до 1 декабря 2026 года. Спасибо.'
  const answered = await desk
    .as(desk.responder)
    .post(`/contacts/${id}/replies`, { receivedAt: MONDAY_10, text, grade: 'holding' })
  return { ...test, ...desk, ...made, contact: id as number, reply: answered.body.replies[0].id as number }
}

const cookie = (who: Signed) => ({ cookie: `daybreak_session=${who.token}` })
const get = ({ app }: TestApp, path: string, who?: Signed) =>
  app.inject({ method: 'GET', url: path, headers: who ? cookie(who) : {} })
const post = (test: TestApp, path: string, who: Signed | undefined, fields: Record<string, string>) => {
  const csrf: Record<string, string> = who ? { _csrf: test.deps.secrets.csrfToken(who.token) } : {}
  const payload = new URLSearchParams({ ...csrf, ...fields }).toString()
  return test.app.inject({ method: 'POST', url: path, payload, headers: { ...FORM, ...(who ? cookie(who) : {}) } })
}

t.test(
  'the board as a page in three languages; a promise found in a reply is followed by one press, and ends',
  async (t) => {
    const test = await begin(t)
    const { responder, number, reply } = test
    const taken = await post(test, `/ru/desk/cases/${number}/commitments`, responder, {
      reply: String(reply),
      text: 'Яма будет заделана до 1 декабря 2026 года.',
      dueOn: '2026-12-01',
    })
    t.equal(taken.statusCode, 303, taken.body)
    const one = String(taken.headers.location)
    t.match(one, /^\/ru\/commitments\/\d+\?done=1$/)
    const page = await get(test, one, responder)
    t.match(page, { statusCode: 200, body: /из ответа органа/ })
    t.match(page.body, /name="outcome" value="kept"/)
    t.notMatch(page.body, /name="outcome" value="broken"/, 'its day has not passed')
    const open = await get(test, `/ru/cases/${number}`)
    t.match(open.body, /До этого дня должно быть выполнено обещание/, 'everyone sees that it is awaited')
    for (const [lang, word] of [
      ['kk', 'Уәделер'],
      ['ru', 'Обещания'],
      ['en', 'Promises'],
    ] as const) {
      const board = await get(test, `/${lang}/commitments`, responder)
      t.equal(board.statusCode, 200, board.body)
      t.match(board.body, word)
      t.match(board.body, 'Яма будет заделана')
      t.match(board.body, number)
      t.match(board.body, `/api/v1/commitments.csv?lang=${lang}`)
    }
    t.match((await get(test, '/ru/commitments?who=centre', responder)).body, /Таких обещаний нет/)
    const folded = (await get(test, '/ru/commitments', responder)).body
    t.match(folded, /<details class="filter__fold"><summary><span>Отбор: <b>всё<\/b>/)
    t.notMatch(folded, 'class="filter__clear"')
    const chosen = (await get(test, '/ru/commitments?who=body&overdue=true&branch=KZ-39', responder)).body
    t.match(chosen, 'Отбор: <b>только просроченные, государственный орган, мой филиал</b>')
    t.match(chosen, '<a class="filter__clear" href="/ru/commitments">')
    t.notMatch((await get(test, '/ru/commitments?who=branch', responder)).body, 'Яма будет заделана')
    t.match(await get(test, '/ru/commitments?who=nobody', responder), { statusCode: 404 })
    t.match(await get(test, '/ru/commitments?cursor=zzz', responder), { statusCode: 400 })
    t.match(await get(test, '/ru/commitments'), { statusCode: 303, headers: { location: /sign-in/ } })
    const path = one.replace(/\?.*/, '')
    const end = (fields: Record<string, string>) => post(test, `${path}/outcome`, responder, fields)
    t.match(await end({ outcome: 'withdrawn', why: '' }), { statusCode: 422, body: /id="why-error"/ })
    t.match(await end({ outcome: 'kept', on: '2026-11-24' }), { statusCode: 422, body: /id="on-error"/ }, 'tomorrow')
    t.match(await end({ outcome: 'kept', on: 'x' }), { statusCode: 422, body: /id="on-error"/ })
    t.match(await end({ outcome: 'broken', why: 'Не сделали' }), { statusCode: 422, body: /id="why-broken-error"/ })
    const early = await end({ outcome: 'moved', why: 'Просят подождать', dueOn: '2026-11-30' })
    t.match(early, { statusCode: 422, body: /id="dueOn-error"/ })
    t.match(early.body, 'Просят подождать', 'what was typed stays')
    t.match(await end({ outcome: 'moved', why: '', dueOn: '' }), { statusCode: 422, body: /id="why-moved-error"/ })
    t.match(await end({ outcome: 'kept', on: '2026-11-23', note: 'Заделали' }), { statusCode: 303 })
    t.match((await get(test, path, responder)).body, /выполнено/)
    t.notMatch(
      (await get(test, '/ru/commitments', responder)).body,
      'Яма будет заделана',
      'what is kept leaves the board',
    )
    t.match(await get(test, '/ru/commitments/999999', responder), { statusCode: 404 })
    t.match(await get(test, '/ru/commitments/x', responder), { statusCode: 404 })
  },
)

t.test('the reporter reads the answer on the own page and says whether it answers', async (t) => {
  const test = await begin(t)
  const { as, responder, reporter, reply, contact } = test
  const token = reporter.headers.authorization!.replace(/^Bearer /, '')
  for (const [lang, word] of [
    ['kk', 'Жауап сұрағыңызға сай ма?'],
    ['ru', 'Это ответ на ваш вопрос?'],
    ['en', 'Does the reply answer your question?'],
  ] as const)
    t.match((await get(test, `/${lang}/track/${token}`)).body, word)
  const say = (fields: Record<string, string>, id: string | number = reply) =>
    post(test, `/ru/track/${token}/replies/${id}/opinion`, undefined, fields)
  t.match(await say({}), { statusCode: 422, body: /Выберите один из ответов/ })
  t.match(await say({ opinion: 'not', text: 'Яма на месте' }), { statusCode: 303 })
  t.match((await get(test, `/ru/track/${token}`)).body, /Ваше мнение: Нет, не ответили/)
  t.match((await as(responder).get(`/contacts/${contact}`)).body.replies[0].opinions, [
    { opinion: 'not', text: 'Яма на месте' },
  ])
  t.match(await say({ opinion: 'not' }, 999_999), { statusCode: 404 })
  t.match(await say({ opinion: 'not' }, 'x'), { statusCode: 404 })
  t.match(await say({ opinion: 'not', text: 'я'.repeat(2_001) }), { statusCode: 422 })
})
