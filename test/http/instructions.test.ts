import t from 'tap'
import { instructionPage, instructionView } from '../../shared/contract/instruction.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { type Desk, makeDesk, REACTION } from '../support/desk.ts'
import { makeSigned } from '../support/signed.ts'

t.setTimeout(120_000)

const DUE = '2026-11-30'

async function begin(t: Parameters<typeof makeApp>[0]): Promise<TestApp & Desk & { url: string; number: string }> {
  const test = await makeApp(t, { at: '2026-11-23T10:00:00+05:00' })
  const desk = await makeDesk(test)
  const { url, number } = await desk.report()
  return { ...test, ...desk, url, number }
}

const order = ({ as, centre, responder, url }: Desk & { url: string }, more: object = {}) =>
  as(centre).post(`${url}/instructions`, {
    text: 'Проверить все дворы',
    responsible: responder.id,
    dueOn: DUE,
    ...more,
  })

t.test('an instruction stays on control until its report is accepted by another person', async (t) => {
  const test = await begin(t)
  const { as, centre, centralHead, responder, number, url } = test
  const made = await order(test)
  t.equal(made.status, 201, made.text)
  instructionView.parse(made.body)
  t.match(made.body, {
    case: number,
    state: 'open',
    dueAt: '2026-12-01T00:00:00+05:00',
    responsible: { id: responder.id, name: responder.name },
  })
  const path = `/instructions/${made.body.id}`
  t.same((await as(responder).get(path)).body, made.body)
  t.match(
    await as(centre).post(`${path}/acceptance`),
    { status: 409, body: { code: 'not_in_status' } },
    'nothing to accept yet',
  )
  t.match(await as(responder).post(`${path}/reports`, { text: 'Половина проверена', final: false }), {
    status: 201,
    body: { state: 'open', reports: [{ final: false }] },
  })
  t.match(await as(responder).post(`${path}/reports`, { text: 'Всё проверено', final: true }), {
    status: 201,
    body: { state: 'reported' },
  })
  t.match(await as(centre).post(`${path}/return`, { reason: 'Нет фотографий' }), {
    status: 201,
    body: { state: 'open' },
  })
  t.equal((await as(responder).post(`${path}/reports`, { text: 'С фотографиями', final: true })).status, 201)
  t.match(await as(responder).post(`${path}/acceptance`), { status: 403 })
  const accepted = await as(centralHead).post(`${path}/acceptance`)
  t.match(accepted, { status: 201, body: { state: 'accepted', dueAt: null, reports: { length: 3 } } })
  t.same((await as(responder).get(path)).body, accepted.body)
  t.match(await test.database.sql`select verdict from verdicts where kind = 'instruction'`, [{ verdict: 'met' }])
  instructionPage.parse((await as(responder).get(`${url}/instructions`)).body)
  t.notMatch(
    (await as().get(`${url}/events`)).text,
    /Проверить все дворы|фотограф/,
    'what is ordered inside is not published',
  )
})

t.test('only the responsible and the co-executors report; whoever reports does not accept', async (t) => {
  const test = await begin(t)
  const { as, centre, centralHead, colleague, head } = test
  const { id } = (await order(test, { responsible: centre.id, coExecutors: [colleague.id] })).body
  const path = `/instructions/${id}`
  t.match(await as(head).post(`${path}/reports`, { text: 'Чужой отчёт', final: true }), {
    status: 403,
    body: { code: 'forbidden' },
  })
  t.equal((await as(colleague).post(`${path}/reports`, { text: 'Соисполнитель', final: false })).status, 201)
  t.equal((await as(centre).post(`${path}/reports`, { text: 'Готово', final: true })).status, 201)
  t.match(await as(centre).post(`${path}/acceptance`), { status: 403, body: { code: 'needs_other_person' } })
  t.equal((await as(centralHead).post(`${path}/acceptance`)).status, 201)
})

t.test('more time is asked for before the term, and granted by its author or the centre', async (t) => {
  const test = await begin(t)
  const { as, centre, colleague, head, responder, passAt } = test
  const { id } = (await order(test)).body
  const path = `/instructions/${id}/extension`
  const more = { until: '2026-12-10', reason: 'Много дворов' }
  for (const who of [colleague, head])
    t.match(await as(who).post(path, more), { status: 403, body: { code: 'forbidden' } })
  t.match(
    await as(responder).post(path, more),
    { status: 201, body: { dueOn: DUE, extension: { until: '2026-12-10', askedBy: { id: responder.id } } } },
    'asking moves nothing',
  )
  t.match(await as(centre).post(path, more), {
    status: 201,
    body: { dueOn: '2026-12-10', dueAt: '2026-12-11T00:00:00+05:00', extension: null },
  })
  await passAt('2026-12-11T00:00:00+05:00')
  t.match(
    await as(responder).post(path, { ...more, until: '2026-12-20' }),
    { status: 409 },
    'after the term it is too late to ask',
  )
  t.match(await test.database.sql`select verdict from verdicts where kind = 'instruction'`, [{ verdict: 'missed' }])
})

t.test(
  'reported before the term and not accepted: the ladder speaks to who has to accept, and the page says it was in time',
  async (t) => {
    const test = await begin(t)
    const { as, app, centre, centralHead, colleague, responder, passAt, database } = test
    const { id } = (await order(test, { coExecutors: [colleague.id] })).body
    const path = `/instructions/${id}`
    const told = async () => {
      const rows = await database.sql<{ staff: number; kind: string; rung: string }[]>`
      select staff, kind, data->>'rung' as rung from outbox where data->>'deadline' = 'instruction' and staff is not null order by id`
      return rows.map((r) => [r.rung, r.kind, r.staff])
    }
    const page = async () => (await app.inject({ url: `/ru${path}`, headers: centre.headers })).body
    await passAt('2026-11-25T10:00:00+05:00')
    t.equal((await as(responder).post(`${path}/reports`, { text: 'Всё проверено', final: true })).status, 201)
    t.match(await page(), /Итоговый отчёт представлен в срок: [^<]*10:00/)
    await passAt('2026-11-27T10:00:30+05:00')
    t.same(await told(), [['reminder', 'instruction-to-accept', centre.id]])
    t.equal((await as(centre).post(`${path}/return`, { reason: 'Нет фотографий' })).status, 201)
    t.notMatch(await page(), 'представлен в срок')
    await passAt('2026-12-01T00:00:30+05:00')
    t.same(
      (await told()).slice(1),
      [
        ['due', 'overdue', responder.id],
        ['due', 'overdue', colleague.id],
        ['due', 'overdue', centre.id],
      ],
      'returned, it is theirs again',
    )
    t.equal((await as(responder).post(`${path}/reports`, { text: 'С фотографиями', final: true })).status, 201)
    t.match(await page(), 'Итоговый отчёт представлен с опозданием')
    await passAt('2026-12-01T10:00:30+05:00')
    t.same((await told()).slice(4), [['head', 'instruction-to-accept', centralHead.id]])
    const own = (await order(test, { responsible: centre.id, dueOn: '2026-12-03' })).body
    t.equal((await as(centre).post(`/instructions/${own.id}/reports`, { text: 'Готово', final: true })).status, 201)
    await passAt('2026-12-04T00:00:30+05:00')
    t.same(
      (await told()).slice(5).map(([, ...who]) => who),
      [['instruction-to-accept', centralHead.id]],
      'nobody is asked to accept what they did themselves',
    )
    const { body: until } = await as(centre).post(`${path}/extension`, { until: '2026-12-20', reason: 'Проверка' })
    t.match(until, { state: 'reported' })
    const [stamp] = await database.sql`select because->'params'->>'reported' as at from deadlines
    where subject = ${id} and kind = 'instruction' and closed_at is null`
    t.ok(stamp!.at, 'more time does not make it theirs again')
    t.match(await database.sql`select verdict from verdicts where kind = 'instruction' order by deadline_id`, [
      { verdict: 'missed' },
      { verdict: 'missed' },
    ])
    const bundle = (await app.inject({ url: `/ru/instructions`, headers: centre.headers })).body
    t.match(bundle, 'отчёт представлен в срок, ждёт приёмки')
  },
)

t.test('the centre orders, nobody else, and only people who exist', async (t) => {
  const test = await begin(t)
  const { as, head, responder, url } = test
  const body = { text: 'Сделать', responsible: responder.id, dueOn: DUE }
  t.match(await as(head).post(`${url}/instructions`, body), { status: 403 })
  t.match(await as(responder).post(`${url}/instructions`, body), { status: 403 })
  t.match(await order(test, { responsible: 1 }), { status: 400, body: { code: 'unknown_staff' } }, 'not the desk')
  t.match(await order(test, { responsible: 999_999 }), { status: 400, body: { code: 'unknown_staff' } })
  t.match(await order(test, { dueOn: '2099-11-22' }), { status: 400, body: { code: 'date_too_far' } })
  t.match(await order(test, { dueOn: '2026-11-22' }), { status: 400, body: { code: 'date_in_past' } })
})

t.test('someone of another branch who is responsible reads and reports, and no one else from there', async (t) => {
  const test = await begin(t)
  const { as } = test
  const far = await makeSigned(test, { roles: ['responder'], branch: 'KZ-75' })
  const other = await makeSigned(test, { roles: ['responder'], branch: 'KZ-75' })
  const { id } = (await order(test, { responsible: far.id })).body
  t.equal((await as(far).get(`/instructions/${id}`)).status, 200)
  t.equal((await as(far).post(`/instructions/${id}/reports`, { text: 'Готово', final: true })).status, 201)
  t.equal((await as(other).get(`/instructions/${id}`)).status, 403)
})

t.test('more time that was asked for is refused in words, or granted, and both are kept', async (t) => {
  const test = await begin(t)
  const { as, centre, centralHead, colleague, head, responder, database } = test
  const { id } = (await order(test, { coExecutors: [colleague.id] })).body
  const path = `/instructions/${id}/extension`
  const reason = { reason: 'Срок не меняем' }
  t.match(await as(centre).post(`${path}/refusal`, reason), { status: 409, body: { code: 'nothing_to_change' } })
  t.match(
    await as(responder).post(path, { until: DUE, reason: 'Много дворов' }),
    { status: 409, body: { code: 'nothing_to_change' } },
    'no later than now',
  )
  t.equal((await as(colleague).post(path, { until: '2026-12-10', reason: 'Много дворов' })).status, 201)
  t.match(await as(responder).post(`${path}/refusal`, reason), { status: 403, body: { code: 'needs_other_person' } })
  t.match(await as(head).post(`${path}/refusal`, reason), { status: 403, body: { code: 'forbidden' } })
  const refused = await as(centralHead).post(`${path}/refusal`, reason)
  instructionView.parse(refused.body)
  t.match(refused, {
    status: 201,
    body: {
      dueOn: DUE,
      extension: null,
      extensions: [
        {
          granted: false,
          until: '2026-12-10',
          ...reason,
          asked: { askedBy: { id: colleague.id } },
          decidedBy: { id: centralHead.id },
        },
      ],
    },
  })
  const granted = await as(centre).post(path, { until: '2026-12-05', reason: 'Снегопад' })
  t.match(granted, { status: 201, body: { extensions: [{ granted: false }, { granted: true, asked: null }] } })
  t.same((await as(responder).get(`/instructions/${id}`)).body, granted.body)
  const told = await database.sql<{ kind: string; staff: number }[]>`
    select kind, staff from outbox where kind like 'instruction-ext%' order by id`
  t.same(
    told.map(
      (n) =>
        `${n.kind} ${n.staff === colleague.id ? 'colleague' : n.staff === responder.id ? 'responsible' : 'author'}`,
    ),
    [
      'instruction-extension-asked author',
      'instruction-extension-refused responsible',
      'instruction-extension-refused colleague',
      'instruction-extended responsible',
      'instruction-extended colleague',
    ],
    'co-executors hear of all of it',
  )
})

t.test(
  'silence on an instruction: responsible and co-executors, then the author, then the head of the centre',
  async (t) => {
    const test = await begin(t)
    const { as, url, colleague, responder, centre, centralHead, database, passAt } = test
    await as(responder).post(`${url}/reaction`, { ...REACTION, nextActionOn: '2026-12-20' })
    await order(test, { coExecutors: [colleague.id] })
    const told = async () => {
      const rows = await database.sql<{ what: string }[]>`
      select o.kind || ' ' || s.name as what from outbox o join staff s on s.id = o.staff
      where o.data->>'deadline' = 'instruction' order by o.id`
      return rows.map((r) => r.what).sort()
    }
    await passAt('2026-11-27T10:00:00+05:00')
    t.same(await told(), [`reminder ${responder.name}`, `reminder ${colleague.name}`].sort())
    await passAt('2026-12-01T00:00:00+05:00')
    t.match(await database.sql`select verdict from verdicts where kind = 'instruction'`, [{ verdict: 'missed' }])
    for (const who of [responder, colleague, centre]) t.ok((await told()).includes(`overdue ${who.name}`))
    t.notOk((await told()).includes(`overdue ${centralHead.name}`))
    await passAt('2026-12-01T10:00:00+05:00')
    t.ok((await told()).includes(`overdue ${centralHead.name}`))
  },
)

t.test('lists: mine, of the branch, overdue first, page by page, each in their reach', async (t) => {
  const test = await begin(t)
  const { as, centre, centralHead, colleague, head, responder, setTime } = test
  const far = await makeSigned(test, { roles: ['head'], branch: 'KZ-75' })
  const ids: number[] = []
  for (const [dueOn, more] of [
    ['2026-12-03', {}],
    ['2026-11-24', { coExecutors: [colleague.id] }],
    ['2026-12-01', { responsible: far.id }],
    ['2026-11-25', { responsible: centre.id }],
  ] as const)
    ids.push((await order(test, { dueOn, ...more })).body.id)
  setTime('2026-11-25T12:00:00+05:00')
  const list = async (who: Parameters<typeof as>[0], query = '') => {
    const answer = await as(who).get(`/instructions${query}`)
    if (answer.status === 200) instructionPage.parse(answer.body)
    return answer.status === 200 ? answer.body.items.map((i: { id: number }) => ids.indexOf(i.id)) : answer.status
  }
  t.same(await list(centralHead), [1, 3, 2, 0], 'by date, the overdue one first')
  t.same(await list(centralHead, '?overdue=true'), [1])
  t.same(await list(centralHead, '?branch=KZ-39'), [1, 0])
  t.same(await list(head), [1, 0], 'what the people of the branch owe')
  t.same(await list(responder), [1, 0])
  t.same(await list(colleague), [1], 'a co-executor')
  t.same(await list(far), [2], 'on a case of another branch')
  t.same(await list(centre, '?mine=true'), [1, 3, 2, 0], 'the author of all')
  t.same(await list(centralHead, '?mine=true'), [])
  t.equal(await list(far, '?branch=KZ-39'), 403)
  t.equal(await list(undefined), 401)
  t.equal(await list(head, '?branch=nowhere'), 400)
  t.equal(await list(centralHead, '?cursor=if-zzz'), 400)
  const seen: number[] = []
  for (let cursor = ''; ; ) {
    const { body } = await as(centralHead).get(`/instructions?limit=1${cursor ? `&cursor=${cursor}` : ''}`)
    seen.push(...body.items.map((i: { id: number }) => ids.indexOf(i.id)))
    if (!body.nextCursor) break
    cursor = body.nextCursor
  }
  t.same(seen, [1, 3, 2, 0])
  await as(responder).post(`/instructions/${ids[0]}/reports`, { text: 'Готово', final: true })
  t.same(await list(centralHead, '?state=reported'), [0])
  await as(centre).post(`/instructions/${ids[0]}/acceptance`)
  t.same(await list(centralHead), [1, 3, 2])
  t.same(await list(centralHead, '?state=accepted'), [0])
  t.same(await list(centralHead, '?state=all'), [0, 2, 3, 1], 'the latest date first')
})

t.test('accepted by one and returned by another at once: it is one of them', async (t) => {
  const test = await begin(t)
  const { as, centre, centralHead, responder } = test
  for (let round = 0; round < 4; round++) {
    const { id } = (await order(test)).body
    await as(responder).post(`/instructions/${id}/reports`, { text: 'Всё проверено', final: true })
    const [accepted, returned] = await Promise.all([
      as(centralHead).post(`/instructions/${id}/acceptance`),
      as(centre).post(`/instructions/${id}/return`, { reason: 'Нет фотографий' }),
    ])
    t.same([accepted.status, returned.status].sort(), [201, 409])
    const { state } = (await as(centre).get(`/instructions/${id}`)).body
    t.equal(state, accepted.status === 201 ? 'accepted' : 'open')
  }
})
