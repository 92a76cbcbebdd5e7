import { readFileSync } from 'node:fs'
import t from 'tap'
import { projectPath } from '../../db/root.ts'
import { auditAll } from '../../server/audit/run.ts'
import { makeApp } from '../support/app.ts'
import { makeDesk } from '../support/desk.ts'
import { notices } from '../support/make.ts'
import { makeSigned } from '../support/signed.ts'

const SCENARIO = JSON.parse(readFileSync(projectPath('test', 'data', 'kostanay.json'), 'utf8')) as {
  locations: { kato: string; ru: string }[]
  category: string[]
  severity: number
  problem: string
  argument: string
}

t.setTimeout(60_000)

t.test('Kostanay: two abandoned buildings, no body that feels competent, the centre orders it done', async (t) => {
  // 26 September 2026, a Saturday, before the meeting of the region's active members.
  const test = await makeApp(t, { at: '2026-09-26T05:30:00+05:00' })
  const { as, head, centre, centralHead, responder } = await makeDesk(test)
  const builder = await makeSigned(test, { name: 'Сәкен Нұрланов', roles: ['central'], branch: 'KZ' })
  const post = async (who: typeof head, path: string, body: object = {}) => {
    const answer = await as(who).post(path, body)
    t.equal(answer.status, 201, `${path}: ${answer.status === 201 ? 'done' : answer.text}`)
    return answer.body
  }

  // The branch itself reports, one case for each place; the promise is that very morning.
  const numbers: string[] = []
  for (const [i, { kato, ru }] of SCENARIO.locations.entries()) {
    const made = await post(head, '/cases', {
      category: SCENARIO.category[i % 2],
      text: `${SCENARIO.problem}. ${SCENARIO.argument}`,
      title: `Брошенное здание: ${ru}`,
      region: 'KZ-39',
      district: kato,
      kind: 'proposal',
      severity: SCENARIO.severity,
      channel: 'branch',
      language: 'ru',
      public: true,
    })
    t.equal(made.respondBy, '2026-09-26T09:00:00+05:00')
    numbers.push(made.number)
  }
  const [arkalyk, rudny] = numbers.map((number) => `/cases/${number}`) as [string, string]
  for (const url of [arkalyk, rudny])
    await post(head, `${url}/reaction`, {
      text: 'Предложение поддерживаем, готовы начать работы',
      nextAction: 'Письмо в акимат и в Астану',
      nextActionOn: '2026-09-28',
    })

  // One letter about both; the akimat passes it off, and nobody in the region knows who decides.
  const letter = await post(head, `${arkalyk}/contacts`, {
    body: 'akimat-kostanay',
    channel: 'post',
    subject: 'О зданиях под студенческие общежития',
    text: SCENARIO.argument,
    alsoCases: [numbers[1]],
  })
  t.same(letter.cases.length, 2)
  test.setTime('2026-09-28T11:00:00+05:00')
  await post(responder, `/contacts/${letter.id}/replies`, {
    receivedAt: '2026-09-28T10:30:00+05:00',
    incomingNumber: '7-1/402',
    text: 'Вопрос не в компетенции акимата, решается в Астане',
    grade: 'brush-off',
  })
  t.match(
    await test.database.sql`select 1 from deadlines where kind = 'reply' and closed_at is null`,
    { length: 2 },
    'a brush-off stops no clock',
  )

  // To the centre, without naming a body; and a question that has its own hour.
  await post(head, `${arkalyk}/escalation`, { reason: 'Компетентный орган в Астане неизвестен' })
  t.match((await as(head).get(arkalyk)).body, { level: 'region' }, 'a district asks its region first')
  await post(head, `${arkalyk}/escalation`, { reason: 'Область тоже не знает, кто решает' })
  t.match((await as(head).get(arkalyk)).body, { level: 'central' })
  const help = await post(head, `${arkalyk}/help`, {
    question: 'Какой орган в Астане решает о передаче брошенных зданий под общежития?',
    tried: 'Письмо в акимат области, ответ не по существу',
    needed: 'Назвать орган или обратиться в него от имени центра',
  })
  t.equal(help.dueAt, '2026-09-29T09:00:00+05:00')
  await test.passAt('2026-09-28T11:01:00+05:00')
  t.ok(
    (await notices(test)).some((n) => n.kind === 'help-asked' && n.to !== head.name),
    'the centre hears of it at once',
  )
  const asked = (await as(centre).get('/help')).body.items
  t.match(asked, [{ id: help.id, case: numbers[0] }])
  await post(centre, `/help/${help.id}/taking`)

  // The head of the centre comes to the region and orders, with those present; a date cannot be left out.
  const meeting = await post(centralHead, `${arkalyk}/meetings`, {
    title: 'Общежития в Аркалыке и Рудном',
    agenda: 'Кто решает, кто исполняет, к какому дню',
    place: 'Костанай, областной филиал',
    startsAt: '2026-09-29T15:00:00+05:00',
    endsAt: '2026-09-29T17:00:00+05:00',
    staff: [centre.id, builder.id, head.id],
    bodies: ['akimat-kostanay'],
    alsoCases: [numbers[1]],
  })
  await post(centre, `/help/${help.id}/answer`, { text: 'Решает министерство; обсудим на совещании 29 сентября' })
  test.setTime('2026-09-29T17:10:00+05:00')
  const order = {
    responsible: centre.id,
    coExecutors: [builder.id, head.id],
    publicText: 'Согласовать передачу зданий под общежития',
  }
  const minutes = (decisions: object[]) => as(centralHead).post(`/meetings/${meeting.id}/minutes`, { decisions })
  t.match(
    await minutes([{ text: 'Согласовать', instruction: order }]),
    { status: 400 },
    'no instruction without a date',
  )
  const held = await minutes([
    { text: 'Согласовать передачу обоих зданий', instruction: { ...order, dueOn: '2026-10-09' } },
    { text: 'Смета по Рудному', case: numbers[1], instruction: { responsible: head.id, dueOn: '2026-10-05' } },
    { text: 'Опыт других областей', noAction: 'Принято к сведению' },
  ])
  t.equal(held.status, 201, held.text)
  const [first, second] = held.body.decisions.map((d: { instruction: number }) => d.instruction) as [number, number]
  t.match((await as(builder).get('/instructions?mine=true')).body.items, [{ id: first }], 'the co-executor has it too')
  t.match((await as(head).get('/instructions?branch=KZ-39')).body.items, [{ id: second }], 'the branch has its own')

  // Reported halfway, then in full; not enough, returned; reported again; off control by another person.
  test.setTime('2026-10-02T10:00:00+05:00')
  await post(builder, `/instructions/${first}/reports`, { text: 'Министерство запросило документы', final: false })
  await post(head, `/instructions/${second}/reports`, { text: 'Смета готова', final: true })
  await post(centralHead, `/instructions/${second}/acceptance`)
  await test.passAt('2026-10-08T10:30:00+05:00')
  const reminded = (await notices(test)).filter((n) => n.kind === 'reminder').map((n) => n.to)
  for (const who of [centre, builder]) t.ok(reminded.includes(who.name), `${who.name} is reminded a working day before`)
  await post(centre, `/instructions/${first}/reports`, { text: 'Письмо министерства получено', final: true })
  t.match(await as(builder).post(`/instructions/${first}/acceptance`), { status: 403 }, 'not by who carries it out')
  await post(centralHead, `/instructions/${first}/return`, { reason: 'Нет решения о Рудном' })
  t.match((await as(centre).get(`/instructions/${first}`)).body, {
    state: 'open',
    reports: [{ final: false }, { returned: { by: { id: centralHead.id }, reason: 'Нет решения о Рудном' } }],
  })
  const page = async (lang: string, number = numbers[0]) =>
    (await test.app.inject({ url: `/${lang}/cases/${number}` })).body
  t.match(await page('ru'), /Согласовать передачу зданий под общежития.*Возвращено на доработку: чт, 8 октября/s)
  test.setTime('2026-10-09T16:00:00+05:00')
  await post(centre, `/instructions/${first}/reports`, { text: 'Решения по обоим зданиям есть', final: true })
  const accepted = await post(centralHead, `/instructions/${first}/acceptance`)
  t.match(accepted, { state: 'accepted', acceptedBy: { id: centralHead.id }, acceptedAt: '2026-10-09T16:00:00+05:00' })
  t.match(
    await test.database.sql`select verdict from verdicts where kind in ('instruction','help') order by decided_at`,
    [{ verdict: 'met' }, { verdict: 'met' }, { verdict: 'met' }],
    'all of it in time',
  )

  // What everyone may see: what the centre ordered, by when, and that it was done. No names of those who carry it out.
  for (const [lang, words] of [
    ['kk', /Орындалды, бақылаудан алынды: жм, 9 қазан/],
    ['ru', /Исполнено, снято с контроля: пт, 9 октября/],
    ['en', /Carried out and closed: Fri, 9 October/],
  ] as const) {
    const html = await page(lang)
    t.match(html, words)
    t.match(html, 'Согласовать передачу зданий под общежития')
    t.notMatch(html, builder.name, 'who carries it out is not named')
    t.notMatch(html, /Нет решения о Рудном|Смета готова|Какой орган в Астане|Кто решает, кто исполняет/)
  }
  t.match(await page('ru'), /Совещания.*29 сентября/s)

  // The branch wrote to its own akimat: it does not close alone, the centre signs too.
  await post(centre, `${arkalyk}/resolution`, { text: 'Здание передано под общежитие' })
  t.match(await as(head).post(`${arkalyk}/closure`), { status: 403, body: { code: 'second_signature_needed' } })
  await post(centralHead, `${arkalyk}/closure`)
  t.match((await as().get(arkalyk)).body, { status: 'closed' })
  t.same((await auditAll(test.database.sql, test.deps.now())).broken, [], 'and everything holds')
})
