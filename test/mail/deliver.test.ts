import t, { type Test } from 'tap'
import { claimMails } from '../../db/outbox.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { type Mailbox, openMailbox } from '../support/mailbox.ts'
import { makeCase, makePerson } from '../support/make.ts'

const KOSTANAY = 'KZ-39'
const MINUTE = 60_000
const at = (time: string) => Date.parse(`2026-11-21T${time}:00+05:00`)

/** An instance that mails to a server of the test, with one responder in Kostanay. */
async function withMail(t: Test, options: { language?: string } = {}) {
  const box = await openMailbox(t)
  const test = await makeApp(t, { config: { smtpUrl: box.url } })
  const person = await makePerson(test, {
    name: 'Айгүл Сейітова',
    roles: ['responder'],
    branch: KOSTANAY,
    language: options.language ?? 'ru',
    email: 'aigul@staff.example',
  })
  // The morning brief of the day is behind us.
  await test.passAt(at('13:59'))
  return { box, test, person }
}

const states = ({ database }: TestApp) =>
  database.sql<{ state: string; attempts: number; fault: string | null }[]>`
    select state, attempts, fault from outbox order by id`

const report = (test: TestApp, more: Record<string, unknown> = {}) =>
  makeCase(test, { reporter: { email: 'citizen@people.example', name: 'Нұрлан' }, language: 'kk', ...more })

const toReporter = (box: Mailbox) => box.mails.filter((m) => m.to[0] === 'citizen@people.example')

t.test('a notice leaves once, to one address, marked as written by a machine', async (t) => {
  const { box, test } = await withMail(t)
  const made = await report(test)
  const first = await test.passAt(at('14:01'))
  t.match(first.deliver, { sent: 2, failed: 0, unknown: 0 })
  await test.passAt(at('14:02'))
  t.equal(box.mails.length, 2, 'nothing is sent twice')
  const [mail] = toReporter(box)
  t.same(mail?.to, ['citizen@people.example'])
  t.equal(mail?.from, 'daybreak@daybreak.example')
  t.equal(mail?.header('auto-submitted'), 'auto-generated')
  t.equal(mail?.header('x-auto-response-suppress'), 'All')
  t.equal(mail?.header('to'), 'citizen@people.example')
  t.match(mail?.header('message-id'), /^<\d+\.[0-9a-f]{32}@daybreak\.example>$/)
  t.match(mail?.text, made.number)
  t.match(mail?.text, `http://127.0.0.1:3000/kk/track/${made.trackingToken}`)
  t.match(mail?.html, `<a href="http://127.0.0.1:3000/kk/track/${made.trackingToken}">`)
  t.match(mail?.text, 'жс, 22 қараша, 09:00', 'the promised hour by the clocks of the place')
  t.match(mail?.text, '06:00', 'and why')
  t.notMatch(mail?.text, '—', 'nothing is left unsaid')
  t.same(
    (await states(test)).map((r) => r.state),
    ['sent', 'sent'],
  )
})

t.test('staff read what they must do, and nothing of the reporter', async (t) => {
  const { box, test } = await withMail(t)
  const made = await report(test, { text: 'Меня зовут Нұрлан, дом 5 без тепла', public: false })
  await test.passAt(at('14:01'))
  const mail = box.mails.find((m) => m.to[0] === 'aigul@staff.example')
  t.match(mail?.header('subject'), made.number)
  t.match(mail?.text, `http://127.0.0.1:3000/ru/desk/cases/${made.number}`)
  t.match(mail?.text, 'вс, 22 ноября, 09:00')
  t.match(mail?.text, 'Костанайская')
  for (const secret of ['Нұрлан', 'citizen@', 'без тепла', made.trackingToken])
    t.notMatch(`${mail?.text}${mail?.html}`, secret, secret)

  await report(test, { text: 'Яма у школы', public: true, reporter: { email: 'b@people.example', name: 'Болат' } })
  await test.passAt(at('14:05'))
  const shown = box.mails.findLast((m) => m.to[0] === 'aigul@staff.example')
  t.match(shown?.text, 'Яма у школы', 'what its reporter lets everybody read')
  t.notMatch(shown?.text, 'Болат')
})

t.test('each is written to in their own language', async (t) => {
  const { box, test } = await withMail(t, { language: 'kk' })
  await makePerson(test, { roles: ['central'], branch: 'KZ', language: 'en', email: 'centre@staff.example' })
  await test.passAt(at('14:00'))
  const [critical] = await test.database.sql`select id from categories where severity = 4 order by id limit 1`
  await report(test, { category: critical!.id, language: 'ru' })
  await test.passAt(at('14:01'))
  const subject = (to: string) => box.mails.find((m) => m.to[0] === to)?.header('subject')
  t.match(subject('aigul@staff.example'), 'сізге тапсырылды')
  t.match(subject('citizen@people.example'), 'ваше сообщение принято')
  t.match(subject('centre@staff.example'), 'CRITICAL')
})

t.test('all that is due for a person leaves as one mail', async (t) => {
  const { box, test, person } = await withMail(t)
  const numbers: string[] = []
  for (let i = 0; i < 60; i++) numbers.push((await makeCase(test)).number)
  await test.passAt(at('14:01'))
  t.equal(box.mails.length, 1)
  const [mail] = box.mails
  t.equal(mail?.header('subject'), 'Для вас 60 сообщений')
  t.equal(mail?.text.match(/\/ru\/desk\/cases\//g)?.length, 50, 'as many as are read in one go')
  t.match(mail?.text, 'И ещё 10 сообщений.')
  const rows = await test.database.sql`
    select state, count(*)::int as n, count(distinct carried_by)::int as by, count(sent_at)::int as sent from outbox
    where staff = ${person.id} group by state order by state`
  t.same(rows, [
    { state: 'bundled', n: 59, by: 1, sent: 59 },
    { state: 'sent', n: 1, by: 0, sent: 1 },
  ])
})

t.test('a sender that dies between claim and mark: the same mail leaves again, under the same name', async (t) => {
  const { box, test } = await withMail(t)
  await report(test)
  await report(test)
  const now = at('14:01')
  const claim = (moment: number) =>
    claimMails(test.deps.sql, {
      at: moment,
      leaseUntil: moment + 5 * MINUTE,
      limit: 50,
      gatheredTo: moment,
      urgent: [],
      resting: [],
    })
  const claimed = await claim(now)
  t.equal(claimed.length, 3)
  t.same(await claim(now + MINUTE), [], 'while the lease lasts nobody else takes them')
  const staffMail = claimed.find((m) => m.staff !== null)!
  t.equal(staffMail.carries.length, 1)
  await report(test)
  const did = await test.passAt(now + 6 * MINUTE)
  t.match(did.deliver, { sent: 5 })
  const id = (n: number) => box.mails.filter((m) => m.header('message-id')?.startsWith(`<${n}.`))
  for (const mail of claimed) t.equal(id(mail.id).length, 1, 'once more under the Message-ID of the first time')
  t.match(id(staffMail.id)[0]?.header('subject'), 'Для вас 2 сообщения', 'with what it held then')
  const marked = await test.database.sql`select attempts from outbox where id = ${staffMail.id}`
  t.equal(marked[0]?.attempts, 2)
})

t.test('refused for now: later; refused for good: failed', async (t) => {
  const { box, test } = await withMail(t)
  await report(test)
  box.manner = (to) => (to.startsWith('citizen') ? { code: 451, on: 'rcpt' } : { code: 550, on: 'rcpt' })
  t.match((await test.passAt(at('14:01'))).deliver, { sent: 0, failed: 1, later: 1, unreachable: 0 })
  t.same((await states(test)).map((r) => [r.state, r.fault]).sort(), [
    ['failed', '550 RCPT TO'],
    ['queued', '451 RCPT TO'],
  ])
  box.manner = () => 'take'
  t.match((await test.passAt(at('14:01'))).deliver, { sent: 0 }, 'not before its time')
  t.match((await test.passAt(at('14:03'))).deliver, { sent: 1 })
  t.equal(toReporter(box).length, 1)
})

t.test('a line that drops after the mail was given: unknown, then the same mail again', async (t) => {
  const { box, test } = await withMail(t)
  await report(test)
  box.manner = (to) => (to.startsWith('citizen') ? 'drop' : 'take')
  t.match((await test.passAt(at('14:01'))).deliver, { sent: 1, unknown: 1 })
  t.ok((await states(test)).some((r) => r.state === 'unknown'))
  box.manner = () => 'take'
  t.match((await test.passAt(at('14:03'))).deliver, { sent: 1 })
  const [first, second] = toReporter(box)
  t.equal(toReporter(box).length, 2)
  t.equal(first?.header('message-id'), second?.header('message-id'), 'which lets the recipient see one')
  t.ok((await states(test)).every((r) => r.state === 'sent'))
})

t.test('an unknown outcome that never clears stays visible and is not sent for ever', async (t) => {
  const { box, test } = await withMail(t)
  await report(test)
  box.manner = (to) => (to.startsWith('citizen') ? 'drop' : 'take')
  for (let hour = 0; hour < 12; hour++) await test.passAt(at('14:01') + hour * 60 * MINUTE)
  t.equal(toReporter(box).length, 5)
  t.equal((await states(test)).find((r) => r.state === 'unknown')?.attempts, 5)
})

t.test('no mail server: nothing is lost and nothing is counted against a mail', async (t) => {
  const { box, test } = await withMail(t)
  for (let i = 0; i < 20; i++) await report(test, { reporter: { email: `citizen${i}@people.example`, name: 'Нұрлан' } })
  await box.close()
  const { deliver } = await test.passAt(at('14:01'))
  t.match(deliver, { sent: 0, failed: 0, unknown: 0, unreachable: 1 })
  const rows = await states(test)
  t.ok(rows.every((r) => r.state === 'queued' || r.state === 'bundled'))
  t.ok(rows.filter((r) => r.attempts > 0).length <= 5, 'only those under way when it was noticed')
})

t.test('somebody who left gets no mail, nor does an address that is none', async (t) => {
  const { box, test, person } = await withMail(t)
  await makeCase(test)
  await test.database.sql`update staff set disabled_at = ${at('14:00')} where id = ${person.id}`
  await test.passAt(at('14:01'))
  t.match(await states(test), [{ state: 'failed', fault: 'disabled' }])
  await test.database.sql`update staff set disabled_at = null, email = 'no address' where id = ${person.id}`
  await makeCase(test)
  await test.passAt(at('14:02'))
  t.match((await states(test))[1], { state: 'failed', fault: 'no address' })
  t.equal(box.mails.length, 0)
})

t.test('a sealed address that was moved to another case opens nothing', async (t) => {
  const { box, test, person } = await withMail(t)
  await report(test)
  await report(test, { reporter: { email: 'other@people.example' } })
  await test.database.sql`
    update reporters r set sealed = o.sealed from reporters o where o.case_id <> r.case_id`
  await test.passAt(at('14:01'))
  t.ok(
    box.mails.every((m) => m.to[0] === 'aigul@staff.example'),
    String(person.id),
  )
  t.equal((await states(test)).filter((r) => r.fault === 'cannot be unsealed').length, 2)
})

t.test('a follower is written to at the address they left, and told nothing of a private case', async (t) => {
  const { box, test } = await withMail(t)
  const follow = async (made: { number: string }, n: number) => {
    const answer = await test.app.inject({
      method: 'POST',
      url: `/api/v1/cases/${made.number}/supporters`,
      payload: { email: `follower${n}@people.example`, language: 'en' },
    })
    t.equal(answer.statusCode, 201, answer.body)
    await test.database.sql`
      insert into outbox (id, kind, follower, language, case_id, data, created_at, send_after)
      select ${900_000 + n}, 'updated', s.key_hash, s.language, s.case_id, '{"text": "Засыпали половину"}', ${test.deps.now()}, ${test.deps.now()}
      from followers s join cases c on c.id = s.case_id where c.number = ${made.number}`
  }
  await follow(await makeCase(test, { public: true }), 1)
  await follow(await makeCase(test, { public: false }), 2)
  await test.passAt(at('14:01'))
  const mail = (n: number) =>
    box.mails.find((m) => m.to[0] === `follower${n}@people.example` && !m.header('subject')?.includes('shall we write'))
  t.match(mail(1)?.text, 'Засыпали половину')
  t.match(mail(2)?.header('subject'), 'there is news about the case you follow')
  t.notMatch(mail(2)?.text, 'Засыпали')
  t.notMatch(mail(1)?.text, '/track/')
})
