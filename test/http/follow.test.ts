import t, { type Test } from 'tap'
import { newsDue } from '../../server/engine/news.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { postForm } from '../support/citizen.ts'
import { makeDesk, REACTION } from '../support/desk.ts'
import { openMailbox } from '../support/mailbox.ts'
import { settle } from '../support/settle.ts'

const WHO = 'follower@people.example'

async function begin(t: Test) {
  const box = await openMailbox(t)
  const test = await makeApp(t, { config: { smtpUrl: box.url } })
  const desk = await makeDesk(test)
  let minute = 0
  return {
    box,
    test,
    ...desk,
    /** A minute later: what has happened is told. */
    async pass() {
      await settle(test)
      return test.passAt(test.deps.now() + 60_000 * ++minute)
    },
    mails: () => box.mails.filter((mail) => mail.to[0] === WHO),
    follow: (number: string, email = WHO) => postForm(test, `/ru/cases/${number}/followers`, { email }),
  }
}

const linkIn = (text: string | undefined) => new URL(/http\S+\/follow\/\S+/.exec(text ?? '')![0]).pathname
const confirm = (test: TestApp, link: string) => postForm(test, link, { do: 'confirm' })

t.test(
  'who follows by e-mail is asked first, hears of every public step once, and leaves with one press',
  async (t) => {
    const { test, as, report, responder, follow, mails, pass } = await begin(t)
    const { number, url } = await report()
    t.match(await follow(number), { statusCode: 303, headers: { location: /done=followed/ } })
    t.match((await test.app.inject(`/ru/cases/${number}?done=followed`)).body, /отправили вам письмо/)
    await pass()
    t.equal(mails().length, 1)
    t.match(mails()[0]?.header('subject'), number)
    t.equal(mails()[0]?.header('list-unsubscribe'), undefined)
    const link = linkIn(mails()[0]?.text)
    t.match(link, '/ru/follow/')

    // A guard of the mail program opens the link: nothing happens.
    t.equal((await test.app.inject(link)).statusCode, 200)
    await as(responder).post(`${url}/updates`, { text: 'Бригада выехала', public: true })
    await pass()
    t.equal(mails().length, 1, 'nobody is written to before they have said yes')

    t.match(await confirm(test, link), { statusCode: 303 })
    t.match((await test.app.inject(link)).body, /Больше не писать/)
    await pass()
    t.equal(mails().length, 1, 'what was before is not told')
    await as(responder).post(`${url}/reaction`, REACTION)
    await as(responder).post(`${url}/updates`, { text: 'Только для своих', public: false })
    await settle(test)
    const at = test.deps.now()
    const quarrel = { at, alive: () => Promise.resolve(true) }
    await Promise.all(Array.from({ length: 6 }, () => newsDue(test.deps, quarrel as never)))
    await pass()
    t.equal(mails().length, 2, 'once, by however many instances')
    const told = mails()[1]!
    t.match(told.text, REACTION.text)
    t.notMatch(told.text, /Только для своих|\/track\//)
    t.equal(told.header('list-unsubscribe-post'), 'List-Unsubscribe=One-Click')
    const press = new URL(/<(.+)>/.exec(told.header('list-unsubscribe')!)![1]!).pathname
    t.match(press, /^\/follow\//)
    t.match(told.text, /\/ru\/follow\//, 'and a link for people')

    const gone = await test.app.inject({
      method: 'POST',
      url: press,
      payload: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    t.equal(gone.statusCode, 200)
    await as(responder).post(`${url}/updates`, { text: 'Почти готово', public: true })
    await pass()
    t.equal(mails().length, 2)
    t.same(await test.database.sql`select id from followers`, [], 'the address is gone')
    t.equal((await test.app.inject(link)).statusCode, 410)
  },
)

t.test('nobody can have somebody else written to: few questions, no news, no address in clear', async (t) => {
  const { test, report, follow, mails, pass } = await begin(t)
  const cases = []
  for (let n = 0; n < 7; n++) cases.push(await report({ text: `Яма номер ${n} на дороге` }))
  for (const { number } of cases)
    for (let again = 0; again < 3; again++) t.equal((await follow(number)).statusCode, 303)
  await pass()
  t.equal(mails().length, 5)
  const rows = await test.database
    .sql`select f::text || (select string_agg(o::text, '') from outbox o) as row from followers f`
  t.notMatch(rows.map((r) => r.row).join(), WHO)
  for (const wrong of ['x', '1-aaaaaaaaaaaaaaaaaaaaaaaa', `${linkIn(mails()[0]?.text).split('/').at(-1)}a`]) {
    t.equal((await test.app.inject(`/ru/follow/${wrong}`)).statusCode, 410)
    t.equal((await confirm(test, `/ru/follow/${wrong}`)).statusCode, 410)
  }
  t.equal((await follow(cases[0]!.number, 'a@b')).statusCode, 422)
  t.match((await follow(cases[0]!.number, 'not an address')).body, /href="#email"/)
  const { app } = test
  const foreign = await app.inject({
    method: 'POST',
    url: linkIn(mails()[0]?.text),
    payload: 'do=confirm',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://other.example' },
  })
  t.equal(foreign.statusCode, 403)
})

t.test(
  'followers of a case that joined another one hear of that; missed answers are told; private words are not',
  async (t) => {
    const { test, as, report, responder, follow, mails, pass, centre } = await begin(t)
    const first = await report()
    const second = await report({ text: 'Та же яма у школы' })
    const closed = await report({ public: false })
    for (const { number } of [second, closed]) await follow(number)
    await pass()
    for (const mail of mails()) await confirm(test, linkIn(mail.text))
    t.equal(
      (await as(responder).post(`${second.url}/merge`, { into: first.number, reason: 'то же самое' })).status,
      201,
    )
    await as(responder).post(`${closed.url}/reaction`, REACTION)
    await pass()
    t.equal(mails().length, 4)
    t.match(
      mails().find((m) => m.header('subject')?.includes(second.number) && m.text.includes(first.number))?.text,
      first.number,
    )
    const secret = mails()
      .filter((m) => m.header('subject')?.includes(closed.number))
      .at(-1)
    t.notMatch(secret?.text, REACTION.text, 'of a private case only that there is news')
    await as(centre).post(`${first.url}/updates`, { text: 'Асфальт заказан', public: true })
    await pass()
    t.match(mails().at(-1)?.text, 'Асфальт заказан', 'the joined case is followed on')
    await settle(test)
    await test.passAt('2026-11-22T09:01:00+05:00')
    // Somebody else's transaction in the cluster may have kept the news from this pass.
    await settle(test)
    await pass()
    t.match(mails().at(-1)?.text, /не ответили вовремя/)
  },
)

t.test(
  'a case that joined one that joined another is followed on; a private one tells its new followers no word',
  async (t) => {
    const { test, as, report, responder, centre, follow, mails, pass } = await begin(t)
    const [first, second, third] = [
      await report(),
      await report({ text: 'Та же яма' }),
      await report({ text: 'И ещё раз' }),
    ]
    await follow(first.number)
    await pass()
    await confirm(test, linkIn(mails()[0]?.text))
    const join = (from: { url: string }, into: { number: string }) =>
      as(responder).post(`${from.url}/merge`, { into: into.number, reason: 'то же самое' })
    t.equal((await join(first, second)).status, 201)
    await pass()
    t.equal((await join(second, third)).status, 201)
    await pass()
    t.equal(mails().length, 3, 'both steps are told')
    await as(centre).post(`${third.url}/updates`, { text: 'Асфальт заказан', public: true })
    await pass()
    t.equal(mails().length, 4)
    t.match(mails().at(-1)?.text, 'Асфальт заказан')

    const hidden = await report({ public: false, text: 'У меня во дворе' })
    t.equal((await join(third, hidden)).status, 201)
    await pass()
    await as(responder).post(`${hidden.url}/reaction`, REACTION)
    await pass()
    t.equal(mails().length, 6)
    t.notMatch(
      mails()
        .map((m) => m.text)
        .join(),
      REACTION.text,
    )
    t.notMatch(
      mails()
        .map((m) => m.text)
        .join(),
      'У меня во дворе',
    )
  },
)

t.test('what a moderator has masked is masked in the mails that leave afterwards, too', async (t) => {
  const { test, as, report, responder, centre, follow, mails, pass } = await begin(t)
  const { number, url } = await report({ text: 'Иван Петров не чинит дорогу' })
  await follow(number)
  await pass()
  await confirm(test, linkIn(mails()[0]?.text))
  const masks = { do: 'mask', reason: 'personal-data', words: ['Иван Петров'] }
  t.equal((await as(centre).post(`${url}/moderation`, masks)).status, 201)
  await as(responder).post(`${url}/reaction`, { ...REACTION, text: 'Иван  Петров уволен, едет другой мастер' })
  t.match((await as().get(`${url}/events`)).text, /█████ уволен/)
  await pass()
  t.match(mails().at(-1)?.text, /█████ уволен/)
})

t.test(
  'the reporter of a case that joined a private one of somebody else reads how it ended, not what was said on the way',
  async (t) => {
    const { box, as, report, responder, pass } = await begin(t)
    const EMAIL = 'reporter@people.example'
    const own = await report({ reporter: { email: EMAIL } })
    const hidden = await report({ public: false, text: 'У меня во дворе' })
    t.equal((await as(responder).post(`${own.url}/merge`, { into: hidden.number, reason: 'то же самое' })).status, 201)
    await pass()
    await as(responder).post(`${hidden.url}/reaction`, { ...REACTION, text: 'Приедем к вам на Абая, 12' })
    await pass()
    const told = () => box.mails.filter((m) => m.to[0] === EMAIL)
    t.notMatch(
      told()
        .map((m) => m.text)
        .join(),
      'Абая, 12',
    )
    const before = told().length
    t.equal((await as(responder).post(`${hidden.url}/resolution`, { text: 'Двор заасфальтирован' })).status, 201)
    await pass()
    t.equal(told().length, before + 1)
    t.match(told().at(-1)?.text, 'Двор заасфальтирован')
  },
)
