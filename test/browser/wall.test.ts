import { parse } from 'csv-parse/sync'
import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import { FoldLoop } from '../../server/stats/loop.ts'
import type { Lang } from '../../shared/domain/text.ts'
import { checkAxe } from '../support/axe.ts'
import { openBrowser, screenshot } from '../support/browser.ts'
import { listen } from '../support/citizen.ts'
import { until } from '../support/fault.ts'
import { makeCase } from '../support/make.ts'
import { cookieFor, makeWallWorld } from '../support/wall-world.ts'

let made: Awaited<ReturnType<typeof makeWallWorld>>
let browser: Browser
let home: string
let loop: FoldLoop

t.before(async () => {
  made = await makeWallWorld(t)
  home = await listen(made)
  loop = new FoldLoop(made.deps, (counts) => made.services.live.publishCounts(counts), true)
  loop.start()
  browser = await openBrowser(t)
})
t.teardown(() => loop?.stop())

async function open(
  lang: Lang,
  [width, height]: readonly [number, number],
  options: { path?: string; javaScriptEnabled?: boolean; colorScheme?: 'dark' | 'light' } = {},
): Promise<Page> {
  const { path = '/wall', ...more } = options
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: 'dark', ...more })
  t.teardown(() => context.close())
  await context.addCookies([cookieFor(made.central, home)])
  const page = await context.newPage()
  page.setDefaultTimeout(8_000)
  page.on('pageerror', (error) => t.fail(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/WebSocket|ERR_FAILED/.test(message.text()))
      t.fail(`${page.url()}: ${message.text()}`)
  })
  const answer = await page.goto(`${home}/${lang}${path}`)
  if (answer?.status() !== 200) throw new Error(`${path}: ${answer?.status()}`)
  return page
}

const live = (page: Page) => page.waitForSelector('.wall__state[data-state=live]')

/** Texts of the wall below 22 px, as the browser shows them; of the map in screen pixels. */
const SMALL = `[...document.querySelectorAll('.wall *')].filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
  .filter((e) => e.getClientRects().length > 0 && !e.closest('.shade, title'))
  .map((e) => {
    const scale = e.ownerSVGElement ? e.getScreenCTM().a : 1
    return [parseFloat(getComputedStyle(e).fontSize) * scale, e.textContent.trim().slice(0, 30)]
  }).filter(([size]) => size < 21.99).map(String)`

t.test(
  'sixteen to nine, four metres: it fits without scrolling, and nothing is small; on a phone it is a list',
  async (t) => {
    const sizes = [
      ['kk', 1920, 1080],
      ['ru', 1440, 900],
      ['en', 1440, 900],
      ['kk', 320, 640],
      ['ru', 320, 640],
    ] as const
    for (const [lang, width, height] of sizes) {
      const page = await open(lang, [width, height])
      await live(page)
      const where = `wall-${lang}-${width}`
      t.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `${where}: nothing stands beside`)
      if (width > 320) {
        t.ok(await page.evaluate('document.documentElement.scrollHeight <= innerHeight'), `${where}: no scrolling`)
        t.same(await page.evaluate(SMALL), [], `${where}: 22 px and up`)
        const cut = await page.evaluate(
          `[...document.querySelectorAll('.wall__now, .wall__map, .wall__trend, .wall__answers')].filter((e) => e.scrollHeight > e.clientHeight + 1).map((e) => e.id)`,
        )
        t.same(cut, [], `${where}: nothing is cut off`)
      }
      await checkAxe(t, page)
      await screenshot(page, where)
      await page.context().close()
    }
  },
)

t.test('a missed hour is on the wall within two seconds, by itself', async (t) => {
  const page = await open('kk', [1920, 1080])
  await live(page)
  const overdue = async () => Number(await page.textContent('[data-count=overdue]'))
  const miss = async (evening: string, morning: string) => {
    made.setTime(evening)
    const { number } = await makeCase(made, { region: 'KZ-10', category: 'heat.no-heat' })
    const before = await overdue()
    made.setTime(morning)
    const begun = performance.now()
    const passing = made.passAt(morning)
    await page.waitForSelector(`[data-stream] a[href$="${number}"] b:text-is("жауап берілмеді")`)
    const told = performance.now() - begun
    await until(async () => (await overdue()) > before, 8_000)
    const counted = performance.now() - begun
    await passing
    t.comment(`told after ${Math.round(told)} ms, counted after ${Math.round(counted)} ms`)
    return Math.max(told, counted)
  }
  // Other tests share the processors: a morning on which everything stood still for a moment is given two more.
  let slowest = Number.POSITIVE_INFINITY
  for (const day of [21, 22, 23])
    if (slowest >= 2_000) slowest = await miss(`2026-11-${day}T20:30:00+05:00`, `2026-11-${day + 1}T09:00:00+05:00`)
  t.ok(slowest < 2_000)
  await page.context().close()
})

t.test('a broken line is said, mends itself, and loses nothing', async (t) => {
  const page = await open('ru', [1440, 900])
  await live(page)
  const frames: string[] = []
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const frame = JSON.parse(String(payload))
      if (frame.type === 'event' && frame.event.kind === 'reported') frames.push(frame.case.number)
    }),
  )
  await page.route('**/wall/parts*', (route) => route.abort())
  for (const client of made.services.live.hub.clients) client.ws.terminate()
  await page.waitForSelector('.wall__state:not([data-state=live])')
  const numbers: string[] = []
  for (let i = 0; i < 5; i++)
    numbers.push((await makeCase(made, { region: 'KZ-55', category: 'waste-ecology.waste' })).number)
  await live(page)
  await page.waitForSelector(`[data-stream] a[href$="${numbers.at(-1)}"]`)
  t.same(frames, numbers, 'everything that happened meanwhile, once')
  t.equal(await page.locator('[data-stream] > li').count(), 16, 'and the stream stays as long as it is')
  await page.context().close()
})

t.test('a session that ends leaves a wall that says so', async (t) => {
  const page = await open('kk', [1440, 900])
  await live(page)
  await made.database.sql`update sessions set expires_at = ${made.deps.now() - 1} where staff = ${made.central.id}`
  await made.services.live.recheck()
  await page.waitForSelector('.wall__state a')
  t.match(await page.textContent('.wall__state'), 'Кіру мерзімі бітті.')
  t.match(await page.getAttribute('.wall__state a', 'href'), '/kk/sign-in?to=%2Fwall')
  await screenshot(page, 'wall-ended')
  await made.database.sql`update sessions set expires_at = ${made.deps.now() + 9e9} where staff = ${made.central.id}`
  await page.context().close()
})

t.test('two clicks to a case, by keyboard; without scripts, too', async (t) => {
  const page = await open('ru', [1440, 900], { javaScriptEnabled: false })
  t.match(await page.textContent('.wall__state'), 'на ')
  await page.focus('.wall-map a[href*="KZ-75"]')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/wall/cases?region=KZ-75')
  await page.locator('.stack tbody a').first().focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/cases\/75-26-\d{7}-\d$/)
  t.match(await page.textContent('main'), 'Неисправный лифт')
  await page.context().close()
})

t.test('behind every figure stands a table, and its file', async (t) => {
  for (const [lang, path, size] of [
    ['ru', '/wall/tables', [1440, 900]],
    ['kk', '/wall/tables', [320, 640]],
    ['en', '/wall/cases', [320, 640]],
  ] as const) {
    const page = await open(lang, size, { path, colorScheme: 'light' })
    t.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `${path} ${size}`)
    await checkAxe(t, page)
    await screenshot(page, `${path.slice(1).replace('/', '-')}-${lang}-${size[0]}`)
    if (path === '/wall/tables' && size[0] === 1440) {
      const heads = await page.$$eval('h2[id]', (all) => all.map((h) => h.id))
      t.same(heads, ['now', 'regions', 'days', 'answers', 'rising', 'bodies', 'instructions', 'burning'])
      for (const name of heads) {
        const file = await page.request.get(`${home}/${lang}/wall/tables/${name}.csv`)
        t.match(file.headers()['content-disposition'], `${name}-2026-11-22.csv`)
        const rows = parse(await file.text(), { bom: true }) as string[][]
        const shown = await page.locator(`section:has(> .row > #${name}) tbody tr`).count()
        t.equal(rows.length - 1, shown, `${name}: the file has the rows of the page`)
      }
      const sheet = await page.request.get(`${home}/${lang}/wall/figures.xlsx`)
      t.equal((await sheet.body()).subarray(0, 2).toString(), 'PK')
    }
    await page.context().close()
  }
})
