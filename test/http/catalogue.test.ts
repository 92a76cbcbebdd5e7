import t from 'tap'
import { loadReference } from '../../db/reference.ts'
import { readShipment } from '../../db/reference-files.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { makeCase, makePerson } from '../support/make.ts'
import { makeSigned, type Signed } from '../support/signed.ts'

const caller =
  ({ app }: TestApp, signed?: Signed) =>
  async (method: 'GET' | 'PUT', path: string, payload?: object) => {
    const answer = await app.inject({
      method,
      url: `/api/v1${path}`,
      ...(signed ? { headers: signed.headers } : {}),
      ...(payload ? { payload } : {}),
    })
    return { status: answer.statusCode, body: answer.json(), text: answer.body }
  }

t.test('everybody reads the lists, page by page', async (t) => {
  const ask = caller(await makeApp(t))
  const regions = await ask('GET', '/regions')
  t.equal(regions.body.items.length, 20)
  t.match(regions.body.items[0], { code: /^KZ-\d\d$/, name: { kk: String, ru: String, en: String }, timezone: /^Asia/ })
  t.notMatch(regions.text, /coordinates/, 'borders are another matter')
  const districts = await ask('GET', '/districts?region=KZ-39')
  t.ok(districts.body.items.length > 10)
  t.ok(districts.body.items.every((d: { region: string }) => d.region === 'KZ-39'))
  t.ok((await ask('GET', '/categories')).body.items.some((c: { id: string }) => c.id === 'heat.no-heat'))
  t.ok((await ask('GET', '/branches?level=region')).body.items.every((b: { level: string }) => b.level === 'region'))

  const seen: string[] = []
  for (let cursor = ''; ; ) {
    const page = (await ask('GET', `/bodies?limit=200${cursor}`)).body
    seen.push(...page.items.map((b: { id: string }) => b.id))
    if (!page.nextCursor) break
    cursor = `&cursor=${page.nextCursor}`
  }
  t.ok(seen.length > 700)
  t.equal(new Set(seen).size, seen.length)
  const found = (await ask('GET', `/bodies?region=KZ-39&q=${encodeURIComponent('қостанай әкім')}`)).body.items
  t.ok(found.length > 0)
  t.ok(found.every((b: { region: string }) => b.region === 'KZ-39'))
  t.match((await ask('GET', '/calendar')).body, { version: 1, days: { '2026-12-16': { kind: 'off' } } })
  t.equal((await ask('GET', '/bodies?cursor=x-1')).body.code, 'invalid_cursor')
})

t.test('an edit is logged, reaches new cases at once, and outlives the next shipment', async (t) => {
  const test = await makeApp(t)
  const { database } = test
  const ask = caller(test, await makeSigned(test, { roles: ['admin'], branch: 'KZ' }))
  await makePerson(test, { roles: ['responder'], branch: 'KZ-39' })
  const order = async () => (await ask('GET', '/categories')).body.items.map((c: { id: string }) => c.id)
  const before = await order()
  const edit = await ask('PUT', '/categories/heat.no-heat', { overallDays: 2, severity: 3 })
  t.equal(edit.status, 200, edit.text)
  t.match(edit.body, { id: 'heat.no-heat', overallDays: 2, severity: 3, parent: 'heat', place: null })
  t.equal((await ask('PUT', '/categories/heat.no-heat', { place: 'open' })).status, 400)
  t.same(await order(), before, 'and keeps its place')
  const { number } = await makeCase(test, { category: 'heat.no-heat' })
  const [row] = await database.sql`
    select c.severity, d.due_at as due from cases c join deadlines d on d.case_id = c.id and d.kind = 'overall' where number = ${number}`
  t.same({ ...row }, { severity: 3, due: Date.parse('2026-11-24T00:00:00+05:00') })

  const shipment = await readShipment()
  await loadReference(database.sql, { ...shipment, hash: 'another' })
  const [kept] =
    await database.sql`select overall_days as days, edited, keywords is not null as keywords from categories where id = 'heat.no-heat'`
  t.same({ ...kept }, { days: 2, edited: true, keywords: true })
  const [log] = await database.sql`select what, subject, data from config_log`
  t.match(log, {
    what: 'categories.save',
    subject: 'heat.no-heat',
    data: { overallDays: 2, before: { severity: Number } },
  })
})

t.test('a new category and a new body; what is not there is refused by name', async (t) => {
  const test = await makeApp(t)
  const ask = caller(test, await makeSigned(test, { roles: ['admin'], branch: 'KZ' }))
  const name = { kk: 'Тест', ru: 'Тест', en: 'Test' }
  const category = { parent: 'heat', name, severity: 2, overallDays: 10, competent: ['akimat_city'] }
  t.equal((await ask('PUT', '/categories/heat.test', category)).status, 200)
  t.ok((await makeCase(test, { category: 'heat.test' })).number)
  t.equal((await ask('PUT', '/categories/heat.test', { active: false })).body.active, false)
  t.notOk((await ask('GET', '/categories')).body.items.some((c: { id: string }) => c.id === 'heat.test'))
  t.ok((await ask('GET', '/categories?all=true')).body.items.some((c: { id: string }) => c.id === 'heat.test'))
  for (const [patch, code] of [
    [{ name: undefined }, 'validation_failed'],
    [{ parent: 'nothing' }, 'unknown_category'],
    [{ branch: 'KZ-99' }, 'unknown_branch'],
    [{ competent: ['nobody'] }, 'validation_failed'],
    [{ severity: 5 }, 'validation_failed'],
    [{ name: { kk: 'x', ru: 'x' } }, 'validation_failed'],
  ] as const)
    t.equal((await ask('PUT', '/categories/heat.other', { ...category, ...patch })).body.code, code)

  const body = { kind: 'utility_heat', level: 'utility', region: 'KZ-39', name, replyTerm: { kind: 'letter' } }
  const made = await ask('PUT', '/bodies/heat-39-new', { ...body, email: 'heat@utility.example' })
  t.equal(made.status, 200, made.text)
  t.match(made.body, { id: 'heat-39-new', email: 'heat@utility.example', active: true, competences: [] })
  for (const [patch, code] of [
    [{ kind: 'nonsense' }, 'validation_failed'],
    [{ region: 'KZ-99' }, 'unknown_region'],
    [{ district: '1' }, 'unknown_district'],
    [{ parent: 'nobody' }, 'unknown_body'],
    [{ email: 'no' }, 'validation_failed'],
    [{ replyTerm: undefined }, 'validation_failed'],
  ] as const)
    t.equal((await ask('PUT', '/bodies/heat-39-other', { ...body, ...patch })).body.code, code)
  t.equal((await ask('PUT', '/bodies/heat-39-new', { parent: 'heat-39-new' })).body.code, 'validation_failed')
  t.equal((await ask('PUT', '/bodies/heat-39-new', { kind: 'police' })).body.code, 'validation_failed')
})

t.test('a branch is changed within the tree', async (t) => {
  const test = await makeApp(t)
  const ask = caller(test, await makeSigned(test, { roles: ['admin'], branch: 'KZ' }))
  const district = (await ask('GET', '/branches?region=KZ-39&level=district')).body.items[0].code
  t.equal((await ask('PUT', `/branches/${district}`, { active: false })).body.active, false)
  t.match((await ask('PUT', '/branches/KZ-39', { email: 'a@b.example', backup: 'KZ-59' })).body, { backup: 'KZ-59' })
  for (const [code, patch, refused] of [
    ['KZ-39', { active: false }, 'validation_failed'],
    ['KZ-39', { backup: 'KZ-39' }, 'unknown_branch'],
    ['KZ-39', { backup: 'KZ-99' }, 'unknown_branch'],
    ['KZ-39', { timezone: 'Mars/Olympus' }, 'validation_failed'],
    ['KZ-99', { email: null }, 'not_found'],
  ] as const)
    t.equal((await ask('PUT', `/branches/${code}`, patch)).body.code, refused)
})

t.test('a holiday announced late makes a new calendar and moves open terms, with an event', async (t) => {
  const test = await makeApp(t)
  const { database } = test
  const ask = caller(test, await makeSigned(test, { roles: ['central-head'], branch: 'KZ' }))
  await makePerson(test, { roles: ['responder'], branch: 'KZ-39' })
  const { number } = await makeCase(test)
  const due = Date.parse('2026-11-28T00:00:00+05:00')
  const why = {
    key: 'replyTerm',
    params: { days: 5, from: '2026-11-20', due, calendar: 1, article: 'x', zone: 'Asia/Qostanay' },
  }
  await database.sql`
    insert into deadlines (id, case_id, kind, subject, severity, opened_at, due_at, policy, calendar, because, next_rung, wake_at)
    select 77, id, 'reply', 5, severity, reported_at, ${due}, 1, 1, ${database.sql.json(why)}, 0, ${due} from cases where number = ${number}`
  const name = { kk: 'Қосымша демалыс', ru: 'Дополнительный выходной', en: 'Extra day off' }
  const made = await ask('PUT', '/calendar', { days: { '2026-11-26': { kind: 'off', name } }, note: 'Қаулы № 1' })
  t.equal(made.status, 200, made.text)
  t.match(made.body, {
    version: 2,
    note: 'Қаулы № 1',
    days: { '2026-11-26': { kind: 'off' }, '2026-12-16': { kind: 'off' } },
  })

  t.match(await test.passAt('2026-11-21T14:01:00+05:00'), { redate: { redated: 1 } })
  const [moved] = await database.sql`select due_at as due, calendar from deadlines where id = 77`
  t.same({ ...moved }, { due: Date.parse('2026-12-01T00:00:00+05:00'), calendar: 2 }, 'Friday becomes Monday')
  // The other direction: a working Saturday, and the holiday taken back.
  const back = { '2026-11-26': null, '2026-11-21': { kind: 'working', name } }
  t.equal((await ask('PUT', '/calendar', { days: back, note: 'Қаулы № 2' })).body.version, 3)
  await test.passAt('2026-11-21T14:02:00+05:00')
  const [again] = await database.sql`select due_at as due from deadlines where id = 77`
  t.equal(again!.due, Date.parse('2026-11-27T00:00:00+05:00'))
  const events = await database.sql`select data from events where kind = 're-dated' order by xid, id`
  t.equal(events.length, 2)

  t.equal((await ask('PUT', '/calendar', { days: { '2026-11-26': null }, note: 'x' })).body.code, 'nothing_to_change')
  for (const days of [{ '2026-02-30': null }, { x: null }, {}, { '2026-11-26': { kind: 'off', name: { kk: 'x' } } }])
    t.equal((await ask('PUT', '/calendar', { days, note: 'x' })).body.code, 'validation_failed')
  const year = Object.fromEntries(
    Array.from({ length: 399 }, (_, n) => [
      new Date(Date.UTC(2027, 0, 1 + n)).toISOString().slice(0, 10),
      { kind: 'off', name },
    ]),
  )
  t.equal(
    (await ask('PUT', '/calendar', { days: year, note: 'x' })).body.code,
    'validation_failed',
    'a term would never end',
  )
})
