import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { checkAll } from '../../server/ledger/check.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { readMail } from '../support/mailbox.ts'
import { makeCase, makePerson } from '../support/make.ts'
import { bodiesOf } from '../support/mime.ts'
import { runScript } from '../support/run.ts'
import { makeFolder } from '../support/server.ts'
import { settle } from '../support/settle.ts'
import { makeSigned, type Signed } from '../support/signed.ts'

t.setTimeout(90_000)

const at = (local: string) => Date.parse(`${local}+05:00`)
const WORDS = { text: 'Тексердік', nextAction: 'Бригада шығады', nextActionOn: '2026-11-24' }

/** One answered in time, one missed and answered late, one missed and silent; a third day on which nothing happens. */
async function threeNights(t: Test) {
  const test = await makeApp(t, { at: at('2026-11-16T05:00') })
  const responder = await makeSigned(test, { roles: ['responder'], branch: 'KZ-39' })
  const met = (await makeCase(test, { region: 'KZ-39', public: true, text: 'Жарық сөнді' })).number
  const late = (await makeCase(test, { region: 'KZ-39' })).number
  const silent = (await makeCase(test, { region: 'KZ-39' })).number
  test.setTime(at('2026-11-16T08:30'))
  await react(test, responder, met)
  await test.passAt(at('2026-11-16T09:00'))
  test.setTime(at('2026-11-16T11:00'))
  await react(test, responder, late)
  await nightAt(test, '2026-11-17T00:10')
  await test.passAt(at('2026-11-17T10:00'))
  await nightAt(test, '2026-11-18T00:10')
  return { test, responder, met, late, silent }
}

/** A pass after midnight, when nothing in the cluster holds back what was written by day. */
async function nightAt(test: TestApp, local: string) {
  await settle(test)
  return test.passAt(at(local))
}

let nights: Awaited<ReturnType<typeof threeNights>>

t.before(async () => {
  nights = await threeNights(t)
})

async function react(test: TestApp, { headers }: Signed, number: string): Promise<void> {
  const url = `/api/v1/cases/${number}/reaction`
  const { statusCode, body } = await test.app.inject({ method: 'POST', url, headers, payload: WORDS })
  if (statusCode !== 201) throw new Error(body)
}

const read = async (test: TestApp, path: string, headers: Record<string, string> = {}) =>
  (await test.app.inject({ url: `/api/v1${path}`, headers })).json()

t.test('each night the answers of the day are closed: in time, missed, and given after all', async (t) => {
  const { test, met, late, silent } = nights
  const day = await read(test, '/ledger/2026-11-16.json')
  t.same(
    day.answers.map(({ number, verdict, answeredAt, minutes }: Record<string, unknown>) => ({
      number,
      verdict,
      answeredAt,
      minutes,
    })),
    [
      { number: met, verdict: 'met', answeredAt: '2026-11-16T03:30:00.000Z', minutes: 210 },
      { number: late, verdict: 'missed', answeredAt: null, minutes: null },
      { number: late, verdict: 'late', answeredAt: '2026-11-16T06:00:00.000Z', minutes: 360 },
      { number: silent, verdict: 'missed', answeredAt: null, minutes: null },
    ],
  )
  t.equal(day.answers[0].dueAt, '2026-11-16T04:00:00.000Z')
  t.same(
    day.heads.map((h: { number: string }) => h.number),
    [met, late, silent],
  )
  const { items, nextCursor } = await read(test, '/ledger/heads?limit=1')
  t.match(items, [{ date: '2026-11-17', previous: { date: '2026-11-16', root: day.root } }])
  t.match(await read(test, `/ledger/heads?cursor=${nextCursor}`), {
    items: [{ date: '2026-11-16', root: day.root, met: 1, missed: 2, late: 1, cases: 3 }],
    nextCursor: null,
  })

  const csv = await test.app.inject('/api/v1/ledger/2026-11-16.csv')
  t.match(csv.headers['content-type'], 'text/csv')
  t.equal(csv.body.trimEnd().split('\r\n').length, 5)
  t.match(csv.body, `${met},KZ-39,KZ-39,`)

  t.notMatch(JSON.stringify(day), 'Жарық', 'no words of anybody')
  t.equal((await test.app.inject('/api/v1/ledger/2026-11-15.json')).statusCode, 404)
  t.equal((await test.app.inject('/api/v1/ledger/today.json')).statusCode, 400)
  t.equal((await test.app.inject('/api/v1/ledger/heads?cursor=x')).statusCode, 400)
})

t.test('on a system with a past it begins with yesterday, and a case that enters brings its whole chain', async (t) => {
  const test = await makeApp(t, { at: at('2026-11-10T05:00') })
  const responder = await makeSigned(test, { roles: ['responder'], branch: 'KZ-39' })
  const old = (await makeCase(test, { region: 'KZ-39' })).number
  const older = (await makeCase(test, { region: 'KZ-39' })).number
  test.setTime(at('2026-11-10T08:00'))
  await react(test, responder, older)
  test.setTime(at('2026-11-16T11:00'))
  await react(test, responder, old)
  await nightAt(test, '2026-11-17T00:10')
  const day = await read(test, '/ledger/2026-11-16.json')
  t.same(
    day.answers.map(({ number, verdict }: Record<string, unknown>) => [number, verdict]),
    [
      [old, 'missed'],
      [old, 'late'],
    ],
  )
  t.same(
    day.heads.map((h: { number: string }) => h.number),
    [old],
    'nothing happened to the other',
  )
  const proof = await read(test, `/cases/${old}/proof`, responder.headers)
  t.match(proof.days[0].events[0], { kind: 'reported' })
  t.same(checkAll([{ name: 'x', document: proof }])[0]!.faults, [])
  t.match(await read(test, `/cases/${older}/proof`), { days: [], seal: null })
  await test.passAt(at('2026-11-25T10:00'))
  await nightAt(test, '2026-11-26T00:10')
  const late = await read(test, `/cases/${older}/proof`, responder.headers)
  t.match(late.days[0].events[0], { kind: 'reported' }, 'it enters with all it has when something happens to it')
  t.same(checkAll([{ name: 'x', document: late }])[0]!.faults, [])
})

t.test('two instances that close the same night write one entry, and none is written twice', async (t) => {
  const { test } = await threeNights(t)
  await settle(test)
  const other = await makeApp(t, { at: at('2026-11-19T00:10'), database: test.database })
  const passes = await Promise.all([test.passAt(at('2026-11-19T00:10')), other.passAt(at('2026-11-19T00:10'))])
  t.equal(
    passes.reduce((days, { ledger }) => days + ((ledger as { days: number }).days ?? 0), 0),
    1,
  )
  t.match(await test.passAt(at('2026-11-19T03:00')), { ledger: { days: 0 } })
  const { items } = await read(test, '/ledger/heads')
  t.same(
    items.map(({ date }: { date: string }) => date),
    ['2026-11-18', '2026-11-17', '2026-11-16'],
  )
  t.match(items[0], { met: 0, missed: 0, late: 0 })
})

t.test('a day and a case are verified from their files alone, and every change is found', async (t) => {
  const { test, responder, met } = nights
  const folder = makeFolder(t)
  const files = {
    first: await read(test, '/ledger/2026-11-16.json'),
    second: await read(test, '/ledger/2026-11-17.json'),
    outside: await read(test, `/cases/${met}/proof`),
    inside: await read(test, `/cases/${met}/proof`, responder.headers),
  }
  const named = (name: string, document: unknown) => ({ name, document })
  const all = Object.entries(files).map(([name, document]) => named(name, document))
  t.same(
    checkAll(all, files.first.key).flatMap(({ faults }) => faults),
    [],
  )

  const paths = all.map(({ name, document }) => {
    const path = join(folder, `${name}.json`)
    writeFileSync(path, JSON.stringify(document))
    return path
  })
  const said = await runScript({}, 'verify', ...paths, '--key', files.first.key)
  t.match(said, { code: 0, err: '' })
  t.match(said.out, /case 39-26-\d{7}-\d, \d+ events, in the ledger of 2026-11-1\d, signed with/)
  t.match(said.out, /All of it holds\.\n$/)

  const wrong: [string, (copy: typeof files) => void, RegExp][] = [
    ['an answer', (copy) => (copy.first.answers[1].verdict = 'met'), /contents are not those/],
    ['a head', (copy) => (copy.first.heads[0].events += 1), /contents are not those/],
    ['a line left out', (copy) => copy.first.answers.pop(), /leaves/],
    ['the root', (copy) => (copy.first.root = copy.second.root), /signature|root is another/],
    [
      'the day before',
      (copy) => (copy.second.previous.root = copy.second.root),
      /contents are not those|another 2026-11-16/,
    ],
    ['the kind of an event', (copy) => (copy.outside.days[0].events[0].kind = 'closed'), /head is another/],
    ['the words of an event', (copy) => (lastOf(copy.inside).data.text = 'Бәрі дайын'), /head is another/],
    ['an event left out', (copy) => copy.inside.days[0].events.shift(), /head is another/],
    ['the place in the tree', (copy) => (copy.inside.seal.index += 1), /does not stand/],
  ]
  for (const [what, change, fault] of wrong) {
    const copy = structuredClone(files)
    change(copy)
    const faults = checkAll(Object.entries(copy).map(([name, document]) => named(name, document))).flatMap(
      (checked) => checked.faults,
    )
    t.match(faults.join('\n'), fault, what)
  }
  t.match(checkAll([named('x', files.first)], files.first.signature)[0]!.faults.join(), /another key/)
  t.match(checkAll([named('x', { format: 'daybreak-ledger-1' })])[0]!.faults.length, 1)

  writeFileSync(paths[0]!, JSON.stringify({ ...files.first, date: '2026-11-15' }))
  t.match(await runScript({}, 'verify', paths[0]!), { code: 1, out: /NOT OK/ })
  t.match(await runScript({}, 'verify'), { code: 2, err: /Usage/ })
  t.match(await runScript({}, 'verify', join(folder, 'none.json')), { code: 2, err: /cannot be read/ })
})

t.test('who may not read a case from inside gets hashes, and the proof holds all the same', async (t) => {
  const { test, responder, met, silent } = nights
  const mine = await read(test, `/cases/${met}/proof`, responder.headers)
  t.ok(mine.days[0].events.every((event: object) => 'data' in event && 'salt' in event))
  const theirs = await read(test, `/cases/${met}/proof`)
  t.ok(theirs.days[0].events.every((event: object) => !('data' in event) && !('salt' in event)))
  t.ok(theirs.days[0].events.some((event: object) => 'contents' in event))
  const hidden = await read(test, `/cases/${silent}/proof`)
  t.ok(
    hidden.days.every((day: { events: object[] }) => day.events.every((event) => Object.keys(event).join() === 'hash')),
    'of a private case nothing but hashes',
  )
  const documents = [mine, theirs, hidden].map((document, i) => ({ name: String(i), document }))
  t.same(
    checkAll(documents).flatMap(({ faults }) => faults),
    [],
  )
})

t.test('erasing personal data leaves the chain as it was; rewriting what happened does not', async (t) => {
  const { test, met } = await threeNights(t)
  const central = await makeSigned(test, { roles: ['central', 'central-head', 'admin'], branch: 'KZ' })
  const faults = async () =>
    checkAll([{ name: 'x', document: await read(test, `/cases/${met}/proof`) }]).flatMap((checked) => checked.faults)
  const erased = await test.app.inject({
    method: 'POST',
    url: `/api/v1/cases/${met}/erasure`,
    headers: central.headers,
    payload: { reason: 'Өтініш иесінің тілегі' },
  })
  t.ok(erased.statusCode < 300, erased.body)
  await nightAt(test, '2026-11-19T00:10')
  t.same(await faults(), [])

  await test.database.sql`update events set at = at - interval '3 hours' where kind = 'reacted'`
  t.match((await faults()).join(), /head is another/)
})

t.test('the page shows the days with their files in three languages; the morning brief carries the root', async (t) => {
  const dataDir = t.testdir()
  const test = await makeApp(t, { at: at('2026-11-16T05:00'), config: { dataDir } })
  const empty = await test.app.inject('/kk/ledger')
  t.match(empty.body, 'Жабылған күн әзірге жоқ')
  await makePerson(test, { roles: ['head'], branch: 'KZ-39', email: 'head@staff.example' })
  await makeCase(test, { region: 'KZ-39' })
  await nightAt(test, '2026-11-17T00:10')
  const { root } = await read(test, '/ledger/2026-11-16.json')
  for (const lang of ['kk', 'ru', 'en']) {
    const { statusCode, body } = await test.app.inject(`/${lang}/ledger`)
    t.equal(statusCode, 200)
    t.match(body, root)
    t.match(body, '/api/v1/ledger/2026-11-16.json')
  }
  t.equal((await test.app.inject('/en/ledger?before=nonsense')).statusCode, 200)
  await test.passAt(at('2026-11-17T09:00'))
  const folder = join(dataDir, 'mail')
  const mails = await Promise.all(
    readdirSync(folder).map(async (name) => {
      const raw = readFileSync(join(folder, name), 'latin1')
      return { to: readMail('', [], raw).header('to'), text: (await bodiesOf(raw))[0]!.text }
    }),
  )
  const brief = mails.filter(({ to, text }) => to === 'head@staff.example' && text.includes(root))
  t.equal(brief.length, 1, 'whoever keeps the mail can tell')
})

const lastOf = (proof: { days: { events: { kind: string; data: { text?: string } }[] }[] }) =>
  proof.days.flatMap((day) => day.events).find((event) => event.kind === 'reacted')!
