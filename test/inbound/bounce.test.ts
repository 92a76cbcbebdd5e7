import t from 'tap'
import type { SentLetter } from '../support/inbound.ts'
import { makeCorresponding, storedMails, TUESDAY_10 } from '../support/inbound-desk.ts'

t.setTimeout(120_000)

/** A report on a letter as a mail server writes it (RFC 3464). */
function reportOn(letter: SentLetter, action: string, status: string, more: { quoted?: boolean } = {}): string {
  const { quoted = true } = more
  return `From: Mail Delivery System <mailer-daemon@mx.roads.example>
To: ${letter.replyTo}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <${action}.${letter.letter}@mx.roads.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

This is the mail system.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.roads.example

Final-Recipient: rfc822; kanc@roads.example
Action: ${action}
Status: ${status}
--b
Content-Type: text/rfc822-headers

From: ${letter.replyTo}
Subject: letter
${quoted ? `Message-ID: ${letter.messageId}` : 'X-None: 1'}
--b--
`
}

t.test('a letter that comes back is failed, and its author has the next step to do', async (t) => {
  const test = await makeCorresponding(t)
  const { inbound, as, responder, database } = test
  const sent = await test.letter()
  test.setTime(TUESDAY_10)
  await inbound.send(reportOn(sent, 'failed', '5.1.1'), { from: '', to: sent.replyTo })
  t.same(await inbound.read(), { bounce: 1 })
  t.match(await storedMails(test), [{ state: 'bounce', reason: 'failed', contact: sent.contact, letter: sent.letter }])
  const [letter] = await database.sql`select state, fault from letters where id = ${sent.letter}`
  t.match(letter, { state: 'failed', fault: 'bounced 5.1.1' })
  await test.passAt('2026-11-24T10:01:00+05:00')
  const contact = (await as(responder).get(`/contacts/${sent.contact}`)).body
  t.match(contact, { delivery: 'failed', replies: [] })
  const owed = await database.sql`
    select kind from deadlines where case_id in (select case_id from contact_cases where contact = ${sent.contact})
      and kind = 'action' and closed_at is null`
  t.equal(owed.length, 1, 'a step is owed')
  const told =
    await database.sql`select 1 from outbox where staff = ${responder.id} and created_at >= ${Date.parse(TUESDAY_10)}`
  t.ok(told.length > 0, 'and they are told')
})

t.test('a notice of success is written down; a delay, a forwarding and a receipt change nothing', async (t) => {
  const test = await makeCorresponding(t)
  const { inbound, database } = test
  const state = async (letter: number) => (await database.sql`select state from letters where id = ${letter}`)[0]!.state
  for (const [action, status, becomes] of [
    ['delayed', '4.4.1', 'sent'],
    ['relayed', '2.1.5', 'sent'],
    ['expanded', '2.1.5', 'sent'],
    ['delivered', '2.1.5', 'delivered'],
  ] as const) {
    const sent = await test.letter()
    await inbound.send(reportOn(sent, action, status), { from: '', to: sent.replyTo })
    t.same(await inbound.read(), { bounce: 1 })
    t.equal(await state(sent.letter), becomes, action)
  }
})

t.test('a bounce finds its letter by the address alone, and by nothing that others could write', async (t) => {
  const test = await makeCorresponding(t)
  const { inbound, database } = test
  const [one, other] = [await test.letter(), await test.letter()]
  const states = async () => (await database.sql`select state from letters order by id`).map((r) => r.state)
  // A Message-ID can be known to others: without one of our addresses it fails no letter.
  const foreign = reportOn(one, 'failed', '5.1.1').replaceAll(one.replyTo, 'office@daybreak.example')
  await inbound.send(foreign, { from: '', to: 'office@daybreak.example' })
  t.same(await inbound.read(), { bounce: 1 })
  t.same(await states(), ['sent', 'sent'])
  await inbound.send(reportOn(other, 'failed', '5.2.2', { quoted: false }), { from: '', to: other.replyTo })
  await inbound.read()
  t.same(await states(), ['sent', 'failed'])
  // Our address in the letter it brings back is as good.
  const office = reportOn(one, 'failed', '5.1.1').replace(`To: ${one.replyTo}`, 'To: office@daybreak.example')
  await inbound.send(office, { from: '', to: 'office@daybreak.example' })
  await inbound.read()
  t.same(await states(), ['failed', 'failed'])
})

t.test('an erasure takes the letter that came back, too', async (t) => {
  const test = await makeCorresponding(t)
  const { inbound, as, centre, database } = test
  const sent = await test.letter()
  test.setTime(TUESDAY_10)
  const whole = reportOn(sent, 'failed', '5.1.1')
    .replace('text/rfc822-headers', 'message/rfc822')
    .replace('Subject: letter', 'Subject: letter\nContent-Type: text/plain; charset=utf-8')
    .replace(/\n--b--/, '\n\nУ дома заявителя яма\n--b--')
  await inbound.send(whole, { from: '', to: sent.replyTo })
  t.same(await inbound.read(), { bounce: 1 })
  const files = () => database.sql`select f.mime from inbound_files f join inbound_mails m on m.id = f.mail`
  t.match(await files(), [{ mime: 'message/rfc822' }])
  const erased = await as(centre).post(`${sent.url}/erasure`, { reason: 'По заявлению' })
  t.ok(erased.status < 300, erased.text)
  t.same([...(await files())], [])
  t.equal((await database.sql`select from inbound_raws`).length, 0)
  t.match((await storedMails(test))[0]!.parsed, { text: '', quoted: '' })
})

t.test('plain bounces, in words only, are known too', async (t) => {
  const test = await makeCorresponding(t)
  const sent = await test.letter()
  const plain = (subject: string, text: string) => `From: MAILER-DAEMON@mx.roads.example
Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=
Content-Type: text/plain; charset=utf-8

${text}
`
  await test.inbound.send(plain('Недоставленное сообщение', `Ящик переполнен.\n\nFrom: ${sent.replyTo}`), {
    from: '',
    to: sent.replyTo,
  })
  t.same(await test.inbound.read(), { bounce: 1 })
  t.match(await storedMails(test), [{ state: 'bounce', reason: 'failed', letter: sent.letter }])
})
