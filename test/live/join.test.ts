import t from 'tap'
import { makeApp } from '../support/app.ts'
import { writeEvent } from '../support/events.ts'
import { openEar, settle } from '../support/live.ts'
import { makeCase } from '../support/make.ts'

t.test(
  'sockets that join, leave and change topics while a batch gathers: each gets what is its own, once',
  async (t) => {
    const test = await makeApp(t)
    const numbers: string[] = []
    for (let i = 0; i < 12; i++) numbers.push((await makeCase(test, { public: true })).number)
    await settle(test)
    const { hub } = test.services.live
    const still = await openEar(t, test.app)
    const changing = await openEar(t, test.app)
    await still.subscribe(['public'])
    await changing.subscribe(['public'])
    const written: number[] = []
    let gathering = 0
    const late: { ear: typeof still; from: number }[] = []
    for (let round = 0; round < 24; round++) {
      const ear = await openEar(t, test.app)
      const number = numbers[round % 12]!
      written.push((await writeEvent(test.database.sql, number)).id)
      await settle(test)
      // As a rule the event is with the group now and not yet on the line; on a busy machine it may have gone.
      if (hub.waiting > 0) gathering++
      changing.say({ type: round < 12 ? 'subscribe' : 'unsubscribe', topics: [`case:${number}`] })
      ear.say({ type: 'subscribe', topics: ['public'] })
      late.push({ ear, from: written.length })
      await ear.until((m) => m.type === 'subscribed')
      written.push((await writeEvent(test.database.sql, number)).id)
      await settle(test)
    }
    t.ok(gathering > 5, `${gathering} of 24 times a batch was gathering`)
    const last = written.at(-1)
    for (const { ear } of [{ ear: still }, { ear: changing }, ...late]) await ear.until((m) => m.event?.id === last)
    const ids = (ear: typeof still) => ear.events.map((e) => e.event.id)
    t.same(ids(still), written)
    t.same(ids(changing), written)
    for (const { ear, from } of late) t.same(ids(ear), written.slice(from))
  },
)
