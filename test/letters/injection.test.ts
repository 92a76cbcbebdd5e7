import t from 'tap'
import { sendLetters } from '../../server/engine/letters.ts'
import { makeLetterPost } from '../../server/mail/post.ts'
import { HOSTILE } from '../support/hostile.ts'
import { ADDRESS, LETTER, openLetters, statesOf } from '../support/letters.ts'
import { bodiesOf } from '../support/mime.ts'

const NAMES = [
  'content-language',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'reply-to',
  'subject',
  'to',
  'x-auto-response-suppress',
]

t.test('forty hostile strings in every field: one recipient, our headers, nothing that runs', async (t) => {
  const test = await openLetters(t)
  const { write, database, deps, letters, number } = test
  t.equal(HOSTILE.length, 40)
  const post = makeLetterPost(deps.config)
  t.teardown(() => post.close())
  const [photo] = (await database.sql`
    insert into attachments (id, case_id, name, mime, size, sha256, bytes, public, by_kind, at)
    select 5000000, id, 'x.jpg', 'image/jpeg', 1, '\\x00', '\\x41', true, 'staff', ${deps.now()} from cases where number = ${number}
    returning id`) as unknown as [{ id: number }]
  for (const [i, text] of HOSTILE.entries()) {
    const made = await write({ annexes: [photo.id] })
    if (made.status !== 201) throw new Error(made.text)
    // As a careless import or a hand in the database might leave it: nothing on the way in is relied upon.
    const name = { kk: text, ru: text, en: text }
    await database.sql`with b as (update reference_stamp set stamp = stamp + 1 where id = 1),
      k as (update contacts set subject = ${text}, text = ${text} where id = ${made.body.id}),
      s as (update staff set name = ${text} where id = ${test.responder.id}),
      o as (update bodies set name = ${database.sql.json(name)} where id = ${LETTER.body}),
      c as (update cases set address = ${text}, public = true where number = ${number}),
      r as (update branches set name = ${database.sql.json(name)}, email = ${text} where code = 'KZ-39')
      update letters set subject = ${text}, annexes = jsonb_set(jsonb_set(annexes, '{0,name}', ${database.sql.json(text)}),
        '{0,mime}', ${database.sql.json(text)}) where contact = ${made.body.id}`
    await deps.world.refresh()
    const did = await sendLetters(deps, post, { now: deps.now, alive: async () => true })
    t.match(did, { sent: 1, failed: 0, later: 0 }, `number ${i}`)
    const mail = letters().at(-1)!
    t.equal(letters().length, i + 1)
    t.same(mail.to, [ADDRESS])
    t.same(mail.headers.map(([header]) => header).sort(), NAMES, `number ${i}`)
    t.equal(mail.header('to'), ADDRESS)
    for (const header of ['from', 'reply-to'])
      t.match(mail.header(header), /<reply\+\d+\.[a-z2-7]{24}@daybreak\.example>$/)
    const parts = await bodiesOf(mail.raw)
    t.same(
      parts.map((p) => p.type),
      [
        'text/plain',
        'text/html',
        'application/pdf',
        /^[\w.+-]+\/[\w.+-]+$/.test(text) ? text : 'application/octet-stream',
      ],
    )
    t.notMatch(parts[3]?.name, /[\r\n"/\\<>]/, 'a file name is a name')
    t.notMatch(parts[1]?.text, /<(script|img|h1|a href="(?!http:\/\/127\.0\.0\.1:3000\/))/)
  }
})

t.test('none of the forty is an address a letter goes to', async (t) => {
  const test = await openLetters(t)
  const { write, database, deps, box } = test
  for (const text of HOSTILE) {
    const { id } = (await write()).body
    await database.sql`update letters set address = ${text} where contact = ${id}`
  }
  const post = makeLetterPost(deps.config)
  t.teardown(() => post.close())
  const did = await sendLetters(deps, post, { now: deps.now, alive: async () => true })
  t.match(did, { sent: 0, failed: 40 })
  t.equal(box.mails.length, 0)
  t.ok((await statesOf(test)).every((l) => l.state === 'failed' && l.fault === 'no address'))
})
