import ICAL from 'ical.js'
import PostalMime from 'postal-mime'
import t, { type Test } from 'tap'
import { auditAll } from '../../server/audit/run.ts'
import { meetingPage, meetingView } from '../../shared/contract/meeting.ts'
import { makeApp } from '../support/app.ts'
import { makeDesk, REACTION } from '../support/desk.ts'
import { openMailbox, type Received } from '../support/mailbox.ts'
import { makeSigned } from '../support/signed.ts'

t.setTimeout(120_000)

const DAY_OF = { startsAt: '2026-11-25T15:00:00+05:00', endsAt: '2026-11-25T16:30:00+05:00' }
const MEETING = {
  title: 'Ямы на улице Абая',
  agenda: 'Кто ремонтирует; когда; чем подтверждает',
  place: 'Акимат, каб. 12',
  ...DAY_OF,
}
const BODY = 'kostanay-roads'

async function begin(t: Test) {
  const box = await openMailbox(t)
  const test = await makeApp(t, { at: '2026-11-23T10:00:00+05:00', config: { smtpUrl: box.url } })
  const desk = await makeDesk(test)
  const invited = await makeSigned(test, {
    name: 'Дәулет Ыбырай',
    roles: ['responder'],
    branch: 'KZ-75',
    language: 'kk',
    email: 'daulet@staff.example',
  })
  const made = await desk.report({ reporter: { email: 'citizen@people.example' }, language: 'ru' })
  const audited = async () =>
    t.same((await auditAll(test.database.sql, test.deps.now())).broken, [], 'the audit finds nothing')
  return { ...test, ...desk, ...made, invited, box, audited }
}

/** The one event of the calendar part, as another program reads it. */
async function calendarIn(t: Test, mail: Received) {
  const parsed = await PostalMime.parse(Buffer.from(mail.raw, 'latin1'))
  // postal-mime evens out line ends, so the file is taken as it stands in the mail.
  const file = /application\/ics[\s\S]*?\r?\n\r?\n([A-Za-z0-9+/=\r\n]+)/.exec(mail.raw)![1]!
  const source = Buffer.from(file, 'base64').toString('utf8')
  const shown = parsed.attachments.find((a) => a.mimeType === 'text/calendar')!.content as ArrayBuffer
  t.equal(Buffer.from(shown).toString('utf8'), source.replaceAll('\r\n', '\n'), 'what programs show is the file')
  for (const line of source.split('\r\n')) {
    t.ok(Buffer.byteLength(line) <= 75, 'no line is longer than 75 octets')
    t.notMatch(line, /[\r\n]/, 'lines end with CR LF and nothing else')
  }
  const component = new ICAL.Component(ICAL.parse(source))
  const events = component.getAllSubcomponents('vevent')
  t.equal(events.length, 1)
  const event = new ICAL.Event(events[0]!)
  return { method: component.getFirstPropertyValue('method'), event, source, mail, parsed }
}

const to = (box: { mails: Received[] }, address: string) => box.mails.filter((m) => m.to[0] === address)

t.test('a meeting is called: a step on the case, the second stage, an invitation that calendars read', async (t) => {
  const test = await begin(t)
  const { as, responder, invited, url, number, box, passAt, database, audited } = test
  await as(responder).post(`${url}/reaction`, REACTION)
  const made = await as(responder).post(`${url}/meetings`, { ...MEETING, staff: [invited.id], bodies: [BODY] })
  t.equal(made.status, 201, made.text)
  meetingView.parse(made.body)
  t.match(made.body, {
    cases: [number],
    state: 'called',
    sequence: 0,
    organiser: { id: responder.id },
    startsAt: DAY_OF.startsAt,
    bodies: [{ code: BODY, mailed: true }],
  })
  t.same(
    made.body.staff.map((p: { id: number }) => p.id),
    [responder.id, invited.id],
    'whoever calls it comes too',
  )
  t.match((await as(responder).get(url)).body, { status: 'in_progress', stage: 2 })
  t.match(
    await database.sql`select outcome, kind from deadlines where kind = 'action' order by id`,
    [{ outcome: 'met' }, { outcome: null }],
    'the promised step is kept, and the minutes are owed instead',
  )
  const [owed] = await database.sql`select due_at from deadlines where kind = 'action' and closed_at is null`
  t.equal(owed!.due_at, Date.parse('2026-11-27T00:00:00+05:00'), 'by the end of the next working day after it')

  await passAt('2026-11-23T10:05:00+05:00')
  const kense = `kense@${BODY}.example`
  const { method, event, mail, parsed } = await calendarIn(t, to(box, kense)[0]!)
  t.equal(method, 'REQUEST')
  t.match(mail.header('content-type'), /multipart/)
  t.match(parsed.subject, 'Приглашение на совещание: Ямы на улице Абая')
  t.equal(event.uid, `meeting-${made.body.id}@daybreak.example`)
  t.equal(event.sequence, 0)
  t.equal(event.startDate.toJSDate().getTime(), Date.parse(DAY_OF.startsAt))
  t.equal(event.endDate.toJSDate().getTime(), Date.parse(DAY_OF.endsAt))
  t.equal(event.summary, MEETING.title)
  t.equal(event.location, MEETING.place)
  t.match(event.description, 'Кто ремонтирует; когда')
  t.equal(event.attendees.length, 1, 'nobody else’s address is told')
  t.equal(String(event.attendees[0]!.getFirstValue()).toLowerCase(), `mailto:${kense}`)
  t.notMatch(mail.raw, /daulet@staff|person\d+@staff/)
  const own = await calendarIn(t, to(box, 'daulet@staff.example')[0]!)
  t.match(own.parsed.subject, 'Кеңеске шақыру', 'each in their language')
  t.match(own.event.description, `/kk/meetings/${made.body.id}`, 'and to the meeting: the case may be closed to them')
  t.ok(
    to(box, 'citizen@people.example').some((m) => m.header('subject')?.includes('совещание')),
    'the reporter hears of it',
  )

  const seen = await as().get(`${url}/events`)
  const told = seen.body.items.find((e: { kind: string }) => e.kind === 'meeting-called')
  t.match(told, { startsAt: DAY_OF.startsAt, bodies: [BODY], by: { kind: 'staff', role: 'responder' } })
  t.notMatch(seen.text, /Ямы на улице|Ыбырай|каб. 12/, 'no title, place or private name in public')
  meetingPage.parse((await as(responder).get(`${url}/meetings`)).body)
  t.equal((await as(invited).get(`/meetings/${made.body.id}`)).status, 200, 'whoever is invited may read it')
  t.equal((await as(invited).put(`/meetings/${made.body.id}`, MEETING)).status, 403, 'and not change it')
  await audited()
})

t.test(
  'moved, then called off: calendars hear of it under rising numbers, who is left out gets a cancellation',
  async (t) => {
    const test = await begin(t)
    const { as, responder, colleague, invited, url, box, passAt, database, audited } = test
    const { id } = (
      await as(responder).post(`${url}/meetings`, { ...MEETING, staff: [invited.id], bodies: [BODY, 'gov'] })
    ).body
    const path = `/meetings/${id}`
    const same = { ...MEETING, staff: [responder.id, invited.id], bodies: ['gov', BODY] }
    t.match(await as(colleague).put(path, same), { status: 409, body: { code: 'nothing_to_change' } })
    await passAt('2026-11-23T10:02:00+05:00')
    const later = { startsAt: '2026-11-26T15:00:00+05:00', endsAt: '2026-11-26T16:00:00+05:00' }
    const moved = await as(colleague).put(path, { ...same, ...later, bodies: ['gov'] })
    t.match(moved, { status: 200, body: { sequence: 1, startsAt: later.startsAt, bodies: [{ code: 'gov' }] } })
    const [owed] = await database.sql`select due_at from deadlines where kind = 'action' and closed_at is null`
    t.equal(owed!.due_at, Date.parse('2026-11-28T00:00:00+05:00'), 'the minutes are owed later too')
    await passAt('2026-11-23T10:05:00+05:00')
    const left = await Promise.all(to(box, `kense@${BODY}.example`).map((m) => calendarIn(t, m)))
    t.same(
      left.map(({ method, event }) => [method, event.sequence]),
      [
        ['REQUEST', 0],
        ['CANCEL', 1],
      ],
    )
    const kept = await Promise.all(to(box, 'kense@gov.example').map((m) => calendarIn(t, m)))
    t.same(
      kept.map(({ method, event }) => [method, event.sequence, event.startDate.toJSDate().getTime()]),
      [
        ['REQUEST', 0, Date.parse(DAY_OF.startsAt)],
        ['REQUEST', 1, Date.parse(later.startsAt)],
      ],
    )
    t.match(kept[1]!.parsed.subject, 'изменено')

    const off = await as(responder).post(`${path}/cancellation`, { reason: 'Подрядчик болен' })
    t.match(off, { status: 201, body: { state: 'cancelled', sequence: 2, cancelReason: 'Подрядчик болен' } })
    t.match(await as(responder).post(`${path}/minutes`, { decisions: [{ text: 'Нет', noAction: 'Не было' }] }), {
      status: 409,
      body: { code: 'not_in_status' },
    })
    await passAt('2026-11-23T10:10:00+05:00')
    const last = await calendarIn(t, to(box, 'kense@gov.example').at(-1)!)
    t.same([last.method, last.event.sequence], ['CANCEL', 2])
    t.match(last.source, /STATUS:CANCELLED/)
    t.match(
      await database.sql`select outcome, because->>'key' as why from deadlines where kind = 'action' order by id`,
      [
        { outcome: 'cancelled', why: 'meetingTerm' },
        { outcome: null, why: 'nextStepOwed' },
      ],
      'the case owes another step',
    )
    t.notMatch((await as().get(`${url}/events`)).text, /болен/, 'why is for colleagues')
    await audited()
  },
)

t.test(
  'an invitation that has not left is overtaken by the next: calendars never read them in the wrong order',
  async (t) => {
    const { as, responder, url, box, passAt, database } = await begin(t)
    const { id } = (await as(responder).post(`${url}/meetings`, { ...MEETING, bodies: [BODY] })).body
    await as(responder).put(`/meetings/${id}`, { ...MEETING, place: 'Другой зал', bodies: [BODY] })
    await as(responder).post(`/meetings/${id}/cancellation`, { reason: 'Не нужно' })
    await passAt('2026-11-23T10:05:00+05:00')
    const mails = await Promise.all(to(box, `kense@${BODY}.example`).map((m) => calendarIn(t, m)))
    t.same(
      mails.map(({ method, event }) => [method, event.sequence]),
      [['CANCEL', 2]],
    )
    t.match(await database.sql`select state from outbox where guest = ${`body:${BODY}`} order by id`, [
      { state: 'bundled' },
      { state: 'bundled' },
      { state: 'sent' },
    ])
  },
)

t.test('minutes: each decision is an instruction of the centre or says why nothing follows', async (t) => {
  const test = await begin(t)
  const { as, responder, centre, head, url, number, setTime, database, report, audited } = test
  const other = await report()
  const { id } = (await as(centre).post(`${url}/meetings`, { ...MEETING, staff: [head.id], alsoCases: [other.number] }))
    .body
  const path = `/meetings/${id}/minutes`
  const order = { responsible: head.id, dueOn: '2026-12-01', publicText: 'Закрыть ямы' }
  const decisions = [
    { text: 'Закрыть ямы до первого снега', instruction: order },
    {
      text: 'Проверить вторую улицу',
      case: other.number,
      instruction: { responsible: responder.id, dueOn: '2026-12-02' },
    },
    { text: 'Асфальт менять весной', noAction: 'Зимой не кладут' },
  ]
  t.match(await as(centre).post(path, { decisions }), { status: 400, body: { code: 'date_in_future' } }, 'not yet held')
  setTime('2026-11-25T17:00:00+05:00')
  t.match(await as(centre).post(path, { decisions: [{ text: 'Ни то ни другое' }] }), { status: 400 })
  t.match(
    await as(centre).post(path, { decisions: [{ text: 'Чужое', case: '39-26-9999999-9', noAction: 'Нет' }] }),
    { status: 400 },
    'a number that is misheard',
  )
  t.match(
    await as(head).post(path, { decisions }),
    { status: 403, body: { code: 'forbidden', errors: [{ path: '/decisions/0/instruction' }] } },
    'a branch does not instruct',
  )
  t.equal((await database.sql`select 1 from instructions`).length, 0)
  const done = await as(centre).post(path, { decisions })
  t.equal(done.status, 201, done.text)
  meetingView.parse(done.body)
  t.match(done.body, {
    state: 'held',
    minutesBy: { id: centre.id },
    decisions: [
      { case: number, instruction: Number, noAction: null },
      { case: other.number, instruction: Number },
      { instruction: null, noAction: 'Зимой не кладут' },
    ],
  })
  t.match(await database.sql`select case_id, responsible, state from instructions order by id`, [
    { responsible: head.id, state: 'open' },
    { responsible: responder.id, state: 'open' },
  ])
  t.match(await database.sql`select kind, outcome from deadlines where kind in ('action','instruction') order by id`, [
    { kind: 'action', outcome: 'met' },
    { kind: 'action', outcome: 'met' },
    { kind: 'instruction', outcome: null },
    { kind: 'instruction', outcome: null },
  ])
  const seen = await as().get(`${url}/events`)
  t.match(
    seen.body.items.filter((e: { kind: string }) => ['met', 'instructed'].includes(e.kind)),
    [
      { kind: 'met', decisions: 2, instructions: 1 },
      { kind: 'instructed', publicText: 'Закрыть ямы', dueOn: '2026-12-01' },
    ],
  )
  t.notMatch(seen.text, /первого снега|весной|Марат/)
  t.match(await as(centre).post(path, { decisions }), { status: 409, body: { code: 'not_in_status' } }, 'once only')
  await audited()
})

t.test('nobody wrote the minutes: the promise of a next step is missed like any other', async (t) => {
  const { as, responder, url, passAt, database, audited } = await begin(t)
  await as(responder).post(`${url}/reaction`, REACTION)
  await as(responder).post(`${url}/meetings`, MEETING)
  // A letter is a step, but it does not tell what the meeting decided.
  t.equal(
    (
      await as(responder).post(`${url}/contacts`, {
        body: 'gov',
        channel: 'post',
        subject: 'О ямах',
        text: 'Просим помочь',
      })
    ).status,
    201,
  )
  await passAt('2026-11-27T00:00:00+05:00')
  t.match(await database.sql`select verdict from verdicts where kind = 'action' order by decided_at`, [
    { verdict: 'met' },
    { verdict: 'missed' },
  ])
  await audited()
})

t.test('put off without end: from the second time past its day on, the head of the owner hears it', async (t) => {
  const { as, responder, head, centre, centralHead, url, database, setTime, passAt, box, report, audited } =
    await begin(t)
  const other = await report()
  const { id } = (await as(responder).post(`${url}/meetings`, { ...MEETING, alsoCases: [other.number] })).body
  const told = async () =>
    database.sql<{ staff: number; times: number }[]>`
      select staff, (data->>'times')::int as times from outbox where kind = 'meeting-put-off' order by id`
  const move = async (day: string, who = responder) =>
    t.equal(
      (
        await as(who).put(`/meetings/${id}`, {
          ...MEETING,
          ...{ startsAt: `${day}T15:00:00+05:00`, endsAt: `${day}T16:00:00+05:00` },
        })
      ).status,
      200,
      day,
    )
  // Called for the 25th: its minutes are owed until the end of the 26th.
  await move('2026-11-26')
  t.same(await told(), [], 'still on the day of its minutes')
  await move('2026-11-27')
  t.same(await told(), [], 'once may happen; a day at a time is no way around it')
  await as(responder).put(`/meetings/${id}`, {
    ...{ ...MEETING, place: 'Другой зал' },
    ...{ startsAt: '2026-11-27T15:00:00+05:00', endsAt: '2026-11-27T16:00:00+05:00' },
  })
  await move('2026-11-25')
  t.same(await told(), [], 'another place, or an earlier day, is nothing of the kind')
  // The morning brief takes with it what waits.
  await passAt('2026-11-23T10:05:00+05:00')
  await move('2026-12-02')
  t.same(await told(), [{ staff: head.id, times: 2 }], 'one notice, though it is about two cases')
  await passAt('2026-11-23T10:20:00+05:00')
  const mails = await Promise.all(box.mails.map((m) => PostalMime.parse(Buffer.from(m.raw, 'latin1'))))
  const mail = mails.find((m) => m.text?.includes(`/meetings/${id}`) && !m.attachments.length)
  t.match(
    mail?.text,
    /Таких переносов уже: 2\.[\s\S]*ср, 2 декабря, 15:00[\s\S]*Айгүл Серікова/,
    'how often, and by whom',
  )
  setTime('2026-12-05T10:00:00+05:00')
  await move('2026-12-09', head)
  const later = (await told()).slice(1)
  t.equal(later.length, 1)
  t.match(later[0], { times: 3 })
  t.ok([centre.id, centralHead.id].includes(later[0]!.staff), 'the head put it off: the next above hears it')
  await move('2026-12-10')
  t.equal((await told()).length, 2, 'not past the day of its minutes')
  t.match(await database.sql`select put_off from meetings where id = ${id}`, [{ put_off: 3 }])
  await audited()
})

t.test('hostile words make no other recipient, header or calendar line', async (t) => {
  const { as, responder, invited, url, box, passAt } = await begin(t)
  const evil = [
    'a\r\nBcc: evil@evil.example',
    'b\nATTENDEE:mailto:evil@evil.example',
    'c"\r\nEND:VEVENT\r\nBEGIN:VEVENT',
    'd;CN="x";X=1:mailto:evil@evil.example',
    'e\u2028METHOD:CANCEL\u2028',
    'f\\nEND:VCALENDAR',
  ]
  for (const words of evil) {
    const made = await as(responder).post(`${url}/meetings`, {
      ...MEETING,
      title: words,
      agenda: words,
      place: words,
      staff: [invited.id],
    })
    t.equal(made.status, 201)
  }
  await passAt('2026-11-23T10:05:00+05:00')
  const mails = to(box, 'daulet@staff.example')
  t.equal(mails.length, evil.length)
  for (const mail of mails) {
    const { method, event, parsed } = await calendarIn(t, mail)
    t.equal(method, 'REQUEST')
    t.equal(event.attendees.length, 1)
    t.same(mail.to, ['daulet@staff.example'])
    t.notOk(parsed.headers.some((h) => h.key === 'bcc'))
    t.match(event.description, /evil@evil|END:VEVENT|METHOD|END:VCALENDAR/, 'the words themselves are kept')
  }
  t.ok(box.mails.every((m) => !m.to.join().includes('evil')))
})

t.test('what cannot be', async (t) => {
  const { as, responder, url, invited } = await begin(t)
  const call = (more: object) => as(responder).post(`${url}/meetings`, { ...MEETING, ...more })
  t.match(await call({ endsAt: MEETING.startsAt }), { status: 400 }, 'no length')
  t.match(await call({ endsAt: '2026-12-25T15:00:00+05:00' }), { status: 400 }, 'a month long')
  t.match(await call({ staff: [999_999] }), { status: 400, body: { code: 'unknown_staff' } })
  t.match(await call({ staff: [1] }), { status: 400, body: { code: 'unknown_staff' } }, 'the desk is nobody to meet')
  t.match(await call({ bodies: ['nobody'] }), { status: 400, body: { code: 'unknown_body' } })
  t.match(await as(invited).post(`${url}/meetings`, MEETING), { status: 403 }, 'another branch')
  t.match(await as().post(`${url}/meetings`, MEETING), { status: 401 })
  const key = { 'idempotency-key': 'a-meeting-called-only-once' }
  const [one, two] = [
    await as(responder).post(`${url}/meetings`, MEETING, key),
    await as(responder).post(`${url}/meetings`, MEETING, key),
  ]
  t.same(two.body, one.body, 'a form sent twice is one meeting')
})
