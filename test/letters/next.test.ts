import t, { type Test } from 'tap'
import { nextInstances } from '../../shared/contract/letter.ts'
import { REACTION } from '../support/desk.ts'
import { ADDRESS, LETTER, onMonday, openLetters, setAddress } from '../support/letters.ts'
import { bodiesOf } from '../support/mime.ts'

/** The letter of 23 November is to be answered by the end of 14 December. */
const day = (d: number, time = '10:00') => `2026-12-${String(d).padStart(2, '0')}T${time}:00+05:00`

async function begin(t: Test) {
  const test = await openLetters(t)
  await test.as(test.responder).post(`${test.url}/reaction`, { ...REACTION, nextActionOn: '2026-12-31' })
  const { id } = (await test.write()).body as { id: number }
  await test.passAt(onMonday('10:01'))
  return { ...test, id }
}

t.test('the next instance is proposed with its letter, citing number, date, term and articles', async (t) => {
  const test = await begin(t)
  const { as, responder, id, passAt, url, letters } = test
  const next = async () => (await as(responder).get(`/contacts/${id}/next-instance`)).body
  t.match(await next(), { reason: null, items: [] }, 'while there is time, nothing')
  await passAt(day(15, '00:00'))
  const proposed = await next()
  nextInstances.parse(proposed)
  t.match(proposed, {
    reason: 'silence',
    items: [
      { instance: 'upper', body: { code: 'akimat-kostanay' } },
      { instance: 'prosecutor', body: { code: 'prosecutor-general' } },
      { instance: 'ombudsman', body: { code: 'ombudsman' } },
    ],
  })
  for (const { letter } of proposed.items) {
    for (const said of [
      '39-26/000001',
      '23 ноября 2026 г.',
      '14 декабря 2026 г.',
      'часть 1 статьи 76',
      'часть 2 статьи 91',
    ])
      t.match(letter.text, said)
    t.match(letter.text, 'Просим заделать яму', 'and the letter itself')
  }
  const [upper] = proposed.items
  const sent = await as(responder).post(`${url}/contacts`, upper.letter)
  t.match(sent, {
    status: 201,
    body: { outgoingNumber: '39-26/000002', delivery: 'sending', about: { id, outgoingNumber: '39-26/000001' } },
  })
  t.match(sent.body.letters, [{ purpose: 'next-instance' }])
  await passAt(day(15, '00:05'))
  const mail = letters().at(-1)!
  t.same(mail.to, ['kense@akimat-kostanay.example'])
  const [{ text } = { text: '' }] = await bodiesOf(mail.raw)
  t.match(text, 'В дополнение к нашему письму от 23 ноября 2026 г. № 39-26/000001')
  t.match(text, 'Просим проверить бездействие')
  const [other] = [await test.report()]
  t.match(await as(responder).post(`${other.url}/contacts`, { ...LETTER, about: id }), { status: 404 })
})

t.test('a refusal can be taken further too, and a body outside the Code is asked about its date only', async (t) => {
  const test = await begin(t)
  const { as, responder, id, setTime, url, passAt } = test
  setTime('2026-11-25T10:00:00+05:00')
  await as(responder).post(`/contacts/${id}/replies`, { receivedAt: onMonday('12:00'), text: 'Нет', grade: 'refusal' })
  const refused = (await as(responder).get(`/contacts/${id}/next-instance`)).body
  t.match(refused, { reason: 'refusal', items: [{ letter: { subject: /несоглас/, text: /23 ноября 2026 г/ } }] })
  const chamber = await as(responder).post(`${url}/contacts`, { ...LETTER, body: 'atameken', replyDueOn: '2026-11-27' })
  t.equal(chamber.status, 201, chamber.text)
  await passAt('2026-11-28T00:00:00+05:00')
  const { items } = (await as(responder).get(`/contacts/${chamber.body.id}/next-instance`)).body
  t.match(items[0].letter.text, 'Мы просили ответить до 27 ноября 2026 г.')
  t.notMatch(items[0].letter.text, 'АППК')
})

t.test('thanks, and a question about an extension, follow under the same number', async (t) => {
  const test = await begin(t)
  const { as, responder, id, passAt, letters } = test
  const follow = (payload: object) => as(responder).post(`/contacts/${id}/letters`, payload)
  t.match(await follow({ purpose: 'extension' }), { status: 409 }, 'nobody has asked for more time')
  t.match(await follow({ purpose: 'first' }), { status: 400 })
  await as(responder).post(`/contacts/${id}/extension`, { until: '2026-12-20', reason: 'Экспертиза' })
  const asked = await follow({ purpose: 'extension', text: 'Пришлите решение.' })
  t.match(asked, { status: 201, body: { letters: [{}, { purpose: 'extension', state: 'queued' }] } })
  await passAt(onMonday('10:10'))
  const [{ text } = { text: '' }] = await bodiesOf(letters()[1]!.raw)
  t.match(text, 'Новый срок: 20 декабря 2026 г.')
  t.match(text, 'Пришлите решение.')
  t.match(text, 'часть 3 статьи 76 АППК РК')
  t.equal((await follow({ purpose: 'thanks' })).status, 201)
  await passAt(onMonday('10:20'))
  t.match(letters()[2]?.header('subject'), 'Благодарность')
  await setAddress(test, null)
  const byHand = (await test.write()).body
  t.match(await as(responder).post(`/contacts/${byHand.id}/letters`, { purpose: 'thanks' }), {
    status: 400,
    body: { code: 'letter_not_by_mail' },
  })
})

t.test('the preview writes nothing and is the letter that leaves', async (t) => {
  const test = await openLetters(t)
  const { as, responder, url, write, passAt, letters, database, app } = test
  const preview = await as(responder).post(`${url}/contacts/preview`, LETTER)
  t.match(preview, {
    status: 200,
    body: {
      delivery: 'sending',
      to: ADDRESS,
      replyDueAt: '2026-12-15T00:00:00+05:00',
      replyDueBecause: { ru: /15 рабочих дней/ },
    },
  })
  t.equal((await database.sql`select from contacts`).length, 0)
  t.equal((await database.sql`select from outgoing_counters`).length, 0)
  t.match((await as(responder).get(url)).body, { status: 'received' })
  await write()
  await passAt(onMonday('10:01'))
  const [{ text } = { text: '' }] = await bodiesOf(letters()[0]!.raw)
  const known = text.replaceAll('39-26/000001', 'будет присвоен при отправке').replace(/reply\/\S+/, 'reply/…')
  t.equal(preview.body.text.trim(), known.trim())
  const pdf = await app.inject({
    method: 'POST',
    url: `/api/v1${url}/contacts/preview.pdf`,
    payload: LETTER,
    headers: responder.headers,
  })
  t.equal(pdf.statusCode, 200)
  t.equal(pdf.headers['content-type'], 'application/pdf')
  t.equal(pdf.rawPayload.subarray(0, 5).toString(), '%PDF-')
  t.match(await as(responder).post(`${url}/contacts/preview`, { ...LETTER, body: 'none' }), { status: 400 })
  t.match(await as(responder).post(`${url}/contacts/preview`, { ...LETTER, channel: 'post' }), {
    body: { delivery: 'by-hand', to: null },
  })
  t.equal((await as().post(`${url}/contacts/preview`, LETTER)).status, 401)
  const { body: contact } = await as(responder).get(`${url}/contacts`)
  const { id, letters: kept } = contact.items[0]
  const raw = await app.inject({ url: `/api/v1/contacts/${id}/letters/${kept[0].id}`, headers: responder.headers })
  t.equal(raw.rawPayload.toString('latin1').trim(), letters()[0]!.raw.trim(), 'kept as it was sent')
  t.equal((await as().get(`/contacts/${id}/letters/${kept[0].id}`)).status, 401)
})
