import { createVerify, generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { auditAll } from '../../server/audit/run.ts'
import { readReplyAddress } from '../../server/letters/reply-address.ts'
import { readReplyToken } from '../../server/letters/reply-token.ts'
import { contactView } from '../../shared/contract/contact.ts'
import { REACTION } from '../support/desk.ts'
import { ADDRESS, MONDAY_10, onMonday, openLetters, setAddress } from '../support/letters.ts'
import { bodiesOf } from '../support/mime.ts'
import { textOfPdf } from '../support/pdf.ts'

const DOMAIN = 'daybreak.example'

t.test('pressing the button: the letter is numbered, leaves by itself and is shown as sent', async (t) => {
  const test = await openLetters(t)
  const { as, responder, write, seen, letters, deps, number, url, passAt, box } = test
  await as(responder).post(`${url}/reaction`, REACTION)
  const made = await write()
  t.equal(made.status, 201, made.text)
  contactView.parse(made.body)
  t.match(made.body, {
    outgoingNumber: '39-26/000001',
    delivery: 'sending',
    sentAt: null,
    letters: [{ state: 'queued' }],
  })
  t.same(await seen(made.body.id), made.body, 'read as it was answered')
  t.equal(letters().length, 0, 'nothing leaves inside the request')
  const did = await passAt(onMonday('10:01'))
  t.match(did.letters, { sent: 1, told: 1, failed: 0, unknown: 0 })
  const [mail] = letters()
  t.same(mail?.to, [ADDRESS])
  t.equal(box.mails.filter((m) => m.to[0] === ADDRESS).length, 1)
  const own = made.body.letters[0].id
  t.equal(readReplyAddress(deps.secrets, mail!.from, DOMAIN), own, 'a bounce finds the letter')
  for (const name of ['from', 'reply-to']) {
    const address = /<([^>]+)>/.exec(mail!.header(name) ?? '')?.[1]
    t.equal(readReplyAddress(deps.secrets, address ?? '', DOMAIN), own, name)
  }
  t.match(mail?.header('from'), 'Филиал по Костанайской области')
  t.equal(mail?.header('to'), ADDRESS)
  t.equal(mail?.header('subject'), 'Исх. № 39-26/000001: Яма у школы')
  t.match(mail?.header('message-id'), /^<letter\.\d+\.[0-9a-f]{32}@daybreak\.example>$/)
  const parts = await bodiesOf(mail!.raw)
  t.same(
    parts.map((p) => p.type),
    ['text/plain', 'text/html', 'application/pdf'],
  )
  const [text, html, pdf] = parts
  for (const said of [
    '39-26/000001',
    'Просим заделать яму',
    number,
    '14 декабря 2026 г.',
    'часть 1 статьи 76 АППК РК',
  ]) {
    t.match(text!.text, said)
    t.match(html!.text, said)
    t.ok(textOfPdf(pdf!.bytes).replace(/\n/g, ' ').includes(said), `${said} in the PDF`)
  }
  t.equal(pdf?.name, '39-26-000001.pdf')
  const token = /\/ru\/reply\/(\S+)/.exec(text!.text)?.[1]
  t.match(readReplyToken(deps.secrets, token ?? ''), { contact: made.body.id })
  const now = await seen(made.body.id)
  t.match(now, { delivery: 'sent', sentAt: onMonday('10:01'), replyDueAt: '2026-12-15T00:00:00+05:00' })
  t.match(now.letters, [
    { state: 'sent', attempts: 1, address: ADDRESS, history: [{ state: 'sent', at: onMonday('10:01') }] },
  ])
  await passAt(onMonday('10:02'))
  t.equal(letters().length, 1, 'once')
  t.match((await auditAll(test.database.sql, Date.parse(onMonday('10:03')))).broken, [])
  const events = (await as(responder).get(`${url}/events`)).body.items.map((e: { kind: string }) => e.kind)
  t.ok(events.includes('delivery-settled'), 'the desk sees it live')
})

t.test('another channel, a day already gone, or a body without an address: by hand, as before', async (t) => {
  const test = await openLetters(t)
  const { write, passAt, letters } = test
  t.match(await write({ channel: 'post' }), { body: { delivery: 'by-hand', letters: [] } })
  t.match(await write({ sentAt: MONDAY_10 }), { body: { delivery: 'by-hand', sentAt: MONDAY_10 } })
  t.match(await write({ incomingNumber: 'ЗТ-1', registeredOn: '2026-11-23' }), { body: { delivery: 'by-hand' } })
  await setAddress(test, null)
  t.match(await write(), { status: 201, body: { delivery: 'by-hand', letters: [], outgoingNumber: '39-26/000004' } })
  await passAt(onMonday('10:01'))
  t.equal(letters().length, 0)
})

t.test('files go along: of these cases, not hidden, together at most fifteen megabytes', async (t) => {
  const test = await openLetters(t)
  const { write, database, passAt, letters, report, deps } = test
  const other = await report({ category: 'roads.pothole' })
  const file = async (caseNumber: string, name: string, size: number) => {
    const [{ id }] = (await database.sql`
      insert into attachments (id, case_id, name, mime, size, sha256, bytes, public, by_kind, at)
      select (select coalesce(max(id), 5000000) + 1 from attachments), id, ${name}, 'image/jpeg', ${size}, '\\x00', ${Buffer.alloc(size, 65)}, true, 'reporter', ${deps.now()}
      from cases where number = ${caseNumber} returning id`) as unknown as [{ id: number }]
    return id
  }
  const photo = await file(test.number, 'яма; у "школы".jpg', 1000)
  const theirs = await file(other.number, 'чужое.jpg', 1000)
  t.match(await write({ annexes: [theirs] }), { status: 400, body: { code: 'unknown_annex' } })
  t.match(await write({ annexes: [99] }), { status: 400, body: { code: 'unknown_annex' } })
  t.match(await write({ annexes: [photo], channel: 'post' }), { status: 400, body: { code: 'letter_not_by_mail' } })
  const big = await file(test.number, 'видео.jpg', 15 * 1024 * 1024)
  const refused = await write({ annexes: [photo, big] })
  t.match(refused, { status: 413, body: { code: 'annexes_too_large', detail: /15/ } })
  const made = await write({ annexes: [photo, theirs], alsoCases: [other.number] })
  t.match(made, {
    status: 201,
    body: { outgoingNumber: '39-26/000001', letters: [{ annexes: [{ file: photo }, { file: theirs }] }] },
  })
  await passAt(onMonday('10:01'))
  const parts = await bodiesOf(letters()[0]!.raw)
  t.match(parts[0]!.text, /Приложения:\n\n1\. яма; у "школы"\.jpg/)
  t.same(
    parts.slice(3).map((p) => [p.name, p.bytes.length]),
    [
      ['яма_ у _школы_.jpg', 1000],
      ['чужое.jpg', 1000],
    ],
  )
})

t.test('signed with our key when there is one, and the signature holds', async (t) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const { write, passAt, letters } = await openLetters(t, { dkim: { selector: 'd2026', privateKey: pem } })
  await write()
  await passAt(onMonday('10:01'))
  const { raw, header: named } = letters()[0]!
  const header = named('dkim-signature') ?? ''
  const tags = new Map(
    header.split(';').map(
      (tag) =>
        tag
          .trim()
          .split(/=(.*)/s)
          .map((x) => x.trim()) as [string, string],
    ),
  )
  t.match(Object.fromEntries(tags), { d: DOMAIN, s: 'd2026', a: 'rsa-sha256', c: 'relaxed/relaxed' })
  for (const name of ['from', 'to', 'subject', 'message-id', 'reply-to'])
    t.ok(tags.get('h')!.split(':').includes(name), name)
  const relaxed = (text: string) =>
    text
      .replace(/\r\n(?=[ \t])/g, '')
      .replace(/[ \t]+/g, ' ')
      .trim()
  const wire = raw.slice(0, raw.indexOf('\r\n\r\n'))
  const lines = wire.split(/\r\n(?![ \t])/)
  const data = tags
    .get('h')!
    .split(':')
    .map((name) => {
      const line = lines.find((l) => l.toLowerCase().startsWith(`${name}:`))!
      return `${name}:${relaxed(line.slice(name.length + 1))}\r\n`
    })
  const own = lines.find((l) => /^dkim-signature:/i.test(l))!
  data.push(`dkim-signature:${relaxed(own.slice('dkim-signature:'.length).replace(/b=[^;]*$/s, 'b='))}`)
  const verifies = createVerify('RSA-SHA256').update(data.join(''), 'latin1')
  t.ok(verifies.verify(publicKey, tags.get('b')!.replace(/\s/g, ''), 'base64'))
})

t.test('servers on the way are asked to say what became of it', async (t) => {
  const { write, box, passAt } = await openLetters(t)
  const {
    letters: [letter],
  } = (await write()).body
  await passAt(onMonday('10:01'))
  t.match(box.notify.get(ADDRESS), { ret: 'HDRS', envid: String(letter.id), notify: ['SUCCESS', 'FAILURE', 'DELAY'] })
})

t.test('without a mail server it is a file', async (t) => {
  const { write, passAt, seen, deps } = await openLetters(t, { smtpUrl: undefined })
  const {
    id,
    letters: [letter],
  } = (await write()).body
  await passAt(onMonday('10:01'))
  t.match(await seen(id), { delivery: 'sent' })
  t.match(readFileSync(`${deps.config.dataDir}/mail/letter-${letter.id}.eml`, 'utf8'), /^From:/m)
})
