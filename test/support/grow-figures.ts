import { ANSWER_MINUTES, bucketOf, REPLY_DAYS } from '../../shared/domain/figures.ts'
import { addDays } from '../../shared/domain/zone.ts'
import type { TestApp } from './app.ts'
import { seeded } from './fault.ts'

/** How much a branch has to do and how well it does: reports a day, the chance of an answer in time. */
const BRANCHES: readonly (readonly [code: string, perDay: number, kept: number])[] = [
  ['KZ-75', 60, 0.97],
  ['KZ-71', 45, 0.93],
  ['KZ-79', 22, 0.82],
  ['KZ-39', 14, 0.96],
  ['KZ-55', 9, 0.88],
  ['KZ-10', 7, 0.99],
  ['KZ-63', 5, 0.9],
  ['KZ-27', 2.2, 0.75],
  ['KZ-47', 1.2, 0.95],
  ['KZ-31', 0.3, 0.8],
  ['KZ-62', 0.1, 1],
]
const CATEGORIES = ['heat.no-heat', 'roads.pothole', 'water.no-water', 'power-gas.power-cut', 'housing.lift']

/** Figures as the fold leaves them after months of a made-up past; the same in every run. */
export async function growFigures({ database, deps }: TestApp, to: string, days = 75): Promise<void> {
  const random = seeded(75)
  const figures = new Map<string, number>()
  const add = (scope: string, metric: string, day: string, n = 1) => {
    const key = `${scope}\n${metric}\n${day}`
    figures.set(key, (figures.get(key) ?? 0) + n)
  }
  for (let back = days; back >= 0; back--) {
    const day = addDays(to, -back)
    const weekend = [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) ? 0.6 : 1
    for (const [code, perDay, kept] of BRANCHES) {
      const scopes = ['all', `branch:${code}`, `region:${code}`]
      const n = Math.floor(perDay * weekend * (0.6 + random() * 0.8) + random())
      for (let i = 0; i < n; i++) {
        const category = `category:${CATEGORIES[Math.floor(random() * CATEGORIES.length)]}`
        const word = random() < kept ? 'met' : 'missed'
        const minutes = word === 'met' ? 200 + random() * random() * 1100 : 1300 + random() * 3000
        const bucket = `answer:${bucketOf(ANSWER_MINUTES, minutes)}`
        for (const scope of [...scopes, category]) add(scope, 'reported', day)
        for (const scope of scopes) {
          add(scope, 'reported', day.slice(0, 7))
          if (back === 0) continue
          add(scope, word, day)
          add(scope, word, day.slice(0, 7))
          if (scope === 'all') add(scope, bucket, day)
          add(scope, bucket, day.slice(0, 7))
        }
      }
    }
    for (const [body, ask, kept] of [
      ['akimat-3920', 3, 0.8],
      ['min-health', 2, 0.95],
      ['com-natmon', 0.7, 0.6],
      ['min-energy', 0.2, 1],
    ] as const) {
      for (let i = 0; i < ask + random() - 0.5; i++) {
        const month = day.slice(0, 7)
        add(`body:${body}`, 'asked', month)
        if (back < 20) continue
        const word = random() < kept ? 'met' : 'missed'
        add(`body:${body}`, word, month)
        if (word === 'met') add(`body:${body}`, `reply:${bucketOf(REPLY_DAYS, 4 + random() * 16)}`, month)
      }
    }
  }
  for (const [code, perDay] of BRANCHES) {
    const open = Math.round(perDay * 9)
    for (const scope of ['all', `branch:${code}`, `region:${code}`]) {
      add(scope, 'open', '', open)
      add(scope, 'unanswered', '', Math.round(perDay))
    }
  }
  const rows = [...figures].map(([key, value]) => {
    const [scope = '', metric = '', day = ''] = key.split('\n')
    return { scope, metric, day, value }
  })
  await database.sql`
    insert into figures (scope, metric, day, value)
    select x.scope, x.metric, x.day, x.value from jsonb_to_recordset(${database.sql.json(rows)}) as x(scope text, metric text, day text, value bigint)
    on conflict (scope, metric, day) do update set value = figures.value + excluded.value`
  await database.sql`
    insert into fold_cursor (name, xid, event_id) values ('figures', '0', 0) on conflict (name) do nothing`
  deps.world.forget()
}
