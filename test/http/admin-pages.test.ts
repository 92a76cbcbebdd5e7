import t from 'tap'
import { redatingsDue } from '../../server/engine/redate.ts'
import { makeApp } from '../support/app.ts'
import { postForm } from '../support/citizen.ts'
import { makeDesk } from '../support/desk.ts'
import { makeSigned, type Signed } from '../support/signed.ts'

t.setTimeout(60_000)

async function begin(t: Parameters<typeof makeApp>[0]) {
  const test = await makeApp(t)
  const desk = await makeDesk(test)
  const admin = await makeSigned(test, { name: 'Admin Person', roles: ['admin'], branch: 'KZ' })
  const open = async (url: string, who: Signed) => test.app.inject({ url, headers: who.headers })
  const send = (url: string, who: Signed, fields: Record<string, string> = {}) =>
    postForm(test, url, fields, who.headers)
  return { ...test, ...desk, admin, open, send }
}

t.test('each sees the settings that are theirs, and every page of them opens in three languages', async (t) => {
  const { open, admin, centre, centralHead, responder } = await begin(t)
  const pages = {
    staff: [admin],
    branches: [admin],
    'branches/KZ-39': [admin],
    bodies: [admin],
    'bodies?q=энергетика': [admin],
    categories: [admin],
    'categories/heat.no-heat': [admin],
    calendar: [admin, centralHead],
    policies: [admin, centre],
    'policies/1': [admin, centre],
    'policies/1/edit?kind=reply': [centre],
    keys: [admin],
    log: [admin, centre],
    moderation: [centre],
  }
  for (const lang of ['kk', 'ru', 'en']) {
    t.match((await open(`/${lang}/admin`, admin)).body, `/${lang}/admin/staff`)
    t.notMatch((await open(`/${lang}/admin`, admin)).body, 'admin/moderation', 'an administrator sees no case content')
    for (const [path, whos] of Object.entries(pages))
      for (const who of whos)
        t.equal((await open(`/${lang}/admin/${encodeURI(path)}`, who)).statusCode, 200, `${lang} ${path}`)
  }
  for (const path of ['', '/staff', '/policies', '/log'])
    t.equal((await open(`/ru/admin${path}`, responder)).statusCode, 403)
  t.equal((await open('/ru/admin/moderation', admin)).statusCode, 403)
  t.equal((await open('/ru/admin/staff', centre)).statusCode, 403)
  for (const path of [
    'staff/999999',
    'staff/x',
    'branches/XX',
    'bodies/none',
    'categories/none',
    'policies/99',
    'policies/x',
  ])
    t.equal((await open(`/ru/admin/${path}`, admin)).statusCode, 404, path)
})

t.test('a person is added with a password shown once, changed, disabled after one question, and enabled', async (t) => {
  const { open, send, admin, database } = await begin(t)
  const wrong = await send('/ru/admin/staff', admin, { name: '', email: 'не почта', branch: 'KZ-39' })
  t.equal(wrong.statusCode, 422)
  t.match(wrong.body, 'Заполните: Имя и фамилия')
  t.match(wrong.body, 'value="не почта"')
  const key = '00000000-0000-4000-8000-000000000002'
  const fields = {
    name: 'Новый Человек',
    email: 'new@staff.example',
    branch: 'KZ-39',
    language: 'ru',
    'role-responder': 'yes',
    key,
  }
  const made = await send('/ru/admin/staff', admin, fields)
  t.equal(made.statusCode, 200, made.body)
  t.equal(made.headers['cache-control'], 'no-store')
  const password = /<code class="once">([^<]+)</.exec(made.body)![1]!
  t.ok(password.length > 8)
  t.match(
    (await send('/ru/admin/staff', admin, fields)).body,
    password,
    'sent twice: the same person, the same password',
  )
  const [{ id }] = (await database.sql`select id from staff where email = 'new@staff.example'`) as unknown as [
    { id: number },
  ]
  t.notMatch((await open(`/ru/admin/staff/${id}`, admin)).body, password)
  t.equal(
    (await send('/ru/admin/staff', admin, { ...fields, key: '', name: 'Другой' })).statusCode,
    422,
    'the address is taken',
  )

  const moved = await send(`/ru/admin/staff/${id}`, admin, {
    name: 'Новый Человек',
    email: 'new@staff.example',
    branch: 'KZ-10',
    language: 'kk',
    'role-responder': 'yes',
    'role-head': 'yes',
  })
  t.equal(moved.statusCode, 303, moved.body)
  t.match((await database.sql`select branch, roles, language from staff where id = ${id}`)[0], {
    branch: 'KZ-10',
    roles: ['responder', 'head'],
    language: 'kk',
  })
  t.equal(
    (await send(`/ru/admin/staff/${id}`, admin, { name: 'x', email: 'new@staff.example', language: 'kk' })).statusCode,
    422,
    'no role',
  )

  t.match((await open(`/ru/admin/staff/${id}?ask=disable`, admin)).body, 'Да, отключить')
  t.equal((await send(`/ru/admin/staff/${id}/disabling`, admin)).statusCode, 303)
  t.match((await open('/ru/admin/staff?disabled=yes', admin)).body, 'отключён')
  t.equal((await send(`/ru/admin/staff/${id}/enabling`, admin)).statusCode, 303)
  const renewed = await send(`/ru/admin/staff/${id}/password`, admin)
  t.match(renewed.body, 'class="once"')
  t.equal(renewed.headers['cache-control'], 'no-store')
  const last = await send(`/ru/admin/staff/${admin.id}/disabling`, admin)
  t.equal(last.statusCode, 422, 'somebody must be left to administer')
  const log = (await open('/ru/admin/log', admin)).body
  for (const words of ['добавлен сотрудник', 'изменён сотрудник', 'отключён сотрудник', 'Admin Person'])
    t.match(log, words)
  t.notMatch(log, password)
})

t.test('branches, bodies and categories are saved by what the API saves them with', async (t) => {
  const { open, send, admin, database } = await begin(t)
  const names = { 'name-kk': 'Қостанай', 'name-ru': 'Костанай', 'name-en': 'Kostanay' }
  t.equal(
    (
      await send('/ru/admin/branches/KZ-39', admin, {
        ...names,
        timezone: 'Asia/Qostanay',
        email: 'kst@branch.example',
        backup: 'KZ-10',
      })
    ).statusCode,
    303,
  )
  t.match((await database.sql`select email, backup from branches where code = 'KZ-39'`)[0], {
    email: 'kst@branch.example',
    backup: 'KZ-10',
  })
  const bad = await send('/ru/admin/branches/KZ-39', admin, { ...names, 'name-kk': '', timezone: 'Mars/Base' })
  t.equal(bad.statusCode, 422)
  t.match(bad.body, 'Название на казахском')

  const body = {
    ...names,
    kind: 'akimat_city',
    level: 'city',
    region: 'KZ-39',
    replyTerm: 'law',
    email: 'new@gov.example',
  }
  const added = await send('/ru/admin/bodies', admin, { ...body, id: 'akimat.new' })
  t.equal(added.statusCode === 303 || /level|Уровень/.test(added.body), true, added.body.slice(0, 200))
  const [one] = await database.sql`select id, email from bodies where active order by id limit 1`
  t.equal(
    (
      await send(`/ru/admin/bodies/${one!.id}`, admin, {
        ...names,
        email: 'right@gov.example',
        replyTerm: 'law',
        'body-active': 'yes',
      })
    ).statusCode,
    303,
  )
  t.equal((await database.sql`select email from bodies where id = ${one!.id}`)[0]!.email, 'right@gov.example')
  t.equal(
    (await send(`/ru/admin/bodies/${one!.id}`, admin, { ...names, email: 'нет', replyTerm: 'law' })).statusCode,
    422,
  )

  const category = {
    ...names,
    severity: '4',
    overallDays: '2',
    level: '',
    competent: 'utility_heat, akimat_city',
    'keywords-ru': 'нет тепла, холодно',
    'keywords-kk': '',
    'keywords-en': '',
    'category-active': 'yes',
  }
  t.equal((await send('/ru/admin/categories/heat.no-heat', admin, category)).statusCode, 303)
  t.same(
    (
      await database.sql`select overall_days as days, competent, keywords, active from categories where id = 'heat.no-heat'`
    )[0],
    {
      days: 2,
      competent: ['utility_heat', 'akimat_city'],
      keywords: { kk: [], ru: ['нет тепла', 'холодно'], en: [] },
      active: true,
    },
  )
  t.equal(
    (await send('/ru/admin/categories/heat.no-heat', admin, { ...category, overallDays: 'много' })).statusCode,
    422,
  )
  t.match((await open('/ru/admin/log', admin)).body, 'изменена тема')
})

t.test('a late holiday says what it moves before it is saved', async (t) => {
  const { open, send, centralHead, report, as, responder, database, deps } = await begin(t)
  const made = await report()
  await as(responder).post(`${made.url}/contacts`, {
    body: 'gov',
    channel: 'post',
    subject: 'Сұрау салу',
    text: 'Шара қолдануды сұраймыз',
  })
  const day = {
    date: '2026-12-03',
    kind: 'off',
    'name-kk': 'Демалыс',
    'name-ru': 'Выходной',
    'name-en': 'Day off',
    note: 'Постановление 1',
  }
  const wrong = await send('/ru/admin/calendar', centralHead, { ...day, date: '3 декабря', 'name-kk': '' })
  t.equal(wrong.statusCode, 422)
  const shown = await send('/ru/admin/calendar', centralHead, day)
  t.equal(shown.statusCode, 200, shown.body)
  t.match(shown.body, 'Сдвинется 1 срок')
  t.match(shown.body, made.number)
  const due = async () => (await database.sql`select due_at as at from deadlines where kind = 'reply'`)[0]!.at as number
  const before = await due()
  t.equal(
    (await open('/ru/admin/calendar', centralHead)).body.includes('Постановление 1'),
    false,
    'nothing is saved yet',
  )
  t.equal((await send('/ru/admin/calendar', centralHead, { ...day, step: 'save' })).statusCode, 303)
  await redatingsDue(deps, { at: deps.now(), alive: async () => true })
  t.ok((await due()) > before, 'and that is what happens')
  t.match((await open('/ru/admin/calendar', centralHead)).body, 'Выходной')
  t.equal((await send('/ru/admin/calendar', centralHead, day)).statusCode, 422, 'nothing to change')
  t.match((await send('/ru/admin/calendar', centralHead, { ...day, kind: 'plain' })).body, 'Сдвинется 1 срок')
})

t.test(
  'a policy: drawn, drafted from the one in force, tried on past cases, made active by another person',
  async (t) => {
    const { open, send, centre, centralHead, report } = await begin(t)
    await report()
    const one = (await open('/ru/admin/policies/1', centre)).body
    t.match(one, '<svg viewBox="0 0 960 96" role="img"')
    t.match(one, 'за 3 ч до срока')
    t.match(one, 'через 2 ч после срока')
    t.notMatch(one, 'Ввести порядок в действие')

    const edit = (await open('/ru/admin/policies/1/edit?kind=response', centre)).body
    const fields: Record<string, string> = { kind: 'response', note: 'Напоминать раньше' }
    for (const [tag] of edit.matchAll(/<input[^>]*>/g)) {
      const name = / name="([^"]+)"/.exec(tag)?.[1]
      if (name && !name.startsWith('_') && !/checkbox|hidden|search/.test(tag))
        fields[name] ??= / value="([^"]*)"/.exec(tag)?.[1] ?? ''
    }
    for (const [, name, body] of edit.matchAll(/<select[^>]* name="([^"]+)"[^>]*>(.*?)<\/select>/gs))
      fields[name!] ??= /<option value="([^"]*)" selected/.exec(body!)?.[1] ?? ''
    t.match(fields, { cutOff: '06:00', 'rung-2-base': 'before', 'rung-2-amount': '3', 'rung-2-unit': 'hours' })

    const wrong = await send('/ru/admin/policies/1/edit', centre, { ...fields, hour: '05:00', 'rung-3-drop': 'yes' })
    t.equal(wrong.statusCode, 422)
    t.match(wrong.body, 'value="05:00"', 'what was typed stays')
    t.equal((await send('/ru/admin/policies/1/edit', centre, { ...fields, 'rung-2-amount': 'три' })).statusCode, 422)
    const drafted = await send('/ru/admin/policies/1/edit', centre, {
      ...fields,
      'rung-2-amount': '5',
      'new-name': 'hour-late',
      'new-base': 'after',
      'new-amount': '1',
      'new-unit': 'hours',
      'new-action': 'tell:branch-head',
    })
    t.equal(drafted.statusCode, 303, drafted.body)
    t.equal(drafted.headers.location, '/ru/admin/policies/2')
    const draft = (await open('/ru/admin/policies/2', centre)).body
    t.match(draft, 'за 5 ч до срока')
    t.match(draft, 'hour-late')
    t.match(draft, 'Сначала испытайте')
    t.equal((await send('/ru/admin/policies/2/activation', centralHead)).statusCode, 422, 'not tried yet')

    t.equal((await send('/ru/admin/policies/2/trial', centre, { days: 'x' })).statusCode, 422)
    const tried = await send('/ru/admin/policies/2/trial', centre, { days: '30' })
    t.equal(tried.statusCode, 303, tried.body)
    const result = (await open('/ru/admin/policies/2', centre)).body
    t.match(result, /(дел|обращений)[ —–]+1,/)
    t.match(result, 'Сообщения утром в 09:00')
    t.match(result, 'Этот проект написали вы')
    t.equal((await send('/ru/admin/policies/2/activation', centre)).statusCode, 403)
    t.match((await open('/ru/admin/policies/2?ask=activate', centralHead)).body, 'Да, ввести')
    t.equal((await send('/ru/admin/policies/2/activation', centralHead)).statusCode, 303)
    t.match((await open('/ru/admin/policies', centre)).body, 'Ввёл в действие: Ерлан Сапаров')
  },
)

t.test('keys are shown once and taken back; complaints are looked at and settled', async (t) => {
  const { app, open, send, admin, centre, responder, report, as } = await begin(t)
  const made = await send('/ru/admin/keys', admin, { name: 'Портал', staff: 'никто@x.example' })
  t.equal(made.statusCode, 422)
  const staffMail = (await as(admin).get('/staff?branch=KZ-39')).body.items.find(
    (p: { id: number }) => p.id === responder.id,
  ).email
  const shown = await send('/ru/admin/keys', admin, { name: 'Портал', staff: staffMail })
  const key = /<code class="once">(dbk_[^<]+)</.exec(shown.body)![1]!
  t.equal((await app.inject({ url: '/api/v1/session', headers: { authorization: `Bearer ${key}` } })).statusCode, 200)
  const list = (await open('/ru/admin/keys', admin)).body
  t.notMatch(list, key)
  const id = /\?ask=(\d+)/.exec(list)![1]!
  t.match((await open(`/ru/admin/keys?ask=${id}`, admin)).body, 'Отозвать ключ «Портал»?')
  t.equal((await send(`/ru/admin/keys/${id}/disabling`, admin)).statusCode, 303)
  t.equal((await app.inject({ url: '/api/v1/session', headers: { authorization: `Bearer ${key}` } })).statusCode, 401)

  const { number, url } = await report({ text: 'Сосед Петров шумит' })
  await as().post(`${url}/abuse-reports`, { reason: 'personal-data', text: 'Назван сосед' })
  const waiting = (await open('/ru/admin/moderation', centre)).body
  t.match(waiting, number)
  t.match(waiting, '1 жалоба')
  t.equal(
    (await open(`/ru/admin/moderation?number=${number}`, centre)).headers.location,
    `/ru/admin/moderation/${number}`,
  )
  const one = (await open(`/ru/admin/moderation/${number}`, centre)).body
  t.match(one, 'Назван сосед')
  const at = `/ru/admin/moderation/${number}`
  t.equal((await send(at, centre, { do: 'mask', words: '', reason: '' })).statusCode, 422)
  t.equal((await send(at, centre, { do: 'mask', words: 'Петров\n', reason: 'personal-data' })).statusCode, 303)
  t.match((await open(at, centre)).body, 'Сосед █████ шумит')
  t.notMatch((await app.inject(`/ru/cases/${number}`)).body, 'Петров')
  t.match((await open('/ru/admin/moderation', centre)).body, 'Нерассмотренных жалоб нет')
  t.equal((await send(at, centre, { do: 'unmask', reason: 'another' })).statusCode, 303)
  t.match((await app.inject(`/ru/cases/${number}`)).body, 'Петров')
  t.equal((await send(at, responder, { do: 'remove', reason: 'law' })).statusCode, 403)
})

/** What a browser would send of the form with this id, nothing changed. */
function fieldsOf(html: string, id: string): Record<string, string> {
  const form = new RegExp(`<form[^>]* id="${id}"[^>]*>(.*?)</form>`, 's').exec(html)![1]!
  const plain = (text = '') => text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&')
  const attribute = (tag: string, name: string) => plain(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1])
  const fields: Record<string, string> = {}
  for (const [tag] of form.matchAll(/<input[^>]*>/g))
    if (!tag.includes('type="checkbox"') || / checked[ />]/.test(tag))
      fields[attribute(tag, 'name')] = attribute(tag, 'value')
  for (const [tag, text] of form.matchAll(/<textarea[^>]*>([^<]*)<\/textarea>/g))
    fields[attribute(tag, 'name')] = plain(text)
  for (const [tag, options] of form.matchAll(/<select[^>]*>(.*?)<\/select>/gs)) {
    const chosen = /<option[^>]* selected[^>]*>/.exec(options!)?.[0] ?? ''
    fields[attribute(tag, 'name')] = attribute(chosen, 'value')
  }
  return fields
}

t.test('two administrators with the same form: each changes what they touched, and nothing else', async (t) => {
  const { open, send, admin, responder, database } = await begin(t)
  const [{ id }] = (await database.sql`select id from bodies where active order by id limit 1`) as unknown as [
    { id: string },
  ]
  const opened = async (path: string, form: string) => fieldsOf((await open(`/ru/admin/${path}`, admin)).body, form)

  const body = await opened(`bodies/${id}`, 'body-form')
  t.ok(body['name-ru'] && body.replyTerm && body['body-active'] === 'yes', 'the page is read as a browser reads it')
  t.equal((await send(`/ru/admin/bodies/${id}`, admin, { ...body, email: 'right@gov.example' })).statusCode, 303)
  const faulty = await send(`/ru/admin/bodies/${id}`, admin, { ...body, phone: '1', 'name-ru': '' })
  t.equal(faulty.statusCode, 422)
  const back = { ...fieldsOf(faulty.body, 'body-form'), 'name-ru': body['name-ru']!, phone: '+7 7142 500000' }
  t.equal((await send(`/ru/admin/bodies/${id}`, admin, back)).statusCode, 303)
  t.match(
    await database.sql`select email, phone, active from bodies where id = ${id}`,
    [{ email: 'right@gov.example', phone: '+7 7142 500000', active: true }],
    'an old page does not bring the wrong address back, not even when it had to be put right',
  )

  const category = await opened('categories/heat.no-heat', 'category-form')
  const place = { ...category, 'category-place': 'yes' }
  t.equal((await send('/ru/admin/categories/heat.no-heat', admin, place)).statusCode, 303)
  t.equal((await send('/ru/admin/categories/heat.no-heat', admin, { ...category, overallDays: '5' })).statusCode, 303)
  t.match(
    await database.sql`select place, overall_days as days, severity from categories where id = 'heat.no-heat'`,
    [{ place: 'hidden', days: 5, severity: Number(category.severity) }],
    'homes that were taken out of public view stay out of it',
  )

  const branch = await opened('branches/KZ-39-3910', 'branch-form')
  const { 'branch-active': _, ...closed } = branch
  t.equal((await send('/ru/admin/branches/KZ-39-3910', admin, closed)).statusCode, 303)
  t.equal((await send('/ru/admin/branches/KZ-39-3910', admin, { ...branch, email: 'a@b.example' })).statusCode, 303)
  t.match(await database.sql`select active, email from branches where code = 'KZ-39-3910'`, [
    { active: false, email: 'a@b.example' },
  ])

  const person = await opened(`staff/${responder.id}`, 'person-form')
  t.equal(person['role-responder'], 'yes')
  const higher = { ...person, 'role-head': 'yes' }
  t.equal((await send(`/ru/admin/staff/${responder.id}`, admin, higher)).statusCode, 303)
  const lower = await opened(`staff/${responder.id}`, 'person-form')
  t.equal((await send(`/ru/admin/staff/${responder.id}`, admin, person)).statusCode, 422, 'nothing was touched')
  const { 'role-head': __, ...taken } = lower
  t.equal((await send(`/ru/admin/staff/${responder.id}`, admin, taken)).statusCode, 303)
  t.equal((await send(`/ru/admin/staff/${responder.id}`, admin, { ...lower, name: 'Другая Фамилия' })).statusCode, 303)
  t.match(
    await database.sql`select name, roles from staff where id = ${responder.id}`,
    [{ name: 'Другая Фамилия', roles: ['responder'] }],
    'a role that was taken away does not come back by an old page',
  )
})
