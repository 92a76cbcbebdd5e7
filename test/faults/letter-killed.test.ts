import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { auditAll } from '../../server/audit/run.ts'
import { kill, rounds, startChild } from '../support/fault.ts'
import { ADDRESS, MONDAY_10, openLetters } from '../support/letters.ts'

const KILLS = rounds(100, 5)
/** Milliseconds from the last byte to the kill; negative: the server has not answered yet. */
const DELAYS = [-1, 0, 2, 8, 30]
const MINUTE = 60_000
/** By then the lease of a dead sender has run out. */
const STEP = 10 * MINUTE

t.setTimeout(1_800_000)

t.test('a sender killed around the server’s 250: no letter leaves twice, each ends sent or unknown', async (t) => {
  const test = await openLetters(t)
  const { box, write, database } = test
  let child: ChildProcess | undefined
  /** Null: nobody is killed. */
  let delay: number | null = null
  let killing: Promise<void> | undefined
  box.manner = (to) => {
    if (to === ADDRESS && delay !== null && child) {
      const victim = child
      if (delay < 0) {
        victim.kill('SIGKILL')
        killing = once(victim, 'exit').then(() => undefined)
      } else killing = wait(delay).then(() => kill(victim))
      delay = null
    }
    return 'take'
  }
  let at = Date.parse(MONDAY_10)
  const send = async (killAfter: number | null) => {
    at += STEP
    delay = killAfter
    killing = undefined
    child = startChild('letter-child', [String(at)], {
      DATABASE_URL: database.url,
      SECRET_KEY: test.deps.config.secretKey.toString('base64'),
      SMTP_URL: box.url,
      MAIL_DOMAIN: test.deps.config.mailDomain,
      LOG_LEVEL: 'fatal',
    })
    await Promise.race([once(child, 'message'), once(child, 'exit')])
    await killing
    await kill(child)
  }
  for (let n = 0; n < KILLS; n++) {
    const made = await write({ subject: `Письмо ${n}` })
    if (made.status !== 201) throw new Error(made.text)
    // Before the 250, at once after it, and in the milliseconds in which the mark is written.
    await send(DELAYS[n % DELAYS.length]!)
  }
  const killed = await database.sql`select state, count(*)::int as n from letters group by state order by state`
  t.comment(`${KILLS} kills: ${killed.map((row) => `${row.n} ${row.state}`).join(', ')}`)
  t.ok(
    killed.some((row) => row.state !== 'sent'),
    'some were killed before the mark',
  )
  // Whatever is left is left to the living: days later, with nobody killed.
  for (let n = 0; n < 3; n++) await send(null)
  const letters = (await database.sql`select id, state, message_id as "messageId" from letters`) as unknown as {
    id: number
    state: string
    messageId: string
  }[]
  t.equal(letters.length, KILLS)
  const received = new Map<string, number>()
  for (const mail of test.letters()) {
    const id = mail.header('message-id') ?? ''
    received.set(id, (received.get(id) ?? 0) + 1)
  }
  t.same(
    letters.filter((l) => (received.get(l.messageId) ?? 0) > 1).map((l) => l.id),
    [],
    'none twice',
  )
  t.same(
    letters.filter((l) => l.state !== 'sent' && l.state !== 'unknown'),
    [],
    'each is sent or unknown',
  )
  t.same(
    letters.filter((l) => l.state === 'sent' && received.get(l.messageId) !== 1),
    [],
    'what is called sent has arrived',
  )
  const told = await database.sql`select count(*)::int as n from letters where told is distinct from state`
  t.equal(told[0]?.n, 0, 'and everybody knows')
  t.match((await auditAll(database.sql, at)).broken, [])
})
