import t from 'tap'
import { caseView } from '../../shared/contract/case.ts'
import { eventPage } from '../../shared/contract/event.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { type Desk, makeDesk, REACTION } from '../support/desk.ts'
import { notices } from '../support/make.ts'

const SUNDAY_9 = '2026-11-22T09:00:00+05:00'

const LETTER = { body: 'kostanay-roads', channel: 'post', subject: 'Яма у школы', text: 'Просим заделать яму' }

async function begin(t: Parameters<typeof makeApp>[0]): Promise<TestApp & Desk> {
  const test = await makeApp(t)
  return { ...test, ...(await makeDesk(test)) }
}

async function kindsOf({ as, centre }: Desk, url: string): Promise<string[]> {
  const { body } = await as(centre).get(`${url}/events?limit=200`)
  eventPage.parse(body)
  return body.items.map((e: { kind: string; deadline?: string; verdict?: string }) =>
    e.kind === 'verdict' ? `${e.deadline} ${e.verdict}` : e.kind,
  )
}

const responseOf = async ({ database }: TestApp, number: string) => {
  const [row] = await database.sql`
    select d.due_at as due, d.outcome, v.verdict from deadlines d join cases c on c.id = d.case_id
    left join verdicts v on v.deadline_id = d.id where c.number = ${number} and d.kind = 'response' order by d.id desc limit 1`
  return row!
}

t.test(
  'a problem is answered by the morning, worked on, solved and confirmed; every step stands in its events',
  async (t) => {
    const test = await begin(t)
    const { as, responder, report, setTime } = test
    const { url, reporter, number } = await report()
    setTime('2026-11-22T08:00:00+05:00')
    const reacted = await as(responder).post(`${url}/reaction`, REACTION)
    t.equal(reacted.status, 201, reacted.text)
    caseView.parse(reacted.body)
    t.match(reacted.body, { status: 'responded', stage: 2, respondedAt: '2026-11-22T08:00:00+05:00', overdue: false })
    t.match(
      reacted.body.deadlines.map((d: { kind: string }) => d.kind),
      ['action', 'overall'],
    )
    t.same(reacted.body, (await as(responder).get(url)).body, 'the answer is the case as it is read')
    t.match(await responseOf(test, number), { outcome: 'met', verdict: 'met' })

    setTime('2026-11-23T10:00:00+05:00')
    t.equal(
      (await as(responder).post(`${url}/updates`, { text: 'Ждём щебень', public: true, nextActionOn: '2026-11-25' }))
        .status,
      201,
    )
    const added = await as(reporter).post(`${url}/updates`, { text: 'Яма стала глубже, мой телефон 701' })
    t.equal(added.status, 201, added.text)
    t.notOk('needsSecondSignature' in added.body, 'the reporter gets the reporter’s view')
    setTime('2026-11-24T10:00:00+05:00')
    const resolved = await as(responder).post(`${url}/resolution`, { text: 'Яма засыпана' })
    t.match(resolved.body, { status: 'resolved', dueAt: null })
    const confirmed = await as(reporter).post(`${url}/confirmation`, { solved: true, rating: 5, text: 'Спасибо!' })
    t.match(confirmed, { status: 201, body: { status: 'closed', deadlines: [] } })
    t.same(await kindsOf(test, url), [
      'reported',
      'assigned',
      'rung',
      'rung',
      'reacted',
      'response met',
      'updated',
      'action met',
      'updated',
      'resolved',
      'action met',
      'overall met',
      'confirmed',
      'closed',
      'confirmation met',
    ])

    const seen = async (who?: Parameters<typeof as>[0]) => (await as(who).get(`${url}/events`)).body.items
    const outside = await seen()
    t.notMatch(JSON.stringify(outside), /701|Спасибо|seal|salt/)
    t.match(
      outside.find((e: { kind: string }) => e.kind === 'reacted'),
      {
        ...REACTION,
        public: true,
        by: { kind: 'staff', name: responder.name, role: 'responder' },
      },
    )
    t.notOk(outside.find((e: { kind: string }) => e.kind === 'assigned').by.name)
    t.match(
      outside.find((e: { kind: string }) => e.kind === 'confirmed'),
      { rating: 5, by: { kind: 'reporter' } },
    )
    t.match(JSON.stringify(await seen(reporter)), /мой телефон 701.*Спасибо/, 'the reporter reads the own words')
    t.match(JSON.stringify(await seen(responder)), /мой телефон 701.*Спасибо/)
  },
)

t.test('a reaction at the due instant itself is late, one millisecond before is in time', async (t) => {
  const test = await begin(t)
  const { as, responder, report, setTime } = test
  const late = await report()
  const inTime = await report()
  setTime(Date.parse(SUNDAY_9) - 1)
  t.equal((await as(responder).post(`${inTime.url}/reaction`, REACTION)).status, 201)
  t.match(await responseOf(test, inTime.number), { verdict: 'met' })
  setTime(SUNDAY_9)
  t.equal((await as(responder).post(`${late.url}/reaction`, REACTION)).status, 201)
  t.match(await responseOf(test, late.number), { verdict: 'missed', outcome: 'met' })
  const kinds = await kindsOf(test, late.url)
  t.equal(kinds.filter((k) => k === 'response missed').length, 1)
})

t.test('reassigning, editing, notes, escalating and automatic mail never stop the clock', async (t) => {
  const test = await begin(t)
  const { as, responder, colleague, head, report, reporter: _, passAt, setTime } = { ...test, reporter: null }
  const { url, reporter, number } = await report({ reporter: { email: 'a@example.com' } })
  setTime('2026-11-22T07:00:00+05:00')
  t.equal((await as(head).put(`${url}/assignment`, { owner: colleague.id, reason: 'По просьбе' })).status, 200)
  t.equal((await as(responder).post(`${url}/updates`, { text: 'Заметка', public: false })).status, 201)
  t.equal((await as(responder).post(`${url}/updates`, { text: 'Мы работаем', public: true })).status, 201)
  t.equal((await as(reporter).post(`${url}/updates`, { text: 'Ещё одна яма' })).status, 201)
  t.equal((await as(responder).post(`${url}/escalation`, { reason: 'Нужна помощь' })).status, 201)
  t.match(await responseOf(test, number), { due: Date.parse(SUNDAY_9), outcome: null, verdict: null })
  const { body } = await as(responder).get(url)
  t.match(body, { status: 'received', respondBy: SUNDAY_9, respondedAt: null })
  await passAt(SUNDAY_9)
  t.match(await responseOf(test, number), { verdict: 'missed' })
})

t.test(
  'a case changes hands with the reason in words; outsiders do not read what was written for colleagues',
  async (t) => {
    const test = await begin(t)
    const { as, responder, colleague, head, report } = test
    const { url } = await report()
    const answer = await as(head).put(`${url}/assignment`, { owner: colleague.id, reason: 'Айгүл болеет' })
    t.match(answer, { status: 200, body: { owner: { id: colleague.id, name: colleague.name } } })
    const last = async (who?: typeof head) =>
      (await as(who).get(`${url}/events`)).body.items.findLast((e: { kind: string }) => e.kind === 'assigned')
    t.match(await last(head), {
      owner: { id: colleague.id },
      because: { ru: /Айгүл болеет/ },
      by: { name: head.name, role: 'head' },
    })
    const outside = await last()
    t.match(outside, { owner: { name: colleague.name }, branch: 'KZ-39', by: { kind: 'staff', role: 'head' } })
    t.notMatch(JSON.stringify(outside), /болеет/)
    t.match(await as(responder).put(`${url}/assignment`, { owner: responder.id, reason: 'Моё' }), {
      status: 403,
      body: { code: 'forbidden' },
    })
    t.match(await as(head).put(`${url}/assignment`, { owner: colleague.id, reason: 'Ещё раз' }), {
      status: 409,
      body: { code: 'nothing_to_change' },
    })
    t.match(await as(head).put(`${url}/assignment`, { owner: 999_999, reason: 'Никому' }), {
      status: 400,
      body: { code: 'unknown_staff' },
    })
    t.match(await as(head).put(`${url}/assignment`, { branch: 'KZ-99', reason: 'Никуда' }), {
      status: 400,
      body: { code: 'unknown_branch' },
    })
    const moved = await as(head).put(`${url}/assignment`, { branch: 'KZ-75', reason: 'Не наш адрес' })
    t.match(moved, { status: 200, body: { branch: { code: 'KZ-75' } } }, 'somebody is always found')
    t.match(
      await as(head).put(`${url}/assignment`, { branch: 'KZ-39', reason: 'Вернуть' }),
      { status: 403 },
      'it is another branch’s now',
    )
  },
)

t.test(
  'a rejection says why in public, stops the clock, is disputed once, and is decided by another person',
  async (t) => {
    const test = await begin(t)
    const { as, responder, head, report, setTime } = test
    const { url, reporter, number } = await report()
    const text = 'Дорога частная, обращайтесь к владельцу'
    t.match(await as(responder).post(`${url}/rejection`, { reason: 'x', text }), { status: 400 })
    t.match(await as(responder).post(`${url}/rejection`, { reason: 'Не в ведении', text, competentBody: 'none' }), {
      status: 400,
      body: { code: 'unknown_body' },
    })
    const rejected = await as(responder).post(`${url}/rejection`, { reason: 'Не в ведении', text })
    t.match(rejected, {
      status: 201,
      body: { status: 'rejected', publicAnswer: { text, reason: 'Не в ведении' }, deadlines: [] },
    })
    t.match((await as().get(url)).body.publicAnswer, { text })
    t.match(await responseOf(test, number), { verdict: 'met' })

    setTime('2026-11-23T10:00:00+05:00')
    const disputed = await as(reporter).post(`${url}/confirmation`, { solved: false, text: 'Дорога городская' })
    t.match(disputed, {
      status: 201,
      body: { status: 'reopened', respondBy: '2026-11-24T09:00:00+05:00', publicAnswer: null },
    })
    t.match((await as(head).get(url)).body.owner, { id: head.id }, 'the head decides, not the person disputed')
    t.match(await as(responder).post(`${url}/rejection`, { reason: 'Опять', text }), {
      status: 403,
      body: { code: 'needs_other_person' },
    })
    t.equal((await as(head).post(`${url}/rejection`, { reason: 'Проверено', text })).status, 201)
    t.match(await as(reporter).post(`${url}/confirmation`, { solved: false }), {
      status: 409,
      body: { code: 'dispute_once' },
    })
  },
)

t.test('a solution is disputed within seven days, and not after', async (t) => {
  const test = await begin(t)
  const { as, responder, head, report, setTime, passAt } = test
  const first = await report()
  const second = await report()
  for (const { url } of [first, second]) {
    await as(responder).post(`${url}/reaction`, REACTION)
    t.equal((await as(responder).post(`${url}/resolution`, { text: 'Сделано' })).status, 201)
  }
  setTime(Date.parse('2026-11-28T14:00:00+05:00') - 1)
  const disputed = await as(first.reporter).post(`${first.url}/confirmation`, { solved: false })
  t.match(disputed, { status: 201, body: { status: 'reopened', stage: 2, respondedAt: null } })
  t.equal((await as(head).get(first.url)).body.owner.id, head.id)
  t.match(await as(responder).post(`${first.url}/resolution`, { text: 'Опять сделано' }), {
    status: 403,
    body: { code: 'needs_other_person' },
  })
  await passAt('2026-11-28T14:00:00+05:00')
  t.match((await as().get(second.url)).body, { status: 'closed' })
  t.match(await as(second.reporter).post(`${second.url}/confirmation`, { solved: false }), {
    status: 409,
    body: { code: 'dispute_term_passed' },
  })
  const [wrong] = await test.database
    .sql`select count(*)::int as n from verdicts where kind = 'confirmation' and verdict = 'missed'`
  t.equal(wrong!.n, 0, 'the passing of the seven days is no breach')
})

t.test('only the reporter of this very case confirms it', async (t) => {
  const test = await begin(t)
  const { as, responder, report } = test
  const mine = await report()
  const other = await report()
  await as(responder).post(`${mine.url}/reaction`, REACTION)
  await as(responder).post(`${mine.url}/resolution`, { text: 'Сделано' })
  t.match(await as(other.reporter).post(`${mine.url}/confirmation`, { solved: true }), { status: 403 })
  t.match(await as(responder).post(`${mine.url}/confirmation`, { solved: true }), { status: 403 })
  t.match(await as().post(`${mine.url}/confirmation`, { solved: true }), { status: 401 })
  t.match(
    await as(mine.reporter).post(`${mine.url}/reaction`, REACTION),
    { status: 403 },
    'a reporter does not answer the own case',
  )
  t.match(await as(mine.reporter).post(`${mine.url}/updates`, { text: 'Так', nextActionOn: '2026-12-01' }), {
    status: 403,
    body: { code: 'staff_only_field' },
  })
  t.equal((await as(mine.reporter).post(`${mine.url}/confirmation`, { solved: true })).status, 201)
})

t.test(
  'a case that others still owe something is not merged away, unless another case waits for it, too',
  async (t) => {
    const test = await begin(t)
    const { as, responder, centre, report } = test
    const [one, two, three] = [await report(), await report(), await report()]
    await as(responder).post(`${one.url}/contacts`, LETTER)
    const merge = (from: typeof one, into: typeof one) =>
      as(responder).post(`${from.url}/merge`, { into: into.number, reason: 'Та же яма' })
    const refused = await merge(one, two)
    t.match(refused, { status: 409, body: { code: 'merge_owes', errors: [{ path: '/into' }] } })
    t.match(refused.body.detail, /органның жауабы|ответ органа/, 'what is awaited, in words')
    t.match((await as().get(one.url)).body, { mergedInto: null })
    t.match(await merge(two, one), { status: 201 }, 'the other way round nothing is lost')

    // A letter about both: one of them goes on waiting for the answer.
    const four = await report()
    const joint = await as(responder).post(`${three.url}/contacts`, { ...LETTER, alsoCases: [four.number] })
    t.equal(joint.status, 201, joint.text)
    t.match(await merge(four, three), { status: 201 })
    t.match(await merge(three, one), { status: 409, body: { code: 'merge_owes' } }, 'it is the last that waits')

    // Two that wait for the same, joined in the same moment: one of them stays.
    const [six, seven] = [await report(), await report()]
    t.equal((await as(responder).post(`${six.url}/contacts`, { ...LETTER, alsoCases: [seven.number] })).status, 201)
    const both = await Promise.all([merge(six, one), merge(seven, one)])
    t.same(both.map(({ status }) => status).sort(), [201, 409])

    const five = await report()
    const order = { text: 'Проверить', responsible: responder.id, dueOn: '2026-11-24' }
    t.equal((await as(centre).post(`${five.url}/instructions`, order)).status, 201)
    t.match(await merge(five, one), { status: 409, body: { code: 'merge_owes' } }, 'an order is not merged away')
  },
)

t.test('a merged case leaves its earlier clock to the other, and never escalates again', async (t) => {
  const test = await begin(t)
  const { as, responder, report, setTime, passAt } = test
  const early = await report({ reporter: { email: 'early@example.com' } })
  setTime('2026-11-22T07:00:00+05:00')
  const later = await report({ reporter: { email: 'later@example.com' } })
  t.equal(later.respondBy, '2026-11-23T09:00:00+05:00')
  t.match(await as(responder).post(`${early.url}/merge`, { into: early.number, reason: 'Само в себя' }), {
    status: 400,
    body: { code: 'merge_into_itself' },
  })
  t.match(await as(responder).post(`${early.url}/merge`, { into: 'none', reason: 'Никуда' }), {
    status: 400,
    body: { code: 'invalid_number' },
  })
  const merged = await as(responder).post(`${early.url}/merge`, { into: later.number, reason: 'Та же яма' })
  t.match(merged, { status: 201, body: { status: 'merged', mergedInto: later.number, deadlines: [] } })
  t.match((await as(responder).get(later.url)).body, {
    respondBy: SUNDAY_9,
    respondByBecause: { ru: new RegExp(early.number) },
  })
  await passAt('2026-11-23T12:00:00+05:00')
  const kinds = await kindsOf(test, early.url)
  t.equal(kinds.at(-1), 'merged', 'nothing happens to the merged case any more')
  t.ok((await kindsOf(test, later.url)).includes('escalated'))
  await as(responder).post(`${later.url}/updates`, { text: 'Новость для всех', public: true })
  const told = await test.database.sql`select distinct reporter_of from outbox where kind = 'updated'`
  t.equal(told.length, 2, 'both reporters hear of the other case')
  t.match(await as(responder).post(`${early.url}/reaction`, REACTION), { status: 409, body: { code: 'not_in_status' } })
})

t.test('a repeated command gets the first answer, and happens once', async (t) => {
  const test = await begin(t)
  const { as, responder, report } = test
  const { url } = await report()
  const key = { 'idempotency-key': 'a-key-of-the-responder' }
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => as(responder).post(`${url}/reaction`, REACTION, key)),
  )
  for (const answer of answers) t.same(answer.body, answers[0]!.body)
  t.equal(answers[0]!.status, 201)
  t.same((await as(responder).post(`${url}/reaction`, REACTION, key)).body, answers[0]!.body, 'later too')
  t.equal((await kindsOf(test, url)).filter((k) => k === 'reacted').length, 1)
  t.match(await as(responder).post(`${url}/reaction`, { ...REACTION, text: 'Другое' }, key), {
    status: 422,
    body: { code: 'idempotency_key_reused' },
  })
  t.match(await as(responder).post(`${url}/reaction`, REACTION), { status: 409, body: { code: 'already_reacted' } })
})

t.test('people who act at once do not overwrite each other', async (t) => {
  const test = await begin(t)
  const { as, responder, colleague, head, report } = test
  const { url } = await report()
  const answers = await Promise.all([
    as(responder).post(`${url}/updates`, { text: 'Один' }),
    as(colleague).post(`${url}/updates`, { text: 'Два' }),
    as(head).post(`${url}/updates`, { text: 'Три' }),
  ])
  t.same(
    answers.map((a) => a.status),
    [201, 201, 201],
  )
  t.same(answers.map((a) => a.body.version).sort(), [2, 3, 4])
  t.equal((await kindsOf(test, url)).filter((k) => k === 'updated').length, 3)
  const both = await Promise.all([
    as(responder).post(`${url}/reaction`, REACTION),
    as(colleague).post(`${url}/rejection`, { reason: 'Не наше', text: 'Не в нашем ведении' }),
  ])
  t.ok(both.some((a) => a.status === 201))
  const [row] = await test.database.sql`select count(*)::int as n from verdicts where kind = 'response'`
  t.equal(row!.n, 1, 'one deadline, one verdict')
})

t.test('a case raised by hand goes to the centre, and the branch keeps seeing it', async (t) => {
  const test = await begin(t)
  const { as, responder, centre, report } = test
  const { url } = await report()
  const raised = await as(responder).post(`${url}/escalation`, { reason: 'Нет техники' })
  t.match(raised, { status: 201, body: { level: 'central', owner: { id: centre.id }, branch: { code: 'KZ-39' } } })
  t.match(await as(responder).post(`${url}/escalation`, { reason: 'Ещё выше' }), {
    status: 409,
    body: { code: 'already_central' },
  })
  t.type((await as(responder).get(url)).body.text, 'string')
  t.ok((await notices(test)).some((n) => n.kind === 'raised' && n.to === centre.name))
})

t.test('what does not belong to the caller is refused', async (t) => {
  const test = await begin(t)
  const { as, report } = test
  const { makeSigned } = await import('../support/signed.ts')
  const { url } = await report()
  const stranger = await makeSigned(test, { roles: ['responder'], branch: 'KZ-75' })
  const admin = await makeSigned(test, { roles: ['admin'], branch: 'KZ' })
  const auditor = await makeSigned(test, { roles: ['auditor'], branch: 'KZ' })
  for (const who of [stranger, admin, auditor]) {
    t.match(await as(who).post(`${url}/reaction`, REACTION), { status: 403, body: { code: 'forbidden' } })
    t.match(await as(who).post(`${url}/updates`, { text: 'Слово' }), { status: 403 })
  }
  t.match(await as().post(`${url}/reaction`, REACTION), { status: 401, body: { code: 'unauthenticated' } })
})

t.test('what makes no sense is refused with the field named, and never breaks the server', async (t) => {
  const test = await begin(t)
  const { as, responder, head, report } = test
  const { url } = await report()
  const wrong = async (path: string, body: object, code = 'validation_failed') => {
    const answer = await as(responder).post(`${url}${path}`, body)
    t.match(answer, { status: 400, body: { code } }, `${path} ${JSON.stringify(body).slice(0, 80)}`)
    return answer.body.errors?.[0]?.path
  }
  t.equal(await wrong('/reaction', { ...REACTION, nextActionOn: '2026-11-20' }, 'date_in_past'), '/nextActionOn')
  t.equal(await wrong('/reaction', { ...REACTION, nextActionOn: '2099-11-20' }, 'date_too_far'), '/nextActionOn')
  t.equal(await wrong('/reaction', { ...REACTION, nextActionOn: '9999-12-31' }), '/nextActionOn')
  t.equal(await wrong('/reaction', { ...REACTION, nextActionOn: '2026-02-30' }), '/nextActionOn')
  t.equal(await wrong('/reaction', { ...REACTION, text: '   ' }), '/text')
  await wrong('/reaction', { ...REACTION, text: 'x'.repeat(5_001) })
  await wrong('/reaction', { ...REACTION, text: 'нуль\u0000' })
  await wrong('/reaction', { ...REACTION, text: 'половина \ud800' })
  await wrong('/reaction', { ...REACTION, more: 1 })
  await wrong('/reaction', { text: 'Только текст' })
  await wrong('/updates', {})
  await wrong('/escalation', { reason: '' })
  await wrong('/rejection', { reason: 'Не наше' })
  await wrong('/contacts', { body: 'kostanay-roads', channel: 'pigeon', subject: 'Яма', text: 'Яма' })
  t.match(await as(head).put(`${url}/assignment`, { owner: 1e300, reason: 'Так' }), { status: 400 })
  t.match(await as(head).put(`${url}/assignment`, { level: 'galaxy', reason: 'Так' }), { status: 400 })
  t.match(await as(responder).post('/cases/%00/reaction', REACTION), { status: 400 })
  t.match(await as(responder).post(`/cases/${'9'.repeat(199)}/reaction`, REACTION), { status: 400 })
  t.match((await as(responder).get(url)).body, { status: 'received', version: 1 })
})
