import t from 'tap'
import { checkAxe } from '../support/axe.ts'
import { DESK, openBrowser, PHONE, screenshot } from '../support/browser.ts'
import { listen } from '../support/citizen.ts'
import { REACTION } from '../support/desk.ts'
import { onMonday, openLetters } from '../support/letters.ts'

t.setTimeout(120_000)

t.test(
  'a letter: seen before it leaves, held for ten seconds, and what came back is settled from the first line',
  async (t) => {
    const test = await openLetters(t)
    const { as, responder, url, number, write, passAt, database, deps } = test
    await as(responder).post(`${url}/reaction`, { ...REACTION, nextActionOn: '2026-12-31' })
    const { id } = (await write()).body as { id: number }
    await passAt(onMonday('10:01'))
    const home = await listen(test)
    const browser = await openBrowser(t)
    const path = `${home}/ru/desk/cases/${number}`
    const letters = async () => (await as(responder).get(`/contacts/${id}`)).body.letters.length as number
    for (const [name, options] of [
      ['phone', PHONE],
      ['desk', DESK],
    ] as const) {
      const context = await browser.newContext(options)
      await context.addCookies([{ name: 'daybreak_session', value: responder.token, url: home }])
      const page = await context.newPage()
      const look = async (what: string) => {
        await checkAxe(t, page)
        const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
        t.ok(Number(wide) <= 0, `${name} ${what}: nothing is wider than the screen`)
        await screenshot(page, `letter-${what}-${name}`)
      }
      await page.goto(`${path}?do=letters-${id}`)
      await page.click(`#letters-${id}-form button:not([name])`)
      await page.waitForSelector('#faults')
      await page.selectOption(`#letters-${id}-purpose`, 'reminder')
      await page.click(`#letters-${id}-form button[value=preview]`)
      await page.waitForSelector('.sheet')
      t.match(await page.textContent('.sheet'), '39-26/000001')
      await look('preview')
      await page.click('button[value=edit]')
      t.equal(await page.inputValue(`#letters-${id}-purpose`), 'reminder', 'what was chosen stays')
      await page.click(`#letters-${id}-form button:not([name])`)
      await page.waitForSelector('.undo')
      await page.click('.undo .button >> nth=0')
      await page.waitForSelector('.undo', { state: 'detached' })
      t.equal(await letters(), 1, 'nothing has left')
      await context.close()
    }
    await database.sql`with k as (update contacts set delivery = 'unknown' where id = ${id})
    update letters set state = 'unknown' where contact = ${id}`
    await passAt(new Date(deps.now() + 60_000).toISOString())
    const context = await browser.newContext(PHONE)
    await context.addCookies([{ name: 'daybreak_session', value: responder.token, url: home }])
    const page = await context.newPage()
    await page.goto(path)
    await page.click('.owed__do >> nth=0')
    await page.waitForSelector(`#delivery-${id}[open]`)
    await page.selectOption(`#delivery-${id}-delivery`, 'delivered')
    await page.fill(`#delivery-${id}-note`, 'Канцелярия подтвердила')
    await page.click(`#delivery-${id}-form button`)
    await page.waitForURL(/done=delivery/)
    t.equal((await as(responder).get(`/contacts/${id}`)).body.delivery, 'delivered')
    t.notMatch(await page.textContent('.owed'), 'Неизвестно')
  },
)
