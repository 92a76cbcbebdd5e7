import ICAL from 'ical.js'
import t, { type Test } from 'tap'
import { makeApp, type TestApp } from '../support/app.ts'
import { postForm } from '../support/citizen.ts'
import { makeDesk } from '../support/desk.ts'
import { makeSigned } from '../support/signed.ts'

t.setTimeout(120_000)

type Who = { readonly headers: { readonly authorization: string } }

const BODY = 'kostanay-roads'
/** What the form of a meeting sends. */
const FORM = {
  title: 'Ямы на улице Абая',
  ...{ on: '2026-11-25', from: '15:00', until: '16:30' },
  place: 'Акимат, каб. 12',
  agenda: 'Кто ремонтирует; когда',
}

async function begin(t: Test) {
  const test = await makeApp(t, { at: '2026-11-23T10:00:00+05:00' })
  const desk = await makeDesk(test)
  const { url, number } = await desk.report()
  const get = (path: string, who: Who) => test.app.inject({ url: path, headers: who.headers })
  const send = (path: string, who: Who, fields: Record<string, string> = {}) =>
    postForm(test as TestApp, path, fields, who.headers)
  /** Calls a meeting by its form; the path of its page, without the language. */
  const call = async (who: Who, fields: Record<string, string> = {}) => {
    const sent = await send(`/ru/desk/cases/${number}/meetings/new`, who, { ...FORM, ...fields })
    t.equal(sent.statusCode, 303, sent.body.slice(0, 200))
    return /^\/ru(\/meetings\/\d+)\?done=called$/.exec(String(sent.headers.location))![1]!
  }
  return { ...test, ...desk, url, number, get, send, call }
}

/** What the browser would send of the boxes that are ticked. */
const ticked = (html: string) =>
  [...html.matchAll(/<input type="checkbox" name="([^"]+)" value="yes" checked/g)].map(([, name]) => name!)

t.test('a meeting is called from its case by a form without scripts', async (t) => {
  const { responder, colleague, head, as, url, number, get, send, call, report } = await begin(t)
  const form = `/ru/desk/cases/${number}/meetings/new`
  await as(responder).post(`${url}/contacts`, {
    body: 'gov',
    channel: 'post',
    subject: 'О ямах',
    text: 'Просим помочь',
  })
  t.match((await get(`/ru/desk/cases/${number}`, responder)).body, `href="${form}"`, 'the case leads to it')
  const blank = (await get(form, responder)).body
  t.match(blank, /name="on"[^>]*value="2026-11-24"/, 'the next working day')
  t.match(blank, /name="staff-\d+"[\s\S]*Пётр Коваль/)
  t.notMatch(blank, new RegExp(`name="staff-${responder.id}"`), 'whoever calls it comes anyway')
  t.match(
    blank,
    /name="body-gov"[\s\S]{0,200}писали по этому делу[\s\S]*name="body-kostanay-roads"/,
    'written to: first',
  )

  const empty = await send(form, responder, { ...FORM, title: '', place: '', from: '', until: '25:00', agenda: 'Да' })
  t.equal(empty.statusCode, 422)
  t.match(
    empty.body,
    /href="#meeting-title"[\s\S]*href="#meeting-from"[\s\S]*href="#meeting-until"[\s\S]*href="#meeting-place"[\s\S]*href="#meeting-agenda"/,
    'every fault, in the order of the page',
  )
  const fields = { [`staff-${head.id}`]: 'yes', 'body-gov': 'yes' }
  const late = await send(form, responder, { ...FORM, ...fields, until: '14:00' })
  t.equal(late.statusCode, 422)
  t.match(late.body, 'Конец должен быть позже начала')
  t.match(
    late.body,
    /value="Ямы на улице Абая"[\s\S]*value="15:00"[\s\S]*Кто ремонтирует; когда/,
    'what was typed is kept',
  )
  t.same(ticked(late.body), [`staff-${head.id}`, 'body-gov'], 'and who was ticked')
  const far = await send(form, responder, { ...FORM, on: '2029-11-25' })
  t.equal(far.statusCode, 422)
  t.match(far.body, 'href="#meeting-on"', 'what the domain refuses stands beside the field, too')
  const foreign = await report({ region: 'KZ-10' })
  for (const also of ['39-26-9999999-9', '39-26-0009999-0', 'х', foreign.number]) {
    const wrong = await send(form, responder, { ...FORM, also })
    t.equal(wrong.statusCode, 422, also)
    t.match(wrong.body, 'href="#meeting-also"')
  }
  t.equal((await send(form, responder, { ...FORM, 'staff-999999': 'yes' })).statusCode, 422, 'nobody there')

  const key = '0b9f4a4e-52b4-4d0c-9d2f-6d8e2a4f7a11'
  const more = { ...fields, [`staff-${colleague.id}`]: 'yes', body: BODY, key }
  const path = await call(responder, more)
  t.equal(await call(responder, more), path, 'a form sent twice is one meeting')
  for (const [lang, word] of [
    ['kk', 'тағайындалды'],
    ['ru', 'назначено'],
    ['en', 'called'],
  ]) {
    const page = await get(`/${lang}${path}?done=called`, responder)
    t.equal(page.statusCode, 200)
    t.match(page.body, word)
    t.match(page.body, `href="/${lang}/desk/cases/${number}"`)
    t.match((await get(`/${lang}/meetings`, responder)).body, `href="/${lang}${path}"`)
  }
  const page = (await get(`/ru${path}`, responder)).body
  t.match(page, /ср, 25 ноября, 15:00 – 16:30[\s\S]*Акимат, каб. 12[\s\S]*Марат Ахметов[\s\S]*приглашение по почте/)
  t.match(page, /не менялось/)
  t.notMatch(page, 'Записать решения</a>', 'it has not begun')
  t.match((await as(responder).get(`${path}`)).body, {
    startsAt: '2026-11-25T15:00:00+05:00',
    endsAt: '2026-11-25T16:30:00+05:00',
    bodies: [{ code: 'gov' }, { code: BODY }],
  })
  const { staff } = (await as(responder).get(path)).body as { staff: { id: number }[] }
  t.same(new Set(staff.map((p) => p.id)), new Set([responder.id, colleague.id, head.id]))
  t.match((await get(`/ru/desk/cases/${number}`, responder)).body, `href="/ru${path}"`, 'the case lists it')
})

t.test('colleagues are found by name and bodies added, with everything kept that was typed', async (t) => {
  const test = await begin(t)
  const { responder, head, number, send } = test
  const far = await makeSigned(test, { name: 'Дәулет Қайыпов', roles: ['responder'], branch: 'KZ-75' })
  test.deps.world.forget()
  const form = `/ru/desk/cases/${number}/meetings/new`
  const fields = { ...FORM, [`staff-${head.id}`]: 'yes', agenda: 'Слова, которые не пропадут' }
  const found = await send(form, responder, { ...fields, find: 'Даулет кайыпов', step: 'find' })
  t.equal(found.statusCode, 200)
  t.match(found.body, /Дәулет Қайыпов[\s\S]*добавлены в список, отметьте нужных: 1/, 'without the Kazakh letters')
  t.match(found.body, 'Слова, которые не пропадут')
  t.same(ticked(found.body), [`staff-${head.id}`], 'found, and not yet ticked')
  const none = await send(form, responder, { ...fields, find: 'Никтоев', step: 'find' })
  t.match(none.body, 'Такого сотрудника нет: Никтоев')
  const added = await send(form, responder, { ...fields, [`staff-${far.id}`]: 'yes', body: 'gov', step: 'body' })
  t.same(ticked(added.body).sort(), ['body-gov', `staff-${far.id}`, `staff-${head.id}`].sort())
  t.equal((await test.database.sql`select 1 from meetings`).length, 0, 'nobody was asked yet')
})

t.test('changed and called off on its pages; the file for the calendar tells the same', async (t) => {
  const test = await begin(t)
  const { responder, colleague, head, number, get, send, call, as } = test
  const path = await call(responder, { [`staff-${head.id}`]: 'yes', body: BODY })
  const shown = (await get(`/ru${path}/change`, colleague)).body
  t.match(shown, /value="Ямы на улице Абая"[\s\S]*value="2026-11-25"[\s\S]*value="15:00"[\s\S]*value="16:30"/)
  t.match(shown, 'Участвует тот, кто назначил: Айгүл Серікова')
  t.same(ticked(shown), [`staff-${head.id}`, `body-${BODY}`])
  const same = { ...FORM, [`staff-${head.id}`]: 'yes', [`body-${BODY}`]: 'yes' }
  const idle = await send(`/ru${path}/change`, colleague, same)
  t.equal(idle.statusCode, 422, 'nothing was changed')
  t.match(idle.body, 'href="#meeting-form"')
  const moved = await send(`/ru${path}/change`, colleague, { ...same, on: '2026-11-26', from: '09:00', until: '10:00' })
  t.match(moved.headers.location, 'done=change')
  t.match((await get(`/ru${path}`, responder)).body, /чт, 26 ноября, 09:00 – 10:00[\s\S]*менялось 1 раз</)

  const file = await get(`/ru${path}/calendar.ics`, head)
  t.match(file.headers['content-type'], 'text/calendar')
  t.match(file.headers['content-disposition'], /attachment; filename="meeting-\d+\.ics"/)
  const calendar = new ICAL.Component(ICAL.parse(file.body))
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent')!)
  t.equal(calendar.getFirstPropertyValue('method'), 'REQUEST')
  t.equal(event.uid, `meeting-${path.split('/').at(-1)}@daybreak.example`, 'the same in every calendar')
  t.equal(event.sequence, 1)
  t.equal(event.startDate.toJSDate().toISOString(), '2026-11-26T04:00:00.000Z')
  t.match(event.description, /Кто ремонтирует; когда[\s\S]*Марат Ахметов/)
  t.equal(event.attendees.length, 1, 'nobody else’s address')
  const other = await get(`/ru${path}/calendar.ics`, colleague)
  t.match(other.body, 'METHOD:PUBLISH', 'a reader who is not asked to come')

  const silent = await send(`/ru${path}/cancellation`, responder, { reason: '' })
  t.equal(silent.statusCode, 422)
  t.match(silent.body, 'href="#cancellation-reason"')
  t.match(
    (await send(`/ru${path}/cancellation`, responder, { reason: 'Подрядчик болен' })).headers.location,
    'done=canc',
  )
  const off = (await get(`/ru${path}`, responder)).body
  t.match(off, /отменено[\s\S]*Подрядчик болен[\s\S]*менялось 1 раз</)
  t.notMatch(off, 'Отменить совещание', 'nothing more to do')
  t.match((await get(`/ru${path}/calendar.ics`, head)).body, /METHOD:CANCEL[\s\S]*STATUS:CANCELLED/)
  t.match((await get(`/ru${path}/change`, responder)).headers.location, path, 'what is off is not changed')
  t.match((await send(`/ru${path}/change`, responder, same)).body, 'href="#meeting-form"')
  t.match((await get('/ru/meetings', responder)).body, /Прошедшие и отменённые[\s\S]*Ямы на улице Абая/)
  t.equal((await as(responder).get(`/cases/${number}/meetings`)).body.items.length, 1)
})

t.test('minutes: rows are added without scripts, each with an order of the centre or a reason', async (t) => {
  const { centre, head, responder, report, get, send, call, setTime, as } = await begin(t)
  const other = await report()
  const path = await call(centre, { [`staff-${head.id}`]: 'yes', also: other.number })
  const form = `/ru${path}/minutes`
  t.match((await get(form, centre)).headers.location, path, 'not before it has begun')
  setTime('2026-11-25T15:05:00+05:00')
  t.match((await get(`/ru${path}`, centre)).body, /Записать решения<\/a>[\s\S]*решения не записаны/)
  t.match((await get('/ru/meetings', head)).body, 'решения не записаны', 'marked in the list')
  const first = { rows: '1', 'text-1': 'Закрыть ямы', 'follows-1': 'order', 'dueOn-1': '2026-12-01' }
  const grown = await send(form, centre, { ...first, step: 'more' })
  t.equal(grown.statusCode, 200)
  t.match(grown.body, /Закрыть ямы[\s\S]*value="2026-12-01"[\s\S]*id="decision-2"/, 'one more, nothing lost')
  const full = await send(form, centre, { ...first, rows: '20', step: 'more' })
  t.match(full.body, /id="decision-20"[\s\S]*Больше 20 решений/)
  t.notMatch(full.body, 'id="decision-21"')

  t.match((await send(form, centre, { rows: '3' })).body, /href="#minutes-text-1"[\s\S]*хотя бы одно/)
  const rows = {
    ...{ ...first, rows: '4', 'case-1': other.number },
    ...{ 'text-2': '', 'text-3': 'Асфальт весной', 'follows-3': 'none', 'noAction-3': '', 'text-4': 'Об' },
    ...{ 'follows-4': 'order', 'responsible-4': String(responder.id), 'dueOn-4': '2026-12-05' },
  }
  const wrong = await send(form, centre, rows)
  t.equal(wrong.statusCode, 422)
  t.match(wrong.body, /href="#minutes-responsible-1"[\s\S]*href="#minutes-noAction-3"[\s\S]*href="#minutes-text-4"/)
  t.match(wrong.body, 'Асфальт весной')
  const right = { ...rows, 'responsible-1': String(head.id), 'noAction-3': 'Зимой не кладут', 'text-4': 'Обойти' }
  const past = await send(form, centre, { ...right, 'dueOn-4': '2026-11-01' })
  t.equal(past.statusCode, 422)
  t.match(past.body, 'href="#minutes-dueOn-4"', 'what the domain refuses, at its row')
  t.match((await send(form, centre, right)).headers.location, `${path}?done=minutes`)
  const held = (await get(`/ru${path}`, centre)).body
  t.match(held, /Закрыть ямы[\s\S]*Дано поручение №[\s\S]*Асфальт весной[\s\S]*Зимой не кладут[\s\S]*Обойти/)
  t.match(await as(centre).get(path), {
    body: {
      state: 'held',
      decisions: [{ case: other.number }, { noAction: 'Зимой не кладут' }, { instruction: Number }],
    },
  })
  t.match((await get('/ru/instructions', head)).body, 'Закрыть ямы')
  t.match((await get(form, centre)).headers.location, path, 'once only')
})

t.test('a branch writes its minutes without orders', async (t) => {
  const { responder, head, get, send, call, setTime, database } = await begin(t)
  const path = await call(responder)
  setTime('2026-11-25T17:00:00+05:00')
  const form = `/kk${path}/minutes`
  t.notMatch((await get(form, head)).body, /name="responsible-1"|name="follows-1"/)
  const row = { rows: '1', 'text-1': 'Шұңқыр жабылды', 'noAction-1': 'Бәрі бітті' }
  // What the form does not offer is not taken from it either.
  const sent = await send(form, head, { ...row, 'follows-1': 'order', 'responsible-1': String(responder.id) })
  t.match(sent.headers.location, 'done=minutes')
  t.equal((await database.sql`select 1 from instructions`).length, 0)
})

t.test('who may read and who may change: as the API', async (t) => {
  const test = await begin(t)
  const { responder, head, centralHead, number, get, send, call } = test
  const invited = await makeSigned(test, { name: 'Дәулет Ыбырай', roles: ['responder'], branch: 'KZ-75' })
  const stranger = await makeSigned(test, { roles: ['responder'], branch: 'KZ-75' })
  const auditor = await makeSigned(test, { roles: ['auditor'], branch: 'KZ' })
  const path = await call(responder, { [`staff-${invited.id}`]: 'yes' })
  const page = await get(`/ru${path}`, invited)
  t.equal(page.statusCode, 200)
  t.match(page.body, `href="/ru/cases/${number}"`, 'the case is not open to them from inside')
  t.match(page.body, 'от вас сейчас ничего не требуется')
  t.equal((await get(`/ru${path}/calendar.ics`, invited)).statusCode, 200)
  for (const form of ['change', 'minutes']) t.equal((await get(`/ru${path}/${form}`, invited)).statusCode, 403, form)
  for (const who of [invited, stranger, auditor])
    for (const deed of ['change', 'cancellation', 'minutes']) {
      const answer = await send(`/ru${path}/${deed}`, who, { ...FORM, reason: 'Нет', rows: '1' })
      t.equal(answer.statusCode, 403, deed)
    }
  for (const name of ['', '/calendar.ics', '/change']) {
    const answer = await get(`/ru${path}${name}`, stranger)
    t.equal(answer.statusCode, 403)
    t.notMatch(answer.body, 'Ямы на улице Абая')
  }
  t.equal((await get(`/ru/desk/cases/${number}/meetings/new`, stranger)).statusCode, 403)
  t.equal((await get(`/ru${path}`, auditor)).statusCode, 200)
  t.equal((await get('/ru/meetings/999', responder)).statusCode, 404)
  t.equal((await get('/ru/meetings/x', responder)).statusCode, 404)
  t.match((await get(`/ru${path}`, { headers: { authorization: 'Bearer nobody' } })).headers.location, '/ru/sign-in')

  const listed = async (who: Who, query = '') => (await get(`/ru/meetings${query}`, who)).body.includes(path)
  t.same(
    [await listed(responder), await listed(invited), await listed(stranger), await listed(stranger, '?whose=reach')],
    [true, true, false, false],
  )
  t.same(
    [await listed(head), await listed(head, '?whose=reach'), await listed(centralHead, '?whose=reach')],
    [false, true, true],
    'a head sees those of the branch when asked',
  )
  t.ok(await listed(auditor))
  const far = await makeSigned(test, { roles: ['head'], branch: 'KZ-75' })
  t.notOk(await listed(far, '?whose=reach'), 'another branch')
})

t.test('the list goes on by page: called by their hour, then the past', async (t) => {
  const test = await begin(t)
  const { responder, url, as, get, database } = test
  const day = 86_400_000
  const one = await as(responder).post(`${url}/meetings`, {
    ...{ title: 'Первое', agenda: 'Разное', place: 'Акимат' },
    ...{ startsAt: '2026-11-25T15:00:00+05:00', endsAt: '2026-11-25T16:00:00+05:00' },
  })
  // Thirty-four more of each kind, a day apart.
  await database.sql`
    insert into meetings (id, title, agenda, place, starts_at, ends_at, organiser, branch, staff, bodies, sequence, state, created_at)
    select 1000000 + n * 2 + k, case k when 0 then 'Будет ' else 'Было ' end || n, agenda, place,
      starts_at + case k when 0 then 1 else -1 end * (n * ${day}::float8 * interval '1 millisecond'),
      ends_at + case k when 0 then 1 else -1 end * (n * ${day}::float8 * interval '1 millisecond'),
      organiser, branch, staff, bodies, 0, case k when 0 then 'called' else 'cancelled' end, created_at
    from meetings, generate_series(1, 34) n, generate_series(0, 1) k where id = ${one.body.id}`
  await database.sql`
    insert into meeting_cases select m.id, x.case_id from meetings m, meeting_cases x where m.id >= 1000000`
  for (const query of ['', '?whose=reach']) {
    const who = query ? test.head : responder
    const titles: string[] = []
    let next: string | undefined = `/ru/meetings${query}`
    for (let pages = 0; next && pages < 9; pages++) {
      const { body } = await get(next, who)
      titles.push(...[...body.matchAll(/<h3[^>]*><a[^>]*>([^<]+)<\/a>/g)].map(([, title]) => title!))
      next = /<a[^>]*href="([^"]+)" rel="next"/.exec(body)?.[1]?.replaceAll('&amp;', '&')
    }
    const numbers = Array.from({ length: 34 }, (_, i) => i + 1)
    t.same(titles, ['Первое', ...numbers.map((n) => `Будет ${n}`), ...numbers.map((n) => `Было ${n}`)])
  }
  t.equal((await get('/ru/meetings?cursor=mp-nonsense!', responder)).statusCode, 400)
})
