import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import t from 'tap'
import { deliver } from '../../server/engine/deliver.ts'
import { DeliveryLoop } from '../../server/mail/loop.ts'
import { makeApp } from '../support/app.ts'
import { openMailbox } from '../support/mailbox.ts'
import { makeCase, makePerson } from '../support/make.ts'

const at = (time: string) => Date.parse(`2026-11-21T${time}:00+05:00`)

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000
  while (!(await condition())) {
    if (performance.now() > end) throw new Error('it did not happen')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

t.test('a mail server that never answers keeps no deadline waiting', async (t) => {
  const silent = createServer(() => undefined)
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  t.teardown(() => silent.close())
  const { port } = silent.address() as AddressInfo
  const test = await makeApp(t, { config: { smtpUrl: `smtp://127.0.0.1:${port}` } })
  await makePerson(test, { roles: ['responder'], branch: 'KZ-39' })
  await makeCase(test)
  const loop = new DeliveryLoop(test.deps)
  loop.start()
  const began = performance.now()
  const { escalate, deliver: job } = await test.passAt('2026-11-22T09:00:00+05:00')
  t.match(escalate, { verdicts: 1 })
  t.same(job, {}, 'the pass leaves the mail to the loop')
  t.ok(performance.now() - began < 8_000, `${Math.round(performance.now() - began)} ms`)
  await loop.stop()
  const [row] = await test.database.sql`select count(*)::int as n from outbox where state = 'sending'`
  t.equal(row!.n, 0, 'what was under way is queued again')
})

t.test('the loop gathers what one pass wrote for a person; what is urgent leaves at once', async (t) => {
  const box = await openMailbox(t)
  const test = await makeApp(t, { at: at('14:00'), config: { smtpUrl: box.url } })
  const person = await makePerson(test, { roles: ['responder'], branch: 'KZ-39' })
  await test.passAt(at('14:00'))
  let id = 900_000
  const notice = (kind: string, created: number) => test.database.sql`
    insert into outbox (id, kind, staff, language, data, created_at, send_after)
    values (${++id}, ${kind}, ${person.id}, 'ru', '{}', ${created}, ${created})`
  const round = (moment: number, gatheredTo: number, resting: number[] = []) =>
    openPost().then(({ post }) =>
      deliver(test.deps, post, { at: moment, gatheredTo, resting, alive: () => Promise.resolve(true) }).finally(() =>
        post.close(),
      ),
    )
  const openPost = async () => ({ post: (await import('../../server/mail/post.ts')).makePost(test.deps.config) })

  await notice('overdue', at('15:00'))
  t.match(await round(at('15:00') + 5_000, at('14:59')), { sent: 0 }, 'the pass may still be writing')
  await notice('overdue', at('15:00'))
  t.match(await round(at('15:00') + 10_000, at('15:00')), { sent: 1 }, 'the pass has ended')
  t.equal(box.mails.length, 1)
  await notice('overdue', at('15:02'))
  await notice('assigned', at('15:02'))
  t.match(await round(at('15:02'), at('15:01'), [person.id]), { sent: 0 }, 'somebody who had a mail a moment ago rests')
  t.match(await round(at('15:02'), at('15:01')), { sent: 1 })
  t.match(box.mails[1]?.header('subject'), 'дело теперь у вас', 'only what is urgent')
})

t.test('two loops, one mail', async (t) => {
  const box = await openMailbox(t)
  const test = await makeApp(t, { config: { smtpUrl: box.url } })
  for (let i = 0; i < 30; i++) await makeCase(test, { reporter: { email: `citizen${i}@people.example` } })
  const loops = [new DeliveryLoop(test.deps), new DeliveryLoop({ ...test.deps })]
  for (const loop of loops) loop.start()
  await until(async () => {
    const [row] = await test.database
      .sql`select count(*)::int as n from outbox where reporter_of is not null and state <> 'sent'`
    return row!.n === 0
  })
  for (const loop of loops) await loop.stop()
  t.equal(box.mails.filter((m) => m.to[0]?.startsWith('citizen')).length, 30)
})
