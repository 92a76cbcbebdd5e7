import t from 'tap'
import { caseView } from '../../shared/contract/case.ts'
import { casePage, caseQuery } from '../../shared/contract/case-list.ts'
import { eventPage } from '../../shared/contract/event.ts'
import { caseNumber } from '../../shared/domain/number.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { makeCase } from '../support/make.ts'
import { makeSigned } from '../support/signed.ts'

type Headers = Record<string, string>

const reader =
  ({ app }: TestApp) =>
  async (url: string, headers: Headers = {}) => {
    const answer = await app.inject({ url: `/api/v1${url}`, headers })
    return { status: answer.statusCode, body: answer.json(), text: answer.body }
  }

const numbersOf = (page: { items: { number: string }[] }) => page.items.map((c) => c.number)

t.test('anyone sees every case; of a private one its category, district and clock, and nothing else', async (t) => {
  const test = await makeApp(t)
  const get = reader(test)
  const hidden = {
    text: 'СЕКРЕТНЫЙ текст',
    title: 'СЕКРЕТНЫЙ заголовок',
    address: 'СЕКРЕТНАЯ улица, 5',
    location: { lat: 53.2144, lon: 63.6246 },
    reporter: { name: 'СЕКРЕТНОЕ имя', email: 'secret@example.com', phone: '+7 701 123 45 67' },
  }
  const closed = await makeCase(test, { ...hidden, public: false })
  const open = await makeCase(test, {
    ...hidden,
    public: true,
    text: 'Открытый текст',
    title: undefined,
    address: undefined,
  })

  const list = await get('/cases')
  t.same(numbersOf(list.body), [open.number, closed.number], 'newest first')
  t.notMatch(list.text, /СЕКРЕТ|secret|701123|63\.62.*63\.62/)
  casePage.parse(list.body)
  const one = await get(`/cases/${closed.number}`)
  caseView.strict().parse(one.body)
  t.match(one.body, { public: false, category: { code: 'roads.pothole' }, respondBy: closed.respondBy })
  for (const key of ['text', 'title', 'address', 'location']) t.notOk(key in one.body, key)
  t.equal((await get(`/cases/${open.number}`)).body.text, 'Открытый текст')

  const events = await get(`/cases/${closed.number}/events`)
  eventPage.parse(events.body)
  t.same(
    events.body.items.map((e: { kind: string }) => e.kind),
    ['reported'],
  )
  t.notMatch(events.text, /СЕКРЕТ|secret/)
})

t.test('a search never finds what it may not show', async (t) => {
  const test = await makeApp(t)
  const get = reader(test)
  const place = { location: { lat: 53.2144, lon: 63.6246 }, text: 'Прорвало трубу' }
  await makeCase(test, { ...place, public: false })
  const open = await makeCase(test, { ...place, public: true })
  const responder = await makeSigned(test, { roles: ['responder'], branch: 'KZ-39' })
  const stranger = await makeSigned(test, { roles: ['responder'], branch: 'KZ-75' })
  const admin = await makeSigned(test, { roles: ['admin'], branch: 'KZ' })
  for (const query of [
    'q=труба трубу',
    'q=прорв',
    'bbox=63,53,64,54',
    'near=53.2144,63.6246',
    'q=трубу&region=KZ-39&sort=due',
  ]) {
    const url = `/cases?${query.replace('труба ', '')}`
    t.same(numbersOf((await get(url)).body), [open.number], `anyone: ${query}`)
    t.same(numbersOf((await get(url, stranger.headers)).body), [open.number], `another branch: ${query}`)
    t.same(numbersOf((await get(url, admin.headers)).body), [open.number], `administrator: ${query}`)
    t.equal((await get(url, responder.headers)).body.items.length, 2, `own branch: ${query}`)
  }
})

t.test(
  'staff see their own branch from inside, heads what is below, the centre and auditors all, administrators nothing',
  async (t) => {
    const test = await makeApp(t)
    const get = reader(test)
    const { number } = await makeCase(test, { text: 'Внутренний текст' })
    const sees = async (who: { headers: Headers }) => {
      const one = (await get(`/cases/${number}`, who.headers)).body.text
      const [listed] = (await get('/cases', who.headers)).body.items
      t.equal(listed.text, one, 'list and case agree')
      return one !== undefined
    }
    const person = (roles: Parameters<typeof makeSigned>[1]['roles'], branch: string) =>
      makeSigned(test, { roles, branch })
    t.ok(await sees(await person(['responder'], 'KZ-39')))
    t.ok(await sees(await person(['head'], 'KZ-39')))
    t.ok(await sees(await person(['central'], 'KZ')))
    t.ok(await sees(await person(['auditor'], 'KZ')))
    t.ok(await sees(await person(['admin', 'central-head'], 'KZ')), 'two roles: the wider one reads')
    t.notOk(await sees(await person(['responder'], 'KZ-75')))
    t.notOk(await sees(await person(['head'], 'KZ-75')))
    t.notOk(await sees(await person(['admin'], 'KZ')))
    const owner = await person(['responder'], 'KZ-75')
    await test.database.sql`update cases set owner = ${owner.id}`
    t.ok(await sees(owner), 'an owner from another branch')
  },
)

t.test('the reporter sees the own case, and no other', async (t) => {
  const test = await makeApp(t)
  const get = reader(test)
  const mine = await makeCase(test, { text: 'Моё' })
  const other = await makeCase(test, { text: 'Чужое' })
  const headers = { authorization: `Bearer ${mine.trackingToken}` }
  t.equal((await get(`/cases/${mine.number}`, headers)).body.text, 'Моё')
  t.notOk('text' in (await get(`/cases/${other.number}`, headers)).body)
  t.notOk('needsSecondSignature' in (await get(`/cases/${mine.number}`, headers)).body)
})

t.test('a misheard digit is told apart from an unknown case', async (t) => {
  const test = await makeApp(t)
  const get = reader(test)
  const { number } = await makeCase(test)
  const wrong = number.slice(0, -1) + ((Number(number.at(-1)) + 1) % 10)
  t.match(await get(`/cases/${wrong}`), { status: 400, body: { code: 'invalid_number' } })
  t.match(await get(`/cases/${caseNumber('39', 26, 4127)}`), { status: 404, body: { code: 'not_found' } })
  t.match(await get('/cases/nonsense/events'), { status: 400, body: { code: 'invalid_number' } })
  t.equal((await get(`/cases/${number.replaceAll('-', '')}`)).status, 200, 'as people write it')
  t.same(numbersOf((await get(`/cases?q=${encodeURIComponent(`№ ${number}`)}`)).body), [number], 'searched by number')
})

t.test('every filter filters, alone and with a search', async (t) => {
  const test = await makeApp(t)
  const get = reader(test)
  const responder = await makeSigned(test, { roles: ['responder'], branch: 'KZ-39' })
  const pothole = await makeCase(test, {
    region: 'KZ-39',
    public: true,
    text: 'яма',
    location: { lat: 53.2, lon: 63.6 },
  })
  test.setTime('2026-11-21T16:00:00+05:00')
  const heat = await makeCase(test, { region: 'KZ-75', category: 'heat.no-heat', public: true, text: 'жылу жоқ' })
  const only = async (query: string, expected: string[], headers = {}) =>
    t.same(numbersOf((await get(`/cases?${query}`, headers)).body), expected, query)
  const both = [heat.number, pothole.number]
  await only('', both)
  await only('region=KZ-39', [pothole.number])
  await only('category=heat', [heat.number])
  await only('category=heat.no-heat,roads.pothole', both)
  await only('branch=KZ-39', [pothole.number])
  await only('branch=KZ&below=true', both)
  await only('status=received', both)
  await only('status=received,closed&branch=KZ-39', [pothole.number])
  await only('status=open&sort=due', [pothole.number, heat.number].sort())
  await only('status=closed', [])
  await only('stage=1', both)
  await only('stage=2', [])
  await only('level=central', [])
  await only('severity=1,2,3,4', both)
  await only('overdue=true', [])
  await only('overdue=false', both)
  await only('dueBefore=2026-11-22T09:00:00.001%2B05:00&limit=1', [pothole.number])
  await only('dueBefore=2026-11-22', [])
  await only('from=2026-11-21&to=2026-11-21', both)
  await only('from=2026-11-21T15:00:00%2B05:00', [heat.number])
  await only('to=2026-11-20', [])
  await only('region=KZ-39&from=2026-11-21&to=2026-11-21&q=яма', [pothole.number])
  await only('bbox=63,53,64,54', [pothole.number])
  await only('bbox=46,40,88,56', [pothole.number], {})
  await only('near=53.2001,63.6001,500', [pothole.number])
  await only('near=53.21,63.6,500', [])
  await only('q=zhylu', [heat.number], {})
  await only('q=жыл', [heat.number], {})
  await only('q=ь', [])
  await only('owner=me', [pothole.number], responder.headers)
  await only('owner=me&sort=due', [pothole.number], responder.headers)
  await only('owner=me&q=жылу', [], responder.headers)
})

t.test('what is asked wrongly is refused, never ignored', async (t) => {
  const test = await makeApp(t)
  const get = reader(test)
  const code = async (query: string) => {
    const { status, body } = await get(`/cases?${query}`)
    return `${status} ${body.code}`
  }
  t.equal(await code('regoin=KZ-39'), '400 validation_failed')
  t.equal(await code('region=KZ-99'), '400 unknown_region')
  t.equal(await code('district=1'), '400 unknown_district')
  t.equal(await code('category=none'), '400 unknown_category')
  t.equal(await code('branch=none'), '400 unknown_branch')
  t.equal(await code('status=lost'), '400 validation_failed')
  t.equal(await code('limit=0'), '400 validation_failed')
  t.equal(await code('limit=201'), '400 validation_failed')
  t.equal(await code('overdue=maybe'), '400 validation_failed')
  t.equal(await code('from=yesterday'), '400 validation_failed')
  t.equal(await code('bbox=1,2,3'), '400 invalid_bbox')
  t.equal(await code('bbox=64,53,63,54'), '400 invalid_bbox')
  t.equal(await code('near=0x10,5'), '400 invalid_bbox')
  t.equal(await code('near=91,5'), '400 invalid_bbox')
  t.equal(await code('cursor=nonsense'), '400 invalid_cursor')
  t.equal(await code('cursor=n-1.2'), '400 invalid_cursor')
  t.equal(await code('cursor=d-1.2'), '400 invalid_cursor')
  t.equal(await code('sort=due&cursor=d-zzzzzzzzzzz.1'), '400 invalid_cursor')
  t.equal(await code('sort=due&cursor=d-2f00000000.1'), '200 undefined')
  t.equal(await code('from=9999-12-31'), '400 validation_failed')
  t.equal(await code('dueBefore=0001-01-01T00:00:00Z'), '400 validation_failed')
  t.equal(await code('owner=me'), '401 unauthenticated')
  t.equal(await code(`q=${encodeURIComponent("' & !('")}`), '200 undefined')
  t.equal(await code('q=%00%27'), '200 undefined')
  const { number } = await makeCase(test)
  t.match(await get(`/cases/${number}/events?after=n-1`), { status: 400, body: { code: 'invalid_cursor' } })
})

t.test('a list read page by page misses nothing and repeats nothing while cases come in', async (t) => {
  const test = await makeApp(t)
  const get = reader(test)
  const made: string[] = []
  for (let i = 0; i < 7; i++) {
    test.setTime(Date.parse('2026-11-20T10:00:00+05:00') + i * 3_600_000)
    made.push((await makeCase(test, { public: true, text: 'яма на дороге' })).number)
  }
  for (const query of [
    '',
    'q=яма&',
    'q=дор&',
    'sort=due&',
    'sort=reported&',
    'region=KZ-39&',
    'branch=KZ-39&',
    'status=open&',
    'branch=KZ-39&below=true&sort=due&',
  ]) {
    const found: string[] = []
    let cursor = ''
    for (let page = 0; page < 9; page++) {
      const { status, body } = await get(`/cases?${query}limit=2${cursor && `&cursor=${cursor}`}`)
      t.equal(status, 200)
      found.push(...numbersOf(body))
      if (body.nextCursor === null) break
      cursor = body.nextCursor
      if (page === 0) await makeCase(test, { public: true, text: 'яма на дороге, новая' })
    }
    const old = found.filter((n) => made.includes(n))
    t.same([...old].sort(), made, `${query} finds all`)
    t.equal(new Set(found).size, found.length, `${query} finds each once`)
    if (!query.includes('due')) t.same(old, [...made].reverse(), `${query} newest first`)
  }
})

t.test('events come in their order, page by page, in three languages', async (t) => {
  const test = await makeApp(t)
  const get = reader(test)
  const { number } = await makeCase(test, { severity: undefined })
  await test.passAt('2026-11-22T12:00:00+05:00')
  const centre = await makeSigned(test, { roles: ['central'], branch: 'KZ' })
  const all = (await get(`/cases/${number}/events`, centre.headers)).body
  eventPage.parse(all)
  const kinds = all.items.map((e: { kind: string }) => e.kind)
  t.match(kinds, ['reported', 'assigned', 'rung'])
  t.ok(kinds.includes('verdict') && kinds.includes('escalated'))
  const assigned = all.items.find((e: { kind: string }) => e.kind === 'assigned')
  for (const lang of ['kk', 'ru', 'en']) t.type(assigned.because[lang], 'string')
  const rung = all.items.findLast((e: { kind: string; rung?: string }) => e.kind === 'rung' && e.rung === 'central')
  t.match(rung, {
    deadline: 'response',
    rungDueAt: '2026-11-22T11:00:00+05:00',
    dueAt: '2026-11-22T09:00:00+05:00',
    public: false,
  })
  t.ok(rung.did.every((d: { result: string }) => ['done', 'nobody', 'duplicate', 'skipped'].includes(d.result)))
  t.match(
    all.items.find((e: { kind: string }) => e.kind === 'verdict'),
    { deadline: 'response', verdict: 'missed', dueAt: '2026-11-22T09:00:00+05:00', policy: 1, by: { kind: 'engine' } },
  )

  const paged: unknown[] = []
  let after = ''
  do {
    const { body } = await get(`/cases/${number}/events?limit=2${after && `&after=${after}`}`, centre.headers)
    paged.push(...body.items)
    after = body.nextCursor
  } while (after)
  t.same(paged, all.items)
  const last = all.items.at(-1).cursor
  t.same((await get(`/cases/${number}/events?after=${last}`, centre.headers)).body, { items: [], nextCursor: null })

  const outside = (await get(`/cases/${number}/events`)).body.items
  t.ok(outside.every((e: { public: boolean }) => e.public))
})

t.test('a query schema takes lists both ways', async (t) => {
  t.same(caseQuery.parse({ status: 'received,closed' }).status, ['received', 'closed'])
  t.same(caseQuery.parse({ status: ['received', 'closed'] }).status, ['received', 'closed'])
  t.equal(caseQuery.parse({}).status, undefined)
})
