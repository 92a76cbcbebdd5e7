import t, { type Test } from 'tap'
import { LANGS } from '../../shared/domain/text.ts'
import { postForm } from '../support/citizen.ts'
import { REACTION } from '../support/desk.ts'
import { onMonday, openLetters } from '../support/letters.ts'
import { bodiesOf } from '../support/mime.ts'
import { formOf, jpegOf } from '../support/picture.ts'

t.setTimeout(120_000)

const LETTER = {
  body: 'kostanay-roads',
  channel: 'email',
  subject: 'Яма у школы',
  text: 'Просим заделать яму <сегодня>',
  language: 'ru',
}
const KEY = '00000000-0000-4000-8000-00000000000'

async function begin(t: Test) {
  const test = await openLetters(t)
  const { app, responder, url, number, reporter } = test
  await test.as(responder).post(`${url}/reaction`, { ...REACTION, nextActionOn: '2026-12-31' })
  const form = formOf([{ name: 'Яма.jpg', bytes: jpegOf([]) }])
  const sent = await app.inject({
    method: 'POST',
    url: `/api/v1${url}/attachments`,
    headers: { ...form.headers, ...reporter.headers },
    payload: form.payload,
  })
  const photo = (sent.json() as { items: { id: number }[] }).items[0]!.id
  const path = `/ru/desk/cases/${number}`
  return {
    ...test,
    path,
    photo,
    send: (address: string, fields: Record<string, string>) => postForm(test, address, fields, responder.headers),
    press: (deed: string, fields: Record<string, string>) =>
      postForm(test, `${path}/${deed}`, fields, responder.headers),
    look: async (address = path) => (await app.inject({ url: address, headers: responder.headers })).body,
    stored: async () => {
      const [row] = await test.database.sql<{ contacts: number; last: number; letters: number }[]>`
        select (select count(*)::int from contacts) as contacts, (select count(*)::int from letters) as letters,
          coalesce((select max(last)::int from outgoing_counters), 0) as last`
      return row
    },
  }
}

t.test('the letter is seen as it will go out, page and PDF, and nothing is stored by looking', async (t) => {
  const { path, photo, press, look, stored, letters, passAt, report, as, responder } = await begin(t)
  const page = await look()
  t.match(page, `name="annex-${photo}"`)
  t.match(page, 'Фото 1: Яма.jpg')
  t.match(page, 'Не больше 20 файлов, вместе не больше 15 МБ')
  const other = await report({ category: 'roads.pothole' })
  const fields = { ...LETTER, [`annex-${photo}`]: 'yes', alsoCases: other.number }
  const seen = await press('contacts', { ...fields, step: 'preview' })
  t.equal(seen.statusCode, 200)
  t.match(seen.body, 'Просим заделать яму &lt;сегодня>')
  t.match(seen.body, 'будет присвоен при отправке')
  t.match(seen.body, 'kense@kostanay-roads.example')
  t.match(seen.body, other.number)
  t.match(seen.body, /<li class="words">[^<]*Яма\.jpg/, 'the annex is named in the letter')
  t.match(seen.body, `name="annex-${photo}" value="yes"`, 'what was chosen goes on')
  t.match(seen.body, 'value="pdf" formtarget="_blank"')
  const pdf = await press('contacts', { ...fields, step: 'pdf' })
  t.equal(pdf.headers['content-type'], 'application/pdf')
  t.match(pdf.headers['content-disposition'], 'inline')
  t.match(pdf.headers['cache-control'], 'private')
  t.match(pdf.rawPayload.subarray(0, 5).toString(), '%PDF-')
  t.same(await stored(), { contacts: 0, last: 0, letters: 0 })
  const edit = await press('contacts', { ...fields, step: 'edit' })
  t.match(edit.body, new RegExp(`name="annex-${photo}"[^>]*checked`), 'back at the form all of it stands there')
  t.match(edit.body, 'Просим заделать яму &lt;сегодня>')
  const sent = await press('contacts', { ...fields, step: 'send', key: `${KEY}1` })
  t.equal(sent.headers.location, `${path}?done=contacts`)
  t.same(await stored(), { contacts: 1, last: 1, letters: 1 })
  await passAt(onMonday('10:01'))
  const [mail] = letters()
  const parts = await bodiesOf(mail!.raw)
  t.match(parts[0]!.text, 'Просим заделать яму <сегодня>')
  const { body } = await as(responder).get(`/cases/${other.number}/contacts`)
  t.match(body.items, [{ letters: [{ annexes: [{ file: photo, name: 'Яма.jpg' }] }] }])
  t.match(await look(), 'Яма.jpg', 'what went along is seen at the letter')
})

t.test('an annex of a letter that does not go by mail, or of another case, is refused beside the boxes', async (t) => {
  const { photo, press } = await begin(t)
  const byPost = await press('contacts', { ...LETTER, channel: 'post', [`annex-${photo}`]: 'yes', step: 'preview' })
  t.equal(byPost.statusCode, 422)
  t.match(byPost.body, 'href="#contacts-annexes"')
  t.match(byPost.body, 'id="contacts-annexes"')
  const strange = await press('contacts', { ...LETTER, 'annex-999999': 'yes', step: 'preview' })
  t.equal(strange.statusCode, 422)
  t.match(strange.body, 'href="#contacts-annexes"')
})

t.test('letters of another purpose leave under the same number, seen before', async (t) => {
  const test = await begin(t)
  const { path, press, look, stored, passAt, write, letters, as, responder } = test
  const { id } = (await write()).body as { id: number }
  t.notMatch(await look(), `contacts/${id}/letters`, 'not before the first has left')
  await passAt(onMonday('10:01'))
  const form = `contacts/${id}/letters`
  const page = await look()
  t.match(page, `action="${path}/${form}"`)
  t.match(page, '<option value="reminder">')
  t.notMatch(page, '<option value="overdue">')
  t.notMatch(page, '<option value="extension">', 'nobody has asked for more time')
  t.equal((await press(form, { step: 'preview' })).statusCode, 422)
  const before = await stored()
  for (const lang of LANGS) {
    const url = `/${lang}/desk/cases/${path.split('/').at(-1)}/${form}`
    const seen = await test.send(url, { purpose: 'thanks', step: 'preview' })
    t.equal(seen.statusCode, 200)
    t.match(seen.body, '39-26/000001')
  }
  const seen = await press(form, { purpose: 'reminder', text: 'Ждём до пятницы.', step: 'check' })
  t.match(seen.body, 'Ждём до пятницы.')
  t.match(seen.body, 'под прежним номером')
  t.match(seen.body, `action="${path}/${form}"`)
  const pdf = await press(form, { purpose: 'reminder', step: 'pdf' })
  t.match(pdf.rawPayload.subarray(0, 5).toString(), '%PDF-')
  t.same(await stored(), before)
  const done = await press(form, { purpose: 'reminder', text: 'Ждём до пятницы.', step: 'send', key: `${KEY}2` })
  t.equal(done.headers.location, `${path}?done=letters-${id}`)
  await passAt(onMonday('10:02'))
  t.match((await bodiesOf(letters().at(-1)!.raw))[0]!.text, 'Ждём до пятницы.')
  t.match((await as(responder).get(`/contacts/${id}`)).body.letters, [{ purpose: 'first' }, { purpose: 'reminder' }])
  t.match(await look(), 'напоминание: отправлено')
})

t.test('after silence the next instances are offered, each with its letter ready in the form', async (t) => {
  const { path, press, look, write, passAt, as, responder, url } = await begin(t)
  const { id } = (await write()).body as { id: number }
  await passAt(onMonday('10:01'))
  t.notMatch(await look(), 'instance=upper')
  await passAt('2026-12-15T00:00:00+05:00')
  const page = await look()
  t.match(page, `about=${id}&amp;instance=upper#contacts-form`)
  t.match(page, '<option value="overdue">')
  const ready = await look(`${path}?about=${id}&instance=upper`)
  t.match(ready, /<details class="deed" id="contacts" open/)
  t.match(ready, 'Просим проверить бездействие')
  t.match(ready, `name="about" value="${id}"`)
  t.match(await look(`${path}?about=${id}&instance=nobody`), '<details class="deed" id="contacts">')
  const { body } = await as(responder).get(`/contacts/${id}/next-instance`)
  const { body: to, channel, subject, text, language } = body.items[0].letter
  const sent = await press('contacts', { other: to, channel, subject, text, language, about: String(id), step: 'send' })
  t.equal(sent.statusCode, 303, sent.body)
  t.match((await as(responder).get(`${url}/contacts`)).body.items.at(-1), { about: { id } })
})

t.test('a tick of a form of the desk is a tick', async (t) => {
  const { press, look, as, responder, url } = await begin(t)
  t.match(await look(), /<input[^>]*name="public"[^>]*type="checkbox"/)
  await press('updates', { text: 'Видно всем', public: 'yes', key: `${KEY}3` })
  const { body } = await as(responder).get(`${url}/events`)
  t.match(body.items.at(-1), { kind: 'updated', public: true })
})
