import t from 'tap'
import { makeApp } from '../support/app.ts'
import { firedRungs, makeCase, makePerson, notices, putAway, putOnDuty } from '../support/make.ts'

const fresh = async <T>(list: Promise<T[]>, seen: { n: number }): Promise<T[]> => {
  const all = await list
  const news = all.slice(seen.n)
  seen.n = all.length
  return news
}

t.test(
  'nobody answers: the owner is told, then the head, then the centre, then its head, each once and nobody else',
  async (t) => {
    const it = await makeApp(t, { at: '2026-11-20T21:40:00+05:00' })
    const owner = await makePerson(it, { name: 'Owner', roles: ['responder'], branch: 'KZ-39' })
    const head = await makePerson(it, { name: 'Head', roles: ['head'], branch: 'KZ-39' })
    const duty = await makePerson(it, { name: 'Duty officer', roles: ['central'], branch: 'KZ' })
    const chief = await makePerson(it, { name: 'Chief', roles: ['central-head'], branch: 'KZ' })
    const seen = { n: 0 }
    // The morning brief only carries the others; it has tests of its own.
    const told = async () =>
      (await fresh(notices(it), seen))
        .filter((n) => n.kind !== 'brief')
        .map((n) => `${n.kind} → ${n.to}`)
        .sort()

    const made = await makeCase(it)
    t.equal(
      made.respondBy,
      '2026-11-21T09:00:00+05:00',
      'after the cut-off of 06:00: by 09:00 the next day, a Saturday',
    )
    t.same(await told(), [`assigned → ${owner.name}`])

    await it.passAt('2026-11-21T05:59:59+05:00')
    t.same(await told(), [], 'nothing before its time')
    await it.passAt('2026-11-21T06:00:00+05:00')
    t.same(await told(), [`reminder → ${head.name}`, `reminder → ${owner.name}`].sort())
    await it.passAt('2026-11-21T08:59:59+05:00')
    t.same(await told(), [])

    await it.passAt('2026-11-21T09:00:00+05:00')
    t.same(await told(), [`overdue → ${head.name}`])
    const [missed] = await it.database.sql`select verdict, due_at, decided_at from verdicts where kind = 'response'`
    t.match(missed, {
      verdict: 'missed',
      due_at: Date.parse('2026-11-21T09:00:00+05:00'),
      decided_at: Date.parse('2026-11-21T09:00:00+05:00'),
    })

    await it.passAt('2026-11-21T11:00:00+05:00')
    t.same(await told(), [`overdue → ${duty.name}`])
    const [raised] = await it.database.sql`select level, owner, branch, on_wall from cases`
    t.match(
      raised,
      { level: 'central', owner: duty.id, branch: 'KZ-39', on_wall: false },
      'the centre owns it, the branch keeps seeing it',
    )

    await it.passAt('2026-11-22T09:00:00+05:00')
    t.same(await told(), [`overdue → ${chief.name}`])
    const [wall] = await it.database.sql`select on_wall from cases`
    t.equal(wall?.on_wall, true)

    await it.passAt('2026-11-22T09:00:00+05:00')
    t.same(await told(), [], 'a second pass at the same instant does nothing')
    await it.passAt('2026-11-21T06:00:00+05:00')
    t.same(await told(), [], 'an earlier instant fires nothing and takes nothing back')
    t.same(await firedRungs(it, made.number), [
      'response/report',
      'response/reminder',
      'response/due',
      'response/central',
      'response/head',
    ])
  },
)

t.test(
  'on a new system without staff the central desk owns the case, and the log says that nobody was there',
  async (t) => {
    const it = await makeApp(t)
    const made = await makeCase(it)
    const [row] = await it.database.sql`select owner, branch from cases where number = ${made.number}`
    t.match(row, { owner: 1, branch: 'KZ-39' })
    await it.passAt('2026-11-23T09:00:00+05:00')
    t.same(await notices(it), [])
    const events = await it.database.sql`select data from events where kind = 'rung' order by id`
    t.ok(events.length >= 5)
    for (const e of events) {
      const deeds = (e.data as { did: { action: string; result: string }[] }).did
      for (const deed of deeds.filter((d) => d.action === 'tell' || d.action === 'assigned'))
        t.equal(deed.result, 'nobody')
    }
  },
)

t.test('a critical report tells the central duty officer at once', async (t) => {
  const it = await makeApp(t)
  await makePerson(it, { name: 'Owner', roles: ['responder'], branch: 'KZ-39' })
  await makePerson(it, { name: 'Duty officer', roles: ['central'], branch: 'KZ' })
  await makeCase(it, { category: 'heat.no-heat' })
  const told = (await notices(it)).map((n) => `${n.kind} → ${n.to}`).sort()
  t.same(told, ['assigned → Owner', 'critical → Duty officer'])
})

t.test('the owner fell ill: at the next rung the case goes to whoever is on duty, and says why', async (t) => {
  const it = await makeApp(t, { at: '2026-11-20T21:40:00+05:00' })
  const ill = await makePerson(it, { name: 'Ill', roles: ['responder'], branch: 'KZ-39' })
  const other = await makePerson(it, { name: 'Other', roles: ['responder'], branch: 'KZ-39' })
  await putOnDuty(it, ill, '2026-11-20T18:00:00+05:00', '2026-11-21T18:00:00+05:00')
  const made = await makeCase(it)
  await putOnDuty(it, other, '2026-11-20T18:00:00+05:00', '2026-11-21T18:00:00+05:00')
  await putAway(it, ill, '2026-11-21T00:00:00+05:00', '2026-11-30T00:00:00+05:00')
  await it.passAt('2026-11-21T06:00:00+05:00')
  const [row] = await it.database.sql`select owner from cases where number = ${made.number}`
  t.equal(row?.owner, other.id)
  const [assigned] = await it.database.sql`select data from events where kind = 'assigned' order by id desc limit 1`
  t.match(assigned?.data, { because: { key: 'onDuty' }, passed: [{ key: 'ownerAbsent', params: { name: 'Ill' } }] })
  t.ok((await notices(it)).some((n) => n.kind === 'reminder' && n.to === 'Other'))
})

t.test('a roster with a gap does not wait: the head is asked at once, and the log says why', async (t) => {
  const it = await makeApp(t)
  const off = await makePerson(it, { name: 'Off duty', roles: ['responder'], branch: 'KZ-39' })
  const head = await makePerson(it, { name: 'Head', roles: ['head'], branch: 'KZ-39' })
  await putOnDuty(it, off, '2026-11-22T00:00:00+05:00', '2026-11-23T00:00:00+05:00')
  await makeCase(it)
  const [assigned] = await it.database.sql`select data from events where kind = 'assigned'`
  t.match(assigned?.data, { owner: head.id, because: { key: 'branchHead' }, passed: [{ key: 'nobodyOnDuty' }] })
})

t.test('when the silent owner is the head himself, the next above is told, never he about himself', async (t) => {
  const it = await makeApp(t, { at: '2026-11-20T21:40:00+05:00' })
  const head = await makePerson(it, { name: 'Head', roles: ['head'], branch: 'KZ-39' })
  await makePerson(it, { name: 'Duty officer', roles: ['central'], branch: 'KZ' })
  await makeCase(it)
  const [row] = await it.database.sql`select owner from cases`
  t.equal(row?.owner, head.id)
  await it.passAt('2026-11-21T09:00:00+05:00')
  const overdue = (await notices(it)).filter((n) => n.kind === 'overdue')
  t.same(
    overdue.map((n) => n.to),
    ['Duty officer'],
  )
})

t.test(
  'down from Monday evening to Wednesday morning: each missed rung once, in order, marked late with its own instant',
  async (t) => {
    const it = await makeApp(t, { at: '2026-11-16T21:00:00+05:00' })
    await makePerson(it, { name: 'Owner', roles: ['responder'], branch: 'KZ-39' })
    await makePerson(it, { name: 'Head', roles: ['head'], branch: 'KZ-39' })
    await makePerson(it, { name: 'Duty officer', roles: ['central'], branch: 'KZ' })
    const made = await makeCase(it)
    await it.passAt('2026-11-18T08:00:00+05:00')
    t.same(await firedRungs(it, made.number), [
      'response/report',
      'response/reminder late',
      'response/due late',
      'response/central late',
    ])
    const rows = await it.database.sql`select rung, rung_due_at, fired_at from rungs order by rung_due_at`
    t.same(
      rows.slice(1).map((r) => [r.rung, r.rung_due_at, r.fired_at]),
      [
        ['reminder', '2026-11-17T06:00:00+05:00'],
        ['due', '2026-11-17T09:00:00+05:00'],
        ['central', '2026-11-17T11:00:00+05:00'],
      ].map(([rung, at]) => [rung, Date.parse(at!), Date.parse('2026-11-18T08:00:00+05:00')]),
    )
    const [verdict] = await it.database.sql`select decided_at, recorded_at from verdicts`
    t.match(verdict, {
      decided_at: Date.parse('2026-11-17T09:00:00+05:00'),
      recorded_at: Date.parse('2026-11-18T08:00:00+05:00'),
    })
  },
)

t.test('load is shared: of two on duty the one with fewer open cases gets the next', async (t) => {
  const it = await makeApp(t)
  const a = await makePerson(it, { roles: ['responder'], branch: 'KZ-39' })
  const b = await makePerson(it, { roles: ['responder'], branch: 'KZ-39' })
  for (let i = 0; i < 6; i++) await makeCase(it)
  const rows = await it.database.sql`select owner, count(*)::int as n from cases group by owner order by owner`
  t.same(rows, [
    { owner: a.id, n: 3 },
    { owner: b.id, n: 3 },
  ])
  await Promise.all(Array.from({ length: 20 }, () => makeCase(it)))
  const together = await it.database.sql`select count(*)::int as n from cases group by owner`
  t.same(together, [{ n: 13 }, { n: 13 }], 'those written together are shared as well')
})

t.test('a case that cannot be handled is set aside and shown, and the others go on', async (t) => {
  const it = await makeApp(t, { at: '2026-11-20T21:40:00+05:00' })
  const bad = await makeCase(it)
  const good = await makeCase(it)
  await it.database
    .sql`update deadlines set policy = 99 where kind = 'response' and case_id = (select id from cases where number = ${bad.number})`
  const report = await it.passAt('2026-11-21T09:00:00+05:00')
  t.match(report.escalate, { setAside: 1 })
  t.same(await firedRungs(it, good.number), ['response/report', 'response/reminder late', 'response/due'])
  const [fault] = await it.database.sql`select fault, failures from deadlines where fault is not null`
  t.match(fault, { fault: /policy version 99/, failures: 1 })
  await it.database.sql`update deadlines set policy = 1 where policy = 99`
  await it.passAt('2026-11-21T09:05:00+05:00')
  t.same(await firedRungs(it, bad.number), ['response/report', 'response/reminder late', 'response/due late'])
})
