import t from 'tap'
import {
  ANSWER_MINUTES,
  addDifference,
  bucketOf,
  contribution,
  type Difference,
  type FigureFacts,
  keyOf,
  NOTHING,
  spread,
} from '../../shared/domain/figures.ts'
import { loadOf, MINIMUM_SAMPLE, medianOf, medianWithin, shareOf, trendOf } from '../../shared/domain/share.ts'

const at = (time: string) => Date.parse(`${time}:00+05:00`)
const facts = (more: Partial<FigureFacts> = {}): FigureFacts => ({
  caseId: 1,
  region: 'KZ-39',
  branch: 'KZ-39-3910',
  category: 'roads.pothole',
  owner: 7,
  status: 'received',
  raisedAt: null,
  onWall: false,
  reportedAt: at('2026-11-21T14:00'),
  closedAt: null,
  zone: 'Asia/Qostanay',
  deadlines: [],
  ...more,
})
const keys = (f: FigureFacts) => [...spread(contribution(f))].map((x) => `${x.scope} ${x.metric} ${x.day}`).sort()

t.test('a new case stands open everywhere, and was reported on its local day', async (t) => {
  t.same(
    keys(facts({ reportedAt: at('2026-11-21T23:59') })),
    [
      ...['all', 'branch:KZ-39-3910', 'category:roads.pothole', 'region:KZ-39'].flatMap((s) => [
        `${s} open `,
        `${s} unanswered `,
        `${s} reported 2026-11`,
      ]),
      ...['all', 'branch:KZ-39-3910', 'category:roads.pothole', 'region:KZ-39'].map((s) => `${s} reported 2026-11-21`),
    ].sort(),
  )
  t.equal(contribution(facts()).o, 7)
  t.equal(contribution(facts({ status: 'closed', closedAt: at('2026-11-25T10:00') })).o, null)
})

t.test('a verdict counts for the branch that was responsible, on the day it was due', async (t) => {
  const f = facts({
    status: 'responded',
    branch: 'KZ',
    deadlines: [
      {
        kind: 'response',
        openedAt: at('2026-11-21T14:00'),
        dueAt: at('2026-11-22T09:00'),
        closedAt: at('2026-11-22T11:30'),
        outcome: 'met',
        verdict: 'missed',
        branch: 'KZ-39-3910',
        body: null,
        leads: false,
      },
    ],
  })
  const found = keys(f)
  t.ok(found.includes('branch:KZ-39-3910 missed 2026-11-22'))
  t.notOk(found.some((k) => k.startsWith('branch:KZ missed')))
  const bucket = bucketOf(ANSWER_MINUTES, 21.5 * 60)
  t.ok(found.includes(`branch:KZ-39-3910 answer:${bucket} 2026-11`))
  t.same(
    found.filter((k) => k.includes('answer:') && k.endsWith('2026-11-22')),
    [`all answer:${bucket} 2026-11-22`],
    'by day the distribution is kept for the whole country only',
  )
  t.notOk(
    found.some((k) => k.includes(' overdue ')),
    'answered, late or not, is no longer overdue',
  )
})

t.test(
  'what is owed stands on the day it is due, until it is judged; a missed one on the wall is silence',
  async (t) => {
    const owed = {
      kind: 'response',
      openedAt: at('2026-11-21T14:00'),
      dueAt: at('2026-11-22T09:00'),
      closedAt: null,
      outcome: null,
      verdict: null,
      branch: null,
      body: null,
      leads: false,
    } as const
    t.ok(keys(facts({ deadlines: [owed] })).includes('region:KZ-39 due 2026-11-22'))
    const missed = { ...owed, verdict: 'missed', branch: 'KZ-39-3910' } as const
    const silent = keys(facts({ deadlines: [missed], onWall: true }))
    t.notOk(silent.some((k) => k.includes(' due ')))
    t.ok(silent.includes('all silent '))
    t.notOk(keys(facts({ deadlines: [missed] })).includes('all silent '))
    const answered = { ...missed, closedAt: at('2026-11-23T10:00'), outcome: 'met' } as const
    t.notOk(keys(facts({ deadlines: [answered], onWall: true })).includes('all silent '))
  },
)

t.test('a difference moves figures by what changed and nothing else', async (t) => {
  const difference: Difference = { figures: new Map(), loads: new Map() }
  const before = contribution(facts())
  addDifference(difference, NOTHING, before)
  addDifference(difference, before, contribution(facts({ owner: 8, status: 'responded' })))
  t.same([...difference.loads], [[8, 1]])
  t.equal(difference.figures.get(keyOf({ scope: 'all', metric: 'open', day: '' })), 1)
  t.equal(difference.figures.get(keyOf({ scope: 'all', metric: 'unanswered', day: '' })), undefined)
  const back: Difference = { figures: new Map(), loads: new Map() }
  addDifference(back, before, before)
  t.equal(back.figures.size + back.loads.size, 0)
})

t.test('the keys of a contribution stand in the order jsonb gives them back', async (t) => {
  t.same(Object.keys(contribution(facts())), [...Object.keys(contribution(facts()))].sort())
})

t.test('shares: none below thirty, the interval of Wilson above', async (t) => {
  t.same(shareOf(29, 29), { n: 29, share: null, low: null, high: null })
  const some = shareOf(90, 100)
  t.equal(some.share, 0.9)
  // statsmodels.stats.proportion.proportion_confint(90, 100, method='wilson')
  t.ok(Math.abs(some.low! - 0.825634) < 1e-5, `${some.low}`)
  t.ok(Math.abs(some.high! - 0.944779) < 1e-5, `${some.high}`)
  t.equal(shareOf(30, 30).high, 1)
  t.equal(shareOf(0, 30).low, 0)
})

t.test('medians are read from buckets, never from too few', async (t) => {
  t.equal(medianOf([10, 20], [15, 14, 0]), null)
  t.equal(medianOf([10, 20], [0, MINIMUM_SAMPLE, 0]), 15)
  t.equal(medianOf([10, 20], [30, 30, 0]), 10)
  t.equal(medianOf([10, 20], [10, 0, 40]), 20, 'beyond the last bound it is at least that')
})

t.test('a median comes with its interval, which narrows with the sample', async (t) => {
  t.equal(medianWithin([10, 20], [15, 14, 0]), null)
  // ranks 50 ± 9.8 of a hundred values spread evenly over 0 … 100
  const some = medianWithin([100], [100])!
  t.ok(Math.abs(some.median - 50) < 1e-9 && Math.abs(some.low - 40.2) < 0.01 && Math.abs(some.high - 59.8) < 0.01)
  const more = medianWithin([100], [10_000])!
  t.ok(more.high - more.low < (some.high - some.low) / 9)
})

t.test('this month against last: only what chance does not explain', async (t) => {
  t.equal(trendOf(shareOf(29, 29), shareOf(90, 100)), 'unknown')
  t.equal(trendOf(shareOf(90, 100), shareOf(85, 100)), 'same')
  t.equal(trendOf(shareOf(95, 100), shareOf(80, 100)), 'better')
  t.equal(trendOf(shareOf(80, 100), shareOf(95, 100)), 'worse')
  t.equal(trendOf(shareOf(900, 1000), shareOf(850, 1000)), 'better')
})

t.test('groups of similar load', async (t) => {
  t.same([0, 29, 30, 200, 1000, 3000].map(loadOf), ['few', 'few', 'small', 'middle', 'large', 'huge'])
})
