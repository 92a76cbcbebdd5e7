import type { BrowserContextOptions, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { LANGS } from '../../shared/domain/text.ts'
import { makeApp } from '../support/app.ts'
import { checkAxe } from '../support/axe.ts'
import { DESK, openBrowser, PHONE, screenshot } from '../support/browser.ts'
import { listen } from '../support/citizen.ts'
import { makeDesk } from '../support/desk.ts'
import { makeSigned } from '../support/signed.ts'

t.setTimeout(120_000)

async function begin(t: Test) {
  const test = await makeApp(t, { at: '2026-11-23T10:00:00+05:00' })
  const desk = await makeDesk(test)
  const home = await listen(test)
  const browser = await openBrowser(t)
  const open = async (who: { token: string }, options: BrowserContextOptions) => {
    const context = await browser.newContext({ ...options, locale: 'en-US' })
    await context.addCookies([{ name: 'daybreak_session', value: who.token, url: home }])
    const page = await context.newPage()
    page.setDefaultTimeout(8_000)
    return page
  }
  return { ...test, ...desk, home, open }
}

/** No violation, and nothing wider than the screen. */
async function look(t: Test, page: Page, name: string): Promise<void> {
  await checkAxe(t, page)
  const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  t.ok(Number(wide) <= 0, `${name}: nothing is wider than the screen`)
  await screenshot(page, `meetings-${name}`)
}

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let i = 0; i < 120; i++) {
    if (await page.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)})`)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the keyboard does not reach ${selector}`)
}

t.test('by keyboard alone: from the case to a meeting that was held', async (t) => {
  const { centre, head, report, as, setTime, home, open } = await begin(t)
  const { number } = await report()
  const page = await open(centre, DESK)
  await page.goto(`${home}/ru/desk/cases/${number}`)
  await page.keyboard.press('m')
  await page.waitForURL(/meetings\/new$/)
  await tabTo(page, '#meeting-place')
  await page.keyboard.type('Акимат, каб. 12')
  await tabTo(page, '#meeting-agenda')
  await page.keyboard.type('Кто ремонтирует')
  await tabTo(page, '#meeting-find')
  await page.keyboard.type('марат')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[role=status]')
  t.equal(await page.inputValue('#meeting-agenda'), 'Кто ремонтирует', 'kept while somebody is looked for')
  await tabTo(page, `[name=staff-${head.id}]`)
  await page.keyboard.press('Space')
  await look(t, page, 'new-desk')
  await tabTo(page, '#meeting-form')
  await page.keyboard.press('Enter')
  await page.waitForURL(/meetings\/\d+\?done=called$/)
  t.match(await page.textContent('[role=status]'), 'Совещание назначено')
  t.equal(await page.evaluate('localStorage.length'), 0, 'what was kept on the device is forgotten')
  const path = new URL(page.url()).pathname.slice(3)
  t.match((await as(centre).get(path)).body, { staff: [{ id: centre.id }, { id: head.id }], state: 'called' })

  setTime('2026-11-24T11:30:00+05:00')
  await page.goto(`${home}/ru${path}`)
  await tabTo(page, 'a[href$="/minutes"]')
  await page.keyboard.press('Enter')
  await page.waitForURL(/minutes$/)
  await tabTo(page, '#minutes-text-1')
  await page.keyboard.type('Асфальт кладут весной')
  await tabTo(page, '[name=follows-1]')
  await page.keyboard.press('ArrowDown')
  t.notOk(await page.isVisible('#minutes-dueOn-1'), 'only what follows is asked for')
  await tabTo(page, '#minutes-noAction-1')
  await page.keyboard.type('Зимой не кладут')
  await tabTo(page, 'button[name=step]')
  await page.keyboard.press('Enter')
  await page.waitForSelector('#decision-2')
  t.equal(await page.inputValue('#minutes-noAction-1'), 'Зимой не кладут')
  await tabTo(page, '#minutes-text-2')
  await page.keyboard.type('Закрыть ямы')
  await look(t, page, 'minutes-desk')
  await tabTo(page, '#minutes-responsible-2')
  // Those who met come first in the list.
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  t.equal(await page.inputValue('#minutes-responsible-2'), String(head.id))
  await tabTo(page, '#minutes-dueOn-2')
  await page.keyboard.type('12012026')
  t.equal(await page.inputValue('#minutes-dueOn-2'), '2026-12-01')
  await tabTo(page, '#minutes-form')
  await page.keyboard.press('Enter')
  await page.waitForURL(/done=minutes$/)
  t.match((await as(centre).get(path)).body, {
    state: 'held',
    decisions: [{ noAction: 'Зимой не кладут' }, { text: 'Закрыть ямы', instruction: Number }],
  })
  await look(t, page, 'held-desk')
})

t.test('on a phone and on a desk, in three languages; the menu keeps to its row', async (t) => {
  const test = await begin(t)
  const { responder, head, as, report, setTime, home, open } = test
  const { url, number } = await report()
  const chief = await makeSigned(test, { name: 'Нұрсұлтан Әбдірахманов', roles: ['central-head'], branch: 'KZ' })
  const meeting = {
    ...{ title: 'Абай көшесіндегі шұңқырлар: кім жөндейді және қашан бітеді', agenda: 'Кім; қашан', place: 'Әкімдік' },
    ...{ startsAt: '2026-11-24T15:00:00+05:00', endsAt: '2026-11-24T16:30:00+05:00' },
    ...{ staff: [head.id], bodies: ['kostanay-roads', 'gov'] },
  }
  const { id } = (await as(responder).post(`${url}/meetings`, meeting)).body
  setTime('2026-11-24T17:00:00+05:00')
  const paths = ['/meetings', `/meetings/${id}`, `/meetings/${id}/change`, `/meetings/${id}/minutes`]
  const wrong = `/desk/cases/${number}/meetings/new`
  for (const [name, options, seen] of [
    ['phone', PHONE, [...paths, wrong]],
    ['desk', { ...DESK, colorScheme: 'dark' }, paths.slice(0, 3)],
  ] as const) {
    const page = await open(responder, { ...options, javaScriptEnabled: true })
    for (const [i, path] of seen.entries()) {
      const lang = LANGS[i % 3]!
      await page.goto(`${home}/${lang}${path}`)
      if (path === wrong) {
        await page.click('#meeting-form')
        await page.waitForSelector('#faults')
      }
      await look(t, page, `${name}-${i}`)
    }
    await page.context().close()
  }
  const page = await open(chief, DESK)
  for (const lang of LANGS) {
    await page.goto(`${home}/${lang}/meetings?whose=reach`)
    const tops = await page.evaluate(
      `[...new Set([...document.querySelectorAll('.top__nav li')].filter((li) => li.offsetParent).map((li) => li.offsetTop))]`,
    )
    t.equal((tops as number[]).length, 1, `${lang}: nine entries in one row`)
  }
})
