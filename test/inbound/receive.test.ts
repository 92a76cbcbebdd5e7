import t from 'tap'
import { auditAll } from '../../server/audit/run.ts'
import { readBrief } from '../../server/brief/read.ts'
import { mailOf } from '../support/inbound.ts'
import { KANC, LETTER, makeCorresponding, storedMails, TUESDAY_10 } from '../support/inbound-desk.ts'

t.setTimeout(120_000)

t.test('a reply to the address of a letter is placed on it, ungraded, and its owner has to read it', async (t) => {
  const test = await makeCorresponding(t)
  const { inbound, as, responder } = test
  const sent = await test.letter()
  test.setTime(TUESDAY_10)
  const text = 'Яма заделана, фото приложено.\n\nOn 23 Nov 2026, Daybreak wrote:\n> Просим заделать яму'
  await inbound.send(mailOf({ text }), { to: sent.replyTo })
  t.match(await storedMails(test), [{ state: 'received', attempts: 0 }], 'kept before it is read')
  test.setTime('2026-11-24T10:00:30+05:00')
  t.same(await inbound.read(), { placed: 1 })
  t.match(await storedMails(test), [{ state: 'placed', contact: sent.contact, letter: sent.letter, reason: null }])
  const contact = (await as(responder).get(`/contacts/${sent.contact}`)).body
  t.match(contact, { state: 'open', answeredAt: null, replies: [{ grade: null, recordedBy: null, source: 'mail' }] })
  t.match(contact.replies, [{ text: 'Яма заделана, фото приложено.', receivedAt: TUESDAY_10 }])
  const replied = (await as().get(`${sent.url}/events`)).body.items.find((e: { kind: string }) => e.kind === 'replied')
  t.match(replied, { by: { kind: 'body' } })
  const url = `/contacts/${sent.contact}/replies/${contact.replies[0].id}/grade`
  t.match(await as(responder).put(url, { grade: 'substantive' }), { status: 200 })
  const answered = { state: 'answered', answeredAt: TUESDAY_10 }
  t.match((await as(responder).get(`/contacts/${sent.contact}`)).body, answered, 'in time by when it came')
  t.same(await inbound.read(), {}, 'read once')
})

t.test('the clock of the instance that took the mail in may be ahead of the one that reads it', async (t) => {
  const test = await makeCorresponding(t)
  const sent = await test.letter()
  test.setTime('2026-11-24T10:00:03+05:00')
  await test.inbound.send(mailOf(), { to: sent.replyTo })
  await test.database.sql`update inbound_mails set read_after = ${Date.parse(TUESDAY_10)}`
  test.setTime(TUESDAY_10)
  t.same(await test.inbound.read(), { placed: 1 }, 'not held for a date in the future')
})

t.test(
  'what waits in the pen is told: once an hour to the duty of the centre, each morning in the brief',
  async (t) => {
    const test = await makeCorresponding(t)
    const { inbound, database, deps } = test
    for (let n = 0; n < 3; n++)
      await inbound.send(mailOf({ from: 'x@gmail.com', subject: `Жауап ${n}` }), { to: 'office@daybreak.example' })
    t.same(await inbound.read(), { held: 3 })
    const told = () => database.sql`select staff, data from outbox where kind = 'inbox' order by id`
    t.match(await told(), [{ data: { from: 'x@gmail.com', topic: 'Жауап 0' } }])
    t.equal((await told()).length, 1)
    const { roster } = await deps.world.at(deps.now())
    t.equal(roster.person((await told())[0]!.staff)?.branch, 'KZ')
    test.setTime('2026-11-25T10:00:00+05:00')
    await inbound.send(mailOf({ from: 'x@gmail.com' }), { to: 'office@daybreak.example' })
    t.same(await inbound.read(), { held: 1 })
    t.equal((await told()).length, 2, 'later again')
    const wish = { scope: { branches: null }, zone: 'Asia/Almaty', rosters: [], centre: true }
    t.match(await readBrief(database.sql, wish, deps.now()), { centre: { pen: 4 } })
  },
)

t.test(
  'the address of a letter counts in any case and from any sender; one that is forged places nothing',
  async (t) => {
    const test = await makeCorresponding(t)
    const { inbound } = test
    const [one, other] = [await test.letter(), await test.letter()]
    await inbound.send(mailOf({ from: 'x@gmail.com' }), { from: 'x@gmail.com', to: one.replyTo.toUpperCase() })
    const forged = other.replyTo.replace(/\.([a-z2-7])/, (_, c) => `.${c === 'a' ? 'b' : 'a'}`)
    await inbound.send(mailOf({ from: 'x@gmail.com' }), { from: 'x@gmail.com', to: forged })
    t.same(await inbound.read(), { placed: 1, held: 1 })
    t.match(await storedMails(test), [
      { state: 'placed', contact: one.contact },
      { state: 'held', reason: 'false-token', contact: null },
    ])
  },
)

t.test('a mail to two letters answers both; to a letter and an office it is one', async (t) => {
  const test = await makeCorresponding(t)
  const [one, other] = [await test.letter(), await test.letter()]
  await test.inbound.send(mailOf(), { to: [one.replyTo, other.replyTo] })
  await test.inbound.send(mailOf(), { to: [one.replyTo, 'office@daybreak.example'] })
  t.same(await test.inbound.read(), { placed: 3 })
  t.same(
    (await storedMails(test)).map((m) => m.contact),
    [one.contact, other.contact, one.contact],
  )
})

t.test('a reference to our letter places a mail only when its sender may be that body', async (t) => {
  const test = await makeCorresponding(t)
  const sent = await test.letter()
  const to = 'office@daybreak.example'
  const headers = `In-Reply-To: ${sent.messageId}\nReferences: <other@x> ${sent.messageId}`
  const from = async (address: string) => {
    await test.inbound.send(mailOf({ headers, from: address, text: `из ${address}` }), { from: address, to })
    await test.inbound.read()
    return (await storedMails(test)).at(-1)!
  }
  t.match(await from(KANC), { state: 'placed', contact: sent.contact }, 'its address')
  t.match(await from('ivanov@roads.example'), { state: 'placed', contact: sent.contact }, 'its domain')
  t.match(await from('a@dept.roads.example'), { state: 'placed', contact: sent.contact }, 'below its domain')
  const stranger = await from('someone@evil.example')
  t.match(stranger, { state: 'held', reason: 'sender', contact: null })
  t.match(stranger.guesses, [{ contact: sent.contact, hints: ['reference', 'open'] }])
  t.match(await from('x@notroads.example'), { state: 'held' }, 'a name that ends alike is another house')
})

t.test('a number in the words is only a guess, however right; the likeliest stands first', async (t) => {
  const test = await makeCorresponding(t)
  const first = await test.letter({ subject: 'Освещение двора' })
  const second = await test.letter({ subject: 'Яма у школы' })
  const subject = `Re: Яма у школы, исх. № ${second.outgoingNumber.replace('-', '–')}`
  await test.inbound.send(mailOf({ subject, text: `На ваш № ${first.outgoingNumber} и ${second.outgoingNumber}` }), {
    to: 'office@daybreak.example',
  })
  t.same(await test.inbound.read(), { held: 1 })
  const [mail] = await storedMails(test)
  t.match(mail, { state: 'held', reason: 'no-token', contact: null })
  t.same(
    mail?.guesses?.map((g) => g.contact),
    [second.contact, first.contact],
  )
  t.match(mail?.guesses?.[0]?.hints, ['number-in-subject', 'address', 'subject', 'open'])
  t.ok(mail!.guesses!.every((g) => g.score < 100))
})

t.test(
  'machines: bounces, automatic replies and our own mail are recorded, counted as nothing and answered never',
  async (t) => {
    const test = await makeCorresponding(t)
    const { inbound, database } = test
    const sent = await test.letter()
    const told = async () => (await database.sql`select count(*)::int as n from outbox`)[0]!.n
    const before = await told()
    const to = sent.replyTo
    const marks = [
      'Auto-Submitted: auto-replied',
      'Auto-Submitted: auto-generated',
      'X-Autoreply: yes',
      'X-Auto-Reply-From: a@b.example',
      'Precedence: auto_reply',
      'Precedence: bulk',
    ]
    for (const headers of marks) await inbound.send(mailOf({ headers, text: headers }), { to })
    const subjects = [
      'Automatic reply: Яма у школы',
      'Out of Office',
      'Автоответ: Яма',
      'Я в отпуске до 5 декабря',
      'Автоматты жауап: Яма',
      'Демалыстамын',
    ]
    for (const subject of subjects) await inbound.send(mailOf({ subject, text: subject }), { to })
    t.same(await inbound.read(), { 'auto-reply': marks.length + subjects.length })
    await inbound.send(mailOf({ from: 'daybreak@daybreak.example' }), { to })
    await inbound.send(mailOf({ from: to }), { from: to, to: 'office@daybreak.example' })
    await inbound.send(mailOf({ messageId: sent.messageId }), { to })
    t.same(await inbound.read(), { own: 3 })
    t.equal(await told(), before, 'nobody is told, least of all the machine')
    const person = [
      'Re: отсутствует горячая вода',
      'Отсутствует освещение во дворе',
      'Re: Automatic doors at the school',
      'Вне офиса продаж нет парковки',
    ]
    for (const subject of person) await inbound.send(mailOf({ subject, text: subject }), { to })
    t.same(await inbound.read(), { placed: 4 }, 'a person who writes of such things is heard')
    t.equal(
      (await database.sql`select count(*)::int as n from replies where contact = ${sent.contact}`)[0]!.n,
      4,
      'no machine has answered',
    )
  },
)

t.test("a program's mail with a document is shown to a person, and placed by nobody else", async (t) => {
  const test = await makeCorresponding(t)
  const sent = await test.letter()
  const raw = `From: ${KANC}
To: ${sent.replyTo}
Subject: Documentolog
Auto-Submitted: auto-generated
Message-ID: <doc1@roads.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

See the file.
--b
Content-Type: application/pdf; name="answer.pdf"
Content-Disposition: attachment; filename="answer.pdf"

%PDF-1.4 answer
--b--
`
  await test.inbound.send(raw, { to: sent.replyTo })
  t.same(await test.inbound.read(), { held: 1 })
  t.match(await storedMails(test), [
    { state: 'held', reason: 'machine-with-papers', guesses: [{ contact: sent.contact, hints: ['token'] }] },
  ])
})

t.test(
  'a copy of a mail is told by its Message-ID and its words; the same id with other words is another mail',
  async (t) => {
    const test = await makeCorresponding(t)
    const sent = await test.letter()
    const messageId = '<twin@roads.example>'
    for (const text of ['Ответ', 'Ответ', 'Дополнение к ответу'])
      await test.inbound.send(mailOf({ messageId, text }), { to: sent.replyTo })
    t.same(await test.inbound.read(), { placed: 2, duplicate: 1 })
    // By way of an office too, and with another trace of servers.
    await test.inbound.send(mailOf({ messageId, text: 'Ответ', headers: 'Received: from y by z' }), {
      to: 'a@daybreak.example',
    })
    t.same(await test.inbound.read(), { duplicate: 1 })
    t.equal((await test.database.sql`select 1 from replies`).length, 2)
  },
)

t.test('what cannot be read is set aside with its reason, and what stands behind it is read', async (t) => {
  const test = await makeCorresponding(t)
  const { inbound } = test
  const sent = await test.letter()
  const nested = (depth: number): string =>
    depth === 0
      ? 'Content-Type: text/plain\n\nx\n'
      : `Content-Type: multipart/mixed; boundary=b${depth}\n\n--b${depth}\n${nested(depth - 1)}\n--b${depth}--\n`
  const parts = `Content-Type: multipart/mixed; boundary=p\n\n${'--p\nContent-Type: text/plain\n\nx\n'.repeat(6_000)}--p--\n`
  await inbound.send(`From: a@b.example\nMIME-Version: 1.0\n${nested(200)}`, { to: sent.replyTo })
  await inbound.send(`From: a@b.example\nMIME-Version: 1.0\n${parts}`, { to: sent.replyTo })
  await inbound.send(`${'X-Long: '.padEnd(900, 'a')}\n`.repeat(2_000), { to: sent.replyTo })
  await inbound.send('no header at all\n\nwords\n', { to: sent.replyTo })
  await inbound.send(mailOf(), { to: sent.replyTo })
  t.same(await inbound.read(), { quarantined: 4, placed: 1 })
  t.same(
    (await storedMails(test)).map((m) => m.reason),
    ['nesting', 'parts', 'headers', 'no-mail', null],
  )
  t.same(await inbound.read(), {}, 'none is tried again')
  const raws = await test.database.sql`
    select m.size, length(r.bytes) as kept from inbound_mails m join inbound_raws r using (raw) where r.piece = 0`
  t.ok(raws.every((r) => r.size > 1_048_576 || r.size === r.kept))
})

t.test('a thousand parts are read; what is beyond the limits is named', async (t) => {
  const test = await makeCorresponding(t)
  const sent = await test.letter()
  const part = (n: number) => `--p
Content-Type: text/plain; charset=utf-8; name="file-${n}.txt"
Content-Disposition: attachment; filename="file-${n}.txt"

file ${n}
`
  const raw = `From: ${KANC}
Subject: parts
Message-ID: <parts@roads.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=p

--p
Content-Type: text/plain; charset=utf-8

Ответ в файлах.
${Array.from({ length: 1_000 }, (_, n) => part(n)).join('')}--p--
`
  await test.inbound.send(raw, { to: sent.replyTo })
  t.same(await test.inbound.read(), { placed: 1 })
  const files = await test.database.sql`
    select count(*)::int as named, count(bytes)::int as kept, count(*) filter (where refused = 'count')::int as refused from inbound_files`
  t.same(files, [{ named: 100, kept: 20, refused: 80 }])
  t.match((await storedMails(test))[0]!.parsed, { parts: 1_001, text: 'Ответ в файлах.' })
})

t.test('a reply that no decision takes is held with its guess, not lost', async (t) => {
  const test = await makeCorresponding(t)
  const sent = await test.letter()
  await test.database.sql`update contacts set state = 'withdrawn' where id = ${sent.contact}`
  await test.inbound.send(mailOf(), { to: sent.replyTo })
  t.same(await test.inbound.read(), { held: 1 })
  t.match(await storedMails(test), [{ state: 'held', reason: 'refused-not_in_status', contact: sent.contact }])
})

t.test('a mail whose reading ended the process over and over is shown to a person', async (t) => {
  const test = await makeCorresponding(t)
  await test.inbound.send(mailOf(), { to: 'office@daybreak.example' })
  await test.database.sql`update inbound_mails set attempts = 4`
  t.same(await test.inbound.read(), { quarantined: 1 })
  t.match(await storedMails(test), [{ state: 'quarantined', reason: 'gave-up' }])
})

t.test(`a letter about many cases: one reply is an event on each (${LETTER.body})`, async (t) => {
  const test = await makeCorresponding(t)
  const also = await Promise.all([1, 2, 3].map(async () => (await test.report()).number))
  const sent = await test.letter({ alsoCases: also })
  await test.inbound.send(mailOf(), { to: sent.replyTo })
  t.same(await test.inbound.read(), { placed: 1 })
  const events = await test.database.sql`select count(*)::int as n from events where kind = 'replied'`
  t.equal(events[0]!.n, 4)
})

t.test('the files of a reply stand with it; an erasure takes the mail away and leaves the answer', async (t) => {
  const test = await makeCorresponding(t)
  const { as, responder, centre } = test
  const sent = await test.letter()
  const raw = `From: ${KANC}
Subject: answer
Message-ID: <files@roads.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Ответ в файле.
> Цитата нашего письма
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="answer.pdf"

%PDF-1.4 answer
--b--
`
  await test.inbound.send(raw, { to: sent.replyTo })
  await test.inbound.read()
  const reply = async () => (await as(responder).get(`/contacts/${sent.contact}`)).body.replies[0]
  const [file] = (await reply()).files
  t.match(file, { name: 'answer.pdf', mime: 'application/pdf' })
  t.equal((await as(responder).get(new URL(file.url).pathname.replace('/api/v1', ''))).status, 200)
  t.same((await auditAll(test.database.sql, test.deps.now())).broken, [])
  const erased = await as(centre).post(`${sent.url}/erasure`, { reason: 'По заявлению' })
  t.ok(erased.status < 300, erased.text)
  t.equal((await reply()).text, 'Ответ в файле.')
  t.same((await storedMails(test))[0]!.parsed.quoted, '')
  t.equal((await test.database.sql`select 1 from inbound_raws`).length, 0)
  t.same((await auditAll(test.database.sql, test.deps.now())).broken, [])
})
