import t from 'tap'
import { auditAll } from '../../server/audit/run.ts'
import { boardPage, commitmentPage, commitmentView } from '../../shared/contract/commitment.ts'
import { contactView } from '../../shared/contract/contact.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { type Desk, makeDesk, REACTION } from '../support/desk.ts'
import { makeSigned } from '../support/signed.ts'

t.setTimeout(120_000)

const MONDAY_10 = '2026-11-23T10:00:00+05:00'
const LETTER = { body: 'kostanay-roads', channel: 'post', subject: 'Яма у школы', text: 'Просим заделать яму' }

async function begin(t: Parameters<typeof makeApp>[0]): Promise<TestApp & Desk> {
  const test = await makeApp(t, { at: MONDAY_10 })
  return { ...test, ...(await makeDesk(test)) }
}

const verdicts = ({ database }: TestApp) =>
  database.sql`select v.verdict, v.body, c.verdict as corrected from verdicts v left join verdict_corrections c using (deadline_id)
    where v.kind = 'commitment' order by v.deadline_id`
const kinds = async ({ as, responder }: Desk, url: string) =>
  (await as(responder).get(`${url}/events`)).body.items.map((e: { kind: string }) => e.kind)

t.test('a date found in an answer becomes, by one act, a commitment that is followed', async (t) => {
  const test = await begin(t)
  const { as, responder, report, passAt } = test
  const { url, number } = await report()
  await as(responder).post(`${url}/reaction`, REACTION)
  const { id } = (await as(responder).post(`${url}/contacts`, LETTER)).body
  const text = 'Рассмотрели. Яма будет заделана до 1 декабря 2026 года подрядчиком. С уважением.'
  const answered = await as(responder).post(`/contacts/${id}/replies`, {
    receivedAt: MONDAY_10,
    text,
    grade: 'holding',
  })
  contactView.parse(answered.body)
  const [reply] = answered.body.replies
  t.same(reply.promises, [{ sentence: 'Яма будет заделана до 1 декабря 2026 года подрядчиком.', dueOn: '2026-12-01' }])

  const [found] = reply.promises
  const made = await as(responder).post(`${url}/commitments`, {
    who: 'body',
    reply: reply.id,
    text: found.sentence,
    dueOn: found.dueOn,
  })
  t.equal(made.status, 201, made.text)
  commitmentView.parse(made.body)
  t.match(made.body, {
    case: number,
    who: 'body',
    body: { code: LETTER.body },
    source: 'found',
    state: 'open',
    contact: id,
    reply: reply.id,
    dueAt: '2026-12-02T00:00:00+05:00',
    because: { ru: /Обещано к дате/ },
  })
  t.same((await as(responder).get(`/contacts/${id}`)).body.replies[0].promises, [], 'offered once')
  const listed = (await as(responder).get(`${url}/commitments`)).body
  commitmentPage.parse(listed)
  t.same(listed.items, [made.body])
  const seen = (await as().get(`${url}/events`)).body.items.find((e: { kind: string }) => e.kind === 'committed')
  t.match(seen, { body: LETTER.body, dueOn: '2026-12-01' })
  t.notOk('text' in seen, 'the words stay inside')

  await passAt('2026-11-30T10:00:00+05:00')
  const notices = () =>
    test.database
      .sql`select kind, data->>'deadline' as deadline from outbox where data->>'deadline' = 'commitment' order by id`
  t.match(await notices(), [{ kind: 'reminder' }], 'the owner is reminded the working day before')
  await passAt('2026-12-02T00:00:00+05:00')
  t.match(await verdicts(test), [{ verdict: 'missed', body: LETTER.body }])
  t.same(
    (await notices()).map((n) => n.kind),
    ['reminder', 'overdue', 'overdue'],
    'owner and head are told',
  )
  t.match((await as(responder).get(`${url}/commitments`)).body.items, [{ state: 'missed', overdue: true }])
  await passAt('2026-12-04T10:00:00+05:00')
  t.match((await as(responder).get(url)).body, { level: 'central' }, 'three working days later the centre has it')
  t.match(
    (await as().get('/stats/bodies')).body.items?.find?.((b: { code: string }) => b.code === LETTER.body)?.missed ?? 0,
    0,
  )
})

t.test('kept in time and written down later is in time; kept late stays late; withdrawn needs a reason', async (t) => {
  const test = await begin(t)
  const { as, responder, head, report, passAt, setTime } = test
  const { url } = await report()
  await as(responder).post(`${url}/reaction`, { ...REACTION, nextActionOn: '2026-12-20' })
  const promise = (more: object) =>
    as(responder).post(`${url}/commitments`, { text: 'Поставят знак', dueOn: '2026-11-25', ...more })
  const body = (await promise({ who: 'body', body: LETTER.body })).body
  const own = (await promise({ who: 'branch' })).body
  const other = (await promise({ who: 'branch', staff: Number(head.id), dueOn: '2026-12-25' })).body
  t.match(own, { branch: { code: 'KZ-39' }, source: 'staff', body: null })
  t.match(await test.database.sql`select kind from outbox where staff = ${head.id} and kind = 'committed'`, [{}])

  await passAt('2026-11-27T09:00:00+05:00')
  const end = (c: { id: number }, outcome: object) => as(responder).post(`/commitments/${c.id}/outcome`, outcome)
  t.match(
    await end(own, { outcome: 'kept', on: '2026-11-24' }),
    { status: 400, body: { code: 'date_in_past' } },
    'nobody dates back the own promise',
  )
  t.match(await end(body, { outcome: 'kept', on: '2026-11-28' }), { status: 400, body: { code: 'date_in_future' } })
  const kept = await end(body, { outcome: 'kept', on: '2026-11-25', note: 'Знак стоит' })
  t.equal(kept.status, 201, kept.text)
  commitmentView.parse(kept.body)
  t.match(kept.body, { state: 'kept', overdue: false, endedAt: '2026-11-25T23:59:59.999+05:00' })
  t.match(await end(own, { outcome: 'kept' }), { status: 201, body: { state: 'kept' } })
  t.match(
    await verdicts(test),
    [
      { verdict: 'missed', corrected: 'met' },
      { verdict: 'missed', corrected: null },
    ],
    'the verdict stays, and is corrected where it was wrong',
  )
  t.match(await end(own, { outcome: 'kept' }), { status: 409, body: { code: 'nothing_to_change' } })
  t.match(await end(other, { outcome: 'withdrawn' }), { status: 400, body: { code: 'validation_failed' } })
  t.match(await end(other, { outcome: 'withdrawn', note: 'Знак не нужен' }), {
    status: 201,
    body: { state: 'withdrawn' },
  })
  setTime('2026-12-26T09:00:00+05:00')
  await passAt('2026-12-26T09:00:00+05:00')
  t.equal((await verdicts(test)).length, 2, 'what was withdrawn before its day is not judged')
  t.ok((await kinds(test, url)).includes('commitment-ended'))
})

t.test(
  'a promise that was missed: kept late, broken with a reason, or another day that is followed anew',
  async (t) => {
    const test = await begin(t)
    const { as, responder, report, passAt } = test
    const { url } = await report()
    await as(responder).post(`${url}/reaction`, { ...REACTION, nextActionOn: '2026-12-20' })
    const promise = async (text: string) =>
      (await as(responder).post(`${url}/commitments`, { who: 'body', body: LETTER.body, text, dueOn: '2026-11-25' }))
        .body
    const [one, two, three] = [await promise('Знак'), await promise('Разметка'), await promise('Щебень')]
    const end = (c: { id: number }, outcome: object) => as(responder).post(`/commitments/${c.id}/outcome`, outcome)
    t.match(
      await end(two, { outcome: 'broken', note: 'Не сделали' }),
      { status: 400, body: { code: 'date_in_future' } },
      'nothing is broken before its day has passed',
    )
    await passAt('2026-11-27T09:00:00+05:00')
    t.match(await end(one, { outcome: 'kept', on: '2026-11-27' }), { status: 201, body: { state: 'kept' } })
    t.equal((await end(two, { outcome: 'broken' })).status, 400, 'why is said')
    t.match(await end(two, { outcome: 'broken', note: 'Техники нет' }), {
      status: 201,
      body: { state: 'broken', overdue: false },
    })
    t.match(await end(two, { outcome: 'broken', note: 'Техники нет' }), { status: 409 })
    t.equal((await end(three, { outcome: 'moved', note: 'Просят подождать' })).status, 400)
    t.equal((await end(three, { outcome: 'kept', dueOn: '2026-12-02' })).status, 400)
    t.match(await end(three, { outcome: 'moved', note: 'Ждут', dueOn: '2026-11-25' }), {
      status: 400,
      body: { code: 'date_in_past' },
    })
    t.match(await end(three, { outcome: 'moved', note: 'Ждут', dueOn: '2029-11-25' }), {
      status: 400,
      body: { code: 'date_too_far' },
    })
    const moved = await end(three, { outcome: 'moved', note: 'Ждут щебень', dueOn: '2026-12-02' })
    commitmentView.parse(moved.body)
    t.match(moved.body, { state: 'open', text: 'Щебень', dueOn: '2026-12-02', body: { code: LETTER.body } })
    t.not(moved.body.id, three.id)
    const all = (await as(responder).get(`${url}/commitments`)).body.items
    t.same(
      all.map((c: { state: string }) => c.state),
      ['kept', 'broken', 'moved', 'open'],
    )
    t.same(
      (await verdicts(test)).map((v) => [v.verdict, v.corrected]),
      [
        ['missed', null],
        ['missed', null],
        ['missed', null],
      ],
      'whatever becomes of them, they were missed',
    )
    await passAt('2026-12-03T09:00:00+05:00')
    t.equal((await verdicts(test)).length, 4, 'the new day has a verdict of its own')
    const open = (await as().get(`${url}/events`)).body.items.filter(
      (e: { kind: string }) => e.kind === 'commitment-ended',
    )
    t.match(open, [{ outcome: 'kept' }, { outcome: 'broken' }, { outcome: 'moved', dueOn: '2026-12-02' }])
    t.notMatch(JSON.stringify(open), 'Техники нет', 'why is for those who work on it')
    t.same((await auditAll(test.database.sql, test.deps.now())).broken, [])
  },
)

t.test('a commitment leans on papers of its own case, and the centre ends its own', async (t) => {
  const { as, responder, colleague, centre, report } = await begin(t)
  const [one, two] = [await report(), await report()]
  const letter = (await as(responder).post(`${two.url}/contacts`, LETTER)).body
  const make = (more: object, who = responder) =>
    as(who).post(`${one.url}/commitments`, { who: 'body', text: 'Сделают', dueOn: '2026-12-01', ...more })
  t.match(await make({ contact: letter.id }), { status: 404 }, 'a letter about another case')
  t.match(await make({ reply: 1 }), { status: 404 })
  t.match(await make({ instruction: 1 }), { status: 404 })
  t.match(await make({}), { status: 400, body: { code: 'unknown_body' } })
  t.match(await make({ body: 'none' }), { status: 400, body: { code: 'unknown_body' } })
  t.match(await make({ body: LETTER.body, dueOn: '2026-11-22' }), { status: 400, body: { code: 'date_in_past' } })
  t.match(await make({ body: LETTER.body, staff: 999_999 }), { status: 400, body: { code: 'unknown_staff' } })
  t.match(await as(one.reporter).post(`${one.url}/commitments`, {}), { status: 403 })
  const ours = (await make({ who: 'centre' }, centre)).body
  t.match(ours, { branch: { code: 'KZ' } })
  t.match(await as(colleague).post(`/commitments/${ours.id}/outcome`, { outcome: 'kept' }), { status: 403 })
  t.match(await as(centre).post(`/commitments/${ours.id}/outcome`, { outcome: 'kept' }), { status: 201 })
  t.match(await as(centre).post('/commitments/999999/outcome', { outcome: 'kept' }), { status: 404 })
})

t.test('the board: everything promised with a date in one list, the latest first, as far as one may see', async (t) => {
  const test = await begin(t)
  const { as, responder, centre, centralHead, report, passAt } = test
  const stranger = await makeSigned(test, { name: 'Чужой', roles: ['responder'], branch: 'KZ-75' })
  const { url, number } = await report()
  const far = await report({ region: 'KZ-75' })
  await as(responder).post(`${url}/reaction`, { ...REACTION, nextActionOn: '2026-12-03' })
  await as(responder).post(`${url}/contacts`, { ...LETTER, replyDueOn: '2026-11-30' })
  await as(centre).post(`${url}/instructions`, {
    text: 'Проверить исполнение',
    responsible: Number(responder.id),
    dueOn: '2026-12-02',
  })
  await as(responder).post(`${url}/updates`, { text: 'Новый срок', public: true, nextActionOn: '2026-12-04' })
  await as(responder).post(`${url}/commitments`, {
    who: 'body',
    body: LETTER.body,
    text: 'Заделают',
    dueOn: '2026-12-01',
  })
  await as(centre).post(`${far.url}/commitments`, { who: 'centre', text: 'Дадим ответ', dueOn: '2026-11-29' })
  const board = async (who: Parameters<typeof as>[0], query = '') => {
    const answer = await as(who).get(`/commitments${query}`)
    t.equal(answer.status, 200, answer.text)
    boardPage.parse(answer.body)
    return answer.body.items as { kind: string; who: string; case: string; text: string; overdue: boolean }[]
  }
  const all = await board(centralHead)
  t.same(
    all.map((p) => `${p.kind} ${p.who}`),
    ['commitment centre', 'reply body', 'commitment body', 'instruction branch', 'action branch'],
  )
  t.equal(all.at(-1)?.text, 'Новый срок', 'what the step is, in the words it was promised with')
  t.same(
    (await board(responder)).map((p) => p.case),
    [number, number, number, number],
    'a branch sees its own',
  )
  t.same(
    (await board(stranger)).map((p) => p.case),
    [far.number],
  )
  t.same(
    (await board(centralHead, '?who=body')).map((p) => p.kind),
    ['reply', 'commitment'],
  )
  t.same(
    (await board(centralHead, '?who=centre')).map((p) => p.kind),
    ['commitment'],
  )
  t.same(
    (await board(centralHead, `?body=${LETTER.body}`)).map((p) => p.kind),
    ['reply', 'commitment'],
  )
  t.same(
    (await board(centralHead, '?branch=KZ-75')).map((p) => p.case),
    [far.number],
  )
  t.match(await as(stranger).get('/commitments?branch=KZ-39'), { status: 403 })
  t.match(await as(centralHead).get('/commitments?branch=XX'), { status: 400, body: { code: 'unknown_branch' } })
  t.match(await as(centralHead).get('/commitments?body=XX'), { status: 400, body: { code: 'unknown_body' } })
  t.match(await as(centralHead).get('/commitments?cursor=zzz'), { status: 400, body: { code: 'invalid_cursor' } })
  t.match(await as().get('/commitments'), { status: 401 })

  const walked: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { items, nextCursor }: { items: { kind: string }[]; nextCursor: string | null } = (
      await as(centralHead).get(`/commitments?limit=2${cursor ? `&cursor=${cursor}` : ''}`)
    ).body
    walked.push(...items.map((i) => i.kind))
    cursor = nextCursor
  }
  t.same(
    walked,
    all.map((p) => p.kind),
    'page by page the same, none twice',
  )

  await passAt('2026-12-02T12:00:00+05:00')
  const late = await board(centralHead, '?overdue=true')
  t.ok(late.length >= 3 && late.every((p) => p.overdue))
  t.same((await as(centralHead).get('/commitments?overdue=true&who=centre')).body.items.length, 1)
})

t.test('the board as a file: RFC 4180, in three languages, and no cell is a formula', async (t) => {
  const test = await begin(t)
  const { as, responder, report } = test
  const { url, number } = await report()
  const texts = ['=HYPERLINK("http://evil";"x")', '+7 701', '-1+1', '@SUM(A1)', 'Просто "слова", две\nстроки', '\t=1+1']
  for (const text of texts) await as(responder).post(`${url}/commitments`, { who: 'branch', text, dueOn: '2026-12-01' })
  const file = await as(responder).get('/commitments.csv?lang=ru')
  t.equal(file.status, 200)
  t.ok(file.text.startsWith('\ufeffСрок,'), 'byte-order mark and Russian words')
  t.ok((await as(responder).get('/commitments.csv?lang=kk')).text.startsWith('\ufeffМерзімі,'))
  t.ok((await as(responder).get('/commitments.csv?lang=en')).text.startsWith('\ufeffDue,'))
  const { parse } = await import('csv-parse/sync')
  const rows = parse(file.text.slice(1), { recordDelimiter: '\r\n' }) as string[][]
  t.equal(rows.length, texts.length + 1)
  t.ok(rows.every((row) => row.length === 12))
  t.ok(rows.slice(1).every((row) => row[7] === number))
  for (const cell of rows.slice(1).flat()) t.notMatch(cell, /^\s*[=+@-]/, cell)
  t.ok(rows.some((row) => row[6] === 'Просто "слова", две\nстроки'))
  t.match(await as().get('/commitments.csv'), { status: 401 })
})
