import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { projectPath } from '../../db/root.ts'
import type { Parsed } from '../../server/inbound/parse.ts'
import { Reader } from '../../server/inbound/reader.ts'
import { recognise } from '../../shared/domain/inbound.ts'

const reader = new Reader()
t.teardown(() => reader.close())

const folder = projectPath('test/data/mime')
const filesIn = (name: string) => readdirSync(join(folder, name)).map((file) => join(name, file))
const read = async (file: string) => reader.read(new Uint8Array(readFileSync(join(folder, file))))
const readWhole = async (raw: string | Uint8Array): Promise<Parsed> => {
  const outcome = await reader.read(
    new Uint8Array(typeof raw === 'string' ? Buffer.from(raw.replace(/\n/g, '\r\n')) : raw),
  )
  if ('reason' in outcome) throw new Error(outcome.reason)
  return outcome.parsed
}
/** The envelope's sender as the last server wrote it down. */
const envelopeOf = ({ mail }: Parsed) => mail.marks['return-path'] ?? 'somebody@example.com'

t.test('every mail of the collection is read, or says why not', async (t) => {
  let [mails, unread] = [0, 0]
  for (const name of ['attachments', 'autoreply', 'bounce', 'charset', 'malformed', 'reply'])
    for (const file of filesIn(name)) {
      const outcome = await read(file)
      mails++
      if ('reason' in outcome) {
        unread++
        t.match(outcome.reason, /^(parts|nesting|headers|no-mail)$/, file)
        continue
      }
      const { mail, files } = outcome.parsed
      t.ok(mail.text.isWellFormed() && !mail.text.includes('\u0000') && !mail.subject.includes('\n'), file)
      t.ok(
        files.every((f) => (f.bytes === null) === (f.refused !== null) && !/[/\\\n]/.test(f.name)),
        file,
      )
    }
  t.ok(mails >= 120 && unread <= 2, `${mails} mails, ${unread} not read`)
})

t.test('every bounce of the collection is known for one, and none for an answer', async (t) => {
  const unknown: string[] = []
  for (const file of filesIn('bounce')) {
    const outcome = await read(file)
    const kind =
      'parsed' in outcome ? recognise(outcome.parsed.mail, envelopeOf(outcome.parsed), false)?.kind : undefined
    if (kind !== 'bounce') unknown.push(file)
  }
  t.same(unknown, [])
  const failed = await read('bounce/sisimai__lhost-postfix-04.eml')
  t.match(failed, { parsed: { mail: { report: { kind: 'delivery', action: 'failed', status: '5.1.1' } } } })
  const delayed = await read('bounce/mikel__report_422.eml')
  t.match(delayed, { parsed: { mail: { report: { action: 'delayed', status: '4.2.2' } } } })
})

t.test('automatic replies are known by their marks; people are not taken for machines', async (t) => {
  for (const file of filesIn('autoreply')) {
    const outcome = await read(file)
    t.equal(
      'parsed' in outcome && recognise(outcome.parsed.mail, envelopeOf(outcome.parsed), false)?.kind,
      'auto-reply',
      file,
    )
  }
  for (const file of filesIn('reply')) {
    const outcome = await read(file)
    t.equal('parsed' in outcome && recognise(outcome.parsed.mail, envelopeOf(outcome.parsed), false), null, file)
  }
})

t.test('replies in HTML alone: words, and the history apart', async (t) => {
  for (const file of filesIn('reply-html')) {
    const html = readFileSync(join(folder, file), 'latin1')
    const { mail } = await readWhole(
      `From: a@b.example\nSubject: Re: x\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n${html}`,
    )
    t.match(mail.text, /^Hi[.!,]? ?I am fine/i, `${file}: ${mail.text}`)
    t.notMatch(mail.text, 'How are you', file)
    t.match(mail.quoted, 'How are you', file)
  }
})

const RU = 'Уважаемые коллеги! Яма у школы № 5 заделана.'
/** Letters that every Cyrillic charset has. */
const PLAIN = 'Уважаемые коллеги! Яма у школы заделана.'
const KK = 'Құрметті әріптестер! Шұңқыр жөнделді, өтінім жабылды.'

/** The bytes of a text in a one-byte charset that the platform only reads. */
function encode(charset: string, text: string): Buffer {
  const table = new Map<string, number>()
  for (let n = 255; n >= 0; n--) table.set(new TextDecoder(charset).decode(Uint8Array.of(n)), n)
  return Buffer.from([...text].map((c) => table.get(c) ?? 0x3f))
}

t.test('every charset: declared, wrongly declared, or none at all', async (t) => {
  const mail = (charset: string | null, body: Buffer) =>
    Buffer.concat([
      Buffer.from(
        `From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: text/plain${charset === null ? '' : `; charset=${charset}`}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n`,
      ),
      body,
    ])
  for (const charset of ['windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5']) {
    const { mail: read } = await readWhole(mail(charset, encode(charset, PLAIN)))
    t.equal(read.text, PLAIN, charset)
  }
  for (const charset of ['windows-1251', 'koi8-r', 'utf-8']) {
    const body = charset === 'utf-8' ? Buffer.from(RU) : encode(charset, PLAIN)
    for (const said of [null, 'us-ascii', 'unknown-8bit'])
      t.match((await readWhole(mail(said, body))).mail.text, 'Уважаемые коллеги! Яма у школы', `${charset} as ${said}`)
  }
  // The Kazakh letters of KZ-1048 (СТ РК 1048) where windows-1251 has others.
  const own: Record<string, number> = {
    Қ: 0x8d,
    қ: 0x9d,
    ұ: 0xa2,
    ғ: 0xba,
    ә: 0xbc,
    ң: 0xbe,
    ө: 0xb4,
    і: 0xb3,
    ү: 0xbf,
    һ: 0x9e,
  }
  const kz = Buffer.from([...KK].map((c) => own[c] ?? encode('windows-1251', c)[0]!))
  t.equal((await readWhole(mail('kz-1048', kz))).mail.text, KK)
  t.equal((await readWhole(mail('utf-8', Buffer.from(KK)))).mail.text, KK)
  const latin = (await readWhole(mail(null, Buffer.from('Die Brücke über die Straße ist schön', 'latin1')))).mail.text
  t.equal(latin, 'Die Brücke über die Straße ist schön')
  const japanese = Buffer.concat([Buffer.from([0x1b, 0x24, 0x42, 0x24, 0x22, 0x1b, 0x28, 0x42])])
  t.equal((await readWhole(mail('iso-2022-jp', japanese))).mail.text, 'あ')
  t.equal((await readWhole(mail(null, japanese))).mail.text, 'あ')
})

t.test('a subject in quoted-printable, in pieces, in raw bytes', async (t) => {
  const subject = async (line: string | Buffer) =>
    (
      await readWhole(
        Buffer.concat([Buffer.from('From: a@b.example\r\n'), Buffer.from(line), Buffer.from('\r\n\r\nx')]),
      )
    ).mail.subject
  t.equal(await subject('Subject: =?windows-1251?Q?=CE=F2=E2=E5=F2?= =?windows-1251?B?IO3gIOjx?='), 'Ответ на ис')
  t.equal(await subject('Subject: =?koi8-r?B?79TXxdQ=?='), 'Ответ')
  t.equal(
    await subject(Buffer.concat([Buffer.from('Subject: '), encode('windows-1251', 'Ответ на обращение')])),
    'Ответ на обращение',
  )
  t.equal(await subject(Buffer.from('Subject: Ответ на обращение')), 'Ответ на обращение')
})

t.test('HTML becomes words: nothing hidden, nothing active', async (t) => {
  const html = `<html><head><title>t</title><style>p{color:red}</style></head><body><script>alert(1)</script>
<p>Жауап&nbsp;&laquo;дайын&raquo;<br>екінші жол</p><ul><li>бір</li><li>екі</li></ul>
<p><a href="https://akimat.example/doc?a=1&amp;b=2">құжат</a> <a href="javascript:alert(1)">x</a></p>
<table><tr><td>A</td><td>B</td></tr></table><!-- <p>hidden</p> --><p onclick="alert('>')">соңы &#1178; &lt;b&gt;</p></body></html>`
  const { mail } = await readWhole(
    `From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${html}`,
  )
  t.equal(
    mail.text,
    'Жауап «дайын»\nекінші жол\n\n• бір\n• екі\nқұжат <https://akimat.example/doc?a=1&b=2> x\n\nA\tB\nсоңы Қ <b>',
  )
})

t.test('files of winmail.dat come out; one that breaks off is named', async (t) => {
  const attribute = (level: number, id: number, value: Buffer) => {
    const head = Buffer.alloc(9)
    head.writeUInt8(level, 0)
    head.writeUInt32LE(id, 1)
    head.writeUInt32LE(value.length, 5)
    return Buffer.concat([head, value, Buffer.alloc(2)])
  }
  const pdf = Buffer.from('%PDF-1.4 winmail')
  const tnef = Buffer.concat([
    Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0]),
    attribute(1, 0x00069007, Buffer.from([0xe3, 0x04, 0, 0, 0, 0, 0, 0])),
    attribute(2, 0x00069002, Buffer.alloc(14)),
    attribute(2, 0x00018010, Buffer.concat([encode('windows-1251', 'Ответ.pdf'), Buffer.alloc(1)])),
    attribute(2, 0x0006800f, pdf),
  ])
  const mail = (bytes: Buffer) =>
    `From: a@b.example\nMIME-Version: 1.0\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Disposition: attachment; filename=winmail.dat\nContent-Transfer-Encoding: base64\n\n${bytes.toString('base64')}`
  const [file] = (await readWhole(mail(tnef))).files
  t.match(file, { name: 'Ответ.pdf', mime: 'application/pdf', size: pdf.length, refused: null })
  t.match((await readWhole(mail(tnef.subarray(0, 60)))).files, [{ name: 'winmail.dat', refused: 'broken' }])
})

t.test('what a file is, is said by its bytes; what is not kept is named with the reason', async (t) => {
  const part = (name: string, bytes: Buffer) =>
    `--p\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename="${name}"\nContent-Transfer-Encoding: base64\n\n${bytes.toString('base64').replace(/.{76}/g, '$&\n')}\n`
  const zip = Buffer.from('PK\u0003\u0004rest')
  const given: [string, Buffer][] = [
    ['a.pdf', Buffer.from('%PDF-1.7')],
    ['b.docx', zip],
    ['c.zip', zip],
    ['d.exe', Buffer.from('MZ\u0090')],
    ['e.pdf', Buffer.from('MZ\u0090')],
    ['f.html', Buffer.from('<html>')],
    ['g.p7s', Buffer.from([0x30, 0x82])],
    ['../../h.doc', Buffer.from([0xd0, 0xcf, 0x11, 0xe0])],
    ['i.txt', Buffer.alloc(0)],
    ['gpj.\u202eexe.txt', Buffer.from('plain')],
    ['big.txt', Buffer.alloc(21 * 1024 * 1024, 65)],
  ]
  const { files } = await readWhole(
    `From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=p\n\n${given.map(([n, b]) => part(n, b)).join('')}--p--\n`,
  )
  t.same(
    files.map((f) => [f.name, f.refused]),
    [
      ['a.pdf', null],
      ['b.docx', null],
      ['c.zip', 'type'],
      ['d.exe', 'type'],
      ['e.pdf', 'type'],
      ['f.html', 'type'],
      ['g.p7s', null],
      ['h.doc', null],
      ['i.txt', 'empty'],
      ['gpj.exe.txt', null],
      ['big.txt', 'size'],
    ],
  )
})

t.test('a mail within a mail says what it says, when the outer one says nothing', async (t) => {
  const { mail, files } = await readWhole(`From: a@b.example
Subject: Fwd
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=p

--p
Content-Type: message/rfc822
Content-Disposition: attachment; filename="answer.eml"

From: c@d.example
Subject: inner
Content-Type: text/plain; charset=utf-8

Ответ внутри.
--p--
`)
  t.equal(mail.text, 'Ответ внутри.')
  t.match(files, [{ name: 'answer.eml', mime: 'message/rfc822', refused: null }])
})

t.test('too slow or too heavy ends the thread, not the process, and the next mail is read', async (t) => {
  const big = Buffer.from(`From: a@b.example\r\n\r\n${'line of text\r\n'.repeat(400_000)}`)
  const slow = new Reader({ deadlineMs: 1 })
  const heavy = new Reader({ heapMb: 12 })
  t.teardown(() => Promise.all([slow.close(), heavy.close()]))
  t.same(await slow.read(new Uint8Array(big)), { reason: 'too-slow', fault: '' })
  t.match(await heavy.read(new Uint8Array(big)), { reason: 'too-heavy' })
  t.match(await heavy.read(new Uint8Array(Buffer.from('From: a@b.example\r\n\r\nx'))), {
    parsed: { mail: { text: 'x' } },
  })
})
