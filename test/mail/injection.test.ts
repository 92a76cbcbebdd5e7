import t from 'tap'
import { addressOf, oneLine, senderOf } from '../../server/mail/address.ts'
import { buildMessage } from '../../server/mail/message.ts'
import { makeApp } from '../support/app.ts'
import { HOSTILE } from '../support/hostile.ts'
import { openMailbox, readMail } from '../support/mailbox.ts'
import { makeCase, makePerson } from '../support/make.ts'

const NAMES = [
  'from',
  'to',
  'subject',
  'message-id',
  'date',
  'content-language',
  'auto-submitted',
  'x-auto-response-suppress',
  'mime-version',
  'content-type',
]

t.test('none of the forty is an address', async (t) => {
  t.equal(HOSTILE.length, 40)
  for (const [i, text] of HOSTILE.entries()) t.equal(addressOf(text), undefined, `number ${i}`)
  for (const good of ['a@b.example', 'first.last+tag@sub.domain.kz', "o'brien@b.example", 'пошта@домен.қаз'])
    t.equal(addressOf(good), good)
  t.equal(addressOf(`${'a'.repeat(65)}@b.example`), undefined)
  t.equal(addressOf(undefined), undefined)
})

t.test('a subject or a name stays one line of one header', async (t) => {
  for (const [i, text] of HOSTILE.entries()) {
    const raw = await buildMessage(
      { language: 'ru', subject: text, text, html: '<p>1</p>' },
      { from: { name: oneLine(text), address: 'us@daybreak.example' }, to: 'a@b.example', messageId: '<1@x>', at: 0 },
    )
    const mail = readMail('', [], raw.toString('latin1'))
    t.same(mail.headers.map(([name]) => name).sort(), [...NAMES].sort(), `number ${i}`)
    t.equal(mail.header('to'), 'a@b.example')
    t.match(mail.header('from'), /us@daybreak\.example>?$/)
  }
})

t.test('MAIL_FROM with and without a name', async (t) => {
  t.same(senderOf('us@daybreak.example'), { name: '', address: 'us@daybreak.example' })
  t.same(senderOf('"Таң" <us@daybreak.example>'), { name: 'Таң', address: 'us@daybreak.example' })
  t.same(senderOf('Таң <us@daybreak.example>'), { name: 'Таң', address: 'us@daybreak.example' })
  t.equal(senderOf('Daybreak'), undefined)
})

t.test('over the wire: no foreign recipient, no header of theirs, nothing that runs in HTML', async (t) => {
  const box = await openMailbox(t)
  const test = await makeApp(t, { config: { smtpUrl: box.url } })
  const expected = new Set(['head@staff.example'])
  await makePerson(test, { name: HOSTILE[0]!, roles: ['head'], branch: 'KZ-39', email: 'head@staff.example' })
  for (const [i, text] of HOSTILE.entries()) {
    // As a careless import or a hand in the database might leave it: nothing on the way in is relied upon.
    const hostile = await makePerson(test, { name: text, roles: ['responder'], branch: 'KZ-10', email: text })
    const named = await makePerson(test, {
      name: text,
      roles: ['responder'],
      branch: 'KZ-11',
      email: `named${i}@staff.example`,
    })
    expected.add(`named${i}@staff.example`)
    await test.database.sql`
      insert into outbox (id, kind, staff, language, data, created_at, send_after)
      select x, 'assigned', s, 'ru', ${test.deps.sql.json({ reason: text })}, ${test.deps.now()}, ${test.deps.now()}
      from unnest(${[900_000 + i, 910_000 + i]}::bigint[], ${[hostile.id, named.id]}::bigint[]) as n(x, s)`
    const reporter = `reporter${i}@people.example`
    await makeCase(test, {
      text: `${text} - яма`,
      title: `x ${text}`,
      public: true,
      reporter: { name: `x ${text}`, email: reporter },
    })
    expected.add(reporter)
  }
  const { deliver } = await test.passAt('2026-11-21T14:01:00+05:00')
  t.match(deliver, { failed: 40, unknown: 0, later: 0, unreachable: 0 }, 'only those whose address is none')
  t.ok(box.mails.length >= 81, `${box.mails.length} mails`)
  for (const mail of box.mails) {
    t.equal(mail.to.length, 1)
    t.ok(expected.has(mail.to[0]!), mail.to[0] ?? '')
    t.equal(mail.header('to'), mail.to[0])
    t.same(mail.headers.map(([name]) => name).sort(), [...NAMES].sort())
    t.notMatch(mail.html, /<(script|img|h1|a href="(?!http:\/\/127\.0\.0\.1:3000\/))/)
  }
})
