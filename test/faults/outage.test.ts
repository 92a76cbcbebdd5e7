import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { InjectOptions } from 'fastify'
import t from 'tap'
import { auditAll } from '../../server/audit/run.ts'
import { accountForCases, accountForRungs } from '../support/account.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { rounds } from '../support/fault.ts'
import { firedRungs, makeCase, makePerson } from '../support/make.ts'
import { makeFolder } from '../support/server.ts'
import { makeSigned } from '../support/signed.ts'

const MONDAY_EVENING = '2026-11-16T21:00:00+05:00'
const WEDNESDAY = '2026-11-18T09:00:00+05:00'
const CASES = 12
const CROWD = rounds(2_000, 120)

t.setTimeout(600_000)

/** `npm run engine -- --once --at`: a process of its own that comes up at that instant. Returns what it did. */
async function comeUp(it: TestApp, dataDir: string, at: string): Promise<Record<string, Record<string, number>>> {
  const script = join(import.meta.dirname, '../../scripts/engine.js')
  const env = {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: it.database.url,
    DATA_DIR: dataDir,
    SECRET_KEY: '07'.repeat(32),
  }
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--enable-source-maps', script, '--once', '--at', at],
    { env },
  )
  return JSON.parse(stdout).did
}

const mailsIn = (dataDir: string) =>
  readdirSync(join(dataDir, 'mail'))
    .filter((name) => name.endsWith('.eml'))
    .map((name) => readFileSync(join(dataDir, 'mail', name), 'utf8'))

const recipients = (mails: readonly string[]) =>
  mails.map((mail) => /^to: .*?<?([\w.+-]+@[\w.-]+)>?/im.exec(mail)?.[1] ?? '?')

t.test(
  'down from Monday evening to Wednesday morning: each rung once, in order, late; one brief per person, not a mail per rung',
  async (t) => {
    const it = await makeApp(t, { at: MONDAY_EVENING })
    await makePerson(it, { name: 'Owner', roles: ['responder'], branch: 'KZ-39', email: 'owner@staff.example' })
    await makePerson(it, { name: 'Head', roles: ['head'], branch: 'KZ-39', email: 'head@staff.example' })
    await makePerson(it, { name: 'Duty', roles: ['central'], branch: 'KZ', email: 'duty@staff.example' })
    await makePerson(it, { name: 'Chief', roles: ['central-head'], branch: 'KZ', email: 'chief@staff.example' })
    const made = []
    for (let i = 0; i < CASES; i++) made.push(await makeCase(it))
    const dataDir = makeFolder(t)
    // The last thing before the outage: everybody hears of what was assigned to them.
    await comeUp(it, dataDir, '2026-11-16T21:01:00+05:00')
    const before = mailsIn(dataDir).length

    const did = await comeUp(it, dataDir, WEDNESDAY)
    t.match(did.escalate, { cases: CASES, rungs: 4 * CASES, late: 3 * CASES, setAside: 0 })
    const { sql } = it.database
    for (const { number } of made) {
      t.strictSame(await firedRungs(it, number), [
        'response/report',
        'response/reminder late',
        'response/due late',
        'response/central late',
        // Its own instant has just come.
        'response/head',
      ])
    }
    const [instants] = await sql`
    select count(*) filter (where rung_due_at = ${Date.parse('2026-11-17T09:00:00+05:00')} and fired_at = ${Date.parse(WEDNESDAY)} and rung = 'due')::int as due from rungs`
    t.equal(instants!.due, CASES, 'both instants are kept')
    const [verdicts] = await sql`
    select count(*)::int as missed from verdicts where verdict = 'missed' and kind = 'response' and decided_at = due_at and recorded_at = ${Date.parse(WEDNESDAY)}`
    t.equal(verdicts!.missed, CASES)
    t.strictSame(await accountForRungs(sql, Date.parse(WEDNESDAY)), [])
    t.strictSame(await accountForCases(sql), [])
    t.strictSame((await auditAll(sql, Date.parse(WEDNESDAY))).broken, [])

    const mails = mailsIn(dataDir).slice(before)
    const to = recipients(mails).filter((address) => address.endsWith('@staff.example'))
    t.comment(`${mails.length} mails: ${to.join(', ')}`)
    t.strictSame(
      to.sort(),
      ['chief@staff.example', 'duty@staff.example', 'head@staff.example', 'owner@staff.example'],
      'one mail for each person',
    )
    const briefs = await sql`select staff, count(*)::int as briefs from outbox where kind = 'brief' group by staff`
    t.equal(briefs.length, 4)
    t.ok(
      briefs.every((row) => row.briefs === 1),
      'one brief each, and none for the morning that was missed',
    )

    const again = await comeUp(it, dataDir, WEDNESDAY)
    t.match(again, { escalate: { cases: 0, rungs: 0 }, brief: { briefs: 0 } })
    t.equal(mailsIn(dataDir).length, before + mails.length, 'coming up twice tells nobody twice')
  },
)

t.test('a case with more followers than anybody counted on is handled after an outage all the same', async (t) => {
  const it = await makeApp(t, { at: MONDAY_EVENING })
  const owner = await makeSigned(it, { roles: ['responder'], branch: 'KZ-39' })
  const head = await makeSigned(it, { roles: ['head'], branch: 'KZ-39' })
  await makePerson(it, { roles: ['central'], branch: 'KZ' })
  const say = (who: { headers: object }, path: string, payload: object) =>
    it.app.inject({ method: 'POST', url: `/api/v1/cases/${path}`, payload, headers: who.headers } as InjectOptions)
  const main = await makeCase(it, { reporter: { email: 'first@citizen.example' } })
  const copies = await Promise.all(
    Array.from({ length: CROWD }, (_, i) => makeCase(it, { reporter: { email: `citizen${i}@citizen.example` } })),
  )
  for (const { number } of copies) {
    const merged = await say(head, `${number}/merge`, { into: main.number, reason: 'Та же яма' })
    if (merged.statusCode !== 201) throw new Error(merged.body)
  }

  t.match((await it.passAt(WEDNESDAY)).escalate, { cases: 1, rungs: 4, setAside: 0 })
  const told = async (kind: string) => {
    const [row] = await it.database
      .sql`select count(*)::int as told from outbox where reporter_of is not null and kind = ${kind}`
    return row!.told
  }
  t.equal(await told('overdue'), CROWD + 1, 'everyone who reported it hears that it is overdue')
  const words = { text: 'Бригада выехала', nextAction: 'Засыплем яму', nextActionOn: '2026-11-25' }
  const answer = await say(owner, `${main.number}/reaction`, words)
  t.equal(answer.statusCode, 201)
  t.equal(await told('reacted'), CROWD + 1, 'and what the answer is')
  t.strictSame(await accountForCases(it.database.sql), [])
  t.strictSame((await auditAll(it.database.sql, it.deps.now())).broken, [])
})
