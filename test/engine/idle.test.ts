import t from 'tap'
import { passDue } from '../../server/engine/engine.ts'
import { nothingWaits } from '../../server/engine/idle.ts'
import { changeStaff } from '../../server/staff/staff.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { makeCase, makePerson, putAway } from '../support/make.ts'
import { settle } from '../support/settle.ts'

const FRIDAY_15 = '2026-11-20T15:00:00+05:00'
const ms = (at: string) => Date.parse(at)
const idle = ({ deps }: TestApp, at = FRIDAY_15) => nothingWaits(deps, ms(at))

/** A case with its owner, and everything done that there is to do. */
async function begin(t: Parameters<typeof makeApp>[0]) {
  const test = await makeApp(t, { at: FRIDAY_15 })
  const owner = await makePerson(test, { name: 'Here', roles: ['responder'], branch: 'KZ-39' })
  const { number } = await makeCase(test)
  await settle(test)
  await test.passAt(FRIDAY_15)
  await settle(test)
  await test.passAt(FRIDAY_15)
  return { test, owner, number }
}

t.test('when everything is done and nothing is due yet, one question says so and the pass does no more', async (t) => {
  const { test } = await begin(t)
  t.equal(await idle(test), true)
  t.same(await passDue(test.deps, { at: ms(FRIDAY_15), alive: async () => true }), {})
  const [pulse] = await test.database.sql`select at, ok from pulses where job = 'engine'`
  t.match(pulse, { at: ms(FRIDAY_15), ok: true }, 'and the engine is seen to be alive')
})

t.test('each kind of work that waits is noticed', async (t) => {
  const waits: Record<string, (it: Awaited<ReturnType<typeof begin>>) => Promise<unknown>> = {
    'a deadline': async ({ test }) => t.equal(await idle(test, '2026-11-21T09:00:00+05:00'), false),
    'an event that is not in the figures': async ({ test }) => {
      await test.database.sql`update fold_cursor set xid = '0', event_id = 0 where name = 'figures'`
    },
    'an event that followers have not heard of': async ({ test }) => {
      await test.database.sql`update fold_cursor set xid = '0', event_id = 0 where name = 'followers'`
    },
    'a notice': async ({ test }) => {
      await test.database.sql`update outbox set state = 'queued', send_after = ${ms(FRIDAY_15)}`
    },
    'an owner who has left': ({ test, owner }) =>
      changeStaff(test.deps, null, null, owner.id, { disabled: true }).then(() => test.deps.world.refresh()),
    'an owner who is away': ({ test, owner }) =>
      putAway(test, owner, '2026-11-20T14:00:00+05:00', '2026-11-24T00:00:00+05:00'),
    'a case with the desk': async ({ test }) => {
      await test.database.sql`update cases set owner = 1`
    },
    'a calendar of another version': async ({ test }) => {
      await test.database.sql`update deadlines set kind = 'reply', calendar = 0 where kind = 'overall'`
    },
    'a brief that nobody has had': async ({ test }) => {
      await test.database.sql`delete from pulses where job like 'brief:%'`
    },
    'a change of the world by somebody else': async ({ test }) => {
      await test.database.sql`update reference_stamp set stamp = stamp + 1`
    },
  }
  for (const [name, make] of Object.entries(waits)) {
    const it = await begin(t)
    t.equal(await idle(it.test), true)
    await make(it)
    if (name !== 'a deadline') t.equal(await idle(it.test), false, name)
  }
})
