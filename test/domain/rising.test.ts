import t from 'tap'
import { BASELINE_DAYS, chanceOf, findRising } from '../../shared/domain/rising.ts'
import { seeded } from '../support/fault.ts'

const days = (n: number, length = BASELINE_DAYS) => Array.from({ length }, () => n)

/** A Poisson number by Knuth's way, in steps so that the exponential does not vanish. */
function poisson(random: () => number, rate: number): number {
  let [n, left] = [0, rate]
  for (; left > 30; left -= 30) n += poisson(random, 30)
  const limit = Math.exp(-left)
  for (let p = random(); p > limit; p *= random()) n++
  return n
}

t.test('the chance is that of the exact conditional test', async (t) => {
  // sum(comb(n, k) * p**k * (1-p)**(n-k) for k in range(x, n+1)) with n = x + sum, p = 1/29
  for (const [x, sum, want] of [
    [10, 28, 4.621946e-7],
    [3, 28, 0.0901583],
    [40, 280, 3.519031e-12],
  ] as const) {
    const before = days(0)
    // spread evenly, so that nothing but chance is in it
    for (let i = 0; i < sum; i++) before[i % BASELINE_DAYS]!++
    const p = chanceOf(x, before)
    t.ok(Math.abs(p / want - 1) < 1e-4, `${x} after ${sum}: ${p}, wanted ${want}`)
  }
  t.equal(chanceOf(0, days(5)), 1)
})

t.test('a storm is seen; few reports, small rises and young systems are not', async (t) => {
  const quiet = Array.from({ length: 55 }, (_, i) => ({ key: `quiet ${i}`, today: 20, before: days(20) }))
  t.same(
    findRising([...quiet, { key: 'heat', today: 60, before: days(10) }]).map((r) => [r.key, r.today, r.usual]),
    [['heat', 60, 10]],
  )
  t.same(findRising([...quiet, { key: 'nine', today: 9, before: days(0) }]), [], 'nine are too few')
  t.same(findRising([...quiet, { key: 'half more', today: 1500, before: days(1000) }]), [], 'not twice what is usual')
  t.same(findRising([{ key: 'young', today: 500, before: days(1, 13) }]), [], 'thirteen days say nothing')
  t.equal(findRising([{ key: 'new', today: 30, before: days(0) }]).length, 1)
})

t.test('what scatters widely has to rise higher', async (t) => {
  const wild = days(0).map((_, i) => (i % 7 === 0 ? 70 : 0))
  t.same(findRising([{ key: 'wild', today: 40, before: wild }]), [], 'such days come each week')
  t.equal(findRising([{ key: 'calm', today: 40, before: days(10) }]).length, 1)
})

t.test(
  'false alarms: at most one in a hundred days over 56 categories, also where reports come in clusters',
  async (t) => {
    const random = seeded(20261121)
    const simulated = 300
    for (const [name, draw] of [
      ['by chance', (rate: number) => poisson(random, rate)],
      // each cause is reported three times: the variance is three times the mean
      ['in clusters', (rate: number) => 3 * poisson(random, rate / 3)],
    ] as const) {
      let alarms = 0
      for (let day = 0; day < simulated; day++) {
        const counted = Array.from({ length: 56 }, (_, i) => {
          const rate = [1, 3, 8, 20, 60][i % 5]!
          return { key: i, today: draw(rate), before: days(0).map(() => draw(rate)) }
        })
        if (findRising(counted).length > 0) alarms++
      }
      t.ok(alarms <= (3 * simulated) / 100, `${name}: ${alarms} in ${simulated} days`)
    }
  },
)

t.test('a threefold day of a common category is found nearly always', async (t) => {
  const random = seeded(7)
  let found = 0
  for (let i = 0; i < 200; i++) {
    const before = days(0).map(() => poisson(random, 12))
    if (
      findRising([
        { key: 'x', today: poisson(random, 36), before },
        ...Array.from({ length: 55 }, (_, k) => ({ key: `${k}`, today: 5, before: days(5) })),
      ]).length
    )
      found++
  }
  t.ok(found > 170, `${found} of 200`)
})
