import { readFileSync } from 'node:fs'
import t from 'tap'
import { projectPath } from '../../db/root.ts'
import type { Body } from '../../shared/domain/assignment.ts'
import type { Calendar, CalendarDay } from '../../shared/domain/calendar.ts'
import { replyTerm } from '../../shared/domain/contact.ts'
import { passOnBy } from '../../shared/domain/passing-on.ts'
import type { LegalTerm } from '../../shared/domain/world.ts'
import { readTestData } from '../support/data.ts'

type Data = {
  days: Record<string, { kind: CalendarDay['kind'] }>
  workingDayVectors: { registered: string; workingDays: number; due: string; why: string }[]
}
const { days, workingDayVectors } = readTestData<Data>('holidays.json')
const name = { kk: 'күн', ru: 'день', en: 'day' }
const calendar: Calendar = {
  version: 12,
  days: Object.fromEntries(Object.entries(days).map(([date, { kind }]) => [date, { kind, name }])),
}
const laws: (LegalTerm & { id: string; validFrom: string; validTo: string | null })[] = JSON.parse(
  readFileSync(projectPath('db/reference/legal-terms.json'), 'utf8'),
).legalTerms
const legalTerm = (id: string, date: string) =>
  laws.find((l) => l.id === id && l.validFrom <= date && (l.validTo === null || date <= l.validTo))
const world = { calendar, legalTerm }
const ZONE = 'Asia/Qostanay'
const STATE: Body = { id: 'a', kind: 'akimat_city', region: 'KZ-39', replyByLaw: true }
const UTILITY: Body = { ...STATE, replyByLaw: false }

const DAY = 86_400_000
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** Sat on the shoulder of nothing of ours: the calendar file, weekdays of Date, one day after another. */
function countedBySteps(from: string, n: number): string {
  let at = Date.parse(`${from}T00:00:00Z`)
  for (let left = n; left > 0; ) {
    at += DAY
    const exception = days[iso(at)]?.kind
    const weekday = new Date(at).getUTCDay()
    if (exception ? exception === 'working' : weekday !== 0 && weekday !== 6) left--
  }
  return iso(at)
}

t.test('fifteen working days from registration, on every day of 2024 to 2027', async (t) => {
  let checked = 0
  const wrong: string[] = []
  for (let at = Date.UTC(2024, 0, 1); at <= Date.UTC(2027, 10, 30); at += DAY, checked++) {
    const from = iso(at)
    const term = replyTerm(STATE, from, null, world, ZONE)
    const last = countedBySteps(from, 15)
    // The term ends with the last day by the clocks of the place: Kostanay is five hours ahead, six before March 2024.
    const ends = new Date(term.dueAt - 1).toLocaleDateString('sv-SE', { timeZone: ZONE })
    const next = new Date(term.dueAt).toLocaleString('sv-SE', { timeZone: ZONE })
    const midnight = `${iso(Date.parse(`${last}T00:00:00Z`) + DAY)} 00:00:00`
    if (term.on !== last || ends !== last || next !== midnight) wrong.push(`${from}: ${term.on}, not ${last}`)
  }
  t.equal(checked, 1430)
  t.same(wrong, [])
})

t.test('three working days to pass a letter on, on every day of 2024 to 2027', async (t) => {
  const wrong: string[] = []
  for (let at = Date.UTC(2024, 0, 1); at <= Date.UTC(2027, 11, 15); at += DAY) {
    const from = iso(at)
    const by = passOnBy({ registeredOn: from, sentOn: '2020-01-01' }, world)
    if (by !== countedBySteps(from, 3)) wrong.push(from)
  }
  t.same(wrong, [])
  t.equal(
    passOnBy({ registeredOn: null, sentOn: '2026-11-20' }, world),
    '2026-11-25',
    'from the day it left, if need be',
  )
})

t.test('every vector of the holiday file, as a term of reply', async (t) => {
  const fifteen = workingDayVectors.filter((v) => v.workingDays === 15)
  t.ok(fifteen.length > 3)
  for (const { registered, due, why } of fifteen) t.equal(replyTerm(STATE, registered, null, world, ZONE).on, due, why)
})

t.test('the wording of the day is named, and the date in a letter goes before it', async (t) => {
  const law = (from: string) => replyTerm(STATE, from, null, world, ZONE).because
  t.match(law('2025-12-31'), { key: 'replyTerm', params: { days: 15, from: '2025-12-31', article: 'АППК 76(1)' } })
  t.match(law('2026-01-01').params, { days: 15, from: '2026-01-01', article: 'АППК 76(1)' })
  t.not(legalTerm('reply', '2025-12-31'), legalTerm('reply', '2026-01-01'), 'two wordings')
  t.equal(law('2020-05-04').params.article, '', 'the old law counts calendar days: no article is claimed for ours')
  t.match(replyTerm(STATE, '2026-11-20', '2026-11-27', world, ZONE), {
    on: '2026-11-27',
    because: { key: 'replyOnDate' },
  })
  t.match(replyTerm(UTILITY, '2026-11-20', '2026-11-27', world, ZONE), { on: '2026-11-27' })
  t.throws(() => replyTerm(UTILITY, '2026-11-20', null, world, ZONE), { code: 'reply_term_missing' })
})
