import { makeApp, type TestApp } from './app.ts'
import { type Desk, makeDesk, REACTION } from './desk.ts'
import { type InboundDesk, leave, openInbound, type SentLetter } from './inbound.ts'

type Teardown = Parameters<typeof makeApp>[0]

export const MONDAY_10 = '2026-11-23T10:00:00+05:00'
export const TUESDAY_10 = '2026-11-24T10:00:00+05:00'
export const LETTER = { body: 'kostanay-roads', channel: 'email', subject: 'Яма у школы', text: 'Просим заделать яму' }
/** The address of that body in its directory entry. */
export const KANC = 'kanc@roads.example'

export interface Corresponding extends TestApp, Desk {
  readonly inbound: InboundDesk
  /** A case with a letter that has left. */
  letter(more?: Record<string, unknown>): Promise<SentLetter & { url: string; number: string }>
}

/** An instance that corresponds: a desk, a body with an address, a listener on a port. */
export async function makeCorresponding(
  t: Teardown,
  options: Parameters<typeof makeApp>[1] = {},
): Promise<Corresponding> {
  const test = await makeApp(t, { at: MONDAY_10, ...options })
  const desk = await makeDesk(test)
  await test.database.sql`
    with bumped as (update reference_stamp set stamp = stamp + 1 where id = 1)
    update bodies set email = ${KANC} where id = ${LETTER.body}`
  test.deps.world.forget()
  return {
    ...test,
    ...desk,
    inbound: await openInbound(t, test),
    async letter(more = {}) {
      const { url, number } = await desk.report()
      await desk.as(desk.responder).post(`${url}/reaction`, REACTION)
      const sent = await desk.as(desk.responder).post(`${url}/contacts`, { ...LETTER, ...more })
      if (sent.status !== 201) throw new Error(sent.text)
      return { ...(await leave(test, sent.body.id)), url, number }
    },
  }
}

export interface StoredMail {
  readonly id: number
  readonly state: string
  readonly reason: string | null
  readonly contact: number | null
  readonly letter: number | null
  readonly reply: number | null
  readonly attempts: number
  // biome-ignore lint/suspicious/noExplicitAny: what was read; the tests say what they expect
  readonly parsed: any
  readonly guesses: { contact: number; score: number; hints: string[] }[] | null
}

export const storedMails = ({ database }: Pick<TestApp, 'database'>) =>
  database.sql<StoredMail[]>`
    select id, state, reason, contact, letter, reply, attempts, parsed, guesses from inbound_mails order by id`
