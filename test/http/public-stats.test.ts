import { brotliDecompressSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import { LANGS } from '../../shared/domain/text.ts'
import { makeApp } from '../support/app.ts'
import { growFigures } from '../support/grow-figures.ts'

const text = (html: string) =>
  html
    .replace(/<(style|script|svg)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')

t.test('branches stand in groups of similar load, with bounds; of few nothing is said', async (t) => {
  const test = await makeApp(t)
  await growFigures(test, '2026-11-21')
  const page = async (path: string) => {
    const answer = await test.app.inject(path)
    t.equal(answer.statusCode, 200, path)
    return answer.body
  }
  const html = await page('/en/branches')
  const groups = html.split('<section').slice(1)
  t.ok(groups.length >= 4, `${groups.length} groups`)
  const sums = await test.database.sql<{ code: string; met: number; n: number }[]>`
    select substr(scope, 8) as code, sum(value) filter (where metric = 'met')::int as met, sum(value)::int as n from figures
    where scope like 'branch:%' and metric in ('met','missed') and day in ('2026-09','2026-10','2026-11') group by 1`
  t.ok(sums.length > 8)
  for (const { code, met, n } of sums) {
    const name = test.deps.world.reference.branch(code)!.name.en
    const group = groups.find((g) => g.includes(`/en/branches/${code}"`))
    t.ok(group, name)
    const row = text(group!.split('<tr').find((r) => r.includes(`/branches/${code}"`)) ?? '')
    if (n < 30) {
      t.match(group, 'Too few to say')
      t.notMatch(group, '%', 'no share of any of them')
    } else t.match(row, `${((100 * met) / n).toFixed(1).replace(/\.0$/, '')}%`, `${name}: ${row}`)
  }
  for (const group of groups) {
    const names = [...group.matchAll(/\/en\/branches\/[^"]+">([^<]+)</g)].map(([, name]) => name!)
    t.same(names, [...names].sort(new Intl.Collator('en').compare), 'in the order of the alphabet, not of the figures')
  }
  const csv = await test.app.inject('/en/branches.csv')
  t.match(csv.headers['content-type'], 'text/csv')
  t.match(csv.headers['content-disposition'], 'branches-2026-11-21.csv')
  const [head, ...rows] = parse(csv.body, { bom: true }) as string[][]
  t.equal(head!.length, 14)
  for (const { code, met, n } of sums) {
    const row = rows.find((r) => r[0] === code)!
    t.equal(row[4], String(n))
    t.equal(row[5], n < 30 ? '' : String(Math.round((met / n) * 10_000) / 10_000))
  }
})

t.test('one branch, one body: their months, in three languages; what is none is not found', async (t) => {
  const test = await makeApp(t)
  await growFigures(test, '2026-11-21')
  for (const lang of LANGS) {
    for (const path of [
      '/branches/KZ-39',
      '/branches/KZ-62',
      '/bodies',
      '/bodies/min-health',
      '/bodies/gov',
      '/pulse',
    ]) {
      const answer = await test.app.inject({ url: `/${lang}${path}`, headers: { 'accept-encoding': 'br' } })
      t.equal(answer.statusCode, 200, path)
      t.ok(answer.rawPayload.length < 20_000, `${path}: ${answer.rawPayload.length} bytes`)
      t.match(brotliDecompressSync(answer.rawPayload).toString(), `<html lang="${lang}">`)
    }
    const all = await test.app.inject({ url: `/${lang}/branches`, headers: { 'accept-encoding': 'br' } })
    t.ok(all.rawPayload.length < 30_000, `${all.rawPayload.length} bytes of all branches`)
  }
  const months = await test.app.inject('/en/branches/KZ-39/months.csv')
  const rows = parse(months.body, { bom: true }) as string[][]
  t.equal(rows.length, 13)
  const [november] = await test.database.sql<{ met: number }[]>`
    select value::int as met from figures where scope = 'branch:KZ-39' and metric = 'met' and day = '2026-11'`
  t.match(rows.at(-1), ['2026-11', /^\d+$/, String(november!.met)])
  for (const path of ['/kk/branches/KZ-98', '/kk/bodies/nobody', '/kk/bodies/nobody/months.csv'])
    t.equal((await test.app.inject(path)).statusCode, 404, path)
})

t.test('the pulse: JSON for programs, a page for people', async (t) => {
  const test = await makeApp(t)
  await test.passAt('2026-11-21T14:01:00+05:00')
  const json = await test.app.inject({ url: '/pulse', headers: { accept: 'application/json, text/html' } })
  t.equal(json.json().deadlines.due, 0)
  t.equal((await test.app.inject('/pulse')).statusCode, 200, 'also without a word about it')
  const led = await test.app.inject({
    url: '/pulse',
    headers: { accept: 'text/html,application/xhtml+xml', 'accept-language': 'ru' },
  })
  t.match([led.statusCode, led.headers.location], [302, '/ru/pulse'])
  const well = await test.app.inject('/en/pulse')
  t.match(text(well.body), 'All is well')
  test.setTime('2026-11-21T15:00:00+05:00')
  const ill = await test.app.inject('/en/pulse')
  t.match(text(ill.body), /Something is wrong.*✕ The deadlines were last checked: today, 14:01/)
})
