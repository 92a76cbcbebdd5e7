import t from 'tap'
import { FoldLoop } from '../../server/stats/loop.ts'
import { openBrowser } from '../support/browser.ts'
import { listen } from '../support/citizen.ts'
import { rounds, until } from '../support/fault.ts'
import { makeCase } from '../support/make.ts'
import { eventsAfter, heardBy, holder, lastEvent } from '../support/soak.ts'
import { cookieFor, makeWallWorld } from '../support/wall-world.ts'

const REGIONS = ['KZ-39', 'KZ-75', 'KZ-71', 'KZ-10', 'KZ-27']
const CASES = 60

/** Growth that is allowed to a page that has read a whole day: text that the browser keeps, never nodes. */
const HEAP_KB = 1_500

t.test(
  'a wall in a storm: every event once, whatever breaks, and it holds no more than at the beginning',
  async (t) => {
    const made = await makeWallWorld(t)
    const home = await listen(made)
    const loop = new FoldLoop(made.deps, (counts) => made.services.live.publishCounts(counts), true)
    loop.start()
    t.teardown(() => loop.stop())
    const browser = await openBrowser(t)
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } })
    await context.addCookies([cookieFor(made.central, home)])
    const page = await context.newPage()
    page.on('pageerror', (error) => t.fail(String(error)))
    const heard = heardBy(page)
    const begun = await lastEvent(made)
    await page.goto(`${home}/kk/wall`)
    await page.waitForSelector('.wall__state[data-state=live]')
    const held = await holder(page)
    const { hub } = made.services.live

    const storm = async (n: number) => {
      await Promise.all(
        Array.from({ length: CASES }, (_, i) =>
          makeCase(made, { region: REGIONS[(n + i) % REGIONS.length]!, category: 'heat.no-heat' }),
        ),
      )
      // in the middle of what is on its way
      if (n % 2 === 0) for (const client of hub.clients) client.ws.terminate()
      const last = await lastEvent(made)
      await until(() => heard.includes(last), 30_000)
    }
    // The first rounds fill what a page keeps for good: fonts, compiled code, the largest lists.
    for (let n = 0; n < 3; n++) await storm(n)
    const first = await held()
    const many = rounds(400, 9)
    for (let n = 0; n < many; n++) await storm(n)
    await until(async () => (await page.locator('.wall__state[data-state=live]').count()) === 1, 20_000)
    await page.waitForTimeout(1_500)
    const last = await held()
    t.comment(`${heard.length} frames; ${JSON.stringify(first)} became ${JSON.stringify(last)}`)

    t.ok(heard.length > 1_000, `${heard.length} frames`)
    t.same(heard, await eventsAfter(made, begun), 'every event of the table, once, in its order')
    t.ok(last.nodes <= first.nodes * 1.1 + 300, `nodes: ${first.nodes}, then ${last.nodes}`)
    t.ok(last.listeners <= first.listeners + 10, `listeners: ${first.listeners}, then ${last.listeners}`)
    t.ok(last.heap <= first.heap + HEAP_KB, `heap: ${first.heap} KB, then ${last.heap} KB`)
    t.equal(await page.locator('[data-stream] > li').count(), 16)
    const shown = Number((await page.textContent('[data-count=open]'))!.replace(/\D/g, ''))
    const [open] = await made.database.sql<{ n: number }[]>`
    select value::int as n from figures where scope = 'all' and metric = 'open' and day = ''`
    t.equal(shown, open!.n, 'and it shows what stands')
  },
)
