import ICAL from 'ical.js'
import t from 'tap'
import { makeApp, type TestApp } from '../support/app.ts'
import { postForm } from '../support/citizen.ts'
import { makeDesk, REACTION } from '../support/desk.ts'
import { makeKey } from '../support/open311.ts'

/** The events of a calendar, as a program of another house reads them. */
function eventsIn(body: string) {
  const calendar = new ICAL.Component(ICAL.parse(body))
  return calendar.getAllSubcomponents('vevent').map((one) => {
    const event = new ICAL.Event(one)
    return {
      uid: event.uid,
      summary: event.summary,
      about: event.description,
      place: event.location,
      until: event.endDate.toJSDate().toISOString(),
      url: String(one.getFirstPropertyValue('url')),
    }
  })
}

const addressIn = (body: string) => /href="http:\/\/127\.0\.0\.1:3000(\/calendar\/[^"]+)"/.exec(body)?.[1]

async function ask(test: TestApp, who: { headers: Record<string, string> }, what: 'make' | 'stop') {
  const done = await postForm(test, '/ru/me/calendar', { do: what }, who.headers)
  if (done.statusCode !== 303) throw new Error(`${done.statusCode} ${done.body}`)
  const page = await test.app.inject({ url: '/ru/me', headers: who.headers })
  return addressIn(page.body)
}

t.test('what I owe stands in my own calendar, behind an address that only I know', async (t) => {
  const test = await makeApp(t)
  const { app } = test
  const { responder, colleague, centre, as, report } = await makeDesk(test)
  const { number } = await report({ text: 'Сосед Ахмет льёт воду', address: 'Абая 5' })
  await test.database.sql`update cases set owner = ${responder.id}`

  const before = await app.inject({ url: '/ru/me', headers: responder.headers })
  t.notOk(addressIn(before.body), 'none unless asked for')
  t.match(before.headers['cache-control'], 'no-store')
  const address = (await ask(test, responder, 'make'))!
  const feed = await app.inject(address)
  t.equal(feed.statusCode, 200)
  t.match(feed.headers, { 'content-type': 'text/calendar; charset=utf-8', 'cache-control': /private/ })
  const events = eventsIn(feed.body)
  t.same(
    events.map(({ summary, until }) => [summary, until]),
    [
      [`${number} публичный ответ`, '2026-11-22T04:00:00.000Z'],
      [`${number} решение проблемы`, '2026-12-21T19:00:00.000Z'],
    ],
  )
  t.match(events[0], {
    about: 'Ямы на дороге',
    place: 'Костанайская область',
    url: `http://127.0.0.1:3000/ru/desk/cases/${number}`,
  })
  t.notMatch(feed.body.replace(/\r\n /g, ''), /Ахмет|Абая|вод|Серікова/, 'nothing of the report and nobody’s name')
  t.notMatch(feed.body, /[^\r]\n/)

  test.setTime('2026-11-22T10:00:00+05:00')
  t.match(eventsIn((await app.inject(address)).body)[0]!.summary, /^просрочено: /)
  await as(responder).post(`/cases/${number}/reaction`, REACTION)
  const later = eventsIn((await app.inject(address)).body)
  t.notOk(
    later.some(({ uid }) => uid === events[0]!.uid),
    'what was done is gone',
  )
  t.match(
    later.map(({ summary }) => summary),
    [/следующий шаг/, /решение проблемы/],
  )

  await as(centre).post(`/cases/${number}/instructions`, {
    text: 'Проверить',
    responsible: colleague.id,
    dueOn: '2026-11-27',
  })
  const theirs = (await ask(test, colleague, 'make'))!
  t.match(
    eventsIn((await app.inject(theirs)).body).map(({ summary }) => summary),
    [/^\d.* исполнение поручения$/],
    'an instruction stands with whom it was given to',
  )
  t.notMatch((await app.inject(address)).body, 'поручени')
})

t.test('an address is changed, taken back, and ends with the person', async (t) => {
  const test = await makeApp(t)
  const { app } = test
  const { responder, colleague, report } = await makeDesk(test)
  await report()
  const status = async (address: string) => (await app.inject(address)).statusCode
  const first = (await ask(test, responder, 'make'))!
  t.equal(await status(first), 200)
  const second = (await ask(test, responder, 'make'))!
  t.not(second, first)
  t.equal(await status(first), 404, 'the one before opens nothing')
  t.equal(await status(second), 200)
  const [, mac] = /-([\w-]{43})\.ics$/.exec(second)!
  t.equal(await status(`/calendar/${colleague.id}-${mac}.ics`), 404, 'not for somebody else')
  await ask(test, colleague, 'make')
  t.equal(await status(`/calendar/${colleague.id}-${mac}.ics`), 404)
  t.equal(await status(second.replace(/-[\w-]{43}/, `-${'A'.repeat(43)}`)), 404)
  for (const wrong of ['1.ics', '999999999999999-x.ics', '%00', `0${second.slice('/calendar/'.length)}`, '__proto__'])
    t.equal(await status(`/calendar/${wrong}`), 404, wrong)

  t.notOk(await ask(test, responder, 'stop'))
  t.equal(await status(second), 404)
  const third = (await ask(test, responder, 'make'))!
  t.not(third, second)
  await test.database.sql`update staff set disabled_at = ${test.deps.now()} where id = ${responder.id}`
  t.equal(await status(third), 404, 'who has left reads nothing more')

  const log = await test.database
    .sql`select subject, data from config_log where what = 'staff.calendar' order by at, id`
  t.equal(log.length, 5)
  t.notMatch(JSON.stringify(log), mac)

  t.equal((await postForm(test, '/ru/me/calendar', { do: 'make' })).statusCode, 303, 'to the sign-in')
  const key = await makeKey(test)
  const byKey = await postForm(test, '/ru/me/calendar', { do: 'make' }, { authorization: `Bearer ${key}` })
  t.equal(byKey.statusCode, 403, 'a key makes none')
})
