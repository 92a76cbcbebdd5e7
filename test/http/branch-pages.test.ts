import t from 'tap'
import { makeApp } from '../support/app.ts'
import { postForm } from '../support/citizen.ts'
import { makeDesk } from '../support/desk.ts'
import { putAway, putOnDuty } from '../support/make.ts'
import { makeSigned, type Signed } from '../support/signed.ts'

async function begin(t: Parameters<typeof makeApp>[0]) {
  const test = await makeApp(t)
  const desk = await makeDesk(test)
  const open = async (url: string, who: Signed) => test.app.inject({ url, headers: who.headers })
  const send = (url: string, who: Signed, fields: Record<string, string> = {}) =>
    postForm(test, url, fields, who.headers)
  return { ...test, ...desk, open, send }
}

t.test('the head sees who has what, and gives ticked cases to somebody with a reason', async (t) => {
  const { report, open, send, head, responder, colleague, as, database } = await begin(t)
  const [one, two] = [await report(), await report({ text: 'Не горит фонарь у школы' })]
  await database.sql`update cases set owner = ${responder.id}`
  const board = await open('/ru/branch', head)
  t.equal(board.statusCode, 200)
  for (const made of [one, two]) t.match(board.body, `name="case-${made.number}"`)
  t.match(board.body, 'Не горит фонарь')

  const nothing = await send('/ru/branch/assignment', head, { reason: 'Отпуск' })
  t.equal(nothing.statusCode, 422)
  t.match(nothing.body, 'Отметьте хотя бы одно дело')
  t.match(nothing.body, 'Выберите, кому передать')
  const unreasoned = await send('/ru/branch/assignment', head, {
    [`case-${one.number}`]: 'yes',
    owner: String(colleague.id),
  })
  t.match(unreasoned.body, 'Напишите причину')
  t.match(unreasoned.body, new RegExp(`name="case-${one.number}"[^>]*checked`), 'what was ticked stays ticked')

  const key = '00000000-0000-4000-8000-000000000001'
  const fields = {
    [`case-${one.number}`]: 'yes',
    [`case-${two.number}`]: 'yes',
    owner: String(colleague.id),
    reason: 'Сменился дежурный',
    key,
  }
  const moved = await send('/ru/branch/assignment', head, fields)
  t.equal(moved.statusCode, 303, moved.body)
  t.equal(moved.headers.location, '/ru/branch?branch=KZ-39&moved=2')
  t.equal((await send('/ru/branch/assignment', head, fields)).statusCode, 303, 'sent twice it is one deed')
  for (const made of [one, two]) {
    const items = (await as(head).get(`${made.url}/events`)).body.items.filter(
      (e: { kind: string }) => e.kind === 'assigned',
    )
    t.equal(items.length, 2, 'the first assignment and this one')
    t.match(items.at(-1), { owner: { id: colleague.id }, reason: 'Сменился дежурный', by: { role: 'head' } })
  }
  t.match((await open('/ru/branch?moved=2', head)).body, /Передано 2 (дела|обращения)/)
})

t.test('a case of another branch is not given away, and the reason stands beside it', async (t) => {
  const { report, send, head, responder } = await begin(t)
  const foreign = await report({ region: 'KZ-10' })
  const answer = await send('/ru/branch/assignment', head, {
    [`case-${foreign.number}`]: 'yes',
    owner: String(responder.id),
    reason: 'Моё',
  })
  t.equal(answer.statusCode, 422)
  t.match(answer.body, foreign.number)
  t.equal(
    (await send('/ru/branch/assignment', head, { 'case-39-26-9999999-0': 'yes', owner: '1', reason: 'Нет такого' }))
      .statusCode,
    422,
  )
})

t.test('the roster: gaps first, shifts, swaps, absences and rotations by plain forms', async (t) => {
  const test = await begin(t)
  const { open, send, head, responder, colleague, database } = test
  t.match((await open('/ru/branch/roster', head)).body, 'нет графика')
  await putOnDuty(test, responder, '2026-11-21T09:00:00+05:00', '2026-11-22T09:00:00+05:00')
  const gaps = await open('/ru/branch/roster', head)
  t.match(gaps.body, 'Без дежурного в ближайшие 72 часа')
  t.match(gaps.body, /завтра, 09:00 [—–] вт, 24 ноября, 14:00/, 'from the end of the shift to the end of the 72 hours')

  const wrong = await send('/ru/branch/duty?branch=KZ-39', head, { staff: '', from: '2026-11-22T09:00', to: 'ерунда' })
  t.equal(wrong.statusCode, 422)
  t.match(wrong.body, 'Заполните: Кто')
  t.match(wrong.body, 'value="2026-11-22T09:00"', 'what was typed stays')
  const added = await send('/ru/branch/duty?branch=KZ-39', head, {
    staff: String(responder.id),
    from: '2026-11-22T09:00',
    to: '2026-11-24T20:00',
  })
  t.equal(added.statusCode, 303, added.body)
  t.match((await open('/ru/branch/roster', head)).body, 'В ближайшие 72 часа пробелов нет')
  const [shift] = await database.sql`select id, starts_at as from from duty order by starts_at desc limit 1`
  t.equal(shift!.from, Date.parse('2026-11-22T09:00:00+05:00'), 'by the clocks of the branch')

  const overlap = await send('/ru/branch/duty?branch=KZ-39', head, {
    staff: String(responder.id),
    from: '2026-11-23T09:00',
    to: '2026-11-23T20:00',
  })
  t.equal(overlap.statusCode, 422)
  t.equal((await send(`/ru/branch/duty/${shift!.id}/swap`, head, { staff: String(colleague.id) })).statusCode, 303)
  t.match((await open('/ru/branch/roster', head)).body, 'вместо: Айгүл Серікова')
  t.equal((await send(`/ru/branch/duty/${shift!.id}/swap`, head, { staff: '' })).statusCode, 422)

  const asked = await open(`/ru/branch/roster?ask=duty:${shift!.id}`, head)
  t.match(asked.body, /Убрать из графика дежурство \(Пётр Коваль/)
  t.equal((await send(`/ru/branch/duty/${shift!.id}/removal`, head)).statusCode, 303)
  t.equal((await send(`/ru/branch/duty/${shift!.id}/removal`, head)).statusCode, 404, 'it is gone')

  const rotation = await send('/ru/branch/rotations?branch=KZ-39', head, {
    'member-1': String(responder.id),
    'member-2': String(colleague.id),
    startsOn: '2026-11-23',
    shiftDays: '7',
    handover: '09:00',
  })
  t.equal(rotation.statusCode, 303, rotation.body)
  t.match((await open('/ru/branch/roster', head)).body, 'Айгүл Серікова → Пётр Коваль')
  t.equal(
    (await send('/ru/branch/rotations?branch=KZ-39', head, { startsOn: 'x', shiftDays: '0', handover: '9' }))
      .statusCode,
    422,
  )

  const absent = await send('/ru/branch/absences?branch=KZ-39', head, {
    staff: String(colleague.id),
    from: '2026-11-23T00:00',
    to: '2026-11-30T00:00',
    reason: 'Отпуск',
  })
  t.equal(absent.statusCode, 303)
  const shown = (await open('/ru/branch/roster', head)).body
  t.match(shown, 'Отпуск')
  t.match(shown, 'Отсутствуют: Пётр Коваль')
  const [absence] = await database.sql`select id from absences`
  t.equal((await send(`/ru/branch/absences/${absence!.id}/end`, head)).statusCode, 303)
  t.notMatch((await open('/ru/branch/roster', head)).body, 'Отпуск')
})

t.test('brief and figures are pages; a branch above is not looked into, an administrator sees no case', async (t) => {
  const test = await begin(t)
  const { open, report, head, responder, centre, passAt, send } = test
  const made = await report()
  await putAway(test, responder, '2026-11-21T00:00:00+05:00', '2026-11-25T00:00:00+05:00')
  await passAt('2026-11-22T09:30:00+05:00')
  const brief = (await open('/kk/branch/brief', head)).body
  t.match(brief, 'Мерзімі өтті: <span class="number">1</span>')
  t.match(brief, made.number)
  t.match((await open('/kk/branch/figures', head)).body, 'Жүктемесі ұқсас филиалдар')
  t.equal((await open('/kk/branch/brief?branch=KZ-10', head)).statusCode, 403)
  t.equal((await open('/kk/branch/brief?branch=KZ-10', centre)).statusCode, 200)
  t.equal((await open('/kk/branch?branch=XX', centre)).statusCode, 404)
  t.equal((await open('/kk/branch', responder)).statusCode, 403)
  const admin = await makeSigned(test, { roles: ['admin'], branch: 'KZ' })
  for (const part of ['', '/roster', '/brief', '/figures'])
    t.equal((await open(`/kk/branch${part}`, admin)).statusCode, 403)
  const auditor = await makeSigned(test, { roles: ['auditor'], branch: 'KZ' })
  const seen = await open('/kk/branch?branch=KZ-39', auditor)
  t.equal(seen.statusCode, 200)
  t.notMatch(seen.body, 'type="checkbox"', 'who only looks is offered nothing')
  t.equal((await send('/kk/branch/assignment', auditor, {})).statusCode, 403)
  t.equal((await send('/kk/branch/duty?branch=KZ-10', head, {})).statusCode, 403)
})
