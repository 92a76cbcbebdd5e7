import t from 'tap'
import { makeApp } from '../support/app.ts'
import { openBrowser, PHONE } from '../support/browser.ts'
import { listen, makeBranch } from '../support/citizen.ts'

t.setTimeout(120_000)

/** As the tools of browsers have it: 400 kbit/s and 400 ms there and back. */
const SLOW_3G = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 }
/** A phone for little money is about four times slower than a desk. */
const SLOWER = 4

t.test(
  'on a slow phone in a 3G network the first visit reads, and the form can be filled, within seconds',
  async (t) => {
    const made = await makeApp(t)
    await makeBranch(made)
    const home = await listen(made)
    const browser = await openBrowser(t)
    for (const [path, ready] of [
      ['/kk', 'h1'],
      ['/kk/report', '#text'],
    ] as const) {
      const context = await browser.newContext(PHONE)
      const page = await context.newPage()
      const tools = await context.newCDPSession(page)
      await tools.send('Network.enable')
      await tools.send('Network.emulateNetworkConditions', SLOW_3G)
      await tools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
      const begun = performance.now()
      await page.goto(`${home}${path}`, { waitUntil: 'commit' })
      await page.waitForSelector(ready)
      if (ready === '#text') await page.fill(ready, 'Үйде жылу жоқ')
      const usable = performance.now() - begun
      await page.waitForLoadState('load')
      const loaded = performance.now() - begun
      const painted = Number(
        await page.evaluate(`performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1`),
      )
      t.comment(
        `${path}: painted after ${Math.round(painted)} ms, usable ${Math.round(usable)}, all ${Math.round(loaded)}`,
      )
      t.ok(painted > 0 && painted < 5_000, `${path} is painted after ${Math.round(painted)} ms`)
      t.ok(loaded < 12_000, `${path} is complete after ${Math.round(loaded)} ms`)
      if (ready === '#text') t.equal(await page.inputValue('#text'), 'Үйде жылу жоқ', 'what was typed early stays')
      await context.close()
    }
  },
)
