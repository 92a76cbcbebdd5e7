import t, { type Test } from 'tap'
import { auditAll } from '../../server/audit/run.ts'
import { DEADLINE_KINDS } from '../../shared/domain/deadline.ts'
import { LANGS } from '../../shared/domain/text.ts'
import { postForm } from '../support/citizen.ts'
import { REACTION } from '../support/desk.ts'
import { LETTER, onMonday, openLetters } from '../support/letters.ts'

t.setTimeout(120_000)

const KEY = '00000000-0000-4000-8000-0000000000'

async function begin(t: Test) {
  const test = await openLetters(t)
  const { app, responder, number, url } = test
  const path = `/ru/desk/cases/${number}`
  type Who = Pick<typeof responder, 'headers'>
  const look = async (address = path, who: Who = responder) =>
    (await app.inject({ url: address, headers: who.headers })).body
  return {
    ...test,
    path,
    look,
    /** What the page says is owed: kind (or words) and where it is settled. */
    owed: async (who: Who = responder, address = path) => {
      const list = /<ul class="owed"[\s\S]*?<\/ul>/.exec(await look(address, who))?.[0] ?? ''
      return [...list.matchAll(/<li(?: class="(is-missed)")?><b>([^<]+)<\/b>([\s\S]*?)<\/li>/g)].map(
        ([, late, words, rest]) => ({
          late: late === 'is-missed',
          words: words!,
          href: /<a class="owed__do" href="([^"]+)"/.exec(rest!)?.[1]?.replaceAll('&amp;', '&') ?? null,
        }),
      )
    },
    press: (at: string, fields: Record<string, string>, who: Who = responder) =>
      postForm(test, at, fields, who.headers),
    react: () => test.as(responder).post(`${url}/reaction`, { ...REACTION, nextActionOn: '2026-12-31' }),
  }
}

t.test('whatever is overdue has its form, and is said first', async (t) => {
  const test = await begin(t)
  const { as, responder, head, centre, url, number, path, owed, look, passAt, write, report } = test
  const seen = new Map<string, string | null>()
  const note = async (who: Parameters<typeof owed>[0] = responder, at = path) => {
    for (const { words, href, late } of await owed(who, at)) {
      if (!late) continue
      seen.set(words, href)
      if (!href) continue
      const [address = '', anchor] = href.split('#')
      const page = await look(address || at, who)
      if (anchor) t.match(page, `id="${anchor}"`, `${words}: the form stands there`)
      if (address.includes('do=')) t.match(page, /<details class="deed" id="[^"]+" open/, `${words}: and is open`)
      t.match(page, '<h1', words)
    }
  }
  await passAt('2026-11-24T09:00:30+05:00')
  t.match(await owed(), [{ words: 'публичный ответ', late: true }])
  await note()
  await as(responder).post(`${url}/reaction`, { ...REACTION, nextActionOn: '2026-11-25' })
  await passAt('2026-11-26T00:00:30+05:00')
  await note()
  const { id } = (await write()).body as { id: number }
  await passAt('2026-11-26T00:01:00+05:00')
  await as(responder).post(`${url}/commitments`, { who: 'body', body: LETTER.body, text: 'Знак', dueOn: '2026-11-27' })
  const order = { text: 'Проверить', responsible: head.id, dueOn: '2026-11-27' }
  t.equal((await as(centre).post(`${url}/instructions`, order)).status, 201)
  const asked = { question: 'Кто отвечает?', tried: 'Писали', needed: 'Имя' }
  t.equal((await as(responder).post(`${url}/help`, asked)).status, 201)
  const reply = { receivedAt: '2026-11-26T00:00:59+05:00', text: 'Промежуточный', grade: 'holding' }
  t.equal((await as(responder).post(`/contacts/${id}/replies`, reply)).status, 201)
  await passAt('2027-01-15T09:00:00+05:00')
  await note()
  await note(centre)
  const solved = await report({ category: 'roads.pothole' })
  await as(responder).post(`${solved.url}/reaction`, { ...REACTION, nextActionOn: '2027-01-20' })
  await as(responder).post(`${solved.url}/contacts`, { ...LETTER, body: 'akimat-kostanay', channel: 'post' })
  await as(responder).post(`${solved.url}/resolution`, { text: 'Сделано' })
  await passAt('2027-02-15T09:00:00+05:00')
  await note(test.centralHead, `/ru/desk/cases/${solved.number}`)
  const named = (words: string) => seen.get(words)
  t.match(named('публичный ответ'), 'do=reaction#reaction-form')
  t.match(named('ответ органа 39-26/000001'), `do=replies-${id}#replies-${id}-form`)
  t.match(named('исполнение поручения'), /^\/ru\/instructions\/\d+$/)
  t.match(named('ответ центра филиалу'), /^\/ru\/help\/\d+$/)
  t.match(named('выполнение обещания'), /^#promise-\d+$/)
  t.same(
    [...seen].filter(([, href]) => href === null).map(([words]) => words),
    [],
    'nothing overdue is without a way',
  )
  t.ok(seen.size >= DEADLINE_KINDS.length - 1, [...seen.keys()].join(', '))
  for (const lang of LANGS) t.notMatch(await look(`/${lang}/desk/cases/${number}`), /page\.settle|page\.commitments/)
})

t.test('a letter that came back, or of which nobody knows, is the first thing said, with its settling', async (t) => {
  const test = await begin(t)
  const { as, responder, path, owed, look, press, passAt, write, react, database, seen, letters, deps } = test
  await react()
  const { id } = (await write()).body as { id: number }
  await passAt(onMonday('10:01'))
  const become = async (state: string) => {
    await database.sql`with k as (update contacts set delivery = ${state} where id = ${id})
      update letters set state = ${state} where contact = ${id} and id = thread`
    await passAt(new Date(deps.now() + 60_000).toISOString())
  }
  await become('failed')
  const first = async () => (await owed())[0]!
  t.match(await first(), { words: 'Письмо 39-26/000001 не дошло.', href: `do=delivery-${id}#delivery-${id}-form` })
  const page = await look(`${path}?do=delivery-${id}`)
  t.match(page, new RegExp(`<details class="deed" id="delivery-${id}" open`))
  for (const value of ['delivered', 'by-hand', 'sending']) t.match(page, `<option value="${value}">`)
  const settle = (delivery: string, n: number) =>
    press(`${path}/contacts/${id}/delivery`, { delivery, note: 'Позвонили в канцелярию', key: `${KEY}0${n}` })
  t.equal((await settle('sending', 1)).statusCode, 303)
  await passAt(new Date(deps.now() + 60_000).toISOString())
  t.equal(letters().length, 2, 'once more')
  t.notMatch((await owed()).map((o) => o.words).join(), /дошло/)
  await become('unknown')
  t.match(await first(), { words: 'Неизвестно, дошло ли письмо 39-26/000001.' })
  t.equal((await settle('by-hand', 2)).statusCode, 303)
  t.match(await seen(id), { delivery: 'by-hand' })
  t.notMatch((await owed()).map((o) => o.words).join(), /дошло/)
  t.match((await owed()).map((o) => o.words).join(), 'ответ органа 39-26/000001', 'its term runs again')
  t.match((await as(responder).get(`/contacts/${id}`)).body, { state: 'open' })
  t.same((await auditAll(database.sql, deps.now())).broken, [])
})

t.test('a reminder that came back is settled by itself', async (t) => {
  const test = await begin(t)
  const { as, responder, path, owed, look, press, passAt, write, react, database, letters, deps } = test
  await react()
  const { id } = (await write()).body as { id: number }
  await passAt(onMonday('10:01'))
  await as(responder).post(`/contacts/${id}/letters`, { purpose: 'reminder' })
  await passAt(onMonday('10:02'))
  const [mail] = await database.sql<
    { id: number }[]
  >`update letters set state = 'unknown', told = 'unknown' where purpose = 'reminder' returning id`
  const [first] = await owed()
  t.match(first, {
    words: 'Неизвестно, дошло ли письмо вслед за 39-26/000001 (напоминание).',
    href: `do=delivery-${mail!.id}#delivery-${mail!.id}-form`,
  })
  t.match(
    await look(`${path}?do=delivery-${mail!.id}`),
    new RegExp(`<details class="deed" id="delivery-${mail!.id}" open`),
  )
  const settle = (fields: Record<string, string>) =>
    press(`${path}/contacts/${id}/delivery`, { letter: String(mail!.id), ...fields })
  const bare = await settle({ delivery: 'delivered' })
  t.equal(bare.statusCode, 422)
  t.match(bare.body, `href="#delivery-${mail!.id}-note"`)
  t.equal((await settle({ delivery: 'sending', note: 'Ящик был полон', key: `${KEY}20` })).statusCode, 303)
  await passAt(new Date(deps.now() + 60_000).toISOString())
  t.equal(letters().length, 3, 'once more')
  const seen = (await as(responder).get(`/contacts/${id}`)).body
  t.match(seen, { delivery: 'sent', letters: [{ state: 'sent' }, { state: 'sent' }] })
  const to = (letter: number) =>
    as(responder).post(`/contacts/${id}/delivery`, { delivery: 'delivered', note: 'Дошло', letter })
  t.equal((await to(999_999)).status, 404)
  t.match(await to(mail!.id), { status: 201, body: { letters: [{ state: 'sent' }, { state: 'delivered' }] } })
  t.equal((await to(mail!.id)).status, 409)
  t.same((await auditAll(database.sql, deps.now())).broken, [])
})

t.test('what became of a promise is written down on the case, too', async (t) => {
  const test = await begin(t)
  const { as, responder, number, url, path, look, press, passAt, react } = test
  await react()
  const promise = (
    await as(responder).post(`${url}/commitments`, {
      ...{ who: 'body', body: LETTER.body, text: 'Знак поставят', dueOn: '2026-11-25' },
    })
  ).body as { id: number }
  await passAt('2026-11-27T09:00:00+05:00')
  const page = await look()
  t.match(page, `action="/ru/commitments/${promise.id}/outcome"`)
  for (const outcome of ['kept', 'broken', 'moved', 'withdrawn']) t.match(page, `name="outcome" value="${outcome}"`)
  t.match(page, 'Выполнено, но с опозданием')
  const fields = { outcome: 'moved', why: 'Ждут краску', dueOn: '2026-12-01', case: number, key: `${KEY}10` }
  const sent = await press(`/ru/commitments/${promise.id}/outcome`, fields)
  t.equal(sent.headers.location, `${path}?done=promise`)
  const after = await look(String(sent.headers.location))
  t.match(after, 'Записано.')
  t.match(after, 'Знак поставят', 'the new day is awaited')
  t.notMatch(after, `commitments/${promise.id}/outcome`)
  t.match(await look(`/ru/commitments/${promise.id}`), 'перенесено')
  t.match(after, /Отмечено, чем закончилось обещание[\s\S]{0,400}перенесено/, 'the history says what was said')
  const ours = { who: 'centre', text: 'Дадим ответ', dueOn: '2026-12-01' }
  const { id } = (await as(test.centre).post(`${url}/commitments`, ours)).body as { id: number }
  t.notMatch(await look(), `commitments/${id}/outcome`, 'the centre ends its own')
  t.match(await look(path, test.centre), `commitments/${id}/outcome`)
})
