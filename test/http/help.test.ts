import t, { type Test } from 'tap'
import { auditAll } from '../../server/audit/run.ts'
import { helpPage, helpView } from '../../shared/contract/help.ts'
import { makeApp } from '../support/app.ts'
import { makeDesk, REACTION } from '../support/desk.ts'
import { firedRungs, notices } from '../support/make.ts'
import { makeSigned } from '../support/signed.ts'

t.setTimeout(120_000)

const HELP = {
  question: 'Какой орган отвечает за заброшенные здания?',
  tried: 'Писали в акимат, ответа по существу нет',
  needed: 'Назвать компетентный орган или обратиться в него самим',
}

async function begin(t: Test, at = '2026-11-23T10:00:00+05:00') {
  const test = await makeApp(t, { at })
  const desk = await makeDesk(test)
  const made = await desk.report()
  const told = async (kind: string) => (await notices(test)).filter((n) => n.kind === kind).map((n) => n.to)
  const audited = async () =>
    t.same((await auditAll(test.database.sql, test.deps.now())).broken, [], 'the audit finds nothing')
  return { ...test, ...desk, ...made, told, audited }
}

t.test('a branch asks, the centre takes it up and answers by its hour', async (t) => {
  const test = await begin(t)
  const { as, responder, centre, head, number, url, told, setTime, database, audited } = test
  await as(responder).post(`${url}/reaction`, REACTION)
  const asked = await as(responder).post(`${url}/help`, HELP)
  t.equal(asked.status, 201, asked.text)
  helpView.parse(asked.body)
  t.match(asked.body, {
    ...HELP,
    case: number,
    branch: 'KZ-39',
    state: 'open',
    askedBy: { id: responder.id },
    dueAt: '2026-11-24T09:00:00+05:00',
    overdue: false,
    lapsed: false,
  })
  t.same(await told('help-asked'), [centre.name], 'the centre hears of it at once')
  t.same(await firedRungs(test, number), ['response/report', 'help/asked'])
  t.match((await as(responder).get(url)).body, { status: 'responded' }, 'asking is no step of the branch')
  t.equal((await database.sql`select 1 from deadlines where kind = 'action' and closed_at is null`).length, 1)

  const path = `/help/${asked.body.id}`
  t.match(await as(head).post(`${path}/taking`), { status: 403 })
  t.match(await as(centre).post(`${path}/taking`), {
    status: 201,
    body: { state: 'taken', takenBy: { id: centre.id } },
  })
  t.match(await as(centre).post(`${path}/taking`), { status: 409 }, 'once')
  t.same(await told('help-taken'), [responder.name])
  setTime('2026-11-24T08:59:59+05:00')
  const answered = await as(centre).post(`${path}/answer`, { text: 'Обратитесь в управление строительства' })
  t.match(answered, { status: 201, body: { state: 'answered', answeredBy: { id: centre.id }, overdue: false } })
  t.same((await as(responder).get(path)).body, answered.body)
  t.match(await database.sql`select verdict from verdicts where kind = 'help'`, [{ verdict: 'met' }])
  t.same(await told('help-answered'), [responder.name])
  t.match(await as(centre).post(`${path}/answer`, { text: 'Ещё раз' }), {
    status: 409,
    body: { code: 'not_in_status' },
  })
  const seen = await as().get(`${url}/events`)
  t.match(
    seen.body.items.filter((e: { kind: string }) => e.kind.startsWith('help')),
    [{ kind: 'help-asked' }, { kind: 'help-answered' }],
  )
  t.notMatch(seen.text, /заброшенные|управление строительства|акимат/, 'what is asked and answered stays inside')
  await audited()
})

t.test('the cut-off of the centre: before 06:00 the same morning, from 06:00 on the next', async (t) => {
  for (const [at, due] of [
    ['2026-11-23T05:59:59.999+05:00', '2026-11-23T09:00:00+05:00'],
    ['2026-11-23T06:00:00.000+05:00', '2026-11-24T09:00:00+05:00'],
    ['2026-11-21T23:00:00+05:00', '2026-11-22T09:00:00+05:00'],
  ] as const) {
    const { as, responder, url } = await begin(t, at)
    t.equal((await as(responder).post(`${url}/help`, HELP)).body.dueAt, due, at)
  }
})

t.test('the centre is silent: missed, the head of the centre is told, the wall shows it', async (t) => {
  const test = await begin(t)
  const { as, responder, centralHead, url, number, passAt, database, audited } = test
  await as(responder).post(`${url}/reaction`, REACTION)
  await as(responder).post(`${url}/help`, HELP)
  await passAt('2026-11-24T09:00:00+05:00')
  t.match(await database.sql`select verdict from verdicts where kind = 'help'`, [{ verdict: 'missed' }])
  t.ok((await notices(test)).some((n) => n.kind === 'overdue' && n.to === centralHead.name))
  t.match((await as(responder).get('/help')).body.items, [{ overdue: true }])
  await passAt('2026-11-25T09:00:00+05:00')
  t.match(await database.sql`select on_wall from cases`, [{ on_wall: true }])
  t.same(
    (await firedRungs(test, number)).filter((r) => r.startsWith('help')),
    ['help/asked', 'help/reminder late', 'help/due', 'help/head'],
  )
  await audited()
})

t.test('the centre answers by an instruction, and its clock stops there', async (t) => {
  const { as, responder, head, centre, url, database, audited } = await begin(t)
  await as(responder).post(`${url}/reaction`, REACTION)
  const { id } = (await as(head).post(`${url}/help`, HELP)).body
  const order = { text: 'Обследовать здания', responsible: head.id, coExecutors: [responder.id], dueOn: '2026-12-01' }
  t.match(await as(centre).post(`/help/${id}/instruction`, { ...order, responsible: 1 }), { status: 400 })
  const made = await as(centre).post(`/help/${id}/instruction`, order)
  t.match(made, { status: 201, body: { state: 'instructed', instruction: Number } })
  t.match(await as(head).get(`/instructions/${made.body.instruction}`), { status: 200, body: { state: 'open' } })
  t.match(await database.sql`select kind, outcome from deadlines where kind in ('help','instruction') order by id`, [
    { kind: 'help', outcome: 'met' },
    { kind: 'instruction', outcome: null },
  ])
  t.match((await as(responder).get(url)).body, { status: 'in_progress' })
  await audited()
})

t.test('the branch withdraws what it needs no longer; nobody else does', async (t) => {
  const { as, responder, centre, url, told, audited } = await begin(t)
  const { id } = (await as(responder).post(`${url}/help`, HELP)).body
  await as(centre).post(`/help/${id}/taking`)
  t.match(await as(centre).post(`/help/${id}/withdrawal`), { status: 403 })
  t.match(await as(responder).post(`/help/${id}/withdrawal`), { status: 201, body: { state: 'withdrawn' } })
  t.same(await told('help-withdrawn'), [centre.name])
  t.same((await as(centre).get('/help')).body.items, [])
  await audited()
})

t.test('the list: what waits by its hour, each in its reach; what nobody waits for is not in it', async (t) => {
  const test = await begin(t)
  const { as, responder, centre, head, url, report, setTime, reporter } = test
  const far = await makeSigned(test, { roles: ['head'], branch: 'KZ-75' })
  await as(responder).post(`${url}/reaction`, REACTION)
  const first = (await as(responder).post(`${url}/help`, HELP)).body
  setTime('2026-11-24T10:00:00+05:00')
  const others = []
  for (let i = 0; i < 4; i++) {
    const one = await report()
    others.push((await as(responder).post(`${one.url}/help`, HELP)).body)
  }
  const all = await as(centre).get('/help')
  helpPage.parse(all.body)
  const ids = (answer: { body: { items: { id: number }[] } }) => answer.body.items.map((h) => h.id)
  t.same(ids(all), [first.id, ...others.map((h) => h.id)], 'the longest overdue first')
  t.same(ids(await as(head).get('/help?branch=KZ-39')), ids(all))
  t.same(ids(await as(far).get('/help')), [])
  t.match(await as(far).get('/help?branch=KZ-39'), { status: 403 })
  t.match(await as().get('/help'), { status: 401 })
  const pages: number[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { body: { items: { id: number }[]; nextCursor: string | null } } = await as(centre).get(
      `/help?limit=2${cursor ? `&cursor=${cursor}` : ''}`,
    )
    pages.push(...ids(page))
    cursor = page.body.nextCursor
  }
  t.same(pages, ids(all), 'page by page the same, nothing twice')

  await as(responder).post(`${url}/resolution`, { text: 'Сделано' })
  t.equal((await as(reporter).post(`${url}/confirmation`, { solved: true })).status, 201)
  t.notOk(ids(await as(centre).get('/help')).includes(first.id), 'its case has ended')
  t.match((await as(centre).get(`/help/${first.id}`)).body, { lapsed: true, overdue: false })
  t.equal(ids(await as(centre).get('/help?state=all')).length, 5)
})

t.test(
  'a dispute starts every clock again that the end of the case had stopped: no order and no question is forgotten',
  async (t) => {
    const test = await begin(t)
    const { as, responder, centre, head, url, reporter, setTime, passAt, audited } = test
    await as(responder).post(`${url}/reaction`, REACTION)
    const letter = await as(responder).post(`${url}/contacts`, {
      body: 'akimat-kostanay-city',
      channel: 'post',
      subject: 'Отопление',
      text: 'Просим ответить.',
    })
    const order = await as(centre).post(`${url}/instructions`, {
      text: 'Доложите',
      responsible: responder.id,
      dueOn: '2026-12-01',
    })
    const help = await as(responder).post(`${url}/help`, HELP)
    t.same([letter.status, order.status, help.status], [201, 201, 201])
    t.match(await as(responder).post(`${url}/resolution`, { text: 'Тепло есть' }), { status: 201 })
    t.match(await as(reporter).post(`${url}/confirmation`, { solved: true }), { status: 201 })
    await audited()
    setTime('2026-11-25T10:00:00+05:00')
    const disputed = await as(reporter).post(`${url}/confirmation`, { solved: false, text: 'Снова холодно' })
    t.match(disputed, { status: 201, body: { status: 'reopened' } })
    await audited()
    const clocks = await test.database
      .sql`select kind, due_at from deadlines where closed_at is null and kind in ('reply','instruction','help') order by kind`
    t.same(
      clocks.map((c) => c.kind),
      ['help', 'instruction', 'reply'],
    )
    t.equal(clocks[1]!.due_at, Date.parse('2026-12-02T00:00:00+05:00'), 'the order as it stood')
    t.equal(
      clocks[0]!.due_at,
      Date.parse('2026-11-27T00:00:00+05:00'),
      'whose hour passed meanwhile has the next working day',
    )
    t.match((await as(centre).get('/help')).body.items, [{ id: help.body.id, state: 'open' }])
    await passAt('2026-12-02T09:00:00+05:00')
    t.match((await as(head).get(`/instructions/${order.body.id}`)).body, { overdue: true })
    await audited()
  },
)
