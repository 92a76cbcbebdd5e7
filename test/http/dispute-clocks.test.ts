import t from 'tap'
import { auditAll } from '../../server/audit/run.ts'
import { makeApp } from '../support/app.ts'
import { makeDesk, REACTION } from '../support/desk.ts'

t.setTimeout(120_000)

const LETTER = { body: 'kostanay-roads', channel: 'post', subject: 'Яма у школы', text: 'Просим заделать яму' }

t.test('a dispute starts the clocks of those who still owe, not of who has answered meanwhile', async (t) => {
  const test = await makeApp(t, { at: '2026-11-23T10:00:00+05:00' })
  const { as, centre, responder, head, report } = await makeDesk(test)
  const { url, reporter } = await report()
  const { setTime, database, deps } = test
  await as(responder).post(`${url}/reaction`, { ...REACTION, nextActionOn: '2026-12-20' })
  const write = async (subject: string) =>
    (await as(responder).post(`${url}/contacts`, { ...LETTER, subject })).body.id as number
  const [answered, silent, lost] = [await write('Яма'), await write('Знак'), await write('Разметка')]
  const order = async (text: string) =>
    (await as(centre).post(`${url}/instructions`, { text, responsible: head.id, dueOn: '2026-12-10' })).body
      .id as number
  const [done, open] = [await order('Проверить'), await order('Доложить')]
  for (const id of [done, open]) await as(head).post(`/instructions/${id}/reports`, { text: 'Готово', final: true })
  setTime('2026-11-23T11:00:00+05:00')
  t.equal((await as(responder).post(`${url}/resolution`, { text: 'Заделали' })).status, 201)
  setTime('2026-11-23T12:00:00+05:00')
  const reply = { receivedAt: '2026-11-23T11:30:00+05:00', text: 'Заделано', grade: 'substantive' }
  t.equal((await as(responder).post(`/contacts/${answered}/replies`, reply)).status, 201)
  t.equal(
    (await as(responder).post(`/contacts/${lost}/delivery`, { delivery: 'failed', note: 'Вернулось' })).status,
    201,
  )
  t.equal((await as(reporter).post(`${url}/confirmation`, { solved: true, rating: 5 })).status, 201)
  setTime('2026-11-23T13:00:00+05:00')
  t.equal((await as(centre).post(`/instructions/${done}/acceptance`)).status, 201)
  t.equal((await as(reporter).post(`${url}/confirmation`, { solved: false, text: 'Яма на месте' })).status, 201)
  const running = await database.sql<{ subject: number }[]>`
    select subject from deadlines where closed_at is null and kind in ('reply', 'instruction') order by kind`
  t.same(
    running.map((d) => d.subject),
    [open, silent],
  )
  t.same((await auditAll(database.sql, deps.now())).broken, [])
})
