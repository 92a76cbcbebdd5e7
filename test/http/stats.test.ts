import t from 'tap'
import { branchesView, overviewView } from '../../shared/contract/stats.ts'
import { makeApp } from '../support/app.ts'
import { makeCase, makePerson } from '../support/make.ts'
import { foldAll } from '../support/settle.ts'
import { makeSigned } from '../support/signed.ts'

const at = (time: string) => Date.parse(`${time}:00+05:00`)

t.test('the figures of a morning: what stands, what was missed, and no share of too few', async (t) => {
  const test = await makeApp(t, { at: at('2026-11-22T05:00') })
  const person = await makeSigned(test, { roles: ['responder'], branch: 'KZ-39' })
  const numbers: string[] = []
  for (let i = 0; i < 31; i++) numbers.push((await makeCase(test)).number)
  await makeCase(test, { region: 'KZ-10' })
  test.setTime(at('2026-11-22T08:00'))
  for (const number of numbers.slice(0, 21)) {
    const answer = await test.app.inject({
      method: 'POST',
      url: `/api/v1/cases/${number}/reaction`,
      headers: person.headers,
      payload: { text: 'Поняли', nextAction: 'Выедем', nextActionOn: '2026-11-23' },
    })
    t.equal(answer.statusCode, 201)
  }
  await test.passAt(at('2026-11-22T09:00'))
  await foldAll(test)
  const get = async (path: string, headers = {}) => {
    const answer = await test.app.inject({ url: `/api/v1/stats/${path}`, headers })
    t.equal(answer.statusCode, 200, answer.body)
    return answer.json()
  }
  const overview = await get('overview')
  overviewView.parse(overview)
  t.match(overview.standing, { open: 32, unanswered: 11, overdue: 11, raised: 0 })
  t.match(overview.judged.response, { n: 32 })
  t.ok(Math.abs(overview.judged.response.share - 21 / 32) < 1e-9)
  t.ok(overview.judged.response.low < 21 / 32 && overview.judged.response.high > 21 / 32)
  t.equal(overview.judged.medianMinutes, null, '21 answers are too few for a median')
  t.match(overview.regions.find((r: { code: string }) => r.code === 'KZ-39').judged.response, { n: 31 })
  t.same(overview.regions.find((r: { code: string }) => r.code === 'KZ-10').judged.response, {
    n: 1,
    share: null,
    low: null,
    high: null,
  })
  t.match(overview.days.at(-1), { date: '2026-11-22', reported: 32, met: 21, missed: 11 })
  t.equal(overview.days.length, 30)
  t.notOk('staff' in overview, 'what the machine does is for the staff')
  t.match((await get('overview', person.headers)).staff, { outbox: { failed: 0 }, faults: 0 })

  const branches = await get('branches')
  branchesView.parse(branches)
  const kostanay = branches.items.find((b: { code: string }) => b.code === 'KZ-39')
  t.match(kostanay, { standing: { open: 31, overdue: 10 }, judged: { reported: 31, response: { n: 31 } } })
  t.equal((await test.app.inject('/api/v1/stats/branches?months=13')).statusCode, 400)

  await test.passAt(at('2026-11-22T11:30'))
  await foldAll(test)
  let raised = 0
  // The answer before is given while the new one is made.
  for (let i = 0; i < 50 && raised === 0; i++) {
    raised = (await get('overview')).standing.raised
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  t.equal(raised, 11)
})

t.test('bodies: one letter counts once however many cases it covers, for the body that was asked', async (t) => {
  const test = await makeApp(t, { at: at('2026-11-02T10:00') })
  const person = await makeSigned(test, { roles: ['responder', 'head'], branch: 'KZ-39' })
  await makePerson(test, { roles: ['central'], branch: 'KZ' })
  const post = async (url: string, payload: object) => {
    const answer = await test.app.inject({ method: 'POST', url: `/api/v1${url}`, headers: person.headers, payload })
    t.equal(answer.statusCode, 201, answer.body)
    return answer.json()
  }
  const bodies = await test.database.sql<{ id: string }[]>`
    select id from bodies where region = 'KZ-39' and active and reply_term->>'kind' <> 'letter' order by id limit 2`
  const [first, second] = bodies.map((b) => b.id)
  const a = await makeCase(test)
  const b = await makeCase(test)
  const c = await makeCase(test)
  const letter = (body: string | undefined) => ({ body, channel: 'post', subject: 'Яма', text: 'Просим устранить' })
  const both = await post(`/cases/${a.number}/contacts`, { ...letter(first), alsoCases: [b.number] })
  const late = await post(`/cases/${c.number}/contacts`, letter(second))
  test.setTime(at('2026-11-12T10:00'))
  await post(`/contacts/${both.id}/replies`, {
    receivedAt: '2026-11-12T09:00:00+05:00',
    text: 'Сделали',
    grade: 'substantive',
  })
  await test.passAt(at('2026-11-12T10:01'))
  await test.passAt(at('2026-11-30T10:00'))
  await post(`/contacts/${late.id}/redirect`, { body: first, receivedOn: '2026-11-29' })
  await foldAll(test)
  const { items } = (await test.app.inject('/api/v1/stats/bodies')).json()
  const of = (code: string | undefined) => items.find((i: { code: string }) => i.code === code)
  t.match(of(first), { asked: 2, reply: { n: 1 } }, 'asked by letter, and by the redirect')
  t.match(of(second), { asked: 1, reply: { n: 1 } }, 'its own silence stays its own')
  const figures = await test.database.sql<{ scope: string; metric: string; value: number }[]>`
    select scope, metric, value from figures where scope like 'body:%' and metric in ('met','missed') and value <> 0 order by scope, metric`
  t.same(
    figures.map((f) => [f.scope, f.metric, f.value]).sort(),
    [
      [`body:${first}`, 'met', 1],
      [`body:${second}`, 'missed', 1],
    ].sort(),
  )
})
