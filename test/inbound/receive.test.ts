import t from 'tap'
import { makeApp, type TestApp } from '../support/app.ts'
import { type Desk, makeDesk, REACTION } from '../support/desk.ts'
import { type InboundDesk, leave, mailOf, openInbound, type SentLetter } from '../support/inbound.ts'

const MONDAY_10 = '2026-11-23T10:00:00+05:00'
const LETTER = { body: 'kostanay-roads', channel: 'email', subject: 'Яма у школы', text: 'Просим заделать яму' }

interface Begun extends TestApp, Desk {
  readonly inbound: InboundDesk
  /** A case with a letter that has left. */
  letter(more?: Record<string, unknown>): Promise<SentLetter & { url: string }>
}

async function begin(t: Parameters<typeof makeApp>[0]): Promise<Begun> {
  const test = await makeApp(t, { at: MONDAY_10 })
  const desk = await makeDesk(test)
  await test.database.sql`
    with bumped as (update reference_stamp set stamp = stamp + 1 where id = 1)
    update bodies set email = 'kanc@roads.example' where id = 'kostanay-roads'`
  test.deps.world.forget()
  return {
    ...test,
    ...desk,
    inbound: await openInbound(t, test),
    async letter(more = {}) {
      const { url } = await desk.report()
      await desk.as(desk.responder).post(`${url}/reaction`, REACTION)
      const sent = await desk.as(desk.responder).post(`${url}/contacts`, { ...LETTER, ...more })
      if (sent.status !== 201) throw new Error(sent.text)
      return { ...(await leave(test, sent.body.id)), url }
    },
  }
}

const mails = ({ database }: TestApp) =>
  database.sql`select state, reason, contact, letter, reply, guesses, attempts from inbound_mails order by id`

t.test('a reply to the address of a letter is placed on it, ungraded, and its owner has to read it', async (t) => {
  const test = await begin(t)
  const { inbound, as, responder } = test
  const sent = await test.letter()
  test.setTime('2026-11-24T10:00:00+05:00')
  await inbound.send(
    mailOf({ text: 'Яма заделана 23 ноября.\n\nOn 23 Nov 2026, Daybreak wrote:\n> Просим заделать яму' }),
    {
      to: sent.replyTo,
    },
  )
  t.match(await mails(test), [{ state: 'received', attempts: 0 }], 'kept before it is read')
  test.setTime('2026-11-24T10:00:30+05:00')
  t.same(await inbound.read(), { placed: 1 })
  t.match(await mails(test), [{ state: 'placed', contact: sent.contact, letter: sent.letter, reason: null }])
  const contact = (await as(responder).get(`/contacts/${sent.contact}`)).body
  t.match(contact, {
    state: 'open',
    answeredAt: null,
    replies: [
      { text: 'Яма заделана 23 ноября.', grade: null, receivedAt: '2026-11-24T10:00:00+05:00', recordedBy: null },
    ],
  })
  const replied = (await as().get(`${sent.url}/events`)).body.items.find((e: { kind: string }) => e.kind === 'replied')
  t.match(replied, { by: { kind: 'body' } })
  const graded = await as(responder).put(`/contacts/${sent.contact}/replies/${contact.replies[0].id}/grade`, {
    grade: 'substantive',
  })
  t.equal(graded.status, 200, graded.text)
  t.match((await as(responder).get(`/contacts/${sent.contact}`)).body, {
    state: 'answered',
    answeredAt: '2026-11-24T10:00:00+05:00',
  })
  t.same(await inbound.read(), {}, 'read once')
})
