import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { makeApp } from '../support/app.ts'
import { readMail } from '../support/mailbox.ts'
import { makeCase, makePerson } from '../support/make.ts'

t.test('without a mail server every mail is kept as a file, the same mail in the same file', async (t) => {
  const dataDir = t.testdir()
  const test = await makeApp(t, { config: { dataDir } })
  await makePerson(test, { roles: ['responder'], branch: 'KZ-39', email: 'aigul@staff.example' })
  await makeCase(test, { reporter: { email: 'citizen@people.example' }, language: 'en' })
  t.match((await test.passAt('2026-11-21T14:01:00+05:00')).deliver, { sent: 2 })
  const folder = join(dataDir, 'mail')
  const files = readdirSync(folder).sort()
  t.equal(files.length, 2)
  t.ok(files.every((name) => /^\d+\.eml$/.test(name)))
  const mails = files.map((name) => readMail('', [], readFileSync(join(folder, name), 'latin1')))
  t.same(mails.map((m) => m.header('to')).sort(), ['aigul@staff.example', 'citizen@people.example'])
  t.match(mails.find((m) => m.header('to') === 'citizen@people.example')?.header('subject'), 'your report has arrived')
  t.equal(statSync(join(folder, files[0]!)).mode & 0o077, 0, 'for nobody else to read')

  await test.database
    .sql`update outbox set state = 'sending', lease_until = created_at, attempts = 1 where state = 'sent'`
  t.match((await test.passAt('2026-11-21T14:10:00+05:00')).deliver, { sent: 2 })
  t.same(readdirSync(folder).sort(), files)
})
